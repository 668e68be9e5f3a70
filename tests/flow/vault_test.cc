// The vault over a disk that fails: parts are read back as they were put, or named.
#include "broker/flow/vault.h"

#include <doctest/doctest.h>

#include "broker/flow/names.h"
#include "tests/flow/writer.h"

namespace caseway::flow {
namespace {

TEST_CASE("vault: a part is read back as it was put: small, at the limit, and one byte over it in a file of its own") {
  Writer writer;
  writer.site.segment_bytes = 512 * 1024;
  writer.create();
  std::vector<std::size_t> sizes{
      0, 1, 1000, core::limits::vault_part_bytes_max, core::limits::vault_part_bytes_max + 1, 300 * 1024};
  std::vector<core::Part> parts;
  std::vector<core::Digest> digests;
  for (auto size : sizes) {
    core::Part part{core::PartType::evidence, {}, Writer::bytes(size, size)};
    part.salt.bytes[1] = static_cast<std::uint8_t>(parts.size() + 1);
    digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
    parts.push_back(std::move(part));
  }
  const auto begin = writer.vault->end();
  writer.vault->stage(parts, digests);
  writer.vault->put(7, parts, digests);
  const auto content = core::digest_of(parts[3].bytes);
  writer.vault->stage_content(parts[3].bytes, content);
  writer.vault->put_content(8, parts[3].bytes, content);
  CHECK(writer.vault->open_bytes() > 64 * 1024);
  writer.vault->write();
  writer.vault->sync();
  const auto end = writer.vault->end();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto part = writer.vault->read(7, static_cast<core::PartNo>(i), begin, end);
    REQUIRE(part.has_value());
    CHECK(part->bytes == parts[i].bytes);
    CHECK(part->salt == parts[i].salt);
    CHECK(part->digest == digests[i]);
    CHECK(writer.vault_disk.exists(part_file_name(digests[i])) == (sizes[i] > core::limits::vault_part_bytes_max));
  }
  CHECK(writer.vault->read(8, 0, begin, end)->bytes == parts[3].bytes);
  CHECK(writer.vault->read_content(content) == parts[3].bytes);
  CHECK_FALSE(writer.vault->read_content(core::Digest{}));
  CHECK_FALSE(writer.vault->read(9, 0, begin, end).has_value());
  writer.vault_disk.bytes_of(part_file_name(digests[4]))[5000] ^= 1;
  CHECK_THROWS_AS(writer.vault->read(7, 4, begin, end), Fault);
  writer.vault_disk.remove(part_file_name(digests[4]));
  std::string why;
  try {
    writer.vault->read(7, 4, begin, end);
  } catch (const Fault& fault) {
    why = fault.what();
  }
  CHECK(why.starts_with("vault/" + part_file_name(digests[4]) + " is not there: it is part 4 of record 7"));
  writer.vault_disk.bytes_of(vault_segment_name(0))[begin + 100] ^= 1;
  CHECK_THROWS_AS(writer.vault->read(7, 1, begin, end), Fault);
}

TEST_CASE("vault: frames of one turn spread over segments, and bytes past the end are cut at open") {
  Writer writer;
  writer.create();
  const auto begin = writer.vault->end();
  std::vector<core::Part> parts;
  std::vector<core::Digest> digests;
  for (std::size_t i = 0; i < 30; ++i) {
    core::Part part{core::PartType::document, {}, Writer::bytes(3000 + i, i)};
    digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
    parts.push_back(std::move(part));
  }
  writer.vault->put(0, parts, digests);
  writer.vault->write();
  writer.vault->sync();
  const auto end = writer.vault->end();
  CHECK(writer.vault_disk.sizes().size() >= 6);
  for (std::size_t i = 0; i < parts.size(); ++i)
    CHECK(writer.vault->read(0, static_cast<core::PartNo>(i), begin, end)->bytes == parts[i].bytes);

  Vault again(writer.vault_disk, writer.site);
  CHECK(again.written_behind(begin));
  again.cut(begin, begin);
  CHECK_FALSE(again.written_behind(begin));
  again.put(0, parts, digests);
  again.write();
  again.sync();
  CHECK(again.end() == end);
  CHECK(again.read(0, 29, begin, end)->bytes == parts[29].bytes);
}

TEST_CASE("vault: a last group whose parts do not hold counts as torn above head, and is refused below it") {
  Writer writer;
  writer.create();
  writer.turn(1, 500);
  writer.journal->write_head(0, true);
  writer.turn(1, 500);
  const auto place = writer.journal->place_of(1);
  auto copy = [&](Writer& into) {
    into.journal_disk.copy_from(writer.journal_disk);
    into.vault_disk.copy_from(writer.vault_disk);
    into.vault_disk.bytes_of(vault_segment_name(0))[place.vault_end - 50] ^= 1;
  };
  Writer above;
  copy(above);
  above.open();
  CHECK(above.journal->next_index() == 1);
  CHECK_FALSE(above.vault->written_behind(above.vault->end()));
  writer.journal->write_head(0, true);
  Writer below;
  copy(below);
  CHECK(refusal_of(below) == JournalRefused::Why::journal_short);
}

core::Part large_part(std::uint64_t seed) {
  core::Part part{core::PartType::evidence, {}, Writer::bytes(core::limits::vault_part_bytes_max + 1, seed)};
  part.salt.bytes[0] = 1;
  return part;
}

core::Digest digest_of(const core::Part& part) { return core::part_digest(part.type, part.salt, part.bytes); }

TEST_CASE("vault: a large part that an earlier process renamed only is durable with the turn that names it") {
  Writer writer;
  writer.create();
  const auto part = large_part(1);
  const auto digest = digest_of(part);
  writer.vault->stage({part}, {digest});
  std::mt19937_64 random(1);
  writer.vault_disk.crash(simulation::Crash::kill, random);
  Vault again(writer.vault_disk, writer.site);
  const auto begin = again.end();
  again.stage({part}, {digest});
  again.put(0, {part}, {digest});
  again.write();
  again.sync();
  writer.vault_disk.crash(simulation::Crash::loses_all, random);
  CHECK(Vault(writer.vault_disk, writer.site).read(0, 0, begin, again.end())->bytes == part.bytes);
}

TEST_CASE("vault: a large part that finds no room leaves nothing behind") {
  Writer writer;
  writer.create();
  const auto before = writer.vault_disk.sizes();
  writer.vault_disk.room = 1000;
  const auto part = large_part(1);
  CHECK_THROWS_AS(writer.vault->stage({part}, {digest_of(part)}), DiskFull);
  CHECK(writer.vault_disk.sizes() == before);
}

TEST_CASE("vault: what was staged and not recorded is dropped, unless it was there before") {
  Writer writer;
  writer.create();
  const auto kept = large_part(1);
  const auto passed = large_part(2);
  const auto both = std::vector{kept, passed};
  const auto digests = std::vector{digest_of(kept), digest_of(passed)};
  writer.vault->stage(both, digests);
  writer.vault->put(0, {kept}, {digests[0]});
  writer.vault->write();
  writer.vault->sync();
  CHECK(writer.vault_disk.exists(part_file_name(digests[0])));
  CHECK_FALSE(writer.vault_disk.exists(part_file_name(digests[1])));
  writer.vault->stage(both, digests);
  CHECK(writer.vault_disk.exists(part_file_name(digests[1])));
  writer.vault->drop_staged();
  CHECK(writer.vault_disk.exists(part_file_name(digests[0])));
  CHECK_FALSE(writer.vault_disk.exists(part_file_name(digests[1])));
}

}  // namespace
}  // namespace caseway::flow
