#include "tests/simulation/model.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/signature.h"
#include "broker/rules/compile.h"

namespace caseway::simulation {
namespace {

namespace effect = core::effect;

std::vector<core::DocumentType> types_of(const Said& said) {
  std::vector<core::DocumentType> types;
  for (const auto& document : said.documents) types.push_back(document.type);
  return types;
}

auto tells(const core::Record& record, std::string_view code) {
  const auto& findings = record.outcome.findings;
  return std::count_if(findings.begin(), findings.end(), [&](const auto& each) { return each.code == code; });
}

}  // namespace

Model::Model() : calendar_(rules::load_calendar(shipped_calendar()).value()) {}

void Model::fail(const std::string& what) {
  if (failure_.empty()) failure_ = "record " + std::to_string(at_) + ": " + what;
}

void Model::said(const core::AgencyId& agency, core::LaneNumber number, const wire::SendMessage& message,
                 const Said& said, bool stops, core::Instant now) {
  Sent sent{said, {now.ms - said.ago_ms}, stops, types_of(said), 1 + said.documents.size() + said.evidence.size()};
  sent.said.evidence.clear();
  if (said.head.secrecy == "secret") secrets_.emplace(std::tuple{agency, said.lane, number}, sent);
  sent_.emplace(std::pair{agency, core::digest_of(message.envelope)}, std::move(sent));
}

void Model::record(const core::Record& record, const std::vector<std::uint8_t>& statement) {
  at_ = record.index;
  if (!must(record.index == statements_.size(), "it is not the next")) return;
  statements_.push_back(core::digest_of(statement));
  look_at(record);
  entries_.push_back(entry_of(record));
}

void Model::look_at(const core::Record& record) {
  time(record);
  const auto& body = record.event.body;
  if (const auto* first = std::get_if<core::Genesis>(&body)) return genesis(*first);
  if (const auto* said = std::get_if<core::MessageEvent>(&body)) return message(record, *said);
  if (const auto* ordered = std::get_if<core::OrderEvent>(&body)) {
    if (ordered->order.kind == core::OrderKind::confirm_time) return confirm_time(record, *ordered);
    return order(record, ordered->order);
  }
  if (const auto* acked = std::get_if<core::AckEvent>(&body)) return ack(record, acked->delivery);
  if (std::holds_alternative<core::TickEvent>(body)) return tick(record);
  for (const auto& each : record.outcome.effects)
    must(!std::holds_alternative<effect::Delivered>(each) && !std::holds_alternative<effect::StateChanged>(each),
         "what says nothing moved something");
}

void Model::clock_read(const Reading& reading) {
  if (!readings_.empty() && readings_.back().first == reading.first) readings_.pop_back();
  readings_.push_back(reading);
}

// What the broker must hold to be the time; and it never falls.
void Model::time(const core::Record& record) {
  while (readings_.size() > 1 && readings_[1].first <= record.index) {
    readings_.pop_front();
  }
  const auto received_at = record.event.received_at;
  must(received_at >= last_, "its time is before the last record's");
  if (record.index == 0) {
    last_ = received_at;
    return;
  }
  const bool as_ordered = std::holds_alternative<core::OrderEvent>(record.event.body) &&
                          std::get<core::OrderEvent>(record.event.body).order.kind == core::OrderKind::confirm_time;
  const auto at = std::max(last_, as_ordered ? readings_.front().shown : readings_.front().at);
  must(received_at == at,
       "its time is " + core::print_instant(received_at) + ", where it is held to be " + core::print_instant(at));
  last_ = received_at;
}

// Taken only in doubt, near to what the clock shows, from two officers; and it does nothing but end the doubt.
void Model::confirm_time(const core::Record& record, const core::OrderEvent& event) {
  auto& reading = readings_.front();
  must(reading.in_doubt, "the time was confirmed, and was not in doubt");
  const auto apart_ms = event.order.instant.ms - reading.shown.ms;
  must(apart_ms <= 10 * core::minute_ms && apart_ms >= -10 * core::minute_ms,
       "the time was confirmed as another than the clock showed");
  must(event.signatures.size() == 2 && event.signatures[0].officer != event.signatures[1].officer,
       "the time was confirmed by less than two officers");
  must(record.outcome.effects.empty(), "the time was confirmed, and that had an effect");
  reading.at = reading.shown;
  reading.in_doubt = false;
}

void Model::genesis(const core::Genesis& genesis) {
  for (const auto& agency : genesis.agencies) admit(agency);
}

void Model::admit(const core::Agency& agency) {
  auto& member = members_[agency.id];
  member.role = agency.roles.front();
  member.county = agency.region;
  member.keys.clear();
  for (const auto& key : agency.keys)
    member.keys.push_back({core::key_id(key.key), key.valid_from, key.valid_until, key.revoked_at});
}

void Model::order(const core::Record& record, const core::Order& order) {
  take_effects(record, {}, {});
  const auto known = members_.find(order.agency.id);
  if (order.setting == "S15" && record.outcome.verdict != core::Verdict::returned)
    explain_days_ = std::stoll(order.value);
  if (order.setting == "S05" && record.outcome.verdict != core::Verdict::returned)
    review_extends_ = order.value == "on";
  if (order.kind == core::OrderKind::admit_agency) admit(order.agency);
  if (order.kind == core::OrderKind::add_key && known != members_.end())
    known->second.keys.push_back({core::key_id(order.agency.keys[0].key),
                                  order.agency.keys[0].valid_from,
                                  order.agency.keys[0].valid_until,
                                  {}});
  if (order.kind == core::OrderKind::revoke_key && known != members_.end())
    for (auto& key : known->second.keys)
      if (key.id == order.key) key.revoked = order.instant;
}

const Model::Sent* Model::sent_of(const core::MessageEvent& event) const {
  const auto& envelope = event.message.envelope;
  if (event.secret) {
    const auto found = secrets_.find({envelope.sender, envelope.lane, envelope.number});
    return found == secrets_.end() ? nullptr : &found->second;
  }
  const auto found = sent_.find({envelope.sender, event.message.body});
  return found == sent_.end() ? nullptr : &found->second;
}

void Model::message(const core::Record& record, const core::MessageEvent& event) {
  const auto& envelope = event.message.envelope;
  auto member = members_.find(envelope.sender);
  if (!must(member != members_.end() && record.event.agency == envelope.sender, "its sender is no member")) return;
  const auto next = ++member->second.last[envelope.lane];
  must(envelope.number == next, "number " + std::to_string(envelope.number) + " of " + envelope.sender + " in lane " +
                                    std::to_string(envelope.lane) + " where " + std::to_string(next) + " was next");
  if (!due_.empty() && runs())
    must(record.event.received_at < due_.begin()->first,
         "clock " + due_.begin()->second.clock.str() + " was to be looked at at " +
             core::print_instant(due_.begin()->first) + " and had not fired at " +
             core::print_instant(record.event.received_at));
  const auto* sent = sent_of(event);
  if (!event.secret) {
    const auto key = std::find_if(member->second.keys.begin(), member->second.keys.end(),
                                  [&](const auto& each) { return each.id == event.message.signatures.front().key; });
    must(key != member->second.keys.end() && !(record.event.received_at < key->from) &&
             (key->until.empty() || record.event.received_at < key->until) &&
             (key->revoked.empty() || record.event.received_at < key->revoked),
         "signed with a key that was not valid");
    if (event.message.signatures.front().batch_count > 1) ++signed_together_;
  }
  if (!must(sent != nullptr, envelope.sender + " never said it")) return;

  messages_[record.index] = {envelope.sender,
                             envelope.lane,
                             envelope.number,
                             event.secret ? core::Digest{} : event.message.body,
                             sent->parts,
                             {},
                             {},
                             sent->documents};
  if (moves_on(sent->said.procedure.view())) messages_[record.index].outcome = record.outcome;
  const auto expected = expect(*sent, envelope.sender, envelope.occurred_at, record.event.received_at);
  const bool returned = record.outcome.verdict == core::Verdict::returned;
  const auto what = sent->said.procedure.str() + " " + sent->said.step.str() + " of " + envelope.sender;
  std::string codes;
  for (const auto& finding : record.outcome.findings)
    if (finding.bars || finding.fault == core::Fault::unmet) codes += " " + finding.code + "@" + finding.path;
  if (!must(returned == expected.returned,
            what +
                (returned ? " was returned (" + std::string(core::name_of(record.outcome.return_code)) + codes + ")"
                          : " was not returned") +
                ", the step tables say otherwise"))
    return;
  if (expected.future) {
    must(tells(record, "ALL.future") > 0, what + " was returned, and not as still to come");
    ++returned_as_future_;
  }
  hold_findings(record, expected, what);
  const auto numbers =
      std::count_if(record.outcome.effects.begin(), record.outcome.effects.end(), [&](const core::Effect& each) {
        const auto* held = std::get_if<effect::NumberHeld>(&each);
        return held != nullptr && held->transfer == sent->said.transfer && held->agency == envelope.sender;
      });
  const bool tells_number =
      !returned && sent->said.step != core::Code("void") && !sent->said.head.own_case_number.empty();
  must(numbers == (tells_number ? 1 : 0),
       what + " tells its own number, and it is not kept; or tells none, and one is");
  if (!returned) messages_[record.index].transfer = sent->said.transfer;
  if (returned || sent->said.step == core::Code("void")) {
    for (const auto& each : record.outcome.effects)
      must(std::holds_alternative<effect::LaneAdvanced>(each), what + " does nothing, and had an effect");
    return;
  }
  if (!expected.waits) ++took_effect_[sent->said.procedure.str() + " " + sent->said.step.str()];
  if (expected.step->states.empty()) open(*sent, envelope.sender, *expected.step);
  auto& transfer = transfers_.at(sent->said.transfer);
  for (const auto& type : sent->documents) transfer.documents[type.str()] = record.index;
  if (expected.step->moves && !expected.waits) move_on(*sent, sent->said.recipient);
  owe_message(*sent, envelope.sender, expected, envelope.occurred_at);
  if (expected.waits) {
    std::erase_if(transfer.waiting, [&](const auto& each) {
      return !each.paper && each.by == envelope.sender && each.step == sent->said.step;
    });
    transfer.waiting.push_back({sent->said.step, envelope.sender, event.message.body, record.index,
                                sent->said.documents, false, sent->said.head.about});
  } else {
    take_message(record, envelope, *sent, expected);
  }
  if (expected.entered)
    transfer.waiting.push_back(
        {core::Code(std::string(expected.step->id)), envelope.sender, event.message.body, record.index, {}, true, {}});
  taking_ = expected.taken;
  take_effects(record, sent->said.transfer, expected);
}

void Model::hold_findings(const core::Record& record, const Expected& expected, const std::string& what) {
  const auto late = [&](std::string_view code, bool is_late) {
    const bool told = tells(record, code) > 0;
    must(told == is_late,
         what + (told ? " was told to be" : " was not told to be") + " late (" + std::string(code) + ")");
  };
  late("late_penalty_copy", expected.finding == "late_penalty_copy");
  late("late_paper_entry", expected.late && expected.entered && !expected.returned);
  late("late_paper_confirm", expected.late && !expected.entered && !expected.returned);
  if (!expected.finding.empty()) must(tells(record, expected.finding) > 0, what + " does not tell " + expected.finding);
  for (const auto& finding : record.outcome.findings)
    must(!(finding.code.starts_with("extend.") || finding.code.starts_with("recall.") ||
           finding.code.starts_with("reopen.")) ||
             finding.code == expected.finding,
         what + " tells " + finding.code);
}

void Model::ack(const core::Record& record, std::uint64_t delivery) {
  auto owed = owed_.find({record.event.agency, delivery});
  if (!must(owed != owed_.end(), record.event.agency + " acknowledged what it was not owed")) return;
  must(!owed->second.done, "delivery " + std::to_string(delivery) + " was acknowledged twice");
  owed->second.done = true;
  for (const auto& each : record.outcome.effects) {
    const auto* changed = std::get_if<effect::StateChanged>(&each);
    if (changed == nullptr || changed->state != core::Code("presented")) continue;
    const auto own = transfers_.find(changed->transfer);
    if (!must(own != transfers_.end(), "an unknown transfer was presented")) return;
    touched_.insert(own->second.case_id);
    start_clocks(changed->transfer, "presented", {}, record.event.received_at);
    if (own->second.procedure == "K01")
      owe_event(changed->transfer, counterpart(own->second.sender, core::Role::procuratorate), true,
                record.event.received_at, "presented");
  }
  start_on_ack(owed->second, record.event.agency, record.event.received_at);
  take_effects(record, {}, {});
}

void Model::tick(const core::Record& record) { take_effects(record, {}, {}); }

void Model::all_recorded(const core::AgencyId& agency, core::LaneNo lane, core::LaneNumber last) {
  const auto known = members_.find(agency);
  if (!must(known != members_.end(), agency + " is no member")) return;
  const auto recorded = known->second.last.contains(lane) ? known->second.last.at(lane) : 0;
  must(recorded == last, "number " + std::to_string(recorded) + " of lane " + std::to_string(lane) +
                             " is the last of " + agency + " in the record, and " + std::to_string(last) +
                             " the last that it said");
}

void Model::acknowledged(const core::AgencyId& agency, core::LaneNo lane, core::LaneNumber number,
                         const std::vector<std::uint8_t>& statement) {
  const auto told = core::decode_statement(statement);
  const auto what =
      "acknowledged number " + std::to_string(number) + " of lane " + std::to_string(lane) + " of " + agency;
  if (!must(told.ok(), what + ": no statement")) return;
  if (!must(told.value().index < statements_.size(), what + " is lost")) return;
  must(statements_[told.value().index] == core::digest_of(statement), what + " is another record now");
  const auto message = messages_.find(told.value().index);
  must(message != messages_.end() && message->second.sender == agency && message->second.lane == lane &&
           message->second.number == number && told.value().sender == agency &&
           told.value().body == message->second.body,
       what + " is answered with another message's receipt");
}

}  // namespace caseway::simulation
