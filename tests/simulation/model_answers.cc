// What can be found of records afterwards: their entries in the index, and what a question is answered.
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <limits>
#include <string_view>
#include <tuple>

#include "broker/core/receipt.h"
#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;
namespace json = boost::json;

std::string text_of(const json::object& told, const char* name) {
  const auto* value = told.if_contains(name);
  return value == nullptr || !value->is_string() ? "" : std::string(value->as_string());
}

std::uint64_t number_of(const json::object& told, const char* name, std::uint64_t otherwise = 0) {
  const auto* value = told.if_contains(name);
  return value == nullptr || !value->is_number() ? otherwise : value->to_number<std::uint64_t>();
}

const json::array& array_of(const json::object& told, const char* name) {
  static const json::array none;
  const auto* value = told.if_contains(name);
  return value == nullptr || !value->is_array() ? none : value->as_array();
}

template <class Id>
std::string print_id(const Id& each) {
  return each.empty() ? "" : core::hex(each);
}

// What a record told of in an answer says of itself, beside its findings.
std::array<std::string, 11> print(const flow::IndexEntry& entry) {
  return {std::string(core::name_of(entry.type)),
          core::print_instant(entry.received_at),
          entry.sender,
          entry.recipient,
          print_id(entry.case_id),
          print_id(entry.transfer),
          entry.procedure.str(),
          entry.step.str(),
          std::string(core::name_of(entry.verdict)),
          entry.own_case_number,
          print_id(entry.body)};
}

std::array<std::string, 11> print(const json::object& told) {
  std::array<std::string, 11> texts;
  constexpr const char* names[] = {"type",      "receivedAt", "sender",  "recipient",     "case", "transfer",
                                   "procedure", "step",       "verdict", "ownCaseNumber", "body"};
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = text_of(told, names[i]);
  return texts;
}

bool fits(const flow::IndexEntry& entry, const wire::Query& query) {
  if (query.kind == wire::QueryKind::own_case) return entry.case_id == query.case_id;
  return entry.own_case_number.starts_with(query.text) || core::hex(entry.case_id) == query.text ||
         core::hex(entry.transfer) == query.text;
}

constexpr std::array<std::string_view, 18> field_names = {
    "index",       "type",     "received_at",     "sender",    "lane",      "number",
    "body",        "transfer", "case_id",         "procedure", "step",      "verdict",
    "return_code", "findings", "own_case_number", "recipient", "receivers", "forgets"};

// Every field: another one does not compile before it is looked at too.
auto all_of(const flow::IndexEntry& entry) {
  const auto& [index, type, received_at, sender, lane, number, body, transfer, case_id, procedure, step, verdict,
               return_code, findings, own_case_number, recipient, receivers, forgets] = entry;
  return std::tie(index, type, received_at, sender, lane, number, body, transfer, case_id, procedure, step, verdict,
                  return_code, findings, own_case_number, recipient, receivers, forgets);
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
  for (const auto& each : record.outcome.effects)
    if (const auto* recalled = std::get_if<effect::PartsRecalled>(&each);
        recalled != nullptr && recalled->parts[0] == 0)
      entry.forgets.push_back(recalled->record);
  const bool arrived = entry.verdict != core::Verdict::returned && said.step != core::Code("void");
  if (const auto known = transfers_.find(said.transfer); arrived && known != transfers_.end()) {
    entry.recipient = known->second.recipient == entry.sender ? known->second.sender : known->second.recipient;
    if (known->second.moved == record.index) entry.receivers = {{said.transfer, known->second.recipient}};
  }
  return entry;
}

void Model::index(const std::vector<flow::IndexEntry>& entries) {
  if (!must(entries.size() == entries_.size(), "the index does not hold every record")) return;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto field = difference(entries[i], entries_[i]);
    must(field.empty(), "index entry " + std::to_string(i) + " holds another " + std::string(field));
  }
}

bool Model::is_party(const core::TransferId& transfer, const core::AgencyId& agency) const {
  const auto known = transfers_.find(transfer);
  return known != transfers_.end() && (known->second.sender == agency || known->second.recipient == agency);
}

bool Model::was_receiver(const core::TransferId& transfer, const core::AgencyId& agency,
                         core::RecordIndex record) const {
  const auto known = transfers_.find(transfer);
  if (known == transfers_.end()) return false;
  const auto until = known->second.former.find(agency);
  return until != known->second.former.end() && record < until->second;
}

// What was returned to its sender reached nobody else.
bool Model::may_know(const core::AgencyId& agency, const flow::IndexEntry& entry) const {
  return entry.sender == agency ||
         (entry.verdict != core::Verdict::returned &&
          (is_party(entry.transfer, agency) || was_receiver(entry.transfer, agency, entry.index)));
}

bool Model::is_owed_an_answer(const Question& question) const {
  const auto& query = question.query;
  const auto is_own = [&](const core::TransferId& id) {
    return is_party(id, question.agency) &&
           std::max(transfers_.at(id).opened, transfers_.at(id).moved) < question.recorded;
  };
  switch (query.kind) {
    case wire::QueryKind::transfer: return is_own(query.transfer);
    case wire::QueryKind::own_case: {
      const auto known = cases_.find(query.case_id);
      return known != cases_.end() &&
             std::any_of(known->second.transfers.begin(), known->second.transfers.end(), is_own);
    }
    case wire::QueryKind::receipt: return question.holds_receipt;
    case wire::QueryKind::pack:
    case wire::QueryKind::calendar: return false;  // it may lie in a sector that rots
    default: return true;
  }
}

void Model::answered(const Question& question, const wire::Answer& answer) {
  const auto& query = question.query;
  const auto what = "question " + std::to_string(query.number) + " of " + question.agency + ": ";
  if (!answer.found) {
    must(!is_owed_an_answer(question), what + "what is its own was not found");
    return;
  }
  if (query.kind == wire::QueryKind::pack || query.kind == wire::QueryKind::calendar) {
    const bool known = query.kind == wire::QueryKind::pack ? is_edition(core::digest_of(answer.bytes))
                                                           : answer.bytes == shipped_calendar();
    must(known, what + "another pack or calendar than one that is in force");
    return;
  }
  if (query.kind == wire::QueryKind::receipt) {
    const auto receipt = core::decode_receipt(answer.bytes);
    if (must(receipt.ok(), what + "no receipt"))
      acknowledged(question.agency, query.lane, query.lane_number, receipt.value().statement);
    return;
  }
  const auto parsed = json::parse(answer.json);
  const auto& told = parsed.as_object();
  switch (query.kind) {
    case wire::QueryKind::status: return told_status(question, told);
    case wire::QueryKind::transfer:
      must(text_of(told, "transfer") == core::hex(query.transfer), what + "another transfer");
      return told_transfer(question, told);
    case wire::QueryKind::own_case:
      must(text_of(told, "case") == print_id(query.case_id), what + "another case");
      told_transfers(question, told);
      return told_records(question, told, "history");
    case wire::QueryKind::to_do: return told_transfers(question, told);
    case wire::QueryKind::search: return told_records(question, told, "found");
    default:
      for (const auto& each : array_of(told, "agencies"))
        must(members_.contains(text_of(each.as_object(), "id")), what + "an agency that is no member");
  }
}

void Model::told_status(const Question& question, const json::object& told) {
  must(text_of(told, "agency") == question.agency, question.agency + " was told how another stands");
  for (const auto& each : array_of(told, "lanes")) {
    const auto lane = static_cast<core::LaneNo>(number_of(each.as_object(), "lane"));
    const auto& lanes = members_.at(question.agency).last;
    const auto last = lanes.contains(lane) ? lanes.at(lane) : 0;
    must(number_of(each.as_object(), "next") <= last + 1, question.agency + " was told of a lane further than it is");
  }
  for (const auto& each : array_of(told, "parked")) {
    const auto owed = owed_.find({question.agency, number_of(each.as_object(), "delivery")});
    must(owed != owed_.end() && core::hex(owed->second.content.transfer) == text_of(each.as_object(), "transfer"),
         question.agency + " was told that something is parked which is not its own");
  }
}

void Model::told_transfers(const Question& question, const json::object& told) {
  std::set<std::string> listed;
  for (const auto& each : array_of(told, "transfers")) {
    told_transfer(question, each.as_object());
    listed.insert(text_of(each.as_object(), "transfer"));
  }
  if (question.query.kind != wire::QueryKind::own_case || told.contains("more")) return;
  const auto known = cases_.find(question.query.case_id);
  if (known == cases_.end()) return;
  for (const auto& id : known->second.transfers)
    must(!is_party(id, question.agency) ||
             std::max(transfers_.at(id).opened, transfers_.at(id).moved) >= question.recorded ||
             listed.contains(core::hex(id)),
         question.agency + " was not told of a transfer of its own");
}

void Model::told_transfer(const Question& question, const json::object& told) {
  ++told_of_;
  const auto id = core::from_hex<core::TransferId>(text_of(told, "transfer")).value_or(core::TransferId());
  // The answer may be older than what was read of the record since.
  if (!must(is_party(id, question.agency) || was_receiver(id, question.agency, question.recorded),
            question.agency + " was told of a transfer to which it is no party"))
    return;
  const auto& own = transfers_.at(id);
  const auto recipient = text_of(told, "recipient");
  must(text_of(told, "case") == core::hex(own.case_id) && text_of(told, "procedure") == own.procedure &&
           text_of(told, "sender") == own.sender &&
           (recipient == own.recipient || was_receiver(id, recipient, question.recorded)),
       question.agency + " was told of another transfer than it is");
  for (const auto& each : array_of(told, "numbers")) {
    const auto& number = each.as_object();
    const auto record = number_of(number, "record");
    const auto said_in = [&](core::RecordIndex index) {
      const auto forgotten = forgotten_.find(index);  // it was taken back: who told it is known still
      return forgotten != forgotten_.end() ? forgotten->second : entries_[index].own_case_number;
    };
    const auto tells = [&](core::RecordIndex index) {
      const auto& entry = entries_[index];
      return entry.transfer == id && entry.sender == text_of(number, "agency") && !said_in(index).empty() &&
             entry.verdict != core::Verdict::returned;
    };
    const auto written = text_of(number, "number");  // empty: taken back, or it lies in a sector that rots
    const bool gone = forgotten_.contains(record) && taken_back_.at({record, 0}) < question.recorded;
    if (!must(record < entries_.size() && tells(record) && (written.empty() || (!gone && written == said_in(record))),
              question.agency + " was told a number that nobody told"))
      return;
    const auto end = std::min<std::size_t>(entries_.size(), question.recorded);
    for (std::size_t later = record + 1; later < end; ++later)
      must(!tells(later), question.agency + " was told an earlier number than the last");
  }
  told_taken_back(question, told, id);
}

void Model::told_records(const Question& question, const json::object& told, const char* list) {
  std::set<core::RecordIndex> listed;
  for (const auto& each : array_of(told, list)) {
    ++told_of_;
    const auto index = number_of(each.as_object(), "record", std::numeric_limits<std::uint64_t>::max());
    const auto what = question.agency + " was told of record " + std::to_string(index);
    if (!must(index < entries_.size(), what + ", which there is not")) return;
    auto entry = entries_[index];
    // Taken back since it asked, or not: then its number may still have been told.
    const auto forgotten = forgotten_.find(index);
    const bool told_before = forgotten != forgotten_.end() && taken_back_.at({index, 0}) >= question.recorded &&
                             text_of(each.as_object(), "ownCaseNumber") == forgotten->second;
    if (told_before) entry.own_case_number = forgotten->second;
    must(may_know(question.agency, entry), what + ", and is no party to it");
    must(fits(entry, question.query), what + ", and did not ask for it");
    must(print(entry) == print(each.as_object()), what + " as something else than it is");
    listed.insert(index);
  }
  if (told.contains("more")) return;
  const auto end = std::min(question.recorded, number_of(told, "indexedTo", question.recorded));
  const auto came_since = [&](const core::TransferId& id) {  // it received the transfer only after it asked
    const auto known = transfers_.find(id);
    return known != transfers_.end() && known->second.recipient == question.agency &&
           known->second.moved >= question.recorded;
  };
  for (core::RecordIndex index = 0; index < std::min<core::RecordIndex>(end, entries_.size()); ++index) {
    const auto& entry = entries_[index];
    const bool owed = may_know(question.agency, entry) && fits(entry, question.query) && !came_since(entry.transfer);
    must(listed.contains(index) || !owed, question.agency + " was not told of record " + std::to_string(index));
  }
}

}  // namespace caseway::simulation
