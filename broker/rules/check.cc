#include "broker/rules/check.h"

#include <algorithm>
#include <set>

#include "broker/core/limits.h"
#include "broker/rules/edition.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

constexpr std::size_t finding_code_bytes_max = 255;  // as wire/record.h reads them back

class Check {
 public:
  Check(const PackBundle& bundle, Mistakes& mistakes) : bundle_(bundle), mistakes_(mistakes) {}

  void all() {
    if (bundle_.id.empty() || bundle_.version.empty()) mistakes_.add({}, "a set needs an id and a version");
    if (!bundle_.id.empty() && !is_set_id(bundle_.id))
      wrong(bundle_.id, std::string("the id of a set: ") + set_id_form);
    for (const auto& one : bundle_.instruments) instrument(one);
    for (const auto& one : bundle_.settings) {
      once(settings_, one.id.str());
      label(one.id.str(), one.title);
    }
    for (const auto& one : bundle_.code_lists) code_list(one);
    for (const auto& one : bundle_.documents) document(one);
    for (const auto& one : bundle_.absent) {
      once(kinds_, one.id.str());
      label(one.id.str(), one.label);
    }
    for (const auto& one : bundle_.universal_clocks) clock(one, nullptr);
    for (const auto& one : bundle_.procedures) procedure(one);
    for (const auto& one : bundle_.regions) {
      const Mistakes::Row row(mistakes_, one.code);
      label({}, one.label);
      bases({}, one.basis);
    }
    std::set<std::string> standards;
    for (const auto& one : bundle_.standards) {
      once(standards, one.offence.str() + " " + one.version);
      standard(one);
    }
  }

 private:
  void wrong(const std::string& literal, std::string what) { mistakes_.add(literal, std::move(what)); }

  void once(std::set<std::string>& seen, const std::string& name) {
    if (name.empty()) wrong({}, "a row needs a name");
    if (!seen.insert(name).second) wrong(name, "stands twice in the set");
  }

  void label(const std::string& row, const Label& it) {
    if (it.zh.empty() || it.en.empty())
      wrong(row, it.zh.empty() ? "needs a label in Chinese" : "needs a label in English");
  }

  void confidence(const std::string& row, Confidence it, std::uint8_t percent) {
    const bool recalled = it == Confidence::recalled;
    if (recalled && (percent < 1 || percent > 99)) wrong(row, "recalled sources say how sure, 1 to 99 percent");
    if (!recalled && percent != 0) wrong(row, "percent stands with recalled alone");
  }

  void bases(const std::string& row, const std::vector<Basis>& all) {
    if (all.empty()) wrong(row, "needs a basis: an article, a site setting, or our own design");
    for (const auto& one : all) {
      const bool ours = one.confidence == Confidence::site || one.confidence == Confidence::design;
      if (one.instrument.empty() && !ours) wrong(row, "a basis needs its instrument");
      if (!one.instrument.empty() && bundle_.instrument(one.instrument) == nullptr) {
        wrong(one.instrument.str(), "no instrument of the set");
      }
      confidence(row, one.confidence, one.percent);
    }
  }

  /// A finding's code is journalled, and read back as printable ASCII of 1 to 255 bytes.
  void finding_code(const std::string& it) {
    const bool printable = std::all_of(it.begin(), it.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (it.empty() || it.size() > finding_code_bytes_max || !printable) {
      wrong(it, "no code of 1 to 255 printable ASCII letters without a space");
    }
  }

  void setting(const Code& id) {
    if (!id.empty() && bundle_.setting(id) == nullptr) wrong(id.str(), "no setting of the set");
  }

  void known_document(const DocumentType& type) {
    if (!type.empty() && bundle_.document(type) == nullptr) wrong(type.str(), "no document of the dictionary");
  }

  bool is_kind(const Code& id) { return bundle_.procedure(id) != nullptr || bundle_.is_absent(id); }

  void known_clock(const Code& id) {
    if (bundle_.clock(id) != nullptr) return;
    const auto view = id.view();
    const auto kind = Code::make(view.substr(0, view.find('.')));
    if (!kind || !bundle_.is_absent(*kind)) wrong(id.str(), "no clock of the set or of an absent kind");
  }

  void condition(const Condition& it) { check_condition(bundle_, it, nullptr, mistakes_); }

  void instrument(const Instrument& it) {
    once(instruments_, it.key.str());
    label(it.key.str(), it.title);
    confidence(it.key.str(), it.confidence, it.percent);
    if (is_never_in_force({it.effective_from, it.effective_to})) {
      wrong(it.key.str(), "its last day lies before its first");
    }
  }

  void code_list(const CodeList& it) {
    const Mistakes::Row row(mistakes_, it.name.str());
    once(code_lists_, it.name.str());
    if (it.values.empty()) wrong({}, "needs at least one value");
    std::set<std::string> codes;
    for (const auto& value : it.values) {
      once(codes, value.code);
      label(value.code, value.label);
    }
  }

  void fields(const std::vector<FieldType>& all) {
    std::set<std::string> names;
    for (const auto& it : all) {
      const Mistakes::Row row(mistakes_, it.name.str());
      once(names, it.name.str());
      label({}, it.label);
      if (it.kind == FieldKind::code && it.codes.empty()) wrong({}, "a code field needs a code list");
      if (it.kind != FieldKind::code && !it.codes.empty()) wrong({}, "codes stand in a code field alone");
      if ((it.kind == FieldKind::group) != !it.fields.empty()) wrong({}, "a group, and no other field, has fields");
      if (it.least > 0 && !it.list) wrong({}, "`least` stands with a list");
      if (it.need == Need::when && it.when.op == Op::always) wrong({}, "need = when says when");
      if (it.need == Need::when) check_condition(bundle_, it.when, &all, mistakes_);
      fields(it.fields);
    }
  }

  void document(const DocumentRule& it) {
    const Mistakes::Row row(mistakes_, it.type.str());
    if (it.type.empty()) wrong({}, "a document needs a type");
    label({}, it.label);
    bases({}, it.basis);
    fields(it.fields);
  }

  /// `of` is null for a universal clock.
  void clock(const ClockRule& it, const Procedure* of) {
    const Mistakes::Row row(mistakes_, it.id.str());
    once(clocks_, it.id.str());
    label({}, it.label);
    label({}, it.consequence);
    bases({}, it.basis);
    setting(it.setting);
    setting(it.extension.setting);
    known_document(it.anchor_document);
    known_document(it.extension.document);
    if (!it.late_finding.empty()) finding_code(it.late_finding);
    if (it.length <= 0 && !it.length_from) wrong({}, "needs a length above 0, or lengthFrom");
    if (it.second_length < 0) wrong({}, "the second length is below 0");
    known_document(it.suspend_document);
    if (it.unit == Unit::days && it.basis_of_days == DayBasis::none)
      wrong({}, "needs dayBasis: calendar, working or disputed");
    if (it.unit != Unit::days && it.basis_of_days != DayBasis::none) wrong({}, "only days have a day basis");
    if (it.unit == Unit::hours && it.rolls) wrong({}, "hours never roll");
    if (it.anchor == AnchorKind::received && it.anchor_document.empty())
      wrong({}, "needs the document that is received");
    if (it.anchor == AnchorKind::asserted && it.anchor_path.text.empty())
      wrong({}, "needs the path of the asserted anchor");
    if (!it.anchor_path.text.empty()) check_time(bundle_, it.anchor_path, false, mistakes_);
    if (it.end_path) check_time(bundle_, *it.end_path, false, mistakes_);
    if (it.length_from) check_time(bundle_, *it.length_from, true, mistakes_);
    if (it.length_or) check_time(bundle_, *it.length_or, true, mistakes_);
    if (it.transition != Transition::keep && it.length_from) {
      wrong({}, "a transition counts by the row; here a document names the length");
    }
    check_shape(bundle_, it, of == nullptr, mistakes_);
    refuse_later(it, mistakes_);
    if (it.raises.empty()) return;
    const auto raised_by = [&](const Procedure& procedure) {
      const auto* step = find_step(procedure, it.raises);
      return step != nullptr && step->say == Say::event;
    };
    const bool raised =
        of != nullptr ? raised_by(*of) : std::any_of(bundle_.procedures.begin(), bundle_.procedures.end(), raised_by);
    if (!raised) wrong(it.raises.str(), "no step of say = event");
  }

  void requirement(const Requirement& it, const Procedure& of) {
    const Mistakes::Row row(mistakes_, it.id);
    finding_code(it.id);
    label({}, it.label);
    label({}, it.missing);
    bases({}, it.basis);
    setting(it.setting);
    known_document(it.document);
    const bool own = it.id.starts_with(of.id.str() + ".");
    for (const auto& step : it.steps) {
      if (own && find_step(of, step) == nullptr) wrong(step.str(), none_of("step of " + of.id.str(), of.steps));
    }
    for (const auto& step : it.bars) {
      if (find_step(of, step) == nullptr) wrong(step.str(), none_of("step of " + of.id.str(), of.steps));
    }
    condition_of_party(it.when, it.per_party);
    condition_of_party(it.must, it.per_party);
    const bool only_recalled = !it.basis.empty() && std::all_of(it.basis.begin(), it.basis.end(), [](const Basis& one) {
      return one.confidence == Confidence::recalled;
    });
    if (only_recalled && (it.stops || !it.bars.empty())) wrong({}, "what is recalled only may neither bar nor stop");
    if (it.stops && !it.bars.empty()) wrong({}, "it stops the message or bars a later step, not both");
    if (it.until_waived != !it.waived_by.empty()) wrong({}, "untilWaived and waivedBy stand together");
  }

  void state(const Procedure& of, const Code& id) {
    if (id.empty()) return;
    const bool known =
        std::any_of(of.states.begin(), of.states.end(), [&](const StateRule& one) { return one.id == id; });
    if (!known) wrong(id.str(), none_of("state of " + of.id.str(), of.states));
  }

  void copy(const Copy& it) {
    for (const auto& type : it.documents) known_document(type);
    for (const auto& fact : it.facts) {
      static constexpr std::string_view facts[] = {"occurred_at", "received_at", "state", "outcome", "late"};
      if (std::find(std::begin(facts), std::end(facts), fact.view()) == std::end(facts)) {
        wrong(fact.str(), "no fact; there are occurred_at received_at state outcome late");
      }
    }
    if (!it.under.empty() && !is_kind(it.under)) wrong(it.under.str(), "no kind of the set, nor an absent one");
    const auto* under = bundle_.procedure(it.under);
    for (const auto role : it.roles) {  // a transfer of that kind is opened to it
      const bool takes = under == nullptr || under->to.empty() ||
                         std::find(under->to.begin(), under->to.end(), role) != under->to.end();
      if (!takes) wrong(std::string(name_of(role)), "no role to which " + it.under.str() + " goes");
    }
    if (it.to == CopyTo::role && it.roles.empty()) wrong({}, "a copy to a role needs roles");
    setting(it.setting);
    condition(it.when);
  }

  void opening(const Opening& it) {
    if (bundle_.is_absent(it.procedure)) return;
    const auto* procedure = bundle_.procedure(it.procedure);
    if (procedure == nullptr) return wrong(it.procedure.str(), "no kind of the set, nor an absent one");
    const auto* opens = find_step(*procedure, it.step);
    if (opens == nullptr) return wrong(it.step.str(), none_of("step of " + it.procedure.str(), procedure->steps));
    if (opens->state.empty()) wrong(it.step.str(), "no step that leads to one state");
  }

  void clocks_of(const Step& it) {
    for (const auto& one : it.starts) {
      known_clock(one.clock);
      condition_of_party(one.when, one.per_pair);
    }
    for (const auto& one : it.ends) {
      known_clock(one.clock);
      condition_of_party(one.when, one.per_pair);
    }
    constexpr auto most = core::limits::clocks_of_step_max;  // an outcome must fit a frame
    if (it.starts.size() > most || it.ends.size() > most || it.opens.size() > most) {
      wrong({}, "at most " + std::to_string(most) + " clocks started, clocks ended, openings");
    }
    for (const auto* clocks : {&it.pauses, &it.resumes}) {
      for (const auto& one : *clocks) known_clock(one);
    }
  }

  /// `each`: asked for each party, which is `element`.
  void condition_of_party(const Condition& it, bool each) {
    if (!each) return condition(it);
    Condition all;
    all.op = Op::for_all;
    all.left.is_path = true;
    all.left.path = *parse_path("party");
    all.children.push_back(it);
    condition(all);
  }

  void outcome(const Step& it, const Procedure& of) {
    if (it.outcome.empty()) return;
    const auto* list = bundle_.code_list("outcome");
    const bool known =
        list != nullptr && std::any_of(list->values.begin(), list->values.end(),
                                       [&](const CodeValue& one) { return one.code == it.outcome.view(); });
    if (!known) wrong(it.outcome.str(), "no value of code list outcome");
    if (std::find(of.outcomes.begin(), of.outcomes.end(), it.outcome) == of.outcomes.end()) {
      wrong(it.outcome.str(), "no outcome of " + of.id.str());
    }
  }

  void step(const Step& it, const Procedure& of) {
    const Mistakes::Row row(mistakes_, it.id.str());
    label({}, it.label);
    bases({}, it.basis);
    const bool placed = it.opens_transfer || !it.in_states.empty() || it.in_any_state || it.say == Say::with;
    if (!placed && it.say != Say::event) wrong({}, "needs the states in which it is open");
    if (it.by.empty() && it.say == Say::message) wrong({}, "needs who says it (`by`)");
    if (it.opens_transfer && it.state.empty())
      wrong({}, "a step that opens needs the one state that it leads to");  // its first
    for (const auto& one : it.in_states) state(of, one);
    state(of, it.state);
    state(of, it.otherwise);
    for (const auto& branch : it.branches) {
      state(of, branch.state);
      condition(branch.when);
    }
    condition(it.holds);
    if (it.holds.op != Op::always && it.say == Say::message) label("barred", it.barred);
    for (const auto& type : it.documents) known_document(type);
    clocks_of(it);
    for (const auto& one : it.copies) copy(one);
    for (const auto& one : it.opens) opening(one);
    outcome(it, of);
    for (const auto& counter : it.counters) {
      if (std::find(of.counters.begin(), of.counters.end(), counter) == of.counters.end()) {
        wrong(counter.str(), "no counter of " + of.id.str());
      }
    }
  }

  bool is_code(const char* list, const Code& code) {
    const auto* known = bundle_.code_list(list);
    return known != nullptr && std::any_of(known->values.begin(), known->values.end(),
                                           [&](const CodeValue& one) { return one.code == code.view(); });
  }

  void standard(const Standard& it) {
    const Mistakes::Row row(mistakes_, it.version);
    if (!is_code("offence", it.offence)) wrong(it.offence.str(), "no value of code list offence");
    if (!it.effective_from) wrong({}, "needs the day from which it is in force");
    if (is_never_in_force({it.effective_from, it.effective_to})) wrong({}, "its last day lies before its first");
    bases({}, it.basis);
    if (it.limbs.empty()) wrong({}, "needs at least one limb");
    for (const auto& limb : it.limbs) {
      bases({}, limb.basis);
      condition(limb.when);
      if (limb.when.op != Op::always) label({}, limb.label);
      if (limb.measures.empty()) wrong({}, "a limb needs figures");
      for (const auto& one : limb.measures) {
        if (one.kinds.empty() || one.at_least <= 0) wrong({}, "a measure needs kinds and a figure above 0");
        for (const auto& kind : one.kinds) {
          if (!is_code("amount_kind", kind)) wrong(kind.str(), "no value of code list amount_kind");
        }
      }
    }
  }

  void procedure(const Procedure& it) {
    const Mistakes::Row row(mistakes_, it.id.str());
    once(kinds_, it.id.str());
    label({}, it.label);
    if (it.name.empty()) wrong({}, "a kind needs a name like adm.pol.crime_transfer");
    std::set<std::string> states;
    for (const auto& one : it.states) {
      once(states, one.id.str());
      label(one.id.str(), one.label);
    }
    for (const auto& one : it.states) {  // what went by a name that is gone
      for (const auto& was : one.was) once(states, was.str());
    }
    std::set<std::string> steps;
    bool opens = false;
    for (const auto& one : it.steps) {
      once(steps, one.id.str());
      opens = opens || one.opens_transfer || one.say == Say::with;
      step(one, it);
    }
    if (!opens) wrong({}, "needs a step that opens a transfer");
    std::set<std::string> requirements;
    for (const auto& one : it.requirements) {
      once(one.id.starts_with(it.id.str() + ".") ? requirements_ : requirements, one.id);
      requirement(one, it);
    }
    for (const auto& one : it.clocks) clock(one, &it);
    check_shapes(bundle_, it, mistakes_);
    refuse_later(it, mistakes_);
    for (const auto& kind : it.follow_on) {
      if (!is_kind(kind)) wrong(kind.str(), "no kind of the set, nor an absent one");
    }
  }

  const PackBundle& bundle_;
  Mistakes& mistakes_;
  std::set<std::string> instruments_;
  std::set<std::string> settings_;
  std::set<std::string> code_lists_;
  std::set<std::string> kinds_;
  std::set<std::string> clocks_;
  std::set<std::string> requirements_;
};

}  // namespace

bool is_set_id(std::string_view id) {
  const auto is_first = [](char c) { return ('a' <= c && c <= 'z') || ('0' <= c && c <= '9'); };
  return !id.empty() && id.size() <= core::limits::code_bytes_max && is_first(id.front()) &&
         std::all_of(id.begin(), id.end(), [&](char c) { return is_first(c) || c == '-' || c == '_'; });
}

void check_bundle(const PackBundle& bundle, Mistakes& mistakes) { Check(bundle, mistakes).all(); }

}  // namespace caseway::rules
