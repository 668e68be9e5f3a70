#include "broker/wire/order.h"

#include <algorithm>
#include <string_view>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/limits.h"
#include "broker/wire/canonical.h"
#include "broker/wire/nested.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;

constexpr std::size_t roles_max = 32;
constexpr std::size_t keys_max = 64;
constexpr std::size_t list_max = 65535;
constexpr std::size_t genesis_bytes_max = 1 * limits::mib;
constexpr std::size_t name_bytes_max = 1024;
constexpr std::uint8_t level_max = 4;
constexpr std::size_t region_digits = 6;

static_assert(static_cast<int>(schema::Role::OPERATOR) == static_cast<int>(core::Role::operator_));
static_assert(static_cast<int>(schema::OrderKind::ERASE) == static_cast<int>(core::OrderKind::erase));

core::AgencyKey read_key(const At& at, schema::AgencyKey::Reader from) {
  core::AgencyKey to;
  to.algorithm = at.number("algorithm", from.getAlgorithm(), core::Algorithm::sm2);
  to.key = at.id<core::PublicKey>("key", from.getKey(), true);
  to.valid_from = at.instant("validFrom", from.getValidFrom());
  to.valid_until = at.instant("validUntil", from.getValidUntil());
  to.revoked_at = at.instant("revokedAt", from.getRevokedAt());
  to.compromised_since = at.instant("compromisedSince", from.getCompromisedSince());
  return to;
}

void write_key(schema::AgencyKey::Builder to, const core::AgencyKey& from) {
  to.setAlgorithm(static_cast<schema::Algorithm>(from.algorithm));
  put(to, &schema::AgencyKey::Builder::initKey, from.key);
  to.setValidFrom(from.valid_from.ms);
  to.setValidUntil(from.valid_until.ms);
  to.setRevokedAt(from.revoked_at.ms);
  to.setCompromisedSince(from.compromised_since.ms);
}

core::Agency read_agency(const At& at, schema::Agency::Reader from) {
  core::Agency to;
  to.id = at.agency("id", from.getId());
  to.name_zh = at.text("nameZh", from.getNameZh(), name_bytes_max);
  to.name_en = at.text("nameEn", from.getNameEn(), name_bytes_max);
  to.roles = at.list("roles", from.getRoles(), roles_max,
                     [](const At& item, schema::Role role) { return item.number("", role, core::Role::operator_); });
  to.level = from.getLevel();
  at.need(to.level <= level_max, "level", "expected 1 to 4");
  to.region = at.ascii("region", from.getRegion(), region_digits);
  at.need(std::all_of(to.region.begin(), to.region.end(), [](char c) { return c >= '0' && c <= '9'; }), "region",
          "expected digits");
  to.org_code = at.text("orgCode", from.getOrgCode(), name_bytes_max);
  to.keys = at.list("keys", from.getKeys(), keys_max, read_key);
  to.transport = at.id<core::PublicKey>("transport", from.getTransport());
  to.since = at.instant("since", from.getSince());
  to.until = at.instant("until", from.getUntil());
  to.administrator = at.text("administrator", from.getAdministrator(), name_bytes_max);
  return to;
}

void write_agency(schema::Agency::Builder to, const core::Agency& from) {
  using To = schema::Agency::Builder;
  put(to, &To::initId, from.id);
  put(to, &To::initNameZh, from.name_zh);
  put(to, &To::initNameEn, from.name_en);
  if (!from.roles.empty()) {
    auto roles = to.initRoles(static_cast<unsigned>(from.roles.size()));
    for (unsigned i = 0; i < roles.size(); ++i) roles.set(i, static_cast<schema::Role>(from.roles[i]));
  }
  to.setLevel(from.level);
  put(to, &To::initRegion, from.region);
  put(to, &To::initOrgCode, from.org_code);
  put_list(to, &To::initKeys, from.keys, write_key);
  put(to, &To::initTransport, from.transport);
  to.setSince(from.since.ms);
  to.setUntil(from.until.ms);
  put(to, &To::initAdministrator, from.administrator);
}

core::Counterpart read_counterpart(const At& at, schema::Counterpart::Reader from) {
  return {at.agency("agency", from.getAgency(), true), at.number("role", from.getRole(), core::Role::operator_),
          at.agency("counterpart", from.getCounterpart())};
}

void write_counterpart(schema::Counterpart::Builder to, const core::Counterpart& from) {
  put(to, &schema::Counterpart::Builder::initAgency, from.agency);
  to.setRole(static_cast<schema::Role>(from.role));
  put(to, &schema::Counterpart::Builder::initCounterpart, from.counterpart);
}

core::Officer read_officer(const At& at, schema::Officer::Reader from) {
  return {at.code("id", from.getId(), true).str(), at.text("name", from.getName(), name_bytes_max),
          at.id<core::PublicKey>("key", from.getKey(), true)};
}

core::Genesis read_genesis(const At& at, schema::Genesis::Reader from) {
  core::Genesis to;
  to.format = from.getFormat();
  at.need(to.format == 1, "format", "expected 1");
  to.engine_version = from.getEngineVersion();
  at.need(to.engine_version >= 1, "engineVersion", "counts from 1");
  to.suite = at.number("suite", from.getSuite(), core::Suite::intl);
  to.origin = at.ascii("origin", from.getOrigin(), limits::origin_bytes_max);
  at.need(!to.origin.empty(), "origin", "required");
  to.epoch = from.getEpoch();
  at.need(to.epoch >= 1, "epoch", "counts from 1");
  to.log_key = at.id<core::PublicKey>("logKey", from.getLogKey(), true);
  to.officers = at.list("officers", from.getOfficers(), officers_max, read_officer);
  std::vector<core::PublicKey> keys;
  for (const auto& officer : to.officers) keys.push_back(officer.key);
  std::sort(keys.begin(), keys.end());
  const bool differ = std::adjacent_find(keys.begin(), keys.end()) == keys.end();
  at.need(keys.size() >= 2 && differ, "officers", "expected two or more with different keys");
  to.agencies = at.list("agencies", from.getAgencies(), list_max, read_agency);
  to.training = from.getTraining();
  to.first_instant = at.instant("firstInstant", from.getFirstInstant());
  return to;
}

}  // namespace

core::Order read_order(const At& at, schema::Order::Reader from) {
  core::Order to;
  to.kind = at.number("kind", from.getKind(), core::OrderKind::erase);
  to.previous = at.id<core::Digest>("previous", from.getPrevious());
  to.agency = read_agency(At(at, "agency"), from.getAgency());
  to.key = at.id<core::KeyId>("key", from.getKey());
  to.instant = at.instant("instant", from.getInstant());
  to.since = at.instant("since", from.getSince());
  to.counterparts = at.list("counterparts", from.getCounterparts(), list_max, read_counterpart);
  to.digest = at.id<core::Digest>("digest", from.getDigest());
  to.setting = at.code("setting", from.getSetting()).str();
  to.value = at.text("value", from.getValue());
  to.transfer = at.id<core::TransferId>("transfer", from.getTransfer());
  to.record = from.getRecord();
  to.parts = at.list("parts", from.getParts(), limits::parts_max, [](const At&, std::uint16_t part) { return part; });
  return to;
}

void write_order(schema::Order::Builder to, const core::Order& from) {
  using To = schema::Order::Builder;
  to.setKind(static_cast<schema::OrderKind>(from.kind));
  put(to, &To::initPrevious, from.previous);
  write_agency(to.initAgency(), from.agency);
  put(to, &To::initKey, from.key);
  to.setInstant(from.instant.ms);
  to.setSince(from.since.ms);
  put_list(to, &To::initCounterparts, from.counterparts, write_counterpart);
  put(to, &To::initDigest, from.digest);
  put(to, &To::initSetting, from.setting);
  put(to, &To::initValue, from.value);
  put(to, &To::initTransfer, from.transfer);
  to.setRecord(from.record);
  if (from.parts.empty()) return;
  auto parts = to.initParts(static_cast<unsigned>(from.parts.size()));
  for (unsigned i = 0; i < parts.size(); ++i) parts.set(i, from.parts[i]);
}

core::OfficerSignature read_officer_signature(const At& at, schema::OfficerSignature::Reader from) {
  return {at.code("officer", from.getOfficer(), true).str(),
          at.id<core::SignatureBytes>("signature", from.getSignature(), true)};
}

void write_officer_signature(schema::OfficerSignature::Builder to, const core::OfficerSignature& from) {
  put(to, &schema::OfficerSignature::Builder::initOfficer, from.officer);
  put(to, &schema::OfficerSignature::Builder::initSignature, from.signature);
}

std::vector<std::uint8_t> encode_order(const core::Order& order) {
  return to_bytes<schema::Order>([&](schema::Order::Builder to) { write_order(to, order); });
}

core::Result<core::Order> decode_order(std::span<const std::uint8_t> bytes) {
  return from_bytes<schema::Order>("order", bytes, order_bytes_max, read_order, encode_order);
}

std::vector<std::uint8_t> order_signing_bytes(std::string_view origin, std::span<const std::uint8_t> order_bytes) {
  core::ByteWriter out;
  out.field(std::string_view("caseway order 1"));
  out.field(origin);
  out.field(order_bytes);
  return out.take();
}

core::Digest order_digest(std::span<const std::uint8_t> order_bytes) { return core::digest_of(order_bytes); }

std::vector<std::uint8_t> encode_genesis(const core::Genesis& genesis) {
  return to_bytes<schema::Genesis>([&](schema::Genesis::Builder to) {
    using To = schema::Genesis::Builder;
    to.setFormat(genesis.format);
    to.setEngineVersion(genesis.engine_version);
    to.setSuite(static_cast<schema::Suite>(genesis.suite));
    put(to, &To::initOrigin, genesis.origin);
    to.setEpoch(genesis.epoch);
    put(to, &To::initLogKey, genesis.log_key);
    put_list(to, &To::initOfficers, genesis.officers, [](schema::Officer::Builder officer, const core::Officer& from) {
      put(officer, &schema::Officer::Builder::initId, from.id);
      put(officer, &schema::Officer::Builder::initName, from.name);
      put(officer, &schema::Officer::Builder::initKey, from.key);
    });
    put_list(to, &To::initAgencies, genesis.agencies, write_agency);
    to.setTraining(genesis.training);
    to.setFirstInstant(genesis.first_instant.ms);
  });
}

core::Result<core::Genesis> decode_genesis(std::span<const std::uint8_t> bytes) {
  return from_bytes<schema::Genesis>("genesis", bytes, genesis_bytes_max, read_genesis, encode_genesis);
}

}  // namespace caseway::wire
