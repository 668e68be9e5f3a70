// Decisions for random tests: from a seed, without end, or from bytes that RapidCheck makes shorter when a test fails.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace caseway::rules::tests {

class Choices {
 public:
  /// The same seed takes the same decisions on every machine.
  explicit Choices(std::uint64_t seed) : state_(seed) {}
  /// The bytes in turn; zeros when they are used up.
  explicit Choices(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)), from_bytes_(true) {}

  /// 0 .. count - 1, of which bytes reach 65,535. `count` is not 0.
  unsigned of(unsigned count) {
    if (!from_bytes_) return static_cast<unsigned>((next() >> 11) % count);
    return (count > 256 ? byte() << 8 | byte() : byte()) % count;
  }
  /// True in `count` of 64; zeros say no.
  bool in_64(unsigned count) { return of(64) >= 64 - count; }
  template <class T>
  const T& among(const std::vector<T>& values) {
    return values[of(static_cast<unsigned>(values.size()))];
  }

 private:
  unsigned byte() { return at_ < bytes_.size() ? bytes_[at_++] : 0; }
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
  std::uint64_t state_ = 0;
  bool from_bytes_ = false;
};

}  // namespace caseway::rules::tests
