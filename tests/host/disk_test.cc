#include "broker/host/disk.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "broker/host/sync_beside.h"
#include "tests/host/scratch.h"
#include "tests/host/small_disk.h"
#include "tests/sanitized.h"

namespace caseway::host {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;

/// Of this process, open on `path`.
int descriptor_of(const std::filesystem::path& path) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (std::filesystem::read_symlink(entry.path(), gone) == path) return std::stoi(entry.path().filename());
  }
  return -1;
}

flow::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("disk: what was written reads back, and a read past the end is short") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  auto file = disk.open("a", true);
  file->write(0, bytes_of("hello"));
  file->write(8, bytes_of("you"));
  file->sync();
  CHECK(file->size() == 11);
  flow::Bytes into(16);
  CHECK(file->read(0, into) == 11);
  CHECK(std::string(into.begin(), into.begin() + 11) == std::string("hello\0\0\0you", 11));
  CHECK(file->read(11, into) == 0);
  file->truncate(5);
  CHECK(disk.open("a", false)->size() == 5);
}

TEST_CASE(
    "disk: files are opened, listed and synced, and segments made, when every descriptor of the process is taken" *
    doctest::skip(tests::looks_at_objects)) {
  const Scratch dir;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit few{400, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  {
    PosixDisk disk(dir.path());
    std::vector<Descriptor> others;
    do {
      others.emplace_back(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0));
    } while (others.back().get() >= 0);
    CHECK(errno == EMFILE);
    for (int i = 0; i < 200; ++i) {
      disk.open("a", true)->write(0, bytes_of("hello"));
      disk.sync_directory("");
    }
    CHECK(disk.list("").size() == 1);
    std::vector<std::unique_ptr<flow::File>> segments;
    for (int i = 0; i < 10; ++i) {
      const std::string name = std::to_string(i) + ".journal";
      if (i % 2 == 0) disk.prepare_zero_filled(name, 4096);
      segments.push_back(disk.take_zero_filled(name, 4096));
      CHECK(segments.back()->size() == 4096);
    }
  }
  CHECK(::setrlimit(RLIMIT_NOFILE, &before) == 0);
}

TEST_CASE("disk: without any descriptor a segment cannot be had now, which is no Fault, and may pass" *
          doctest::skip(tests::looks_at_objects)) {
  const Scratch dir;
  PosixDisk disk(dir.path());
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{0, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  disk.prepare_zero_filled("1.journal", 4096);
  CHECK_THROWS_AS(disk.take_zero_filled("1.journal", 4096), flow::DiskFull);
  CHECK(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(disk.take_zero_filled("1.journal", 4096)->size() == 4096);
}

TEST_CASE("disk: one file syncs beside another; a second that asks meanwhile syncs by itself") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  const flow::Bytes bytes(1000, 7);
  for (int round = 0; round < 3; ++round) {
    auto parts = disk.open("parts", true), more = disk.open("more", true), group = disk.open("group", true);
    for (auto* file : {&parts, &more, &group}) (*file)->write(0, bytes);
    parts->begin_sync();
    more->begin_sync();
    group->sync();
    parts->sync();
    more->sync();
    parts->begin_sync();  // left to itself: closing it waits
  }
  flow::Bytes read(1000);
  CHECK(disk.open("parts", false)->read(0, read) == 1000);
  CHECK(read == bytes);
}

TEST_CASE("disk: a sync beside that fails says so when it is waited for") {
  SyncBeside beside;
  REQUIRE(beside.begin(-1));
  CHECK_FALSE(beside.begin(-1));
  CHECK(beside.finish() == EBADF);
  CHECK(beside.begin(-1));
}

TEST_CASE("disk: a sync that fails beside another is a Fault for who waits for it, and nothing is written any more") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  const auto file = disk.open("parts", true);
  const auto group = disk.open("group", true);
  file->write(0, bytes_of("parts"));
  group->write(0, bytes_of("group"));
  // The descriptor becomes one that cannot be synced, which is how a lost disk looks from here.
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  REQUIRE(::dup2(ends[1], descriptor_of(dir / "parts")) >= 0);
  file->begin_sync();
  group->sync();  // its own sync is not what failed
  const std::string fault = fault_of([&] { file->sync(); });
  CHECK(fault.find("/parts: sync: Invalid argument") != std::string::npos);
  for (const auto& each : {&file, &group}) {
    CHECK(fault_of([&] { (*each)->write(0, bytes_of("x")); }).find("earlier write or sync failed") !=
          std::string::npos);
    CHECK(fault_of([&] { (*each)->begin_sync(); }).find("earlier write or sync failed") != std::string::npos);
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("disk: names are listed in order, renamed, removed") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  disk.make_directory("parts");
  disk.make_directory("parts");
  disk.open("parts/b", true);
  disk.open("parts/a", true);
  disk.sync_directory("parts");
  CHECK(disk.list("parts") == std::vector<std::string>{"a", "b"});
  disk.rename("parts/b", "c");
  CHECK(disk.exists("c"));
  CHECK_FALSE(disk.exists("parts/b"));
  CHECK(disk.list("") == std::vector<std::string>{"c", "parts"});
  disk.remove("c");
  CHECK_FALSE(disk.exists("c"));
  CHECK(fault_of([&] { disk.open("c", false); }).find("/c: open: No such file") != std::string::npos);
}

TEST_CASE("disk: two brokers never open one directory; the second is told so") {
  const Scratch dir;
  {
    PosixDisk first(dir.path());
    CHECK(fault_of([&] { PosixDisk second(dir.path()); }).find("another casewayd") != std::string::npos);
  }
  CHECK(fault_of([&] { PosixDisk again(dir.path()); }).empty());
}

TEST_CASE("disk: a directory that is not there is named") {
  const Scratch dir;
  CHECK(fault_of([&] { PosixDisk disk(dir / "journal"); }).find("journal: open: No such file") != std::string::npos);
}

TEST_CASE("disk: a segment of zeros is whole, whether it was prepared or not (3 MiB and a byte)") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  for (const bool prepared : {true, false}) {
    const std::string name = prepared ? "1.journal" : "2.journal";
    if (prepared) disk.prepare_zero_filled(name, 3 * mib + 1);
    auto file = disk.take_zero_filled(name, 3 * mib + 1);
    CHECK(file->size() == 3 * mib + 1);
    flow::Bytes all(3 * mib + 1, 1);
    CHECK(file->read(0, all) == all.size());
    CHECK(std::all_of(all.begin(), all.end(), [](auto byte) { return byte == 0; }));
  }
  CHECK(disk.list("") == std::vector<std::string>{"1.journal", "2.journal"});
}

TEST_CASE("disk: a segment prepared under one name does not become another") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  disk.prepare_zero_filled("1.journal", mib);
  CHECK(disk.take_zero_filled("2.journal", 2 * mib)->size() == 2 * mib);
  CHECK(disk.take_zero_filled("1.journal", mib)->size() == mib);
}

TEST_CASE("disk: a segment never replaces a file that is there") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  disk.open("1.journal", true)->write(0, bytes_of("kept"));
  CHECK(fault_of([&] { disk.take_zero_filled("1.journal", mib); }).find("File exists") != std::string::npos);
  CHECK(disk.open("1.journal", false)->size() == 4);
}

TEST_CASE("disk: what a killed process left half made is cleared, and a clean end leaves nothing") {
  const Scratch dir;
  dir.write("7.journal.next", "half");
  {
    PosixDisk disk(dir.path());
    CHECK(disk.list("").empty());
    disk.prepare_zero_filled("8.journal", mib);
  }
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("disk: no room for a segment is DiskFull, leaves nothing behind, and may pass") {
  const Scratch dir;
  const SmallDisk small(dir / "small");
  if (!small.mounted()) {
    MESSAGE("skipped: not root, no small file system to be had");
    return;
  }
  PosixDisk disk(dir / "small");
  disk.open("ballast", true)->write(0, flow::Bytes(6 * mib, 1));
  CHECK_THROWS_AS(disk.take_zero_filled("1.journal", 4 * mib), flow::DiskFull);
  disk.prepare_zero_filled("1.journal", 4 * mib);
  CHECK_THROWS_AS(disk.take_zero_filled("1.journal", 4 * mib), flow::DiskFull);
  CHECK(disk.list("") == std::vector<std::string>{"ballast"});
  disk.remove("ballast");
  CHECK(disk.take_zero_filled("1.journal", 4 * mib)->size() == 4 * mib);
}

TEST_CASE("disk: a file that cannot grow keeps what it held, and the disk stays usable") {
  const Scratch dir;
  const SmallDisk small(dir / "small");
  if (!small.mounted()) {
    MESSAGE("skipped: not root, no small file system to be had");
    return;
  }
  PosixDisk disk(dir / "small");
  auto file = disk.open("head", true);
  file->write(0, bytes_of("held"));
  CHECK_THROWS_AS(file->write(4, flow::Bytes(20 * mib, 1)), flow::DiskFull);
  file->truncate(4);
  file->write(0, bytes_of("HELD"));
  file->sync();
  flow::Bytes into(4);
  file->read(0, into);
  CHECK(into == bytes_of("HELD"));
}

TEST_CASE("disk: large parts leave the reserve to head and snapshots, on the same disk") {
  const Scratch dir;
  const SmallDisk small(dir / "small");
  if (!small.mounted()) {
    MESSAGE("skipped: not root, no small file system to be had");
    return;
  }
  std::filesystem::create_directory(dir / "small/journal");
  std::filesystem::create_directory(dir / "small/vault");
  PosixDisk journal(dir / "small/journal");
  PosixDisk vault(dir / "small/vault", PosixDisk::Room::beside_reserve);
  vault.open("part", true)->write(0, flow::Bytes(6 * mib, 1));
  CHECK_THROWS_AS(vault.open("more", true)->write(0, flow::Bytes(4 * mib, 1)), flow::DiskFull);
  journal.open("snapshot", true)->write(0, flow::Bytes(4 * mib, 1));
}

}  // namespace caseway::host
