// What can be found of a record afterwards: its entry in the index.
#include <array>
#include <string_view>
#include <tuple>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

constexpr std::array<std::string_view, 16> field_names = {
    "index",     "type", "received_at", "sender",      "lane",     "number",          "body",     "transfer", "case_id",
    "procedure", "step", "verdict",     "return_code", "findings", "own_case_number", "recipient"};

// Every field: another one does not compile before it is looked at too.
auto all_of(const flow::IndexEntry& entry) {
  const auto& [index, type, received_at, sender, lane, number, body, transfer, case_id, procedure, step, verdict,
               return_code, findings, own_case_number, recipient] = entry;
  return std::tie(index, type, received_at, sender, lane, number, body, transfer, case_id, procedure, step, verdict,
                  return_code, findings, own_case_number, recipient);
}

// The name of the first field in which they differ; empty when there is none.
std::string_view difference(const flow::IndexEntry& a, const flow::IndexEntry& b) {
  std::string_view found;
  const auto one = all_of(a);
  const auto other = all_of(b);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((found.empty() && !(std::get<I>(one) == std::get<I>(other)) ? void(found = field_names[I]) : void()), ...);
  }
  (std::make_index_sequence<field_names.size()>());
  return found;
}

}  // namespace

// Of a message what its agency said, and to whom that went; of anything else the first that it made somebody be owed.
flow::IndexEntry Model::entry_of(const core::Record& record) const {
  flow::IndexEntry entry;
  entry.index = record.index;
  entry.type = record.event.type;
  entry.received_at = record.event.received_at;
  entry.sender = record.event.agency;
  entry.verdict = record.outcome.verdict;
  entry.return_code = record.outcome.return_code;
  for (const auto& finding : record.outcome.findings) entry.findings.push_back(finding.code);
  const auto* event = std::get_if<core::MessageEvent>(&record.event.body);
  if (event == nullptr) {
    for (const auto& each : record.outcome.effects) {
      const auto* owed = std::get_if<effect::Delivered>(&each);
      const auto about = owed == nullptr ? transfers_.end() : transfers_.find(owed->transfer);
      if (about == transfers_.end()) continue;
      entry.transfer = about->first;
      entry.case_id = about->second.case_id;
      break;
    }
    return entry;
  }
  entry.lane = event->message.envelope.lane;
  entry.number = event->message.envelope.number;
  const auto* sent = sent_of(*event);
  if (sent == nullptr || event->secret) return entry;  // of a state secret nothing else is kept
  const auto& said = sent->said;
  entry.body = messages_.at(record.index).body;
  entry.transfer = said.transfer;
  entry.case_id = said.case_id;
  entry.procedure = said.procedure;
  entry.step = said.step;
  entry.own_case_number = said.head.own_case_number;
  entry.recipient = said.recipient;
  const bool arrived = entry.verdict != core::Verdict::returned && said.step != core::Code("void");
  if (const auto known = transfers_.find(said.transfer); arrived && known != transfers_.end())
    entry.recipient = known->second.sender == entry.sender ? known->second.recipient : known->second.sender;
  return entry;
}

void Model::index(const std::vector<flow::IndexEntry>& entries) {
  if (!must(entries.size() == entries_.size(), "the index does not hold every record")) return;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto field = difference(entries[i], entries_[i]);
    must(field.empty(), "index entry " + std::to_string(i) + " holds another " + std::string(field));
  }
}

}  // namespace caseway::simulation
