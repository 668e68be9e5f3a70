// Words of a row that stand only beside others: alone they would say nothing, or two things.
#include <algorithm>

#include "broker/rules/check.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

/// The first path that leads elsewhere than to what the engine tells; elements are those of told lists.
const Path* first_not_told(const Condition& it) {
  for (const auto* operand : {&it.left, &it.right, &it.factor}) {
    const auto root = operand->path.root;
    const bool told = root == Root::transfer || root == Root::case_graph || root == Root::clock ||
                      root == Root::agency || root == Root::element;
    if (operand->is_path && !told) return &operand->path;
  }
  for (const auto& child : it.children) {
    if (const auto* found = first_not_told(child)) return found;
  }
  return nullptr;
}

bool is_party_of_transfer(Side side) { return side == Side::sender || side == Side::receiver; }

/// "of = opener": as a pack writes it.
std::string written(const char* word, Side side) {
  static constexpr const char* names[] = {"sender", "receiver", "either", "both", "system", "opener", "other"};
  return std::string(word) + " = " + names[static_cast<int>(side) - 1];
}

std::string written(NewReceiver receiver) {
  return receiver == NewReceiver::named ? "receiver = named" : "receiver = sayer";
}

class Shapes {
 public:
  Shapes(const PackBundle& bundle, const Procedure& of, Mistakes& mistakes)
      : bundle_(bundle), of_(of), mistakes_(mistakes) {}

  void stages() {
    for (const auto& one : of_.stages) {
      const bool known = std::find(of_.outcomes.begin(), of_.outcomes.end(), one) != of_.outcomes.end();
      if (!known) wrong(one.str(), "no outcome of " + of_.id.str());
    }
  }

  /// Each may be open for every party of a message, for every step that it bars: an outcome must fit a frame.
  void requirements() {
    std::size_t of_parties = 0;
    for (const auto& one : of_.requirements) {
      if (one.per_party) of_parties += std::max<std::size_t>(1, one.bars.size());
      requirement(one);
    }
    constexpr auto most = core::limits::requirements_of_party_max;
    if (of_parties > most)
      wrong("perParty", "at most " + std::to_string(most) + " in a kind, one for each step barred");
  }

  void requirement(const Requirement& it) {
    const Mistakes::Row row(mistakes_, it.id);
    for (const auto& bar : it.bars) {
      const auto* step = find_step(of_, bar);
      const bool names_parties = step == nullptr || !step->outcome.empty();
      if (it.per_party && !names_parties) wrong(bar.str(), "perParty bars a step that makes an outcome");
    }
    if (it.bars_while.op == Op::always) return;
    if (it.bars.empty()) wrong("barsWhile", "stands with `bars`");
    if (const auto* path = first_not_told(it.bars_while)) wrong(path->text, "barsWhile asks what the engine tells");
    check_condition(bundle_, it.bars_while, nullptr, mistakes_);
  }

  void step(const Step& it) {
    const Mistakes::Row row(mistakes_, it.id.str());
    if (it.in_final_only && (!it.in_any_state || it.in_final_too)) {
      wrong("finalOnly", "stands with anyState, and not with finalToo");
    }
    const bool can_be_barred = it.say == Say::message && it.holds.op != Op::always;
    if (!it.waived_by.empty() && !can_be_barred)
      wrong("waivedBy", "stands with `holds`, on a step that a message says");
    of_message(it);
    if (!it.with_steps.empty()) said_with(it);
    links(it);
    items(it, it.asks, "asks");
    items(it, it.answers, "answers");
    if (!it.answers.requirement.empty() && !is_asked(it.answers.requirement)) {
      wrong(it.answers.requirement, "no requirement that a step of " + of_.id.str() + " asks for");
    }
    for (const auto& one : it.copies) copy(one);
    for (const auto& one : it.starts) start(one);
  }

 private:
  void wrong(const std::string& literal, std::string what) { mistakes_.add(literal, std::move(what)); }

  /// What a message brings: a step without one has none of it, and one that only opens has it anyway.
  void of_message(const Step& it) {
    const bool has_message = it.say == Say::message || it.say == Say::with;
    const bool only_opens = it.opens_transfer && it.in_states.empty() && !it.in_any_state;
    const bool receives = it.receiver != NewReceiver::same;
    if (it.pairs_added && !has_message) wrong("pairsAdded", "stands with a step that a message says");
    if (receives && !has_message) wrong(written(it.receiver), "stands with a step that a message says");
    if (it.pairs_added && only_opens) wrong("pairsAdded", "a step that opens takes the pairs of its message anyway");
    if (receives && only_opens) wrong(written(it.receiver), "a step that opens has its receiver already");
  }

  /// It acts in several transfers, on a message that is no message of theirs.
  void said_with(const Step& it) {
    if (it.say != Say::with) wrong("withSteps", "stands with say = with");
    for (const auto& one : it.with_steps) with_step(one);
    const bool items = it.items_listed || it.items_counted || it.items_moved || it.items_explained;
    if (items || it.pairs_added || !it.asks.requirement.empty() || !it.answers.requirement.empty()) {
      wrong("withSteps", "takes neither pairs nor items of the message");
    }
    if (!it.reads.empty()) wrong("withSteps", "reads no earlier document: " + it.reads.front().str());
    for (const auto& other : of_.steps) {
      if (&other == &it) break;
      for (const auto& one : other.with_steps) {
        const bool both = std::find(it.with_steps.begin(), it.with_steps.end(), one) != it.with_steps.end();
        if (both && open_together(it, other)) wrong(one, "said already by " + other.id.str() + " in the same state");
      }
    }
  }

  static bool open_together(const Step& one, const Step& other) {
    if (one.in_any_state || other.in_any_state) return true;
    return std::any_of(one.in_states.begin(), one.in_states.end(), [&](const Code& state) {
      return std::find(other.in_states.begin(), other.in_states.end(), state) != other.in_states.end();
    });
  }

  void with_step(const std::string& written) {
    const auto dot = written.find('.');
    const auto kind = Code::make(std::string_view(written).substr(0, dot));
    const auto id = dot == std::string::npos ? std::nullopt : Code::make(std::string_view(written).substr(dot + 1));
    const auto* procedure = kind ? bundle_.procedure(*kind) : nullptr;
    const auto* step = procedure != nullptr && id ? find_step(*procedure, *id) : nullptr;
    const bool absent = kind && bundle_.is_absent(*kind);
    if (!id || (!absent && (step == nullptr || step->say != Say::message))) {
      wrong(written, "no step of a kind of the set that a message says, like \"K01.transfer\"");
    } else if (*kind == of_.id) {
      wrong(written, "no step of another kind");
    }
  }

  void links(const Step& it) {
    if (it.links.empty()) return;
    if (it.say != Say::message) wrong("links", "stands with a step that a message says");
    const auto* list = bundle_.code_list("link");
    const bool known =
        it.links == "*" ||
        (list != nullptr && std::any_of(list->values.begin(), list->values.end(),
                                        [&](const CodeValue& one) { return it.links.view() == one.code; }));
    if (!known) wrong(it.links.str(), "neither \"*\" nor a value of code list link");
  }

  bool is_asked(const std::string& requirement) {
    return std::any_of(of_.steps.begin(), of_.steps.end(),
                       [&](const Step& one) { return one.asks.requirement == requirement; });
  }

  void items(const Step& of, const AskedItems& it, const char* word) {
    if (it.requirement.empty()) return;
    if (of.say == Say::event || of.say == Say::when) wrong(word, "stands with a step that a message says");
    const auto at = std::find_if(of_.requirements.begin(), of_.requirements.end(),
                                 [&](const Requirement& one) { return one.id == it.requirement; });
    if (at == of_.requirements.end()) {
      wrong(it.requirement, "no requirement of " + of_.id.str());
    } else if (at->must.op != Op::always || at->stops || !at->bars.empty() || at->per_party) {
      wrong(it.requirement, "a requirement of items has no `must`, stops and bars nothing");
    }
    const auto* field = field_at(bundle_, it.list);
    const bool carried = std::find(of.documents.begin(), of.documents.end(), it.list.document) != of.documents.end();
    const bool fits = field != nullptr && field->kind == FieldKind::group && field->list;
    if (!fits || it.list.scope != Scope::message) return wrong(it.list.text, "no list of groups of this message");
    if (!carried) wrong(it.list.text, "of no document that the step carries");
    Condition each;  // `element` is the item
    each.op = Op::for_all;
    each.left.is_path = true;
    each.left.path = it.list;
    each.children.push_back(it.when);
    check_condition(bundle_, each, nullptr, mistakes_);
  }

  void copy(const Copy& it) {
    if (!is_party_of_transfer(it.of))
      wrong(written("of", it.of), "only the sender and the receiver have counterparts here");
    if (it.of != Side::sender && it.to != CopyTo::role) wrong(written("of", it.of), "stands with a copy to a role");
  }

  void start(const ClockStart& it) {
    if (!it.warn_from) return;
    check_time(bundle_, *it.warn_from, false, mistakes_);
    const auto* clock = bundle_.clock(it.clock);
    const bool counts_later = it.on_receipt || (clock != nullptr && clock->anchor != AnchorKind::step);
    if (counts_later) wrong("warnFrom", "stands with a clock that counts from the step itself");
  }

  const PackBundle& bundle_;
  const Procedure& of_;
  Mistakes& mistakes_;
};

/// Some step starts it on a receipt, or it is anchored by one.
bool waits_for_receipt(const PackBundle& bundle, const ClockRule& clock) {
  const auto starts = [&](const Step& step) {
    return std::any_of(step.starts.begin(), step.starts.end(),
                       [&](const ClockStart& one) { return one.clock == clock.id && one.on_receipt; });
  };
  return clock.anchor == AnchorKind::received ||
         std::any_of(bundle.procedures.begin(), bundle.procedures.end(),
                     [&](const Procedure& one) { return std::any_of(one.steps.begin(), one.steps.end(), starts); });
}

}  // namespace

void check_shapes(const PackBundle& bundle, const Procedure& of, Mistakes& mistakes) {
  Shapes shapes(bundle, of, mistakes);
  shapes.stages();
  for (const auto& one : of.steps) shapes.step(one);
  shapes.requirements();
}

void check_shape(const PackBundle& bundle, const ClockRule& it, bool universal, Mistakes& mistakes) {
  const auto wrong = [&](const std::string& literal, std::string what) { mistakes.add(literal, std::move(what)); };
  if (it.length_or && !it.length_from) wrong("lengthOr", "stands with lengthFrom");
  if (it.extension.most < 0) wrong({}, "the longest extension is below 0");
  if (!is_party_of_transfer(it.line_of)) {
    wrong(written("lineOf", it.line_of), "only the sender and the receiver have counterparts here");
  }
  if (it.line_of != Side::sender && it.line_to.empty()) wrong("lineOf", "stands with lineTo");
  if (!it.line_kinds.empty() && (!universal || it.line_to.empty())) {
    wrong("lineKinds", "stands with lineTo, on a clock of `universal`");
  }
  for (const auto& kind : it.line_kinds) {
    const bool known = bundle.procedure(kind) != nullptr || bundle.is_absent(kind);
    if (!known) wrong(kind.str(), "no kind of the set, nor an absent one");
  }
  if (it.suspends && it.unit == Unit::hours) wrong("suspends", "hours are never suspended");
  if (!it.suspended_by.empty() && !it.suspends) wrong("suspendedBy", "stands with suspends");
  if (it.suspended_by.empty() != it.suspend_document.empty()) {
    wrong(it.suspended_by.empty() ? "suspendDocument" : "suspendedBy",
          "suspendedBy and suspendDocument stand together");
  }
  if (it.may_pass && (!it.late_finding.empty() || !it.late_ends))
    wrong("mayPass", "stands neither with lateFinding nor with lateEnds = false: nobody is late");
  if (!it.on_ack && !waits_for_receipt(bundle, it)) wrong("onAck", "stands with a clock that waits for a receipt");
}

}  // namespace caseway::rules
