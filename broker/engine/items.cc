// Exhibits on the case graph. The lists are known by their form, not by their document: `items` of {no, quantity, unit}
// are listed (D03, D16), `lines` of {itemNo, counted, unit, result} are counted (D09).
#include <algorithm>
#include <map>

#include "broker/engine/say.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

const core::Value* value_of(const std::vector<core::Field>& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.name == name && !field.values.empty()) return &field.values.front();
  }
  return nullptr;
}

Code code_of(const core::Value* value) { return value == nullptr ? Code() : Code::make(value->text).value_or(Code()); }

// Groups of every list `list` that name an item by `number`, by item: of a list given twice, the later document counts.
using Rows = std::map<std::uint32_t, const std::vector<core::Field>*>;

void collect(const core::Document& document, std::string_view list, std::string_view number, Rows& rows) {
  constexpr std::int64_t most = core::limits::item_no_max;
  for (const auto& field : document.fields) {
    if (field.name != list) continue;
    for (const auto& row : field.values) {
      const auto* no = value_of(row.fields, number);
      if (no == nullptr || no->kind != core::FieldKind::integer || no->integer < 0 || no->integer > most) continue;
      rows[static_cast<std::uint32_t>(no->integer)] = &row.fields;
    }
  }
}

// Rows of the message. Where it carries none they are facts: of a word that confirms those that it confirms, of a
// handover the slip that it stands on. What else the rules read is an earlier message's word, and says nothing again.
Rows rows_of(const Draft& draft, const Saying& saying, std::string_view list, std::string_view number) {
  Rows rows;
  for (const auto& document : saying.dossier->documents) collect(document, list, number, rows);
  const bool stands_on_facts = saying.step->items_moved || !saying.envelope->confirms.empty();
  if (!rows.empty() || saying.message == nullptr || !stands_on_facts) return rows;
  for (const auto& fact : draft.facts()) {
    const auto& carried = saying.step->documents;
    const bool of_step = std::find(carried.begin(), carried.end(), fact.type) != carried.end();
    if (!fact.is_head && !fact.absent && !fact.unread && of_step) collect(fact.document, list, number, rows);
  }
  return rows;
}

effect::ItemSet as_it_is(const core::CaseId& case_id, const Item& item) {
  return {case_id, item.no, item.quantity, item.unit, item.holder, item.status, item.explained};
}

const Item* find_item(const Case& graph, std::uint32_t no) {
  for (const auto& item : graph.items) {
    if (item.no == no) return &item;
  }
  return nullptr;
}

void list_items(Draft& draft, const Saying& saying, const core::CaseId& case_id) {
  const auto rows = rows_of(draft, saying, "items", "no");
  auto& effects = draft.outcome().effects;
  effects.reserve(effects.size() + rows.size() + 16);  // they are large, and many
  for (const auto& [no, row] : rows) {
    const auto* quantity = value_of(*row, "quantity");
    const auto* known = find_item(*draft.graph(case_id), no);
    if (known != nullptr && !known->explained) continue;  // a new list explains nothing
    // Not who says it: of a handover made on paper either side may tell the list.
    const AgencyId holder = known != nullptr ? known->holder : draft.transfer(saying.transfer)->sender;
    draft.add(effect::ItemSet{case_id, no, quantity == nullptr ? 0 : quantity->integer, code_of(value_of(*row, "unit")),
                              holder, "listed", true});
  }
}

void count_items(Draft& draft, const Saying& saying, const core::CaseId& case_id) {
  for (const auto& [no, row] : rows_of(draft, saying, "lines", "itemNo")) {
    const auto* known = find_item(*draft.graph(case_id), no);
    auto item = known != nullptr ? as_it_is(case_id, *known) : effect::ItemSet{};
    const auto result = code_of(value_of(*row, "result"));
    const bool agreed = result == "agreed";
    if (known == nullptr) {
      item.case_id = case_id;
      item.item = no;
      item.unit = code_of(value_of(*row, "unit"));
      item.holder = draft.transfer(saying.transfer)->sender;
    }
    if (const auto* counted = value_of(*row, "counted")) item.quantity = counted->integer;
    item.status = agreed ? Code("counted") : result;
    item.explained = agreed;
    draft.add(item);
  }
}

// What was counted or listed goes to the receiver; a discrepancy keeps its word until it is explained.
void move_items(Draft& draft, const Saying& saying, const core::CaseId& case_id) {
  const AgencyId receiver = draft.transfer(saying.transfer)->recipient;
  const auto named = rows_of(draft, saying, "lines", "itemNo");
  const auto items = draft.graph(case_id)->items;
  for (const auto& known : items) {
    if (!named.empty() && !named.contains(known.no)) continue;
    auto item = as_it_is(case_id, known);
    item.holder = receiver;
    if (item.status == "counted" || item.status == "listed") item.status = "handed_over";
    draft.add(item);
  }
}

void explain_items(Draft& draft, const core::CaseId& case_id) {
  const auto items = draft.graph(case_id)->items;
  for (const auto& known : items) {
    if (known.explained) continue;
    auto item = as_it_is(case_id, known);
    item.explained = true;
    draft.add(item);
  }
}

}  // namespace

void take_items(Draft& draft, const Saying& saying) {
  const auto& step = *saying.step;
  const auto case_id = draft.transfer(saying.transfer)->case_id;
  if (step.items_listed) list_items(draft, saying, case_id);
  if (step.items_counted) count_items(draft, saying, case_id);
  if (step.items_moved) move_items(draft, saying, case_id);
  if (step.items_explained) explain_items(draft, case_id);
}

}  // namespace caseway::engine
