#include "tests/rules/pack_texts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "broker/rules/compile.h"
#include "tests/where.h"

namespace caseway::rules::tests {

void replace(Texts& texts, const std::string& file, const std::string& there, const std::string& words) {
  auto& text = texts.at(file);
  const auto at = text.find(there);
  REQUIRE_MESSAGE(at != std::string::npos, there);
  text.replace(at, there.size(), words);
}

std::vector<std::string> errors_of(const Texts& texts) {
  const auto compiled = compile_bundle(texts);
  CHECK(compiled.binary.empty() != compiled.errors.empty());
  std::vector<std::string> all;
  for (const auto& one : compiled.errors) {
    all.push_back(one.file + ":" + std::to_string(one.line) + ":" + std::to_string(one.column) + ": " + one.what);
  }
  return all;
}

std::string place_at(const Texts& texts, const std::string& file, std::size_t at) {
  const auto before = texts.at(file).substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n') + 1;
  const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start), before.end(),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }) +
                      1;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
}

std::string file_of(const std::string& name) {
  std::ifstream in(std::string(CASEWAY_SOURCE_DIR "/") + name, std::ios::binary);
  REQUIRE_MESSAGE(in, name);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace caseway::rules::tests
