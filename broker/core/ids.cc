#include "broker/core/ids.h"

namespace caseway::core {
namespace {

constexpr std::size_t digits_min = 2;  // "D01"
constexpr std::size_t digits_max = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_part_letter(char c) { return (c >= 'a' && c <= 'z') || is_digit(c); }

}  // namespace

std::optional<DocumentType> DocumentType::parse(std::string_view text) {
  if (text.empty() || text.front() != 'D') return std::nullopt;
  const auto dot = std::min(text.find('.'), text.size());
  const auto digits = text.substr(1, dot - 1);
  if (digits.size() < digits_min || digits.size() > digits_max) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  if (digits.size() > digits_min && digits.front() == '0') return std::nullopt;  // one way to write each number

  DocumentType type;
  for (const char c : digits) type.number = static_cast<std::uint16_t>(type.number * 10 + (c - '0'));
  if (type.number == 0) return std::nullopt;
  if (dot == text.size()) return type;

  const auto part = text.substr(dot + 1);
  if (part.empty() || part.size() > type.part.size()) return std::nullopt;
  if (!std::all_of(part.begin(), part.end(), is_part_letter)) return std::nullopt;
  std::copy(part.begin(), part.end(), type.part.begin());
  return type;
}

std::string DocumentType::str() const {
  std::string digits = std::to_string(number);
  if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
  const std::string_view padded(part.data(), part.size());
  const auto name = padded.substr(0, padded.find('\0'));
  std::string text = "D" + digits;
  if (!name.empty()) text.append(".").append(name);
  return text;
}

}  // namespace caseway::core
