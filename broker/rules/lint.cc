#include "broker/rules/lint.h"

#include <algorithm>

#include "broker/rules/place.h"

namespace caseway::rules {
namespace {

/// What is found, behind the names of the rows.
std::string_view said(const PackError& error) {
  const std::string_view what = error.what;
  const auto kind = what.find(": ");
  return kind == std::string_view::npos ? what : what.substr(kind + 2);
}

}  // namespace

std::vector<PackError> lint(const Texts& texts, const PackBundle& bundle) {
  Mistakes mistakes;
  for (const auto& kind : bundle.procedures) {
    const Mistakes::Row row(mistakes, kind.id.str());
    lint_states(kind, mistakes);
    lint_steps(kind, mistakes);
    lint_words(kind, mistakes);
    lint_requirements(kind, mistakes);
  }
  lint_documents(bundle, mistakes);
  lint_clocks(bundle, mistakes);
  lint_days(bundle, mistakes);
  lint_standards(bundle, mistakes);
  lint_local_limits(bundle, mistakes);
  // A universal row is found in each kind that takes it, and stands once.
  auto all = places_of(texts, mistakes);
  const auto same = [](const PackError& a, const PackError& b) {
    return std::tie(a.file, a.line, a.column) == std::tie(b.file, b.line, b.column) && said(a) == said(b);
  };
  std::vector<PackError> once;
  for (auto& one : all) {
    if (std::none_of(once.begin(), once.end(), [&](const PackError& other) { return same(one, other); })) {
      once.push_back(std::move(one));
    }
  }
  return once;
}

}  // namespace caseway::rules
