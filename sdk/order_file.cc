#include "sdk/order_file.h"

#include <fstream>
#include <sstream>

#include "broker/core/digest.h"
#include "broker/wire/order.h"
#include "sdk/command_failed.h"

namespace caseway::sdk {
namespace {

[[noreturn]] void bad(const std::string& what) { throw CommandFailed(Exit::bad_input, what); }

std::string hex_of(std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::vector<std::uint8_t> bytes_from_hex(const std::string& text, const std::string& where) {
  using One = core::Bytes<1, struct OneTag>;
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto one = core::from_hex<One>(std::string_view(text).substr(i, 2));
    if (!one) bad(where + ": not hexadecimal at position " + std::to_string(i));
    bytes.push_back(one->bytes[0]);
  }
  return bytes;
}

Json parse(std::string_view text, const std::string& name) {
  Mistakes mistakes;
  auto json = parse_json(text, name, mistakes);
  if (!json) bad(mistakes.empty() ? name + ": no JSON" : print_mistake(mistakes.front()));
  return std::move(*json);
}

const char* kind_name(core::OrderKind kind) {
  switch (kind) {
    case core::OrderKind::admit_agency: return "admit_agency";
    case core::OrderKind::retire_agency: return "retire_agency";
    case core::OrderKind::add_key: return "add_key";
    case core::OrderKind::revoke_key: return "revoke_key";
    case core::OrderKind::set_counterparts: return "set_counterparts";
    case core::OrderKind::activate_pack: return "activate_pack";
    case core::OrderKind::activate_calendar: return "activate_calendar";
    case core::OrderKind::set_clock: return "set_clock";
    case core::OrderKind::set_setting: return "set_setting";
    case core::OrderKind::take_snapshot: return "take_snapshot";
    case core::OrderKind::open_epoch: return "open_epoch";
    case core::OrderKind::confirm_time: return "confirm_time";
    case core::OrderKind::erase: return "erase";
  }
  return "unknown";
}

}  // namespace

std::string read_text_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) bad(path.string() + ": cannot be read");
  return text.str();
}

core::Instant instant_or_fail(const std::string& text, const std::string& what) {
  const auto instant = core::parse_instant(text);
  if (!instant) bad(what + ": '" + text + "' is no instant such as 2025-09-26T11:05:00+08:00");
  return *instant;
}

core::Role role_or_fail(const std::string& text) {
  for (int number = 1; number <= static_cast<int>(core::Role::operator_); ++number) {
    const auto role = static_cast<core::Role>(number);
    if (text == core::name_of(role) || text == core::short_of(role)) return role;
  }
  bad("role '" + text + "' is none of administrative, police, procuratorate, court ...");
}

Json order_in_words(const core::Order& order) {
  Json words = Json::object().with("kind", Json::of(kind_name(order.kind)));
  if (!order.agency.id.empty()) words.with("agency", agency_json(order.agency));
  if (!order.key.empty()) words.with("key", Json::of(core::hex(order.key)));
  if (!order.instant.empty()) words.with("instant", Json::of(core::print_instant(order.instant)));
  if (!order.since.empty()) words.with("since", Json::of(core::print_instant(order.since)));
  if (!order.digest.empty()) words.with("digest", Json::of(core::hex(order.digest)));
  if (!order.setting.empty()) words.with(order.setting, Json::of(order.value));
  if (!order.counterparts.empty()) {
    Json list = Json::array();
    for (const auto& each : order.counterparts) {
      list.list.push_back(Json::object()
                              .with("agency", Json::of(each.agency))
                              .with("role", Json::of(core::name_of(each.role)))
                              .with("counterpart", Json::of(each.counterpart)));
    }
    words.with("counterparts", std::move(list));
  }
  if (!order.transfer.empty()) {
    Json parts = Json::array();
    for (const auto part : order.parts) parts.list.push_back(Json::of(std::int64_t{part}));
    words.with("transfer", Json::of(core::hex(order.transfer)))
        .with("record", Json::of(static_cast<std::int64_t>(order.record)))
        .with("parts", std::move(parts));
  }
  words.with("previous", Json::of(core::hex(order.previous)));
  return words;
}

void write_order_file(const std::filesystem::path& path, const OrderFile& order) {
  const auto decoded = wire::decode_order(order.bytes);
  Json signatures = Json::array();
  for (const auto& each : order.signatures) {
    signatures.list.push_back(
        Json::object().with("officer", Json::of(each.officer)).with("signature", Json::of(core::hex(each.signature))));
  }
  Json json = Json::object()
                  .with("order", decoded.ok() ? order_in_words(decoded.value()) : Json::object())
                  .with("origin", Json::of(order.origin))
                  .with("bytes", Json::of(hex_of(order.bytes)))
                  .with("content", Json::of(order.content_file))
                  .with("signatures", std::move(signatures));
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << print_json(json);
  out.flush();
  if (!out) bad(path.string() + ": cannot be written");
}

OrderFile parse_order_file(std::string_view text, const std::string& name) {
  const Json json = parse(text, name);
  OrderFile order;
  order.origin = json.text_of("origin");
  order.bytes = bytes_from_hex(json.text_of("bytes"), name + ": bytes");
  order.content_file = json.text_of("content");
  for (const Json& each : json.list_of("signatures")) {
    const auto signature = core::from_hex<core::SignatureBytes>(each.text_of("signature"));
    if (!signature) bad(name + ": signatures: not 128 hexadecimal digits");
    order.signatures.push_back({each.text_of("officer"), *signature});
  }
  if (!wire::decode_order(order.bytes).ok()) bad(name + ": bytes: not an order");
  return order;
}

OrderFile read_order_file(const std::filesystem::path& path) {
  return parse_order_file(read_text_file(path), path.string());
}

Json agency_json(const core::Agency& agency) {
  Json roles = Json::array();
  for (auto role : agency.roles) roles.list.push_back(Json::of(core::name_of(role)));
  Json json = Json::object().with("id", Json::of(agency.id));
  if (!agency.name_zh.empty()) {
    json.with("nameZh", Json::of(agency.name_zh))
        .with("nameEn", Json::of(agency.name_en))
        .with("roles", std::move(roles));
    json.with("level", Json::of(int{agency.level})).with("region", Json::of(agency.region));
    json.with("orgCode", Json::of(agency.org_code)).with("transport", Json::of(core::hex(agency.transport)));
    json.with("since", Json::of(core::print_instant(agency.since)));
  }
  if (!agency.keys.empty()) {
    json.with("signingKey", Json::of(core::hex(agency.keys[0].key)));
    json.with("validFrom", Json::of(core::print_instant(agency.keys[0].valid_from)));
  }
  return json;
}

core::Agency agency_from_json(std::string_view text, const std::string& name) {
  const Json json = parse(text, name);
  core::Agency agency;
  agency.id = json.text_of("id");
  agency.name_zh = json.text_of("nameZh");
  agency.name_en = json.text_of("nameEn");
  agency.level = static_cast<std::uint8_t>(json.integer_of("level"));
  agency.region = json.text_of("region");
  agency.org_code = json.text_of("orgCode");
  for (const Json& role : json.list_of("roles")) agency.roles.push_back(role_or_fail(role.text));
  const auto transport = core::from_hex<core::PublicKey>(json.text_of("transport"));
  const auto signing = core::from_hex<core::PublicKey>(json.text_of("signingKey"));
  if (!transport || !signing) bad(name + ": transport, signingKey: 64 hexadecimal digits each");
  agency.transport = *transport;
  agency.since = instant_or_fail(json.text_of("since"), name + ": since");
  core::AgencyKey key;
  key.key = *signing;
  key.valid_from = instant_or_fail(json.text_of("validFrom"), name + ": validFrom");
  agency.keys.push_back(key);
  return agency;
}

std::vector<core::Counterpart> counterparts_from_json(std::string_view text, const std::string& name) {
  const Json json = parse(text, name);
  std::vector<core::Counterpart> out;
  for (const Json& each : json.list) {
    out.push_back({each.text_of("agency"), role_or_fail(each.text_of("role")), each.text_of("counterpart")});
  }
  if (out.empty()) bad(name + R"(: expected a list of {"agency", "role", "counterpart"})");
  return out;
}

}  // namespace caseway::sdk
