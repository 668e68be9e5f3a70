#include "broker/rules/unpack.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace caseway::rules {

Code Words::code(capnp::Text::Reader from) {
  const auto made = Code::make(std::string_view(from.begin(), from.size()));
  if (!made) mistakes_.add(text(from), "no name of at most 31 printable ASCII characters");
  return made.value_or(Code());
}

std::vector<Code> Words::codes(capnp::List<capnp::Text>::Reader from) {
  std::vector<Code> to;
  for (const auto one : from) to.push_back(code(one));
  return to;
}

std::vector<std::string> Words::texts(capnp::List<capnp::Text>::Reader from) {
  std::vector<std::string> to;
  for (const auto one : from) to.push_back(text(one));
  return to;
}

std::optional<core::Date> Words::date(capnp::Text::Reader from) {
  if (from.size() == 0) return std::nullopt;
  const auto read = core::parse_date(std::string_view(from.begin(), from.size()));
  if (!read) mistakes_.add(text(from), "no date like \"2025-09-26\"");
  return read;
}

DocumentType Words::document(capnp::Text::Reader from) {
  if (from.size() == 0) return {};
  const auto read = DocumentType::parse(std::string_view(from.begin(), from.size()));
  if (!read) mistakes_.add(text(from), "no document type like \"D06\" or \"D50.list\"");
  return read.value_or(DocumentType());
}

std::vector<DocumentType> Words::documents(capnp::List<capnp::Text>::Reader from) {
  std::vector<DocumentType> to;
  for (const auto one : from) to.push_back(document(one));
  return to;
}

Path Words::path(capnp::Text::Reader from) {
  auto read = parse_path(std::string_view(from.begin(), from.size()));
  if (!read) mistakes_.add(text(from), "no path like \"D03.items.needsTest\"; roots and scopes: schemas/rules.capnp");
  return read.value_or(Path());
}

std::vector<core::Role> Words::roles(capnp::List<schema::Role>::Reader from) {
  std::vector<core::Role> to;
  for (const auto one : from) to.push_back(number(one, core::Role::operator_));
  return to;
}

std::vector<Basis> Words::bases(capnp::List<schema::Basis>::Reader from) {
  std::vector<Basis> to;
  for (const auto one : from) {
    to.push_back(Basis{code(one.getInstrument()), text(one.getArticle()),
                       number(one.getConfidence(), Confidence::design), one.getPercent(), text(one.getNote())});
  }
  return to;
}

namespace {

Instrument unpack_instrument(Words& words, schema::Instrument::Reader from) {
  return Instrument{words.code(from.getKey()),
                    words.label(from.getTitle()),
                    words.text(from.getNumber()),
                    words.date(from.getEffectiveFrom()),
                    words.date(from.getEffectiveTo()),
                    words.date(from.getCheckedAsOf()),
                    words.number(from.getConfidence(), Confidence::design),
                    from.getPercent(),
                    words.text(from.getNote())};
}

CodeList unpack_code_list(Words& words, schema::CodeList::Reader from) {
  CodeList list{words.code(from.getName()), {}};
  for (const auto value : from.getValues()) {
    list.values.push_back(CodeValue{words.text(value.getCode()), words.label(value.getLabel())});
  }
  return list;
}

/// What steps and requirements of `universal` the procedure takes is copied into it.
struct Universal {
  std::vector<Step> steps;
  std::vector<Requirement> requirements;
};

void take(Procedure& procedure, const std::vector<std::string>& names, const Universal& universal, Mistakes& mistakes) {
  for (const auto& name : names) {
    const auto at = std::find_if(universal.steps.begin(), universal.steps.end(),
                                 [&](const Step& step) { return step.id.view() == name; });
    if (at == universal.steps.end()) {
      mistakes.add(name, "no universal step");
    } else if (find_step(procedure, at->id) != nullptr) {
      mistakes.add(name, "defined by this kind itself: it may not take the universal step too");
    } else {
      procedure.steps.push_back(*at);
      procedure.steps.back().taken = true;
    }
  }
  // A step of its own is no universal one, though it has the same name.
  const auto is_taken = [&](const Code& step) {
    return std::find(names.begin(), names.end(), step.str()) != names.end();
  };
  for (auto requirement : universal.requirements) {
    const bool of_every_message = requirement.steps.empty();
    requirement.steps.erase(std::remove_if(requirement.steps.begin(), requirement.steps.end(), std::not_fn(is_taken)),
                            requirement.steps.end());
    if (of_every_message || !requirement.steps.empty()) procedure.requirements.push_back(std::move(requirement));
  }
}

Procedure unpack_procedure(Words& words, schema::Procedure::Reader from, const Universal& universal) {
  Procedure to;
  to.id = words.code(from.getId());
  to.name = words.text(from.getName());
  const Mistakes::Row row(words.mistakes(), to.id.str());
  to.label = words.label(from.getLabel());
  to.from = words.roles(from.getFrom());
  to.to = words.roles(from.getTo());
  to.policy = words.text(from.getPolicy());
  to.same_level = from.getSameLevel();
  for (const auto state : from.getStates()) {
    to.states.push_back(StateRule{words.code(state.getId()), words.label(state.getLabel()), state.getFinal(),
                                  words.codes(state.getWas())});
  }
  for (const auto step : from.getSteps()) to.steps.push_back(unpack_step(words, step));
  for (const auto one : from.getRequirements()) to.requirements.push_back(unpack_requirement(words, one));
  for (const auto clock : from.getClocks()) to.clocks.push_back(unpack_clock(words, clock));
  to.outcomes = words.codes(from.getOutcomes());
  to.stages = words.codes(from.getStages());
  to.counters = words.codes(from.getCounters());
  to.follow_on = words.codes(from.getFollowOn());
  to.basis = words.bases(from.getBasis());
  take(to, words.texts(from.getTakes()), universal, words.mistakes());
  return to;
}

template <class T, class Key>
void sort_unique(std::vector<T>& rows, Key key, Mistakes& mistakes) {
  std::stable_sort(rows.begin(), rows.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (key(rows[i]) == key(rows[i - 1])) mistakes.add(key(rows[i]).str(), "stands twice in the set");
  }
}

/// "2025-10-01" or "2025-10-01..2025-10-08".
void add_days(Words& words, const std::string& written, std::vector<core::Date>& days) {
  const auto dots = written.find("..");
  const auto first = core::parse_date(std::string_view(written).substr(0, dots));
  const auto last = dots == std::string::npos ? first : core::parse_date(std::string_view(written).substr(dots + 2));
  if (!first || !last || *last < *first || last->days - first->days > 366) {
    words.mistakes().add(written, "neither a date nor a span like \"2025-10-01..2025-10-08\" of at most a year");
    return;
  }
  for (auto day = *first; day <= *last; ++day.days) days.push_back(day);
}

std::vector<core::Date> days_of(Words& words, capnp::List<capnp::Text>::Reader from, int year) {
  std::vector<core::Date> days;
  for (const auto one : from) add_days(words, words.text(one), days);
  std::sort(days.begin(), days.end());
  for (std::size_t i = 0; i < days.size(); ++i) {
    const auto written = core::print_date(days[i]);
    if (core::civil_from(days[i]).year != year) words.mistakes().add(written, "no day of the year it stands under");
    if (i > 0 && days[i] == days[i - 1]) words.mistakes().add(written, "stands twice");
  }
  return days;
}

}  // namespace

PackBundle unpack_bundle(schema::Pack::Reader pack, Mistakes& mistakes) {
  Words words(mistakes);
  PackBundle to;
  to.id = words.text(pack.getId());
  to.version = words.text(pack.getVersion());
  to.issuer = words.text(pack.getIssuer());
  to.agreement = words.text(pack.getAgreement());
  to.effective_from = words.date(pack.getEffectiveFrom());
  to.effective_to = words.date(pack.getEffectiveTo());
  to.checked_as_of = words.date(pack.getCheckedAsOf());
  for (const auto one : pack.getInstruments()) to.instruments.push_back(unpack_instrument(words, one));
  for (const auto one : pack.getSettings()) {
    to.settings.push_back(Setting{words.code(one.getId()), words.label(one.getTitle()), words.text(one.getDefault()),
                                  words.texts(one.getAlternatives())});
  }
  for (const auto one : pack.getCodeLists()) to.code_lists.push_back(unpack_code_list(words, one));
  for (const auto one : pack.getDocuments()) to.documents.push_back(unpack_document(words, one, to.code_lists));
  Universal universal;
  for (const auto one : pack.getUniversal().getSteps()) universal.steps.push_back(unpack_step(words, one));
  for (const auto one : pack.getUniversal().getRequirements()) {
    universal.requirements.push_back(unpack_requirement(words, one));
  }
  for (const auto one : pack.getUniversal().getClocks()) to.universal_clocks.push_back(unpack_clock(words, one));
  for (const auto one : pack.getProcedures()) to.procedures.push_back(unpack_procedure(words, one, universal));
  for (const auto one : pack.getAbsent()) {
    to.absent.push_back(AbsentKind{words.code(one.getId()), words.text(one.getName()), words.label(one.getLabel())});
  }
  sort_unique(
      to.documents, [](const DocumentRule& one) -> const DocumentType& { return one.type; }, mistakes);
  sort_unique(
      to.procedures, [](const Procedure& one) -> const Code& { return one.id; }, mistakes);
  add_overlays(words, pack, to);
  for (const auto one : pack.getStandards()) to.standards.push_back(unpack_standard(words, one));
  std::stable_sort(to.standards.begin(), to.standards.end(), [](const Standard& a, const Standard& b) {
    return std::tie(a.offence, a.effective_from) < std::tie(b.offence, b.effective_from);
  });
  return to;
}

core::Calendar unpack_calendar(schema::Calendar::Reader calendar, Mistakes& mistakes) {
  Words words(mistakes);
  core::Calendar to;
  to.id = words.text(calendar.getId());
  to.version = words.text(calendar.getVersion());
  if (to.id.empty()) mistakes.add("calendar", "needs an id");
  if (to.version.empty()) mistakes.add("calendar", "needs a version");
  for (const auto from : calendar.getYears()) {
    core::CalendarYear year;
    year.year = from.getYear();
    year.instrument = words.text(from.getInstrument());
    year.published = words.date(from.getPublished()).value_or(core::Date());
    year.rest = days_of(words, from.getRest(), year.year);
    year.working = days_of(words, from.getWorking(), year.year);
    for (const auto day : year.working) {
      const auto written = core::print_date(day);
      if (core::weekday_of(day) < 5) mistakes.add(written, "no weekend day: only those are swapped to work");
      if (std::binary_search(year.rest.begin(), year.rest.end(), day))
        mistakes.add(written, "stands among the rest days and the working days: one of them");
    }
    if (year.instrument.empty()) mistakes.add(std::to_string(year.year), "needs the instrument that says so");
    to.years.push_back(std::move(year));
  }
  std::sort(to.years.begin(), to.years.end(),
            [](const core::CalendarYear& a, const core::CalendarYear& b) { return a.year < b.year; });
  for (std::size_t i = 1; i < to.years.size(); ++i) {
    if (to.years[i].year == to.years[i - 1].year)
      mistakes.add(std::to_string(to.years[i].year), "the year stands twice");
  }
  return to;
}

}  // namespace caseway::rules
