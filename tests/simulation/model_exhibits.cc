// Exhibits of the model: what lists, counts and handovers make of them, after the rows of K07, and whether the record
// says the same.
#include <algorithm>
#include <string_view>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

using Row = std::vector<core::Field>;

const core::Value* value_of(const Row& row, std::string_view name) {
  for (const auto& field : row)
    if (field.name == name && !field.values.empty()) return &field.values.front();
  return nullptr;
}

std::int64_t number_of(const Row& row, std::string_view name) {
  const auto* value = value_of(row, name);
  return value == nullptr ? 0 : value->integer;
}

std::string text_of(const Row& row, std::string_view name) {
  const auto* value = value_of(row, name);
  return value == nullptr ? "" : value->text;
}

// By exhibit; where two documents hold the list, the later one counts.
std::map<std::uint32_t, Row> rows_of(const std::vector<core::Document>& documents, std::string_view list,
                                     std::string_view number) {
  std::map<std::uint32_t, Row> rows;
  for (const auto& document : documents)
    for (const auto& field : document.fields)
      if (field.name == list)
        for (const auto& row : field.values)
          rows[static_cast<std::uint32_t>(number_of(row.fields, number))] = row.fields;
  return rows;
}

}  // namespace

bool Model::is_unexplained(const Case& known) {
  return std::any_of(known.exhibits.begin(), known.exhibits.end(),
                     [](const auto& each) { return !each.second.explained; });
}

// A list said anew explains nothing of what a count found missing; only a word of explanation does.
// What is listed lies with who hands it over, whoever told the list.
void Model::take_exhibits(const Sent& sent, const Expected& expected) {
  const auto& step = expected.step->id;
  const auto& transfer = transfers_.at(sent.said.transfer);
  auto& exhibits = cases_.at(transfer.case_id).exhibits;
  const bool confirms = sent.said.documents.empty() && expected.confirmed;
  const auto& documents = confirms ? expected.confirmed->documents : sent.said.documents;
  if (step == "transfer" || step == "offer")
    for (const auto& [no, row] : rows_of(documents, "items", "no")) {
      const auto known = exhibits.find(no);
      if (known != exhibits.end() && !known->second.explained) continue;
      const auto holder = known != exhibits.end() ? known->second.holder : transfer.sender;
      exhibits[no] = {number_of(row, "quantity"), "listed", holder, true};
    }
  if (step == "counted")
    for (const auto& [no, row] : rows_of(documents, "lines", "itemNo")) {
      const auto result = text_of(row, "result");
      if (!exhibits.contains(no)) exhibits[no] = {0, "", transfer.sender, true};
      auto& exhibit = exhibits[no];
      exhibit.quantity = number_of(row, "counted");
      exhibit.explained = result == "agreed";
      exhibit.status = exhibit.explained ? "counted" : result;
    }
  if (step == "handed_over" || step == "fetched") {
    const auto named = rows_of(documents, "lines", "itemNo");
    for (auto& [no, exhibit] : exhibits) {
      if (!named.empty() && !named.contains(no)) continue;
      exhibit.holder = transfer.recipient;
      if (exhibit.status == "counted" || exhibit.status == "listed") exhibit.status = "handed_over";
    }
  }
  if (step == "explained")
    for (auto& [no, exhibit] : exhibits) exhibit.explained = true;
}

void Model::take_exhibit(const core::effect::ItemSet& set) {
  const auto known = cases_.find(set.case_id);
  if (!must(known != cases_.end(), "an exhibit of no case")) return;
  touched_.insert(set.case_id);
  known->second.told[set.item] = {set.quantity, set.status.str(), set.holder, set.explained};
}

void Model::compare_exhibits(const core::CaseId& case_id) {
  const auto& known = cases_.at(case_id);
  const auto say = [](const Exhibits& exhibits) {
    std::string text;
    for (const auto& [no, each] : exhibits)
      text += " " + std::to_string(no) + ": " + std::to_string(each.quantity) + " " + each.status + " at " +
              each.holder + (each.explained ? ";" : ", unexplained;");
    return text;
  };
  must(known.exhibits == known.told,
       "exhibits: by the steps" + say(known.exhibits) + " by the record" + say(known.told));
}

}  // namespace caseway::simulation
