#include "tests/simulation/workload.h"

#include <algorithm>

#include "broker/core/limits.h"
#include "tests/simulation/handover.h"

namespace caseway::simulation {

namespace {

bool may_say(const Step& step, const engine::Transfer& known, const core::AgencyId& by) {
  const bool sends = known.sender == by;
  const bool receives = known.recipient == by;
  switch (step.by) {
    case By::opener: return false;
    case By::sender: return sends;
    case By::receiver: return receives;
    case By::either:
    case By::both: return sends || receives;
  }
  return false;
}

bool is_open(const Step& step, std::string_view state) {
  if (step.states.empty()) return false;
  if (step.states.front() == "**") return true;
  if (step.states.front() == "*") return !is_final_state(state);
  if (step.states.front() == "#") return is_final_state(state);
  return std::find(step.states.begin(), step.states.end(), state) != step.states.end();
}

// Few of these, or nothing would live long.
bool ends_it(const Step& step, std::string_view state) {
  return step.id == "returned_not_police" || step.id == "desk_returned" ||
         (step.id == "kept_by_adm" && state == "appointed");
}

}  // namespace

// Of the transfers there are, one near a random id: cheap, and the seed decides.
const engine::Transfer* Workload::some_transfer() {
  const auto& transfers = world_.broker->state().transfers;
  if (transfers.empty()) return nullptr;
  auto found = transfers.lower_bound(world_.random_id<core::TransferId>());
  return found == transfers.end() ? &transfers.begin()->second : &found->second;
}

// A handover takes many steps of both sides, and so does a return: left to luck, few would come to their end.
const engine::Transfer* Workload::some_handover(const Agency& agency) {
  const auto* found = some_transfer();
  const bool prosecutes = agency.id.find("-procuratorate") != std::string::npos;
  const bool returns = prosecutes || (agency.id.find("-police") != std::string::npos && fate_.one_in(2));
  const std::string_view kind = !returns ? "K07" : prosecutes && fate_.one_in(2) ? "K12" : "K13";
  for (int tries = 0; tries < (returns ? 200 : 30) && found != nullptr; ++tries) {
    const bool is_own = found->sender == agency.id || found->recipient == agency.id;
    if (is_own && found->procedure.view() == kind && !found->final_) break;
    found = some_transfer();
  }
  return found;
}

Wording Workload::transfer(const Agency& agency) {
  Wording wording{world_.transfer("n" + std::to_string(fate_.pick(1000))), false};
  auto& said = wording.said;
  if (fate_.one_in(3)) {  // with exhibits: the case stays open until they are handed over
    said.documents.insert(said.documents.begin() + 1, document_of("D03", {some_exhibits()}));
  }
  for (const auto* type : {"D07", "D06"})  // more of what a copy holds, and in any order
    if (fate_.one_in(4)) said.documents.insert(said.documents.begin() + fate_.one_in(2), document_of(type));
  // Small, or a file of its own: a world's segments are small, and what one message puts into them must stay below the
  // room that a turn holds, as limits.h has it for real ones.
  if (fate_.one_in(12)) {
    const auto bytes = fate_.pick(26 * 1024);
    said.evidence = {flow::Bytes(fate_.one_in(2) ? bytes / 4 : core::limits::vault_part_bytes_max + 1 + bytes, 1)};
  }
  if (fate_.one_in(25)) said.head.secrecy = "secret";
  if (fate_.one_in(15)) {  // no approval by the head
    said.documents.pop_back();
    wording.stops = true;
  }
  if (!joined_.empty() && fate_.one_in(8)) said.recipient = joined_[fate_.pick(joined_.size())];
  const auto other = std::next(world_.agencies.begin(), static_cast<long>(fate_.pick(world_.agencies.size())));
  if (fate_.one_in(4) && other->first.find("-police") != std::string::npos && other->first != agency.id)
    said.recipient = other->first;
  if (fate_.one_in(15)) enter_from_paper(said);
  return wording;
}

// The first of them is what a count finds missing; a list said anew, by a later handover of the case, names it again.
core::Field Workload::some_exhibits() {
  core::Field items{"items", {exhibit({{"no", 1}, {"quantity", 10}})}};
  if (fate_.one_in(3))
    items.values.push_back(exhibit({{"no", 2}, {"quantity", static_cast<std::int64_t>(1 + fate_.pick(5))}}));
  return items;
}

// Mostly to another transfer between the same two, sometimes to whatever there is, or to none.
void Workload::name_links(const engine::Transfer& known, Said& said) {
  constexpr const char* relations[] = {"joined", "split", "duplicate_of", "same_party"};
  said.head.link_relation = relations[fate_.pick(std::size(relations))];
  for (auto count = 1 + fate_.pick(2); count > 0; --count) {
    const auto* other = some_transfer();
    for (int tries = 0; tries < 8 && !(other->sender == known.sender && other->recipient == known.recipient); ++tries)
      other = some_transfer();
    said.head.links.push_back(fate_.one_in(8) ? world_.random_id<core::TransferId>() : other->id);
  }
}

// Mostly an end that the filing review may be given; too early or too late, or another clock's, at times.
void Workload::name_new_end(const engine::Transfer& known, Said& said) {
  const auto* review = known.procedure.view() == "K12" ? (fate_.one_in(3) ? "K12.fast" : "K12.review") : "K01.review";
  said.head.about = fate_.one_in(6) ? "ALL.signoff" : review;
  auto from_ms = world_.time.wall_ms;
  for (const auto& run : known.clocks)
    if (run.clock == said.head.about) from_ms = run.due.ms;
  const auto to_ms = from_ms - core::day_ms + static_cast<std::int64_t>(fate_.pick(33 * core::day_ms));
  said.documents.clear();
  if (fate_.one_in(12)) return said.documents.push_back(document_of("D64"));  // it names no end
  said.documents.push_back(document_of("D64", {{"to", {value_of(core::FieldKind::instant, "", to_ms)}}}));
}

// Made days ago; where it is entered after three working days, late.
void Workload::enter_from_paper(Said& said) {
  said.head.paper = {true, said.step, "移字1号", {}};
  said.step = "enter_from_paper";
  said.ago_ms = core::minute_ms + static_cast<std::int64_t>(fate_.pick(8 * core::day_ms));
  const auto made_ms = world_.time.wall_ms - said.ago_ms;
  said.documents.push_back(document_of("D119", {{"occurredAt", {value_of(core::FieldKind::instant, "", made_ms)}}}));
}

// A step that is open, whichever side made it; at times one that is not, or of another kind. Who approved a longer
// review on paper the law leaves open, and what the universal steps are on paper, but for the note.
Said Workload::entry_of(const engine::Transfer& known) {
  std::vector<const Step*> made;
  for (const auto& step : steps()) {
    if (step.procedure.empty() || step.id == "extend_review") continue;
    const bool open = step.procedure == known.procedure.view() && is_open(step, known.state.view());
    if (open ? !ends_it(step, known.state.view()) || fate_.one_in(4) : fate_.one_in(200)) made.push_back(&step);
  }
  const bool is_note = made.empty() || fate_.one_in(6);
  auto said = step_of(known, is_note ? *find_step("", "note") : *made[fate_.pick(made.size())]);
  enter_from_paper(said);
  return said;
}

Said Workload::step_of(const engine::Transfer& known, const Step& step) {
  if (step.id == "enter_from_paper") return entry_of(known);
  Said said;
  said.procedure = known.procedure.value();
  said.step = core::Code(std::string(step.id));
  said.case_id = known.case_id;
  said.transfer = known.id;
  for (const auto type : step.documents) said.documents.push_back(document_of(std::string(type).c_str()));
  if (step.id == "filed" || step.id == "not_filed" || step.id == "case_withdrawn") {
    if (!fate_.one_in(8)) said.head.outcomes = {{1, "213", said.step, "", ""}};
  }
  if (step.id == "confirm_paper" && known.pending.size() > 0) said.confirms = known.pending[0].body;
  if (step.id == "sign_refused") said.head.note = "签收人不在岗";
  if (step.id == "link") name_links(known, said);
  if (step.id == "recall") ask_back(known, said);
  if (step.id == "reopen") name_state(known, said);
  if (step.id == "extend" || step.id == "extend_review" || step.id == "extended") name_new_end(known, said);
  if (step.procedure == "K12") fill_prosecution(known, step, said);
  fill_round(known, step, said);
  if (step.id == "offer") {
    const auto items = some_exhibits();
    said.documents = {document_of("D03", {items}), document_of("D16", {items})};
  }
  if (step.id == "counted" || step.id == "handed_over" || step.id == "fetched" || step.id == "kept_by_adm") {
    said.documents = {slip(known.sender.value(), known.recipient.value())};
    if (step.id == "kept_by_adm") said.documents.push_back(document_of("D105"));
  }
  return said;
}

// Of a case that was never transferred, or, by its number, of one that was; in time or late.
Wording Workload::penalty_copy() {
  Wording wording;
  auto& said = wording.said;
  said.procedure = "K01b";
  said.step = "late_penalty_copy";
  said.case_id = world_.random_id<core::CaseId>();
  if (const auto* known = some_transfer(); known != nullptr && fate_.one_in(4)) said.case_id = known->case_id;
  said.transfer = world_.random_id<core::TransferId>();
  const auto today = core::law_date_of({world_.time.wall_ms}).days;
  const auto decided = value_of(core::FieldKind::date, "", today - static_cast<std::int64_t>(fate_.pick(20)));
  said.documents = {document_of("D07", {{"decidedAt", {decided}}}), document_of(fate_.one_in(2) ? "D01" : "D44")};
  if (fate_.one_in(8)) enter_from_paper(said);
  return wording;
}

// What a case of this transfer may be continued with.
Wording Workload::follow_on(const Agency& agency, const engine::Transfer& known) {
  Wording wording;
  auto& said = wording.said;
  const bool administrative = agency.id.find("-amr") != std::string::npos;
  said.procedure = administrative ? "K07" : "K29";
  said.step = administrative ? "filing_notice_received" : "notify_off_bus";
  said.case_id = known.case_id;
  said.transfer = world_.random_id<core::TransferId>();
  said.documents = {document_of(administrative ? "D48" : "D83")};
  if (administrative) said.recipient = known.recipient.value();
  if (fate_.one_in(12)) enter_from_paper(said);
  return wording;
}

// The list of a case said anew, beside a handover whose count may have found something missing.
Wording Workload::another_handover(const Agency& agency, const engine::Transfer& known) {
  const auto& state = world_.broker->state();
  for (const auto& id : engine::find_case(state, known.case_id)->transfers) {
    const auto* other = engine::find_transfer(state, id);
    if (other != nullptr && other->sender == agency.id && other->state.view() == "due")
      return {step_of(*other, *find_step("K07", "offer")), false};
  }
  return follow_on(agency, known);
}

std::optional<Wording> Workload::lawful(const Agency& agency) {
  const bool administrative = agency.id.find("-amr") != std::string::npos;
  if (administrative && fate_.one_in(4)) return fate_.one_in(12) ? penalty_copy() : transfer(agency);
  if (agency.id.find("-police") != std::string::npos && fate_.one_in(12)) return prosecution(agency);
  for (int tries = 0; tries < 12; ++tries) {
    const auto* known = fate_.one_in(3) ? some_handover(agency) : some_transfer();
    if (known == nullptr) break;
    if (!(known->sender == agency.id) && !(known->recipient == agency.id)) continue;
    const auto state = known->state.view();
    if (known->procedure.view() == "K01" && (state == "decided" || state == "closed") && fate_.one_in(3))
      return follow_on(agency, *known);
    if (known->procedure.view() == "K07" && known->sender == agency.id &&
        (state == "counted" || state == "handed_over") && fate_.one_in(3))
      return another_handover(agency, *known);
    if (auto wording = next_kind(agency, *known)) return wording;
    for (const auto& pending : known->pending) {
      if (pending.said_by == agency.id || (pending.paper && fate_.one_in(2))) continue;
      Wording wording;
      wording.said.procedure = known->procedure.value();
      wording.said.step = pending.paper ? core::Code("confirm_paper") : pending.step.value();
      if (pending.paper) wording.said.documents = {document_of("D119")};
      wording.said.case_id = known->case_id;
      wording.said.transfer = known->id;
      wording.said.confirms = pending.body;
      if (wording.said.step == core::Code("recall")) confirm_recall(*known, wording.said);
      return wording;
    }
    std::vector<const Step*> open;
    for (const auto& step : steps()) {
      if (!step.procedure.empty() && step.procedure != known->procedure.view()) continue;
      if (may_say(step, *known, agency.id) && is_open(step, state)) open.push_back(&step);
    }
    std::erase_if(open, [&](const Step* step) {
      return step->id == "void" || (step->procedure.empty() && !fate_.one_in(step->id == "extend" ? 3 : 6)) ||
             (ends_it(*step, state) && !fate_.one_in(4));
    });
    // Every other return is not answered before its month ran out, which its receipt, told late, brings near.
    const bool is_slow = known->procedure.view() == "K13" && state == "received" && known->id.bytes[0] % 2 == 0;
    if (is_slow) std::erase_if(open, [](const Step* step) { return step->procedure == "K13"; });
    if (open.empty()) continue;
    Wording wording{step_of(*known, *open[fate_.pick(open.size())]), false};
    if (fate_.one_in(15)) wording.said.ago_ms = static_cast<std::int64_t>(fate_.pick(5 * core::day_ms));  // told late
    if (known->procedure.view() == "K13" && wording.said.step == core::Code("received") && fate_.one_in(2))
      wording.said.ago_ms = static_cast<std::int64_t>((25 + fate_.pick(15)) * core::day_ms);
    return wording;
  }
  if (administrative) return transfer(agency);
  return std::nullopt;
}

std::optional<Wording> Workload::another_round(const Agency& agency) {
  for (const auto& [id, known] : world_.broker->state().transfers) {
    if (known.sender == agency.id && known.procedure.view() == "K01" && known.state.view() == "cure_open")
      return Wording{step_of(known, *find_step("K01", "partly_cured")), false};
  }
  return std::nullopt;
}

Wording Workload::unlawful(const Agency& agency) {
  Wording wording = transfer(agency);
  wording.stops = wording.stops && agency.id.find("-amr") != std::string::npos;
  auto& said = wording.said;
  const auto* known = some_transfer();
  switch (known == nullptr ? 0 : fate_.pick(6)) {
    case 0: said.procedure = fate_.one_in(2) ? "K99" : "K11"; break;
    case 1: said.step = "hang_up"; break;
    case 2: said.recipient = "nobody"; break;
    case 3: said.case_id = known->case_id; break;
    case 4: said.transfer = known->id; break;
    default: {
      const auto& step = steps()[fate_.pick(steps().size())];
      wording = {step_of(*known, step), false};
      if (fate_.one_in(4)) wording.said.recipient = agency.id;
      if (step.id == "void") wording.said.step = "note";
      break;
    }
  }
  return wording;
}

}  // namespace caseway::simulation
