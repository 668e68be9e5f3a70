// JSON as a tree of values: what messages, orders and answers are read from and printed to. Whole numbers only; members
// keep their order; a name twice in one object is a mistake. Boost.JSON does the parsing, in one .cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::sdk {

/// One mistake in a file that somebody wrote. All mistakes of a file are told at once.
struct Mistake {
  std::string file;  ///< as the caller named it; may be empty
  int line = 0;      ///< from 1; 0: the path says where
  int column = 0;    ///< from 1, in characters
  std::string path;  ///< "documents[2].fields.items[0].quantity"; empty: the file as a whole
  std::string what;  ///< what was expected, and what was found
};
using Mistakes = std::vector<Mistake>;

/// "06-transfer.json:12:3: ..." or "06-transfer.json: documents[2].type: ...". One line.
std::string print_mistake(const Mistake& mistake);

struct JsonMember;

struct Json {
  enum class Kind : std::uint8_t { null, boolean, integer, decimal, text, list, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;  ///< of a text; a decimal number as written
  std::vector<Json> list;
  std::vector<JsonMember> members;  ///< of an object, in the order written

  static Json of(std::string_view text);
  static Json of(const char* text);
  static Json of(const std::string& text);
  static Json of(bool value);
  static Json of(std::int64_t value);
  static Json of(std::uint64_t value);
  static Json of(int value);
  static Json of(unsigned value);
  static Json array();
  static Json object();

  /// Appends a member and returns this, so that an object is written in one expression.
  Json& with(std::string_view name, Json value) &;
  Json&& with(std::string_view name, Json value) &&;
  /// The member of an object; null when there is none, or when this is no object.
  [[nodiscard]] const Json* find(std::string_view name) const;
  /// Text, integer or yes of a member; the empty value when it is not there or of another kind.
  [[nodiscard]] std::string text_of(std::string_view name) const;
  [[nodiscard]] std::int64_t integer_of(std::string_view name) const;
  [[nodiscard]] bool boolean_of(std::string_view name) const;
  /// Elements of a member that is a list; empty otherwise.
  [[nodiscard]] const std::vector<Json>& list_of(std::string_view name) const;
};

struct JsonMember {
  std::string name;
  Json value;
};

// Not inside Json: a body needs the destructor of its list of members, and these are complete only here.
inline Json Json::of(const char* text) { return of(std::string_view(text)); }
inline Json Json::of(const std::string& text) { return of(std::string_view(text)); }
inline Json Json::of(int value) { return of(static_cast<std::int64_t>(value)); }
inline Json Json::of(unsigned value) { return of(static_cast<std::int64_t>(value)); }

/// "a text", "a whole number", "a list" ...: for mistakes.
std::string_view name_of(Json::Kind kind);

inline constexpr std::size_t json_bytes_max = 8 * 1024 * 1024;
inline constexpr int json_depth_max = 64;

/// Parses RFC 8259 text: UTF-8, no byte order mark, no comment, no trailing comma. Adds to `mistakes` and gives nothing
/// when it is no JSON (with line and column), longer than json_bytes_max, deeper than json_depth_max, or names a member
/// twice.
std::optional<Json> parse_json(std::string_view text, std::string_view file, Mistakes& mistakes);

/// Indented by one space a level, as people read it, with a newline at the end; or on one line without.
std::string print_json(const Json& json, bool indented = true);

}  // namespace caseway::sdk
