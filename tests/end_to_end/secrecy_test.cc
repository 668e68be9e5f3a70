// House decision 19 against a real broker, with clients that skip pre-flight: a marked message leaves no word on the
// disk, and a trade secret is none.
#include <doctest/doctest.h>
#include <sodium.h>

#include <algorithm>
#include <fstream>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "tests/end_to_end/trial.h"

namespace caseway::bench {
namespace {

namespace fs = std::filesystem;

/// Files below `dir` that hold `words`.
std::vector<std::string> files_with(const fs::path& dir, const std::string& words) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (bytes.find(words) != std::string::npos) found.push_back(entry.path().string());
  }
  return found;
}

/// `frame` with one more part, signed anew: a file so large that the vault would keep it apart.
std::vector<std::uint8_t> with_large_file(const std::vector<std::uint8_t>& frame, const Member& member,
                                          const std::string& words) {
  const auto decoded = wire::decode_client(frame);
  const auto& sent = std::get<wire::SendMessage>(decoded.value());
  auto message = wire::decode_message(sent.envelope, sent.signatures, sent.content);
  REQUIRE(message.ok());
  auto& parts = message.value().parts;
  core::Part file{core::PartType::evidence, {}, std::vector<std::uint8_t>(100 * core::limits::kib, ' ')};
  std::copy(words.begin(), words.end(), file.bytes.begin() + 70'000);
  randombytes_buf(file.salt.bytes.data(), file.salt.bytes.size());
  parts.push_back(std::move(file));
  auto digests = message.value().part_digests;
  digests.push_back(core::part_digest(parts.back().type, parts.back().salt, parts.back().bytes));
  wire::SendMessage made;
  made.content = wire::encode_content(parts);
  core::Envelope envelope = message.value().envelope;
  envelope.content_root = core::content_root(digests);
  envelope.part_count = static_cast<std::uint32_t>(parts.size());
  envelope.content_bytes = static_cast<std::uint32_t>(made.content.size());
  made.envelope = wire::encode_envelope(envelope);
  const auto key = core::key_id(member.signing.public_key);
  const std::vector<core::Digest> leaf{core::message_leaf(envelope.origin, envelope.sender, key, made.envelope)};
  made.signatures = wire::encode_signatures(core::sign_batch(member.signing, leaf));
  return wire::encode(wire::ClientFrame(std::move(made)));
}

/// Whether a whole message that holds `words` comes to `client`.
bool is_delivered(LoadClient& client, const std::string& words) {
  while (auto frame = client.hear(10'000)) {
    const auto* delivery = std::get_if<wire::Delivery>(&*frame);
    if (delivery == nullptr) continue;
    client.send(wire::Ack{{delivery->delivery}});
    for (const auto& part : delivery->parts) {
      const auto plain = wire::unpacked_part({part.type, part.salt, part.bytes});
      if (std::string(plain.begin(), plain.end()).find(words) != std::string::npos) return true;
    }
  }
  return false;
}

TEST_CASE(
    "end to end: a state secret sent past pre-flight is returned, answered the same again, and is nowhere on the "
    "disk") {
  Trial trial("secrecy-site");
  const std::string in_text = "MARKED-WORDS-ONE";
  const std::string in_file = "MARKED-WORDS-TWO";
  const auto marked = trial.frames(1, 1, "机密★长期 " + in_text)[0];
  const auto large = with_large_file(trial.frames(2, 1)[0], trial.regulator, "绝密★ " + in_file);
  std::vector<std::vector<std::uint8_t>> first;
  {
    const auto client = trial.connect(trial.regulator);
    for (const auto& frame : {marked, large}) {
      const auto receipt = receipt_of(*client, frame);
      const auto statement = statement_of(receipt);
      CHECK(statement.verdict == core::Verdict::returned);
      CHECK(statement.return_code == core::ReturnCode::state_secret);
      CHECK(statement.body.empty());
      CHECK(statement.sender == trial.regulator.id);
      CHECK(receipt.outcome.empty());
      first.push_back(receipt.receipt.statement);
    }
    CHECK(receipt_of(*client, marked).receipt.statement == first[0]);
    CHECK(receipt_of(*client, trial.frames(1, 1)[0]).receipt.statement == first[0]);  // unseen: any body repeats it
  }
  trial.site.stop(true);
  CHECK(files_with(trial.site.dir(), in_text).empty());
  CHECK(files_with(trial.site.dir(), in_file).empty());
  trial.site.start();
  CHECK(receipt_of(*trial.connect(trial.regulator), large).receipt.statement == first[1]);

  CHECK(trial.site.stop().status == 0);
  CHECK(files_with(trial.site.dir(), in_text).empty());
  CHECK(files_with(trial.site.dir(), in_file).empty());
  CHECK(run_program("caseway-audit", {"replay", trial.site.dir().string()}).exit == 0);
}

TEST_CASE("end to end: a trade secret is no state secret: the words alone go through to the police") {
  Trial trial("trade-secret-site");
  const std::string words = "涉嫌侵犯商业秘密,图纸注明机密";
  const auto police = trial.connect(trial.police, true);
  const auto receipt = receipt_of(*trial.connect(trial.regulator), trial.frames(1, 1, words)[0]);
  CHECK(statement_of(receipt).verdict != core::Verdict::returned);
  CHECK(is_delivered(*police, words));
  // So the search of the other test would find it. Packing breaks a text in its first and last words only.
  CHECK_FALSE(files_with(trial.site.dir() / "vault", "密,图纸注明").empty());
}

}  // namespace
}  // namespace caseway::bench
