// A journal that was rolled back: the proof outlasts the process, and ends with the journal that contains it.
#include <algorithm>

#include "broker/flow/names.h"
#include "broker/flow/site.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

const std::string proof(flow::rolled_back_name);

/// A copy of a site, the site going on, and the copy put in its place: opened, with nobody connected.
struct RolledBack {
  RolledBack() : older(1), newer(1) {
    TestSite site;
    site.tell(site.amr, site.transfer());
    site.turn();
    site.settle();
    site.broker->stop();
    copy(site, older);
    site.broker.reset();
    site.start();
    site.connect(site.amr);
    site.tell(site.amr, site.transfer());
    site.turn();
    seen = *site.amr.checkpoint;
    site.broker->stop();
    copy(site, newer);
    older.start();
  }
  static void copy(const World& from, World& to) {
    to.journal_disk.copy_from(from.journal_disk);
    to.vault_disk.copy_from(from.vault_disk);
  }
  /// The agency that holds what this journal lacks comes back.
  void show() {
    auto& amr = older.agency("luoyuan-amr");
    amr.checkpoint = seen;
    older.connect(amr);
    REQUIRE(World::last<wire::RefusalFrame>(amr)->code == core::Refusal::rolled_back);
  }
  bool serves(World& world) {
    auto& police = world.agency("luoyuan-police");
    police.frames.clear();
    world.connect(police);
    if (World::last<wire::Welcome>(police) != nullptr) return true;
    CHECK(World::last<wire::RefusalFrame>(police)->code == core::Refusal::rolled_back);
    return false;
  }
  World older;
  World newer;
  core::Checkpoint seen;
};

TEST_CASE("rolled back: a restart goes on serving nobody, though the agency that proved it stays away") {
  RolledBack site;
  REQUIRE(site.serves(site.older));
  site.show();
  for (const auto how : {Crash::loses_all, Crash::keeps_all}) {
    site.older.crash(how);
    site.older.start();
    const auto records = site.older.broker->state().next_record;
    CHECK(site.older.broker->stopped_serving().find("journal/rolled_back keeps a signed checkpoint over") == 0);
    CHECK_FALSE(site.serves(site.older));
    CHECK_FALSE(site.older.broker->stop());
    CHECK(site.older.broker->state().next_record == records);
  }
}

TEST_CASE("rolled back: a journal that contains the checkpoint again serves, and the proof is gone") {
  RolledBack site;
  site.show();
  {
    auto kept = site.newer.journal_disk.open(proof, true);
    kept->write(0, site.older.journal_disk.bytes_of(proof));
    kept->sync();
    site.newer.journal_disk.sync_directory("");
  }
  site.newer.start();
  CHECK(site.newer.broker->stopped_serving().empty());
  CHECK(site.serves(site.newer));
  const auto& notes = site.newer.broker->notes();
  CHECK(std::any_of(notes.begin(), notes.end(),
                    [](const auto& note) { return note.starts_with("journal/rolled_back was removed"); }));
  CHECK_FALSE(site.newer.journal_disk.exists(proof));
  site.newer.crash(Crash::loses_all);
  CHECK_FALSE(site.newer.journal_disk.exists(proof));
}

TEST_CASE("rolled back: a proof that does not read stops the broker by name; every flipped bit does") {
  RolledBack site;
  site.show();
  const auto whole = site.older.journal_disk.bytes_of(proof);
  for (std::size_t at = 0; at <= whole.size(); at += 7) {
    site.older.crash(Crash::keeps_all);
    auto& bytes = site.older.journal_disk.bytes_of(proof);
    bytes = whole;
    if (at == whole.size()) {
      bytes.resize(whole.size() / 2);
    } else {
      bytes[at] ^= 1;
    }
    try {
      site.older.start();
      FAIL_CHECK("opened with byte " << at << " changed");
    } catch (const flow::JournalRefused& why) {
      CHECK(std::string(why.what()).find("damaged: journal/rolled_back: ") == 0);
    }
  }
}

TEST_CASE("rolled back: without room for the proof nobody is served, and it is kept as soon as there is") {
  RolledBack site;
  site.older.journal_disk.room = 10;
  site.show();
  CHECK_FALSE(site.older.journal_disk.exists(proof));
  const auto& notes = site.older.broker->notes();
  const auto told = [&] {
    return std::count_if(notes.begin(), notes.end(),
                         [](const auto& note) { return note.starts_with("journal/rolled_back found no room"); });
  };
  site.older.turn();
  CHECK(told() == 1);
  CHECK_FALSE(site.serves(site.older));
  site.older.journal_disk.room = UINT64_MAX;
  site.older.turn();
  CHECK(site.older.journal_disk.exists(proof));
}

TEST_CASE("rolled back: no journal at all beside the proof is no new site") {
  RolledBack site;
  site.show();
  World emptied(1);
  auto kept = emptied.journal_disk.open(proof, true);
  kept->write(0, site.older.journal_disk.bytes_of(proof));
  CHECK_THROWS_AS(emptied.start(), flow::JournalRefused);
}

}  // namespace
}  // namespace caseway::simulation
