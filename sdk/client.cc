#include "sdk/client.h"

#include <algorithm>
#include <utility>

#include "broker/core/digest.h"
#include "broker/core/signature.h"
#include "broker/wire/envelope.h"
#include "sdk/client_parts.h"
#include "sdk/json_text.h"

namespace caseway::sdk {
namespace {

constexpr std::int64_t ask_again_ms = 250;  // after try_later
constexpr int ask_wait_ms = 5'000;
constexpr int wait_most_ms = 100;  // timers: retries, back-off, heartbeats

}  // namespace

Client::Client(const Agency& agency, ClientOptions options, Store& store, Time& time)
    : parts_(std::make_unique<Parts>(agency, options, store, time)) {}

Client::~Client() {
  try {
    parts_->save_checkpoint(true);
    parts_->save_site();
    parts_->say_held();
    if (parts_->session.open()) (void)parts_->session.send(wire::Bye{});
  } catch (...) {  // whatever it is: a destructor ends no program
    // The checkpoint lags by a second at most: the next process says a lower one, and the broker is content with it.
  }
}

void Client::on_answer(OnAnswer handler) { parts_->on_answer = std::move(handler); }
void Client::on_refused(OnRefused handler) { parts_->on_refused = std::move(handler); }
void Client::on_delivery(OnDelivery handler) { parts_->on_delivery = std::move(handler); }
bool Client::open() const { return parts_->session.open(); }
Trouble Client::kind_of_trouble() const { return parts_->session.kind(); }
std::uint64_t Client::sessions() const { return parts_->session.serial(); }
std::uint64_t Client::drops() const { return parts_->session.drops(); }
void Client::wait(int wait_ms) { parts_->session.wait(std::min(wait_ms, wait_most_ms)); }
bool Client::fenced() const { return parts_->fenced; }
const std::optional<SiteSeen>& Client::site() const { return parts_->site; }
const Lane& Client::lane() const { return parts_->lane; }
const Agency& Client::agency() const { return parts_->agency; }

const std::string& Client::trouble() const {
  if (!parts_->session.trouble().empty()) return parts_->session.trouble();
  return parts_->standstill.empty() ? parts_->unanswered : parts_->standstill;
}

bool Client::busy() const {
  return !parts_->lane.waiting().empty() || !parts_->deliveries.empty() || !parts_->news.empty() ||
         !parts_->refused.empty();
}

bool Client::run(int wait_ms) {
  const std::int64_t until = parts_->time.monotonic_ms() + wait_ms;
  for (;;) {
    bool happened = parts_->exchange();
    happened = parts_->tell() || happened;
    happened = parts_->deliver_one(*this) || happened;
    happened = parts_->tell() || happened;  // it may have asked for the directory, and receipts came in between
    const std::int64_t left = until - parts_->time.monotonic_ms();
    if (happened || left <= 0) return happened;
    wait(static_cast<int>(left));
  }
}

bool Client::connect(int wait_ms) {
  const std::int64_t until = parts_->time.monotonic_ms() + wait_ms;
  while (!open() && parts_->time.monotonic_ms() < until) {
    if (!parts_->exchange()) parts_->session.wait_asleep(50);
  }
  return open();
}

bool Client::refresh() {
  Parts& parts = *parts_;
  wire::Query query;
  query.kind = wire::QueryKind::status;
  const auto answer = ask(std::move(query), ask_wait_ms);
  Mistakes mistakes;
  const auto json = answer && answer->found ? parse_json(answer->json, "status", mistakes) : std::nullopt;
  if (!json || !parts.site) return false;
  if (const auto told = core::parse_instant(json->text_of("time")))
    parts.site->time = std::max(parts.site->time, *told);
  parts.site->pack = core::from_hex<core::Digest>(json->text_of("pack")).value_or(core::Digest{});
  parts.site->calendar = core::from_hex<core::Digest>(json->text_of("calendar")).value_or(core::Digest{});
  parts.site->deliveries_waiting = static_cast<std::uint64_t>(json->integer_of("waiting"));
  return true;
}

core::Instant Client::now() {
  if (parts_->site && parts_->site->training && open()) (void)refresh();
  return parts_->signing_time();
}

core::Instant Client::last_time() const { return parts_->signing_time(); }

std::optional<core::LaneNumber> Client::queue(const Composed& message, std::string name) {
  if (!parts_->site) return std::nullopt;
  return parts_->lane.queue(message, std::move(name), now(), parts_->site->training);
}

Fate Client::settle(core::LaneNumber number, int wait_ms) {
  const std::int64_t until = parts_->time.monotonic_ms() + wait_ms;
  for (;;) {
    if (parts_->renumbered.contains(number)) return Fate::renumbered;
    const auto waiting = parts_->lane.waiting().find(number);
    if (waiting == parts_->lane.waiting().end()) {
      return parts_->lane.refused(number) ? Fate::refused : Fate::receipted;
    }
    // It was refused for good, and so is the void in its place: waiting tells no more.
    const bool stands = waiting->second.is_void && !parts_->standstill.empty();
    if (stands && parts_->lane.refused(number)) return Fate::refused;
    const std::int64_t left = until - parts_->time.monotonic_ms();
    if (left <= 0) return Fate::unknown;
    run(static_cast<int>(left));
  }
}

std::optional<core::LaneNumber> Client::renumbered(core::LaneNumber number) const {
  const auto at = parts_->renumbered.find(number);
  return at == parts_->renumbered.end() ? std::nullopt : std::optional(at->second);
}

std::optional<LaneReceipt> Client::send_again(core::LaneNumber number, int wait_ms) {
  Parts& parts = *parts_;
  const std::int64_t until = parts.time.monotonic_ms() + wait_ms;
  const auto message = parts.lane.message(number);
  if (!message || !connect(wait_ms)) return std::nullopt;
  if (parts.lane.waiting().contains(number)) return std::nullopt;  // it has no answer yet: it is sent anyway
  const core::Digest leaf = core::message_leaf(parts.agency.origin, parts.agency.id,
                                               core::key_id(parts.key.pair.public_key), message->envelope);
  const auto signatures = core::sign_batch(parts.key.pair, std::span(&leaf, 1));
  parts.sent_again = number;
  parts.repeat.reset();
  if (!parts.session.send(
          wire::SendMessage{message->envelope, wire::encode_signatures(signatures), message->content})) {
    return std::nullopt;
  }
  while (!parts.repeat && parts.time.monotonic_ms() < until) {
    if (!parts.exchange()) parts.session.wait_asleep(20);
  }
  return std::exchange(parts.repeat, std::nullopt);
}

std::optional<wire::Answer> Client::ask(wire::Query query, int wait_ms) {
  Parts& parts = *parts_;
  const std::int64_t until = parts.time.monotonic_ms() + wait_ms;
  if (!connect(wait_ms)) return std::nullopt;
  for (;;) {
    query.number = ++parts.questions;
    auto answer = parts.ask_once(query, until);
    parts.unanswered.clear();
    if (answer) return answer;
    if (!parts.stray) return std::nullopt;
    const std::int64_t again = parts.time.monotonic_ms() + ask_again_ms;
    parts.unanswered = std::string(core::name_of(parts.stray->code)) + ": " + parts.stray->what;
    if (parts.stray->code != core::Refusal::try_later || again >= until) return std::nullopt;
    while (parts.time.monotonic_ms() < again)
      if (!parts.exchange()) parts.session.wait_asleep(20);
  }
}

void Client::acknowledge(std::uint64_t delivery) { parts_->acknowledge(delivery); }
void Client::park(std::uint64_t delivery, std::string reason) { parts_->park({delivery, std::move(reason), true}); }
void Client::unpark(std::uint64_t delivery) { parts_->park({delivery, {}, false}); }

const Members* Client::members() {
  Parts& parts = *parts_;
  if (!parts.members || parts.members_serial != parts.serial) {
    Members all;
    for (bool more = true; more;) {  // the directory comes in pages, each from behind the last agency told
      wire::Query query;
      query.kind = wire::QueryKind::directory;
      if (!all.empty()) query.text = all.rbegin()->first;
      const auto answer = ask(std::move(query), ask_wait_ms);
      auto page = answer && answer->found ? read_directory(answer->json) : std::nullopt;
      if (!page) return parts.members ? &*parts.members : nullptr;
      more = page->more && !page->members.empty();
      all.merge(page->members);
    }
    parts.members = std::move(all);
    parts.members_serial = parts.serial;
  }
  return parts.members ? &*parts.members : nullptr;
}

}  // namespace caseway::sdk
