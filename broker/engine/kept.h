// Values that many transfers share (names of states, agencies, packs), kept once: eight bytes where they are used.
// A transfer that waits costs memory a hundred thousand times; its texts need not.
#pragma once

#include <compare>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

#include "broker/core/ids.h"

namespace caseway::engine {

/// Points at a value of a Table, or is empty. Reads as the value itself; order and equality are those of the values,
/// never of the addresses. Must not outlive its table.
template <class T>
class Kept {
 public:
  Kept() = default;
  operator const T&() const { return value(); }  // NOLINT: it stands for its value
  operator std::string_view() const              // NOLINT: the same
      requires std::is_same_v<T, std::string> {
    return value();
  }
  [[nodiscard]] const T& value() const {
    static const T none{};
    return value_ == nullptr ? none : *value_;
  }
  [[nodiscard]] bool empty() const { return value_ == nullptr; }
  friend bool operator==(const Kept& a, const Kept& b) { return a.value_ == b.value_ || a.value() == b.value(); }
  friend auto operator<=>(const Kept& a, const Kept& b) { return a.value() <=> b.value(); }
  friend bool operator==(const Kept& a, const T& b) { return a.value() == b; }

  // What the values offer, so that a kept name is used like the name.
  [[nodiscard]] std::string_view view() const { return std::string_view(text()); }
  [[nodiscard]] std::string str() const { return std::string(view()); }

 private:
  template <class U>
  friend class Table;
  explicit Kept(const T* value) : value_(value) {}
  [[nodiscard]] std::string_view text() const {
    if constexpr (std::is_same_v<T, core::Code>) {
      return value().view();
    } else {
      return value();
    }
  }
  const T* value_ = nullptr;
};

/// Where kept values live. Only grows; copies of State share one, which is why it is not part of what State means.
template <class T>
class Table {
 public:
  Kept<T> keep(const T& value) {
    if (value == T{}) return Kept<T>();
    return Kept<T>(&*values_->insert(value).first);
  }

 private:
  std::shared_ptr<std::set<T>> values_ = std::make_shared<std::set<T>>();
};

using Name = Kept<core::Code>;          ///< of a procedure, step, state, clock, outcome, offence ...
using KeptText = Kept<std::string>;     ///< of a requirement: its code, the path of what it looked at
using AgencyName = Kept<std::string>;   ///< a member
using KeptDigest = Kept<core::Digest>;  ///< of a pack or calendar

/// The tables of one State, or of one decision.
struct Names {
  Table<core::Code> codes;
  Table<std::string> texts;
  Table<core::Digest> digests;

  Name keep(const core::Code& code) { return codes.keep(code); }
  AgencyName keep(const std::string& text) { return texts.keep(text); }
  KeptDigest keep(const core::Digest& digest) { return digests.keep(digest); }
};

}  // namespace caseway::engine
