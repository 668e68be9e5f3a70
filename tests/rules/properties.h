// Properties of judging, asked of random worlds: RapidCheck makes the bytes and, when one fails, the world simpler.
#pragma once

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/rules/random_dossier.h"
#include "tests/rules/scene.h"

namespace caseway::rules::tests {

/// Steps of the shipped pack that some requirement looks at.
inline const std::vector<Subject>& shipped_subjects() {
  static const auto subjects = subjects_of(cn_ip());
  return subjects;
}

/// The document of the dictionary that a path begins with: D71.prop of "D71.prop.items"; nothing for any other path.
inline std::optional<DocumentType> document_at(const std::string& path) {
  std::optional<DocumentType> found;
  for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
    const auto type = DocumentType::parse(path.substr(0, end));
    if (type && cn_ip().document(*type) != nullptr) found = type;
    if (end == std::string::npos) return found;
  }
}

/// Asks `property(choices, world)` of `worlds` random worlds of the shipped pack; it fails by RC_ASSERT. What it still
/// needs to choose it takes from `choices`.
template <class Property>
void for_worlds(int worlds, const Straying& straying, Property property) {
  rc::detail::TestParams parameters;
  parameters.maxSuccess = worlds;
  const auto result = rc::detail::checkTestable(
      [&] {
        const auto bytes = *rc::gen::resize(
            rc::kNominalSize, rc::gen::container<std::vector<std::uint8_t>>(2000, rc::gen::arbitrary<std::uint8_t>()));
        Choices choices(bytes);
        const auto& subject = choices.among(shipped_subjects());
        auto world = random_world(choices, subject, cn_calendar(), straying);
        property(choices, world);
      },
      rc::detail::TestMetadata{}, parameters);
  CHECK_MESSAGE(result.template is<rc::detail::SuccessResult>(), result);
}

}  // namespace caseway::rules::tests
