// Rows of what an agency asks for, a line or two each: parts of asks_text().
#pragma once

#include "broker/rules/explain.h"
#include "sdk/asks.h"

namespace caseway::sdk {

/// Lines of one language.
class Writer {
 public:
  explicit Writer(rules::Language language) : language_(language) {}

  [[nodiscard]] std::string pick(std::string_view zh, std::string_view en) const {
    return std::string(language_ == rules::Language::zh ? zh : en);
  }
  [[nodiscard]] std::string in(const rules::Label& label) const { return rules::in(label, language_); }
  [[nodiscard]] rules::Language language() const { return language_; }
  /// A line `depth` levels in.
  void line(std::size_t depth, const std::string& text) { text_ += std::string(2 * depth, ' ') + text + "\n"; }
  std::string take() { return std::move(text_); }

  [[nodiscard]] std::string comma() const { return pick(",", ", "); }
  [[nodiscard]] std::string semicolon() const { return pick(";", "; "); }
  [[nodiscard]] std::string colon() const { return pick(":", ": "); }

 private:
  rules::Language language_;
  std::string text_;
};

template <class List, class Say>
std::string joined(const List& all, const std::string& between, Say say) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : between) + say(one);
  return text;
}

/// "from 2025-05-01 to 2025-12-31" / "2025-05-01至2025-12-31"; "always" where neither day is named.
std::string days_in_words(const Writer& writer, const rules::Days& days);
/// "D01 涉嫌犯罪案件移送书".
std::string document_in_words(const Writer& writer, const rules::PackBundle& bundle, const core::DocumentType& type);

void write_requirement(Writer& writer, const rules::PackBundle& bundle, const rules::Requirement& rule);
/// `begins`: "starts clock", or "ends clock".
void write_clock(Writer& writer, const rules::PackBundle& bundle, const AskedClock& clock, const std::string& begins);
void write_copy(Writer& writer, const rules::PackBundle& bundle, const rules::Copy& copy);

}  // namespace caseway::sdk
