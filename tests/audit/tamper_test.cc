// Whole things removed, moved, cut, added or put in from elsewhere.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "tests/audit/touched_site.h"

namespace caseway::audit {
namespace {

namespace fs = std::filesystem;

bool told(const TouchedSite& site, std::string_view words) {
  const std::string lines = site.told();
  const bool found = lines.find(words) != std::string::npos;
  if (!found) MESSAGE("told only: " << lines);
  return found;
}

/// Takes `length` bytes out at `offset`; zeros come in at the end.
Bytes without(Bytes bytes, std::uint64_t offset, std::uint64_t length) {
  const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
  bytes.erase(at, at + static_cast<std::ptrdiff_t>(length));
  bytes.resize(bytes.size() + length);
  return bytes;
}

TEST_CASE("audit: a group removed is named by the record that is due") {
  const TouchedSite site(full_site());
  const auto journal = site.read(first_journal);
  const auto places = groups_in(journal);
  REQUIRE(places.size() > 4);
  const auto next = wire::parse_group(std::span(journal).subspan(places[2].first)).group.header.first_index;
  site.write(first_journal, without(journal, places[2].first, places[2].second));
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "record " + std::to_string(next) + " is due"));
  CHECK(site.replayed() == Exit::mismatch);
}

TEST_CASE("audit: two groups swapped are named") {
  const TouchedSite site(full_site());
  auto journal = site.read(first_journal);
  const auto places = groups_in(journal);
  const auto begin = journal.begin() + static_cast<std::ptrdiff_t>(places[2].first);
  std::rotate(begin, begin + static_cast<std::ptrdiff_t>(places[2].second),
              begin + static_cast<std::ptrdiff_t>(places[2].second + places[3].second));
  site.write(first_journal, journal);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "does not link to the group before it"));
  CHECK(site.replayed() == Exit::mismatch);
}

TEST_CASE("audit: a record taken out of a group, CRCs made anew, breaks root and signature") {
  const TouchedSite site(full_site());
  auto journal = site.read(first_journal);
  const auto places = groups_in(journal);
  for (const auto& [offset, length] : places) {
    auto group = wire::parse_group(std::span(journal).subspan(offset)).group;
    if (group.records.size() < 2) continue;
    group.records.erase(group.records.begin() + 1);
    group.types.erase(group.types.begin() + 1);
    --group.header.count;
    group.header.group_bytes = wire::group_length(group.header, group.records, group.checkpoint);
    auto bytes = wire::begin_group(group.header, group.records, group.types);
    wire::finish_group(bytes, group.checkpoint);
    journal = without(journal, offset + bytes.size(), length - bytes.size());
    std::copy(bytes.begin(), bytes.end(), journal.begin() + static_cast<std::ptrdiff_t>(offset));
    break;
  }
  site.write(first_journal, journal);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "its checkpoint names another group"));
  CHECK(told(site, "its checkpoint's root is not the root of the records"));
  CHECK(site.replayed() == Exit::mismatch);
}

TEST_CASE("audit: a checkpoint signed by another key than the log's is named") {
  const TouchedSite site(full_site());
  auto journal = site.read(first_journal);
  const auto [offset, length] = groups_in(journal).front();
  auto group = wire::parse_group(std::span(journal).subspan(offset)).group;
  group.checkpoint.signature =
      core::sign_bytes(host::new_signing_key().secret_key, core::checkpoint_bytes(group.checkpoint));
  auto bytes = wire::begin_group(group.header, group.records, group.types);
  wire::finish_group(bytes, group.checkpoint);
  REQUIRE(bytes.size() == length);
  std::copy(bytes.begin(), bytes.end(), journal.begin() + static_cast<std::ptrdiff_t>(offset));
  site.write(first_journal, journal);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "the log key's signature of its checkpoint does not hold"));
}

TEST_CASE("audit: a journal rolled back below head is journal_short") {
  const TouchedSite site(full_site());
  const std::string last = last_written(site);
  auto journal = site.read(last);
  const auto places = groups_in(journal);
  std::fill(journal.begin() + static_cast<std::ptrdiff_t>(places.back().first), journal.end(), std::uint8_t{0});
  site.write(last, journal);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "journal_short"));
}

TEST_CASE("audit: the proof of a rollback is part of the journal's bytes, and a mismatch unless it is contained") {
  const TouchedSite site(full_site());
  const auto without = site.verify();
  REQUIRE(without.checkpoint.tree_size > 0);
  auto proof = wire::encode_head_file(without.checkpoint);
  site.write("journal/rolled_back", proof);
  CHECK(site.exit() == Exit::agrees);
  CHECK(site.verify().journal_bytes == without.journal_bytes + proof.size());

  const std::string last = last_written(site);
  auto journal = site.read(last);
  const auto places = groups_in(journal);
  REQUIRE(places.size() > 1);
  const auto before = wire::parse_group(std::span(journal).subspan(places[places.size() - 2].first)).group;
  std::fill(journal.begin() + static_cast<std::ptrdiff_t>(places.back().first), journal.end(), std::uint8_t{0});
  site.write(last, journal);
  site.write("journal/head", wire::encode_head_file(before.checkpoint));
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "journal/rolled_back: an agency holds a signed checkpoint over"));

  proof[20] ^= 1;
  site.write("journal/rolled_back", proof);
  CHECK(told(site, "journal/rolled_back offset 0: "));
  fs::copy(tiny_site() / "journal/head", site.root() / "journal/rolled_back", fs::copy_options::overwrite_existing);
  CHECK(told(site, "journal/rolled_back offset 0: the log key's signature does not hold"));
}

TEST_CASE("audit: a vault part that is not there is incomplete; one put in its place is a mismatch") {
  const TouchedSite site(full_site());
  const Site listed = open_site(site.root(), small_segment_bytes);
  REQUIRE(listed.part_files.size() == 2);  // bundle and calendar
  const std::string name = listed.part_files[0];
  const auto bytes = site.read(name);
  site.remove(name);
  CHECK(site.exit() == Exit::incomplete);
  CHECK(told(site, name + ": is not there"));
  CHECK(site.replayed() == Exit::incomplete);
  site.write(name, site.read(listed.part_files[1]));
  CHECK(site.exit() == Exit::mismatch);
  CHECK(site.replayed() == Exit::mismatch);
  CHECK(told(site, "is not the part that the file is named after"));
  site.write(name, bytes);
  CHECK(site.exit() == Exit::agrees);
}

TEST_CASE("audit: what cannot be judged for want of a part is incomplete; what is wrong beside it is a mismatch") {
  for (const std::size_t which : {0u, 1u}) {  // the bundle or the calendar
    const TouchedSite site(full_site());
    site.remove(open_site(site.root(), small_segment_bytes).part_files[which]);
    CHECK(site.exit() == Exit::incomplete);
    CHECK(site.replayed() == Exit::incomplete);
    auto journal = site.read(first_journal);
    const auto [offset, length] = groups_in(journal).front();
    auto group = wire::parse_group(std::span(journal).subspan(offset)).group;
    group.checkpoint.signature.bytes[0] ^= 1;
    auto bytes = wire::begin_group(group.header, group.records, group.types);
    wire::finish_group(bytes, group.checkpoint);
    std::copy(bytes.begin(), bytes.end(), journal.begin() + static_cast<std::ptrdiff_t>(offset));
    site.write(first_journal, journal);
    CHECK(site.exit() == Exit::mismatch);
    CHECK(site.replayed() == Exit::mismatch);
  }
}

TEST_CASE("audit: a part exchanged in a vault segment, CRCs made anew, does not have its digest") {
  const TouchedSite site(full_site());
  auto vault = site.read(first_vault);
  for (std::uint64_t offset = wire::segment_header_bytes;;) {
    std::uint64_t length = 0;
    const auto parsed = wire::parse_vault_frame(std::span(vault).subspan(offset), length);
    REQUIRE(parsed.ok());
    if (!parsed.value().in_file) {
      wire::VaultFrame frame = parsed.value();
      frame.bytes[0] ^= 1;
      Bytes forged;
      wire::append_vault_frame(forged, frame);
      REQUIRE(forged.size() == length);
      std::copy(forged.begin(), forged.end(), vault.begin() + static_cast<std::ptrdiff_t>(offset));
      break;
    }
    offset += length;
  }
  site.write(first_vault, vault);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "its bytes do not have its digest"));
  CHECK(site.replayed() == Exit::mismatch);
}

TEST_CASE("audit: a segment that is missing, cut, of another site or of another place is named") {
  const TouchedSite site(full_site());
  const Site listed = open_site(site.root(), small_segment_bytes);
  for (const std::string& name : {listed.journal.front().name, listed.vault.front().name}) {
    const auto bytes = site.read(name);
    site.remove(name);
    CHECK(site.exit() != Exit::agrees);
    CHECK(told(site, name + ": is not there"));
    site.write(name, Bytes(bytes.begin(), bytes.end() - 1));
    CHECK(site.exit() == Exit::mismatch);
    CHECK(told(site, "ends here"));
    site.write(name, Bytes(bytes.begin(), bytes.begin() + 1000));
    CHECK(site.exit() == Exit::mismatch);
    site.write(name, {});
    CHECK(site.exit() == Exit::mismatch);
    auto longer = bytes;
    longer.push_back(0);
    site.write(name, longer);
    CHECK(site.exit() == Exit::mismatch);
    fs::copy(tiny_site() / name, site.root() / name, fs::copy_options::overwrite_existing);
    CHECK(site.exit() == Exit::mismatch);
    site.write(name, bytes);
  }
  fs::copy(tiny_site() / first_vault, site.root() / first_vault, fs::copy_options::overwrite_existing);
  CHECK(told(site, "belongs to another site"));
  fs::copy(full_site() / first_vault, site.root() / first_vault, fs::copy_options::overwrite_existing);
  site.write(listed.vault[1].name, site.read(first_vault));
  CHECK(told(site, "its header is of another segment"));
}

TEST_CASE("audit: head, snapshot, genesis: missing, cut or of another moment, each is named") {
  const TouchedSite site(full_site());
  const auto head = site.read("journal/head");
  site.remove("journal/head");
  CHECK(site.exit() == Exit::incomplete);
  CHECK(told(site, "journal/head: is not there"));
  site.write("journal/head", {});
  CHECK(site.exit() == Exit::mismatch);
  fs::copy(tiny_site() / "journal/head", site.root() / "journal/head", fs::copy_options::overwrite_existing);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "journal/head offset 0: the log key's signature does not hold"));
  site.write("journal/head", head);

  const Site listed = open_site(site.root(), small_segment_bytes);
  const std::string snapshot = listed.snapshots[0];
  const auto bytes = site.read(snapshot);
  site.write(snapshot, site.read(listed.snapshots[1]));
  CHECK(told(site, snapshot + " offset 0: does not have the digest that a record notes"));
  site.write(snapshot, bytes);
  site.write("journal/0000000000000002.snapshot", bytes);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "no record notes this snapshot"));
  site.remove("journal/0000000000000002.snapshot");
  site.remove(snapshot);  // an old one may go
  CHECK(site.exit() == Exit::agrees);

  site.remove("genesis.bin");
  CHECK(site.exit() == Exit::incomplete);
}

TEST_CASE("audit: files that nothing explains are named; a segment made ahead must be zeros") {
  const TouchedSite site(full_site());
  site.write("journal/notes.txt", {1});
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "journal/notes.txt: a file that does not belong here"));
  site.remove("journal/notes.txt");
  site.write("vault/head", {1});
  CHECK(told(site, "vault/head: a file that does not belong here"));
  site.remove("vault/head");
  const std::string ahead = "journal/0000000000000077.journal.next";
  site.write(ahead, Bytes(1000));
  CHECK(site.exit() == Exit::agrees);
  Bytes bytes(1000);
  bytes[600] = 1;
  site.write(ahead, bytes);
  CHECK(told(site, ahead + " offset 600"));
  site.remove(ahead);
  site.write("journal/head.new", {1, 2, 3});
  CHECK(site.exit() == Exit::incomplete);
}

TEST_CASE("audit: what a crash leaves is incomplete, and agrees once a broker has opened the site") {
  host::Scratch scratch;
  SmallSite broker(scratch / "site");
  broker.admit("regulator", core::Role::administrative);
  broker.stop();
  const TouchedSite copy(scratch / "site");
  auto journal = copy.read(first_journal);
  const auto [offset, length] = groups_in(journal).back();
  const auto end = static_cast<std::ptrdiff_t>(offset + length);
  std::copy_n(journal.begin() + static_cast<std::ptrdiff_t>(offset), static_cast<std::ptrdiff_t>(length / 2),
              journal.begin() + end);
  auto vault = copy.read(first_vault);
  wire::VaultFrame frame;
  frame.record = 99;
  frame.bytes = {1, 2, 3};
  frame.bytes_total = 3;
  frame.salt.bytes[0] = 1;
  frame.digest = core::part_digest(frame.type, frame.salt, frame.bytes);
  Bytes left;
  wire::append_vault_frame(left, frame);
  std::copy(left.begin(), left.end(), vault.begin() + wire::segment_header_bytes);

  copy.write(first_journal, journal);
  copy.write(first_vault, vault);
  CHECK(copy.exit() == Exit::incomplete);
  CHECK(told(copy, place(first_journal, offset + length) + ": an unfinished group above head"));
  fs::copy(copy.root() / "journal", scratch / "site/journal", fs::copy_options::overwrite_existing);
  fs::copy(copy.root() / "vault", scratch / "site/vault", fs::copy_options::overwrite_existing);
  broker.open();
  broker.stop();
  const TouchedSite opened(scratch / "site");
  CHECK(opened.told().empty());
  CHECK(opened.replayed() == Exit::agrees);
}

TEST_CASE("audit: a last group without its parts is incomplete above head, and a mismatch below it") {
  const TouchedSite site(full_site());
  auto journal = site.read(first_journal);
  const auto places = groups_in(journal);
  const auto group_of = [&](std::size_t which) {
    return wire::parse_group(std::span(journal).subspan(places[which].first)).group;
  };
  std::size_t last = places.size() - 1;
  while (group_of(last).header.vault_end == group_of(last - 1).header.vault_end) --last;
  const auto group = group_of(last);
  const auto before = group_of(last - 1);
  REQUIRE(group.header.vault_end <= small_segment_bytes);

  // As if the broker had ended there: nothing lies behind this group, and head names what was before it.
  const auto end = static_cast<std::ptrdiff_t>(places[last].first + places[last].second);
  std::fill(journal.begin() + end, journal.end(), std::uint8_t{0});
  auto vault = site.read(first_vault);
  std::fill(vault.begin() + static_cast<std::ptrdiff_t>(group.header.vault_end), vault.end(), std::uint8_t{0});
  for (const char* directory : {"journal", "vault"})
    for (const auto& file : fs::directory_iterator(site.root() / directory)) {
      const auto name = std::string(directory) + "/" + file.path().filename().string();
      const bool later = name.ends_with(".journal") || name.ends_with(".vault") || name.ends_with(".snapshot");
      if (later && name != first_journal && name != first_vault) fs::remove(file.path());
    }
  site.write(first_journal, journal);
  site.write(first_vault, vault);
  site.write("journal/head", wire::encode_head_file(before.checkpoint));
  CHECK(site.exit() == Exit::agrees);

  site.flip(first_vault, group.header.vault_end - 60, 0xff);
  CHECK(site.exit() == Exit::incomplete);
  CHECK(told(site, "a group above head whose parts did not get into vault/"));
  CHECK(site.replayed() == Exit::incomplete);
  site.write("journal/head", wire::encode_head_file(group.checkpoint));
  CHECK(site.exit() == Exit::mismatch);
}

// A later group with every CRC right, as an agency may choose the bytes of its message: signed by a key of its own.
Bytes forged_group(const wire::Group& like) {
  wire::Group group = like;
  group.header.first_index += 64;
  for (int i = 0; i < 64; ++i) group.header.frontier.append(core::leaf_hash(Bytes{1}));
  group.header.group_bytes = wire::group_length(group.header, group.records, group.checkpoint);
  auto bytes = wire::begin_group(group.header, group.records, group.types);
  group.checkpoint.group = wire::group_hash(bytes);
  group.checkpoint.signature =
      core::sign_bytes(host::new_signing_key().secret_key, core::checkpoint_bytes(group.checkpoint));
  wire::finish_group(bytes, group.checkpoint);
  REQUIRE(wire::parse_group(bytes).found == wire::Found::group);
  return bytes;
}

TEST_CASE(
    "audit: an unfinished group is incomplete whatever its sender wrote into it, with a group behind a mismatch") {
  const TouchedSite site(full_site());
  const Site listed = open_site(site.root(), small_segment_bytes);
  std::string last;
  for (const auto& segment : listed.journal)
    if (groups_in(site.read(segment.name)).size() > 2) last = segment.name;
  auto journal = site.read(last);
  const auto places = groups_in(journal);
  const auto group_of = [&](std::size_t which) {
    return wire::parse_group(std::span(journal).subspan(places[which].first)).group;
  };
  const auto torn = places.size() - 2;
  site.write("journal/head", wire::encode_head_file(group_of(torn - 1).checkpoint));
  const auto forged = forged_group(group_of(torn));
  const auto at = journal.begin() + static_cast<std::ptrdiff_t>(places[torn].first);
  at[100] ^= 1;  // its header stands, the rest does not hold
  site.write(last, journal);
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "no whole group"));
  const auto behind = places[torn].first + places[torn].second;
  std::fill(journal.begin() + static_cast<std::ptrdiff_t>(behind), journal.end(), std::uint8_t{0});
  std::copy(forged.begin(), forged.end(), journal.begin() + static_cast<std::ptrdiff_t>(behind));
  site.write(last, journal);
  CHECK(told(site, "an unfinished group above head"));
  CHECK_FALSE(site.told().find("no whole group") != std::string::npos);
}

TEST_CASE("audit: journal and vault are found where casewayd.toml puts them, on disks with an empty lost+found") {
  const TouchedSite site(full_site());
  const host::Scratch elsewhere;
  for (const std::string name : {"journal", "vault"}) {
    fs::copy(site.root() / name, elsewhere / name, fs::copy_options::recursive);
    fs::remove_all(site.root() / name);
    fs::create_directory(elsewhere / name / "lost+found");
  }
  fs::rename(elsewhere / "vault", site.root() / "parts");
  const std::string toml = "[directories]\njournal = \"" + (elsewhere / "journal").string() + "\"\nvault = \"parts\"\n";
  site.write("casewayd.toml", {toml.begin(), toml.end()});
  CHECK(site.told().empty());
  CHECK(site.replayed() == Exit::agrees);
  site.write("parts/lost+found/#12", {1});
  CHECK(site.exit() == Exit::mismatch);
  CHECK(told(site, "vault/lost+found: a file that does not belong here"));
  site.write("casewayd.toml", {'['});
  CHECK_THROWS_AS(open_site(site.root(), small_segment_bytes), Unreadable);
}

TEST_CASE("audit: a whole part behind the vault's end is nobody's and holds; flipped, it is not") {
  const TouchedSite site(tiny_site());
  auto vault = site.read(first_vault);
  wire::VaultFrame frame;
  frame.bytes = Bytes(100, 7);
  frame.bytes_total = 100;
  frame.salt.bytes[0] = 1;
  frame.digest = core::part_digest(frame.type, frame.salt, frame.bytes);
  Bytes left;
  wire::append_vault_frame(left, frame);
  std::copy(left.begin(), left.end(), vault.begin() + wire::segment_header_bytes);
  site.write(first_vault, vault);
  CHECK(site.exit() == Exit::agrees);
  CHECK(site.verify().unrecorded == 1);
  for (std::uint64_t i = 0; i < left.size(); ++i) {
    site.flip(first_vault, wire::segment_header_bytes + i, 4);
    CHECK(site.exit() != Exit::agrees);
    site.flip(first_vault, wire::segment_header_bytes + i, 4);
  }
}

TEST_CASE("audit: a site that is not there, or is none, is unreadable; nothing is created") {
  const host::Scratch scratch;
  CHECK_THROWS_AS(open_site(scratch / "nowhere"), Unreadable);
  CHECK_THROWS_AS(open_site(scratch.path()), Unreadable);
  CHECK(fs::is_empty(scratch.path()));
  const TouchedSite site(tiny_site());
  site.remove(first_vault);
  fs::create_directory(site.root() / first_vault);
  CHECK_THROWS_AS(open_site(site.root(), small_segment_bytes), Unreadable);
}

TEST_CASE("audit: a read-only site is inspected, and stays as it was") {
  const TouchedSite site(tiny_site());
  std::map<std::string, std::pair<std::uintmax_t, fs::file_time_type>> before;
  const auto list = [&] {
    std::map<std::string, std::pair<std::uintmax_t, fs::file_time_type>> found;
    for (const auto& entry : fs::recursive_directory_iterator(site.root())) {
      found[entry.path().string()] = {entry.is_regular_file() ? entry.file_size() : 0, entry.last_write_time()};
    }
    return found;
  };
  const auto may_write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  for (const char* directory : {"journal", "vault", "."}) {
    fs::permissions(site.root() / directory, may_write, fs::perm_options::remove);
  }
  before = list();
  CHECK(site.replayed() == Exit::agrees);
  CHECK(list() == before);
  for (const char* directory : {".", "vault", "journal"}) {
    fs::permissions(site.root() / directory, fs::perms::owner_write, fs::perm_options::add);
  }
}

}  // namespace
}  // namespace caseway::audit
