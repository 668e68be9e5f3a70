#include "broker/rules/place.h"

#include <algorithm>

namespace caseway::rules {
namespace {

/// Row `name` written in `text` as the name of a row (`id = "K01"`), from `from` on; npos when there is none.
std::size_t find_row(const std::string& text, const std::string& name, std::size_t from) {
  const std::string quoted = "\"" + name + "\"";
  for (auto at = text.find(quoted, from); at != std::string::npos; at = text.find(quoted, at + 1)) {
    auto before = text.find_last_not_of(' ', at == 0 ? 0 : at - 1);
    if (before == std::string::npos || text[before] != '=') continue;
    before = before == 0 ? 0 : text.find_last_not_of(' ', before - 1);
    if (before == std::string::npos) continue;
    const std::string_view word = std::string_view(text).substr(0, before + 1);
    if (word.ends_with("id") || word.ends_with("type") || word.ends_with("key") || word.ends_with("name")) return at;
  }
  return std::string::npos;
}

std::size_t find_literal(const std::string& text, const std::string& literal, std::size_t from) {
  if (literal.empty()) return std::string::npos;
  const auto quoted = text.find("\"" + literal + "\"", from);
  return quoted != std::string::npos ? quoted : text.find(literal, from);
}

/// Where a mistake stands: at its literal behind its rows, else wherever the literal stands, else at its row. Constants
/// have no positions of their own, so this looks them up in the text.
PackError located(const Texts& texts, const Mistake& mistake) {
  PackError error{"", 1, 1, {}};
  int best = -1;
  for (const auto& [file, text] : texts) {
    if (is_test(file)) continue;
    std::size_t at = 0;
    int score = 0;
    for (std::size_t i = 0; i < mistake.rows.size(); ++i) {
      const bool innermost = i + 1 == mistake.rows.size();
      const auto list = innermost && !mistake.list.empty() ? text.find(mistake.list + " = ", at) : std::string::npos;
      if (list != std::string::npos) score += 1;
      const auto found = find_row(text, mistake.rows[i], list == std::string::npos ? at : list);
      if (found == std::string::npos) continue;
      at = found;
      score += innermost ? 4 : 2;  // the row itself, though its kind stands in another file
    }
    const auto literal = find_literal(text, mistake.literal, at);
    if (literal != std::string::npos) ++score;
    if (score <= best) continue;
    best = score;
    error.file = file;
    std::tie(error.line, error.column) = line_and_column(text, literal != std::string::npos ? literal : at);
  }
  for (const auto& row : mistake.rows) error.what += row + ": ";
  if (!mistake.literal.empty()) error.what += "\"" + mistake.literal + "\": ";
  error.what += mistake.what;
  return error;
}

}  // namespace

std::vector<PackError> places_of(const Texts& texts, const Mistakes& mistakes) {
  std::vector<PackError> all;
  for (const auto& mistake : mistakes.all()) all.push_back(located(texts, mistake));
  std::stable_sort(all.begin(), all.end(), [](const PackError& a, const PackError& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return all;
}

}  // namespace caseway::rules
