// A message of any step under a pack, made from the pack's own dictionary: for the benches of rules.
#pragma once

#include <string_view>
#include <vector>

#include "broker/rules/evaluate.h"

namespace caseway::bench {

/// A message with what is around it; its view borrows it, the pack and the calendar.
struct Said {
  /// Of one person, without documents. MUST be a step of `procedure`.
  Said(const rules::PackBundle& bundle, const rules::Procedure& procedure, const core::Code& step,
       const core::Calendar& calendar);

  /// Carries every document of the step, each field with a value of its kind, a list with `count`.
  void fill(std::size_t count);
  [[nodiscard]] rules::View view() const;

  const rules::PackBundle& bundle;
  const rules::Procedure& procedure;
  const rules::Step& step;
  const core::Calendar& calendar;
  core::Envelope envelope;
  core::Dossier dossier;
  std::vector<core::Digest> part_digests;
  core::Facts facts;
  std::vector<rules::Surrounding> told;
  std::vector<std::pair<core::Code, std::string>> settings;
};

}  // namespace caseway::bench
