// A set of pack files as one text: seeds of the fuzzer, and the golden set.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace caseway::rules::tests {

/// The files of one text, each behind a line "=== NAME"; what stands before the first of those is "one.capnp".
inline std::map<std::string, std::string> files_of(std::string_view text) {
  std::map<std::string, std::string> files;
  std::string name = "one.capnp";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    if (line.starts_with("=== ") && line.ends_with('\n')) {
      name = line.substr(4, line.size() - 5);
    } else {
      files[name] += line;
    }
    text.remove_prefix(end);
  }
  return files;
}

}  // namespace caseway::rules::tests
