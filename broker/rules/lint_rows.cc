// Documents, clocks and words: rows that nothing refers to.
#include <algorithm>
#include <set>

#include "broker/rules/lint.h"

namespace caseway::rules {
namespace {

using Types = std::set<DocumentType>;

void add(Types& to, const Path& path) {
  if (path.root == Root::document) to.insert(path.document);
}

void add(Types& to, const Condition& it) {
  for (const auto* operand : {&it.left, &it.right, &it.factor}) {
    if (operand->is_path) add(to, operand->path);
  }
  for (const auto& child : it.children) add(to, child);
}

/// Those of the steps, of what requirements are about and look at, and of extensions and suspensions of clocks.
Types used_documents(const PackBundle& bundle) {
  Types used;
  const auto of_clock = [&](const ClockRule& clock) {
    for (const auto& type : {clock.extension.document, clock.suspend_document, clock.anchor_document})
      used.insert(type);
    add(used, clock.anchor_path);
  };
  for (const auto& kind : bundle.procedures) {
    for (const auto& step : kind.steps) used.insert(step.documents.begin(), step.documents.end());
    for (const auto& it : kind.requirements) {
      used.insert(it.document);
      add(used, it.when);
      add(used, it.must);
    }
    for (const auto& clock : kind.clocks) of_clock(clock);
  }
  for (const auto& clock : bundle.universal_clocks) of_clock(clock);
  return used;
}

/// Reads `inTime` of this clock, or a name that the engine tells of it.
bool asks_of(const Condition& it, const Code& clock) {
  if (it.clock == clock) return true;
  for (const auto* operand : {&it.left, &it.right}) {
    if (operand->is_path && operand->path.text.starts_with("clock." + clock.str() + ".")) return true;
  }
  return std::any_of(it.children.begin(), it.children.end(),
                     [&](const Condition& child) { return asks_of(child, clock); });
}

/// What the kinds of a set do with one clock.
struct Uses {
  bool started = false;
  bool ended = false;
  bool asked = false;
};

Uses uses_of(const PackBundle& bundle, const ClockRule& clock) {
  Uses uses;
  const auto is_it = [&](const auto& one) { return one.clock == clock.id; };
  for (const auto& kind : bundle.procedures) {
    for (const auto& step : kind.steps) {
      uses.started = uses.started || std::any_of(step.starts.begin(), step.starts.end(), is_it);
      uses.ended = uses.ended || std::any_of(step.ends.begin(), step.ends.end(), is_it);
      uses.asked = uses.asked || asks_of(step.holds, clock.id);
    }
    for (const auto& it : kind.requirements) {
      uses.asked = uses.asked || asks_of(it.when, clock.id) || asks_of(it.must, clock.id);
    }
  }
  return uses;
}

/// Of the end of a clock: a working day is a day at least, a month 28; the later of two lengths.
std::int64_t shortest_ms(const ClockRule& it) {
  const std::int64_t length = std::max(it.length, it.second_length);
  switch (it.unit) {
    case Unit::hours: return length * core::hour_ms;
    case Unit::days: return length * core::day_ms;
    case Unit::months: return length * 28 * core::day_ms;
  }
  return 0;
}

void lint_length(const ClockRule& clock, Mistakes& mistakes) {
  if (clock.length < 0) mistakes.add({}, "the length is below 0");
  if (clock.pre_warning_ms < 0) mistakes.add({}, "the preWarning is below 0");
  if (clock.length > 0 && clock.pre_warning_ms >= shortest_ms(clock))
    mistakes.add({}, "the preWarning is not shorter than the length");
}

void lint_clock(const PackBundle& bundle, const ClockRule& clock, Mistakes& mistakes) {
  const Mistakes::Row row(mistakes, clock.id.str());
  lint_length(clock, mistakes);
  const auto uses = uses_of(bundle, clock);
  const bool dated = !clock.anchor_path.text.empty();
  if (!uses.started && !dated) mistakes.add({}, "no step starts this clock, and no document dates it: it never runs");
  // A date that is only asserted is looked at when a step ends the clock, or a condition asks whether it was in time.
  if (!uses.started && dated && !uses.ended && !uses.asked) {
    mistakes.add({}, clock.anchor_path.text + " dates this clock, and no step starts or ends it: nobody looks at it");
  }
}

void add_named(Types& to, const std::vector<FieldType>& fields) {
  for (const auto& field : fields) {
    to.insert(field.documents.begin(), field.documents.end());
    add_named(to, field.fields);
  }
}

}  // namespace

void lint_documents(const PackBundle& bundle, Mistakes& mistakes) {
  auto used = used_documents(bundle);
  // What a document names travels with it: a name that leads to nothing in the message is a finding.
  for (std::size_t before = 0; before != used.size();) {
    before = used.size();
    for (const auto& it : bundle.documents) {
      if (used.count(it.type) != 0) add_named(used, it.fields);
    }
  }
  for (const auto& it : bundle.documents) {
    const Mistakes::Row row(mistakes, it.type.str());
    if (used.count(it.type) == 0)
      mistakes.add({}, "no step carries this document, no requirement looks at it, and no document in use names it");
  }
}

void lint_clocks(const PackBundle& bundle, Mistakes& mistakes) {
  for (const auto& kind : bundle.procedures) {
    const Mistakes::Row row(mistakes, kind.id.str());
    for (const auto& clock : kind.clocks) lint_clock(bundle, clock, mistakes);
  }
  for (const auto& clock : bundle.universal_clocks) lint_clock(bundle, clock, mistakes);
}

void lint_words(const Procedure& of, Mistakes& mistakes) {
  if (of.basis.empty()) mistakes.add({}, "needs a basis: an article, a site setting, or our own design");
  for (const auto& step : of.steps) {
    const Mistakes::Row row(mistakes, step.id.str(), step.taken ? "universal" : "steps");
    if (step.barred.zh.empty() != step.barred.en.empty()) {
      mistakes.add({}, step.barred.zh.empty() ? "needs the sentence `barred` in Chinese"
                                              : "needs the sentence `barred` in English");
    }
  }
}

}  // namespace caseway::rules
