// What is no message: a member's session sends it to a real broker, which says what and where, counts it, and serves
// the next message (docs/BAD_INPUT.md).
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/wire/content.h"
#include "tests/end_to_end/letter.h"

namespace caseway::bench {
namespace {

using Bytes = std::vector<std::uint8_t>;
namespace limits = core::limits;

/// The regulator's session, and every answer it was given.
class Scribe {
 public:
  explicit Scribe(const std::string& site) : trial(site), client_(trial.connect(trial.regulator)) {}

  /// "code where" of the refusal; the number is free as before.
  std::string refused(const Bytes& frame) {
    ++refusals_;
    return bench::refused(*client_, frame);
  }
  std::string refused(wire::SendMessage message) { return refused(framed(std::move(message))); }
  std::string refused(const Letter& letter) { return refused(letter.sealed(trial.regulator.signing)); }
  [[nodiscard]] Letter letter() const { return {trial, next_}; }
  /// A good message, under the number that every refused one had.
  void is_served() { CHECK(is_taken(trial.frames(next_, 1)[0]) != core::Verdict::returned); }
  /// It is recorded, whatever the rules say of it.
  core::Verdict is_taken(const Bytes& frame) {
    ++next_;
    return statement_of(receipt_of(*client_, frame)).verdict;
  }
  /// Each refusal was counted, and nothing else of it was written: the audit agrees.
  void all_are_counted() {
    CHECK(trial.site.stop().status == 0);
    std::uint32_t sum = 0;
    for (const auto& [reason, count] : counted(trial.site)) sum += reason.starts_with("regulator ") ? count : 0;
    CHECK(sum == refusals_);
    CHECK(run_program("caseway-audit", {"replay", trial.site.dir().string()}).exit == 0);
  }

  Trial trial;

 private:
  std::unique_ptr<LoadClient> client_;
  std::uint64_t next_ = 1;
  std::uint32_t refusals_ = 0;
};

Bytes cut(Bytes bytes, std::size_t length) {
  bytes.resize(length);
  return bytes;
}

/// One whole word more, which no pointer reaches, and the length in the first word says so.
Bytes with_hidden_word(Bytes bytes) {
  bytes.insert(bytes.end(), {'h', 'i', 'd', 'd', 'e', 'n', '!', '!'});
  const auto words = static_cast<std::uint32_t>(bytes.size() / 8 - 1);
  for (std::size_t i = 0; i < 4; ++i) bytes[4 + i] = static_cast<std::uint8_t>(words >> 8 * i);
  return bytes;
}

core::Document nested(int groups) {
  core::Document document;
  document.id = "deep";
  document.type.number = 4;
  std::vector<core::Field>* fields = &document.fields;
  for (int i = 0; i < groups; ++i) {
    *fields = {{"group", {{core::FieldKind::group, "", 0, {}}}}};
    fields = &(*fields)[0].values[0].fields;
  }
  *fields = {{"leaf", {{core::FieldKind::integer, "", 1, {}}}}};
  return document;
}

core::Part part_with(core::PartType type, Bytes bytes) {
  core::Part part{type, {}, std::move(bytes)};
  part.salt.bytes.fill(7);
  return part;
}

TEST_CASE("end to end: bad bytes: what is no envelope is malformed, by its place, and the next message is served") {
  Scribe scribe("no-envelope-site");
  CHECK(scribe.refused(Bytes{}) == "malformed frame");
  CHECK(scribe.refused(Bytes(2000, 0x5a)) == "malformed frame");
  CHECK(scribe.refused(Bytes(64, 0)) == "malformed frame");
  auto message = scribe.letter().sealed(scribe.trial.regulator.signing);
  std::swap(message.envelope, message.content);
  CHECK(scribe.refused(message) == "malformed envelope");
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: a message cut anywhere is malformed, by the piece that was cut (over 500 lengths)") {
  Scribe scribe("cut-site");
  const auto whole = scribe.letter().sealed(scribe.trial.regulator.signing);
  const Bytes frame = framed(whole);
  int tried = 0;
  for (std::size_t length = 0; length < frame.size(); length += 41, ++tried)
    CHECK(scribe.refused(cut(frame, length)) == "malformed frame");
  for (std::size_t length = 0; length < whole.envelope.size(); ++length, ++tried) {
    auto message = whole;
    message.envelope.resize(length);
    CHECK(scribe.refused(message).starts_with("malformed envelope"));
  }
  for (std::size_t length = 0; length < whole.signatures.size(); length += 3, ++tried) {
    auto message = whole;
    message.signatures.resize(length);
    CHECK(scribe.refused(message).starts_with("malformed signatures"));
  }
  for (std::size_t length = 0; length < whole.content.size(); length += 37, ++tried) {
    auto message = whole;
    message.content.resize(length);
    CHECK(scribe.refused(message).starts_with("malformed content"));
  }
  CHECK(tried > 500);
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: what is not whole words is malformed, by its piece (7 lengths of each)") {
  Scribe scribe("words-site");
  const auto whole = scribe.letter().sealed(scribe.trial.regulator.signing);
  for (std::size_t more = 1; more < 8; ++more) {
    auto message = whole;
    message.envelope.resize(whole.envelope.size() + more);
    CHECK(scribe.refused(message) == "malformed envelope");
    message = whole;
    message.content.resize(whole.content.size() + more);
    CHECK(scribe.refused(message) == "malformed content");
    CHECK(scribe.refused(cut(framed(whole), framed(whole).size() - more)) == "malformed frame");
  }
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: one over a limit is too_large, by its place; the limit itself is no mistake") {
  Scribe scribe("limits-site");
  auto message = scribe.letter().sealed(scribe.trial.regulator.signing);
  message.envelope.resize(limits::envelope_bytes_max + 8);
  CHECK(scribe.refused(message) == "too_large frame.message.envelope");
  message = scribe.letter().sealed(scribe.trial.regulator.signing);
  message.signatures.resize(limits::signature_bytes_max + 8);
  CHECK(scribe.refused(message) == "too_large frame.message.signatures");
  message = scribe.letter().sealed(scribe.trial.regulator.signing);
  message.content.resize(limits::content_bytes_max + 8);
  CHECK(scribe.refused(message) == "too_large frame.message.content");

  auto letter = scribe.letter();
  letter.parts.push_back(part_with(core::PartType::evidence, Bytes(limits::part_bytes_max + 1)));
  CHECK(scribe.refused(letter) == "too_large content.parts[" + std::to_string(letter.parts.size() - 1) + "].bytes");
  letter = scribe.letter();
  letter.parts.resize(limits::parts_max + 1, part_with(core::PartType::evidence, {1}));
  CHECK(scribe.refused(letter) == "too_large envelope.partCount");
  core::DossierHead head;
  head.note = std::string(limits::text_bytes_max + 1, 'n');
  letter = scribe.letter();
  letter.parts[0].bytes = wire::encode_head(head);
  CHECK(scribe.refused(letter) == "too_large parts[0].head.note");
  core::Document document;
  document.id = "long";
  document.type.number = 4;
  letter = scribe.letter();
  for (int i = 0; i < 18; ++i) {
    document.id = "long" + std::to_string(i);
    document.fields = {{"text", {{core::FieldKind::text, std::string(60'000, 't'), 0, {}}}}};
    letter.parts.push_back(part_with(core::PartType::document, wire::encode_document(document)));
  }
  CHECK(scribe.refused(letter) == "too_large content");

  head.note = std::string(limits::text_bytes_max, 'n');
  letter = scribe.letter();
  letter.parts[0].bytes = wire::encode_head(head);
  scribe.is_taken(framed(letter.sealed(scribe.trial.regulator.signing)));
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: groups nested deeper than 32 are malformed, by the part") {
  Scribe scribe("deep-site");
  for (const int groups : {33, 5000}) {
    auto letter = scribe.letter();
    letter.parts.push_back(part_with(core::PartType::document, wire::encode_document(nested(groups))));
    const std::string where = "malformed parts[" + std::to_string(letter.parts.size() - 1) + "].document.fields[0]";
    CHECK(scribe.refused(letter).starts_with(where));
  }
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: a word that nothing reaches is malformed in envelope, signatures, content, frame") {
  Scribe scribe("hidden-site");
  const auto whole = scribe.letter().sealed(scribe.trial.regulator.signing);
  auto message = whole;
  message.envelope = with_hidden_word(whole.envelope);
  CHECK(scribe.refused(message) == "malformed envelope");
  message = whole;
  message.signatures = with_hidden_word(whole.signatures);
  CHECK(scribe.refused(message) == "malformed signatures");
  message = whole;
  message.content = with_hidden_word(whole.content);
  CHECK(scribe.refused(message) == "malformed content");
  CHECK(scribe.refused(with_hidden_word(framed(whole))) == "malformed frame");
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: a part that is not the one the envelope commits to is malformed") {
  Scribe scribe("digest-site");
  auto letter = scribe.letter();
  auto message = letter.sealed(scribe.trial.regulator.signing);
  letter.parts.back().salt.bytes[3] ^= 1;
  message.content = letter.sealed(scribe.trial.regulator.signing).content;
  CHECK(scribe.refused(message) == "malformed envelope.contentRoot");
  scribe.is_served();
  scribe.all_are_counted();
}

TEST_CASE("end to end: bad bytes: a text that is no UTF-8 is malformed, by its field (6 forms)") {
  Scribe scribe("utf8-site");
  for (const char* text : {"\x80", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe7\xbd", "ok\xff"}) {
    core::DossierHead head;
    head.title = text;
    auto letter = scribe.letter();
    letter.parts[0].bytes = wire::encode_head(head);
    CHECK(scribe.refused(letter) == "malformed parts[0].head.title");
    core::Document document;
    document.id = "d90";
    document.type.number = 4;
    document.fields = {{"text", {{core::FieldKind::text, text, 0, {}}}}};
    letter = scribe.letter();
    letter.parts.push_back(part_with(core::PartType::document, wire::encode_document(document)));
    CHECK(scribe.refused(letter).starts_with("malformed parts[" + std::to_string(letter.parts.size() - 1) + "]"));
  }
  scribe.is_served();
  scribe.all_are_counted();
}

}  // namespace
}  // namespace caseway::bench
