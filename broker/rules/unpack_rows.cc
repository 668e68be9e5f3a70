// Rows of the tables of a kind: documents with their fields, requirements, clocks, steps.
#include <algorithm>

#include "broker/rules/unpack.h"

namespace caseway::rules {
namespace {

using Lists = std::vector<CodeList>;

FieldType unpack_field(Words& words, schema::Field::Reader from, const Lists& lists);

void add_fields(Words& words, capnp::List<schema::Field>::Reader from, const Lists& lists, std::vector<FieldType>& to) {
  for (const auto one : from) to.push_back(unpack_field(words, one, lists));
}

FieldType unpack_field(Words& words, schema::Field::Reader from, const Lists& lists) {
  FieldType to;
  to.name = words.code(from.getName());
  const Mistakes::Row row(words.mistakes(), to.name.str());
  to.label = words.label(from.getLabel());
  to.kind = words.number(from.getKind(), core::FieldKind::group);
  to.list = from.getList();
  to.least = from.getLeast();
  to.need = words.number(from.getNeed(), Need::when);
  if (from.hasWhen()) to.when = unpack_condition(words, from.getWhen());
  to.codes = words.texts(from.getCodes());
  to.code_list = words.code(from.getCodeList());
  if (!to.code_list.empty()) {
    const auto at =
        std::find_if(lists.begin(), lists.end(), [&](const CodeList& one) { return one.name == to.code_list; });
    if (at == lists.end()) {
      words.mistakes().add(to.code_list.str(), "no code list of the set");
    } else if (!to.codes.empty()) {
      words.mistakes().add(to.code_list.str(), "stands beside codes written in place: one of them");
    } else {
      for (const auto& value : at->values) to.codes.push_back(value.code);
    }
  }
  to.documents = words.documents(from.getDocuments());
  for (const auto shared : from.getIncludes()) add_fields(words, shared, lists, to.fields);
  add_fields(words, from.getFields(), lists, to.fields);
  return to;
}

std::int64_t warning_ms(Words& words, schema::Period::Reader from) {
  switch (from.getUnit()) {
    case schema::Unit::MINUTES: return from.getAmount() * core::minute_ms;
    case schema::Unit::HOURS: return from.getAmount() * core::hour_ms;
    case schema::Unit::DAYS: return from.getAmount() * core::day_ms;
    case schema::Unit::MONTHS: break;
  }
  words.mistakes().add({}, "a preWarning in months: minutes, hours or days");
  return 0;
}

void unpack_leads(Words& words, schema::Step::Leads::Reader from, Step& to) {
  switch (from.which()) {
    case schema::Step::Leads::SAME: to.lead = Lead::same; break;
    case schema::Step::Leads::STATE:
      to.lead = Lead::state;
      to.state = words.code(from.getState());
      break;
    case schema::Step::Leads::NO_PAIR_OPEN:
      to.lead = Lead::decided_when_no_pair_open;
      to.state = words.code(from.getNoPairOpen().getState());
      to.otherwise = words.code(from.getNoPairOpen().getOtherwise());
      break;
    case schema::Step::Leads::FIRST_THAT_HOLDS:
      to.lead = Lead::first_that_holds;
      for (const auto branch : from.getFirstThatHolds()) {
        to.branches.push_back(LeadBranch{unpack_condition(words, branch.getWhen()), words.code(branch.getState())});
      }
      break;
    default: words.mistakes().add({}, "leads on in a way that this version does not know"); break;
  }
}

std::optional<Path> path_or_none(Words& words, capnp::Text::Reader from) {
  return from.size() > 0 ? std::optional(words.path(from)) : std::nullopt;
}

/// `most` with its unit, which is the clock's where the pack gives it none.
Extension unpack_extension(Words& words, schema::Extension::Reader from) {
  Extension to;
  to.allowed = true;
  to.approvers = words.roles(from.getApprovers());
  to.document = words.document(from.getDocument());
  to.most = from.getMost();
  to.setting = words.code(from.getSetting());
  const auto own = from.getMostIs();
  if (own.getAmount() == 0) return to;
  if (to.most != 0) words.mistakes().add("mostIs", "stands beside `most`: one of them");
  to.most = own.getAmount();
  if (own.getUnit() == schema::Unit::MINUTES) {
    words.mistakes().add("mostIs", "is in hours, days or months");
  } else {
    to.most_unit = words.number(own.getUnit(), Unit::months);
  }
  return to;
}

AskedItems unpack_asked(Words& words, schema::AskedItems::Reader from, const char* word) {
  AskedItems to;
  to.requirement = words.text(from.getRequirement());
  if (to.requirement.empty()) words.mistakes().add(word, "needs the requirement that stands for its items");
  to.list = words.path(from.getList());
  to.when = unpack_condition(words, from.getWhen());
  return to;
}

void unpack_clocks_of(Words& words, schema::Step::Reader from, Step& to) {
  for (const auto one : from.getStarts()) {
    to.starts.push_back(ClockStart{words.code(one.getClock()), one.getPerPair(), one.getOnReceipt(),
                                   unpack_condition(words, one.getWhen()), path_or_none(words, one.getWarnFrom())});
  }
  for (const auto one : from.getEnds()) {
    to.ends.push_back(ClockStop{words.code(one.getClock()), one.getPerPair(), unpack_condition(words, one.getWhen())});
  }
  to.pauses = words.codes(from.getPauses());
  to.resumes = words.codes(from.getResumes());
}

void add_reads_of(Step& step) {
  add_reads(step.holds, step.reads);
  for (const auto& branch : step.branches) add_reads(branch.when, step.reads);
  for (const auto& copy : step.copies) add_reads(copy.when, step.reads);
  for (const auto& start : step.starts) add_reads(start.when, step.reads);
  for (const auto& end : step.ends) add_reads(end.when, step.reads);
  for (const auto* items : {&step.asks, &step.answers}) add_reads(items->when, step.reads);
}

}  // namespace

Copy unpack_copy(Words& words, schema::Copy::Reader from) {
  Copy to;
  to.to = words.number(from.getTo(), CopyTo::region_members);
  to.roles = words.roles(from.getRoles());
  to.documents = words.documents(from.getDocuments());
  to.facts = words.codes(from.getFacts());
  to.whole = from.getWhole();
  to.under = words.code(from.getUnder());
  to.setting = words.code(from.getSetting());
  to.when = unpack_condition(words, from.getWhen());
  to.basis = words.bases(from.getBasis());
  to.of = words.number(from.getOf(), Side::other);
  return to;
}

DocumentRule unpack_document(Words& words, schema::Document::Reader from, const Lists& lists) {
  DocumentRule to;
  to.type = words.document(from.getType());
  const Mistakes::Row row(words.mistakes(), to.type.str());
  to.label = words.label(from.getLabel());
  to.cls = words.number(from.getClass(), DocumentClass::receipt);
  to.issuers = words.roles(from.getIssuers());
  for (const auto shared : from.getIncludes()) add_fields(words, shared, lists, to.fields);
  add_fields(words, from.getFields(), lists, to.fields);
  to.stamp_expected = words.text(from.getStampExpected());
  to.stamp_needed = from.getStampNeeded();
  for (const auto& letter : words.texts(from.getCarriers())) {
    static constexpr std::string_view letters = "ESPM";
    const auto at = letter.size() == 1 ? letters.find(letter) : std::string_view::npos;
    if (at == std::string_view::npos) {
      words.mistakes().add(letter, "no carrier; there are E S P M");
    } else {
      to.carriers.push_back(static_cast<core::Carrier>(at + 1));
    }
  }
  to.basis = words.bases(from.getBasis());
  return to;
}

Requirement unpack_requirement(Words& words, schema::Requirement::Reader from) {
  Requirement to;
  to.id = words.text(from.getId());
  const Mistakes::Row row(words.mistakes(), to.id);
  to.label = words.label(from.getLabel());
  to.missing = words.label(from.getMissing());
  to.cls = words.number(from.getClass(), core::FindingClass::procedure);
  to.fault = words.number(from.getFault(), core::Fault::unmet);
  to.steps = words.codes(from.getSteps());
  to.document = words.document(from.getDocument());
  to.when = unpack_condition(words, from.getWhen());
  to.must = unpack_condition(words, from.getMust());
  to.stops = from.getStops();
  to.bars = words.codes(from.getBars());
  to.until_waived = from.getUntilWaived();
  to.supplied_by = words.roles(from.getSuppliedBy());
  to.waived_by = words.roles(from.getWaivedBy());
  to.setting = words.code(from.getSetting());
  to.basis = words.bases(from.getBasis());
  to.per_party = from.getPerParty();
  to.bars_while = unpack_condition(words, from.getBarsWhile());
  add_reads(to.when, to.reads);
  add_reads(to.must, to.reads);
  return to;
}

ClockRule unpack_clock(Words& words, schema::Clock::Reader from) {
  ClockRule to;
  to.id = words.code(from.getId());
  const Mistakes::Row row(words.mistakes(), to.id.str());
  to.label = words.label(from.getLabel());
  to.anchor = words.number(from.getAnchor(), AnchorKind::asserted);
  to.anchor_document = words.document(from.getAnchorDocument());
  if (from.getAnchorPath().size() > 0) to.anchor_path = words.path(from.getAnchorPath());
  to.end_path = path_or_none(words, from.getEndPath());
  to.length_from = path_or_none(words, from.getLengthFrom());
  to.length_or = path_or_none(words, from.getLengthOr());
  to.length = from.getLength().getAmount();
  to.unit = words.number(from.getLength().getUnit(), Unit::months);
  to.second_length = from.getSecondLength();
  to.basis_of_days = words.number(from.getDayBasis(), DayBasis::disputed);
  to.rolls = from.getRolls();
  to.custody_no_roll = from.getCustodyNoRoll();
  if (from.hasExtension()) to.extension = unpack_extension(words, from.getExtension());
  to.suspends = from.getSuspends();
  to.suspended_by = words.roles(from.getSuspendedBy());
  to.suspend_document = words.document(from.getSuspendDocument());
  to.restarts = from.getRestarts();
  to.pre_warning_ms = warning_ms(words, from.getPreWarning());
  to.owner = words.number(from.getOwner(), Side::other);
  to.raises = words.code(from.getRaises());
  to.late_finding = words.text(from.getLateFinding());
  to.line_to = words.roles(from.getLineTo());
  to.line_of = words.number(from.getLineOf(), Side::other);
  to.line_kinds = words.codes(from.getLineKinds());
  to.on_ack = from.getOnAck();
  to.late_ends = from.getLateEnds();
  to.may_pass = from.getMayPass();
  to.transition = words.number(from.getTransition(), Transition::restart_on_change_day);
  to.setting = words.code(from.getSetting());
  to.consequence = words.label(from.getConsequence());
  to.basis = words.bases(from.getBasis());
  return to;
}

Step unpack_step(Words& words, schema::Step::Reader from) {
  Step to;
  to.id = words.code(from.getId());
  const Mistakes::Row row(words.mistakes(), to.id.str());
  to.label = words.label(from.getLabel());
  to.say = words.number(from.getSay(), Say::when);
  for (const auto one : from.getBy()) {
    to.by.push_back(
        Actor{words.number(one.getSide(), Side::other), words.roles(one.getRoles()), words.text(one.getOfficer())});
  }
  to.opens_transfer = from.getOpens();
  to.in_states = words.codes(from.getInStates());
  to.in_any_state = from.getAnyState();
  to.in_final_too = from.getFinalToo();
  to.in_final_only = from.getFinalOnly();
  to.waived_by = words.roles(from.getWaivedBy());
  to.holds = unpack_condition(words, from.getHolds());
  to.barred = words.label(from.getBarred());
  to.documents = words.documents(from.getDocuments());
  to.without_document = from.getWithoutDocument();
  unpack_clocks_of(words, from, to);
  for (const auto one : from.getCopies()) to.copies.push_back(unpack_copy(words, one));
  for (const auto one : from.getOpenings()) {
    to.opens.push_back(Opening{words.code(one.getProcedure()), words.code(one.getStep()),
                               words.number(one.getSender(), Side::other),
                               words.number(one.getTo(), CopyTo::region_members)});
  }
  to.with_steps = words.texts(from.getWithSteps());
  to.pairs_added = from.getPairsAdded();
  to.links = words.code(from.getLinks());
  if (from.hasAsks()) to.asks = unpack_asked(words, from.getAsks(), "asks");
  if (from.hasAnswers()) to.answers = unpack_asked(words, from.getAnswers(), "answers");
  to.receiver = words.number(from.getReceiver(), NewReceiver::sayer);
  unpack_leads(words, from.getLeads(), to);
  to.outcome = words.code(from.getOutcome());
  to.counters = words.codes(from.getCounters());
  to.items_listed = from.getItemsListed();
  to.items_counted = from.getItemsCounted();
  to.items_moved = from.getItemsMoved();
  to.items_explained = from.getItemsExplained();
  to.needs_consent = from.getNeedsConsent();
  to.basis = words.bases(from.getBasis());
  add_reads_of(to);
  return to;
}

}  // namespace caseway::rules
