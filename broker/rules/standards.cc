#include "broker/rules/standards.h"

#include <algorithm>
#include <limits>

#include "broker/rules/condition.h"

namespace caseway::rules {
namespace {

struct Acts {
  core::Date began;
  core::Date ended;
};

Acts acts_of(const core::Dossier& dossier, const Code& offence) {
  Acts acts;
  bool first = true;
  for (const auto& act : dossier.head.acts) {
    if (!(act.offence == offence)) continue;
    const auto to = std::max(act.from, act.to);
    acts.began = first ? act.from : std::min(acts.began, act.from);
    acts.ended = first ? to : std::max(acts.ended, to);
    first = false;
  }
  return acts;
}

struct Sum {
  std::int64_t value = 0;
  bool named = false;
};

Sum sum_of(const core::Dossier& dossier, const std::vector<Code>& kinds) {
  Sum sum;
  for (const auto& amount : dossier.head.amounts) {
    if (std::find(kinds.begin(), kinds.end(), amount.kind) == kinds.end() || amount.fen < 0) continue;
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    sum.value = amount.fen > most - sum.value ? most : sum.value + amount.fen;
    sum.named = true;
  }
  return sum;
}

/// Every figure is reached, or four fifths of it; nothing where it measures what the message does not name.
std::optional<Hint> measured(const Limb& limb, const View& view) {
  auto hint = Hint::meets;
  for (const auto& measure : limb.measures) {
    const auto sum = sum_of(*view.dossier, measure.kinds);
    if (!sum.named) return std::nullopt;
    const auto nearly = measure.at_least / 5 * 4 + measure.at_least % 5 * 4 / 5;
    if (sum.value >= measure.at_least) continue;
    hint = std::max(hint, sum.value >= nearly ? Hint::just_below : Hint::below);
  }
  return holds(limb.when, view, nullptr) ? std::optional(hint) : std::nullopt;
}

VersionHint hint_by(const Standard& standard, const View& view) {
  VersionHint best{&standard, Hint::no_amount, nullptr};
  for (const auto& limb : standard.limbs) {
    const auto hint = measured(limb, view);
    if (!hint || *hint >= best.hint) continue;
    best = {&standard, *hint, *hint == Hint::below ? nullptr : &limb};
  }
  return best;
}

/// Whether `later` is more lenient: what it measures is farther from its figures. Nothing is said where one measures
/// nothing.
bool more_lenient(const VersionHint& later, const VersionHint& now) {
  return later.hint != Hint::no_amount && now.hint != Hint::no_amount && later.hint > now.hint;
}

bool in_force(const Standard& one, core::Date from, core::Date to) {
  return *one.effective_from <= to && (!one.effective_to || from <= *one.effective_to);
}

}  // namespace

std::string_view name_of(Hint hint) {
  switch (hint) {
    case Hint::meets: return "meets";
    case Hint::just_below: return "just_below";
    case Hint::below: return "below";
    case Hint::no_amount: return "no_amount";
  }
  return {};
}

std::vector<OffenceHint> hints(const View& view, core::Date today) {
  std::vector<OffenceHint> all;
  for (const auto& act : view.dossier->head.acts) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const OffenceHint& one) { return one.offence == act.offence; });
    const auto acts = acts_of(*view.dossier, act.offence);
    if (known || acts.ended.days == 0) continue;
    OffenceHint one{act.offence, acts.ended, false, {}, 0};
    for (const auto& standard : view.bundle->standards) {
      if (!(standard.offence == act.offence) || !in_force(standard, acts.ended, today)) continue;
      const bool began_before = acts.began < *standard.effective_from && *standard.effective_from <= acts.ended;
      one.across_change = one.across_change || began_before;
      one.versions.push_back(hint_by(standard, view));
      if (more_lenient(one.versions.back(), one.versions[one.governing])) one.governing = one.versions.size() - 1;
    }
    if (!one.versions.empty()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace caseway::rules
