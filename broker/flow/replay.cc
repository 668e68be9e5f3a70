#include "broker/flow/replay.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/flow/facts.h"
#include "broker/flow/orders.h"
#include "broker/wire/content.h"

namespace caseway::flow {
namespace {

// The first thing in which two outcomes differ, as a person can look for it.
std::string difference(const core::Record& recorded, const core::Outcome& decided) {
  const auto& was = recorded.outcome;
  if (was.verdict != decided.verdict)
    return "verdict: recorded " + std::string(core::name_of(was.verdict)) + ", decided " +
           std::string(core::name_of(decided.verdict));
  if (was.return_code != decided.return_code)
    return "return code: recorded " + std::string(core::name_of(was.return_code)) + ", decided " +
           std::string(core::name_of(decided.return_code));
  if (was.findings != decided.findings) {
    auto [here, there] =
        std::mismatch(was.findings.begin(), was.findings.end(), decided.findings.begin(), decided.findings.end());
    return "finding " + std::to_string(here - was.findings.begin()) + ": recorded " +
           (here == was.findings.end() ? "none" : here->code) + ", decided " +
           (there == decided.findings.end() ? "none" : there->code);
  }
  if (was.open_steps != decided.open_steps) return "open steps differ";
  if (was.pack != decided.pack) return "it was judged by another pack";
  if (was.facts_used != decided.facts_used) return "facts used differ";
  for (std::size_t i = 0; i < std::max(was.effects.size(), decided.effects.size()); ++i) {
    if (i >= was.effects.size() || i >= decided.effects.size() || was.effects[i].index() != decided.effects[i].index())
      return "effect " + std::to_string(i) + " differs in kind";
    core::Record one = recorded;
    core::Record other = recorded;
    one.outcome.effects = {was.effects[i]};
    other.outcome.effects = {decided.effects[i]};
    if (wire::encode_record(one, {}, false).rest != wire::encode_record(other, {}, false).rest)
      return "effect " + std::to_string(i) + " differs";
  }
  return "the bytes differ";
}

}  // namespace

void note_erased(ErasedParts& erased, const core::Record& record) {
  if (record.event.type != core::EventType::order) return;
  for (const auto& each : record.outcome.effects)
    if (const auto* gone = std::get_if<core::effect::PartsErased>(&each))
      for (const auto part : gone->parts)
        erased.emplace(std::pair{gone->record, part}, ErasedBy{record.index, record.event.received_at});
}

// Notes that record `index` is left out, where that part was erased.
bool Replay::is_erased(core::RecordIndex index, core::RecordIndex record, core::PartNo part) {
  const auto found = erased_.find({record, part});
  if (found == erased_.end()) return false;
  left_out_.push_back({index, record, part, found->second});
  return true;
}

std::optional<StoredPart> Replay::read(core::RecordIndex record, core::PartNo part) const {
  return erased_.contains({record, part}) ? std::nullopt : read_(record, part);
}

void Replay::judge(const wire::Group& group) {
  core::TurnSalt salt;
  for (std::size_t i = 0; i < group.records.size(); ++i) judge_one(group.records[i], group.types[i], salt);
}

void Replay::judge_one(const wire::RecordBytes& bytes, core::EventType type, core::TurnSalt& salt) {
  const auto index = state_.next_record;
  ++judged_;
  auto decoded = wire::decode_record(bytes.statement, bytes.rest);
  if (!decoded.ok()) {
    note(index, "it does not decode: " + decoded.refused().where + ": " + decoded.refused().what);
    state_.next_record = index + 1;
    return;
  }
  core::Record& record = decoded.value();
  if (record.index != index) note(index, "it calls itself record " + std::to_string(record.index));
  if (record.event.type != type) note(index, "its frame is of another type");
  if (record.event.received_at < state_.now) note(index, "it was received before the record that precedes it");
  if (!record.event.turn_salt.empty()) salt = record.event.turn_salt;
  if ((index == 0) != (type == core::EventType::genesis)) note(index, "record 0, and no other, is the genesis");
  record.index = index;

  if (complete(record)) {
    authenticate(record);
    compare(record, bytes, salt);
  }
  engine::apply(state_, record);
  const auto statement = core::decode_statement(bytes.statement);
  if (statement.ok() && statement.value().test != state_.training)
    note(index, "its statement's `test` is not the site's");
}

// Gives the event back what the journal leaves to the vault. False: not all of it is there, so it cannot be decided
// again.
bool Replay::complete(core::Record& record) {
  if (auto* message = std::get_if<core::MessageEvent>(&record.event.body))
    return complete_message(record.index, *message);
  const auto* order = std::get_if<core::OrderEvent>(&record.event.body);
  if (order == nullptr || !has_content(order->order.kind)) return true;
  const auto content = read_(record.index, 0);
  if (!content) {
    library_lacks_ = true;
    note(record.index, "its content is not in the vault", true);
    return false;
  }
  const auto why = load_content(order->order, content->bytes, library_);
  if (!why.empty()) note(record.index, why);
  return why.empty();
}

bool Replay::complete_message(core::RecordIndex index, core::MessageEvent& event) {
  if (event.secret) return true;
  for (std::size_t i = 0; i < event.message.parts.size(); ++i) {
    if (is_erased(index, index, static_cast<core::PartNo>(i))) return false;
    auto part = read_(index, static_cast<core::PartNo>(i));
    if (!part || part->digest != event.message.part_digests[i]) {
      note(index,
           "part " + std::to_string(i) + (part ? " is not the one it commits to" : " is not in the vault") +
               ": it cannot be decided again",
           !part);
      return false;
    }
    event.message.parts[i].bytes = std::move(part->bytes);
  }
  auto dossier = wire::decode_dossier(event.message.parts);
  if (!dossier.ok()) {
    note(index, "its dossier does not decode: " + dossier.refused().where + ": " + dossier.refused().what);
    return false;
  }
  event.dossier = std::move(dossier).value();
  return true;
}

// What the broker asked before it judged.
void Replay::authenticate(const core::Record& record) {
  if (const auto* order = std::get_if<core::OrderEvent>(&record.event.body)) {
    auto why = why_not_signed(state_, order->order_bytes, order->signatures);
    if (!why.empty()) note(record.index, "the order is not the officers': " + why);
    if (order->order.previous != state_.last_order) note(record.index, "the order does not follow the one before it");
    return;
  }
  const auto* event = std::get_if<core::MessageEvent>(&record.event.body);
  if (event == nullptr) return;
  const auto& message = event->message;
  const auto& envelope = message.envelope;
  if (envelope.sender != record.event.agency) note(record.index, "it came over another agency's session");
  const auto lane = engine::ask_lane(state_, envelope.sender, envelope.lane, envelope.number, message.body);
  if (lane.says != engine::LaneSays::next) note(record.index, "its number is not the next of its lane");
  if (event->secret) return;
  if (envelope.origin != state_.origin || envelope.test != state_.training)
    note(record.index, "it is for another site");
  if (message.signatures.empty()) return note(record.index, "it has no signature");
  const auto& signature = message.signatures.front();
  const auto* key = engine::find_key(state_, envelope.sender, signature.key);
  if (key == nullptr || !engine::key_valid_at(*key, record.event.received_at))
    return note(record.index, "its key was not valid when it was received");
  const auto leaf = core::message_leaf(state_.origin, envelope.sender, signature.key, message.envelope_bytes);
  if (!verified_.verify(key->key, signature, leaf)) note(record.index, "its signature does not hold");
}

void Replay::compare(const core::Record& record, const wire::RecordBytes& bytes, const core::TurnSalt& salt) {
  core::Outcome decided;
  core::Facts facts;
  bool lacks = library_lacks_;
  try {
    const auto read_part = [this](core::RecordIndex index, core::PartNo part) { return read(index, part); };
    facts = fetch_facts(engine::needs(library_, state_, record.event), read_part, read_message_);
    lacks = lacks || std::any_of(facts.begin(), facts.end(), [](const core::Fact& fact) { return fact.absent; });
    decided = engine::decide(library_, state_, facts, record.event);
  } catch (const Fault& fault) {
    return note(record.index, fault.what());
  }
  const auto statement = core::decode_statement(bytes.statement);
  if (!statement.ok()) return note(record.index, "its statement does not decode");
  if (statement.value().rest != wire::rest_digest(salt, record.index, bytes.rest))
    note(record.index, "its statement is not about these bytes");
  core::Record again{record.index, record.event, std::move(decided)};
  const auto encoded = wire::encode_record(again, salt, statement.value().test);
  if (encoded.statement == bytes.statement && encoded.rest == bytes.rest) return;
  // What was erased cannot be judged by again, nor counts it for what else was read (fetch_facts).
  for (const auto& fact : facts)
    if (fact.absent && !fact.is_message && is_erased(record.index, fact.ref.record, fact.ref.part)) return;
  note(record.index, difference(record, again.outcome), lacks);
}

}  // namespace caseway::flow
