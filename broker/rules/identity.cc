#include "broker/rules/identity.h"

#include <algorithm>
#include <array>
#include <string>

#include "broker/core/instant.h"

namespace caseway::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// GB 32100 table of characters; -1 for what is not in it.
int credit_value(char c) {
  static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const auto at = alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// `text`: YYYYMMDD, digits only.
bool is_real_date(std::string_view text) {
  const std::string written =
      std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6, 2));
  return core::parse_date(written).has_value();
}

bool is_code_like(std::string_view text) {
  return text.size() >= 8 && std::any_of(text.begin(), text.end(), is_digit) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_capital(c) || c == '-'; });
}

bool is_letters_and_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

/// Permit of a Hong Kong, Macao or Taiwan resident: a letter and 8 or 10 digits, 8 or 10 digits, or a residence permit
/// numbered like a citizen.
bool is_permit(std::string_view text) {
  if (is_citizen_18(text)) return true;
  if (!text.empty() && is_letter(text[0])) text.remove_prefix(1);
  return (text.size() == 8 || text.size() == 10) && all_digits(text);
}

}  // namespace

bool is_credit_code(std::string_view text) {
  if (text.size() != 18) return false;
  static constexpr std::array<int, 17> weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const int value = credit_value(text[i]);
    if (value < 0) return false;
    sum += value * weights[i];
  }
  return credit_value(text[17]) == (31 - sum % 31) % 31;
}

bool is_old_organisation_code(std::string_view text) {
  const bool hyphen = text.size() == 10 && text[8] == '-';
  if (text.size() != 9 && !hyphen) return false;
  static constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const char c = text[i];
    if (!is_digit(c) && !is_capital(c)) return false;
    sum += (is_digit(c) ? c - '0' : c - 'A' + 10) * weights[i];
  }
  const int check = 11 - sum % 11;
  const char wanted = check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
  return text.back() == wanted;
}

bool is_citizen_18(std::string_view text) {
  if (text.size() != 18 || !all_digits(text.substr(0, 17))) return false;
  static constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (text[i] - '0') * weights[i];
  static constexpr std::string_view checks = "10X98765432";
  const char check = text[17] == 'x' ? 'X' : text[17];
  return check == checks[static_cast<std::size_t>(sum % 11)] && is_real_date(text.substr(6, 8));
}

bool is_citizen_15(std::string_view text) {
  if (text.size() != 15 || !all_digits(text)) return false;
  return is_real_date("19" + std::string(text.substr(6, 6)));
}

bool organisation_fits(std::string_view text) {
  if (!is_code_like(text)) return !text.empty();
  return is_credit_code(text) || is_old_organisation_code(text) || (text.size() == 15 && all_digits(text));
}

bool person_fits(std::string_view text, std::string_view id_type) {
  if (id_type == "citizen_18") return is_citizen_18(text);
  if (id_type == "citizen_15") return is_citizen_15(text);
  if (id_type == "passport") return is_letters_and_digits(text, 5, 20);
  if (id_type == "hk_macao" || id_type == "taiwan") return is_permit(text);
  if (id_type == "foreign_permanent") return is_letters_and_digits(text, 15, 18);
  if (id_type == "uscc") return is_credit_code(text);
  if (id_type == "old_org_code") return is_old_organisation_code(text);
  if (!id_type.empty()) return true;  // self_reported, none: as written
  if (text.size() == 18 && all_digits(text.substr(0, 17))) return is_citizen_18(text);
  if (text.size() == 15 && all_digits(text)) return is_citizen_15(text);
  return !text.empty();
}

}  // namespace caseway::rules
