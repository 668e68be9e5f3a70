@0xbc3d9af47f5ccc82;
# The directory: who exists, with which keys, roles and rights; and the orders and the genesis by which that comes to be.
#
# The genesis is record 0 of the journal; trust starts there. Afterwards the directory, the packs and a training site's clock
# change by orders only. Two officers of the site sign each order over "caseway order 1", the origin and the order bytes, and each
# order names the digest of the one before, so that orders form one chain and none can be left out or said twice.
#
# Keys are 32 bytes (Ed25519, CURVE). Instants, codes, agency ids and digests are as in envelope.capnp; an instant of 0 is open.

using Cxx = import "/capnp/c++.capnp";
using Envelope = import "envelope.capnp";
$Cxx.namespace("caseway::schema");

enum Role {
  unset @0;
  administrative @1;
  # 行政执法机关
  police @2;
  # 公安机关
  superiorPolice @3;
  # 上级公安机关
  procuratorate @4;
  # 人民检察院
  superiorProcuratorate @5;
  # 上级人民检察院
  court @6;
  # 人民法院
  supervision @7;
  # 监察机关
  justice @8;
  # 司法行政机关
  superiorAgency @9;
  # 上级行政机关
  mediation @10;
  # 调解组织
  notary @11;
  # 公证机构、存证机构
  platform @12;
  # 电商平台
  technical @13;
  # 技术调查官、鉴定机构
  centre @14;
  # 知识产权保护中心
  appraiser @15;
  # 价格认定机构
  registry @16;
  # 公示、信用系统
  operator @17;
  # The site itself: sends orders, takes part in no procedure.
}

struct AgencyKey {
  algorithm @0 :Envelope.Algorithm;
  # Of `key`.
  key @1 :Data;
  # The public half.
  validFrom @2 :Int64;
  # Valid at this instant and after.
  validUntil @3 :Int64;
  # No longer valid at this instant.
  revokedAt @4 :Int64;
  # Validity is asked at the instant of receipt, for each message.
  compromisedSince @5 :Int64;
  # What was accepted since then, up to the revocation, audit lists as in doubt.
}

struct Agency {
  id @0 :Text;
  # Agency id; never given to another agency.
  nameZh @1 :Text;
  # For people, at most 1 KiB, as `nameEn` and `orgCode`.
  nameEn @2 :Text;
  # The same in English.
  roles @3 :List(Role);
  # At most 32.
  level @4 :UInt8;
  # 1 nation, 2 province, 3 city, 4 county; 0 only in an order that does not set it.
  region @5 :Text;
  # GB/T 2260, six digits.
  orgCode @6 :Text;
  # Unified social credit code; may be empty.
  keys @7 :List(AgencyKey);
  # Signing keys, at most 64.
  transport @8 :Data;
  # CURVE public key; the transport names the agency by it.
  since @9 :Int64;
  # A member from this instant on.
  until @10 :Int64;
  # Set by the order that retires it: no longer a member at this instant.
  administrator @11 :Text;
  # Reserved: who may change this entry.
}

struct Counterpart {
  agency @0 :Text;
  # Agency id of the one whose steps are meant.
  role @1 :Role;
  # Played for it by `counterpart`.
  counterpart @2 :Text;
  # Agency id; empty: the role has no member for this agency.
}

struct Officer {
  id @0 :Text;
  # Code, e.g. "officer-1".
  name @1 :Text;
  # For people, at most 1 KiB.
  key @2 :Data;
  # Ed25519, its public half.
}

enum OrderKind {
  unset @0;
  admitAgency @1;
  # `agency` joins, or replaces the entry of the same id.
  retireAgency @2;
  # agency.id leaves at `instant`.
  addKey @3;
  # agency.keys[0] joins the keys of agency.id.
  revokeKey @4;
  # `key` of agency.id is revoked at `instant`, compromised since `since`.
  setCounterparts @5;
  # `counterparts` replace the entries of each agency named there.
  activatePack @6;
  # `digest` names the pack bundle that travels beside the order.
  activateCalendar @7;
  # `digest` names the calendar that travels beside the order.
  setClock @8;
  # Training sites only: their clock moves forward to `instant`.
  setSetting @9;
  # Site setting `setting` becomes `value`.
  takeSnapshot @10;
  # The broker writes a snapshot. Again: another one.
  openEpoch @11;
  # Reserved: a new epoch after a rollback. Refused (`malformed`).
  confirmTime @12;
  # After a jump of the wall clock: what the broker's clock shows is right. Refused when nothing is in doubt, or when `instant`, which
  # the officers hold true, lies over 10 minutes from it. It is received at what the clock shows, or where that is before the
  # last record, with the last record's instant: then `instant` lies before it.
  erase @13;
  # `parts` of the message of `record`, of `transfer`: each was recalled before. Their bytes leave the vault; digests, proofs and
  # receipts stay. Refused for a part that was not recalled, or that is erased already.
}

struct Order {
  # At most 48 KiB. What the kind does not use is empty. These bytes are what officers sign; the pack or calendar itself travels
  # beside them, as the digest stands here.

  kind @0 :OrderKind;
  # Says which of the fields below count.
  previous @1 :Data;
  # Digest of the bytes of the order before; empty for the first. The broker refuses another.
  agency @2 :Agency;
  # With admitAgency the whole entry; else its `id`, and with addKey one key.
  key @3 :Data;
  # 16 bytes.
  instant @4 :Int64;
  # With retireAgency, revokeKey, setClock and confirmTime.
  since @5 :Int64;
  # With revokeKey; 0: not known to be compromised.
  counterparts @6 :List(Counterpart);
  # With setCounterparts.
  digest @7 :Data;
  # With activatePack and activateCalendar.
  setting @8 :Text;
  # Code.
  value @9 :Text;
  # With setSetting, at most 64 KiB.
  transfer @10 :Data;
  # 16 bytes. With erase, as the two that follow.
  record @11 :UInt64;
  # Index of the record whose message the parts are of.
  parts @12 :List(UInt16);
  # Numbers of parts, rising; at most 1,024.
}

struct OfficerSignature {
  officer @0 :Text;
  # Id of an officer. The same officer twice counts once.
  signature @1 :Data;
  # 64 bytes.
}

struct Genesis {
  # File genesis.bin of a site, and record 0.

  format @0 :UInt16;
  # 1.
  engineVersion @1 :UInt16;
  # Version of the engine that decides from here on; later ones are switched on by records.
  suite @2 :Envelope.Suite;
  # Of every signature and digest of this site, for ever.
  origin @3 :Text;
  # Name of the broker, at most 255 bytes; every envelope and every signature names it.
  epoch @4 :UInt64;
  # 1. Two officers open a new epoch when a journal was rolled back.
  logKey @5 :Data;
  # Public key under which checkpoints, and so receipts, are checked.
  officers @6 :List(Officer);
  # Two or more, with different keys.
  agencies @7 :List(Agency);
  # Members from the start; the operator is one.
  training @8 :Bool;
  # The site's clock stands still between settings, and everything it records is marked `test`.
  firstInstant @9 :Int64;
  # Training: the standing clock; else when the site was made.
}
