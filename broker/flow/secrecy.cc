#include "broker/flow/secrecy.h"

#include <array>
#include <cstring>
#include <string_view>

namespace caseway::flow {
namespace {

using std::string_view_literals::operator""sv;

// Each ends with 密★; the search looks for that, then at the character before.
struct Printed {
  std::string_view mark;                  // 密★
  std::array<std::string_view, 3> first;  // 秘 机 绝
};
constexpr std::array<Printed, 4> printed_forms{{
    {"\xE5\xAF\x86\xE2\x98\x85"sv, {"\xE7\xA7\x98"sv, "\xE6\x9C\xBA"sv, "\xE7\xBB\x9D"sv}},  // UTF-8
    {"\xC3\xDC\xA1\xEF"sv, {"\xC3\xD8"sv, "\xBB\xFA"sv, "\xBE\xF8"sv}},                      // GB 18030
    {"\xC6\x5B\x05\x26"sv, {"\xD8\x79"sv, "\x3A\x67"sv, "\xDD\x7E"sv}},                      // UTF-16 little-endian
    {"\x5B\xC6\x26\x05"sv, {"\x79\xD8"sv, "\x67\x3A"sv, "\x7E\xDD"sv}},                      // UTF-16 big-endian
}};

bool names_secret(std::string_view value) {
  return value == "top_secret" || value == "secret" || value == "confidential";
}

bool states_secrecy(std::string_view field) { return field == "secrecy" || field == "marking"; }

bool in_fields(const std::vector<core::Field>& fields) {
  for (const auto& field : fields)
    for (const auto& value : field.values)
      if ((states_secrecy(field.name) && names_secret(value.text)) || in_fields(value.fields)) return true;
  return false;
}

void wipe(std::string& text) {
  explicit_bzero(text.data(), text.size());
  text.clear();
}

void wipe(std::vector<core::Field>& fields) {
  for (auto& field : fields)
    for (auto& value : field.values) {
      wipe(value.text);
      explicit_bzero(&value.integer, sizeof value.integer);
      wipe(value.fields);
    }
  fields.clear();
}

void wipe(core::DossierHead& head) {
  wipe(head.title);
  wipe(head.own_case_number);
  for (auto& party : head.parties) {
    for (auto* text : {&party.name, &party.id, &party.org}) wipe(*text);
    for (auto& alias : party.aliases) wipe(alias);
  }
  for (auto& act : head.acts) wipe(act.place);
  for (auto& amount : head.amounts) wipe(amount.as_written);
  for (auto& right : head.rights) {
    wipe(right.number);
    wipe(right.name);
  }
  for (auto& item : head.evidence) {
    for (auto* text : {&item.title, &item.maker, &item.file_name}) wipe(*text);
    for (auto& custody : item.custody) {
      wipe(custody.holder);
      wipe(custody.place);
      wipe(custody.seal);
    }
  }
  wipe(head.paper.paper_number);
  wipe(head.note);
  head = {};
}

}  // namespace

bool holds_printed_mark(std::span<const std::uint8_t> bytes) {
  for (const auto& form : printed_forms) {
    const auto* begin = bytes.data();
    const auto* end = begin + bytes.size();
    const std::size_t before = form.first[0].size();
    for (const auto* at = begin; at < end;) {
      at = static_cast<const std::uint8_t*>(
          memmem(at, static_cast<std::size_t>(end - at), form.mark.data(), form.mark.size()));
      if (at == nullptr) break;
      if (static_cast<std::size_t>(at - begin) >= before)
        for (const auto& first : form.first)
          if (std::memcmp(at - before, first.data(), before) == 0) return true;
      ++at;
    }
  }
  return false;
}

bool holds_secrecy_field(const core::Dossier& dossier) {
  if (names_secret(dossier.head.secrecy)) return true;
  for (const auto& item : dossier.head.evidence)
    if (names_secret(item.secrecy)) return true;
  for (const auto& document : dossier.documents)
    if (names_secret(document.secrecy) || in_fields(document.fields)) return true;
  return false;
}

void overwrite(std::span<std::uint8_t> bytes) { explicit_bzero(bytes.data(), bytes.size()); }

void wipe(std::vector<std::uint8_t>& bytes) {
  overwrite(bytes);
  bytes.clear();
}

void wipe(core::Message& message) {
  wipe(message.envelope_bytes);
  for (auto& part : message.parts) wipe(part.bytes);
  const auto envelope = message.envelope;
  message = {};
  message.envelope.sender = envelope.sender;
  message.envelope.lane = envelope.lane;
  message.envelope.number = envelope.number;
}

void wipe(core::Dossier& dossier) {
  wipe(dossier.head);
  for (auto& document : dossier.documents) wipe(document.fields);
  dossier.documents.clear();
  dossier.document_parts.clear();
}

}  // namespace caseway::flow
