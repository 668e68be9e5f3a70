#include "sdk/directory.h"

#include "broker/core/digest.h"
#include "sdk/json_text.h"

namespace caseway::sdk {
namespace {

constexpr int roles_last = 17;

std::optional<core::Role> role_of(std::string_view word) {
  for (int i = 1; i <= roles_last; ++i) {
    const auto role = static_cast<core::Role>(i);
    if (core::name_of(role) == word || core::short_of(role) == word) return role;
  }
  return std::nullopt;
}

}  // namespace

std::optional<DirectoryPage> read_directory(std::string_view text) {
  Mistakes mistakes;
  const auto json = parse_json(text, "directory", mistakes);
  if (!json || json->find("agencies") == nullptr) return std::nullopt;
  DirectoryPage page;
  page.more = json->boolean_of("more");
  for (const Json& one : json->list_of("agencies")) {
    Member member;
    member.id = one.text_of("id");
    member.name_zh = one.text_of("nameZh");
    member.name_en = one.text_of("nameEn");
    for (const Json& role : one.list_of("roles")) {
      if (const auto found = role_of(role.text)) member.roles.push_back(*found);
    }
    member.level = static_cast<std::uint8_t>(one.integer_of("level"));
    member.region = one.text_of("region");
    member.retired = one.boolean_of("retired");
    for (const Json& key : one.list_of("keys")) {
      const auto found = core::from_hex<core::PublicKey>(key.text_of("key"));
      if (!found) continue;
      core::AgencyKey& held = member.keys[core::key_id(*found)];
      held.key = *found;
      held.valid_from = core::parse_instant(key.text_of("from")).value_or(core::Instant{});
      held.valid_until = core::parse_instant(key.text_of("until")).value_or(core::Instant{});
      held.revoked_at = core::parse_instant(key.text_of("revoked")).value_or(core::Instant{});
    }
    page.members[member.id] = std::move(member);
  }
  return page;
}

}  // namespace caseway::sdk
