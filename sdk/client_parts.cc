#include "sdk/client_parts.h"

#include <algorithm>
#include <iterator>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/core/signature.h"
#include "broker/wire/envelope.h"

namespace caseway::sdk {
namespace {

namespace limits = core::limits;
using core::Refusal;

constexpr std::int64_t retry_first_ms = 200;
constexpr std::int64_t retry_most_ms = 5'000;
constexpr std::int64_t stand_still_ms = 60'000;     // what only people can mend
constexpr std::int64_t rewind_quiet_ms = 200;       // refusals of one flight name the same gap many times
constexpr std::int64_t save_checkpoint_ms = 1'000;  // it lags the receipts by this much at most
constexpr std::int64_t directory_pause_ms = 1'000;  // between two questions that were not answered
constexpr std::int64_t ack_pause_ms = 100;          // what was taken waits no longer for more
constexpr std::int64_t ack_again_ms = 1'000;        // after the broker had no room to record one
constexpr std::size_t reason_bytes_max = 1024;
constexpr const char* checkpoint_file = "checkpoint";
constexpr const char* site_file = "site";

std::string said_of(const wire::RefusalFrame& refusal) {
  return std::string(core::name_of(refusal.code)) + ": " + refusal.what;
}

Bytes encode_site(const SiteSeen& site) {
  core::ByteWriter out;
  out.u8(site.training ? 1 : 0);
  out.i64(site.time.ms);
  out.id(site.pack);
  out.id(site.calendar);
  return out.take();
}

std::optional<SiteSeen> decode_site(BytesView bytes) {
  core::ByteReader in(bytes);
  SiteSeen site;
  site.training = in.u8() != 0;
  site.time.ms = in.i64();
  site.pack = in.id<core::Digest>();
  site.calendar = in.id<core::Digest>();
  return in.done() ? std::optional(site) : std::nullopt;
}

/// The beginning of a UTF-8 text, cut between characters.
std::string cut(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  text.resize(bytes_max);
  return text;
}

}  // namespace

Client::Parts::Parts(const Agency& home, const ClientOptions& wanted, Store& lane_store, Time& clock)
    : agency(home),
      options(wanted),
      store(lane_store),
      time(clock),
      key(read_signing_key(home.signing_key)),
      lane(lane_store, wanted.lane, home.id, home.origin),
      session(home, {wanted.endpoint, wanted.software, wanted.consume, wanted.delivery_credit, wanted.wake}, clock) {
  if (const auto bytes = store.read(checkpoint_file)) {
    const auto checkpoint = core::decode_checkpoint(*bytes);
    if (checkpoint.ok()) session.hold(checkpoint.value());
  }
  if (const auto bytes = store.read(site_file)) site = decode_site(*bytes);
}

// ---- One round ------------------------------------------------------------------------------------------------------

bool Client::Parts::exchange() {
  bool happened = false;
  for (bool more = true; more;) {
    auto frame = session.next();
    more = frame.has_value();
    if (session.open() &&
        session.serial() != serial) {  // before what came with the welcome: the session's first deliveries
      opened();
      happened = true;
    }
    if (more) take(std::move(*frame));
    happened = happened || more;
  }
  if (ack_again_at && time.monotonic_ms() >= *ack_again_at && session.open()) say_held_again();
  say_parks();
  if (options.send && session.open() && send_waiting()) happened = true;
  save_checkpoint(false);
  return happened;
}

void Client::Parts::opened() {
  const wire::Welcome& welcome = session.welcome();
  serial = session.serial();
  sent_to = 0;  // all that waits is sent again: what was recorded gets its statement again
  window = std::min(welcome.credit_messages, static_cast<std::uint32_t>(limits::credit_messages));
  hold_until = 0;
  deliveries.clear();  // they come again
  unsaid.clear();
  acked.clear();
  ack_again_at.reset();
  std::erase_if(parked, [this](std::uint64_t delivery) { return !unsaid_parks.contains(delivery); });
  unanswered.clear();
  directory_pause_until = 0;
  fenced = false;
  for (const auto& expects : welcome.lanes) {
    if (options.send && expects.lane == lane.no()) lane.used_below(expects.next);
  }
  site = SiteSeen{welcome.training, welcome.site_time, welcome.pack, welcome.calendar, welcome.deliveries_waiting};
  store.write(site_file, encode_site(*site));
  hold(welcome.checkpoint);
}

void Client::Parts::hold(const core::Checkpoint& checkpoint) {
  const auto& held = session.held();
  const bool higher = !held || checkpoint.epoch > held->epoch ||
                      (checkpoint.epoch == held->epoch && checkpoint.tree_size > held->tree_size);
  if (!higher) return;
  session.hold(checkpoint);
  checkpoint_dirty = true;
}

void Client::Parts::save_checkpoint(bool now) {
  if (!checkpoint_dirty || (!now && time.monotonic_ms() - checkpoint_saved < save_checkpoint_ms)) return;
  const auto there = store.read(checkpoint_file);  // another program of this agency may have written a higher one
  const auto held = there ? core::decode_checkpoint(*there) : core::Result<core::Checkpoint>(core::Refused{});
  if (held.ok()) hold(held.value());
  store.write(checkpoint_file, core::encode_checkpoint(*session.held()));
  checkpoint_dirty = false;
  checkpoint_saved = time.monotonic_ms();
}

/// Keeps the latest word on a training site's clock, for who judges without a session.
void Client::Parts::save_site() {
  if (!site || !site->training) return;
  const auto there = store.read(site_file);  // another program of this agency may have heard a later word
  const auto held = there ? decode_site(*there) : std::nullopt;
  if (!held || held->time < site->time) store.write(site_file, encode_site(*site));
}

void Client::Parts::take(wire::BrokerFrame frame) {
  if (auto* receipt = std::get_if<wire::ReceiptFrame>(&frame)) {
    heard(std::move(*receipt));
  } else if (auto* refusal = std::get_if<wire::RefusalFrame>(&frame)) {
    heard(*refusal);
  } else if (auto* delivery = std::get_if<wire::Delivery>(&frame)) {
    if (site) site->time = std::max(site->time, delivery->site_time);
    deliveries.push_back(std::move(*delivery));
  } else if (auto* answer = std::get_if<wire::Answer>(&frame)) {
    if (answer->number == asking) awaited = std::move(*answer);  // one that comes too late is nobody's
  } else if (std::holds_alternative<wire::Fenced>(frame)) {
    fenced = true;
  }
}

// ---- The lane -------------------------------------------------------------------------------------------------------

bool Client::Parts::send_waiting() {
  if (time.monotonic_ms() < hold_until) return false;
  std::size_t outstanding = 0;
  std::size_t bytes = 0;
  std::vector<core::LaneNumber> numbers;
  for (const auto& [number, waiting] : lane.waiting()) {
    if (outstanding == window || bytes + waiting.bytes > limits::credit_bytes) break;
    ++outstanding;
    bytes += waiting.bytes;
    if (number > sent_to) numbers.push_back(number);
  }
  if (numbers.empty()) return false;

  std::vector<LaneMessage> messages;
  std::vector<core::Digest> leaves;
  for (const auto number : numbers) {
    messages.push_back(lane.message(number).value());
    leaves.push_back(
        core::message_leaf(agency.origin, agency.id, core::key_id(key.pair.public_key), messages.back().envelope));
  }
  const auto signatures = core::sign_batch(key.pair, leaves);  // one signature for everything that waits
  for (std::size_t i = 0; i < messages.size(); ++i) {
    wire::SendMessage frame{std::move(messages[i].envelope), wire::encode_signatures({signatures[i]}),
                            std::move(messages[i].content)};
    if (!session.send(std::move(frame))) return i > 0;
    sent_to = numbers[i];
  }
  return true;
}

void Client::Parts::heard(wire::ReceiptFrame frame) {
  if (frame.lane != lane.no()) return;
  const auto statement = core::check_receipt(frame.receipt, agency.log_key);
  const auto& waiting = lane.waiting();
  const auto at = waiting.find(frame.number);
  const bool ours =
      statement.ok() && statement.value().sender == agency.id && frame.receipt.proof.checkpoint.origin == agency.origin;
  const bool secret = ours && statement.value().return_code == core::ReturnCode::state_secret;
  const bool this_one = at == waiting.end() || secret || (ours && statement.value().body == at->second.body);
  if (!ours || !this_one) {
    return session.drop(
        "a receipt that does not hold: " + (statement.ok() ? "not of this message" : statement.refused().what),
        stand_still_ms);
  }
  hold(frame.receipt.proof.checkpoint);
  if (site) site->time = std::max(site->time, frame.site_time);
  standstill.clear();
  retry_ms = 0;
  LaneReceipt receipt{std::move(frame.receipt), std::move(frame.outcome)};
  if (at == waiting.end()) {
    if (frame.number == sent_again) repeat = std::move(receipt);
    return;
  }
  news[frame.number] = Answered{frame.number, at->second.name, at->second.is_void, statement.value(), receipt};
  lane.receipted(frame.number, receipt);
}

void Client::Parts::rewind_to(core::LaneNumber number) {
  const std::int64_t now = time.monotonic_ms();
  if (rewound_to == number && now - rewound_at < rewind_quiet_ms) return;
  rewound_to = number;
  rewound_at = now;
  sent_to = std::min(sent_to, number - 1);
}

void Client::Parts::retry_from(core::LaneNumber number, std::int64_t pause_ms) {
  hold_until = time.monotonic_ms() + pause_ms;
  if (number > 0) sent_to = std::min(sent_to, number - 1);
}

void Client::Parts::heard(const wire::RefusalFrame& refusal) {
  if (refusal.code == Refusal::no_session) return session.drop("no_session: " + refusal.where + ": " + refusal.what);
  if (refusal.code == Refusal::rolled_back || refusal.code == Refusal::unknown_agency) {
    const bool lost_records = refusal.code == Refusal::rolled_back;
    return session.drop(said_of(refusal), stand_still_ms, lost_records ? Trouble::rolled_back : Trouble::denied);
  }
  // Refused unread: what it was cannot be told, so a new session says everything again that has no answer.
  if (refusal.number == 0 && asking == 0 && (refusal.code == Refusal::over_credit || refusal.code == Refusal::fault)) {
    return session.drop(said_of(refusal));
  }
  const bool waits = refusal.lane == lane.no() && lane.waiting().contains(refusal.number);
  if (refusal.number == 0 || !waits) {
    const bool of_delivery = refusal.where == "ack" || refusal.where == "park" || refusal.where == "unpark";
    if (!of_delivery) {
      stray = refusal;
    } else if (refusal.code != Refusal::not_yours) {
      ack_again_at = time.monotonic_ms() + ack_again_ms;
    }
    return;
  }
  refuse(refusal);
}

/// The answer to `query`; nothing when there is none by `until`, when it is refused (`stray`), or the session ends.
std::optional<wire::Answer> Client::Parts::ask_once(const wire::Query& query, std::int64_t until) {
  asking = query.number;
  awaited.reset();
  stray.reset();
  const std::uint64_t session_then = serial;
  bool waits = session.send(query);
  while (waits && !awaited) {
    waits = !stray && serial == session_then && time.monotonic_ms() < until;
    if (waits && !exchange()) session.wait_asleep(20);
  }
  asking = 0;
  return std::exchange(awaited, std::nullopt);
}

/// A message of ours was refused: nothing was recorded, its number is free.
void Client::Parts::refuse(const wire::RefusalFrame& refusal) {
  const core::LaneNumber number = refusal.number;
  const std::string said = std::string(core::name_of(refusal.code)) + ": " + refusal.where + ": " + refusal.what;
  switch (refusal.code) {
    case Refusal::gap:
      if (refusal.expected < lane.waiting().begin()->first) {
        return session.drop("the broker expects number " + std::to_string(refusal.expected) + " of lane " +
                                std::to_string(lane.no()) + ", which has its receipt: it has lost records",
                            stand_still_ms);
      }
      return rewind_to(refusal.expected);
    case Refusal::over_credit: window = std::max(1U, window / 2); [[fallthrough]];
    case Refusal::try_later:
    case Refusal::disk_full:
    case Refusal::fault:
      retry_ms = std::clamp(2 * retry_ms, retry_first_ms, retry_most_ms);
      standstill = said;
      return retry_from(number, retry_ms);
    case Refusal::id_reused: {
      const auto again = lane.queue_again(number, signing_time());
      renumbered[number] = again;
      return;
    }
    case Refusal::malformed:
    case Refusal::too_large:
    case Refusal::not_yours:
      if (!lane.waiting().at(number).is_void) {
        const LaneRefused why{refusal.code, refusal.where, refusal.what, lane.waiting().at(number).name};
        lane.fill_with_void(number, why, signing_time());
        sent_to = std::min(sent_to, number - 1);
        refused.emplace_back(number, why);
        return;
      }
      [[fallthrough]];
    default:  // bad_signature, key_not_valid: a void would fare no better
      standstill = said;
      return retry_from(number, stand_still_ms);
  }
}

// ---- Handlers -------------------------------------------------------------------------------------------------------

bool Client::Parts::tell() {
  bool some = false;
  while (!refused.empty() || !news.empty()) {  // a handler may ask, and more comes meanwhile
    some = true;
    if (!refused.empty()) {
      const auto [number, why] = std::move(refused.front());
      refused.pop_front();
      if (on_refused) on_refused(number, why);
      continue;
    }
    const Answered answered = std::move(news.extract(news.begin()).mapped());
    if (on_answer) on_answer(answered);
  }
  return some;
}

// What was taken together is acknowledged together, unless the handler takes its time.
void Client::Parts::acknowledge(std::uint64_t delivery) {
  if (unsaid.empty()) unsaid_since = time.monotonic_ms();
  unsaid.insert(delivery);
  if (!deliveries.empty() && unsaid.size() < core::limits::acks_max &&
      time.monotonic_ms() - unsaid_since < ack_pause_ms)
    return;
  say_held();
}

// A word that cannot be sent now is kept, over sessions too: nobody says it again, and what was parked is handed out
// no second time.
void Client::Parts::park(wire::Park word) {
  word.reason = cut(std::move(word.reason), reason_bytes_max);
  if (word.parked) {
    parked.insert(word.delivery);
  } else {
    parked.erase(word.delivery);
  }
  const auto delivery = word.delivery;
  unsaid_parks.insert_or_assign(delivery, std::move(word));
  say_parks();
}

void Client::Parts::say_parks() {
  while (!unsaid_parks.empty() && session.send(unsaid_parks.begin()->second)) unsaid_parks.erase(unsaid_parks.begin());
}

// What cannot be sent now stays, and is said with what comes later.
void Client::Parts::say_held() {
  while (!unsaid.empty()) {
    const auto few = std::min(unsaid.size(), core::limits::acks_max);
    const auto end = std::next(unsaid.begin(), static_cast<std::ptrdiff_t>(few));
    if (!session.send(wire::Ack{{unsaid.begin(), end}})) return;
    acked.insert(acked.end(), unsaid.begin(), end);
    while (acked.size() > limits::credit_messages) acked.pop_front();  // no more can be open at the broker
    unsaid.erase(unsaid.begin(), end);
  }
}

// An acknowledgement was refused, which one is not told: all that may still be open are said again, which changes
// nothing where they were heard.
void Client::Parts::say_held_again() {
  ack_again_at.reset();
  unsaid.insert(acked.begin(), acked.end());
  acked.clear();
  say_held();
}

bool Client::Parts::deliver_one(Client& client) {
  if (deliveries.empty() || time.monotonic_ms() - unsaid_since >= ack_pause_ms) say_held();
  if (deliveries.empty() || !on_delivery || !session.open()) return false;
  if (time.monotonic_ms() < directory_pause_until) return false;
  wire::Delivery delivery = std::move(deliveries.front());
  deliveries.pop_front();
  const std::uint64_t number = delivery.delivery;
  if (parked.contains(number)) return true;
  const std::uint64_t session_then = serial;
  bool cannot_ask = false;
  const auto find_key = [&](const core::AgencyId& sender, const core::KeyId& id) -> std::optional<core::AgencyKey> {
    for (const bool anew : {false, true}) {
      if (anew) members_serial = 0;
      const Members* all = client.members();
      if (all == nullptr || members_serial != serial) {  // an older one does not tell what is missing
        cannot_ask = true;
        return std::nullopt;
      }
      const auto member = all->find(sender);
      if (member == all->end()) continue;
      const auto key_at = member->second.keys.find(id);
      if (key_at != member->second.keys.end()) return key_at->second;
    }
    return std::nullopt;
  };
  auto checked = check_delivery(delivery, agency.origin, agency.log_key, find_key);
  if (!checked.ok() && cannot_ask) {  // no word against the delivery: it stays the next, and is not parked
    if (serial != session_then || !session.open()) return true;  // it comes again
    deliveries.push_front(std::move(delivery));
    directory_pause_until = time.monotonic_ms() + directory_pause_ms;
    return false;
  }
  Taken taken;
  if (checked.ok()) {
    hold(checked.value().frame.receipt.proof.checkpoint);
    taken = on_delivery(checked.value());
  } else {
    taken = {Taken::How::parked, "not to be believed: " + checked.refused().where + ": " + checked.refused().what};
  }
  if (serial != session_then || !session.open()) return true;  // it comes again
  if (taken.how == Taken::How::held) acknowledge(number);
  if (taken.how == Taken::How::parked) park({number, std::move(taken.reason), true});
  return true;
}

}  // namespace caseway::sdk
