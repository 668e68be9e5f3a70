#include <doctest/doctest.h>

#include <algorithm>

#include "broker/engine/snapshot.h"
#include "tests/audit/touched_site.h"

namespace caseway::audit {
namespace {

/// Whether a problem names `file`, at or before `offset`.
bool names(const Verified& verified, const std::string& file, std::uint64_t offset) {
  return std::any_of(verified.problems.begin(), verified.problems.end(), [&](const Problem& problem) {
    if (problem.missing || !problem.where.starts_with(file)) return false;
    const auto at = problem.where.find(" offset ");
    return at == std::string::npos || std::stoull(problem.where.substr(at + 8)) <= offset;
  });
}

/// Flips the byte, asks, flips it back. Counts what was not named, so that one line tells all.
void flip_is_named(const TouchedSite& site, const std::string& file, std::uint64_t offset,
                   std::vector<std::string>& unnamed) {
  const auto bits = static_cast<std::uint8_t>(1u << (offset % 8));
  site.flip(file, offset, bits);
  const Verified verified = site.verify();
  if (exit_of(verified, nullptr) != Exit::mismatch || !names(verified, file, offset))
    unnamed.push_back(place(file, offset));
  site.flip(file, offset, bits);
}

std::vector<std::string> files_of(const TouchedSite& site) {
  std::vector<std::string> files{"genesis.bin"};
  for (const char* directory : {"journal", "vault"}) {
    for (const auto& entry : std::filesystem::directory_iterator(site.root() / directory)) {
      files.push_back(std::string(directory) + "/" + entry.path().filename().string());
    }
  }
  return files;
}

std::uint64_t written_bytes(const Bytes& bytes) {
  const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [](std::uint8_t byte) { return byte != 0; });
  return static_cast<std::uint64_t>(bytes.rend() - last);
}

TEST_CASE("audit: an untouched site agrees, verified and judged again") {
  const Site site = open_site(full_site(), small_segment_bytes);
  const Verified verified = verify(site);
  for (const auto& problem : verified.problems) MESSAGE(problem.where << ": " << problem.what);
  CHECK(verified.problems.empty());
  CHECK(verified.records > 100);
  CHECK(verified.transfers >= 32);  // some open more, to be watched over
  CHECK(verified.parts > 32 * 6);
  CHECK(verified.unrecorded == 0);
  CHECK(site.journal.size() > 1);
  CHECK(site.vault.size() > 1);
  CHECK(site.snapshots.size() == 2);
  const Judged judged = judge(site, verified);
  for (const auto& each : judged.disagreements) MESSAGE("record " << each.index << ": " << each.what);
  CHECK(judged.disagreements.empty());
  CHECK(judged.records == verified.records);
  CHECK(judged.deliveries.at("police") == 32);
  CHECK(judged.deliveries.at("procuratorate") == 2 * 32);  // its copy, and that the police's system took the transfer
  CHECK(judged.deliveries.at("regulator") == 0);
  CHECK(exit_of(verified, nullptr) == Exit::agrees);
  CHECK(exit_of(verified, &judged) == Exit::agrees);
}

TEST_CASE("audit: each snapshot noted is held against the State that it is of, wherever it was made") {
  const Site site = open_site(full_site(), small_segment_bytes);
  const Verified verified = verify(site);
  REQUIRE(verified.snapshots.size() >= 3);  // on order, at the stop, and beside the path when a segment was full
  for (const auto& snapshot : verified.snapshots) {
    const auto records = snapshot.first;
    CAPTURE(records);
    Verified other = verified;
    other.snapshots[records].state.bytes[0] ^= 1;
    CHECK(judge(site, other).disagreements.size() == 1);
    other = verified;
    other.snapshots.erase(records);
    other.snapshots[records + 1] = snapshot.second;  // of one record more
    CHECK(judge(site, other).disagreements.size() == 1);
  }
}

TEST_CASE("audit: a snapshot noted in an earlier format agrees, and one of a later format is not judged") {
  const Site site = open_site(full_site(), small_segment_bytes);
  const Verified verified = verify(site);
  REQUIRE(site.snapshots.size() == 2);
  for (const auto& name : site.snapshots) {
    const MappedFile file = site.map(name);
    const auto state = engine::decode_state(file.bytes());
    REQUIRE(state.ok());
    const auto records = state.value().next_record;
    CAPTURE(records);
    CHECK(verified.snapshots.at(records).format == engine::snapshot_format);
    Verified other = verified;
    other.snapshots.at(records) = {engine::state_digest(state.value(), 1), records, 1};
    CHECK(judge(site, other).disagreements.empty());
    other.snapshots.at(records).format = engine::snapshot_format;  // its digest is of other bytes
    REQUIRE(judge(site, other).disagreements.size() == 1);
    CHECK_FALSE(judge(site, other).disagreements.front().missing);
    other.snapshots.at(records).format = engine::snapshot_format + 1;
    REQUIRE(judge(site, other).disagreements.size() == 1);
    CHECK(judge(site, other).disagreements.front().missing);
  }
}

TEST_CASE("audit: what was accepted under a key since it was compromised is in doubt, and agrees") {
  const Verified verified = verify(open_site(full_site(), small_segment_bytes));
  CHECK(verified.doubts.size() == 32);
  CHECK(text_report(verified, nullptr).find("in doubt: record") != std::string::npos);
}

TEST_CASE("audit: report: a file that many groups miss is told in one line, with how often") {
  const TouchedSite site(full_site());
  site.remove(first_vault);
  const Verified verified = site.verify();
  const auto times = std::count_if(verified.problems.begin(), verified.problems.end(),
                                   [](const Problem& one) { return one.where == first_vault; });
  REQUIRE(times > 2);
  const std::string text = text_report(verified, nullptr);
  const std::string line = "missing: " + std::string(first_vault) + ": is not there (met " + std::to_string(times);
  CHECK_MESSAGE(text.find(line) != std::string::npos, text.substr(0, 400));
  CHECK(text.find(first_vault, text.find(first_vault) + 1) == std::string::npos);
}

TEST_CASE("audit: report: without a record there is no checkpoint, and no year is made up for one without a time") {
  Verified verified;
  CHECK(text_report(verified, nullptr).find("checkpoint  none") != std::string::npos);
  CHECK(text_report(verified, nullptr).find("1970") == std::string::npos);
  verified.checkpoint.tree_size = 1;
  CHECK(text_report(verified, nullptr).find("without a time") != std::string::npos);
  CHECK(text_report(verified, nullptr).find("1970") == std::string::npos);
  verified.checkpoint.time = {1};
  CHECK(text_report(verified, nullptr).find("1970-01-01") != std::string::npos);
}

TEST_CASE("audit: every byte of a small site is looked at: flipped, it is named with file and offset") {
  const TouchedSite site(tiny_site());
  REQUIRE(site.exit() == Exit::agrees);
  std::vector<std::string> unnamed;
  std::size_t flipped = 0;
  for (const auto& file : files_of(site)) {
    const auto bytes = site.read(file);
    const auto written = written_bytes(bytes);
    for (std::uint64_t offset = 0; offset < bytes.size(); offset += offset < written + 128 ? 1 : 4099) {
      flip_is_named(site, file, offset, unnamed);
      ++flipped;
    }
  }
  CHECK(flipped > 3000);
  CHECK_MESSAGE(unnamed.empty(), unnamed.size() << " of " << flipped << " not named, the first at " << unnamed.front());
  CHECK(site.exit() == Exit::agrees);
}

TEST_CASE("audit: of a site with transfers, copies, packs and snapshots every kind of byte is looked at") {
  const TouchedSite site(full_site());
  std::vector<std::string> unnamed;
  std::size_t flipped = 0;
  for (const auto& file : files_of(site)) {
    const auto bytes = site.read(file);
    // All of a header, then samples; a prime, so that each place in a frame is met.
    for (std::uint64_t offset = 0; offset < bytes.size(); offset += offset < 64 ? 1 : 3989) {
      flip_is_named(site, file, offset, unnamed);
      ++flipped;
    }
  }
  CHECK(flipped > 500);
  CHECK_MESSAGE(unnamed.empty(), unnamed.size() << " of " << flipped << " not named, the first at " << unnamed.front());
}

TEST_CASE(
    "audit: pads and reserved bytes are looked at: the first and the last vault frame, and the last group (each "
    "byte)") {
  const TouchedSite site(full_site());
  std::vector<std::string> unnamed;
  const auto vault = site.read(first_vault);
  std::uint64_t first = 0;
  REQUIRE(wire::parse_vault_frame(std::span(vault).subspan(wire::segment_header_bytes), first).ok());
  for (std::uint64_t i = 0; i < first; ++i) flip_is_named(site, first_vault, wire::segment_header_bytes + i, unnamed);
  const auto journal = site.read(first_journal);
  const auto [offset, length] = groups_in(journal).back();
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(length, 120); ++i) {
    flip_is_named(site, first_journal, offset + i, unnamed);
    flip_is_named(site, first_journal, offset + length - 1 - i, unnamed);
  }
  CHECK_MESSAGE(unnamed.empty(), unnamed.size() << " not named, the first at " << unnamed.front());
}

}  // namespace
}  // namespace caseway::audit
