// What agencies say to take parts back, and to go on with what was finished.
#include <algorithm>

#include "tests/simulation/handover.h"
#include "tests/simulation/workload.h"

namespace caseway::simulation {

namespace {

core::Field named(const std::vector<std::uint64_t>& parts) {
  core::Field field{"parts", {}};
  for (const auto part : parts) field.values.push_back(value_of(core::FieldKind::document, std::to_string(part)));
  return field;
}

}  // namespace

// Of something that the transfer holds, or of what opened it; whole, or some parts. At times of no message, or of a
// part that there may not be.
void Workload::ask_back(const engine::Transfer& known, Said& said) {
  std::vector<core::RecordIndex> records{known.opened};
  for (const auto& held : known.documents) records.push_back(held.record);
  auto record = records[fate_.pick(records.size())];
  if (fate_.one_in(15)) record = fate_.pick(2 * world_.broker->state().next_record);
  said.head.about = fate_.one_in(40) ? core::Code("wrong") : core::Code(std::to_string(record));
  std::vector<std::uint64_t> parts;
  if (!fate_.one_in(3))
    for (auto count = 1 + fate_.pick(3); count > 0; --count) parts.push_back(fate_.pick(6));
  std::vector<core::Field> fields{
      {"reason", {value_of(core::FieldKind::code, fate_.one_in(2) ? "wrong_member" : "wrong_part")}}};
  if (!parts.empty()) fields.push_back(named(parts));
  said.documents.clear();
  if (!fate_.one_in(20)) said.documents.push_back(document_of("D118", std::move(fields)));
  asked_back_[known.id] = said;
}

// Mostly what was asked, destroyed; some of it, or other parts, or not; at times it is left open which.
void Workload::confirm_recall(const engine::Transfer& known, Said& said) {
  const auto asked = asked_back_.find(known.id);
  if (asked == asked_back_.end()) return;
  said.head.about = asked->second.head.about;
  if (fate_.one_in(15)) said.head.about = core::Code(std::to_string(known.opened));
  std::vector<core::Field> fields;
  if (!asked->second.documents.empty()) fields = asked->second.documents.front().fields;
  if (fate_.one_in(3)) std::erase_if(fields, [](const core::Field& field) { return field.name == "parts"; });
  if (fate_.one_in(6)) {
    std::erase_if(fields, [](const core::Field& field) { return field.name == "parts"; });
    fields.push_back(named({fate_.pick(5)}));
  }
  if (!fate_.one_in(20))
    fields.push_back({"destroyed", {value_of(core::FieldKind::boolean, "", fate_.one_in(5) ? 0 : 1)}});
  if (!fate_.one_in(20)) said.documents = {document_of("D118", std::move(fields))};
}

// One that is not final and stands in the tables, of a transfer that was presented once; at times none. A file of which
// everybody was decided is left as it is: for whom the clocks of a second registration would run, no row says.
void Workload::name_state(const engine::Transfer& known, Said& said) {
  if (!fate_.one_in(6)) said.head.note = "new facts";
  std::vector<std::string_view> states;
  for (const auto& step : steps())
    for (const auto state : step.states)
      if (step.procedure == known.procedure.view() && state != "owed" && !is_final_state(state))
        states.push_back(state);
  const bool decided = known.procedure.view() == "K12" && engine::open_pairs(known) == 0;
  if (states.empty() || known.presented_at.empty() || decided || fate_.one_in(8)) return;
  said.head.about = core::Code(std::string(states[fate_.pick(states.size())]));
}

}  // namespace caseway::simulation
