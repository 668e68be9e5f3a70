#include "broker/rules/pack.h"

#include <algorithm>

namespace caseway::rules {
namespace {

/// The element of a vector sorted by `key` that has it; null when there is none.
template <class T, class Key, class Of>
const T* find_sorted(const std::vector<T>& values, const Key& key, Of of) {
  auto at = std::lower_bound(values.begin(), values.end(), key,
                             [&](const T& value, const Key& wanted) { return of(value) < wanted; });
  return at != values.end() && of(*at) == key ? &*at : nullptr;
}

/// The element of a short vector kept in the order of the pack.
template <class T, class Is>
const T* find_listed(const std::vector<T>& values, Is is) {
  auto at = std::find_if(values.begin(), values.end(), is);
  return at != values.end() ? &*at : nullptr;
}

}  // namespace

const StateRule* goes_on_as(const Procedure& kind, const Code& state, bool final_state) {
  const auto fits = [&](const StateRule& one) { return one.final_ == final_state; };
  const auto same = [&](const StateRule& one) { return fits(one) && one.id == state; };
  if (const auto* found = find_listed(kind.states, same)) return found;
  return find_listed(kind.states, [&](const StateRule& one) {
    return fits(one) && std::find(one.was.begin(), one.was.end(), state) != one.was.end();
  });
}

std::string state_left_behind(const PackBundle& version, const PackBundle& next) {
  for (const auto& kind : version.procedures) {
    if (next.is_absent(kind.id)) continue;
    const auto* as = next.procedure(kind.id);
    for (const auto& state : kind.states) {
      if (as == nullptr || goes_on_as(*as, state.id, state.final_) == nullptr)
        return kind.id.str() + "." + state.id.str();
    }
  }
  return {};
}

const Procedure* PackBundle::procedure(const Code& wanted) const {
  return find_sorted(procedures, wanted, [](const Procedure& one) -> const Code& { return one.id; });
}

const DocumentRule* PackBundle::document(const DocumentType& type) const {
  return find_sorted(documents, type, [](const DocumentRule& one) -> const DocumentType& { return one.type; });
}

const CodeList* PackBundle::code_list(const Code& name) const {
  return find_listed(code_lists, [&](const CodeList& one) { return one.name == name; });
}

const ClockRule* PackBundle::clock(const Code& wanted) const {
  const auto is = [&](const ClockRule& one) { return one.id == wanted; };
  if (const auto* universal = find_listed(universal_clocks, is)) return universal;
  for (const auto& procedure : procedures) {
    if (const auto* own = find_listed(procedure.clocks, is)) return own;
  }
  return nullptr;
}

const Instrument* PackBundle::instrument(const Code& key) const {
  return find_listed(instruments, [&](const Instrument& one) { return one.key == key; });
}

const Setting* PackBundle::setting(const Code& wanted) const {
  return find_listed(settings, [&](const Setting& one) { return one.id == wanted; });
}

const Region* PackBundle::region(std::string_view wanted) const {
  return find_listed(regions, [&](const Region& one) { return one.code == wanted; });
}

bool PackBundle::is_absent(const Code& wanted) const {
  return find_listed(absent, [&](const AbsentKind& one) { return one.id == wanted; }) != nullptr;
}

const Step* find_step(const Procedure& procedure, const Code& id) {
  return find_listed(procedure.steps, [&](const Step& one) { return one.id == id; });
}

const Requirement* find_requirement(const PackBundle& bundle, std::string_view id) {
  for (const auto& procedure : bundle.procedures) {
    if (const auto* own = find_listed(procedure.requirements, [&](const Requirement& one) { return one.id == id; })) {
      return own;
    }
  }
  return nullptr;
}

}  // namespace caseway::rules
