// What the tests of the agency's side share: the project's packs, random bytes that are not, a store in memory that can
// end the process at any write, a clock that is moved by hand.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "broker/core/calendar.h"
#include "broker/rules/pack.h"
#include "sdk/compose.h"
#include "sdk/json.h"
#include "sdk/ports.h"

namespace caseway::tests {

const rules::PackBundle& packs();
const core::Calendar& calendar();

/// Writes both as the broker gives them: cn-ip.pack and cn-ip.calendar.
void write_packs(const std::filesystem::path& folder);

/// deploy/cases/cn-01/NAME
std::filesystem::path case_file(const std::string& name);
std::string read_text(const std::filesystem::path& file);
/// Reads evidence beside the demonstration case.
sdk::ReadFile beside_case();

/// A message of the demonstration case, read and composed. REQUIREs that it is without mistakes.
sdk::Composed composed(const std::string& name);

/// Counts instead of drawing, so that two runs are equal.
class Dice final : public sdk::Random {
 public:
  void fill(std::span<std::uint8_t> into) override {
    ++last_;
    for (std::size_t i = 0; i < into.size(); ++i) into[i] = static_cast<std::uint8_t>(last_ >> (8 * (i % 8)));
  }

 private:
  std::uint64_t last_ = 0;
};

class HandClock final : public sdk::Time {
 public:
  core::Instant wall() override { return {1'758'855'900'000}; }
  std::int64_t monotonic_ms() override { return now; }
  void pause(int ms) override { now += ms; }
  std::int64_t now = 1000;
};

/// The process ends here.
struct Crash {};

/// A store whose n-th change is the last: it happens or not, and then the process ends.
class CrashingStore final : public sdk::Store {
 public:
  std::optional<sdk::Bytes> read(const std::string& name) override {
    const auto at = files.find(name);
    return at == files.end() ? std::nullopt : std::optional(at->second);
  }
  void write(const std::string& name, sdk::BytesView bytes) override {
    change([&] { files[name].assign(bytes.begin(), bytes.end()); });
  }
  void remove(const std::string& name) override {
    change([&] { files.erase(name); });
  }
  std::vector<std::string> list(const std::string& folder) override {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files) {
      if (name.starts_with(folder + "/")) names.push_back(name.substr(folder.size() + 1));
    }
    return names;
  }

  std::map<std::string, sdk::Bytes> files;
  int changes_left = -1;  ///< -1: none is the last
  bool last_happens = true;

 private:
  template <class Change>
  void change(Change change) {
    const bool last = changes_left == 0;
    if (changes_left > 0) --changes_left;
    if (!last || last_happens) change();
    if (last) throw Crash();
  }
};

}  // namespace caseway::tests
