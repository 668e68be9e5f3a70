// The service's part in what is said and what is taken.
#include <algorithm>

#include "broker/core/digest.h"
#include "sdk/service.h"
#include "sdk/told.h"

namespace caseway::sdk {
namespace {

constexpr std::uint64_t names_most = 256;                               // answered numbers whose names are known again
constexpr std::size_t names_kept = names_most + 2 * Lane::waiting_max;  // before the older ones are forgotten
constexpr std::size_t held_most = 1024;                                 // more than any session may have open
constexpr std::int64_t rules_every_ms = 1000;  // which rules are in force is asked no more often

}  // namespace

// ---- Saying ---------------------------------------------------------------------------------------------------------

const rules::PackBundle& Service::bundle_or_fail() const {
  if (rules_.bundle) return *rules_.bundle;
  throw Error(Failure::no_rules, agency_.packs.string(), no_rules_.empty() ? "no pack is here yet" : no_rules_,
              "connect once: it is fetched from the broker when its site has one in force");
}

Outgoing Service::prepare(const Message& message, core::Instant now) {
  const ReadFile read = [&](const std::string& path, std::string& why) -> std::optional<Bytes> {
    if (const auto at = message.files.find(path); at != message.files.end()) return at->second;
    if (!message.folder.empty()) return beside(message.folder)(path, why);
    why = "there is no file " + path + " in the message's `files`";
    return std::nullopt;
  };
  (void)bundle_or_fail();
  Mistakes mistakes;
  auto outgoing = prepare_text(message.json, message.name.empty() ? "message" : message.name, read, rules_, agency_.id,
                               random_, now, mistakes);
  if (!outgoing) throw bad_input(mistakes);
  return std::move(*outgoing);
}

Check Service::check(const Message& message) { return tell(prepare(message, client_->last_time()), bundle_or_fail()); }

void Service::queue(const Message& message, Deadline until, const Done<std::uint64_t>& done) {
  const auto work = [this, message, done] {
    const std::uint64_t number = queue_now(message);
    done(&number, nullptr);
  };
  if (client_->open() || (rules_.bundle && client_->site())) return work();
  when_open(until, work, [done](const Error& error) { done(nullptr, &error); });
}

std::uint64_t Service::queue_now(const Message& message) {
  if (const auto number = known(message.name)) return *number;
  if (client_->open() && time_.monotonic_ms() - rules_seen_ > rules_every_ms) {
    (void)client_->refresh();
    keep_rules();
  }
  const Outgoing outgoing = prepare(message, client_->now());
  if (outgoing.preflight.verdict == core::Verdict::returned && !message.unchecked) {
    const Check check = tell(outgoing, bundle_or_fail());
    const auto stops =
        std::find_if(check.findings.begin(), check.findings.end(), [](const auto& one) { return one.stops; });
    Error error(Failure::stopped, check.marked.empty() ? "" : check.marked.front(),
                "pre-flight: the broker would return it (" + check.code + ")" +
                    (stops == check.findings.end() ? "" : ": " + stops->en),
                check.marked.empty() ? "mend what `findings` name; nothing was queued"
                                     : "a state secret is never sent: use the paper route");
    error.findings = check.findings;
    throw error;
  }
  const auto number = client_->queue(outgoing.message, message.name);
  if (!number) {
    throw Error(Failure::lane_full, agency_.lane.string(), "too many messages wait for their receipts",
                "wait for some of them; nothing was queued");
  }
  if (!message.name.empty()) names_[message.name] = *number;
  if (names_.size() > names_kept) {
    std::erase_if(names_, [&](const auto& each) { return each.second + names_most <= client_->lane().settled(); });
  }
  return *number;
}

/// The number of a message of this name that went out already, unless it was refused, or the caller was told that it
/// was returned: then a mended one may follow.
std::optional<std::uint64_t> Service::known(const std::string& name) {
  const auto at = names_.find(name);
  if (name.empty() || at == names_.end()) return std::nullopt;
  if (const auto again = client_->renumbered(at->second)) at->second = *again;
  if (client_->lane().refused(at->second)) return std::nullopt;
  return at->second;
}

void Service::remember_names() {
  const Lane& lane = client_->lane();
  const std::uint64_t first = lane.next() > names_most ? lane.next() - names_most : 1;
  for (std::uint64_t number = first; number < lane.next(); ++number) {
    const auto message = lane.message(number);
    if (message && !message->is_void && !message->name.empty()) names_[message->name] = number;
  }
  for (const auto& [number, waiting] : lane.waiting()) {
    if (!waiting.is_void && !waiting.name.empty()) names_[waiting.name] = number;
  }
}

void Service::settle(std::uint64_t number, Deadline until, const Done<Receipt>& done) {
  Sending sending{number, until, done};
  if (!answer(sending)) sendings_.push_back(std::move(sending));
}

void Service::serve_sendings() {
  for (auto at = sendings_.begin(); at != sendings_.end();) at = answer(*at) ? sendings_.erase(at) : std::next(at);
}

/// True when it was answered, with its receipt or with an error.
bool Service::answer(Sending& sending) {
  while (const auto again = client_->renumbered(sending.number)) sending.number = *again;
  const Lane& lane = client_->lane();
  const auto fail = [&](Error error) {
    error.number = sending.number;
    sending.done(nullptr, &error);
    return true;
  };
  const std::string where = "lane " + std::to_string(lane.no()) + " number " + std::to_string(sending.number);
  if (lane.waiting().contains(sending.number) && !lane.waiting().at(sending.number).is_void) {
    if (time_.monotonic_ms() < sending.until) return false;
    const std::string& why = client_->trouble();
    return fail({Failure::outcome_unknown, where, why.empty() ? "no receipt came in time" : why,
                 "it is kept and sent again under its number: ask outcome() later; handed over anew without its name "
                 "it is said twice"});
  }
  if (const auto why = lane.refused(sending.number)) {
    return fail({Failure::refused, why->where, std::string(core::name_of(why->code)) + ": " + why->what,
                 "the broker can never take it and recorded nothing of it: mend the message and hand it over anew"});
  }
  const auto record = lane_record(lane, sending.number);
  const auto message = lane.message(sending.number);
  if (!record || !message)
    return fail({Failure::not_found, where, "no such number", "waiting() and receipts tell those there are"});
  const Receipt receipt = tell(*record, message->name, bundle(), nullptr);
  const auto named = names_.find(message->name);
  if (!receipt.delivered() && named != names_.end() && named->second == sending.number) names_.erase(named);
  sending.done(&receipt, nullptr);
  return true;
}

// ---- Taking ---------------------------------------------------------------------------------------------------------

Taken Service::deliver(const Delivered& delivered) {
  const std::uint64_t id = delivered.frame.delivery;
  const core::Digest statement = core::digest_of(delivered.frame.receipt.statement);
  const auto is_in = [&](const auto& known) {
    const auto at = known.find(id);
    return at != known.end() && at->second == statement;
  };
  if (is_in(held_)) return {};  // it was taken, which the broker did not hear
  Taken later;
  later.how = Taken::How::later;
  if (is_in(out_)) return later;
  out_[id] = statement;
  Delivery told = tell(delivered, bundle());
  if (handler_) {
    handler_(told);
  } else {
    const std::scoped_lock lock(mutex_);
    inbox_.push_back(std::move(told));
    came_.notify_one();
  }
  return later;
}

void Service::hand_out(std::function<void(const Delivery&)> handler) {
  handler_ = std::move(handler);
  std::deque<Delivery> waiting;
  if (handler_) {
    const std::scoped_lock lock(mutex_);
    waiting.swap(inbox_);
  }
  for (const auto& delivery : waiting) handler_(delivery);
}

void Service::taken(std::uint64_t id) {
  const auto at = out_.find(id);
  if (at == out_.end()) return;
  held_[id] = at->second;
  out_.erase(at);
  while (held_.size() > held_most) held_.erase(held_.begin());
  client_->acknowledge(id);
}

void Service::park(std::uint64_t id, const std::string& reason) {
  if (out_.erase(id) != 0) client_->park(id, reason);
}

}  // namespace caseway::sdk
