#include "tests/core/material.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/where.h"

namespace caseway::tests {

std::vector<std::string> material_files(std::string_view folder) {
  const auto root = std::filesystem::path(CASEWAY_SOURCE_DIR) / "../shared/material" / folder;
  std::vector<std::string> files;
  if (!std::filesystem::is_directory(root)) {
    MESSAGE("skipped: no test material ", std::string(folder));
    return files;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

boost::json::value read_json(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  return boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::vector<std::uint8_t> from_base64(std::string_view text) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint8_t> bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    const auto digit = digits.find(c);
    REQUIRE(digit != digits.npos);
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(held >> bits));
    }
  }
  return bytes;
}

std::vector<std::uint8_t> from_hexadecimal(std::string_view text) {
  REQUIRE(text.size() % 2 == 0);
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

}  // namespace caseway::tests
