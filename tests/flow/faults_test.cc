// What can no longer be read: whoever asks for it is told so, and everybody else is served.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/flow/names.h"
#include "broker/flow/site.h"
#include "broker/wire/segment.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

/// Changes every byte of the frames or groups behind the header of each segment.
void damage(SimDisk& disk, const std::string& ending) {
  for (const auto& [name, size] : disk.sizes()) {
    if (!name.ends_with(ending)) continue;
    auto& bytes = disk.bytes_of(name);
    std::for_each(bytes.begin() + wire::segment_header_bytes, bytes.end(),
                  [](std::uint8_t& byte) { byte ^= byte == 0 ? 0 : 0x11; });
  }
}

/// Started anew, so that nothing is remembered and all is read from the disks.
struct Restarted : TestSite {
  void restart() {
    for (auto* each : {&amr, &police, &procuratorate}) disconnect(*each);
    const auto indexed = index.entries;
    crash(Crash::keeps_all);
    index.entries = indexed;  // or what it lacks would be read, and kept, to feed it
    start();
  }
};

TEST_CASE("faults: an index that cannot be read: an old repeat comes later, a question is refused, nothing ends") {
  TestSite site;
  const auto first = site.compose(site.amr, site.transfer());
  CHECK(site.answered(site.amr, first).verdict != core::Verdict::returned);
  site.amr.next = 2;
  site.amr.settled = 1;
  site.tell(site.amr, site.transfer());
  site.turn();
  site.index.is_unreadable = true;
  CHECK(site.refused(site.amr, first) == core::Refusal::try_later);
  CHECK(site.refused(site.amr, first) == core::Refusal::try_later);
  site.amr.frames.clear();
  site.say(site.amr, wire::ClientFrame(wire::Query{7, wire::QueryKind::search, {}, {}, "罗市监", 0, 0}));
  site.turn();
  REQUIRE(World::last<wire::RefusalFrame>(site.amr) != nullptr);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->code == core::Refusal::fault);
  CHECK(site.broker->faults().size() == 1);  // told once
  site.index.is_unreadable = false;
  CHECK(site.answered(site.amr, first).verdict != core::Verdict::returned);
  site.agrees();
}

TEST_CASE("faults: a damaged group is refused as a fault to whoever repeats its message; new ones go on") {
  Restarted site;
  const auto first = site.compose(site.amr, site.transfer());
  REQUIRE(site.answered(site.amr, first).verdict != core::Verdict::returned);
  site.amr.next = 2;
  site.restart();
  site.connect(site.amr, false);  // its mailbox would read the group, and keep it
  damage(site.journal_disk, ".journal");
  CHECK(site.refused(site.amr, first) == core::Refusal::fault);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->number == 1);
  CHECK(site.broker->faults().size() == 1);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
}

TEST_CASE("faults: damage of the record that a snapshot stands on is the journal's, named when the site opens") {
  Restarted site;
  const auto count = site.broker->state().next_record;
  site.broker->snapshot();
  site.tell(site.amr, site.transfer());
  site.turn();
  site.crash(Crash::keeps_all);
  bool damaged = false;
  for (const auto& [name, size] : site.journal_disk.sizes()) {
    if (!flow::journal_segment_number(name)) continue;
    auto& bytes = site.journal_disk.bytes_of(name);
    for (std::size_t at = wire::segment_header_bytes; at < bytes.size();) {
      const auto parsed = wire::parse_group(std::span<const std::uint8_t>(bytes).subspan(at));
      if (parsed.found != wire::Found::group) break;
      if (parsed.group.header.first_index == count) {
        bytes[at + parsed.bytes - 100] ^= 1;
        damaged = true;
        break;
      }
      at += parsed.bytes;
    }
  }
  REQUIRE(damaged);
  try {
    site.start();
    FAIL_CHECK("it opened");
  } catch (const flow::JournalRefused& refused) {
    CHECK(refused.why == flow::JournalRefused::Why::damaged);
    CHECK(std::string(refused.what()).find("damaged: journal/" + flow::journal_segment_name(0) + " at offset") == 0);
  }
}

TEST_CASE("faults: a hello that holds a checkpoint of a damaged group is answered, and nothing ends") {
  Restarted site;
  REQUIRE(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  const auto older = site.amr.checkpoint;
  site.amr.next = 2;
  REQUIRE(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  site.restart();
  damage(site.journal_disk, ".journal");
  site.amr.checkpoint = older;
  site.connect(site.amr, false);
  REQUIRE(World::last<wire::RefusalFrame>(site.amr) != nullptr);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->code == core::Refusal::fault);
  CHECK(site.broker->faults().size() == 1);
  CHECK(site.broker->stopped_serving().empty());
}

TEST_CASE("faults: a damaged part: its delivery waits, a step that needs it is refused and uses no number") {
  Restarted site;
  const auto said = site.transfer();
  site.tell(site.amr, said);
  site.turn();
  site.restart();
  damage(site.vault_disk, ".vault");
  site.connect(site.police);
  CHECK(site.police.inbox.empty());
  CHECK(site.broker->faults().size() == 1);
  // Another transfer of the case leans on the approval (D55) that the first one brought.
  site.connect(site.amr);
  auto leaning = site.transfer();
  leaning.case_id = said.case_id;
  leaning.documents.pop_back();
  const auto records = site.broker->state().next_record;
  CHECK(site.refused(site.amr, site.compose(site.amr, leaning)) == core::Refusal::fault);
  CHECK(World::last<wire::RefusalFrame>(site.amr)->number == site.amr.next);
  CHECK(site.broker->state().next_record == records);
  // Others are served, and what comes after it reaches the same mailbox.
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  CHECK(site.police.inbox.size() == 1);
}

TEST_CASE("faults: large parts that find no room are told by the first, until a minute after the last") {
  TestSite site;
  const auto large = [&](std::uint8_t filling) {
    auto said = site.transfer();
    said.evidence = {flow::Bytes(70 * 1024, filling)};
    return site.compose(site.amr, said);
  };
  site.vault_disk.room = 1000;
  CHECK(site.refused(site.amr, large(1)) == core::Refusal::disk_full);
  const auto first = site.broker->disk_full();
  CHECK(first.ends_with(".new: no room"));
  site.turn(core::minute_ms / 2);
  CHECK(site.refused(site.amr, large(2)) == core::Refusal::disk_full);
  site.turn(core::minute_ms - 1);
  CHECK(site.broker->disk_full() == first);
  CHECK(site.answered(site.amr, site.compose(site.amr, site.transfer())).verdict != core::Verdict::returned);
  CHECK(site.broker->disk_full().empty());  // ten milliseconds later
}

}  // namespace
}  // namespace caseway::simulation
