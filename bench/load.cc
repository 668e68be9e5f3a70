#include "bench/load.h"

#include <sodium.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/session.h"

namespace caseway::bench {
namespace {

using core::Field;
using core::FieldKind;
using core::Value;

Value text(FieldKind kind, std::string words) { return {kind, std::move(words), 0, {}}; }
Value number(FieldKind kind, std::int64_t integer) { return {kind, {}, integer, {}}; }
Value group(std::vector<Field> fields) { return {FieldKind::group, {}, 0, std::move(fields)}; }

/// The head of a letter: macro H of the document dictionary.
std::vector<Field> letter(const core::AgencyId& sender, const std::string& no, std::int64_t day) {
  return {{"number", {text(FieldKind::number, no)}},
          {"issuer", {text(FieldKind::agency, sender)}},
          {"addressee", {text(FieldKind::agency, "police")}},
          {"issued", {number(FieldKind::date, day)}}};
}

core::Document document(std::string id, std::uint16_t type, std::vector<Field> fields) {
  core::Document made;
  made.id = std::move(id);
  made.type.number = type;
  made.stamp = core::Stamp::valid;
  made.fields = std::move(fields);
  return made;
}

void add(std::vector<Field>& fields, std::vector<Field> more) {
  fields.insert(fields.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Value person() {
  return group({{"name", {text(FieldKind::text, "林某")}},
                {"kind", {text(FieldKind::code, "person")}},
                {"idType", {text(FieldKind::code, "none")}},
                {"role", {text(FieldKind::code, "suspect")}},
                {"present", {number(FieldKind::boolean, 1)}}});
}

Value officer(const char* name, const char* certificate, bool phone) {
  std::vector<Field> fields{{"name", {text(FieldKind::text, name)}}, {"certNo", {text(FieldKind::text, certificate)}}};
  if (phone) fields.push_back({"phone", {text(FieldKind::text, "0591-1")}});
  return group(std::move(fields));
}

Value exhibit(std::int64_t no) {
  return group({{"no", {number(FieldKind::integer, no)}},
                {"name", {text(FieldKind::text, "运动鞋")}},
                {"quantity", {number(FieldKind::integer, 100)}},
                {"unit", {text(FieldKind::code, "双")}},
                {"needsTest", {number(FieldKind::boolean, 0)}}});
}

}  // namespace

std::vector<core::Document> transfer_documents(const core::AgencyId& sender, std::uint32_t items, std::int64_t day,
                                               std::int64_t approved_ms) {
  std::vector<core::Document> all;
  auto d01 = letter(sender, "移字〔2025〕1号", day);
  add(d01, {{"persons", {person()}},
            {"suspectedOffences", {text(FieldKind::code, "213")}},
            {"rightType", {text(FieldKind::code, "trademark_goods")}},
            {"registrationNo", {text(FieldKind::text, "3210010")}},
            {"ground", {text(FieldKind::code, "3(1)")}},
            {"legalBasis", {text(FieldKind::text, "O310 3")}},
            {"source", {text(FieldKind::code, "complaint")}},
            {"facts", {text(FieldKind::text, "查获假冒运动鞋")}},
            {"penaltyImposed", {number(FieldKind::boolean, 0)}},
            {"leadOfficers", {officer("郑某", "1", true), officer("吴某", "2", true)}},
            {"approver", {text(FieldKind::text, "黄某")}},
            {"approvedAt", {number(FieldKind::instant, approved_ms)}},
            {"materialList", {text(FieldKind::document, "d06")}}});
  all.push_back(document("d01", 1, std::move(d01)));
  auto d02 = letter(sender, "调字〔2025〕1号", day);
  add(d02, {{"persons", {person()}}, {"suggestion", {text(FieldKind::text, "移送")}}});
  all.push_back(document("d02", 2, std::move(d02)));
  auto d03 = letter(sender, "物字〔2025〕1号", day);
  Field listed{"items", {}};
  for (std::uint32_t i = 1; i <= items; ++i) listed.values.push_back(exhibit(i));
  d03.push_back(std::move(listed));
  d03.push_back({"total", {number(FieldKind::integer, 100 * std::int64_t{items})}});
  all.push_back(document("d03", 3, std::move(d03)));
  all.push_back(document("d05", 5,
                         {{"evidenceClass", {text(FieldKind::code, "E1")}},
                          {"title", {text(FieldKind::text, "照片")}},
                          {"made", {number(FieldKind::date, day)}}}));
  all.push_back(document("d55", 55,
                         {{"report", {number(FieldKind::date, day)}},
                          {"reportReceivedByHead", {number(FieldKind::instant, approved_ms)}},
                          {"team", {officer("郑某", "1", false), officer("吴某", "2", false)}},
                          {"head", {text(FieldKind::text, "黄某")}},
                          {"headIsActing", {number(FieldKind::boolean, 0)}},
                          {"decision", {text(FieldKind::code, "approve")}},
                          {"decidedAt", {number(FieldKind::instant, approved_ms)}}}));
  return all;
}

namespace {

/// The list of materials names every other document with its salted digest.
core::Document material_list(const Member& member, std::int64_t day, const std::vector<core::Document>& others,
                             const std::vector<core::Digest>& digests) {
  auto d06 = letter(member.id, "材字〔2025〕1号", day);
  Field rows{"rows", {}};
  for (std::size_t i = 0; i < others.size(); ++i) {
    rows.values.push_back(group({{"no", {number(FieldKind::integer, static_cast<std::int64_t>(i) + 1)}},
                                 {"document", {text(FieldKind::document, others[i].id)}},
                                 {"title", {text(FieldKind::text, others[i].type.str())}},
                                 {"pages", {number(FieldKind::integer, 1)}},
                                 {"copies", {number(FieldKind::integer, 1)}},
                                 {"carrier", {text(FieldKind::code, "E")}},
                                 {"digest", {text(FieldKind::text, core::hex(digests[i]))}},
                                 {"sealed", {number(FieldKind::boolean, 0)}}}));
  }
  const auto total = static_cast<std::int64_t>(rows.values.size());
  d06.push_back(std::move(rows));
  d06.push_back({"total", {number(FieldKind::integer, total)}});
  return document("d06", 6, std::move(d06));
}

struct Made {
  core::Part part;
  core::Digest digest;
};

Made make_part(core::PartType type, std::vector<std::uint8_t> bytes) {
  Made made{{type, {}, std::move(bytes)}, {}};
  randombytes_buf(made.part.salt.bytes.data(), made.part.salt.bytes.size());
  made.digest = core::part_digest(made.part.type, made.part.salt, made.part.bytes);
  return made;
}

struct Unsigned {
  std::vector<std::uint8_t> envelope;
  std::vector<std::uint8_t> content;
};

Unsigned one_transfer(const Member& member, const LoadOptions& options, std::uint64_t lane_number,
                      const std::vector<core::Document>& fixed,
                      const std::vector<std::vector<std::uint8_t>>& fixed_bytes) {
  core::DossierHead head;
  head.title = "T";
  core::Party party;
  party.no = 1;
  party.kind = "person";
  party.name = "林某";
  party.id_type = "none";
  party.roles = {"suspect"};
  party.present = true;
  head.parties = {party};
  head.pairs = {{1, "213", false}};
  std::vector<core::Part> parts;
  std::vector<core::Digest> digests;
  auto keep = [&](Made made) {
    parts.push_back(std::move(made.part));
    digests.push_back(made.digest);
  };
  keep(make_part(core::PartType::dossier, wire::encode_head(head)));
  for (const auto& bytes : fixed_bytes) keep(make_part(core::PartType::document, bytes));
  const std::vector<core::Digest> listed(digests.begin() + 1, digests.end());
  const std::int64_t day = core::law_date_of(options.occurred_at).days;
  keep(make_part(core::PartType::document, wire::encode_document(material_list(member, day, fixed, listed))));

  Unsigned made;
  made.content = wire::encode_content(parts);
  core::Envelope envelope;
  envelope.origin = options.origin;
  envelope.sender = member.id;
  envelope.number = lane_number;
  envelope.settled = lane_number > 300 ? lane_number - 300 : 0;  // a window behind: the client holds those receipts
  randombytes_buf(envelope.case_id.bytes.data(), envelope.case_id.bytes.size());
  randombytes_buf(envelope.transfer.bytes.data(), envelope.transfer.bytes.size());
  envelope.procedure = "K01";
  envelope.step = "transfer";
  envelope.occurred_at = options.occurred_at;
  envelope.signed_at = options.occurred_at;
  envelope.content_root = core::content_root(digests);
  envelope.part_count = static_cast<std::uint32_t>(parts.size());
  envelope.content_bytes = static_cast<std::uint32_t>(made.content.size());
  envelope.test = options.test;
  made.envelope = wire::encode_envelope(envelope);
  return made;
}

}  // namespace

std::vector<std::vector<std::uint8_t>> transfers(const Member& member, const LoadOptions& options) {
  const std::int64_t day = core::law_date_of(options.occurred_at).days;
  auto fixed = transfer_documents(member.id, 1, day, options.occurred_at.ms - core::hour_ms);
  for (auto& field : fixed.front().fields) {
    if (field.name == "facts" && !options.facts.empty()) field.values.front().text = options.facts;
  }
  std::vector<std::vector<std::uint8_t>> fixed_bytes;
  for (const auto& each : fixed) fixed_bytes.push_back(wire::encode_document(each));
  const core::KeyId key = core::key_id(member.signing.public_key);

  std::vector<std::vector<std::uint8_t>> frames;
  frames.reserve(options.count);
  for (std::uint64_t done = 0; done < options.count;) {
    const std::uint64_t batch = std::min<std::uint64_t>(std::max(1u, options.batch), options.count - done);
    std::vector<Unsigned> waiting;
    std::vector<core::Digest> leaves;
    for (std::uint64_t i = 0; i < batch; ++i) {
      waiting.push_back(one_transfer(member, options, options.first + done + i, fixed, fixed_bytes));
      leaves.push_back(core::message_leaf(options.origin, member.id, key, waiting.back().envelope));
    }
    auto signatures = core::sign_batch(member.signing, leaves);
    for (std::uint64_t i = 0; i < batch; ++i) {
      frames.push_back(wire::encode(wire::ClientFrame(wire::SendMessage{
          std::move(waiting[i].envelope), wire::encode_signatures({signatures[i]}), std::move(waiting[i].content)})));
    }
    done += batch;
  }
  return frames;
}

std::uint32_t message_size(const std::vector<std::uint8_t>& frame) {
  const auto decoded = wire::decode_client(frame);
  const auto* message = decoded.ok() ? std::get_if<wire::SendMessage>(&decoded.value()) : nullptr;
  if (message == nullptr) return 0;
  return static_cast<std::uint32_t>(message->envelope.size() + message->signatures.size() + message->content.size());
}

std::uint32_t transfer_size() {
  LoadOptions one;
  one.count = 1;
  return message_size(transfers({"regulator-0", host::new_signing_key(), {}}, one).front());
}

}  // namespace caseway::bench
