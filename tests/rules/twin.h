// The slow twin of the evaluator: it judges whole requirements from what docs/RULES.md says of them. It copies every
// value that it meets, looks at everything, and knows no places, budgets or shortcuts. It does not know forms
// (Op::well_formed, form findings) nor facts that were not read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "broker/rules/evaluate.h"
#include "tests/core/day_by_day.h"

namespace caseway::rules::tests {

/// What a message is worth, a line each, in the order of the pack.
struct TwinJudgement {
  std::vector<std::string> findings;  ///< "K01.D04 absent required", " stops", " bars registered", " at party.3" behind
  std::vector<std::string> met;       ///< "K01.D01", "K12.named at party.1"
  bool stopped = false;
  friend bool operator==(const TwinJudgement&, const TwinJudgement&) = default;
};

/// The same lines of what the evaluator found; form findings are left out.
TwinJudgement lines_of(const View& view, const Judgement& judgement);

/// Borrows its view and its days; the days are those of the view's calendar.
class Twin {
 public:
  Twin(const View& view, const caseway::tests::DayByDay& days);

  [[nodiscard]] TwinJudgement judge() const;
  [[nodiscard]] bool holds(const Condition& condition) const { return test(condition, nullptr); }

  /// A thing that a path shows. Of a document its stamp and carrier stand beside its fields.
  struct Seen {
    core::Value value;
    bool is_document = false;
    core::Stamp stamp = core::Stamp::none;
    core::Carrier carrier = core::Carrier::electronic;
  };
  using All = std::vector<Seen>;
  /// What an operand shows. `element` may be null.
  [[nodiscard]] All see(const Operand& operand, const Seen* element) const;
  [[nodiscard]] bool test(const Condition& it, const Seen* element) const;

 private:
  [[nodiscard]] All see(const Path& path, const Seen* element) const;
  [[nodiscard]] All documents(const Path& path) const;
  [[nodiscard]] All told(const std::string& name) const;
  [[nodiscard]] std::int64_t how_many(const Condition& it, const Seen* element) const;
  [[nodiscard]] bool compare(const Condition& it, const Seen* element) const;
  [[nodiscard]] bool on_documents(const Condition& it, const Seen* element) const;
  [[nodiscard]] bool lists_agree(const Condition& it, const Seen* element) const;
  [[nodiscard]] bool material_list(const DocumentType& lists) const;
  [[nodiscard]] bool in_time(const Code& clock) const;
  [[nodiscard]] std::optional<core::Value> earliest(const Path& path) const;
  [[nodiscard]] NamedLength named_length(const ClockRule& rule) const;
  void judge_one(const Requirement& requirement, const Seen* element, const std::string& at, TwinJudgement& to) const;

  const View& view_;
  const caseway::tests::DayByDay& days_;
  core::Value head_;
  core::Value step_;
};

/// read_clock, counted day by day.
Reading twin_reading(const ClockRule& rule, core::Instant anchor, bool custody, const caseway::tests::DayByDay& days,
                     const std::vector<std::pair<Code, std::string>>& settings, const NamedLength& named = {},
                     std::optional<core::Instant> warn_from = {});

}  // namespace caseway::rules::tests
