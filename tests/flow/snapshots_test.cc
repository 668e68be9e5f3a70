// Snapshots made beside the path: when one is begun, what a restart believes of it, and what goes wrong on the way.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/engine/snapshot.h"
#include "broker/flow/journal.h"
#include "broker/flow/names.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {
namespace {

constexpr std::uint64_t small_segment_bytes = 64 * 1024;

/// Fills its journal with transfers.
struct FillingSite : World {
  explicit FillingSite(std::uint32_t segments = 1) : World(5, small_segment_bytes) {
    snapshot_segments = segments;
    begin();
    set_up();
    connect(agency("luoyuan-amr"));
  }
  void begin() {
    start();
    for (auto& [id, each] : agencies) each.session = 0;
  }
  void fill_some() {
    auto& amr = agency("luoyuan-amr");
    if (amr.session == 0) connect(amr);
    tell(amr, transfer());
    turn();
  }
  /// Until the broker wants a snapshot made; fails where it never does.
  void fill() {
    for (int i = 0; i < 500 && !aside.busy(); ++i) fill_some();
    REQUIRE(aside.busy());
  }
  /// Fills, lets the thread work, and the broker take what it made.
  void fill_and_make() {
    fill();
    REQUIRE(aside.run());
    turn();
  }
  /// How many segments of journal/ hold a group, the one that is written among them.
  [[nodiscard]] std::size_t segments() {
    flow::Journal journal(journal_disk, site(), [](std::uint64_t, std::uint64_t) { return true; });
    return journal.segment() + 1;
  }
  [[nodiscard]] std::vector<std::string> files(std::string_view ending) const {
    std::vector<std::string> found;
    for (const auto& [name, size] : journal_disk.sizes())
      if (name.ends_with(ending)) found.push_back(name);
    return found;
  }
  /// The process dies, another opens the site: the same State, and the snapshots passed over.
  std::vector<std::string> restart(Crash how = Crash::loses_all) {
    const auto before = engine::state_digest(broker->state());
    crash(how);
    begin();
    CHECK(engine::state_digest(broker->state()) == before);
    CHECK(files(flow::unfinished_ending).empty());
    return broker->notes();
  }
  [[nodiscard]] bool noted(std::string_view text) const {
    return std::any_of(broker->notes().begin(), broker->notes().end(),
                       [&](const auto& note) { return note.find(text) != std::string::npos; });
  }
};

TEST_CASE("snapshots: one is made beside the path when so many segments are full, and not before") {
  for (const std::uint32_t wanted : {1U, 2U, 3U}) {
    CAPTURE(wanted);
    FillingSite site(wanted);
    CHECK(site.segments() <= wanted);
    site.fill();
    CHECK(site.segments() == wanted + 1);
    REQUIRE(site.aside.run());
    site.turn();
    site.fill();  // the next, as many segments later
    CHECK(site.segments() == 2 * wanted + 1);
    site.restart();
    site.fill();  // that one is owed still; but a segment is filled first
    CHECK(site.segments() == 2 * wanted + 2);
    site.restart();
    site.fill();
    CHECK(site.segments() == 2 * wanted + 3);
  }
}

TEST_CASE("snapshots: a site that never lives long enough to fill so many segments makes one all the same") {
  for (const std::uint32_t wanted : {2U, 3U, 4U}) {
    CAPTURE(wanted);
    FillingSite site(wanted);
    std::uint32_t lives = 1;
    for (; lives <= wanted && site.files(flow::snapshot_ending).empty(); ++lives) {
      const auto full = site.segments();
      for (int i = 0; i < 500 && site.segments() == full; ++i) site.fill_some();
      if (site.aside.run()) site.turn();
      site.restart();
    }
    CHECK(site.files(flow::snapshot_ending).size() == 1);
    CHECK(lives == wanted + 1);
  }
}

TEST_CASE("snapshots: one that ends the process is not begun again before the next start has filled a segment") {
  FillingSite site(2);
  site.fill();
  for (int life = 0; life < 3; ++life) {
    site.restart();  // with the work undone
    const auto before = site.segments();
    site.turn();
    CHECK_FALSE(site.aside.busy());
    site.fill();
    CHECK(site.segments() == before + 1);
  }
}

TEST_CASE("snapshots: none is made beside the path where the site does not want any") {
  FillingSite site(0);
  for (int i = 0; i < 100; ++i) site.fill_some();
  CHECK(site.segments() > 3);
  CHECK_FALSE(site.aside.busy());
}

TEST_CASE("snapshots: what was made beside the path is noted, then named, and a restart begins with it") {
  FillingSite site;
  site.fill_and_make();
  const auto& state = site.broker->state();
  const auto name = flow::snapshot_name(state.snapshot_at);
  CHECK(site.files(flow::snapshot_ending) == std::vector{name});
  CHECK(state.snapshot_at < state.next_record - 1);  // of an earlier State than the one before its record
  CHECK(core::digest_of(site.journal_disk.bytes_of(name)) == state.snapshot_digest);
  site.fill_some();
  CHECK(site.restart().empty());
  const auto& replayed = site.replay();
  CHECK(replayed.disagreements().empty());
  CHECK(engine::state_digest(replayed.state()) == engine::state_digest(site.broker->state()));
  // It is read: with one bit of it turned, it is passed over by name.
  site.crash(Crash::keeps_all);
  site.journal_disk.bytes_of(name)[200] ^= 1;
  site.start();
  const auto& notes = site.broker->notes();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] == "journal/" + name + " is not what a record says: passed over");
}

TEST_CASE("snapshots: the newest cannot be read at a start: it is passed over by name, and the one before serves") {
  FillingSite site;
  site.fill_and_make();
  const auto older = site.broker->state().snapshot_at;
  site.fill_and_make();
  const auto newest = flow::snapshot_name(site.broker->state().snapshot_at);
  site.journal_disk.unreadable = {newest};
  const auto notes = site.restart();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] == "journal/" + newest + " cannot be read (the disk cannot be read): passed over");
  // The one before is what it began with: without it too, both are told.
  site.journal_disk.unreadable = {newest, flow::snapshot_name(older)};
  CHECK(site.restart().size() == 2);
  site.journal_disk.unreadable.clear();
  CHECK(site.restart().empty());
}

TEST_CASE("snapshots: whatever instant the broker dies at, a restart believes only what a record notes") {
  FillingSite site;
  site.fill();
  site.tape.changes.clear();
  World base(5, small_segment_bytes);
  base.tape.on = false;
  base.journal_disk.copy_from(site.journal_disk);
  base.vault_disk.copy_from(site.vault_disk);
  REQUIRE(site.aside.run());
  site.turn();
  site.fill_some();
  REQUIRE(site.tape.changes.size() > 8);
  std::size_t with = 0;
  for (std::size_t length = 0; length <= site.tape.changes.size(); ++length) {
    CAPTURE(length);
    World after(5, small_segment_bytes);
    after.tape.on = false;
    after.journal_disk.copy_from(base.journal_disk);
    after.vault_disk.copy_from(base.vault_disk);
    for (std::size_t i = 0; i < length; ++i) {
      const auto& change = site.tape.changes[i];
      (change.disk == 0 ? after.journal_disk : after.vault_disk).repeat(change);
    }
    after.crash(Crash::loses_all);
    after.start();
    CHECK(after.broker->notes().empty());
    CHECK(engine::state_digest(after.replay().state()) == engine::state_digest(after.broker->state()));
    for (const auto& [name, size] : after.journal_disk.sizes()) with += flow::snapshot_index(name) ? 1 : 0;
  }
  CHECK(with > 0);
  CHECK(with < site.tape.changes.size());
}

TEST_CASE("snapshots: two are kept, and each is made from the one before") {
  FillingSite site;
  for (int i = 0; i < 4; ++i) site.fill_and_make();
  CHECK(site.files(flow::snapshot_ending).size() == 2);
  CHECK(site.restart().empty());
}

TEST_CASE(
    "snapshots: one whose beginning no longer reads as it was written is told, and the next begins with nothing") {
  FillingSite site;
  site.fill_and_make();
  const auto first = flow::snapshot_name(site.broker->state().snapshot_at);
  site.journal_disk.bytes_of(first)[100] ^= 1;
  site.fill_and_make();
  REQUIRE(site.broker->faults().size() == 1);
  CHECK(site.broker->faults()[0].find("journal/" + first + " no longer reads as it was written") != std::string::npos);
  CHECK(site.files(flow::snapshot_ending) == std::vector{first});
  site.fill_and_make();
  CHECK(site.files(flow::snapshot_ending).size() == 2);
  CHECK(site.broker->faults().size() == 1);
  CHECK(site.restart().empty());  // with the newer one
}

TEST_CASE("snapshots: one whose beginning cannot be read is told, and the next begins with nothing") {
  FillingSite site;
  site.fill_and_make();
  const auto first = flow::snapshot_name(site.broker->state().snapshot_at);
  site.journal_disk.unreadable = {first};
  site.fill_and_make();
  REQUIRE(site.broker->faults().size() == 1);
  CHECK(site.broker->faults()[0].find("journal/" + first + " cannot be read (") != std::string::npos);
  CHECK(site.files(flow::snapshot_ending) == std::vector{first});
  site.fill_and_make();  // though it still cannot be read
  CHECK(site.files(flow::snapshot_ending).size() == 2);
  CHECK(site.broker->faults().size() == 1);
  CHECK(site.broker->notes().empty());
  site.journal_disk.unreadable.clear();
  CHECK(site.restart().empty());
}

TEST_CASE("snapshots: damage in a full segment that the path would not read is told while the broker runs") {
  FillingSite site;
  site.fill();
  site.journal_disk.bytes_of(flow::journal_segment_name(0))[small_segment_bytes / 2] ^= 1;
  REQUIRE(site.aside.run());
  site.turn();
  REQUIRE(site.broker->faults().size() == 1);
  CHECK(site.broker->faults()[0].find("journal/" + flow::journal_segment_name(0) + " at offset") != std::string::npos);
  CHECK(site.files(flow::unfinished_ending).empty());
  // One that is made on the path needs nothing of that segment, nor do those that begin with it.
  site.broker->snapshot();
  const auto ordered = site.broker->state().snapshot_at;
  site.fill_and_make();
  CHECK(site.broker->state().snapshot_at > ordered);
  CHECK(site.files(flow::snapshot_ending).size() == 2);
  CHECK(site.broker->faults().size() == 1);
}

TEST_CASE("snapshots: one that finds no room leaves nothing behind, says so, and the path goes on") {
  FillingSite site;
  site.fill();
  site.journal_disk.room = 100;
  REQUIRE(site.aside.run());
  site.journal_disk.room = UINT64_MAX;
  site.fill_some();
  CHECK(site.noted("no snapshot beside the path"));
  CHECK(site.files(flow::unfinished_ending).empty());
  CHECK(site.files(flow::snapshot_ending).empty());
  site.fill_and_make();  // the next is not hindered
  CHECK(site.files(flow::snapshot_ending).size() == 1);
}

TEST_CASE("snapshots: one that was ordered meanwhile is newer, and what was made beside the path is let go") {
  FillingSite site;
  site.fill();
  REQUIRE(site.aside.run());
  site.broker->snapshot();
  const auto ordered = flow::snapshot_name(site.broker->state().snapshot_at);
  site.turn();
  CHECK(site.files(flow::snapshot_ending) == std::vector{ordered});
  CHECK(site.files(flow::unfinished_ending).empty());
}

TEST_CASE("snapshots: a clean stop leaves nothing of one that is being made, however many groups it has come to") {
  std::uint64_t groups = 0;
  for (bool early = true; early; ++groups) {  // at last it is made whole while the stop waits
    CAPTURE(groups);
    FillingSite site;
    site.fill();
    site.aside.asks_until_stop = groups;
    CHECK(site.broker->stop());
    CHECK(site.files(flow::unfinished_ending).empty());
    CHECK(site.files(flow::snapshot_ending).size() == 1);
    CHECK_FALSE(site.noted("no snapshot"));
    early = site.aside.stopped_early;
  }
  CHECK(groups > 5);
}

TEST_CASE("snapshots: a clean stop leaves nothing of one that was made and not taken") {
  FillingSite site;
  site.fill();
  REQUIRE(site.aside.run());
  CHECK(site.broker->stop());
  CHECK(site.files(flow::unfinished_ending).empty());
  CHECK(site.files(flow::snapshot_ending).size() == 1);
}

TEST_CASE("snapshots: a broker that serves nobody records none") {
  FillingSite site;
  site.fill();
  REQUIRE(site.aside.run());
  auto& amr = site.agency("luoyuan-amr");
  const auto records = site.broker->state().next_record;
  // Under the site's own key, of more records than there are: this journal was rolled back.
  amr.checkpoint->tree_size += 1000;
  amr.checkpoint->signature = site.signer.sign(core::checkpoint_bytes(*amr.checkpoint));
  site.connect(amr);
  REQUIRE_FALSE(site.broker->stopped_serving().empty());
  site.turn();
  CHECK(site.broker->state().next_record == records);
  CHECK(site.files(flow::snapshot_ending).empty());
}

}  // namespace
}  // namespace caseway::simulation
