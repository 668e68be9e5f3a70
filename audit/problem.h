// What an inspection finds wrong: where, what, and whether it is wrong or only not there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace caseway::audit {

/// One thing that is not as it must be. `missing` tells "not there, or cut off by a crash" (incomplete) from "there and
/// wrong" (mismatch).
struct Problem {
  std::string where;  ///< "journal/0000000000000000.journal offset 4096", "vault/...", "... record 17 part 3"
  std::string what;
  bool missing = false;
};

/// Problems in the order they were met.
class Problems {
 public:
  void mismatch(std::string where, std::string what) {
    ++mismatches_;
    all_.push_back({std::move(where), std::move(what), false});
  }
  void missing(std::string where, std::string what) { all_.push_back({std::move(where), std::move(what), true}); }
  void add(Problem problem) {
    problem.missing ? missing(problem.where, problem.what) : mismatch(problem.where, problem.what);
  }
  [[nodiscard]] std::size_t mismatches() const { return mismatches_; }
  [[nodiscard]] const std::vector<Problem>& all() const { return all_; }

 private:
  std::vector<Problem> all_;
  std::size_t mismatches_ = 0;
};

inline bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// Where in a file: "journal/NAME offset 64".
inline std::string place(const std::string& file, std::uint64_t offset) {
  return file + " offset " + std::to_string(offset);
}

}  // namespace caseway::audit
