#include "broker/wire/settings_text.h"

#include <utility>

namespace caseway::wire {
namespace {

/// One line, read as far as it takes to know which quotes begin a key or a value. A quote elsewhere begins nothing: the
/// library then reads what follows it as a value without quotes, letter by letter.
class Line {
 public:
  /// Takes the next byte; says what is wrong with it, if it is.
  std::string_view take(char c) {
    const bool closed = std::exchange(closed_, false);
    if (escaped_) {
      escaped_ = false;
    } else if (within_ == '"' && c == '\\') {
      escaped_ = true;
    } else if (within_ != 0) {
      closed_ = within_ == c && c != '#';
      if (closed_) within_ = 0;
    } else {
      if (static_cast<unsigned char>(c) >= 0x80) return "a letter beyond ASCII outside quotes";
      if (closed && (c == '"' || c == '\'')) return "a quote behind a quote: no text has several lines here";
      if (c == '{') return "a table within a line: write it as a [table] of its own";
      outside(c);
    }
    return {};
  }
  /// Says what is wrong with the line being over here, if it is.
  [[nodiscard]] std::string_view end() const {
    return lists_ > 0 ? "a list that goes on in the next line" : std::string_view();
  }

 private:
  void outside(char c) {
    if (c == ' ' || c == '\t') return;
    const std::string_view openers = in_value_ ? "=[," : "\n.[";
    if (c == '#' || ((c == '"' || c == '\'') && !bare_ && openers.find(before_) != openers.npos)) {
      within_ = c;
    } else if (in_value_ && c != '[' && c != ']' && c != ',') {
      bare_ = true;
    }
    if (in_value_ && c == '[') ++lists_;
    if (in_value_ && c == ']') --lists_;
    if (c == '=') in_value_ = true;
    before_ = c;
  }

  char within_ = 0;     // the quote or '#' that we are behind
  char before_ = '\n';  // the last outside quotes that is no blank
  bool escaped_ = false;
  bool closed_ = false;  // the last byte ended what is in quotes
  bool in_value_ = false;
  bool bare_ = false;  // a value without quotes has begun
  int lists_ = 0;      // begun in this line and not ended
};

}  // namespace

std::optional<SettingsMistake> settings_mistake(std::string_view text) {
  if (text.size() > settings_bytes_max) {
    return SettingsMistake{1, 1, "longer than " + std::to_string(settings_bytes_max) + " bytes"};
  }
  SettingsMistake at;
  Line line;
  for (const char c : text) {
    if (c == '\n') {
      at.what = line.end();
      if (!at.what.empty()) return at;
      line = Line();
      ++at.line;
      at.column = 1;
      continue;
    }
    at.what = line.take(c);
    if (!at.what.empty()) return at;
    ++at.column;
  }
  return std::nullopt;
}

}  // namespace caseway::wire
