// Who exists, with which keys, roles, officers and rights: values of the directory and of orders that change it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/core/ids.h"
#include "broker/core/instant.h"

namespace caseway::core {

/// Roles of steps.md. Numbers are on the wire.
enum class Role : std::uint8_t {
  administrative = 1,          ///< ADM 行政执法机关
  police = 2,                  ///< POL 公安机关
  superior_police = 3,         ///< UPOL
  procuratorate = 4,           ///< PROC 人民检察院
  superior_procuratorate = 5,  ///< UPROC
  court = 6,                   ///< COURT 人民法院
  supervision = 7,             ///< SUP 监察机关
  justice = 8,                 ///< JUS 司法行政机关
  superior_agency = 9,         ///< SUPR 上级行政机关
  mediation = 10,              ///< MED 调解组织
  notary = 11,                 ///< NOT 公证机构/存证机构
  platform = 12,               ///< PLAT 电商平台
  technical = 13,              ///< TECH 技术调查官/鉴定机构
  centre = 14,                 ///< CENTRE 知识产权保护中心
  appraiser = 15,              ///< APPR 价格认定机构
  registry = 16,               ///< REG 公示/信用系统
  operator_ = 17,              ///< the site itself: sends orders, takes part in no procedure
};
std::string_view name_of(Role role);   ///< "administrative"
std::string_view short_of(Role role);  ///< "ADM"

struct AgencyKey {
  Algorithm algorithm = Algorithm::ed25519;
  PublicKey key;
  Instant valid_from;
  Instant valid_until;        ///< empty: open
  Instant revoked_at;         ///< empty: not revoked
  Instant compromised_since;  ///< empty: none; audit lists what was accepted in between as in doubt
};

struct Agency {
  AgencyId id;
  std::string name_zh;
  std::string name_en;
  std::vector<Role> roles;
  std::uint8_t level = 0;  ///< 1 nation, 2 province, 3 city, 4 county
  std::string region;      ///< GB/T 2260 code, 6 digits
  std::string org_code;    ///< unified social credit code; may be empty
  std::vector<AgencyKey> keys;
  PublicKey transport;  ///< CURVE public key; ZAP names the agency by it
  Instant since;
  Instant until;              ///< empty: still a member
  std::string administrator;  ///< who may change it; reserved
};

/// "For steps of this agency, `role` is played by `counterpart`" (same level and region).
struct Counterpart {
  AgencyId agency;
  Role role = Role::police;
  AgencyId counterpart;
};

/// An officer of the site: only they sign orders. Separate from transport, log and agency keys.
struct Officer {
  std::string id;  ///< "officer-1"
  std::string name;
  PublicKey key;
};

enum class OrderKind : std::uint16_t {
  admit_agency = 1,      ///< `agency` joins, or replaces the entry of the same id
  retire_agency = 2,     ///< agency.id leaves at `instant`
  add_key = 3,           ///< agency.keys[0] is added to agency.id
  revoke_key = 4,        ///< `key` of agency.id is revoked at `instant`, compromised since `since`
  set_counterparts = 5,  ///< replaces the entries of each agency named
  activate_pack = 6,     ///< `digest` names the pack bundle that `content` holds
  activate_calendar = 7,
  set_clock = 8,    ///< training sites only: the clock moves forward to `instant`
  set_setting = 9,  ///< site setting `setting` (S01 ...) := `value`
  take_snapshot = 10,
  open_epoch = 11,    ///< reserved: no engine takes it yet
  confirm_time = 12,  ///< after a jump of the wall clock: what it shows is right, within confirm_within_ms of `instant`
  erase = 13,  ///< `parts` of the message of `record`, of `transfer`: recalled before, their bytes leave the vault
};
std::string_view name_of(OrderKind kind);

/// One change, signed by two officers over its bytes and the digest of the previous order (0 for the first).
struct Order {
  OrderKind kind = OrderKind::admit_agency;
  Digest previous;
  Agency agency;
  KeyId key;
  Instant instant;
  Instant since;
  std::vector<Counterpart> counterparts;
  Digest digest;
  std::string setting;
  std::string value;
  TransferId transfer;                ///< with erase, as the two that follow
  std::uint64_t record = 0;           ///< whose message
  std::vector<PartNo> parts;          ///< rising
  std::vector<std::uint8_t> content;  ///< bytes of a pack or calendar; outside the signed bytes (digest is inside)
};

struct OfficerSignature {
  std::string officer;
  SignatureBytes signature;
};

/// Record 0: where trust starts.
struct Genesis {
  std::uint16_t format = 1;
  std::uint16_t engine_version = 1;
  Suite suite = Suite::intl;
  std::string origin;
  std::uint64_t epoch = 1;
  PublicKey log_key;
  std::vector<Officer> officers;  ///< two or more, different keys
  std::vector<Agency> agencies;   ///< the operator of the site, at least
  bool training = false;
  Instant first_instant;  ///< training: the standing clock; else when init ran
};

}  // namespace caseway::core
