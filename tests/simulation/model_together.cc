// Cases that are joined, by the model: what of one is told to the others, what they count together, and what the bus
// says in them with a step of another kind.
#include <algorithm>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

bool names(const std::vector<std::string_view>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

}  // namespace

// The case, then those joined to it, the nearest first, each in the order in which its links were made.
std::vector<core::CaseId> Model::together(const core::CaseId& case_id) const {
  std::vector<core::CaseId> found{case_id};
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const auto& other : cases_.at(found[i]).joined)
      if (std::find(found.begin(), found.end(), other) == found.end()) found.push_back(other);
  return found;
}

// Of the first of these cases that has one of the kind: a case is told of its own before any other's.
std::vector<core::TransferId> Model::told_of(const core::CaseId& case_id, std::string_view kind) const {
  std::vector<core::TransferId> found;
  for (const auto& each : together(case_id)) {
    for (const auto& id : cases_.at(each).transfers)
      if (transfers_.at(id).procedure == kind) found.push_back(id);
    if (!found.empty()) return found;
  }
  return found;
}

std::int64_t Model::counted(const core::CaseId& case_id, std::string_view name) const {
  const auto known = cases_.find(case_id);
  if (known == cases_.end()) return 0;
  const auto counter = known->second.counters.find(std::string(name));
  return counter == known->second.counters.end() ? 0 : counter->second;
}

void Model::count(const core::CaseId& case_id, std::string_view name) {
  for (const auto& each : together(case_id)) {
    ++cases_.at(each).counters[std::string(name)];
    touched_.insert(each);
  }
}

// Each of them has counted from now on what both have.
void Model::join(const core::CaseId& one, const core::CaseId& other) {
  const auto here = together(one);
  auto& to_one = cases_.at(one).joined;
  auto& to_other = cases_.at(other).joined;
  if (std::find(to_one.begin(), to_one.end(), other) == to_one.end()) to_one.push_back(other);
  if (std::find(to_other.begin(), to_other.end(), one) == to_other.end()) to_other.push_back(one);
  if (std::find(here.begin(), here.end(), other) != here.end()) return;
  auto sum = cases_.at(one).counters;
  for (const auto& [name, value] : cases_.at(other).counters) sum[name] += value;
  for (const auto& each : together(one)) {
    cases_.at(each).counters = sum;
    touched_.insert(each);
  }
}

void Model::take_counter(const effect::CounterSet& set) {
  const auto known = cases_.find(set.case_id);
  if (!must(known != cases_.end(), "a counter of no case")) return;
  touched_.insert(set.case_id);
  known->second.told_counters[set.counter.str()] = set.value;
}

void Model::compare_counters(const core::CaseId& case_id) {
  const auto& known = cases_.at(case_id);
  const auto say = [](const std::map<std::string, std::int64_t>& counters) {
    std::string text;
    for (const auto& [name, value] : counters) text += " " + name + " " + std::to_string(value);
    return text;
  };
  must(known.counters == known.told_counters,
       "counters: by the steps" + say(known.counters) + ", by the record" + say(known.told_counters));
}

// A number is of its case: what one of this kind in the message's own case holds is meant there, else what those of one
// joined case alone do.
bool Model::is_meant_in(const Transfer& other, const core::CaseId& own, core::PartyNo party) const {
  std::set<core::CaseId> holders;
  for (const auto& each : together(own))
    for (const auto& id : cases_.at(each).transfers) {
      const auto& transfer = transfers_.at(id);
      if (transfer.procedure != other.procedure) continue;
      for (const auto& [pair, outcome] : transfer.pairs)
        if (pair.first == party) holders.insert(each);
    }
  return holders.contains(own) ? other.case_id == own : holders.size() == 1;
}

// In the transfers of another kind, in these cases, that hold a pair which the step decides, else names, else has;
// where the sayer or the sender of its transfer is a party.
std::vector<Model::With> Model::said_with(const Sent& sent, const core::AgencyId& by, const Expected& expected) const {
  const auto& step = *expected.step;
  const auto& own = transfers_.at(sent.said.transfer);
  const auto& head = sent.said.head;
  std::set<Pair> named;
  if (!step.outcome.empty())
    for (const auto& each : head.outcomes) named.emplace(each.party, each.offence);
  if (named.empty())
    for (const auto& each : head.pairs) named.emplace(each.party, each.offence);
  auto meant = named;
  if (named.empty())
    for (const auto& [pair, outcome] : own.pairs) meant.insert(pair);
  const auto written = own.procedure + " " + std::string(step.id);
  std::vector<With> found;
  for (const auto& each : together(own.case_id))
    for (const auto& id : cases_.at(each).transfers) {
      const auto& other = transfers_.at(id);
      for (const auto& row : with_rows()) {
        if (row.step != written || row.procedure != other.procedure || !names(row.states, other.state)) continue;
        if (!row.where.empty() && row.where != expected.state) continue;
        if (!is_party(id, by) && !is_party(id, own.sender)) continue;
        With with{id, &row, {}};
        bool concerned = meant.empty();
        for (const auto& [pair, outcome] : other.pairs) {
          if (!meant.contains(pair) || !is_meant_in(other, own.case_id, pair.first)) continue;
          concerned = true;
          if (!row.outcome.empty() && (!named.empty() || is_open_pair(outcome))) with.decided.push_back(pair);
        }
        if (concerned) found.push_back(std::move(with));
      }
    }
  return found;
}

void Model::take_with(const With& with, const Sent& sent, const core::AgencyId& by, core::Instant at) {
  auto& other = transfers_.at(with.transfer);
  touched_.insert(other.case_id);
  for (const auto& pair : with.decided) other.pairs[pair] = with.row->outcome;
  end_clocks(with.transfer, with.row->id, with.decided, at);
  const auto& pairs = other.pairs;
  const bool leads =
      with.row->leads != "=" &&
      (with.row->outcome.empty() || (!pairs.empty() && std::none_of(pairs.begin(), pairs.end(), [](const auto& each) {
         return is_open_pair(each.second);
       })));
  if (leads) led_[with.transfer] = with.row->leads;
  start_clocks(with.transfer, with.row->id, with.decided, at);
  Copied copied{with.transfer, sent.said.transfer, by, at, leads ? std::string(with.row->leads) : other.state, {}};
  for (const auto& pair : with.decided) copied.outcomes.emplace_back(pair, std::string(with.row->outcome));
  owe_copies(copied, std::string(with.row->procedure) + " " + std::string(with.row->id), sent);
}

// Under the transfer in which the step was said; the parties of that of the message have the message.
void Model::owe_copies(const Copied& copied, std::string_view step, const Sent& sent) {
  const auto& transfer = transfers_.at(copied.transfer);
  const auto& told = transfers_.at(copied.message);
  for (const auto& row : copy_rows()) {
    if (row.step != step) continue;
    core::AgencyId reader;
    switch (row.reader) {
      case Reader::first_sender: reader = transfers_.at(cases_.at(transfer.case_id).transfers.front()).sender; break;
      case Reader::sender: reader = transfer.sender; break;
    }
    if (reader.empty() || reader == copied.by || reader == told.sender || reader == told.recipient) continue;
    std::vector<core::PartNo> parts;
    for (std::size_t i = 0; i < sent.documents.size(); ++i)
      if (names(row.documents, sent.documents[i].str())) parts.push_back(static_cast<core::PartNo>(i + 1));
    if (parts.empty() && row.facts.empty()) continue;
    Owing owing{reader, copied.transfer, false, false, parts, {}, 0};
    for (const auto& fact : parts.empty() ? row.facts : std::vector<std::string_view>{}) {
      if (fact == "occurred_at") owing.facts.emplace_back(fact, core::print_instant(copied.at));
      if (fact == "state") owing.facts.emplace_back(fact, copied.state);
      if (fact != "outcome") continue;
      if (copied.outcomes.empty()) owing.facts.emplace_back(fact, "");  // named, and nothing is told
      for (const auto& [pair, outcome] : copied.outcomes)
        owing.facts.emplace_back(fact, outcome + " " + std::to_string(pair.first) + "/" + pair.second.str());
    }
    owing_.push_back(std::move(owing));
  }
}

}  // namespace caseway::simulation
