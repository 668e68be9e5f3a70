// The journal over a disk that fails: what recovery keeps, what it drops, and what it refuses by name.
#include "broker/flow/journal.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "broker/flow/names.h"
#include "tests/flow/writer.h"

namespace caseway::flow {
namespace {

using simulation::Crash;

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
    check([&](SimDisk& journal, SimDisk& vault) {
      journal.crash(Crash::keeps_all, random), vault.crash(Crash::keeps_all, random);
    });
    check([&](SimDisk& journal, SimDisk& vault) {
      journal.crash(Crash::loses_all, random), vault.crash(Crash::loses_all, random);
    });
    for (int i = 0; i < 4; ++i)
      check([&](SimDisk& journal, SimDisk& vault) {
        journal.crash(Crash::tears, random), vault.crash(Crash::tears, random);
      });
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
    const auto used =
        name == head_name ? original.size() : writer.journal->place_of(writer.journal->next_index() - 1).offset + 400u;
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

TEST_CASE("journal: damage of the group that head names is named as damage, with groups behind it too") {
  Writer writer;
  writer.create();
  for (std::size_t i = 0; i < 4; ++i) {
    writer.turn(2, 0);
    if (i == 1) writer.journal->write_head(0, true);
  }
  const auto place = writer.journal->place_of(3);
  writer.journal_disk.bytes_of(journal_segment_name(place.segment))[place.offset + 300] ^= 0x40;
  try {
    writer.open();
    FAIL_CHECK("it opened");
  } catch (const JournalRefused& refused) {
    CHECK(refused.why == JournalRefused::Why::damaged);
    CHECK(std::string(refused.what()).find(journal_segment_name(place.segment)) != std::string::npos);
    CHECK(std::string(refused.what()).find("the group that head names. Restore this file") != std::string::npos);
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
  CHECK(damaged([&](Writer& copy) { copy.journal_disk.remove(journal_segment_name(0)); }) ==
        JournalRefused::Why::damaged);
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
          std::swap(copy.journal_disk.bytes_of(journal_segment_name(0)),
                    copy.journal_disk.bytes_of(journal_segment_name(1)));
        }) == JournalRefused::Why::wrong_site);
}

// What an agency may choose: a whole group with every CRC right, of a later record, signed by itself.
Bytes forged_group() {
  const auto own = core::key_pair_from_seed(std::vector<std::uint8_t>(32, 99));
  wire::GroupHeader header;
  header.count = 1;
  header.first_index = 5;
  for (std::uint8_t leaf = 0; leaf < header.first_index; ++leaf)
    header.frontier.append(core::leaf_hash(std::vector<std::uint8_t>{leaf}));
  header.vault_end = 64;
  core::Checkpoint checkpoint;
  checkpoint.origin = "test.example";
  checkpoint.epoch = 1;
  const std::vector<wire::RecordBytes> records{{Bytes(8, 1), Bytes(8, 2)}};
  header.group_bytes = wire::group_length(header, records, checkpoint);
  auto group = wire::begin_group(header, records, {core::EventType::message});
  checkpoint.group = wire::group_hash(group);
  checkpoint.signature = core::sign_bytes(own.secret_key, core::checkpoint_bytes(checkpoint));
  wire::finish_group(group, checkpoint);
  REQUIRE(wire::parse_group(group).found == wire::Found::group);
  return group;
}

TEST_CASE("journal: a torn tail that holds a group of somebody's own making is torn, not damaged") {
  Writer writer;
  writer.create();
  writer.turn(1, 0);
  writer.journal->write_head(0, true);
  const auto forged = forged_group();
  Bytes rest(1000, 7);
  for (int shift = 0; shift < 8; ++shift) {  // one of them is aligned
    rest.insert(rest.end(), forged.begin(), forged.end());
    rest.push_back(7);
  }
  writer.journal->append({{Writer::bytes(40, 1), rest}}, {core::EventType::message}, writer.vault->end(),
                         core::Instant{1000}, writer.signer);
  const auto torn = writer.journal->place_of(1);
  auto tear = [&] {
    auto& bytes = writer.journal_disk.bytes_of(journal_segment_name(0));
    std::fill_n(bytes.begin() + torn.offset, 512, std::uint8_t{0});
  };
  SUBCASE("alone: it is dropped") {
    tear();
    REQUIRE_NOTHROW(writer.open());
    CHECK(writer.journal->next_index() == 1);
  }
  SUBCASE("with a group behind it that the log key signed: damaged") {
    writer.turn(1, 0);
    tear();
    CHECK(refusal_of(writer) == JournalRefused::Why::damaged);
  }
}

TEST_CASE("journal: a segment that was never begun stays where opening is refused, and goes once it is not") {
  Writer writer;
  writer.create();
  writer.turn(1, 500);
  writer.journal->write_head(0, true);
  writer.journal_disk.take_zero_filled(journal_segment_name(1), writer_segment_bytes);
  writer.vault_disk.take_zero_filled(vault_segment_name(1), writer_segment_bytes);
  writer.journal_disk.bytes_of(std::string(head_name))[20] ^= 1;
  CHECK(refusal_of(writer) == JournalRefused::Why::head_unreadable);
  CHECK(writer.journal_disk.exists(journal_segment_name(1)));
  CHECK(writer.vault_disk.exists(vault_segment_name(1)));
  writer.journal_disk.bytes_of(std::string(head_name))[20] ^= 1;
  writer.open();
  CHECK_FALSE(writer.journal_disk.exists(journal_segment_name(1)));
  CHECK_FALSE(writer.vault_disk.exists(vault_segment_name(1)));
  writer.turn(1, 0);
  CHECK(writer.read_all() == writer.statements);
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
  writer.journal_disk.room = writer_segment_bytes;
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

}  // namespace
}  // namespace caseway::flow
