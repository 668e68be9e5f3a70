// The second half of the model: what a message may do, and what a record did.
#include <algorithm>

#include "broker/core/digest.h"
#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

// Periods of hours begin at the next full hour, end so many hours later, and never roll.
std::int64_t hours_of(std::string_view clock) {
  return clock == "K01.cure_notice" || clock == "ALL.signoff" || clock == "K01.forward24" ? 24 : 0;
}

// The parts of a message that holds `documents` which are of one of these types: its documents are parts 1, 2 ...
std::vector<core::PartNo> parts_among(const std::vector<core::DocumentType>& documents,
                                      const std::vector<std::string_view>& types) {
  std::vector<core::PartNo> parts;
  for (std::size_t i = 0; i < documents.size(); ++i)
    if (std::find(types.begin(), types.end(), std::string_view(documents[i].str())) != types.end())
      parts.push_back(static_cast<core::PartNo>(i + 1));
  return parts;
}

}  // namespace

core::AgencyId Model::counterpart(const core::AgencyId& of, core::Role role) const {
  const auto& county = members_.at(of).county;
  for (const auto& [id, member] : members_)  // the first of its county; who joined later is nobody's counterpart
    if (member.role == role && member.county == county && id.find("joined") == std::string::npos) return id;
  return {};
}

core::AgencyId Model::recipient_of(const Step& step, const Said& said, const core::AgencyId& by) const {
  if (!said.recipient.empty()) return said.recipient;
  if (step.procedure != "K29") return counterpart(by, core::Role::police);
  const auto known = cases_.find(said.case_id);
  return known == cases_.end() ? core::AgencyId() : transfers_.at(known->second.front()).sender;
}

bool Model::opens(const Step& step, const Said& said, const core::AgencyId& by) const {
  if (step.procedure != "K29" && members_.at(by).role != core::Role::administrative) return false;
  if (const auto known = cases_.find(said.case_id); known != cases_.end())
    if (std::none_of(known->second.begin(), known->second.end(), [&](const auto& id) {
          const auto& transfer = transfers_.at(id);
          return transfer.sender == by || transfer.recipient == by;
        }))
      return false;
  const auto to = members_.find(recipient_of(step, said, by));
  if (to == members_.end() || to->first == by) return false;
  return step.procedure == "K29" || to->second.role == core::Role::police;
}

Model::Expected Model::expect(const Sent& sent, const core::AgencyId& by, core::Instant received_at) const {
  const auto& said = sent.said;
  Expected expected;
  const auto no = [&] {
    expected.returned = true;
    return expected;
  };
  if (said.head.secrecy == "secret") return no();
  if (said.step == core::Code("void")) return expected;
  // To the broker it is still to come (ALL.future): a minute is let pass.
  const bool future = sent.occurred_at.ms > received_at.ms + core::minute_ms;
  expected.step = find_step(said.procedure.view(), said.step.view());
  if (!is_known_procedure(said.procedure.view()) || expected.step == nullptr) return no();
  const auto& step = *expected.step;
  const auto known = transfers_.find(said.transfer);
  expected.state = step.leads;
  expected.or_state = step.or_leads;
  if (step.states.empty()) {
    if (known != transfers_.end() || !opens(step, said, by) || sent.stops) return no();
    expected.future = future;
    return future ? no() : expected;
  }
  if (known == transfers_.end()) return no();
  const auto& transfer = known->second;
  const bool is_party = transfer.sender == by || transfer.recipient == by;
  const auto confirmed = std::find_if(transfer.waiting.begin(), transfer.waiting.end(), [&](const auto& each) {
    return each.body == said.confirms && each.step == said.step && each.by != by;
  });
  const bool confirms = !said.confirms.empty() && confirmed != transfer.waiting.end();
  const bool consents = confirms && step.id == "withdraw" && is_party;
  const bool may = (step.by == By::sender && transfer.sender == by) ||
                   (step.by == By::receiver && transfer.recipient == by) ||
                   ((step.by == By::either || step.by == By::both) && is_party);
  if (!(transfer.case_id == said.case_id) || transfer.procedure != said.procedure.str() || !(may || consents))
    return no();
  if (!said.recipient.empty() &&
      (said.recipient == by || (said.recipient != transfer.sender && said.recipient != transfer.recipient)))
    return no();
  const auto& states = step.states;
  const bool open = states.front() == "**" || (states.front() == "*" && !is_final_state(transfer.state)) ||
                    std::find(states.begin(), states.end(), transfer.state) != states.end();
  if (!open || (!said.confirms.empty() && !confirms) || sent.stops) return no();
  if (step.id == "withdraw" && transfer.any_outcome) return no();
  expected.future = future;
  if (future) return no();
  expected.waits = !confirms && (step.by == By::both || (step.id == "withdraw" && transfer.signed_off));
  if (expected.waits || step.leads == "=") expected.state = transfer.state;
  if (expected.waits) expected.or_state.clear();
  return expected;
}

void Model::open(const Sent& sent, const core::AgencyId& by, const Step& step) {
  Transfer transfer;
  transfer.case_id = sent.said.case_id;
  transfer.procedure = sent.said.procedure.str();
  transfer.sender = by;
  transfer.recipient = recipient_of(step, sent.said, by);
  transfer.has_pair = !sent.said.head.pairs.empty();
  transfers_.emplace(sent.said.transfer, std::move(transfer));
  cases_[sent.said.case_id].push_back(sent.said.transfer);
}

// The other party gets the message, whole and once; the procuratorate what it is owed; nobody else anything.
void Model::check_deliveries(const core::Record& record, const Expected& expected, const Sent& sent,
                             const core::AgencyId& by) {
  const auto known = transfers_.find(sent.said.transfer);
  const auto& step = *expected.step;
  const auto sender = known == transfers_.end() ? by : known->second.sender;
  const auto recipient = known == transfers_.end() ? recipient_of(step, sent.said, by) : known->second.recipient;
  const auto other = by == sender ? recipient : sender;
  const auto procuratorate = counterpart(sender, core::Role::procuratorate);
  std::size_t whole = 0;
  std::size_t copies = 0;
  bool led = false;
  for (const auto& each : record.outcome.effects) {
    if (const auto* changed = std::get_if<effect::StateChanged>(&each))
      led = led || (changed->transfer == sent.said.transfer && changed->state.view() == step.leads);
    const auto* delivered = std::get_if<effect::Delivered>(&each);
    if (delivered == nullptr) continue;
    if (delivered->mailbox == other && delivered->transfer == sent.said.transfer) {
      ++whole;
      must(delivered->whole && delivered->record == 0, other + " is owed the whole message");
    } else if (must(delivered->mailbox == procuratorate, "a copy for " + delivered->mailbox + ", which is owed none")) {
      ++copies;
      check_copy(record, *delivered, expected, sent);
    }
  }
  must(whole == 1,
       step.id.data() + std::string(": ") + other + " is owed it once, and got it " + std::to_string(whole) + " times");
  const bool owed = !expected.waits && !procuratorate.empty() &&
                    (step.copy == Copy::always || (step.copy == Copy::with_state && led) ||
                     (step.copy == Copy::of_documents && !parts_among(sent.documents, step.copied).empty()));
  must(copies == (owed ? 1U : 0U), std::string(step.id) + ": the procuratorate is owed " +
                                       (owed ? "one copy" : "none") + " and got " + std::to_string(copies));
}

void Model::check_copy(const core::Record& record, const effect::Delivered& copy, const Expected& expected,
                       const Sent& sent) {
  must(!copy.whole, "the procuratorate saw a whole file");
  auto documents = sent.documents;
  if (copy.record != 0) {
    ++copies_of_earlier_;
    const auto& waiting = transfers_.at(sent.said.transfer).waiting;
    const auto earlier =
        std::find_if(waiting.begin(), waiting.end(), [&](const auto& each) { return each.record == copy.record; });
    if (!must(earlier != waiting.end() && copy.record < record.index, "a copy of a message that nobody confirmed"))
      return;
    documents = earlier->documents;
  }
  const auto owed = parts_among(documents, expected.step->copied);
  for (const auto part : copy.parts)
    must(std::find(owed.begin(), owed.end(), part) != owed.end(),
         "the procuratorate saw part " + std::to_string(part) + ", which is not its to see");
  must(copy.parts == owed, std::string(expected.step->id) + ": the procuratorate is owed " +
                               std::to_string(owed.size()) + " parts, and got " + std::to_string(copy.parts.size()));
}

void Model::take_effects(const core::Record& record, const core::TransferId& own, const Expected& expected) {
  for (const auto& each : record.outcome.effects) {
    if (const auto* opened = std::get_if<effect::TransferOpened>(&each); opened != nullptr && opened->transfer != own) {
      const auto cause = transfers_.find(opened->cause);
      if (!must(opened->procedure == core::Code("K01b") && cause != transfers_.end(), "the bus opened what it may not"))
        return;
      must(opened->sender == cause->second.sender &&
               opened->recipient == counterpart(opened->sender, core::Role::procuratorate),
           "a copy was opened between others");
      Transfer copy;
      copy.case_id = opened->case_id;
      copy.procedure = "K01b";
      copy.sender = opened->sender;
      copy.recipient = opened->recipient;
      copy.state = opened->state.str();
      transfers_.emplace(opened->transfer, std::move(copy));
      cases_[opened->case_id].push_back(opened->transfer);
    }
    if (const auto* pair = std::get_if<effect::PairSet>(&each); pair != nullptr && !pair->outcome.empty()) {
      auto& transfer = transfers_.at(pair->transfer);
      transfer.pair_open = false;
      transfer.any_outcome = true;
    }
    if (const auto* opened = std::get_if<effect::TransferOpened>(&each))
      transfers_.at(opened->transfer).state = opened->state.str();
    if (const auto* changed = std::get_if<effect::StateChanged>(&each)) take_state(record, *changed, own, expected);
    if (const auto* cleared = std::get_if<effect::PendingCleared>(&each))
      std::erase_if(transfers_.at(cleared->transfer).waiting,
                    [&](const auto& waiting) { return waiting.body == cleared->body; });
  }
  if (const auto found = transfers_.find(own); found != transfers_.end() && expected.step != nullptr) {
    const auto& state = found->second.state;
    must(state == expected.state || (!expected.or_state.empty() && state == expected.or_state) || state == "closed",
         std::string(expected.step->id) + " led to " + state);
  }
  take_clocks(record);
  take_deliveries(record);
}

// A step leads where its row says; the bus alone presents, lets a cure lapse and closes.
void Model::take_state(const core::Record& record, const effect::StateChanged& change, const core::TransferId& own,
                       const Expected& expected) {
  auto found = transfers_.find(change.transfer);
  if (!must(found != transfers_.end(), "the state of an unknown transfer changed")) return;
  auto& transfer = found->second;
  const auto to = change.state.str();
  must(change.final_ == is_final_state(to), to + (change.final_ ? " is not final" : " is final"));
  if (to == transfer.state) return;  // said again, for an event that tells it
  const bool as_said =
      change.transfer == own && expected.step != nullptr && (to == expected.state || to == expected.or_state);
  const bool presented = to == "presented" && transfer.state == "sent" && record.event.type == core::EventType::ack;
  const bool lapsed = to == "accepted" && transfer.state == "cure_open" && record.event.type == core::EventType::tick;
  const bool closed = to == "closed" && !is_final_state(transfer.state);
  must(as_said || presented || lapsed || closed,
       transfer.procedure + " went from " + transfer.state + " to " + to + " by no step");
  transfer.state = to;
  if (!presented && to != "sent") transfer.signed_off = true;
}

// Started once, warned once, fired once, each with its true instant and not before it.
void Model::take_clocks(const core::Record& record) {
  const auto forget = [&](const core::ClockKey& key, const Clock& clock) { due_.erase({clock.due, key}); };
  for (const auto& each : record.outcome.effects) {
    if (const auto* started = std::get_if<effect::ClockStarted>(&each)) {
      if (auto known = clocks_.find(started->key); known != clocks_.end()) forget(started->key, known->second);
      clocks_[started->key] = {started->warn_at, started->due, !started->anchor.empty(), false, false};
      if (started->anchor.empty()) continue;
      due_.insert({started->due, started->key});
      if (const auto hours = hours_of(started->key.clock.view()); hours != 0)
        must(started->due.ms == (started->anchor.ms / core::hour_ms + 1 + hours) * core::hour_ms,
             started->key.clock.str() + " does not run its hours");
    } else if (const auto* fired = std::get_if<effect::ClockFired>(&each)) {
      auto found = clocks_.find(fired->key);
      if (!must(found != clocks_.end() && found->second.anchored, fired->key.clock.str() + " fired, and never ran"))
        return;
      auto& clock = found->second;
      auto& done = fired->overdue ? clock.fired : clock.warned;
      const auto when = fired->overdue ? clock.due : clock.warn_at;
      must(!done, fired->key.clock.str() + " fired twice");
      must(runs(), fired->key.clock.str() + " fired while the time was in doubt, or stood");
      must(fired->due == when, fired->key.clock.str() + " fired with another instant");
      must(record.event.received_at >= when, fired->key.clock.str() + " fired before its time");
      done = true;
      if (fired->overdue) forget(fired->key, clock);
    } else if (const auto* moved = std::get_if<effect::ClockMoved>(&each)) {
      auto found = clocks_.find(moved->key);
      if (!must(found != clocks_.end(), "a clock that never ran was moved")) return;
      forget(moved->key, found->second);
      found->second.warn_at = moved->warn_at;
      found->second.due = moved->due;
      if (found->second.anchored && !found->second.fired) due_.insert({moved->due, moved->key});
    } else if (const auto* ended = std::get_if<effect::ClockEnded>(&each)) {
      auto found = clocks_.find(ended->key);
      if (!must(found != clocks_.end(), "a clock that never ran was ended")) return;
      forget(ended->key, found->second);
      clocks_.erase(found);
    }
  }
}

void Model::take_deliveries(const core::Record& record) {
  for (const auto& each : record.outcome.effects) {
    const auto* delivered = std::get_if<effect::Delivered>(&each);
    if (delivered == nullptr) continue;
    auto member = members_.find(delivered->mailbox);
    if (!must(member != members_.end(), "something is owed to nobody")) return;
    must(delivered->delivery == ++member->second.deliveries, "deliveries are not numbered without gaps");
    const auto about = transfers_.find(delivered->transfer);
    if (!must(about != transfers_.end(), "a delivery about an unknown transfer")) return;
    const auto& transfer = about->second;
    must(delivered->mailbox == transfer.sender || delivered->mailbox == transfer.recipient ||
             delivered->mailbox == counterpart(transfer.sender, core::Role::procuratorate),
         delivered->mailbox + " is owed nothing of this case");
    must(record.event.type == core::EventType::message || (!delivered->whole && delivered->parts.empty()),
         "parts of no message are on their way");
    Owed owed;
    owed.record = delivered->record != 0 ? delivered->record : record.index;
    owed.whole = delivered->whole;
    owed.parts = delivered->parts;
    if (owed.whole || !owed.parts.empty()) owed.body = bodies_[owed.record];
    owed_.emplace(std::pair{delivered->mailbox, delivered->delivery}, std::move(owed));
  }
}

}  // namespace caseway::simulation
