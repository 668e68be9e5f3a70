// The proofs of the whole path: torn disks (1), a thousand crashes (3), damage and rollback (4).
#include "tests/simulation/simulation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "broker/core/receipt.h"
#include "broker/engine/snapshot.h"
#include "broker/flow/journal.h"
#include "broker/flow/names.h"
#include "tests/simulation/steps.h"
#include "tests/simulation/world.h"
#include "tests/where.h"

namespace caseway::simulation {
namespace {

/// A world with some transfers in it, all acknowledged, head written.
struct Lived : World {
  explicit Lived(std::uint64_t seed) : World(seed, 128 * 1024) {
    start();
    set_up();
    for (auto* id : {"luoyuan-amr", "luoyuan-police", "luoyuan-procuratorate"}) connect(agency(id));
    live(6);
  }
  void live(int turns) {
    for (int i = 0; i < turns; ++i) {
      auto said = transfer("t" + std::to_string(i));
      if (i % 3 == 1) said.evidence = {flow::Bytes(70 * 1024, 9)};
      tell(agency("luoyuan-amr"), said);
      if (i % 2 == 1) {
        said.step = "note";
        said.documents.clear();
        said.evidence.clear();
        tell(agency("luoyuan-amr"), said);
      }
      turn(700);
      for (auto& [id, each] : agencies)
        while (!each.inbox.empty() && i % 2 == 0) ack(each, each.inbox.front().delivery);
    }
    turn(1000);
  }
  /// Another process on a copy of the disks as they are.
  void copy_to(World& other) {
    other.journal_disk.copy_from(journal_disk);
    other.vault_disk.copy_from(vault_disk);
  }
};

TEST_CASE("simulation: every prefix and torn variant of a broker's writes keeps what was acknowledged (proof 1)") {
  Lived base(11);
  Lived world(11);
  base.broker.reset();
  world.tape.changes.clear();
  std::vector<std::pair<std::size_t, core::LaneNumber>> acknowledged;
  world.on_frame = [&](const Agency& agency, const wire::BrokerFrame& frame) {
    if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame); receipt != nullptr && agency.id == "luoyuan-amr")
      acknowledged.emplace_back(world.tape.changes.size(), receipt->number);
    return true;
  };
  world.live(3);
  world.broker->snapshot();
  world.live(1);
  std::size_t opened = 0;
  for (std::size_t length = 0; length <= world.tape.changes.size(); ++length) {
    core::LaneNumber kept = 0;
    for (auto [at, number] : acknowledged)
      if (at <= length) kept = std::max(kept, number);
    const auto check = [&](const std::function<void(World&)>& crash) {
      World after(length, 128 * 1024);
      after.tape.on = false;
      base.copy_to(after);
      for (std::size_t i = 0; i < length; ++i) {
        const auto& change = world.tape.changes[i];
        (change.disk == 0 ? after.journal_disk : after.vault_disk).repeat(change);
      }
      crash(after);
      after.index.entries.clear();
      after.start();
      REQUIRE(after.broker->state().agencies.at("luoyuan-amr").lanes.at(0).next > kept);
      REQUIRE(after.broker->notes().empty());
      ++opened;
    };
    for (const auto how : {Crash::keeps_all, Crash::loses_all, Crash::tears})
      check([&](World& after) {
        after.journal_disk.crash(how, after.random);
        after.vault_disk.crash(how, after.random);
      });
    // Killed, opened, and whatever it serves from then on outlives the loss of all that was never synced.
    World killed(length, 128 * 1024);
    killed.tape.on = false;
    base.copy_to(killed);
    for (std::size_t i = 0; i < length; ++i) {
      const auto& change = world.tape.changes[i];
      (change.disk == 0 ? killed.journal_disk : killed.vault_disk).repeat(change);
    }
    killed.crash(Crash::kill);
    killed.start();
    const auto served = engine::state_digest(killed.broker->state());
    killed.crash(Crash::loses_all);
    REQUIRE_NOTHROW(killed.start());
    REQUIRE(engine::state_digest(killed.broker->state()) == served);
    REQUIRE_NOTHROW(killed.replay());
    if (length == 0 || world.tape.changes[length - 1].kind != Change::Kind::write) continue;
    const auto disk = world.tape.changes[length - 1].disk;
    const auto sectors = world.tape.changes[length - 1].bytes.size() / sector_bytes + 2;
    for (std::size_t at = 0; at < std::min<std::size_t>(sectors, 4); ++at)
      for (int variant = 0; variant < 3; ++variant)
        check([&](World& after) {
          (disk == 0 ? after.journal_disk : after.vault_disk).crash_tearing_last([&](std::size_t sector) {
            return variant == 0 ? sector < at : variant == 1 ? sector >= at : sector != at;
          });
        });
  }
  MESSAGE("opened " << opened << " sites from " << world.tape.changes.size() << " changes");
}

TEST_CASE("simulation: a thousand crashes by seed, and what the model knows holds (proof 3)") {
  // CASEWAY_SEED runs one seed of a failure again; CASEWAY_CRASHES asks for more.
  const char* seed = std::getenv("CASEWAY_SEED");
  const char* wanted = std::getenv("CASEWAY_CRASHES");
  RunOptions options;
  options.seed = seed != nullptr ? std::strtoul(seed, nullptr, 10) : 1;
  options.crashes = wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 1000;
  options.steps = UINT64_MAX;
  const auto report = run(options);
  CHECK_MESSAGE(report.failure.empty(), report.failure);
  if (seed == nullptr && wanted == nullptr) {  // what never happened was not tried
    CHECK(report.copies_of_earlier > 0);
    CHECK(report.snapshots_beside > 0);
    CHECK(report.stayed_connected > 0);
    CHECK(report.confirmed > 0);
    CHECK(report.lanes_beside > 0);
    CHECK(report.signed_together > 0);
    CHECK(report.told > 0);
    CHECK(report.returned_as_future > 0);
    for (std::size_t i = 0; i < fault_names.size(); ++i)
      CHECK_MESSAGE(report.faults.of(static_cast<Fault>(i)) > 0, "never: " << fault_names[i]);
    for (const auto& step : steps()) {
      const auto said = std::string(step.procedure.empty() ? "K01" : step.procedure) + " " + std::string(step.id);
      CHECK_MESSAGE((step.id == "void" || report.took_effect.contains(said)), "never took effect: " << said);
    }
  }
  MESSAGE(report.crashes << " crashes, " << report.crashes_in_turn << " of them in a turn, " << report.faults.all()
                         << " faults, " << report.records << " records, " << report.acknowledged << " acknowledged, "
                         << report.delivered << " delivered (" << report.copies_of_earlier << " of earlier records), "
                         << report.snapshots << " snapshots on the path and " << report.snapshots_beside
                         << " beside it");
}

TEST_CASE("simulation: the same seed gives the same run, and a move may be left out of it") {
  RunOptions options;
  options.seed = 77;
  options.steps = 3000;
  const auto once = run(options);
  const auto again = run(options);
  CHECK(once.failure == "");
  CHECK(once.steps == again.steps);
  CHECK(once.records == again.records);
  CHECK(once.faults.all() == again.faults.all());
  CHECK(run_world(77, 0, {0, 1, 2, 4, 5, 9, 20}).failure == "");
}

TEST_CASE("simulation: seeds that once failed hold") {
  std::ifstream seeds(CASEWAY_SOURCE_DIR "/tests/simulation/seeds.txt");
  REQUIRE(seeds.is_open());
  std::size_t ran = 0;
  for (std::string line; std::getline(seeds, line);) {
    if (line.empty() || line[0] == '#') continue;
    RunOptions options;
    REQUIRE(std::sscanf(line.c_str(), "%lu %lu", &options.seed, &options.steps) == 2);
    const auto report = run(options);
    CHECK_MESSAGE(report.failure.empty(), report.failure);
    ++ran;
  }
  CHECK(ran > 0);
}

/// Whether opening names the damage, before anybody is served.
bool opening_names(World& damaged) {
  try {
    damaged.start();
    return !damaged.broker->notes().empty();
  } catch (const flow::JournalRefused& refused) {  // any other fault would have the process started again and again
    CHECK(std::string(refused.what()).size() > 20);
    return true;
  } catch (const flow::Fault&) {  // it opened, and feeding the index found the damage: others are served without it
    return damaged.broker != nullptr;
  }
}

/// Whether a replay of what opened names it.
bool replay_names(World& damaged) {
  try {
    return !damaged.replay().disagreements().empty();
  } catch (const flow::Fault& fault) {
    CHECK(std::string(fault.what()).size() > 20);
    return true;
  }
}

/// What opening looks at: head, the newest snapshot, headers of segments and groups, every group from that snapshot on,
/// and the parts of the last group. The rest is looked at when it is read, and by an audit.
class Opening {
 public:
  explicit Opening(const World& world) : segment_bytes_(world.segment_bytes) {
    Tape none;
    none.on = false;
    SimDisk copy(none, 0);
    copy.copy_from(world.journal_disk);
    for (const auto& [name, size] : copy.sizes())
      if (const auto records = flow::snapshot_index(name)) snapshot_ = std::max(snapshot_, *records);
    flow::Journal journal(copy, world.site(), [](std::uint64_t, std::uint64_t) { return true; });
    for (core::RecordIndex index = 0; index < journal.next_index();) {
      const auto group = journal.read_group_of(index);
      const auto& place = journal.place_of(index);
      groups_.push_back({place, group.header.group_bytes, group.header.frontier.roots.size()});
      vault_begin_ = journal.vault_begin(place);
      index += group.records.size();
    }
  }
  [[nodiscard]] bool looks_at(const std::string& name, std::size_t at) const {
    if (name == flow::head_name || name == flow::snapshot_name(snapshot_)) return true;
    if (const auto segment = flow::vault_segment_number(name)) {
      const auto position = *segment * segment_bytes_ + at;
      return at < wire::segment_header_bytes || (position >= vault_begin_ && position < groups_.back().place.vault_end);
    }
    const auto segment = flow::journal_segment_number(name);
    if (!segment) return false;  // a large part
    return at < wire::segment_header_bytes || std::any_of(groups_.begin(), groups_.end(), [&](const auto& group) {
             const auto& [place, bytes, hashes] = group;
             const auto looked_at = place.first_index >= snapshot_ ? bytes : 88 + 32 * hashes;
             return place.segment == *segment && at >= place.offset && at < place.offset + looked_at;
           });
  }

 private:
  struct Group {
    flow::GroupPlace place;
    std::uint64_t bytes = 0;
    std::uint64_t hashes = 0;
  };
  std::uint64_t segment_bytes_;
  core::RecordIndex snapshot_ = 0;
  std::vector<Group> groups_;
  std::uint64_t vault_begin_ = 0;
};

TEST_CASE("simulation: one byte flipped anywhere in what was written is named (proof 4)") {
  Lived world(21);
  world.stop();
  world.start();  // a snapshot is there
  world.connect(world.agency("luoyuan-amr"));
  world.live(2);
  world.turn(2000);
  const Opening opening(world);
  std::size_t flips = 0;
  std::size_t promised = 0;
  for (int which = 0; which < 2; ++which) {
    auto& disk = which == 0 ? world.journal_disk : world.vault_disk;
    for (const auto& file : disk.sizes()) {
      const auto& name = file.first;
      const auto& bytes = disk.bytes_of(name);
      const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [](auto byte) { return byte != 0; });
      const auto used = static_cast<std::size_t>(bytes.rend() - last);
      for (int i = 0; i < 24 && used > 0; ++i) {
        const auto at = world.random() % used;
        World damaged(3, 128 * 1024);
        damaged.tape.on = false;
        world.copy_to(damaged);
        (which == 0 ? damaged.journal_disk : damaged.vault_disk).bytes_of(name)[at] ^=
            static_cast<std::uint8_t>(1 << world.random() % 8);
        CAPTURE(name);
        CAPTURE(at);
        const bool opened = !opening_names(damaged);
        CHECK_FALSE((opened && opening.looks_at(name, at)));
        CHECK((!opened || replay_names(damaged)));
        promised += opening.looks_at(name, at) ? 1 : 0;
        ++flips;
      }
    }
  }
  World whole(3, 128 * 1024);
  world.copy_to(whole);
  CHECK_FALSE(opening_names(whole));
  CHECK_FALSE(replay_names(whole));
  CHECK(promised > 48);
  MESSAGE(flips << " flips, " << promised << " of them where opening looks");
}

TEST_CASE("simulation: a record taken out of its group is named, although every checksum is made anew (proof 4)") {
  Lived world(22);
  flow::Journal journal(world.journal_disk, world.site(), [](std::uint64_t, std::uint64_t) { return true; });
  bool tried = false;
  for (core::RecordIndex index = 0; index < journal.next_index() && !tried; ++index) {
    auto group = journal.read_group_of(index);
    if (group.records.size() < 2 || index + group.records.size() >= journal.next_index()) continue;
    tried = true;
    const auto place = journal.place_of(index);
    const auto length = group.header.group_bytes;
    group.records.pop_back();
    group.types.pop_back();
    --group.header.count;
    group.header.group_bytes = wire::group_length(group.header, group.records, group.checkpoint);
    auto bytes = wire::begin_group(group.header, group.records, group.types);
    wire::finish_group(bytes, group.checkpoint);
    bytes.resize(length);
    World damaged(3, 128 * 1024);
    world.copy_to(damaged);
    auto& segment = damaged.journal_disk.bytes_of(flow::journal_segment_name(place.segment));
    std::copy(bytes.begin(), bytes.end(), segment.begin() + place.offset);
    CHECK(opening_names(damaged));
  }
  CHECK(tried);
}

TEST_CASE("simulation: a journal rolled back behind an agency's checkpoint serves nobody (proof 4)") {
  Lived world(23);
  World earlier(23, 128 * 1024);
  world.copy_to(earlier);
  world.live(2);
  const auto seen = *world.agency("luoyuan-amr").checkpoint;
  earlier.start();
  auto& police = earlier.agency("luoyuan-police");
  earlier.connect(police);
  REQUIRE(police.welcome.has_value());

  // Not signed by the log key: that agency's mistake, nobody else's.
  auto& amr = earlier.agency("luoyuan-amr");
  amr.checkpoint = seen;
  amr.checkpoint->tree_size += 1;
  earlier.connect(amr);
  CHECK(World::last<wire::RefusalFrame>(amr)->code == core::Refusal::no_session);
  CHECK(earlier.broker->stopped_serving().empty());

  SUBCASE("shorter") {}
  SUBCASE("gone on since, with another history") {
    police.next = 1;
    for (int i = 0; i < 40; ++i) {
      earlier.tell(police, earlier.transfer());
      earlier.turn();
    }
    REQUIRE(earlier.broker->state().next_record > seen.tree_size);
  }
  amr.checkpoint = seen;
  earlier.connect(amr);
  CHECK(World::last<wire::RefusalFrame>(amr)->code == core::Refusal::rolled_back);
  CHECK(earlier.broker->stopped_serving().find("rolled back") != std::string::npos);
  const auto records = earlier.broker->state().next_record;
  earlier.tell(police, earlier.transfer());
  police.frames.clear();
  earlier.turn();
  CHECK(World::last<wire::RefusalFrame>(police)->code == core::Refusal::rolled_back);
  CHECK(earlier.broker->state().next_record == records);
}

TEST_CASE("simulation: a damaged snapshot is passed over by name, down to record 0") {
  Lived world(24);
  world.broker->snapshot();
  world.live(1);
  world.broker->snapshot();
  world.live(1);
  const auto state = engine::state_digest(world.broker->state());
  std::vector<std::string> snapshots;
  for (const auto& [name, size] : world.journal_disk.sizes())
    if (flow::snapshot_index(name)) snapshots.push_back(name);
  REQUIRE(snapshots.size() == 2);
  for (std::size_t damaged = 1; damaged <= 2; ++damaged) {
    World again(3, 128 * 1024);
    world.copy_to(again);
    for (std::size_t i = 0; i < damaged; ++i) again.journal_disk.bytes_of(snapshots[1 - i])[100] ^= 1;
    again.start();
    CHECK(again.broker->notes().size() == damaged);
    CHECK(again.broker->notes()[0].find(snapshots[1]) != std::string::npos);
    CHECK(engine::state_digest(again.broker->state()) == state);
  }
  // No journal, but a vault: never silently from nothing.
  World emptied(3, 128 * 1024);
  world.copy_to(emptied);
  for (const auto& [name, size] : world.journal_disk.sizes()) emptied.journal_disk.remove(name);
  CHECK_THROWS_AS(emptied.start(), flow::JournalRefused);
}

}  // namespace
}  // namespace caseway::simulation
