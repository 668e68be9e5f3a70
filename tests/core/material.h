// Test vectors written by others, read from beside the checkout. A test that needs them says so and ends where they are
// absent.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::tests {

/// The files of material folder `folder` and below it, sorted; none when it is absent, after a line in the test's
/// output.
std::vector<std::string> material_files(std::string_view folder);
boost::json::value read_json(const std::string& path);
std::vector<std::uint8_t> from_base64(std::string_view text);
std::vector<std::uint8_t> from_hexadecimal(std::string_view text);

}  // namespace caseway::tests
