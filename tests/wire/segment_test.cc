// Groups, vault frames, CRC: what is found where, and what is said of what is not.
#include "broker/wire/segment.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/receipt.h"
#include "tests/wire/random_values.h"
#include "tests/wire/same.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

std::vector<std::uint8_t> random_bytes(Random& random, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

}  // namespace

TEST_CASE("wire: crc32c: vectors of RFC 3720 B.4") {
  const std::string_view digits = "123456789";
  CHECK(wire::crc32c({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()}) == 0xe3069283);
  std::vector<std::uint8_t> bytes(32);
  CHECK(wire::crc32c(bytes) == 0x8a9136aa);
  std::ranges::fill(bytes, std::uint8_t{0xff});
  CHECK(wire::crc32c(bytes) == 0x62a8ab43);
  for (std::size_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  CHECK(wire::crc32c(bytes) == 0x46dd794e);
  CHECK(wire::crc32c({}) == 0);
}

TEST_CASE("wire: crc32c: instruction and table agree at every length and offset, and pieces add up (4,160)") {
  Random random(1);
  const auto bytes = random_bytes(random, 600);
  for (std::size_t offset = 0; offset < 8; ++offset) {
    for (std::size_t size = 0; size < 520; ++size) {
      const auto piece = std::span(bytes).subspan(offset, size);
      const auto crc = wire::crc32c(piece);
      if (crc != wire::crc32c_by_table(piece)) FAIL(offset, " ", size);
      const auto half = size / 2;
      if (crc != wire::crc32c(piece.subspan(half), wire::crc32c(piece.first(half)))) FAIL(offset, " ", size);
    }
  }
}

TEST_CASE("wire: segment: header of journal and vault") {
  Random random(2);
  for (const auto kind : {wire::SegmentKind::journal, wire::SegmentKind::vault}) {
    wire::SegmentHeader header;
    header.kind = kind;
    header.number = 7;
    header.epoch = 3;
    header.genesis = random_value<core::Digest>(random);
    const auto bytes = wire::encode_segment_header(header);
    CHECK(bytes.size() == wire::segment_header_bytes);
    auto back = wire::decode_segment_header(bytes);
    REQUIRE(back.ok());
    CHECK(back.value().kind == kind);
    CHECK(back.value().number == 7);
    CHECK(back.value().epoch == 3);
    CHECK(std::equal(back.value().genesis.bytes.begin(), back.value().genesis.bytes.begin() + 16,
                     header.genesis.bytes.begin()));
  }
  CHECK(!wire::decode_segment_header(std::vector<std::uint8_t>(64)).ok());
}

TEST_CASE("wire: group: random groups come back with records, types, checkpoint and hash (100)") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    wire::GroupHeader header;
    header.first_index = random.next() >> (24 + random.below(40));
    header.frontier.size = header.first_index;
    header.frontier.roots.resize(static_cast<std::size_t>(__builtin_popcountll(header.first_index)));
    for (auto& root : header.frontier.roots) fill(random, root);
    header.epoch = 1 + random.below(5);
    header.vault_end = random.next();
    fill(random, header.previous);
    std::vector<wire::RecordBytes> records(1 + random.below(5));
    std::vector<core::EventType> types(records.size());
    for (auto& record : records) {
      record.statement = random_bytes(random, random.below(50));
      record.rest = random_bytes(random, random.below(50));
    }
    for (auto& type : types) fill(random, type);
    header.count = static_cast<std::uint32_t>(records.size());
    auto checkpoint = random_value<core::Checkpoint>(random);
    header.group_bytes = wire::group_length(header, records, checkpoint);
    auto bytes = wire::begin_group(header, records, types);
    const auto hash = wire::group_hash(bytes);
    wire::finish_group(bytes, checkpoint);
    REQUIRE(bytes.size() == header.group_bytes);
    bytes.resize(bytes.size() + random.below(100));  // the zeros behind it

    const auto parsed = wire::parse_group(bytes);
    REQUIRE(parsed.found == wire::Found::group);
    CHECK(parsed.bytes == header.group_bytes);
    CHECK(same(parsed.group.header, header));
    CHECK(same(parsed.group.records, records));
    CHECK(parsed.group.types == types);
    CHECK(same(parsed.group.checkpoint, checkpoint));
    CHECK(parsed.group.hash == hash);
    auto peeked = wire::peek_group(std::span(bytes).first(std::min(bytes.size(), wire::group_header_bytes_max)));
    REQUIRE(peeked.ok());
    CHECK(same(peeked.value(), header));
  }
}

TEST_CASE("wire: group: zeros are zeros, and everything that is neither is torn") {
  CHECK(wire::parse_group({}).found == wire::Found::zeros);
  std::vector<std::uint8_t> zeros(100000);
  CHECK(wire::parse_group(zeros).found == wire::Found::zeros);
  zeros.back() = 1;
  CHECK(wire::parse_group(zeros).found == wire::Found::torn);
  zeros.back() = 0;
  zeros.front() = 1;
  CHECK(wire::parse_group(zeros).found == wire::Found::torn);
}

TEST_CASE("wire: group: a group of which any aligned piece was not written is torn") {
  const auto group = sample_group();
  for (const std::size_t piece : {8U, 64U, 512U, 4096U}) {
    for (std::size_t begin = 0; begin < group.size(); begin += piece) {
      auto torn = group;
      const auto end = std::min(begin + piece, torn.size());
      std::fill(torn.begin() + static_cast<std::ptrdiff_t>(begin), torn.begin() + static_cast<std::ptrdiff_t>(end),
                std::uint8_t{0});
      if (torn == group) continue;
      torn.resize(torn.size() + 64);
      const auto parsed = wire::parse_group(torn);
      const bool nothing = std::ranges::all_of(torn, [](std::uint8_t byte) { return byte == 0; });
      CHECK(parsed.found == (nothing ? wire::Found::zeros : wire::Found::torn));
    }
  }
}

TEST_CASE("wire: group: the checkpoint names the hash, and its signature holds") {
  const auto parsed = wire::parse_group(sample_group());
  REQUIRE(parsed.found == wire::Found::group);
  CHECK(parsed.group.checkpoint.group == parsed.group.hash);
  CHECK(core::check_checkpoint(parsed.group.checkpoint, sample_log_key().public_key));
}

TEST_CASE("wire: vault: frames stand behind each other, in a file or not (200)") {
  Random random(3);
  std::vector<std::uint8_t> bytes;
  std::vector<wire::VaultFrame> frames(200);
  for (auto& frame : frames) {
    frame.record = random.next();
    frame.part = static_cast<core::PartNo>(random.next());
    fill(random, frame.type);
    fill(random, frame.salt);
    fill(random, frame.digest);
    frame.in_file = random.one_in(3);
    frame.bytes_total = static_cast<std::uint32_t>(random.below(100));
    if (!frame.in_file) frame.bytes = random_bytes(random, frame.bytes_total);
    wire::append_vault_frame(bytes, frame);
  }
  std::span<const std::uint8_t> rest = bytes;
  for (const auto& frame : frames) {
    std::uint64_t consumed = 0;
    auto parsed = wire::parse_vault_frame(rest, consumed);
    REQUIRE(parsed.ok());
    CHECK(same(parsed.value(), frame));
    CHECK(consumed % 8 == 0);
    rest = rest.subspan(consumed);
  }
  CHECK(rest.empty());
}

TEST_CASE("wire: vault: an algorithm or key that this version does not know is refused") {
  for (int what = 0; what < 3; ++what) {
    auto frame = sample_vault_frame();
    if (what == 1) frame.algorithm = 1;
    if (what == 2) frame.key = 1;
    std::vector<std::uint8_t> bytes;
    wire::append_vault_frame(bytes, frame);
    std::uint64_t consumed = 0;
    CHECK(wire::parse_vault_frame(bytes, consumed).ok() == (what == 0));
    CHECK(consumed == (what == 0 ? bytes.size() : 0));
  }
}

}  // namespace caseway::tests
