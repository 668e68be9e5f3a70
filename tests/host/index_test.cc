#include "broker/host/index.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "broker/host/system.h"
#include "tests/host/scratch.h"
#include "tests/host/small_disk.h"

namespace caseway::host {
namespace {

template <class Id>
Id id_of(std::uint8_t byte) {
  Id id;
  id.bytes.fill(byte);
  return id;
}

const core::Digest site = id_of<core::Digest>(1);

/// Record `index` of a journal of messages, one case for each ten.
flow::IndexEntry entry(core::RecordIndex index) {
  flow::IndexEntry entry;
  entry.index = index;
  entry.type = index % 5 == 4 ? core::EventType::ack : core::EventType::message;
  entry.received_at = core::Instant{1'757'000'000'000 + static_cast<std::int64_t>(index)};
  entry.sender = index % 2 == 0 ? "luoyuan-amr" : "luoyuan-police";
  entry.recipient = index % 2 == 0 ? "luoyuan-police" : "luoyuan-amr";
  entry.lane = 3;
  entry.number = index + 1;
  entry.body = id_of<core::Digest>(static_cast<std::uint8_t>(index));
  entry.case_id = id_of<core::CaseId>(static_cast<std::uint8_t>(100 + index / 10));
  entry.transfer = id_of<core::TransferId>(static_cast<std::uint8_t>(200 + index % 50));
  entry.procedure = "K01";
  entry.step = "transfer";
  entry.verdict = core::Verdict::proceeds_with_findings;
  entry.findings = {"K01.D04", "K01.D07"};
  entry.own_case_number = "罗市监移字〔2025〕" + std::to_string(index) + "号";
  return entry;
}

std::vector<flow::IndexEntry> entries(core::RecordIndex from, core::RecordIndex to) {
  std::vector<flow::IndexEntry> all;
  for (; from < to; ++from) all.push_back(entry(from));
  return all;
}

struct Silent {
  int fd = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  Log log{fd};
  ~Silent() { ::close(fd); }
};

/// A log that is read while it is written.
class Heard {
 public:
  Heard() = default;
  ~Heard() {
    for (const int end : ends_) ::close(end);
  }
  Heard(const Heard&) = delete;
  Heard& operator=(const Heard&) = delete;

  /// Reads on until what was heard holds `text`, asking `index` now and then as the thread that drives a broker does.
  bool until(SqliteIndex& index, std::string_view text, std::int64_t patience_ms = 20'000) {
    const std::int64_t end = monotonic_ms() + patience_ms;
    while (!holds(text) && monotonic_ms() < end) {
      (void)index.wanted();
      pollfd readable{ends_[0], POLLIN, 0};
      ::poll(&readable, 1, 20);
      char buffer[4096];
      for (ssize_t got; (got = ::read(ends_[0], buffer, sizeof buffer)) > 0;)
        text_.append(buffer, static_cast<std::size_t>(got));
    }
    return holds(text);
  }
  [[nodiscard]] bool holds(std::string_view text) const { return text_.find(text) != std::string::npos; }
  [[nodiscard]] std::size_t lines() const {
    return static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
  }

 private:
  int ends_[2] = {-1, -1};
  int opened_ = ::pipe2(ends_, O_CLOEXEC | O_NONBLOCK);
  std::string text_;

 public:
  Log log{ends_[1]};
};

/// While it lives no read of `database` or of its log succeeds: their descriptors are ones that cannot be read.
class Unreadable {
 public:
  explicit Unreadable(const std::filesystem::path& database) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      const auto file = std::filesystem::read_symlink(entry.path(), gone);
      if (file == database || file == database.string() + "-wal")
        fds_.emplace_back(std::stoi(entry.path().filename()), -1);
    }
    for (auto& [fd, kept] : fds_) {
      kept = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
      const int other = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
      REQUIRE(::dup3(other, fd, O_CLOEXEC) == fd);
      ::close(other);
    }
  }
  ~Unreadable() {
    for (const auto& [fd, kept] : fds_) {
      CHECK(::dup3(kept, fd, O_CLOEXEC) == fd);
      ::close(kept);
    }
  }
  Unreadable(const Unreadable&) = delete;
  Unreadable& operator=(const Unreadable&) = delete;

 private:
  std::vector<std::pair<int, int>> fds_;
};

void check_equal(const flow::IndexEntry& a, const flow::IndexEntry& b) {
  CHECK(a.index == b.index);
  CHECK(a.received_at == b.received_at);
  CHECK(a.sender == b.sender);
  CHECK(a.recipient == b.recipient);
  CHECK(a.number == b.number);
  CHECK(a.body == b.body);
  CHECK(a.transfer == b.transfer);
  CHECK(a.case_id == b.case_id);
  CHECK(a.procedure == b.procedure);
  CHECK(a.verdict == b.verdict);
  CHECK(a.findings == b.findings);
  CHECK(a.own_case_number == b.own_case_number);
}

}  // namespace

TEST_CASE("index: an entry comes back as it was put") {
  const Scratch dir;
  Silent silent;
  SqliteIndex index(dir.path(), site, silent.log);
  index.put(entries(0, 100));
  index.drain();
  CHECK(index.indexed_to() == 100);
  CHECK(index.find("luoyuan-amr", 3, 43) == std::optional<core::RecordIndex>(42));
  CHECK_FALSE(index.find("luoyuan-amr", 2, 43));
  CHECK_FALSE(index.find("luoyuan-police", 3, 43));
  CHECK_FALSE(index.find("luoyuan-amr", 3, 101));
  const auto history = index.case_history("luoyuan-amr", entry(42).case_id, 100);
  REQUIRE(history.size() == 8);  // ten records, two of them acknowledgements
  check_equal(history[2], entry(42));
  CHECK(index.case_history("luoyuan-amr", entry(42).case_id, 3).size() == 3);
}

TEST_CASE("index: what waits to be written is found by its number already") {
  const Scratch dir;
  Silent silent;
  SqliteIndex index(dir.path(), site, silent.log);
  index.put(entries(0, 4));  // a transaction waits for more rows first
  CHECK(index.find("luoyuan-amr", 3, 3) == std::optional<core::RecordIndex>(2));
  CHECK_FALSE(index.find("luoyuan-amr", 3, 2));  // the police's number
  CHECK_FALSE(index.find("luoyuan-amr", 4, 3));
  index.drain();
  CHECK(index.find("luoyuan-amr", 3, 3) == std::optional<core::RecordIndex>(2));
}

TEST_CASE("index: search finds cases of one's own by the beginning of a number, or by id") {
  const Scratch dir;
  Silent silent;
  SqliteIndex index(dir.path(), site, silent.log);
  index.put(entries(0, 100));
  index.drain();
  const auto found = index.search("luoyuan-amr", "罗市监移字〔2025〕4", 100);
  CHECK(found.size() == 8);  // 40 .. 49 without two acknowledgements; 4 is one too
  CHECK(found.front().index == 48);
  CHECK(index.search("luoyuan-amr", "罗市监移字〔2025〕4", 2).size() == 2);
  CHECK(index.search("luoyuan-amr", core::hex(entry(42).case_id), 100).size() == 8);
  CHECK(index.search("luoyuan-amr", core::hex(entry(42).transfer), 100).size() == 2);
  CHECK(index.search("lianjiang-amr", "罗市监", 100).empty());
  CHECK(index.search("luoyuan-amr", "", 100).empty());
  CHECK(index.search("luoyuan-amr", "%", 100).empty());
}

TEST_CASE("index: a number is found however its brackets, widths and blanks are written, as it was written") {
  const Scratch dir;
  Silent silent;
  SqliteIndex index(dir.path(), site, silent.log);
  auto one = entry(0);
  one.own_case_number = "（2025）苏0214 刑初321號";
  index.put({one});
  index.drain();
  for (const auto* text : {"(2025)苏0214刑初321号", "（2025）苏0214 刑初321號", "〔2025〕苏", "(2025)"}) {
    const auto found = index.search("luoyuan-amr", text, 10);
    REQUIRE_MESSAGE(found.size() == 1, text);
    CHECK(found[0].own_case_number == one.own_case_number);
  }
  CHECK(index.search("luoyuan-amr", "(2025)苏0215", 10).empty());
}

TEST_CASE("index: who receives a transfer later finds the numbers told in it before, but for what was returned") {
  const Scratch dir;
  Silent silent;
  auto all = entries(0, 4);
  for (auto& one : all) one.transfer = all[0].transfer;
  all[1].verdict = core::Verdict::returned;
  all[2].transfer = id_of<core::TransferId>(1);  // another transfer of the same agencies
  all[3].receivers = {{all[0].transfer, "lianjiang-police"}};
  const auto found = [](SqliteIndex& index) {
    std::vector<core::RecordIndex> numbers;
    for (const auto& one : index.search("lianjiang-police", "罗市监", 10)) numbers.push_back(one.index);
    return numbers;
  };
  SqliteIndex index(dir.path(), site, silent.log);
  index.put({all[0], all[1], all[2]});
  index.drain();
  CHECK(found(index).empty());
  index.put({all[3]});
  index.drain();
  CHECK(found(index) == std::vector<core::RecordIndex>{3, 0});
}

TEST_CASE("index: a third agency finds nothing of others by number, and joins no case by what was returned to it") {
  const Scratch dir;
  Silent silent;
  SqliteIndex index(dir.path(), site, silent.log);
  auto all = entries(0, 3);
  auto& named = all[2];  // names the others' case, and a recipient that never got it
  named.sender = "lianjiang-amr";
  named.recipient = "luoyuan-police";
  named.verdict = core::Verdict::returned;
  index.put(all);
  index.drain();
  const auto indexes = [](const std::vector<flow::IndexEntry>& found) {
    std::vector<core::RecordIndex> numbers;
    for (const auto& one : found) numbers.push_back(one.index);
    return numbers;
  };
  using Numbers = std::vector<core::RecordIndex>;
  CHECK(indexes(index.search("lianjiang-amr", "罗市监", 100)) == Numbers{2});
  CHECK(indexes(index.search("luoyuan-police", "罗市监", 100)) == Numbers{1, 0});
  CHECK(indexes(index.search("luoyuan-amr", core::hex(named.case_id), 100)) == Numbers{1, 0});
  CHECK(indexes(index.search("luoyuan-police", core::hex(named.transfer), 100)).empty());
  CHECK(indexes(index.case_history("luoyuan-amr", named.case_id, 100)) == Numbers{0, 1});
  CHECK(indexes(index.case_history("lianjiang-amr", named.case_id, 100)) == Numbers{0, 1, 2});
}

TEST_CASE("index: a repeat is passed over, and what would leave a gap is not taken") {
  const Scratch dir;
  Silent silent;
  SqliteIndex index(dir.path(), site, silent.log);
  index.put(entries(0, 10));
  index.put(entries(5, 12));
  index.put(entries(13, 20));
  index.drain();
  CHECK(index.indexed_to() == 12);
  CHECK(index.wanted() == 12);
  index.put(entries(12, 20));
  index.drain();
  CHECK(index.indexed_to() == 20);
}

TEST_CASE("index: it survives its closing; rebuilding is told until it has caught up") {
  const Scratch dir;
  Silent silent;
  { SqliteIndex(dir.path(), site, silent.log).put(entries(0, 100)); }
  SqliteIndex index(dir.path(), site, silent.log);
  CHECK(index.indexed_to() == 100);
  CHECK(index.wanted() == 100);
  index.catch_up_to(150);
  CHECK(index.rebuilding());
  index.put(entries(100, 149));
  index.drain();
  CHECK(index.rebuilding());
  index.put(entries(149, 150));
  index.drain();
  CHECK_FALSE(index.rebuilding());
}

TEST_CASE("index: one rebuilt from the journal answers as the live one did") {
  const Scratch dir;
  Silent silent;
  const auto all_of = [](SqliteIndex& index) {
    std::vector<flow::IndexEntry> all;
    for (std::uint8_t c = 100; c < 110; ++c) {
      for (auto& one : index.case_history("luoyuan-amr", id_of<core::CaseId>(c), 1000)) all.push_back(std::move(one));
    }
    return all;
  };
  std::vector<flow::IndexEntry> live;
  {
    SqliteIndex index(dir.path(), site, silent.log);
    for (core::RecordIndex at = 0; at < 100; at += 7) index.put(entries(at, std::min<core::RecordIndex>(at + 7, 100)));
    index.drain();
    live = all_of(index);
  }
  SqliteIndex::erase(dir.path());
  SqliteIndex index(dir.path(), site, silent.log);
  CHECK(index.indexed_to() == 0);
  index.put(entries(0, 100));
  index.drain();
  const auto rebuilt = all_of(index);
  REQUIRE(live.size() == 80);
  REQUIRE(rebuilt.size() == live.size());
  for (std::size_t i = 0; i < live.size(); ++i) check_equal(rebuilt[i], live[i]);
}

TEST_CASE("index: of another site, ahead of its journal, or damaged: it is emptied, never trusted") {
  const Scratch dir;
  Silent silent;
  { SqliteIndex(dir.path(), site, silent.log).put(entries(0, 100)); }
  SUBCASE("another site") {
    SqliteIndex index(dir.path(), id_of<core::Digest>(2), silent.log);
    CHECK(index.indexed_to() == 0);
  }
  SUBCASE("ahead of its journal") {
    SqliteIndex index(dir.path(), site, silent.log);
    index.catch_up_to(99);
    CHECK(index.indexed_to() == 0);
    CHECK(index.wanted() == 0);
    CHECK_FALSE(index.find("luoyuan-amr", 3, 43));
    index.put(entries(0, 10));
    index.drain();
    CHECK(index.indexed_to() == 10);
  }
  SUBCASE("it does not say how far it goes") {
    for (const std::string text : {"", "x", "-1", "12x", "99999999999999999999"}) {
      Sqlite(dir.path() / "index.sqlite")
          .query("UPDATE fact SET value = ? WHERE name = 'indexed_to'")
          .bind(1, std::string_view(text))
          .run();
      SqliteIndex index(dir.path(), site, silent.log);
      CHECK(index.indexed_to() == 0);
      CHECK_FALSE(index.find("luoyuan-amr", 3, 43));
    }
  }
  SUBCASE("damaged while it is open") {
    SqliteIndex index(dir.path(), site, silent.log);
    Sqlite(dir.path() / "index.sqlite").execute("DROP TABLE record");
    CHECK_THROWS_AS(index.find("luoyuan-amr", 3, 43), flow::Fault);
    CHECK_THROWS_AS(index.search("luoyuan-amr", "罗市监", 10), flow::Fault);
    CHECK(index.rebuilding());
    CHECK(index.wanted() == 0);
    CHECK(index.rebuilding());
    index.put(entries(0, 100));
    index.drain();
    CHECK_FALSE(index.rebuilding());
    CHECK(index.find("luoyuan-amr", 3, 43) == std::optional<core::RecordIndex>(42));
  }
  SUBCASE("damaged") {
    dir.write("index.sqlite", std::string(4096, 'x'));
    SqliteIndex index(dir.path(), site, silent.log);
    CHECK(index.indexed_to() == 0);
    index.put(entries(0, 10));
    index.drain();
    CHECK(index.find("luoyuan-amr", 3, 3) == std::optional<core::RecordIndex>(2));
  }
}

TEST_CASE("index: a full disk is named once and stops nobody; with room again it goes on by itself") {
  const Scratch dir;
  const SmallDisk small(dir / "small");
  if (!small.mounted()) {
    MESSAGE("skipped: not root, no small file system to be had");
    return;
  }
  Heard heard;
  SqliteIndex index(dir / "small", site, heard.log);
  index.put(entries(0, 100));
  index.drain();
  dir.write("small/ballast", std::string(16 * core::limits::mib, 'x'));  // as much of it as there is room for
  index.put(entries(100, 5000));
  REQUIRE(heard.until(index, "index_not_written"));
  CHECK(heard.holds("database or disk is full"));
  CHECK(heard.holds("make room"));
  CHECK(heard.holds("indexed_to=100 waiting=4900"));
  CHECK_FALSE(heard.holds("rebuild"));
  // What it has is answered, and what waits is known; nothing is lost, nothing is rebuilt.
  CHECK_FALSE(index.rebuilding());
  CHECK(index.indexed_to() == 100);
  CHECK(index.wanted() == 5000);
  CHECK(index.find("luoyuan-amr", 3, 43) == std::optional<core::RecordIndex>(42));
  CHECK(index.find("luoyuan-amr", 3, 4003) == std::optional<core::RecordIndex>(4002));
  CHECK_FALSE(heard.until(index, "more than one line", 2500));  // two attempts on
  CHECK(heard.lines() == 1);
  index.catch_up_to(5000);  // nobody waits for what cannot be
  CHECK(index.rebuilding());
  CHECK(index.indexed_to() == 100);

  std::filesystem::remove(dir / "small/ballast");
  REQUIRE(heard.until(index, "event=index_not_written why=passed"));
  index.drain();
  CHECK(index.indexed_to() == 5000);
  CHECK(index.find("luoyuan-amr", 3, 4003) == std::optional<core::RecordIndex>(4002));
}

TEST_CASE("index: without room for it at the start the broker serves, and it is built once there is room") {
  const Scratch dir;
  const SmallDisk small(dir / "small");
  if (!small.mounted()) {
    MESSAGE("skipped: not root, no small file system to be had");
    return;
  }
  dir.write("small/ballast", std::string(16 * core::limits::mib, 'x'));
  Heard heard;
  SqliteIndex index(dir / "small", site, heard.log);
  index.catch_up_to(100);
  index.put(entries(0, 100));
  REQUIRE(heard.until(index, "index_not_built"));
  CHECK(index.rebuilding());
  CHECK_THROWS_AS(index.search("luoyuan-amr", "罗市监", 10), flow::Fault);
  std::filesystem::remove(dir / "small/ballast");
  REQUIRE(heard.until(index, "event=index_not_built why=passed"));
  CHECK(index.wanted() == 0);
  index.put(entries(0, 100));
  index.drain();
  CHECK_FALSE(index.rebuilding());
  CHECK(index.find("luoyuan-amr", 3, 43) == std::optional<core::RecordIndex>(42));
}

TEST_CASE("index: a read that fails for a passing reason is a Fault, and the index is kept") {
  const Scratch dir;
  Heard heard;
  SqliteIndex index(dir.path(), site, heard.log);
  index.put(entries(0, 100));
  index.drain();
  {
    const Unreadable disk(dir / "index.sqlite");
    const std::string why = fault_of([&] { index.search("luoyuan-amr", "罗市监", 10); });
    CHECK(why.find("disk I/O error") != std::string::npos);
  }
  CHECK_FALSE(index.rebuilding());
  CHECK(index.wanted() == 100);
  CHECK(index.indexed_to() == 100);
  CHECK(index.search("luoyuan-amr", "罗市监", 10).size() == 10);
}

TEST_CASE("index: one that cannot be opened keeps nobody from starting: a new site's first record waits") {
  const Scratch dir;
  std::filesystem::create_directories(dir / "index.sqlite/not-a-file");
  Heard heard;
  SqliteIndex index(dir.path(), site, heard.log);
  index.put(entries(0, 1));
  index.catch_up_to(1);
  CHECK(index.rebuilding());
  REQUIRE(heard.until(index, "index_not_built"));
  std::filesystem::remove_all(dir / "index.sqlite");
  REQUIRE(heard.until(index, "event=index_not_built why=passed"));
  index.put(entries(0, 1));
  index.drain();
  CHECK(index.indexed_to() == 1);
  CHECK_FALSE(index.rebuilding());
}

TEST_CASE("index: damage that a write meets first is named, and it is built anew like one that a question meets") {
  const Scratch dir;
  Heard heard;
  SqliteIndex index(dir.path(), site, heard.log);
  index.put(entries(0, 100));
  index.drain();
  Sqlite(dir.path() / "index.sqlite").execute("DROP TABLE record");
  index.put(entries(100, 200));
  REQUIRE(heard.until(index, "index_not_written"));
  CHECK(heard.holds("no such table: record"));
  CHECK(heard.holds("--rebuild-index"));
  CHECK_FALSE(heard.holds("rollback"));
  const std::int64_t end = monotonic_ms() + 20'000;
  while (index.wanted() != 0 && monotonic_ms() < end) continue;
  REQUIRE(index.wanted() == 0);
  CHECK(index.rebuilding());
  index.put(entries(0, 200));
  index.drain();
  CHECK_FALSE(index.rebuilding());
  CHECK(index.indexed_to() == 200);
  CHECK(index.find("luoyuan-amr", 3, 43) == std::optional<core::RecordIndex>(42));
}

}  // namespace caseway::host
