// The second half of the model: what a message may do, and what a record did.
#include <algorithm>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

// Whether the message holds a document of one of these types; also where none is asked for.
bool has_one(const std::vector<std::string_view>& types, const Said& said) {
  return types.empty() || std::any_of(said.documents.begin(), said.documents.end(), [&](const auto& document) {
           return std::find(types.begin(), types.end(), document.type.str()) != types.end();
         });
}

}  // namespace

// The first of its county, for the administration and the police of it; who joined later is and has no counterpart.
core::AgencyId Model::counterpart(const core::AgencyId& of, core::Role role) const {
  const auto& own = members_.at(of);
  const auto joined = [](const core::AgencyId& id) { return id.find("joined") != std::string::npos; };
  if (joined(of) || (own.role != core::Role::administrative && own.role != core::Role::police)) return {};
  for (const auto& [id, member] : members_)
    if (member.role == role && member.county == own.county && !joined(id)) return id;
  return {};
}

core::AgencyId Model::recipient_of(const Step& step, const Said& said, const core::AgencyId& by) const {
  if (!said.recipient.empty()) return said.recipient;
  const auto to = between(step.procedure).to;
  if (to != core::Role::operator_) return counterpart(by, to);
  const auto known = cases_.find(said.case_id);
  return known == cases_.end() ? core::AgencyId() : transfers_.at(known->second.transfers.front()).sender;
}

bool Model::opens(const Step& step, const Said& said, const core::AgencyId& by) const {
  const auto& kind = between(step.procedure);
  if (kind.from != core::Role::operator_ && members_.at(by).role != kind.from) return false;
  if (const auto known = cases_.find(said.case_id); known != cases_.end())
    if (std::none_of(known->second.transfers.begin(), known->second.transfers.end(), [&](const auto& id) {
          const auto& transfer = transfers_.at(id);
          return transfer.sender == by || transfer.recipient == by;
        }))
      return false;
  const auto to = members_.find(recipient_of(step, said, by));
  if (to == members_.end() || to->first == by) return false;
  return kind.to == core::Role::operator_ || to->second.role == kind.to;
}

// Which pairs the step gives its outcome, and where it leads when all have one.
void Model::decide_pairs(const Sent& sent, const Transfer& transfer, Expected& expected) const {
  const auto& step = *expected.step;
  const auto& said = sent.said.head.outcomes;
  auto pairs = transfer.pairs;
  for (const auto& each : said)
    if (pairs.contains({each.party, each.offence}) && each.outcome.view() == step.outcome &&
        (!is_open_pair(step.outcome) || is_open_pair(pairs.at({each.party, each.offence}))))  // a stage undoes nothing
      expected.decided.emplace_back(each.party, each.offence);
  if (said.empty() && step.or_leads.empty() && step.leads != "=")
    for (const auto& [pair, outcome] : pairs)
      if (is_open_pair(outcome)) expected.decided.push_back(pair);
  for (const auto& pair : expected.decided) pairs[pair] = step.outcome;
  if (step.or_leads.empty()) return;
  const bool all = !pairs.empty() &&
                   std::none_of(pairs.begin(), pairs.end(), [](const auto& each) { return is_open_pair(each.second); });
  expected.state = all ? std::string(step.leads) : step.or_leads == "=" ? transfer.state : std::string(step.or_leads);
}

bool Model::may_say(const Step& step, const Transfer& transfer, const core::AgencyId& by) const {
  switch (step.by) {
    case By::opener: return false;
    case By::sender: return transfer.sender == by;
    case By::receiver: return transfer.recipient == by;
    case By::either:
    case By::both: return transfer.sender == by || transfer.recipient == by;
  }
  return false;
}

// What the other side said, and what waits still; entries from paper by a step of their own.
const Model::Waiting* Model::find_confirmed(const Transfer& transfer, const Said& said, const core::AgencyId& by) {
  const bool of_paper = said.step == core::Code("confirm_paper");
  const auto found = std::find_if(transfer.waiting.begin(), transfer.waiting.end(), [&](const Waiting& each) {
    return each.body == said.confirms && each.by != by && each.paper == of_paper &&
           (of_paper || each.step == said.step);
  });
  return found == transfer.waiting.end() ? nullptr : &*found;
}

// Nothing is withdrawn after an outcome, or handed over while an entry from paper is one side's word alone.
bool Model::is_barred(const Step& step, const Said& said, const Transfer& transfer, const Expected& expected) const {
  constexpr std::size_t waiting_most = 64;
  const auto& pairs = transfer.pairs;
  const auto& waiting = transfer.waiting;
  if (step.id == "withdraw")
    if (std::any_of(pairs.begin(), pairs.end(), [](const auto& each) { return !each.second.empty(); })) return true;
  if (step.id == "handed_over")
    if (std::any_of(waiting.begin(), waiting.end(), [](const auto& each) { return each.paper; })) return true;
  if (step.id == "registered" && bars_registration(said, transfer)) return true;
  if (!has_one(step.needs, said)) return true;
  return (expected.waits || expected.entered) && waiting.size() >= waiting_most;
}

bool Model::is_counted_out(const Step& step, const core::CaseId& case_id) const {
  return step.counts_most > 0 && counted(case_id, step.counts) >= step.counts_most;
}

Model::Expected Model::expect(const Sent& sent, const core::AgencyId& by, core::Instant occurred,
                              core::Instant received_at) const {
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
  const auto* own = find_step(said.procedure.view(), said.step.view());
  expected.entered = own != nullptr && own->id == "enter_from_paper";
  expected.step = expected.entered ? find_step(said.procedure.view(), said.head.paper.step.view()) : own;
  if (!is_known_procedure(said.procedure.view()) || expected.step == nullptr) return no();
  const auto& step = *expected.step;
  expected.late = expected.entered && is_late_entry(sent, received_at);
  const auto known = transfers_.find(said.transfer);
  expected.state = step.leads;
  if (step.states.empty()) {
    if (known != transfers_.end() || !opens(step, said, by) || sent.stops) return no();
    if (!has_one(step.needs, said) || is_counted_out(step, said.case_id)) return no();
    expected.future = future;
    if (future) return no();
    if (step.id == "late_penalty_copy" && is_late_penalty(sent, occurred)) expected.finding = "late_penalty_copy";
    return expected;
  }
  if (known == transfers_.end()) return no();
  const auto& transfer = known->second;
  const auto* confirmed = said.confirms.empty() ? nullptr : find_confirmed(transfer, said, by);
  const bool consents = confirmed != nullptr && own->id == "withdraw" && is_party(said.transfer, by);
  if (!(transfer.case_id == said.case_id) || transfer.procedure != said.procedure.str() ||
      !(may_say(*own, transfer, by) || consents))
    return no();
  const auto to = members_.find(said.recipient);
  const bool is_own = said.recipient == by && !(step.moves && expected.entered);
  if (step.moves && (to == members_.end() || is_own || to->second.role != between(step.procedure).to)) return no();
  if (!step.moves && !said.recipient.empty() &&
      (is_own || (said.recipient != transfer.sender && said.recipient != transfer.recipient)))
    return no();
  const auto& states = step.states;
  const bool open = states.front() == "**" || (states.front() == "#" && is_final_state(transfer.state)) ||
                    (states.front() == "*" && !is_final_state(transfer.state)) ||
                    std::find(states.begin(), states.end(), transfer.state) != states.end();
  const bool must_confirm = own->id == "confirm_paper" || !said.confirms.empty();
  if (!open || (must_confirm && confirmed == nullptr) || sent.stops) return no();
  expected.waits = confirmed == nullptr && !expected.entered &&
                   (step.by == By::both || (step.id == "withdraw" && transfer.signed_off));
  if (step.id == "recall") expected.finding = bars_recall(sent, by, confirmed, expected);
  if (step.id == "reopen") expected.finding = bars_reopening(sent, by);
  if (!expected.finding.empty() || is_barred(step, said, transfer, expected) || is_counted_out(step, said.case_id))
    return no();
  if (step.id == "extend" || step.id == "extend_review" || step.id == "extended")
    expected.finding = bars_extension(sent, by, occurred);
  if (step.id == "extend" && !expected.finding.empty()) return no();
  if (future) expected.finding.clear();
  expected.future = future;
  if (future) return no();
  if (confirmed != nullptr) expected.confirmed = *confirmed;
  if (step.id == "confirm_paper") expected.late = is_late_confirmation(said.transfer, occurred);
  if (expected.waits || step.leads == "=") expected.state = transfer.state;
  if (expected.waits) return expected;
  if (step.id == "reopen") expected.state = said.head.about.str();
  if (!step.outcome.empty()) decide_pairs(sent, transfer, expected);
  if (step.id == "supplemented" && transfer.state == "supplement_open") expected.state = step.or_leads;
  if (step.id == "wait_custody_found" && transfer.state == "decided") expected.state = step.or_leads;
  if (step.id == "cure_notice") {  // after the 24 hours it opens no cure
    const auto limit = clocks_.find({said.transfer, "K01.cure_notice", 0, {}});
    expected.led = limit == clocks_.end() || occurred <= limit->second.due;
    if (!expected.led) expected.state = transfer.state;
  }
  return expected;
}

void Model::open(const Sent& sent, const core::AgencyId& by, const Step& step) {
  Transfer transfer;
  transfer.case_id = sent.said.case_id;
  transfer.opened = at_;
  transfer.procedure = sent.said.procedure.str();
  transfer.sender = by;
  transfer.recipient = recipient_of(step, sent.said, by);
  for (const auto& pair : sent.said.head.pairs) transfer.pairs.emplace(Pair{pair.party, pair.offence}, "");
  transfers_.emplace(sent.said.transfer, std::move(transfer));
  auto& known = cases_[sent.said.case_id].transfers;
  if (!known.empty()) linking_.push_back({sent.said.case_id, known.front(), sent.said.transfer, "follow_on"});
  known.push_back(sent.said.transfer);
}

// To transfers of its own alone; of any other it is told no more than of one that there is not.
// By the relation of the row, else by that which the message names.
void Model::link(const Step& step, const Sent& sent, const core::AgencyId& by, const core::Record& record) {
  const auto& said = sent.said;
  const auto& named = said.head.link_relation;
  const auto relation = step.links.empty() ? named : core::Code(std::string(step.links));
  std::size_t others = 0;
  for (const auto& id : said.head.links) {
    if (!is_party(id, by)) {
      ++others;
      continue;
    }
    const auto other = transfers_.at(id).case_id;
    linking_.push_back({said.case_id, said.transfer, id, relation});
    if (other == said.case_id) continue;
    linking_.push_back({other, said.transfer, id, relation});
    if (relation == core::Code("joined")) join(said.case_id, other);
  }
  const auto told = [&](std::string_view code) {
    const auto& findings = record.outcome.findings;
    return std::count_if(findings.begin(), findings.end(), [&](const auto& each) { return each.code == code; });
  };
  must(static_cast<std::size_t>(told("link.unknown_transfer")) == others,
       "a link to another's transfer is not told as one to none");
  must((told("link.other_relation") > 0) == (!step.links.empty() && !named.empty() && !(named == relation)),
       "a link by another relation than the row's is not told so");
}

void Model::take_link(const effect::Linked& linked) {
  const auto found = std::find_if(linking_.begin(), linking_.end(), [&](const auto& each) {
    return each.case_id == linked.case_id && each.from == linked.from && each.to == linked.to &&
           each.relation == linked.relation;
  });
  if (!must(found != linking_.end(), "transfers were linked, and nobody may link them")) return;
  linking_.erase(found);
}

// Of the step, and of what the bus says with it.
void Model::take_outcomes(const core::Record& record, const Sent& sent, const Expected& expected,
                          const std::vector<With>& with) {
  std::vector<std::tuple<core::TransferId, Pair, std::string_view>> wanted;
  for (const auto& pair : expected.decided) wanted.emplace_back(sent.said.transfer, pair, expected.step->outcome);
  for (const auto& each : with)
    for (const auto& pair : each.decided) wanted.emplace_back(each.transfer, pair, each.row->outcome);
  std::size_t made = 0;
  for (const auto& each : record.outcome.effects) {
    const auto* pair = std::get_if<effect::PairSet>(&each);
    if (pair == nullptr || pair->outcome.empty()) continue;
    ++made;
    const std::tuple is{pair->transfer, Pair{pair->party, pair->offence}, pair->outcome.view()};
    must(pair->stage == is_stage(pair->outcome.view()) && std::count(wanted.begin(), wanted.end(), is) == 1,
         "an outcome that the step does not make");
  }
  must(made == wanted.size(), "an outcome that the step makes was not made");
}

// A message that takes effect: outcomes, exhibits and clocks, before what the bus makes of them.
void Model::take_message(const core::Record& record, const core::Envelope& envelope, const Sent& sent,
                         const Expected& expected) {
  const auto& own = sent.said.transfer;
  const auto& step = *expected.step;
  auto& transfer = transfers_.at(own);
  touched_.insert(transfer.case_id);
  const auto with = said_with(sent, envelope.sender, expected);
  take_persons(sent, expected);
  for (const auto& pair : expected.decided) transfer.pairs[pair] = step.outcome;
  take_outcomes(record, sent, expected, with);
  take_exhibits(sent, expected);
  owe_notices(own, expected, envelope.occurred_at);
  if (!step.counts.empty()) count(transfer.case_id, step.counts);
  sign_off(transfer, step.id, envelope.occurred_at);
  end_clocks(own, step.id, expected.decided, envelope.occurred_at);
  // The entry itself happened when it was recorded. What it ends has its clocks ended first: take_state().
  if (expected.entered && (transfer.state == expected.state || !is_final_state(expected.state)))
    start_clocks(own, "enter_from_paper", {}, record.event.received_at);
  if (step.id == "cure_notice" && !expected.led) return;
  if (!is_final_state(expected.state)) start_clocks(own, step.id, expected.decided, envelope.occurred_at);
  Copied copied{own, own, envelope.sender, envelope.occurred_at, expected.state, {}};
  for (const auto& pair : expected.decided) copied.outcomes.emplace_back(pair, std::string(step.outcome));
  owe_copies(copied, std::string(step.procedure) + " " + std::string(step.id), sent);
  for (const auto& each : with) take_with(each, sent, envelope.sender, envelope.occurred_at);
  if ((step.id == "extend" || step.id == "extend_review" || step.id == "extended") && expected.finding.empty())
    move_clocks(sent);
  if (step.id == "link" || !step.links.empty()) link(step, sent, envelope.sender, record);
}

void Model::take_opened(const effect::TransferOpened& opened, const core::TransferId& own) {
  if (opened.transfer == own) {
    transfers_.at(own).state = opened.state.str();
    return;
  }
  if (opened.procedure == core::Code("K29")) return take_notice(opened);
  const auto cause = transfers_.find(opened.cause);
  if (!must(opened.procedure == core::Code("K01b") && cause != transfers_.end(), "the bus opened what it may not"))
    return;
  must(opened.sender == cause->second.sender &&
           opened.recipient == counterpart(opened.sender, core::Role::procuratorate),
       "a copy was opened between others");
  Transfer copy;
  copy.case_id = opened.case_id;
  copy.opened = at_;
  copy.cause = opened.cause;
  copy.procedure = "K01b";
  copy.sender = opened.sender;
  copy.recipient = opened.recipient;
  copy.state = opened.state.str();
  transfers_.emplace(opened.transfer, std::move(copy));
  cases_[opened.case_id].transfers.push_back(opened.transfer);
}

void Model::take_effects(const core::Record& record, const core::TransferId& own, const Expected& expected) {
  take_versions(record);
  for (const auto& each : record.outcome.effects)  // first: a party of what is opened is told so with the message
    if (const auto* opened = std::get_if<effect::TransferOpened>(&each)) take_opened(*opened, own);
  for (const auto& each : record.outcome.effects) {
    if (const auto* changed = std::get_if<effect::StateChanged>(&each)) take_state(record, *changed, own, expected);
    if (const auto* changed = std::get_if<effect::ReceiverChanged>(&each)) take_receiver(*changed);
    if (const auto* delivered = std::get_if<effect::Delivered>(&each)) take_delivery(record, *delivered);
    if (const auto* set = std::get_if<effect::ItemSet>(&each)) take_exhibit(*set);
    if (const auto* linked = std::get_if<effect::Linked>(&each)) take_link(*linked);
    if (const auto* set = std::get_if<effect::CounterSet>(&each)) take_counter(*set);
    if (const auto* recalled = std::get_if<effect::PartsRecalled>(&each)) take_back(*recalled);
    if (const auto* cleared = std::get_if<effect::PendingCleared>(&each)) take_cleared(*cleared, expected);
    take_clock(record, each);
  }
  if (const auto found = transfers_.find(own); found != transfers_.end() && expected.step != nullptr) {
    const auto& state = found->second.state;
    must(state == expected.state || state == "closed", std::string(expected.step->id) + " led to " + state);
    const auto& waiting = found->second.waiting;
    must(!expected.confirmed || std::none_of(waiting.begin(), waiting.end(),
                                             [&](const auto& each) { return each.body == expected.confirmed->body; }),
         "what was confirmed waits still");
  }
  must(led_.empty(), "the bus was to lead a transfer on, and did not");
  if (!owing_.empty()) fail(owing_.front().mailbox + " is owed something of it, and gets nothing");
  must(linking_.empty(), "transfers were to be linked, and were not");
  must(!taking_, "parts were to be taken back, and were not");
  if (!notices_.empty()) fail(notices_.front().to + " is to be told of it by " + notices_.front().by + ", and is not");
  compare_clocks();
  for (const auto& id : touched_) compare_exhibits(id);
  for (const auto& id : touched_) compare_counters(id);
  for (const auto& id : touched_)
    for (const auto& each : together(id)) check_open(each);
  owing_.clear();
  linking_.clear();
  taking_.reset();
  if (!moving_.empty()) fail("a transfer was to have another receiver, and has not");
  notices_.clear();
  moving_.clear();
  touched_.clear();
  led_.clear();
  raised_.clear();
}

// An entry from paper is one-sided until it is confirmed, or its transfer is over.
void Model::take_cleared(const effect::PendingCleared& cleared, const Expected& expected) {
  auto& transfer = transfers_.at(cleared.transfer);
  const auto found = std::find_if(transfer.waiting.begin(), transfer.waiting.end(),
                                  [&](const auto& each) { return each.body == cleared.body; });
  if (found == transfer.waiting.end()) return;
  must(!found->paper || is_final_state(transfer.state) ||
           (expected.confirmed && expected.confirmed->body == cleared.body),
       "an entry from paper was let fall, and nobody confirmed it");
  transfer.waiting.erase(found);
}

// Whether the bus closes it; where a case has several transfers of the kind that it waits for, some or `every` one.
bool Model::may_close(const core::TransferId& id, bool every) const {
  const auto& transfer = transfers_.at(id);
  const auto& known = cases_.at(transfer.case_id);
  const auto over = [&](std::string_view kind, const auto& is_over) {
    const auto of_kind = told_of(transfer.case_id, kind);
    const auto ended = static_cast<std::size_t>(std::count_if(
        of_kind.begin(), of_kind.end(), [&](const auto& other) { return is_over(transfers_.at(other).state); }));
    return every ? ended > 0 && ended == of_kind.size() : ended > 0;
  };
  const auto is_none = [&](std::string_view kind, std::string_view state) {
    const auto of_kind = told_of(transfer.case_id, kind);
    return std::none_of(of_kind.begin(), of_kind.end(),
                        [&](const auto& other) { return transfers_.at(other).state == state; });
  };
  for (const auto& closing : closings()) {
    if (closing.procedure != transfer.procedure) continue;
    if (std::find(closing.states.begin(), closing.states.end(), transfer.state) == closing.states.end()) return false;
    switch (closing.until) {
      case Until::exhibits_over: {
        const auto& pairs = transfer.pairs;
        const bool filed =
            std::any_of(pairs.begin(), pairs.end(), [](const auto& each) { return each.second == "filed"; });
        return !filed || known.exhibits.empty() || over("K07", [](const auto& state) { return state == "closed"; });
      }
      case Until::transfer_over:
        if (told_of(transfer.case_id, "K01").empty()) return transfer.state == "noted";
        return over("K01", [](const auto& state) { return is_final_state(state); });
      case Until::court_has_it: return is_none("K15", "sent");
      case Until::sent_again: return is_none("K12", "with_police");
      case Until::explained: return !is_unexplained(known);
      case Until::noted: {
        const auto watch = clocks_.find({id, "ALL.signoff", 0, {}});
        return transfer.state == "noted" ||
               (watch != clocks_.end() && (every ? watch->second.fired : watch->second.due < last_));
      }
    }
  }
  return false;
}

void Model::check_open(const core::CaseId& case_id) {
  for (const auto& id : cases_.at(case_id).transfers)
    must(!may_close(id, true), transfers_.at(id).procedure + " is over, and was not closed");
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
  const bool as_said = change.transfer == own && expected.step != nullptr && to == expected.state;
  const bool presented = to == "presented" && transfer.state == "sent" && record.event.type == core::EventType::ack;
  const auto led = led_.find(change.transfer);
  const bool by_bus = led != led_.end() && led->second == to;
  if (by_bus) led_.erase(led);
  const bool closed = to == "closed" && may_close(change.transfer, false);
  must(as_said || presented || by_bus || closed,
       transfer.procedure + " went from " + transfer.state + " to " + to + " by no step");
  transfer.state = to;
  transfer.signed_off = to != "sent" && to != "presented";
  if (change.final_) end_all_clocks(change.transfer);
  if (change.final_ && as_said && expected.entered) start_clocks(own, "enter_from_paper", {}, record.event.received_at);
}

}  // namespace caseway::simulation
