// A step as the rules see it: the message, the facts, and of the world around it what the conditions ask for, no more.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broker/engine/draft.h"
#include "broker/rules/evaluate.h"

namespace caseway::engine {

/// Borrows the draft and the saying; a change of the draft makes a new scene necessary.
class Scene {
 public:
  Scene(const Draft& draft, const Saying& saying);
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  /// Whether `condition` holds; `path` (may be null) is where it failed first.
  bool holds(const rules::Condition& condition, std::string* path = nullptr);
  /// The same with the party of this number as `element`; 0: nobody.
  bool holds_for(const rules::Condition& condition, core::PartyNo party);
  /// Every requirement of the step, with what its conditions ask told.
  rules::Judgement evaluate();
  /// Numbers of the items of the message that count in this list, see rules::numbers_of.
  std::vector<std::uint32_t> items(const rules::AskedItems& list);
  /// The earliest date or instant that `path` shows; see rules::instant_at.
  std::optional<core::Instant> instant(const rules::Path& path);
  /// The view with what the paths of `rule` ask told: for rules::read_asserted and ended_at.
  const rules::View& view(const rules::ClockRule& rule);

 private:
  void tell_documents();
  void tell(const rules::Condition& condition);
  void tell(const rules::Path& path);
  void show_pairs();
  void tell_transfer(const rules::Path& path);
  void tell_case(const rules::Path& path);
  void tell_clock(const rules::Path& path);
  void tell_agency(const rules::Path& path);
  void text(const std::string& name, std::string_view value);
  void integer(const std::string& name, std::int64_t value, core::FieldKind kind = core::FieldKind::integer);

  const Draft& draft_;
  const Saying& saying_;
  const Transfer& transfer_;
  core::Envelope envelope_;  ///< with the recipient that it was resolved to
  core::Dossier
      dossier_;  ///< with the pairs of the transfer, when a condition looks at pairs and the message names none
  std::vector<rules::Surrounding> told_;
  rules::View view_;
};

/// The name at `index` of a path; empty where the path is shorter.
inline std::string_view name_at(const rules::Path& path, std::size_t index) {
  return index < path.names.size() ? path.names[index].view() : std::string_view{};
}

/// Whether it asks for anything: a default-made condition always holds.
inline bool asks(const rules::Condition& condition) { return condition.op != rules::Op::always; }

/// Calls `visit(path)` for each path of `condition`, children included.
template <class Visit>
void each_path(const rules::Condition& condition, const Visit& visit) {
  for (const auto* operand : {&condition.left, &condition.right, &condition.factor}) {
    if (operand->is_path) visit(operand->path);
  }
  for (const auto& child : condition.children) each_path(child, visit);
}

}  // namespace caseway::engine
