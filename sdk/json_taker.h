// Takes the members of one JSON object, typed; what nobody took is an unknown name in the end. Used by json.cc and by
// the readers of orders.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"
#include "sdk/json_text.h"

namespace caseway::sdk {

/// Borrows everything; must not outlive the JSON it reads.
class Taker {
 public:
  /// `json` must be an object, else that is a mistake and every member is absent.
  Taker(const Json& json, std::string path, std::string_view file, Mistakes& mistakes);

  /// The member, or null when it is absent.
  const Json* take(std::string_view name);
  const Json* require(std::string_view name);

  std::string text(std::string_view name);      ///< empty when absent
  std::string required(std::string_view name);  ///< absent or empty is a mistake
  bool boolean(std::string_view name);
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most, bool needed = true);
  core::Code code(std::string_view name, bool needed = false);
  core::Date date(std::string_view name);  ///< days 0 when absent
  core::Instant instant(std::string_view name, bool needed = false);
  template <class Id>
  Id id(std::string_view name) {  ///< hexadecimal; empty when absent
    const Json* value = take(name);
    if (value == nullptr) return {};
    if (value->kind == Json::Kind::text) {
      if (const auto found = core::from_hex<Id>(value->text); found && !found->empty()) return *found;
    }
    mistake(std::string(name), std::to_string(2 * Id::size) + " hexadecimal digits, not all zero", *value);
    return {};
  }
  std::vector<std::string> texts(std::string_view name);
  /// Calls `each(element, its path)` for each element of a list that may be absent.
  template <class Each>
  void list(std::string_view name, Each each) {
    const Json* value = take(name);
    if (value == nullptr) return;
    if (value->kind != Json::Kind::list) return mistake(std::string(name), "a list", *value);
    for (std::size_t i = 0; i < value->list.size(); ++i) {
      each(value->list[i], inner(name) + "[" + std::to_string(i) + "]");
    }
  }

  [[nodiscard]] std::string inner(std::string_view name) const;
  void mistake(const std::string& name, const std::string& expected, const Json& found);
  void wrong(std::string path, std::string what);
  /// Every name that was not taken is a mistake.
  void done();

 private:
  const Json& json_;
  std::string path_;
  std::string_view file_;
  Mistakes& mistakes_;
  std::vector<std::string> taken_;
};

/// "expected a date, as in 2025-09-26; found a list": the value is named by its kind, a short text as written.
std::string expected_found(std::string_view expected, const Json& found);

}  // namespace caseway::sdk
