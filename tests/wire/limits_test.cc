// Both sides of every limit, and which refusal each gives.
#include "broker/core/limits.h"

#include <doctest/doctest.h>

#include <cstring>
#include <numeric>

#include "broker/core/digest.h"
#include "broker/wire/canonical.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"
#include "broker/wire/session.h"
#include "schemas/envelope.capnp.h"
#include "tests/wire/random_values.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

namespace limits = core::limits;
using wire::Bytes;

template <class T>
std::string answer(const core::Result<T>& result) {
  return result.ok() ? "ok" : std::string(core::name_of(result.refused().code)) + " " + result.refused().where;
}

core::Part part_of(std::size_t bytes) {
  return {core::PartType::evidence, sample_parts()[2].salt, std::vector<std::uint8_t>(bytes, 7)};
}

std::string envelope_with(void (*change)(core::Envelope&)) {
  core::Envelope envelope = sample_envelope();
  change(envelope);
  return answer(wire::decode_envelope(wire::encode_envelope(envelope)));
}

std::string signature_with(void (*change)(core::Signature&)) {
  auto signatures = sample_signatures();
  change(signatures[0]);
  return answer(wire::decode_signatures(wire::encode_signatures(signatures)));
}

core::Document nested(int groups) {
  core::Document document = sample_document();
  std::vector<core::Field>* fields = &document.fields;
  for (int i = 0; i < groups; ++i) {
    *fields = {{"group", {{core::FieldKind::group, "", 0, {}}}}};
    fields = &(*fields)[0].values[0].fields;
  }
  *fields = {{"leaf", {{core::FieldKind::integer, "", 1, {}}}}};
  return document;
}

}  // namespace

TEST_CASE("wire: limits: bytes of an envelope, signatures, content and frames are counted before they are looked at") {
  CHECK(answer(wire::decode_envelope(Bytes(limits::envelope_bytes_max))) == "malformed envelope");
  CHECK(answer(wire::decode_envelope(Bytes(limits::envelope_bytes_max + 1))) == "too_large envelope");
  CHECK(answer(wire::decode_signatures(Bytes(limits::signature_bytes_max))) == "malformed signatures");
  CHECK(answer(wire::decode_signatures(Bytes(limits::signature_bytes_max + 1))) == "too_large signatures");
  CHECK(answer(wire::decode_content(Bytes(limits::content_bytes_max))) == "malformed content");
  CHECK(answer(wire::decode_content(Bytes(limits::content_bytes_max + 1))) == "too_large content");
  CHECK(answer(wire::decode_client(Bytes(wire::client_frame_bytes_max))) == "malformed frame");
  CHECK(answer(wire::decode_client(Bytes(wire::client_frame_bytes_max + 1))) == "too_large frame");
  CHECK(answer(wire::decode_broker(Bytes(wire::broker_frame_bytes_max + 1))) == "too_large frame");
  CHECK(answer(wire::decode_order(Bytes(wire::order_bytes_max + 1))) == "too_large order");
}

TEST_CASE("wire: limits: what an envelope declares") {
  using E = core::Envelope;
  CHECK(envelope_with([](E&) {}) == "ok");
  CHECK(envelope_with([](E& e) { e.version = 2; }) == "malformed envelope.version");
  CHECK(envelope_with([](E& e) { e.suite = core::Suite::gm; }) == "malformed envelope.suite");
  CHECK(envelope_with([](E& e) { e.origin.clear(); }) == "malformed envelope.origin");
  CHECK(envelope_with([](E& e) { e.origin = std::string(255, 'o'); }) == "ok");
  CHECK(envelope_with([](E& e) { e.origin = std::string(256, 'o'); }) == "too_large envelope.origin");
  CHECK(envelope_with([](E& e) { e.domain = "d"; }) == "malformed envelope.domain");
  CHECK(envelope_with([](E& e) { e.sender.clear(); }) == "malformed envelope.sender");
  CHECK(envelope_with([](E& e) { e.sender = std::string(47, 's'); }) == "ok");
  CHECK(envelope_with([](E& e) { e.sender = std::string(48, 's'); }) == "malformed envelope.sender");
  CHECK(envelope_with([](E& e) { e.sender = "Luoyuan"; }) == "malformed envelope.sender");
  CHECK(envelope_with([](E& e) { e.lane = 15; }) == "ok");
  CHECK(envelope_with([](E& e) { e.lane = 16; }) == "malformed envelope.lane");
  CHECK(envelope_with([](E& e) { e.number = e.settled = 0; }) == "malformed envelope.number");
  CHECK(envelope_with([](E& e) { e.settled = 6; }) == "ok");
  CHECK(envelope_with([](E& e) { e.settled = 7; }) == "malformed envelope.settled");
  CHECK(envelope_with([](E& e) { e.case_id = {}; }) == "malformed envelope.caseId");
  CHECK(envelope_with([](E& e) { e.transfer = {}; }) == "malformed envelope.transfer");
  CHECK(envelope_with([](E& e) { e.procedure = {}; }) == "malformed envelope.procedure");
  CHECK(envelope_with([](E& e) { e.step = {}; }) == "malformed envelope.step");
  CHECK(envelope_with([](E& e) { e.recipient.clear(); }) == "ok");
  CHECK(envelope_with([](E& e) { e.signed_at.ms = 253402300799999; }) == "ok");
  CHECK(envelope_with([](E& e) { e.signed_at.ms = 253402300800000; }) == "malformed envelope.signedAt");
  CHECK(envelope_with([](E& e) { e.occurred_at.ms = -62135596800000; }) == "ok");
  CHECK(envelope_with([](E& e) { e.occurred_at.ms = -62135596800001; }) == "malformed envelope.occurredAt");
  CHECK(envelope_with([](E& e) { e.occurred_at = {}; }) == "malformed envelope.occurredAt");
  CHECK(envelope_with([](E& e) { e.occurred_at.ms = 1; }) == "ok");
  CHECK(envelope_with([](E& e) { e.occurred_at = {}, e.step = "void"; }) == "ok");
  CHECK(envelope_with([](E& e) { e.part_count = 1024; }) == "ok");
  CHECK(envelope_with([](E& e) { e.part_count = 1025; }) == "too_large envelope.partCount");
  CHECK(envelope_with([](E& e) { e.part_count = 0; }) == "malformed envelope.partCount");
  CHECK(envelope_with([](E& e) { e.part_count = 0, e.step = "void"; }) == "ok");
  CHECK(envelope_with([](E& e) { e.content_bytes = limits::content_bytes_max; }) == "ok");
  CHECK(envelope_with([](E& e) { e.content_bytes = limits::content_bytes_max + 1; }) ==
        "too_large envelope.contentBytes");
}

TEST_CASE("wire: limits: what the head of a dossier lists") {
  const auto head_with = [](auto change) {
    core::DossierHead head;
    change(head);
    return answer(wire::decode_head(wire::encode_head(head)));
  };
  using H = core::DossierHead;
  const core::Party party = sample_head().parties.front();
  const core::Pair pair{1, "213", false};
  const core::PairOutcome outcome{1, "213", "filed", {}, {}};
  const auto link = sample_envelope().transfer;
  CHECK(head_with([&](H& h) { h.parties.assign(256, party); }) == "ok");
  CHECK(head_with([&](H& h) { h.parties.assign(257, party); }) == "too_large head.parties");
  CHECK(head_with([&](H& h) { h.pairs.assign(256, pair); }) == "ok");
  CHECK(head_with([&](H& h) { h.pairs.assign(257, pair); }) == "too_large head.pairs");
  CHECK(head_with([&](H& h) { h.outcomes.assign(256, outcome); }) == "ok");
  CHECK(head_with([&](H& h) { h.outcomes.assign(257, outcome); }) == "too_large head.outcomes");
  CHECK(head_with([&](H& h) { h.links.assign(64, link); }) == "ok");
  CHECK(head_with([&](H& h) { h.links.assign(65, link); }) == "too_large head.links");
}

TEST_CASE("wire: limits: codes and ids of a wrong length are malformed") {
  for (const unsigned bytes : {1U, 15U, 16U, 17U, 32U}) {
    std::vector<std::uint64_t> copy;
    const Bytes sample = wire::encode_envelope(sample_envelope());
    const kj::ArrayPtr<const capnp::word> segments[] = {wire::aligned_words(sample, copy)};
    capnp::SegmentArrayMessageReader reader(segments);
    capnp::MallocMessageBuilder message;
    message.setRoot(reader.getRoot<schema::Envelope>());
    std::memset(message.getRoot<schema::Envelope>().initCaseId(bytes).begin(), 7, bytes);
    CHECK(answer(wire::decode_envelope(wire::canonical_bytes(message))) ==
          (bytes == 16 ? "ok" : "malformed envelope.caseId"));
    message.getRoot<schema::Envelope>().setCaseId(reader.getRoot<schema::Envelope>().getCaseId());
    message.getRoot<schema::Envelope>().setStep(std::string(bytes + 15, 's'));
    CHECK(answer(wire::decode_envelope(wire::canonical_bytes(message))) ==
          (bytes <= 16 ? "ok" : "malformed envelope.step"));
  }
}

TEST_CASE("wire: limits: signatures and their batches") {
  using S = core::Signature;
  CHECK(signature_with([](S&) {}) == "ok");
  CHECK(signature_with([](S& s) { s.key = {}; }) == "malformed signatures.signatures[0].key");
  CHECK(signature_with([](S& s) { s.bytes.pop_back(); }) == "malformed signatures.signatures[0].bytes");
  CHECK(signature_with([](S& s) { s.bytes.push_back(0); }) == "malformed signatures.signatures[0].bytes");
  CHECK(signature_with([](S& s) { s.batch_index = 2; }) == "ok");
  CHECK(signature_with([](S& s) { s.batch_index = 3; }) == "malformed signatures.signatures[0].batchIndex");
  CHECK(signature_with([](S& s) { s.batch_count = 1024; }) == "ok");
  CHECK(signature_with([](S& s) { s.batch_count = 1025; }) == "malformed signatures.signatures[0].batchCount");
  CHECK(signature_with([](S& s) { s.batch_path.resize(10); }) == "ok");
  CHECK(signature_with([](S& s) { s.batch_path.resize(11); }) == "malformed signatures.signatures[0].batchPath");
  CHECK(signature_with([](S& s) { s.batch_count = 1, s.batch_index = 0; }) ==
        "malformed signatures.signatures[0].batchPath");
  const auto several = [](std::size_t count) {
    return answer(
        wire::decode_signatures(wire::encode_signatures(std::vector<core::Signature>(count, sample_signatures()[0]))));
  };
  CHECK(several(0) == "malformed signatures.signatures");
  CHECK(several(1) == "ok");
  CHECK(several(8) == "ok");
  CHECK(several(9) == "too_large signatures.signatures");
}

TEST_CASE("wire: limits: parts of a content") {
  const auto parts = [](std::size_t count, std::size_t bytes) {
    return answer(wire::decode_content(wire::encode_content(std::vector<core::Part>(count, part_of(bytes)))));
  };
  CHECK(parts(0, 0) == "ok");
  CHECK(parts(1024, 1) == "ok");
  CHECK(parts(1025, 1) == "too_large content.parts");
  CHECK(parts(1, limits::part_bytes_max) == "ok");
  CHECK(parts(1, limits::part_bytes_max + 1) == "too_large content.parts[0].bytes");
  // Three whole parts, and a fourth that fills the content to its last word.
  std::vector<core::Part> full(3, part_of(limits::part_bytes_max));
  full.push_back(part_of(8));
  const std::size_t left = limits::content_bytes_max - wire::encode_content(full).size();
  full[3] = part_of(8 + left);
  REQUIRE(wire::encode_content(full).size() == limits::content_bytes_max);
  CHECK(answer(wire::decode_content(wire::encode_content(full))) == "ok");
  full[3] = part_of(8 + left + 1);
  CHECK(answer(wire::decode_content(wire::encode_content(full))) == "too_large content");
}

TEST_CASE("wire: limits: groups nest 32 deep") {
  CHECK(answer(wire::decode_document(wire::encode_document(nested(1)))) == "ok");
  CHECK(answer(wire::decode_document(wire::encode_document(nested(32)))) == "ok");
  for (const int groups : {33, 40, 5000}) {
    CHECK(answer(wire::decode_document(wire::encode_document(nested(groups)))).starts_with("malformed document"));
  }
}

TEST_CASE("wire: limits: a text has 64 KiB, head and documents 1 MiB together") {
  const auto note = [](std::size_t bytes) {
    core::DossierHead head = sample_head();
    head.note = std::string(bytes, 'n');
    return answer(wire::decode_head(wire::encode_head(head)));
  };
  CHECK(note(limits::text_bytes_max) == "ok");
  CHECK(note(limits::text_bytes_max + 1) == "too_large head.note");

  core::DossierHead head;
  for (int i = 0; i < 8; ++i) head.acts.push_back({"213", {}, {}, std::string(60000, 'p')});
  std::vector<core::Part> parts = {part_of(0), part_of(0)};
  parts[0] = {core::PartType::dossier, parts[0].salt, wire::encode_head(head)};
  core::Document document;
  document.id = "d01";
  document.type = sample_document().type;
  const auto with_text = [&](std::size_t bytes) {
    document.fields = {{"text", {}}};
    for (; bytes > 60000; bytes -= 60000) {
      document.fields[0].values.push_back({core::FieldKind::text, std::string(60000, 't'), 0, {}});
    }
    document.fields[0].values.push_back({core::FieldKind::text, std::string(bytes, 't'), 0, {}});
    parts[1] = {core::PartType::document, parts[1].salt, wire::encode_document(document)};
    return wire::unpacked_part(parts[0]).size() + wire::unpacked_part(parts[1]).size();
  };
  std::size_t text = 500000;
  for (int i = 0; i < 4; ++i) text += limits::facts_bytes_max - with_text(text);
  REQUIRE(with_text(text) == limits::facts_bytes_max);
  CHECK(answer(wire::decode_dossier(parts)) == "ok");
  with_text(text + 8);
  CHECK(answer(wire::decode_dossier(parts)) == "too_large parts[1]");
}

TEST_CASE("wire: limits: a value uses what its kind says and stays in its range") {
  using core::FieldKind;
  const auto value = [](FieldKind kind, const char* text, std::int64_t integer) {
    core::Document document = sample_document();
    document.fields = {{"field", {{kind, text, integer, {}}}}};
    return wire::decode_document(wire::encode_document(document)).ok();
  };
  CHECK(value(FieldKind::date, "", 2932896));
  CHECK(!value(FieldKind::date, "", 2932897));
  CHECK(!value(FieldKind::date, "", std::int64_t{1} << 32));
  CHECK(!value(FieldKind::date, "2025-09-26", 0));
  CHECK(value(FieldKind::instant, "", 253402300799999));
  CHECK(!value(FieldKind::instant, "", 253402300800000));
  CHECK(value(FieldKind::boolean, "", -1));
  CHECK(value(FieldKind::boolean, "", 1));
  CHECK(!value(FieldKind::boolean, "", 2));
  CHECK(value(FieldKind::amount, "about 5 yuan", 0));
  CHECK(value(FieldKind::integer, "", INT64_MIN));
  CHECK(!value(FieldKind::text, "t", 1));
  CHECK(!value(FieldKind::group, "t", 0));
  CHECK(!value(FieldKind{}, "", 0));
}

TEST_CASE("wire: limits: one frame acknowledges 1 to 64 deliveries, and their numbers rise") {
  const auto acknowledged = [](std::vector<std::uint64_t> deliveries) {
    return answer(wire::decode_client(wire::encode(wire::ClientFrame(wire::Ack{std::move(deliveries)}))));
  };
  std::vector<std::uint64_t> most(core::limits::acks_max);
  std::iota(most.begin(), most.end(), 1);
  CHECK(acknowledged(most) == "ok");
  most.push_back(1000);
  CHECK(acknowledged(most) == "malformed frame.ack");
  CHECK(acknowledged({}) == "malformed frame.ack");
  CHECK(acknowledged({5, 5}) == "malformed frame.ack");
  CHECK(acknowledged({5, 4}) == "malformed frame.ack");
}

TEST_CASE("wire: limits: a long reason is cut between characters, and the answer still decodes") {
  for (const std::size_t bytes : {1024U, 1025U, 1026U, 5000U}) {
    wire::RefusalFrame refusal;
    refusal.code = core::Refusal::malformed;
    while (refusal.what.size() < bytes - 3) refusal.what += "案";
    refusal.what.resize(bytes, 'x');
    auto back = wire::decode_broker(wire::encode(wire::BrokerFrame(refusal)));
    REQUIRE(back.ok());
    const auto& what = std::get<wire::RefusalFrame>(back.value()).what;
    CHECK(what.size() <= 1024);
    CHECK(what.size() >= 1022);
    CHECK(refusal.what.starts_with(what));
  }
  const std::string long_reason(1025, 'r');
  CHECK(answer(wire::decode_client(wire::encode(wire::ClientFrame(wire::Park{1, long_reason, true})))) ==
        "too_large frame.park.reason");
}

TEST_CASE("wire: limits: a genesis has two officers with different keys") {
  core::Genesis genesis = sample_genesis();
  CHECK(wire::decode_genesis(wire::encode_genesis(genesis)).ok());
  genesis.officers[1].key = genesis.officers[0].key;
  CHECK(answer(wire::decode_genesis(wire::encode_genesis(genesis))) == "malformed genesis.officers");
  genesis.officers.pop_back();
  CHECK(answer(wire::decode_genesis(wire::encode_genesis(genesis))) == "malformed genesis.officers");
}

}  // namespace caseway::tests
