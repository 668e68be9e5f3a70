// Bytes that must never change: tests/golden/NAME.bin, and what they say in NAME.txt. CASEWAY_GOLDEN=update writes both
// anew; who reviews reads what changed and why older bytes can still be read.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "broker/core/digest.h"
#include "broker/core/merkle.h"
#include "broker/core/signature.h"
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

}  // namespace

TEST_CASE("wire: golden: bytes and what they say are as they ever were (21)") {
  for (const auto& sample : samples()) {
    check_file(sample.name + ".bin", {sample.bytes.begin(), sample.bytes.end()});
    check_file(sample.name + ".txt", sample.what + ", " + std::to_string(sample.bytes.size()) + " bytes\n\n" +
                                         listing(sample.name, sample.bytes));
  }
  check_file("keys.txt", keys());
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
