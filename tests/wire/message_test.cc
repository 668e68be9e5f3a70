// What ties envelope, parts and dossier together, and record and statement.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/core/signature.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"
#include "tests/wire/same.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

/// Where the sample message is refused after `change`, its root made to fit again unless `keep_root`.
std::string refused_at(void (*change)(core::Envelope&, std::vector<core::Part>&), bool keep_root = false) {
  auto envelope = sample_envelope();
  auto parts = sample_parts();
  change(envelope, parts);
  std::vector<core::Digest> digests;
  for (const auto& part : parts) digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  if (!keep_root) envelope.content_root = core::content_root(digests);
  auto message = wire::decode_message(wire::encode_envelope(envelope), wire::encode_signatures(sample_signatures()),
                                      wire::encode_content(parts));
  return message.ok() ? "ok" : message.refused().where;
}

std::string dossier_refused_at(void (*change)(std::vector<core::Part>&)) {
  auto parts = sample_parts();
  change(parts);
  auto dossier = wire::decode_dossier(parts);
  return dossier.ok() ? "ok" : dossier.refused().where;
}

template <class Change>
std::vector<core::Part> with_head(Change change) {
  auto parts = sample_parts();
  auto head = sample_head();
  change(head);
  parts[0].bytes = wire::encode_head(head);
  return parts;
}

bool holds(std::span<const std::uint8_t> bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

}  // namespace

TEST_CASE("wire: message: the envelope commits to count, length and root of the parts") {
  using E = core::Envelope;
  using P = std::vector<core::Part>;
  CHECK(refused_at([](E&, P&) {}) == "ok");
  CHECK(refused_at([](E& e, P&) { e.part_count = 2; }) == "envelope.partCount");
  CHECK(refused_at([](E& e, P&) { e.content_bytes += 8; }) == "envelope.contentBytes");
  CHECK(refused_at([](E& e, P&) { e.content_root.bytes[0] ^= 1; }, true) == "envelope.contentRoot");
  CHECK(refused_at([](E&, P& p) { p[2].bytes[0] ^= 1; }, true) == "envelope.contentRoot");
  CHECK(refused_at([](E&, P& p) { p[2].salt.bytes[0] ^= 1; }, true) == "envelope.contentRoot");
  CHECK(refused_at([](E&, P& p) { p[1].type = core::PartType::evidence; }, true) == "envelope.contentRoot");
  CHECK(refused_at([](E&, P& p) { std::swap(p[0], p[1]); }, true) == "envelope.contentRoot");
}

TEST_CASE("wire: message: void has no parts and still a root") {
  auto envelope = sample_envelope();
  envelope.step = "void";
  envelope.part_count = 0;
  const auto content = wire::encode_content({});
  envelope.content_bytes = static_cast<std::uint32_t>(content.size());
  envelope.content_root = core::content_root({});
  auto message =
      wire::decode_message(wire::encode_envelope(envelope), wire::encode_signatures(sample_signatures()), content);
  REQUIRE(message.ok());
  CHECK(wire::decode_dossier(message.value().parts).ok());
}

TEST_CASE("wire: message: its signature holds over the exact envelope bytes, as one of a batch") {
  const auto message = sample_message();
  const auto key = sample_agency_key().public_key;
  const auto leaf = core::message_leaf(sample_origin, "luoyuan-amr", core::key_id(key), message.envelope_bytes);
  core::VerifiedBatches verified(4);
  CHECK(verified.verify(key, message.signatures[0], leaf));
  CHECK(message.body == core::digest_of(message.envelope_bytes));
}

TEST_CASE("wire: dossier: one head, first; documents and evidence after it") {
  using P = std::vector<core::Part>;
  CHECK(dossier_refused_at([](P&) {}) == "ok");
  CHECK(dossier_refused_at([](P& p) { p[0].type = core::PartType::document; }) == "parts[0]");
  CHECK(dossier_refused_at([](P& p) { p[1].type = core::PartType::dossier; }) == "parts[1]");
  CHECK(dossier_refused_at([](P& p) { p[1].bytes.pop_back(); }) == "parts[1].document");
  CHECK(dossier_refused_at([](P& p) { p[0].bytes = p[1].bytes; }).starts_with("parts[0].head"));
  CHECK(dossier_refused_at([](P& p) { p[2].type = core::PartType::document; }) == "parts[2].document");
}

TEST_CASE("wire: dossier: items and evidence parts belong to each other, and local ids are used once") {
  const auto where = [](const std::vector<core::Part>& parts) {
    auto dossier = wire::decode_dossier(parts);
    return dossier.ok() ? "ok" : dossier.refused().where;
  };
  using H = core::DossierHead;
  CHECK(where(with_head([](H&) {})) == "ok");
  CHECK(where(with_head([](H& h) { h.evidence[0].part = 3; })) == "parts[0].head.evidence");
  CHECK(where(with_head([](H& h) { h.evidence[0].part = 1; })) == "parts[0].head.evidence");
  CHECK(where(with_head([](H& h) { h.evidence[0].part = 0; })) == "parts[2]");
  CHECK(where(with_head([](H& h) {
          h.evidence.push_back(h.evidence[0]);
          h.evidence[1].id = "ev2";
        })) == "parts[0].head.evidence");
  CHECK(where(with_head([](H& h) { h.evidence[0].id = "d01"; })) == "dossier");
  CHECK(where(with_head([](H& h) {
          h.evidence.push_back(h.evidence[0]);
          h.evidence[1].part = 0;
        })) == "dossier");
}

TEST_CASE("wire: record: the journal holds digests and codes, no value of the dossier") {
  const auto records = sample_records();
  for (const auto& bytes : {records[1].statement, records[1].rest}) {
    for (const char* value : {"林某", "罗市监移字", "a photo", "现场照片", "36449700"}) CHECK(!holds(bytes, value));
  }
  CHECK(holds(records[1].rest, "K01.signoff"));
  CHECK(holds(records[1].statement, "luoyuan-amr"));
}

TEST_CASE("wire: record: of a state secret nothing is written but sender, time, lane, number and code") {
  auto record = sample_record();
  auto& event = std::get<core::MessageEvent>(record.event.body);
  event.secret = true;  // and nothing of it wiped
  record.outcome.verdict = core::Verdict::returned;
  record.outcome.return_code = core::ReturnCode::state_secret;
  record.outcome.findings.clear();
  record.outcome.effects.clear();
  const auto bytes = wire::encode_record(record, sample_salt(), true);
  const auto body = event.message.body;
  const auto transfer = event.message.envelope.transfer;
  for (const auto& held : {bytes.statement, bytes.rest}) {
    CHECK(!holds(held, std::string_view(reinterpret_cast<const char*>(body.bytes.data()), 32)));
    CHECK(!holds(held, std::string_view(reinterpret_cast<const char*>(transfer.bytes.data()), 16)));
    CHECK(!holds(held, "luoyuan-police"));
  }
  auto said = core::decode_statement(bytes.statement);
  REQUIRE(said.ok());
  CHECK(said.value().body.empty());
  CHECK(said.value().transfer.empty());
  CHECK(said.value().sender == "luoyuan-amr");
  auto back = wire::decode_record(bytes.statement, bytes.rest);
  REQUIRE(back.ok());
  const auto& held = std::get<core::MessageEvent>(back.value().event.body);
  CHECK(held.secret);
  CHECK(held.message.envelope.sender == "luoyuan-amr");
  CHECK(held.message.envelope.lane == 2);
  CHECK(held.message.envelope.number == 7);
}

TEST_CASE("wire: record: a statement that says other things than the rest is refused") {
  const auto bytes = sample_records()[1];
  auto said = core::decode_statement(bytes.statement);
  REQUIRE(said.ok());
  const auto refused = [&](auto change) {
    core::Statement other = said.value();
    change(other);
    auto record = wire::decode_record(core::encode_statement(other), bytes.rest);
    return record.ok() ? "ok" : record.refused().where;
  };
  using S = core::Statement;
  CHECK(refused([](S&) {}) == "ok");
  CHECK(refused([](S& s) { s.type = static_cast<std::uint16_t>(core::EventType::ack); }) == "statement");
  CHECK(refused([](S& s) { s.transfer = {}; }) == "statement");
  CHECK(refused([](S& s) { s.body.bytes[5] ^= 1; }) == "statement");
  CHECK(refused([](S& s) { s.verdict = core::Verdict::proceeds; }) == "statement");
  CHECK(refused([](S& s) { s.return_code = core::ReturnCode::wrong_role; }) == "statement");
  CHECK(refused([](S& s) { s.findings.clear(); }) == "statement");
  CHECK(refused([](S& s) { s.findings.push_back("K01.D05"); }) == "statement");
}

TEST_CASE("wire: record: the statement commits to the rest under the salt of its turn") {
  const auto bytes = sample_records()[1];
  auto said = core::decode_statement(bytes.statement);
  CHECK(said.value().rest == wire::rest_digest(sample_salt(), 1, bytes.rest));
  CHECK(said.value().rest != wire::rest_digest(sample_salt(), 2, bytes.rest));
  CHECK(said.value().rest != wire::rest_digest({}, 1, bytes.rest));
}

TEST_CASE("wire: record: a part table that the envelope does not commit to is refused") {
  auto record = sample_record();
  auto& event = std::get<core::MessageEvent>(record.event.body);
  event.message.part_digests[1].bytes[0] ^= 1;
  const auto bytes = wire::encode_record(record, sample_salt(), true);
  auto back = wire::decode_record(bytes.statement, bytes.rest);
  REQUIRE(!back.ok());
  CHECK(back.refused().where == "rest.event.message.parts");
}

TEST_CASE("wire: order: two officers sign context, origin and the exact bytes") {
  const auto bytes = wire::encode_order(sample_order());
  const auto signing = wire::order_signing_bytes(sample_origin, bytes);
  const auto signatures = sample_order_signatures();
  CHECK(core::verify_bytes(sample_officer_key(1).public_key, signatures[0].signature, signing));
  CHECK(core::verify_bytes(sample_officer_key(2).public_key, signatures[1].signature, signing));
  CHECK(!core::verify_bytes(sample_officer_key(2).public_key, signatures[0].signature, signing));
  const auto elsewhere = wire::order_signing_bytes("another.example", bytes);
  CHECK(!core::verify_bytes(sample_officer_key(1).public_key, signatures[0].signature, elsewhere));
  core::Order with_content = sample_order();
  with_content.content = {1, 2, 3};
  CHECK(wire::encode_order(with_content) == bytes);
  CHECK(wire::order_digest(bytes) == core::digest_of(bytes));
}

TEST_CASE("wire: the sample receipt proves its statement offline") {
  auto checked = core::check_receipt(sample_receipt(), sample_log_key().public_key);
  REQUIRE(checked.ok());
  CHECK(checked.value().body == sample_message().body);
}

}  // namespace caseway::tests
