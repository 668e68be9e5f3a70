// The journal and the vault over a disk that fails: what recovery keeps, what it drops, and what it refuses by name.
#include "broker/flow/journal.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/core/signature.h"
#include "broker/flow/names.h"
#include "broker/flow/vault.h"
#include "tests/simulation/disk.h"

namespace caseway::flow {
namespace {

using simulation::Crash;
using simulation::SimDisk;
using simulation::Tape;

constexpr std::uint64_t segment_bytes = 16 * 1024;

class LogKey final : public Signer {
 public:
  LogKey() : pair(core::key_pair_from_seed(std::vector<std::uint8_t>(32, 7))) {}
  core::SignatureBytes sign(BytesView bytes) override { return core::sign_bytes(pair.secret_key, bytes); }
  core::KeyPair pair;
};

/// A journal and a vault on one tape, and what is known to be durable: statements in order.
struct Writer {
  Writer() : journal_disk(tape, 0), vault_disk(tape, 1) {
    site.genesis = core::digest_of(std::vector<std::uint8_t>{1});
    site.log_key = signer.pair.public_key;
    site.origin = "test.example";
    site.segment_bytes = segment_bytes;
  }
  void create() {
    Journal::create(journal_disk, site);
    Vault::create(vault_disk, site);
    open();
  }
  void open() {
    vault = std::make_unique<Vault>(vault_disk, site);
    journal = std::make_unique<Journal>(journal_disk, site, [this](std::uint64_t begin, std::uint64_t end) {
      bool holds = true;
      return vault->each_frame(begin, end, [&](wire::VaultFrame&& frame) { holds = holds && frame_holds(frame); }) && holds;
    });
    vault->cut(journal->next_index() == 0 ? Vault::begin() : journal->place_of(journal->next_index() - 1).vault_end);
  }
  /// One turn: `count` records, each with one part of `part_bytes`.
  Sealed turn(std::size_t count, std::size_t part_bytes) {
    std::vector<wire::RecordBytes> records;
    std::vector<core::EventType> types(count, core::EventType::message);
    for (std::size_t i = 0; i < count; ++i) {
      const auto index = journal->next_index() + i;
      records.push_back({bytes(40, index), bytes(300, index + 1000)});
      if (part_bytes == 0) continue;
      core::Part part{core::PartType::evidence, {}, bytes(part_bytes, index)};
      part.salt.bytes[0] = 1;
      const auto digest = core::part_digest(part.type, part.salt, part.bytes);
      vault->stage({part}, {digest});
      vault->put(index, {part}, {digest});
    }
    vault->sync();
    auto sealed = journal->append(records, types, vault->end(), core::Instant{1000}, signer);
    for (auto& record : records) statements.push_back(std::move(record.statement));
    released.emplace_back(tape.changes.size(), statements.size());
    return sealed;
  }
  static Bytes bytes(std::size_t count, std::uint64_t seed) {
    Bytes out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::uint8_t>(seed * 31 + i * 7 + 1);
    return out;
  }
  std::vector<Bytes> read_all() {
    std::vector<Bytes> found;
    journal->each_from(0, [&](const wire::Group& group) {
      for (const auto& record : group.records) found.push_back(record.statement);
    });
    return found;
  }

  Tape tape;
  SimDisk journal_disk;
  SimDisk vault_disk;
  LogKey signer;
  Site site;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<Journal> journal;
  std::vector<Bytes> statements;
  std::vector<std::pair<std::size_t, std::size_t>> released;  // tape position -> statements released by then
};

JournalRefused::Why refusal_of(Writer& writer) {
  try {
    writer.open();
    writer.journal->each_from(0, [](const wire::Group&) {});
  } catch (const JournalRefused& refused) {
    CHECK(std::string(refused.what()).find(": ") != std::string::npos);
    return refused.why;
  }
  FAIL("it opened");
  return {};
}

TEST_CASE("journal: what was appended is read back in order, over segments (60 groups)") {
  Writer writer;
  writer.create();
  for (std::size_t i = 0; i < 60; ++i) writer.turn(1 + i % 3, i % 5 == 0 ? 700 : 0);
  CHECK(writer.journal->place_of(writer.journal->next_index() - 1).segment >= 2);
  CHECK(writer.read_all() == writer.statements);
  const auto root = writer.journal->frontier().root();
  writer.journal->write_head(0, true);
  writer.open();
  CHECK(writer.read_all() == writer.statements);
  CHECK(writer.journal->frontier().root() == root);
  writer.turn(2, 100);
  CHECK(writer.read_all() == writer.statements);
}

TEST_CASE("journal: any group alone proves its records") {
  Writer writer;
  writer.create();
  for (std::size_t i = 0; i < 9; ++i) {
    auto sealed = writer.turn(1 + i, 0);
    auto paths = core::inclusions_in_batch(sealed.before, sealed.leaves, 0, sealed.leaves.size());
    for (std::size_t at = 0; at <= i; ++at)
      CHECK(core::check_inclusion(sealed.leaves[at], sealed.before.size + at, sealed.checkpoint.tree_size, paths[at],
                                  sealed.checkpoint.root));
    CHECK(core::check_checkpoint(sealed.checkpoint, writer.signer.pair.public_key));
  }
  CHECK(writer.journal->checkpoint_at(3)->tree_size == 3);
  CHECK_FALSE(writer.journal->checkpoint_at(4));
}

TEST_CASE("journal: every prefix and every torn variant of the write sequence keeps what was released (proof 1)") {
  Writer writer;
  writer.create();
  for (std::size_t i = 0; i < 14; ++i) {
    if (i % 4 == 2) writer.journal->write_head(static_cast<std::int64_t>(i) * 1000, true);
    writer.turn(1 + i % 4, i == 5 ? 70 * 1024 : i % 3 * 900);
    if (i == 0) writer.journal->write_head(0, true);
  }
  std::size_t opened = 0;
  for (std::size_t length = 0; length <= writer.tape.changes.size(); ++length) {
    std::size_t released = 0;
    for (auto [at, count] : writer.released)
      if (at <= length) released = count;
    auto check = [&](const std::function<void(SimDisk&, SimDisk&)>& crash) {
      Writer after;
      after.tape.on = false;
      for (std::size_t i = 0; i < length; ++i) {
        const auto& change = writer.tape.changes[i];
        (change.disk == 0 ? after.journal_disk : after.vault_disk).repeat(change);
      }
      crash(after.journal_disk, after.vault_disk);
      after.create();  // what `casewayd` does on a site that was never begun; else it changes nothing
      const auto found = after.read_all();
      REQUIRE(found.size() >= released);
      REQUIRE(found.size() <= writer.statements.size());
      REQUIRE(std::equal(found.begin(), found.end(), writer.statements.begin()));
      after.statements = found;
      after.turn(2, 300);
      after.journal->write_head(0, true);
      after.open();
      REQUIRE(after.read_all() == after.statements);
      ++opened;
    };
    std::mt19937_64 random(length);
    check([&](SimDisk& journal, SimDisk& vault) { journal.crash(Crash::keeps_all, random), vault.crash(Crash::keeps_all, random); });
    check([&](SimDisk& journal, SimDisk& vault) { journal.crash(Crash::loses_all, random), vault.crash(Crash::loses_all, random); });
    for (int i = 0; i < 4; ++i)
      check([&](SimDisk& journal, SimDisk& vault) { journal.crash(Crash::tears, random), vault.crash(Crash::tears, random); });
    if (length == 0 || writer.tape.changes[length - 1].kind != simulation::Change::Kind::write) continue;
    const auto disk = writer.tape.changes[length - 1].disk;
    const auto sectors = writer.tape.changes[length - 1].bytes.size() / simulation::sector_bytes + 2;
    for (std::size_t at = 0; at < std::min<std::size_t>(sectors, 24); ++at) {
      for (int variant = 0; variant < 3; ++variant)
        check([&](SimDisk& journal, SimDisk& vault) {
          (disk == 0 ? journal : vault).crash_tearing_last([&](std::size_t sector) {
            return variant == 0 ? sector < at : variant == 1 ? sector >= at : sector != at;
          });
        });
    }
  }
  MESSAGE("opened " << opened << " disks");
  CHECK(opened > 1000);
}

TEST_CASE("journal: one byte flipped anywhere below head is named (every 7th byte)") {
  Writer writer;
  writer.create();
  for (std::size_t i = 0; i < 12; ++i) writer.turn(1 + i % 3, i % 2 * 200);
  writer.journal->write_head(0, true);
  for (const auto& name : {journal_segment_name(0), std::string(head_name)}) {
    const auto& original = writer.journal_disk.bytes_of(name);
    const auto used = name == head_name ? original.size() : writer.journal->place_of(writer.journal->next_index() - 1).offset + 400u;
    for (std::size_t at = 0; at < used; at += 7) {
      Writer damaged;
      damaged.tape.on = false;
      damaged.journal_disk.copy_from(writer.journal_disk);
      damaged.vault_disk.copy_from(writer.vault_disk);
      damaged.journal_disk.bytes_of(name)[at] ^= 0x40;
      CAPTURE(name);
      CAPTURE(at);
      refusal_of(damaged);
      damaged.journal_disk.bytes_of(name)[at] ^= 0x40;
      damaged.open();
      CHECK(damaged.read_all() == writer.statements);
    }
  }
}

TEST_CASE("journal: a journal shorter than head, a missing segment, another site and another key are each named") {
  Writer writer;
  writer.create();
  for (std::size_t i = 0; i < 60; ++i) writer.turn(2, 0);
  writer.journal->write_head(0, true);
  auto damaged = [&](const std::function<void(Writer&)>& damage) {
    Writer copy;
    copy.journal_disk.copy_from(writer.journal_disk);
    copy.vault_disk.copy_from(writer.vault_disk);
    damage(copy);
    return refusal_of(copy);
  };
  const auto last = writer.journal->place_of(writer.journal->next_index() - 1);
  CHECK(damaged([&](Writer& copy) {
          auto& bytes = copy.journal_disk.bytes_of(journal_segment_name(last.segment));
          std::fill(bytes.begin() + last.offset, bytes.end(), std::uint8_t{0});
        }) == JournalRefused::Why::journal_short);
  CHECK(damaged([&](Writer& copy) {
          auto& bytes = copy.journal_disk.bytes_of(journal_segment_name(last.segment));
          bytes[last.offset + 200] ^= 1;
        }) == JournalRefused::Why::journal_short);
  CHECK(damaged([&](Writer& copy) { copy.journal_disk.remove(journal_segment_name(0)); }) == JournalRefused::Why::damaged);
  CHECK(damaged([&](Writer& copy) { copy.journal_disk.remove(journal_segment_name(last.segment)); }) ==
        JournalRefused::Why::journal_short);
  CHECK(damaged([&](Writer& copy) { copy.journal_disk.remove(std::string(head_name)); }) ==
        JournalRefused::Why::head_unreadable);
  CHECK(damaged([&](Writer& copy) { copy.site.genesis.bytes[0] ^= 1; }) == JournalRefused::Why::wrong_site);
  CHECK(damaged([&](Writer& copy) { copy.site.log_key.bytes[0] ^= 1; }) == JournalRefused::Why::head_unreadable);
  CHECK(damaged([&](Writer& copy) {  // a group in the middle replaced by zeros: a record removed
          const auto place = writer.journal->place_of(3);
          auto& bytes = copy.journal_disk.bytes_of(journal_segment_name(0));
          std::fill_n(bytes.begin() + place.offset, 400, std::uint8_t{0});
        }) == JournalRefused::Why::damaged);
  CHECK(damaged([&](Writer& copy) {  // two segments exchanged
          std::swap(copy.journal_disk.bytes_of(journal_segment_name(0)), copy.journal_disk.bytes_of(journal_segment_name(1)));
        }) == JournalRefused::Why::wrong_site);
}

TEST_CASE("journal: a full disk refuses before anything is written, and goes on when there is room") {
  Writer writer;
  writer.create();
  writer.journal_disk.room = 0;
  bool full = false;
  for (std::size_t i = 0; i < 40 && !full; ++i) {
    try {
      writer.turn(2, 0);
    } catch (const DiskFull&) {
      full = true;
    }
  }
  REQUIRE(full);
  CHECK(writer.read_all() == writer.statements);
  writer.journal_disk.room = segment_bytes;
  writer.turn(2, 0);
  CHECK(writer.read_all() == writer.statements);
}

TEST_CASE("journal: head is written at most once a second, and at once when asked") {
  Writer writer;
  writer.create();
  writer.turn(1, 0);
  writer.journal->write_head(5000, false);
  auto head = [&] { return wire::decode_head_file(writer.journal_disk.bytes_of("head")).value().tree_size; };
  CHECK(head() == 1);
  writer.turn(1, 0);
  writer.journal->write_head(5999, false);
  CHECK(head() == 1);
  writer.journal->write_head(6000, false);
  CHECK(head() == 2);
  writer.turn(1, 0);
  writer.journal->write_head(6001, true);
  CHECK(head() == 3);
}

TEST_CASE("vault: a part is read back as it was put: small, at the limit, and one byte over it in a file of its own") {
  Writer writer;
  writer.site.segment_bytes = 512 * 1024;
  writer.create();
  std::vector<std::size_t> sizes{0, 1, 1000, core::limits::vault_part_bytes_max, core::limits::vault_part_bytes_max + 1,
                                 300 * 1024};
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
  CHECK_FALSE(writer.vault->read(7, 4, begin, end).has_value());
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
  writer.vault->sync();
  const auto end = writer.vault->end();
  CHECK(writer.vault_disk.sizes().size() >= 6);
  for (std::size_t i = 0; i < parts.size(); ++i)
    CHECK(writer.vault->read(0, static_cast<core::PartNo>(i), begin, end)->bytes == parts[i].bytes);

  Vault again(writer.vault_disk, writer.site);
  CHECK(again.written_behind(begin));
  again.cut(begin);
  CHECK_FALSE(again.written_behind(begin));
  again.put(0, parts, digests);
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

}  // namespace
}  // namespace caseway::flow
