// The expected digests were computed apart, from the text of the headers, with another SHA-256. They never change: what
// was signed and journalled rests on them.
#include "broker/core/digest.h"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "broker/core/merkle.h"
#include "broker/core/signature.h"

using namespace caseway::core;

namespace {

template <class Id>
Id counted() {
  Id id;
  std::iota(id.bytes.begin(), id.bytes.end(), std::uint8_t{0});
  return id;
}

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("digest: SHA-256: known answers, however the bytes are split") {
  CHECK(hex(digest_of({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const auto abc = bytes_of("abc");
  CHECK(hex(digest_of(abc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  for (std::size_t split = 0; split <= abc.size(); ++split) {
    const auto all = std::span<const std::uint8_t>(abc);
    CHECK(Hasher().add(all.first(split)).add(all.subspan(split)).finish() == digest_of(abc));
  }
}

TEST_CASE("digest: fields: a length stands before each, so that no two lists of fields meet") {
  CHECK(Hasher().field("ab").field("c").finish() != Hasher().field("a").field("bc").finish());
  CHECK(Hasher().field("").finish() != Hasher().finish());
  CHECK(Hasher().field("a").finish() == digest_of(std::vector<std::uint8_t>{1, 0, 0, 0, 'a'}));
  CHECK(Hasher().number(0x0102).finish() == digest_of(std::vector<std::uint8_t>{2, 1, 0, 0, 0, 0, 0, 0}));
}

TEST_CASE("digest: commitments: are those of the headers") {
  CHECK(hex(part_digest(PartType::document, counted<Salt>(), bytes_of("dossier bytes"))) ==
        "cdf3f757b232d9001c9b59aa93c4a67d070a9950cd6530249da301c8db8e9a7d");
  CHECK(hex(field_salt(counted<TurnSalt>(), 258, "rest")) ==
        "f19f392436c1ca054240922c99c255be012ae72ed732024e26973955a7b1aac7");
  CHECK(hex(key_id(counted<PublicKey>())) == "630dcd2966c4336691125448bbb25b4f");
  CHECK(hex(opened_id(258, counted<TransferId>(), "K01b", "luoyuan-procuratorate")) ==
        "6f38527f483c3149a53fb7182ead44c2");
  CHECK(hex(opened_id(258, counted<TransferId>(), "K01b", "luoyuan-procuratorate", 1)) ==
        "a4bb7ff4380fdf48d2a313b9ae65d756");
  CHECK(hex(message_leaf("caseway.fujian.example", "luoyuan-amr", counted<KeyId>(), bytes_of("envelope bytes"))) ==
        "f171ae42c79a028d9731c6775232ffc926830aae9f9699760e4a77a0e08afa81");
  CHECK(hex(digest_of(batch_bytes(counted<Digest>(), 7))) ==
        "84efc3da9ef09951af3188ac7652655c9ab1ce1b8a8524680cac24b3923397fa");
}

TEST_CASE("digest: content root: an RFC 9162 tree whose leaf data are the part digests (0, 1 and 3 parts)") {
  std::vector<Digest> parts;
  CHECK(content_root(parts) == digest_of({}));
  for (std::uint8_t i = 0; i < 3; ++i) parts.push_back(digest_of(std::vector<std::uint8_t>{i}));
  CHECK(content_root(std::span(parts).first(1)) == leaf_hash(parts[0].bytes));
  CHECK(hex(content_root(parts)) == "d1f13800048f5909d4043fc0c152f6643280cba608b672715e56ce159a20629f");
  std::swap(parts[0], parts[1]);
  CHECK(hex(content_root(parts)) != "d1f13800048f5909d4043fc0c152f6643280cba608b672715e56ce159a20629f");
}

TEST_CASE("digest: parts: type, salt and every byte count") {
  const auto bytes = bytes_of("scan");
  const Digest digest = part_digest(PartType::evidence, counted<Salt>(), bytes);
  CHECK(part_digest(PartType::document, counted<Salt>(), bytes) != digest);
  CHECK(part_digest(PartType::evidence, Salt{}, bytes) != digest);
  CHECK(part_digest(PartType::evidence, counted<Salt>(), bytes_of("scam")) != digest);
  CHECK(part_digest(PartType::evidence, counted<Salt>(), {}) != digest);
}
