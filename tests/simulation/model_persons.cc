// Persons of the model: whom a file of the police names and what it lacks of each (the intake list of K12), who of them
// is held, and who is told what became of them (K29).
#include <algorithm>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

// What a document of the message says is so; false where it says nothing of it.
bool says(const core::Document& document, std::string_view name) {
  return std::any_of(document.fields.begin(), document.fields.end(), [&](const core::Field& field) {
    return field.name == name && !field.values.empty() && field.values.front().integer == 1;
  });
}

}  // namespace

// Of the transfer as a whole: anybody of whom something is still open.
bool Model::is_held(const Transfer& transfer, core::PartyNo party) {
  if (party != 0) return transfer.held.contains(party);
  return std::any_of(transfer.pairs.begin(), transfer.pairs.end(), [&](const auto& each) {
    return is_open_pair(each.second) && transfer.held.contains(each.first.first);
  });
}

// Pairs that join, custody as told, documents; and of a file of K12 what keeps its persons from being registered.
void Model::take_persons(const Sent& sent, const Expected& expected) {
  const auto& head = sent.said.head;
  const auto& step = expected.step->id;
  auto& transfer = transfers_.at(sent.said.transfer);
  if (step == "suspect_added")
    for (const auto& pair : head.pairs) transfer.pairs.emplace(Pair{pair.party, pair.offence}, "");
  const auto is_named = [&](core::PartyNo party) {
    if (!head.pairs.empty())
      return std::any_of(head.pairs.begin(), head.pairs.end(), [&](const auto& pair) { return pair.party == party; });
    return std::any_of(transfer.pairs.begin(), transfer.pairs.end(),
                       [&](const auto& pair) { return pair.first.first == party; });
  };
  for (const auto& party : head.parties) {
    const auto& pairs = transfer.pairs;
    const auto is_his = [&](const auto& pair) { return pair.first.first == party.no; };
    if (party.measure.empty() || std::none_of(pairs.begin(), pairs.end(), is_his)) continue;
    if (party.measure == "detention" || party.measure == "arrest") {
      transfer.held.insert(party.no);
    } else {
      transfer.held.erase(party.no);
    }
  }
  for (const auto& document : sent.said.documents) {
    if (document.type.str() == "D24") transfer.fast = says(document, "guiltyPlea") && says(document, "fastTrack");
  }
  if (transfer.procedure != "K12") return;
  const auto lacks = [&](const std::string& what, core::PartyNo party, bool it_does) {
    if (it_does) {
      transfer.lacks.emplace(what, party);
    } else {
      transfer.lacks.erase({what, party});
    }
  };
  if (step == "transfer" || step == "supplemented")
    for (const auto* type : {"D25", "D26"}) lacks(type, 0, !transfer.documents.contains(type));
  if (step != "transfer" && step != "supplemented" && step != "suspect_added") return;
  for (const auto& party : head.parties) {
    if (!is_named(party.no)) continue;
    lacks("D24", party.no, !transfer.documents.contains("D24"));  // where it is there, it names everybody
    lacks("present", party.no, !party.present);
    lacks("measure", party.no, party.measure.empty());
  }
}

// The whole file by what it lacks; a person by what is lacking of him, where he is to be registered.
bool Model::bars_registration(const Said& said, const Transfer& transfer) const {
  const auto& outcomes = said.head.outcomes;
  const auto concerns = [&](core::PartyNo party) {
    return party == 0 || outcomes.empty() ||
           std::any_of(outcomes.begin(), outcomes.end(), [&](const auto& each) { return each.party == party; });
  };
  const auto& lacks = transfer.lacks;
  if (std::any_of(lacks.begin(), lacks.end(), [&](const auto& each) { return concerns(each.second); })) return true;
  const auto& pairs = transfer.pairs;
  return transfer.state == "registered" &&
         std::none_of(pairs.begin(), pairs.end(), [](const auto& each) { return each.second.empty(); });
}

// Who sent a transfer of the case, or of one joined to it, but what the bus opened.
std::vector<core::AgencyId> Model::earlier_senders(const core::CaseId& case_id) const {
  std::vector<core::AgencyId> found;
  for (const auto& each : together(case_id)) {
    const auto& known = cases_.at(each);
    for (const auto& id : known.transfers) {
      const auto& transfer = transfers_.at(id);
      const bool is_new = std::find(found.begin(), found.end(), transfer.sender) == found.end();
      if (transfer.cause.empty() && is_new) found.push_back(transfer.sender);
    }
  }
  return found;
}

// The first sender hears of a registration, every earlier one that nobody is prosecuted.
void Model::owe_notices(const core::TransferId& own, const Expected& expected, core::Instant at) {
  const auto& transfer = transfers_.at(own);
  const auto& step = expected.step->id;
  std::vector<core::AgencyId> to;
  if (step == "registered") to = {transfers_.at(cases_.at(transfer.case_id).transfers.front()).sender};
  if (step == "nonprosecuted") to = earlier_senders(transfer.case_id);
  std::erase(to, transfer.recipient);  // it is to tell
  for (const auto& each : to) notices_.push_back({own, transfer.recipient, each, expected.decided, at});
}

void Model::take_notice(const core::effect::TransferOpened& opened) {
  const auto found = std::find_if(notices_.begin(), notices_.end(), [&](const Notice& each) {
    return each.cause == opened.cause && each.by == opened.sender && each.to == opened.recipient;
  });
  if (!must(found != notices_.end(), opened.sender + " is to tell " + opened.recipient + " of nothing")) return;
  Transfer notice;
  notice.case_id = opened.case_id;
  notice.opened = at_;
  notice.cause = opened.cause;
  notice.procedure = "K29";
  notice.sender = opened.sender;
  notice.recipient = opened.recipient;
  notice.state = opened.state.str();
  must(notice.state == "owed", "a notice that is owed was opened as " + notice.state);
  for (const auto& pair : found->pairs) notice.pairs.emplace(pair, "");
  const auto at = found->at;
  notices_.erase(found);
  transfers_.emplace(opened.transfer, std::move(notice));
  cases_[opened.case_id].transfers.push_back(opened.transfer);
  count(opened.case_id, "outcomes_owed");
  start_clocks(opened.transfer, "outcome_made", {}, at);
}

// Another receives it from now on: it is sent, beside what comes, each message that brought what the transfer holds.
// Who received it gets nothing more.
void Model::move_on(const Sent& sent, const core::AgencyId& to) {
  auto& transfer = transfers_.at(sent.said.transfer);
  if (transfer.recipient == to) return;
  moving_.emplace(sent.said.transfer, to);
  transfer.former[transfer.recipient] = at_;
  transfer.former.erase(to);
  transfer.recipient = to;
  transfer.moved = at_;
  transfer.signed_at = {};
  std::set<core::RecordIndex> held;
  if (transfer.cause.empty()) held.insert(transfer.opened);
  for (const auto& [type, record] : transfer.documents) held.insert(record);
  for (const auto& waiting : transfer.waiting) held.insert(waiting.record);
  held.erase(at_);
  for (const auto record : held) owing_.push_back({to, sent.said.transfer, false, true, {}, {}, record});
}

void Model::take_receiver(const core::effect::ReceiverChanged& changed) {
  const auto found = moving_.find(changed.transfer);
  if (must(found != moving_.end() && found->second == changed.to,
           "a transfer has another receiver than a step gave it"))
    moving_.erase(found);
}

}  // namespace caseway::simulation
