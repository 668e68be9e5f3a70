#include "broker/rules/number.h"

#include <array>
#include <cstdint>
#include <span>

namespace caseway::rules {
namespace {

constexpr std::size_t characters_max = 120;
constexpr char32_t hao = U'号';
constexpr char32_t di = U'第';
constexpr char32_t zhi = U'之';

/// A number as characters with brackets, full-width forms and blanks made alike. `size` 0: empty, too long or not
/// UTF-8.
struct Characters {
  std::array<char32_t, characters_max> at;
  std::size_t size = 0;
};

/// The character that begins at `position`, which moves behind it; 0 when it is not UTF-8.
char32_t next_character(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(position);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  if (length == 0 || position + length > text.size()) return 0;
  char32_t character = length == 1 ? first : first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(position + i) & 0xc0) != 0x80) return 0;
    character = (character << 6) | (byte(position + i) & 0x3fU);
  }
  position += length;
  return character;
}

char32_t made_alike(char32_t c) {
  if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;  // full width
  switch (c) {
    case U'〔':
    case U'【':
    case U'[':
    case U'﹝':
    case U'{': return U'(';
    case U'〕':
    case U'】':
    case U']':
    case U'﹞':
    case U'}': return U')';
    case 0x3000:
    case 0xa0:
    case U'\t': return U' ';
    case U'—':
    case U'–':
    case U'－': return U'-';
    case U'號': return hao;
    default: return c;
  }
}

Characters read(std::string_view text) {
  Characters out;
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = made_alike(next_character(text, position));
    if (c == 0 || (c < 0x20) || out.size == characters_max) return {};
    if (c != U' ') out.at[out.size++] = c;
  }
  return out;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

using Piece = std::span<const char32_t>;

/// "12号", "第12号", "12-1号", "12号之一": the digits before 号, nothing but 之 and a few characters behind it.
bool is_sequence(Piece piece) {
  if (!piece.empty() && piece[0] == di) piece = piece.subspan(1);
  std::size_t digits = 0;
  while (digits < piece.size() && is_digit(piece[digits])) ++digits;
  if (digits == 0 || digits > 10) return false;
  piece = piece.subspan(digits);
  if (piece.size() > 1 && piece[0] == U'-') {
    std::size_t branch = 1;
    while (branch < piece.size() && is_digit(piece[branch])) ++branch;
    if (branch == 1) return false;
    piece = piece.subspan(branch);
  }
  if (piece.empty() || piece[0] != hao) return false;
  piece = piece.subspan(1);
  return piece.empty() || (piece[0] == zhi && piece.size() >= 2 && piece.size() <= 4);
}

/// 法院代字案类字序号号: words, then a sequence.
bool is_court_tail(Piece piece) {
  std::size_t hao_at = 0;
  while (hao_at < piece.size() && piece[hao_at] != hao) ++hao_at;
  std::size_t start = hao_at;
  while (start > 0 && (is_digit(piece[start - 1]) || piece[start - 1] == U'-')) --start;
  while (start < hao_at && piece[start] == U'-') ++start;
  return start > 0 && is_sequence(piece.subspan(start));
}

}  // namespace

bool is_document_number(std::string_view text) {
  const Characters all = read(text);
  const Piece whole(all.at.data(), all.size);
  for (std::size_t i = 0; i + 6 <= whole.size(); ++i) {  // "(2025)"
    if (whole[i] != U'(' || whole[i + 5] != U')') continue;
    std::uint32_t year = 0;
    bool digits = true;
    for (std::size_t k = i + 1; k < i + 5; ++k) {
      digits = digits && is_digit(whole[k]);
      year = year * 10 + (static_cast<std::uint32_t>(whole[k]) - U'0');
    }
    if (!digits || year < 1949 || year > 2999) continue;
    return i == 0 ? is_court_tail(whole.subspan(6)) : is_sequence(whole.subspan(i + 6));
  }
  return false;
}

bool same_number(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const Characters a = read(left);
  const Characters b = read(right);
  if (a.size == 0 || a.size != b.size) return false;
  for (std::size_t i = 0; i < a.size; ++i) {
    if (a.at[i] != b.at[i]) return false;
  }
  return true;
}

std::string number_key(std::string_view text) {
  std::string key;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    const char32_t written = next_character(text, position);
    if (written == 0) return std::string(text);
    const char32_t c = made_alike(written);
    if (c == U' ') continue;
    if (c == written) {
      key += text.substr(start, position - start);
    } else if (c == hao) {
      key += "号";
    } else {
      key += static_cast<char>(c);  // brackets, dashes and full-width forms become ASCII
    }
  }
  return key;
}

}  // namespace caseway::rules
