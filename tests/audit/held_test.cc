// What comes from elsewhere than the site: checkpoints that members hold, and settings that a stranger wrote.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "broker/core/receipt.h"
#include "broker/host/keyring.h"
#include "broker/wire/settings_text.h"
#include "tests/audit/touched_site.h"
#include "tests/where.h"

namespace caseway::audit {

namespace fs = std::filesystem;

TEST_CASE("audit: a checkpoint that a member holds is contained, beyond the journal, or tells another history") {
  const TouchedSite site(full_site());
  const auto log_key = host::read_signing_key(site.root() / "keys/log.key");
  const auto with = [&](const core::Checkpoint& held) {
    site.write("held", core::encode_checkpoint(held));
    const auto verified =
        audit::verify(open_site(site.root(), small_segment_bytes), {site.root() / "held", site.root() / "held"});
    return verified.problems.empty() ? std::string() : verified.problems.back().what;
  };
  auto held = site.verify().checkpoint;
  CHECK(with(held).empty());
  const auto sign = [&] { held.signature = core::sign_bytes(log_key.secret_key, core::checkpoint_bytes(held)); };
  held.root.bytes[0] ^= 1;
  CHECK(with(held) == "the log key's signature does not hold: it is not of this site");
  sign();
  CHECK(with(held).ends_with(" contradicts: the log key signed two histories"));
  held.tree_size -= 1;  // no group ends there
  sign();
  CHECK(with(held).ends_with(" contradicts: the log key signed two histories"));
  held.tree_size += 2;
  sign();
  CHECK(with(held).ends_with(" does not contain: it was rolled back, or another history was signed"));

  // A crash leaves the beginning of a group: what was released before it is compared all the same.
  site.write("held", core::encode_checkpoint(held));
  auto journal = site.read(last_written(site));
  const std::string_view begun = "CWG1";
  const auto end = groups_in(journal).back();
  std::copy(begun.begin(), begun.end(), journal.begin() + static_cast<std::ptrdiff_t>(end.first + end.second));
  site.write(last_written(site), journal);
  const auto torn = audit::verify(open_site(site.root(), small_segment_bytes), {site.root() / "held"});
  CHECK(exit_of(torn, nullptr) == Exit::mismatch);
  CHECK(exit_of(site.verify(), nullptr) == Exit::incomplete);
  // And where it is damaged, it is said that nothing was.
  site.flip(last_written(site), groups_in(site.read(last_written(site))).front().first + 40, 1);
  const auto damaged = audit::verify(open_site(site.root(), small_segment_bytes), {site.root() / "held"});
  CHECK(std::ranges::any_of(damaged.problems, [](const Problem& problem) {
    return problem.what == "was not compared: the journal could not be read to its end";
  }));
  site.write("held", Bytes{1, 2, 3});
  CHECK(exit_of(audit::verify(open_site(site.root(), small_segment_bytes), {site.root() / "held"}), nullptr) ==
        Exit::mismatch);
  CHECK_THROWS_AS(audit::verify(open_site(site.root(), small_segment_bytes), {site.root() / "none"}), Unreadable);
}

TEST_CASE("audit: settings that the TOML library mishandles, and longer ones than 16 KiB, are unreadable, not parsed") {
  const TouchedSite site(tiny_site());
  std::size_t tried = 0;
  for (const auto& found : fs::directory_iterator(CASEWAY_SOURCE_DIR "/tests/fuzz/found/configuration")) {
    ++tried;
    fs::copy(found.path(), site.root() / "casewayd.toml", fs::copy_options::overwrite_existing);
    CHECK_THROWS_AS(read_layout(site.root()), Unreadable);
  }
  CHECK(tried > 4);
  std::string longest = "#";
  longest.resize(wire::settings_bytes_max, 'x');
  site.write("casewayd.toml", {longest.begin(), longest.end()});
  CHECK(read_layout(site.root()).journal == site.root() / "journal");
  longest += 'x';
  site.write("casewayd.toml", {longest.begin(), longest.end()});
  CHECK_THROWS_WITH_AS(read_layout(site.root()), doctest::Contains("casewayd.toml:1: "), Unreadable);
}

}  // namespace caseway::audit
