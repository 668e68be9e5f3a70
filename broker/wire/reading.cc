#include "broker/wire/reading.h"

#include <cstring>

namespace caseway::wire {
namespace {

using core::Refusal;
using core::Refused;

// Years 1 to 9999: what can be printed, and far from where sums of instants would overflow.
constexpr std::int32_t days_first = -719162;
constexpr std::int32_t days_last = 2932896;

bool is_agency_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; }
/// RFC 3629, well-formed sequences of more than one byte: which second bytes each lead byte may have; the others
/// are 80..bf.
struct Sequence {
  unsigned char lead_first, lead_last, second_first, second_last, bytes;
};
constexpr Sequence sequences[] = {{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
                                  {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
                                  {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};

/// Length of the character that begins `text`, 0 when it is not well-formed.
std::size_t character_bytes(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  if (at(0) < 0x80) return 1;
  const auto* found = std::find_if(std::begin(sequences), std::end(sequences), [&](const Sequence& sequence) {
    return at(0) >= sequence.lead_first && at(0) <= sequence.lead_last;
  });
  if (found == std::end(sequences) || at(1) < found->second_first || at(1) > found->second_last) return 0;
  for (std::size_t i = 2; i < found->bytes; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  return found->bytes;
}

std::string_view view(capnp::Text::Reader from) { return {from.begin(), from.size()}; }

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    std::uint64_t word = 0;
    if (text.size() >= sizeof word) {
      std::memcpy(&word, text.data(), sizeof word);
      if ((word & 0x8080808080808080U) == 0) {  // eight ASCII characters at once
        text.remove_prefix(sizeof word);
        continue;
      }
    }
    const std::size_t bytes = character_bytes(text);
    if (bytes == 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

std::string At::path() const {
  std::string text = up_ ? up_->path() + "." + name_ : name_;
  if (index_ >= 0) text += "[" + std::to_string(index_) + "]";
  return text;
}

void At::refuse(std::string_view field, std::string what, Refusal code) const {
  if (refused_) return;
  std::string where = path();
  if (!field.empty()) where.append(".").append(field);
  refused_ = Refused{code, std::move(where), std::move(what)};
}

std::string At::text(std::string_view field, capnp::Text::Reader from, std::size_t bytes_max) const {
  if (from.size() > bytes_max) {
    refuse(field, "at most " + std::to_string(bytes_max) + " bytes", Refusal::too_large);
    return {};
  }
  if (!is_utf8(view(from))) {
    refuse(field, "not UTF-8");
    return {};
  }
  return std::string(view(from));
}

std::string At::ascii(std::string_view field, capnp::Text::Reader from, std::size_t bytes_max) const {
  const auto held = view(from);
  const auto printable = [](char c) { return c > ' ' && c < 0x7f; };
  if (held.size() > bytes_max || !std::all_of(held.begin(), held.end(), printable)) {
    refuse(field, "expected at most " + std::to_string(bytes_max) + " printable ASCII characters");
    return {};
  }
  return std::string(held);
}

core::Code At::code(std::string_view field, capnp::Text::Reader from, bool required) const {
  const auto code = core::Code::make(view(from));
  if (!code) refuse(field, "not a code");
  if (required && from.size() == 0) refuse(field, "required");
  return code.value_or(core::Code());
}

core::AgencyId At::agency(std::string_view field, capnp::Text::Reader from, bool required) const {
  const auto id = view(from);
  if (id.size() > core::limits::agency_bytes_max || !std::all_of(id.begin(), id.end(), is_agency_letter)) {
    refuse(field, "not an agency id");
    return {};
  }
  if (required && id.empty()) refuse(field, "required");
  return std::string(id);
}

core::DocumentType At::document_type(std::string_view field, capnp::Text::Reader from) const {
  const auto type = core::DocumentType::parse(view(from));
  if (!type) refuse(field, "not a document type");
  return type.value_or(core::DocumentType());
}

std::vector<std::uint8_t> At::data(std::string_view field, capnp::Data::Reader from, std::size_t bytes_max) const {
  if (from.size() > bytes_max) {
    refuse(field, "at most " + std::to_string(bytes_max) + " bytes", Refusal::too_large);
    return {};
  }
  return {from.begin(), from.end()};
}

core::Instant At::instant(std::string_view field, std::int64_t ms) const {
  if (ms < days_first * core::day_ms || ms >= (days_last + 1) * core::day_ms) refuse(field, "outside years 1 to 9999");
  return {ms};
}

core::Date At::date(std::string_view field, std::int32_t days) const {
  if (days < days_first || days > days_last) refuse(field, "outside years 1 to 9999");
  return {days};
}

}  // namespace caseway::wire
