// Bytes that must never change: tests/golden/NAME.bin, and what they say in NAME.txt. CASEWAY_GOLDEN=update writes both
// anew; who reviews reads what changed and why older bytes can still be read.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "broker/core/digest.h"
#include "broker/core/merkle.h"
#include "broker/core/signature.h"
#include "broker/wire/envelope.h"
#include "tests/where.h"
#include "tests/wire/listing.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void check_file(const std::string& name, const std::string& held) {
  const std::string path = std::string(CASEWAY_SOURCE_DIR) + "/tests/golden/" + name;
  const char* mode = std::getenv("CASEWAY_GOLDEN");
  if (mode != nullptr && std::string_view(mode) == "update") std::ofstream(path, std::ios::binary) << held;
  CAPTURE(path);
  CHECK((read_file(path) == held));
}

std::string key_line(const char* who, std::uint8_t seed) {
  const auto key = sample_key(seed).public_key;
  return std::string(who) + ": seed 32 x 0" + std::to_string(seed) + ", public " + core::hex(key) + ", id " +
         core::hex(core::key_id(key)) + "\n";
}

std::string keys() {
  return "Ed25519 keys of the goldens. Never use them for anything else.\n" + key_line("log", 1) +
         key_line("officer-1", 2) + key_line("officer-2", 3) + key_line("luoyuan-amr", 4) + key_line("operator", 5);
}

/// What lies between the bytes of the story: for who writes a client and sees that one of them differs.
std::string steps() {
  std::string told = "Digests between the goldens, in the order in which docs/PROTOCOL.md makes them.\n";
  const auto add = [&](const std::string& name, const std::string& hex) { told += name + ": " + hex + "\n"; };
  std::vector<core::Digest> parts;
  for (const auto& part : sample_parts()) {
    parts.push_back(core::part_digest(part.type, part.salt, part.bytes));
    add("part digest " + std::to_string(parts.size() - 1), core::hex(parts.back()));
  }
  add("content root", core::hex(core::content_root(parts)));
  const auto envelope = wire::encode_envelope(sample_envelope());
  add("body", core::hex(core::digest_of(envelope)));
  const core::Signature signature = sample_signatures().front();
  const auto leaf = core::message_leaf(sample_origin, sample_envelope().sender, signature.key, envelope);
  add("message leaf", core::hex(leaf));
  const auto root = core::claimed_root(signature, leaf);
  REQUIRE(root.has_value());
  add("batch root", core::hex(root.value_or(core::Digest{})));
  const auto bytes = core::batch_bytes(root.value_or(core::Digest{}), signature.batch_count);
  add("H of what is signed", core::hex(core::digest_of(bytes)));
  add("statement leaf", core::hex(core::leaf_hash(sample_receipt().statement)));
  return told;
}

}  // namespace

TEST_CASE("wire: golden: bytes and what they say are as they ever were (23)") {
  for (const auto& sample : samples()) {
    check_file(sample.name + ".bin", {sample.bytes.begin(), sample.bytes.end()});
    check_file(sample.name + ".txt", sample.what + ", " + std::to_string(sample.bytes.size()) + " bytes\n\n" +
                                         listing(sample.name, sample.bytes));
  }
  check_file("keys.txt", keys());
  check_file("steps.txt", steps());
}

TEST_CASE("wire: golden: each frame of refused.txt but the first is malformed") {
  std::istringstream rows(read_file(std::string(CASEWAY_SOURCE_DIR) + "/tests/golden/refused.txt"));
  std::string row;
  std::getline(rows, row);
  int count = 0;
  for (; std::getline(rows, row); ++count) {
    CAPTURE(row);
    const auto hex = row.substr(row.rfind(' ') + 1);
    std::vector<std::uint8_t> bytes;
    for (std::size_t at = 0; at + 2 <= hex.size(); at += 2)
      bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(at, 2), nullptr, 16)));
    const auto frame = wire::decode_client(bytes);
    CHECK(frame.ok() == (count == 0));
    if (!frame.ok()) CHECK(frame.refused().code == core::Refusal::malformed);
  }
  CHECK(count > 20);
}

TEST_CASE("wire: golden: the worked examples of docs/JOURNAL.md are the goldens") {
  const std::string page = read_file(std::string(CASEWAY_SOURCE_DIR) + "/docs/JOURNAL.md");
  for (const auto& sample : samples()) {
    if (sample.name != "segment_header" && sample.name != "group" && sample.name != "vault_frame") continue;
    CAPTURE(sample.name);
    CHECK(page.find("```text\n" + listing(sample.name, sample.bytes) + "```") != std::string::npos);
  }
}

TEST_CASE("wire: golden: the check by hand in docs/JOURNAL.md holds at the offsets that it names") {
  const auto group = sample_group();
  const auto bytes = std::span<const std::uint8_t>(group);
  const auto digest_at = [&](std::size_t offset) {
    core::Digest digest;
    std::copy_n(group.begin() + static_cast<std::ptrdiff_t>(offset), core::Digest::size, digest.bytes.begin());
    return digest;
  };
  const auto leaf_0 = core::leaf_hash(bytes.subspan(0x68, 0xd9 - 0x68));
  const auto leaf_1 = core::leaf_hash(bytes.subspan(0x370, 0x3f7 - 0x370));
  CHECK(core::node_hash(leaf_0, leaf_1) == digest_at(0x939));
  CHECK(core::digest_of(bytes.first(0x8f8)) == digest_at(0x961));
  core::SignatureBytes signature;
  std::copy_n(group.begin() + 0x987, core::SignatureBytes::size, signature.bytes.begin());
  CHECK(core::verify_bytes(sample_log_key().public_key, signature, bytes.subspan(0x8fc, 0x981 - 0x8fc)));
  CHECK(wire::rest_digest(sample_salt(), 1, bytes.subspan(0x3f7, 1280)) == digest_at(0x3d6));
}

}  // namespace caseway::tests
