// What strangers and members may try on a real broker: it lives, its memory stays bounded, and an honest agency keeps
// its answers meanwhile.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <fstream>
#include <regex>
#include <string>

#include "broker/core/digest.h"
#include "broker/host/listener.h"
#include "broker/host/system.h"
#include "tests/end_to_end/trial.h"
#include "tests/host/raw_peer.h"
#include "tests/sanitized.h"

namespace caseway::bench {
namespace {

using host::RawPeer;

/// The regulator going on with its work: one message after the other, each with its receipt.
class Honest {
 public:
  explicit Honest(Trial& trial) : trial_(trial), client_(trial.connect(trial.regulator)) {}
  core::Statement works() {
    auto statement = statement_of(receipt_of(*client_, trial_.frames(next_++, 1)[0]));
    CHECK(statement.verdict != core::Verdict::returned);
    return statement;
  }

 private:
  Trial& trial_;
  std::unique_ptr<LoadClient> client_;
  std::uint64_t next_ = 1;
};

/// Nothing under a sanitizer, so that no bound is held against its memory.
std::size_t resident_kib(pid_t process) {
  if (tests::sanitized) return 0;
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

/// Whether what is done `count` times stops taking memory beside what the broker had at rest: the least within the last
/// quarter against the most within the first. If each time took some and gave none back, it would be three times as
/// much. 4 MiB are the allocator's: so a loss of 8 MiB in all is seen.
class Memory {
 public:
  Memory(pid_t process, std::size_t count) : process_(process), count_(count), at_rest_(resident_kib(process)) {}
  void look(std::size_t done) {
    const std::size_t now = std::max(resident_kib(process_), at_rest_) - at_rest_;
    if (4 * done < count_) most_at_first_ = std::max(most_at_first_, now);
    if (4 * done >= 3 * count_) least_at_last_ = std::min(least_at_last_, now);
  }
  [[nodiscard]] bool levels_off() const {
    MESSAGE(most_at_first_ << " KiB, then " << least_at_last_ << ", beside " << at_rest_);
    return least_at_last_ < most_at_first_ + 4096;
  }

 private:
  pid_t process_;
  std::size_t count_;
  std::size_t at_rest_;
  std::size_t most_at_first_ = 0;
  std::size_t least_at_last_ = SIZE_MAX / 2;
};

std::size_t descriptors_of(pid_t process) {
  const std::filesystem::directory_iterator all("/proc/" + std::to_string(process) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void may_have_descriptors(pid_t process, rlim_t count) {
  const rlimit limit{count, count};
  REQUIRE(::prlimit(process, RLIMIT_NOFILE, &limit, nullptr) == 0);
}

/// A connection that goes no further: silent, stopped within its greeting, within its handshake, or not ZMTP at all.
std::unique_ptr<RawPeer> half_way(const Trial& trial, std::size_t kind) {
  auto peer = std::make_unique<RawPeer>(trial.site.endpoint());
  std::string greeting(64, '\0');
  greeting[0] = '\xff';
  greeting[9] = '\x7f';
  greeting[10] = 3;
  greeting.replace(12, 5, "CURVE");
  switch (kind % 5) {
    case 0: break;
    case 1: peer->write(greeting.substr(0, 11)); break;
    case 2: peer->write(greeting); break;
    case 3: peer->write(greeting + std::string("\x04\xc8\x05HELLO\x01\x00", 10)); break;
    default: peer->write("GET / HTTP/1.1\r\nHost: caseway\r\n\r\n");
  }
  return peer;
}

wire::ClientFrame hello() {
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  return hello;
}

std::string text_of(const wire::ClientFrame& frame) {
  const auto bytes = wire::encode(frame);
  return {bytes.begin(), bytes.end()};
}

wire::Answer answer_of(LoadClient& client, const wire::Query& query) {
  client.send(wire::ClientFrame(query));
  for (;;) {
    auto heard = client.hear(30'000);
    REQUIRE(heard.has_value());
    if (auto* answer = std::get_if<wire::Answer>(&*heard)) return std::move(*answer);
  }
}

/// How far the index is may differ between two answers: it is written beside the path.
std::string without_indexed_to(const std::string& json) {
  return std::regex_replace(json, std::regex("\"indexedTo\":[0-9]+"), "");
}

TEST_CASE(
    "end to end: abuse: strangers who take every descriptor stop neither files nor agencies (512, 3,000 connections)") {
  Trial trial("flooded-site");
  Honest honest(trial);
  honest.works();
  may_have_descriptors(trial.site.process(), 512);
  Memory memory(trial.site.process(), 3000);
  std::deque<std::unique_ptr<RawPeer>> strangers;
  for (std::size_t i = 0; i < 3000; ++i) {
    strangers.push_back(half_way(trial, i));
    if (i % 100 != 0) continue;
    honest.works();
    memory.look(i);
  }
  CHECK(memory.levels_off());
  // A member who comes in the middle of it gets in: who waits longest at the door goes first.
  CHECK_NOTHROW((void)trial.connect(trial.police));
  strangers.clear();
  honest.works();
  CHECK(trial.site.stop().status == 0);
}

TEST_CASE("end to end: abuse: where no descriptor is left who came first goes, and a member comes in (250 strangers)") {
  Trial trial("exhausted-site");
  Honest honest(trial);
  honest.works();
  host::raise_descriptor_limit();  // of this test, for its strangers
  may_have_descriptors(trial.site.process(), descriptors_of(trial.site.process()));
  std::deque<std::unique_ptr<RawPeer>> strangers;
  for (std::size_t i = 0; i < 250; ++i) strangers.push_back(half_way(trial, 0));
  CHECK_NOTHROW((void)trial.connect(trial.police));
  honest.works();
  strangers.clear();
  CHECK(trial.site.stop().status == 0);
}

TEST_CASE("end to end: abuse: 9,000 connections half way in, as many at once as come in 5 s, and the broker serves") {
  Trial trial("crowded-site");
  Honest honest(trial);
  host::raise_descriptor_limit();
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  const std::size_t count = std::min<std::size_t>(9000, limit.rlim_cur - 200);
  const std::size_t alone = descriptors_of(trial.site.process());
  const std::size_t alone_kib = resident_kib(trial.site.process());
  std::size_t crowded = alone;
  std::size_t came = 0;  // in 4 s, at most: the broker lets go who is half way in after 5
  std::vector<std::int64_t> opened_ms;
  std::size_t crowded_kib = alone_kib;
  std::deque<std::unique_ptr<RawPeer>> strangers;
  for (std::size_t i = 0; i < count; ++i) {
    strangers.push_back(half_way(trial, i));
    opened_ms.push_back(host::monotonic_ms());
    if (i % 500 != 0) continue;
    honest.works();
    const auto since = std::ranges::lower_bound(opened_ms, host::monotonic_ms() - 4000);
    came = std::max(came, static_cast<std::size_t>(opened_ms.end() - since));
    if (const auto now = descriptors_of(trial.site.process()); now > crowded) {
      crowded = now;
      crowded_kib = resident_kib(trial.site.process());
    }
  }
  honest.works();
  const std::size_t more = crowded - alone;
  MESSAGE(more << " at once, " << came << " in 4 s, " << crowded_kib << " KiB, " << alone_kib << " before");
  CHECK(4 * more >= came);  // each is accepted a while after it was opened
  CHECK(crowded_kib < 2 * alone_kib + 64 * more);
  strangers.clear();
  honest.works();
}

TEST_CASE("end to end: abuse: members who ask and never read, and leave with full queues, harm nobody (20 times)") {
  Trial trial("slow-site");
  Honest honest(trial);
  honest.works();
  const std::size_t alone = descriptors_of(trial.site.process());
  const std::size_t alone_kib = resident_kib(trial.site.process());
  std::size_t most_kib = alone_kib;
  wire::Query question;
  question.kind = wire::QueryKind::pack;  // the longest answer there is
  const std::string frame = text_of(question);
  for (std::size_t i = 0; i < 20; ++i) {
    RawPeer peer(trial.site.endpoint());
    REQUIRE(peer.shake_hands(trial.police.transport, trial.site.broker_key()));
    bool open = peer.send_part(text_of(hello()), false);
    for (int asked = 0; open && asked < 1500; ++asked) open = peer.send_part(frame, false);
    if (i % 4 == 0) honest.works();
    most_kib = std::max(most_kib, resident_kib(trial.site.process()));
  }  // each leaves at once, its input and its output stopped; what it asked is heard to its end, and it is let go
  const auto crowded = [&] { return descriptors_of(trial.site.process()) > alone + 10; };  // files may be some more
  for (int i = 0; i < 2000 && crowded(); ++i) {
    honest.works();
    most_kib = std::max(most_kib, resident_kib(trial.site.process()));
  }
  CHECK_FALSE(crowded());
  MESSAGE(most_kib << " KiB, " << alone_kib << " before");
  // One agency's, and half as much for what was cut or has ended and is not let go yet.
  CHECK(most_kib < alone_kib + 3 * host::Listener::agency_unsent_bytes_max / 2 / core::limits::kib);
}

TEST_CASE(
    "end to end: abuse: a flood of refused messages leaves some counting records, and honest ones their receipts") {
  Trial trial("refused-site");
  Honest honest(trial);
  const auto first = honest.works();
  Memory memory(trial.site.process(), 200);
  const auto police = trial.connect(trial.police);
  const auto foreign = trial.frames(500, 1)[0];  // the regulator's, on the session of the police
  const std::vector<std::uint8_t> junk(2000, 0x5a);
  std::size_t refused = 0;
  std::size_t receipts = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    for (int j = 0; j < 25; ++j) police->send(j % 2 == 0 ? foreign : junk);
    for (int j = 0; j < 25; ++j) {
      const auto heard = police->hear(30'000);
      REQUIRE(heard.has_value());
      refused += std::holds_alternative<wire::RefusalFrame>(*heard) ? 1 : 0;
      receipts += std::holds_alternative<wire::ReceiptFrame>(*heard) ? 1 : 0;
    }
    if (i % 20 == 0) honest.works();
    memory.look(i);
  }
  CHECK(refused == 5000);
  CHECK(receipts == 0);
  const auto last = honest.works();
  CHECK(last.index - first.index - 11 < refused / 100);  // beside its own: one a minute, agency and reason
  CHECK(memory.levels_off());
}

TEST_CASE(
    "end to end: abuse: others' mail cannot be acknowledged, parked or seen, nor can it be told that it is there") {
  Trial trial("probed-site");
  Honest honest(trial);
  const auto sent = honest.works();
  const Member bystander = trial.site.admit("bystander", core::Role::court);  // the procuratorate is owed a copy
  const auto thief = trial.connect(bystander, true);
  for (std::uint64_t number = 1; number < 200; ++number) {
    thief->send(wire::ClientFrame(wire::Ack{{number}}));
    thief->send(wire::ClientFrame(wire::Park{number, "mine", true}));
  }
  wire::Query theirs;
  wire::Query nobodys;
  for (const auto kind : {wire::QueryKind::transfer, wire::QueryKind::own_case, wire::QueryKind::search}) {
    theirs.kind = nobodys.kind = kind;
    theirs.transfer = sent.transfer;
    theirs.text = core::hex(sent.transfer);
    nobodys.transfer.bytes.fill(0x77);
    nobodys.text = core::hex(nobodys.transfer);
    const auto told = answer_of(*thief, theirs);
    const auto never = answer_of(*thief, nobodys);
    CHECK(told.found == never.found);
    CHECK(without_indexed_to(told.json) == without_indexed_to(never.json));
    CHECK(told.bytes == never.bytes);
  }
  theirs.kind = wire::QueryKind::receipt;
  theirs.lane_number = 1;
  CHECK_FALSE(answer_of(*thief, theirs).found);
  theirs.kind = wire::QueryKind::to_do;
  theirs.text.clear();
  CHECK(answer_of(*thief, theirs).json.find(core::hex(sent.transfer)) == std::string::npos);

  const auto owner = trial.connect(trial.police, true);
  const auto heard = owner->hear(30'000);
  REQUIRE(heard.has_value());
  const auto* delivery = std::get_if<wire::Delivery>(&*heard);
  REQUIRE(delivery != nullptr);
  CHECK(delivery->transfer == sent.transfer);
  CHECK_FALSE(delivery->again);
  honest.works();
}

}  // namespace
}  // namespace caseway::bench
