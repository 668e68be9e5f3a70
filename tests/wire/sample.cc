#include "tests/wire/sample.h"

#include <array>

#include "broker/core/digest.h"
#include "broker/core/merkle.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"

namespace caseway::tests {
namespace {

constexpr std::int64_t first_instant = 1758816000000;  // 2025-09-26T00:00:00+08:00
constexpr std::int64_t occurred = 1758855900000;       // 2025-09-26T11:05:00+08:00
constexpr std::int64_t received = 1758856202345;

template <class Id>
Id repeated(std::uint8_t byte) {
  Id id;
  id.bytes.fill(byte);
  return id;
}

core::Agency agency(const char* id, const char* name, core::Role role, std::uint8_t key) {
  core::Agency to;
  to.id = id;
  to.name_zh = name;
  to.roles = {role};
  to.level = 4;
  to.region = "350123";
  to.keys.push_back({core::Algorithm::ed25519, sample_key(key).public_key, {first_instant}, {}, {}, {}});
  to.transport = repeated<core::PublicKey>(static_cast<std::uint8_t>(0x70 + key));
  to.since = {first_instant};
  return to;
}

std::vector<core::Digest> part_digests() {
  std::vector<core::Digest> digests;
  for (const auto& part : sample_parts()) digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  return digests;
}

}  // namespace

core::KeyPair sample_key(std::uint8_t seed) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(seed);
  return core::key_pair_from_seed(bytes);
}
core::KeyPair sample_log_key() { return sample_key(1); }
core::KeyPair sample_officer_key(int no) { return sample_key(static_cast<std::uint8_t>(1 + no)); }
core::KeyPair sample_agency_key() { return sample_key(4); }

core::Genesis sample_genesis() {
  core::Genesis genesis;
  genesis.origin = sample_origin;
  genesis.log_key = sample_log_key().public_key;
  genesis.officers = {{"officer-1", "甲", sample_officer_key(1).public_key},
                      {"officer-2", "乙", sample_officer_key(2).public_key}};
  genesis.agencies = {agency("operator", "平台运行单位", core::Role::operator_, 5)};
  genesis.training = true;
  genesis.first_instant = {first_instant};
  return genesis;
}

core::Order sample_order() {
  core::Order order;
  order.kind = core::OrderKind::admit_agency;
  order.agency = agency("luoyuan-amr", "罗源县市场监督管理局", core::Role::administrative, 4);
  return order;
}

std::vector<core::OfficerSignature> sample_order_signatures() {
  const auto signing = wire::order_signing_bytes(sample_origin, wire::encode_order(sample_order()));
  return {{"officer-1", core::sign_bytes(sample_officer_key(1).secret_key, signing)},
          {"officer-2", core::sign_bytes(sample_officer_key(2).secret_key, signing)}};
}

core::DossierHead sample_head() {
  core::DossierHead head;
  head.title = "林某涉嫌假冒注册商标案";
  head.own_case_number = "罗市监案字〔2025〕12号";
  core::Party party;
  party.no = 1;
  party.kind = "person";
  party.name = "林某";
  party.id_type = "none";
  party.roles = {"suspect"};
  head.parties = {party};
  head.pairs = {{1, "213", false}};
  head.amounts = {{"turnover", 36449700, ""}};
  head.rights = {{"trademark_goods", "3210010", ""}};
  core::EvidenceItem item;
  item.id = "ev1";
  item.evidence_class = "E1";
  item.title = "现场照片";
  item.made = {20339};
  item.file_name = "photo.txt";
  item.part = 2;
  item.custody = {{"luoyuan-amr", {first_instant}, "罗源", "封条001"}};
  head.evidence = {item};
  return head;
}

core::Document sample_document() {
  using core::FieldKind;
  core::Document document;
  document.id = "d01";
  document.type = *core::DocumentType::parse("D01");
  document.stamp = core::Stamp::valid;
  document.fields = {{"number", {{FieldKind::number, "罗市监移字〔2025〕12号", 0, {}}}},
                     {"issued", {{FieldKind::date, "", 20357, {}}}},
                     {"penaltyImposed", {{FieldKind::boolean, "", 1, {}}}},
                     {"items",
                      {{FieldKind::group,
                        "",
                        0,
                        {{"no", {{FieldKind::integer, "", 1, {}}}}, {"unit", {{FieldKind::text, "双", 0, {}}}}}}}}};
  document.files = {"ev1"};
  return document;
}

std::vector<core::Part> sample_parts() {
  const std::string photo = "a photo\n";
  return {{core::PartType::dossier, repeated<core::Salt>(0x10), wire::encode_head(sample_head())},
          {core::PartType::document, repeated<core::Salt>(0x11), wire::encode_document(sample_document())},
          {core::PartType::evidence, repeated<core::Salt>(0x12), {photo.begin(), photo.end()}}};
}

core::Envelope sample_envelope() {
  core::Envelope envelope;
  envelope.origin = sample_origin;
  envelope.sender = "luoyuan-amr";
  envelope.lane = 2;
  envelope.number = 7;
  envelope.settled = 5;
  envelope.case_id = repeated<core::CaseId>(0xca);
  envelope.transfer = repeated<core::TransferId>(0x7f);
  envelope.procedure = "K01";
  envelope.step = "transfer";
  envelope.recipient = "luoyuan-police";
  envelope.occurred_at = {occurred};
  envelope.signed_at = {occurred + 240000};
  envelope.content_root = core::content_root(part_digests());
  envelope.part_count = 3;
  envelope.content_bytes = static_cast<std::uint32_t>(wire::encode_content(sample_parts()).size());
  envelope.pack_seen = repeated<core::Digest>(0xbb);
  envelope.test = true;
  return envelope;
}

std::vector<core::Signature> sample_signatures() {
  const auto key = sample_agency_key();
  const auto leaf = core::message_leaf(sample_origin, "luoyuan-amr", core::key_id(key.public_key),
                                       wire::encode_envelope(sample_envelope()));
  const core::Digest leaves[] = {repeated<core::Digest>(0xe1), leaf, repeated<core::Digest>(0xe3)};
  return {core::sign_batch(key, leaves)[1]};
}

core::Message sample_message() {
  auto message =
      wire::decode_message(wire::encode_envelope(sample_envelope()), wire::encode_signatures(sample_signatures()),
                           wire::encode_content(sample_parts()));
  MUST(message.ok());
  return std::move(message).value();
}

core::TurnSalt sample_salt() { return repeated<core::TurnSalt>(0x5a); }

core::Record sample_genesis_record() {
  core::Record record;
  record.event.type = core::EventType::genesis;
  record.event.received_at = {received};
  record.event.clock_source = core::ClockSource::training;
  record.event.turn_salt = sample_salt();
  record.event.body = sample_genesis();
  return record;
}

core::Record sample_record() {
  core::Record record;
  record.index = 1;
  record.event.received_at = {received};
  record.event.clock_source = core::ClockSource::training;
  record.event.agency = "luoyuan-amr";
  core::MessageEvent event;
  event.message = sample_message();
  for (auto& part : event.message.parts) event.part_sizes.push_back(static_cast<std::uint32_t>(part.bytes.size()));
  for (auto& part : event.message.parts) part.bytes.clear();
  const core::Envelope envelope = event.message.envelope;
  record.outcome.effects.emplace_back(
      core::effect::LaneAdvanced{"luoyuan-amr", envelope.lane, envelope.number, event.message.body, envelope.settled});
  record.event.body = std::move(event);

  record.outcome.verdict = core::Verdict::proceeds_with_findings;
  record.outcome.findings.push_back(
      {"K01.D04", core::Fault::absent, core::FindingClass::required, "D04", 0, false, {}, false});
  record.outcome.pack = repeated<core::Digest>(0xbb);
  core::effect::ClockStarted clock;
  clock.key = {envelope.transfer, "K01.signoff", 0, {}};
  clock.anchor = {occurred};
  clock.due_first = clock.due = clock.nominal = {first_instant + core::day_ms};
  clock.pack = repeated<core::Digest>(0xbb);
  clock.owner = "luoyuan-police";
  record.outcome.effects.emplace_back(clock);
  return record;
}

core::Record sample_criminal_record() {
  namespace effect = core::effect;
  core::Record record;
  record.index = 2;
  record.event.type = core::EventType::tick;
  record.event.received_at = {received};
  record.event.clock_source = core::ClockSource::training;
  const auto transfer = sample_envelope().transfer;
  const core::ClockKey key{transfer, "K12.review", 1, "213"};
  effect::ClockResumed resumed;
  resumed.key = key;
  resumed.warn_at = {first_instant};
  resumed.due_first = resumed.due = resumed.nominal = {first_instant + core::day_ms};
  record.outcome.effects = {effect::PairSet{transfer, 1, "213", false, "registered", true},
                            effect::ReceiverChanged{transfer, "lianjiang-police"},
                            effect::SignedOff{transfer, {received}},
                            effect::ClockSuspended{key, {received}},
                            resumed,
                            effect::ItemsAsked{transfer, "K12.item", 3},
                            effect::PartsRecalled{transfer, 1, {1, 2}},
                            effect::PartsErased{transfer, 1, {2}},
                            effect::NumberHeld{transfer, "luoyuan-police"},
                            effect::CustodySet{transfer, 1, true}};
  return record;
}

core::Record sample_version_record() {
  namespace effect = core::effect;
  auto record = sample_criminal_record();
  record.index = 3;
  const auto transfer = sample_envelope().transfer;
  const auto pack = repeated<core::Digest>(0xcc);
  record.outcome.effects = {effect::PackActivated{pack, false, {first_instant}},
                            effect::VersionTaken{transfer, pack, "presented"}, effect::ChangeCarried{pack, transfer}};
  return record;
}

std::vector<wire::RecordBytes> sample_records() {
  return {wire::encode_record(sample_genesis_record(), sample_salt(), true),
          wire::encode_record(sample_record(), sample_salt(), true)};
}

core::Checkpoint sample_checkpoint() {
  const auto group = wire::parse_group(sample_group());
  MUST(group.found == wire::Found::group);
  return group.group.checkpoint;
}

std::vector<std::uint8_t> sample_group() {
  const auto records = sample_records();
  core::Checkpoint checkpoint;
  checkpoint.origin = sample_origin;
  core::Frontier after;
  for (const auto& record : records) after.append(core::leaf_hash(record.statement));
  checkpoint.tree_size = after.size;
  checkpoint.root = after.root();
  checkpoint.time = {received};

  wire::GroupHeader header;
  header.count = 2;
  header.vault_end = 4096;
  header.group_bytes = wire::group_length(header, records, checkpoint);
  auto group = wire::begin_group(header, records, {core::EventType::genesis, core::EventType::message});
  checkpoint.group = wire::group_hash(group);
  checkpoint.signature = core::sign_bytes(sample_log_key().secret_key, core::checkpoint_bytes(checkpoint));
  wire::finish_group(group, checkpoint);
  return group;
}

core::Receipt sample_receipt() {
  const auto records = sample_records();
  const core::Digest leaves[] = {core::leaf_hash(records[0].statement), core::leaf_hash(records[1].statement)};
  return {records[1].statement, {core::inclusion_path(leaves, 1), sample_checkpoint()}};
}

wire::VaultFrame sample_vault_frame() {
  wire::VaultFrame frame;
  const auto part = sample_parts()[2];
  frame.record = 1;
  frame.part = 2;
  frame.type = part.type;
  frame.salt = part.salt;
  frame.digest = part_digests()[2];
  frame.bytes_total = static_cast<std::uint32_t>(part.bytes.size());
  frame.bytes = part.bytes;
  return frame;
}

wire::ClientFrame sample_hello() {
  wire::Hello hello;
  hello.fingerprint = repeated<core::Digest>(0xf1);
  hello.software = "a client 1.0";
  hello.checkpoint = sample_checkpoint();
  hello.consume = true;
  hello.delivery_credit = 16;
  return hello;
}
wire::ClientFrame sample_send() {
  return wire::SendMessage{wire::encode_envelope(sample_envelope()), wire::encode_signatures(sample_signatures()),
                           wire::encode_content(sample_parts())};
}
wire::BrokerFrame sample_welcome() {
  wire::Welcome welcome;
  welcome.fingerprint = repeated<core::Digest>(0xf1);
  welcome.origin = sample_origin;
  welcome.log_key = sample_log_key().public_key;
  welcome.training = true;
  welcome.site_time = {received};
  welcome.checkpoint = sample_checkpoint();
  welcome.pack = repeated<core::Digest>(0xbb);
  welcome.credit_messages = core::limits::credit_messages;
  welcome.credit_bytes = core::limits::credit_bytes;
  welcome.lanes = {{2, 8}};
  return welcome;
}
wire::BrokerFrame sample_receipt_frame() {
  return wire::ReceiptFrame{2, 7, sample_receipt(), wire::encode_outcome(sample_record().outcome), {received}};
}
wire::BrokerFrame sample_refusal() {
  wire::RefusalFrame refusal;
  refusal.lane = 2;
  refusal.number = 9;
  refusal.code = core::Refusal::gap;
  refusal.where = "envelope.number";
  refusal.what = "expected 8";
  refusal.expected = 8;
  return refusal;
}
wire::BrokerFrame sample_delivery() {
  wire::Delivery delivery;
  delivery.delivery = 1;
  delivery.record = 1;
  delivery.case_id = sample_envelope().case_id;
  delivery.transfer = sample_envelope().transfer;
  delivery.procedure = "K01";
  delivery.receipt = sample_receipt();
  delivery.envelope = wire::encode_envelope(sample_envelope());
  delivery.signatures = wire::encode_signatures(sample_signatures());
  const auto digests = part_digests();
  const auto parts = sample_parts();
  delivery.parts.push_back({true, parts[0].type, digests[0], parts[0].salt, parts[0].bytes});
  delivery.parts.push_back({true, parts[1].type, digests[1], parts[1].salt, parts[1].bytes});
  delivery.parts.push_back({false, parts[2].type, digests[2], {}, {}});
  delivery.facts = {{"state", "sent"}};
  delivery.site_time = {received};
  return delivery;
}

std::vector<Sample> samples() {
  wire::SegmentHeader segment;
  segment.genesis = core::digest_of(wire::encode_genesis(sample_genesis()));
  std::vector<std::uint8_t> vault;
  wire::append_vault_frame(vault, sample_vault_frame());
  return {
      {"genesis", wire::encode_genesis(sample_genesis()), "Genesis: record 0 of a training site"},
      {"order", wire::encode_order(sample_order()), "Order: admits luoyuan-amr; what officers sign over"},
      {"head", wire::encode_head(sample_head()), "Head: part 0 of the message"},
      {"document", wire::encode_document(sample_document()), "Document: part 1 of the message, a D01"},
      {"content", wire::encode_content(sample_parts()), "Content: head, document and a file as evidence"},
      {"envelope", wire::encode_envelope(sample_envelope()), "Envelope: luoyuan-amr transfers K01 to luoyuan-police"},
      {"signatures", wire::encode_signatures(sample_signatures()), "Signatures: the second leaf of a batch of three"},
      {"outcome", wire::encode_outcome(sample_record().outcome), "Outcome: as the receipt of record 1 carries it"},
      {"statement", sample_records()[1].statement, "Statement of record 1 (own bytes)"},
      {"rest", sample_records()[1].rest, "Rest of record 1"},
      {"effects", wire::encode_record(sample_criminal_record(), sample_salt(), true).rest,
       "Rest of a record with the effects of the criminal path"},
      {"versions", wire::encode_record(sample_version_record(), sample_salt(), true).rest,
       "Rest of a record with which transfers follow another version of the rules"},
      {"group", sample_group(), "Group: records 0 and 1 (own bytes)"},
      {"segment_header", wire::encode_segment_header(segment), "Segment header of journal segment 0 (own bytes)"},
      {"vault_frame", vault, "Vault frame: part 2 of record 1 (own bytes)"},
      {"checkpoint", core::encode_checkpoint(sample_checkpoint()), "Checkpoint of the group (own bytes)"},
      {"receipt", core::encode_receipt(sample_receipt()), "Receipt of record 1 (own bytes)"},
      {"frame_hello", wire::encode(sample_hello()), "ClientFrame: hello"},
      {"frame_message", wire::encode(sample_send()), "ClientFrame: message"},
      {"frame_welcome", wire::encode(sample_welcome()), "BrokerFrame: welcome"},
      {"frame_receipt", wire::encode(sample_receipt_frame()), "BrokerFrame: receipt"},
      {"frame_refusal", wire::encode(sample_refusal()), "BrokerFrame: refusal, a gap"},
      {"frame_delivery", wire::encode(sample_delivery()), "BrokerFrame: delivery without the evidence's bytes"},
  };
}

}  // namespace caseway::tests
