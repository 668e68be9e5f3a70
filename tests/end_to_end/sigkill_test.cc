// Proof 2: the broker is killed fifty times in the middle of its work. What it has acknowledged is in the journal once,
// is delivered, and a replay of the whole history agrees, and so does an index made anew. (SIGKILL keeps the page
// cache: that every acknowledgement waits for the disk is what tests/simulation proves.)
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "bench/drive.h"
#include "bench/load.h"
#include "bench/load_client.h"
#include "bench/trial_site.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/flow/turn.h"
#include "broker/host/config.h"
#include "broker/host/disk.h"
#include "broker/host/index.h"
#include "broker/host/keyring.h"
#include "broker/host/system.h"
#include "tests/where.h"

namespace caseway::bench {
namespace {

constexpr int kills = 50;
constexpr std::uint64_t messages_each = 1000;
constexpr std::uint64_t window = 32;
constexpr std::uint64_t receipts_before_kill_max = 50;
constexpr int tries_max = 1000;  // 20 ms apart
constexpr std::int64_t round_ms_max = 30'000;
const std::filesystem::path programs = std::filesystem::path(CASEWAY_BUILD_DIR) / "bin";

using Statement = std::vector<std::uint8_t>;

/// What both sides of one life of the broker share.
struct Life {
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t receipts = 0;
  std::size_t senders_done = 0;
  std::string failure;
  std::atomic<bool> over{false};

  void fail(const std::string& why) {
    const std::lock_guard lock(mutex);
    if (failure.empty()) failure = why;
    changed.notify_all();
  }
};

/// One regulator: its messages, and the statement that it holds for each number. It lives longer than any broker.
struct Sender {
  Member member;
  std::vector<std::vector<std::uint8_t>> frames;
  std::map<core::LaneNumber, Statement> statements;

  /// A repeat must bring the same statement byte for byte.
  bool keep(wire::ReceiptFrame&& receipt) {
    const auto [at, fresh] = statements.emplace(receipt.number, receipt.receipt.statement);
    return fresh || at->second == receipt.receipt.statement;
  }

  /// Sends from the first number without a receipt, again if need be, until all have one or the life is over.
  void send(LoadClient& client, Life& life) {
    std::uint64_t next = statements.size() + 1;  // receipts of a lane come in order
    while (!life.over && statements.size() < frames.size()) {
      for (; next <= frames.size() && next <= statements.size() + window; ++next) client.send(frames[next - 1]);
      auto frame = client.hear(20);
      if (!frame) continue;
      if (auto* receipt = std::get_if<wire::ReceiptFrame>(&*frame)) {
        if (!keep(std::move(*receipt))) return life.fail(member.id + ": a repeat got another statement");
        const std::lock_guard lock(life.mutex);
        ++life.receipts;
        life.changed.notify_all();
      } else if (auto* refused = std::get_if<wire::RefusalFrame>(&*frame)) {
        return life.fail(member.id + ": " + std::string(core::name_of(refused->code)) + ": " + refused->what);
      }
    }
    const std::lock_guard lock(life.mutex);
    ++life.senders_done;
    life.changed.notify_all();
  }
};

/// A mailbox as its agency keeps it: what was delivered under each delivery number.
struct Receiver {
  Member member;
  std::map<std::uint64_t, core::Digest> delivered;  // body digest; zero for an event
  std::size_t messages = 0;                         // of them; the others are events

  void receive(LoadClient& client, Life& life) {
    while (!life.over) {
      auto frame = client.hear(20);
      auto* delivery = frame ? std::get_if<wire::Delivery>(&*frame) : nullptr;
      if (!delivery) continue;
      const core::Digest body = delivery->event ? core::Digest{} : core::digest_of(delivery->envelope);
      const std::lock_guard lock(life.mutex);
      const auto [at, fresh] = delivered.emplace(delivery->delivery, body);
      if (fresh && !delivery->event) ++messages;
      if (!fresh && at->second != body) life.failure = member.id + ": another message under the same delivery number";
      client.send(wire::Ack{{delivery->delivery}});
      life.changed.notify_all();
    }
  }
};

/// Everybody works against one running broker until `enough` (asked under the life's mutex); then `end` ends it.
/// Returns what failed.
template <class Enough, class End>
std::string live(const TrialSite& site, std::vector<Sender>& senders, std::vector<Receiver>& receivers, Enough enough,
                 End end) {
  const std::unique_ptr<void, void (*)(void*)> context(zmq_ctx_new(), [](void* it) { zmq_ctx_term(it); });
  Life life;
  std::vector<std::unique_ptr<LoadClient>> clients;
  std::vector<std::thread> threads;
  for (auto& receiver : receivers) {
    clients.push_back(std::make_unique<LoadClient>(context.get(), site, receiver.member, true));
    threads.emplace_back([&receiver, &client = *clients.back(), &life] { receiver.receive(client, life); });
  }
  for (auto& sender : senders) {
    clients.push_back(std::make_unique<LoadClient>(context.get(), site, sender.member, false));
    threads.emplace_back([&sender, &client = *clients.back(), &life] { sender.send(client, life); });
  }
  {
    std::unique_lock lock(life.mutex);
    const bool in_time = life.changed.wait_for(lock, std::chrono::milliseconds(round_ms_max),
                                               [&] { return !life.failure.empty() || enough(life); });
    if (!in_time && life.failure.empty()) life.failure = "nothing more came in 30 s";
  }
  end();
  life.over = true;
  for (auto& thread : threads) thread.join();
  return life.failure;
}

/// Exit code of `caseway-audit what SITE`.
int audit(const std::string& what, const std::filesystem::path& dir) {
  const std::string command = (programs / "caseway-audit").string() + " " + what + " " + dir.string() + " >" +
                              (dir / "audit.log").string() + " 2>&1";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct NoNet final : flow::Net {
  void send(flow::SessionNo, flow::BytesView) override {}
  void drop(flow::SessionNo, std::string_view) override {}
  void close(flow::SessionNo, std::string_view) override {}
};

/// Every record of the site, as the production code reads it.
std::vector<flow::IndexEntry> records_of(const std::filesystem::path& dir, host::SqliteIndex& index) {
  const auto genesis = host::read_whole(dir / "genesis.bin", core::limits::mib);
  host::PosixDisk journal(dir / "journal");
  host::PosixDisk vault(dir / "vault");
  host::LogSigner signer(dir / "keys/log.key");
  host::SystemTime time;
  host::SystemRandom random;
  NoNet net;
  flow::Broker broker({&journal, &vault, &net, &time, &index, &signer, &random}, genesis);
  return broker.index_entries(0, broker.state().next_record);
}

/// What `index` knows of every case in `records`.
std::string told_by(host::SqliteIndex& index, const std::vector<flow::IndexEntry>& records) {
  std::set<std::pair<core::CaseId, core::AgencyId>> cases;
  for (const auto& record : records) {
    if (!record.case_id.empty()) cases.emplace(record.case_id, record.sender);
  }
  std::string all;
  for (const auto& [id, sender] : cases) {
    for (const auto& entry : index.case_history(sender, id, records.size())) {
      all += std::to_string(entry.index) + " " + entry.sender + " " + std::to_string(entry.number) + " " +
             core::hex(entry.body) + " " + entry.step.str() + " " + entry.recipient + "\n";
    }
  }
  return all;
}

/// Holds each statement against the record that it names; `bodies` are the acknowledged messages.
void check_journal(const std::vector<flow::IndexEntry>& records, const std::vector<Sender>& senders,
                   std::set<core::Digest>& bodies) {
  std::map<std::pair<core::AgencyId, core::LaneNumber>, std::size_t> times;
  for (const auto& record : records) {
    if (record.type == core::EventType::message) ++times[{record.sender, record.number}];
  }
  for (const auto& sender : senders) {
    for (const auto& [number, bytes] : sender.statements) {
      const auto statement = core::decode_statement(bytes);
      REQUIRE(statement.ok());
      REQUIRE(statement.value().index < records.size());
      const auto& record = records[statement.value().index];
      CHECK(record.sender == sender.member.id);
      CHECK(record.number == number);
      CHECK(record.body == statement.value().body);
      CHECK(record.verdict != core::Verdict::returned);
      CHECK(times[{record.sender, number}] == 1);
      bodies.insert(record.body);
    }
  }
}

}  // namespace

TEST_CASE("end to end: SIGKILL under load loses nothing that was acknowledged (50 kills)") {
  TrialSite site(programs, std::filesystem::path(CASEWAY_BUILD_DIR) / "tests/sigkill-site");
  site.start();
  const Members members = admit_members(site, 2);
  site.activate(std::filesystem::path(CASEWAY_SOURCE_DIR) / "schemas/packs/cn-ip");
  std::vector<Receiver> receivers{{members.police, {}, 0}, {members.procuratorate, {}, 0}};
  std::vector<Sender> senders;
  for (const auto& member : members.regulators) {
    LoadOptions load;
    load.count = messages_each;
    load.batch = window;
    load.occurred_at = host::wall_now();
    senders.push_back({member, transfers(member, load), {}});
  }

  std::mt19937 dice(20250926);
  for (int kill = 0; kill < kills; ++kill) {
    const std::uint64_t enough = 1 + dice() % receipts_before_kill_max;
    const std::string failure = live(
        site, senders, receivers,
        [&](const Life& life) { return life.receipts >= enough || life.senders_done == senders.size(); },
        [&] { site.stop(true); });
    REQUIRE_MESSAGE(failure.empty(), "kill ", kill, ": ", failure);
    site.start();
  }
  const std::string failure = live(
      site, senders, receivers,
      [&](const Life& life) {
        return life.senders_done == senders.size() && receivers[0].messages >= 2 * messages_each &&
               receivers[1].messages >= 2 * messages_each;
      },
      [] {});
  REQUIRE_MESSAGE(failure.empty(), failure, "; receipts ", senders[0].statements.size(), " and ",
                  senders[1].statements.size(), ", deliveries ", receivers[0].messages, " and ", receivers[1].messages);
  for (auto& sender : senders) {  // what was answered before some kill is answered the same after it
    const std::unique_ptr<void, void (*)(void*)> context(zmq_ctx_new(), [](void* it) { zmq_ctx_term(it); });
    LoadClient client(context.get(), site, sender.member, false);
    for (const std::size_t number : {std::size_t{700}, std::size_t{1000}}) {
      // Below settled the index answers; while it is fed again after the last kill, it says try_later.
      std::optional<wire::BrokerFrame> frame;
      for (int tries = 0; tries < tries_max; ++tries) {
        client.send(sender.frames[number - 1]);
        frame = client.hear(round_ms_max);
        const auto* later = frame ? std::get_if<wire::RefusalFrame>(&*frame) : nullptr;
        if (later == nullptr || later->code != core::Refusal::try_later) break;
        (void)client.hear(20);
      }
      auto* receipt = frame ? std::get_if<wire::ReceiptFrame>(&*frame) : nullptr;
      REQUIRE(receipt);
      CHECK(sender.keep(std::move(*receipt)));
    }
  }
  CHECK(site.stop().status == 0);

  CHECK(audit("verify", site.dir()) == 0);
  CHECK(audit("replay", site.dir()) == 0);
  const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  host::Log log(null);
  const core::Digest genesis = core::digest_of(host::read_whole(site.dir() / "genesis.bin", core::limits::mib));
  host::SqliteIndex live_index(site.dir() / "index", genesis, log);
  const auto records = records_of(site.dir(), live_index);
  std::set<core::Digest> acknowledged;
  check_journal(records, senders, acknowledged);
  CHECK(acknowledged.size() == 2 * messages_each);
  for (const auto& receiver : receivers) {
    std::set<core::Digest> delivered;
    for (const auto& [number, body] : receiver.delivered) delivered.insert(body);
    for (const auto& body : acknowledged) CHECK(delivered.contains(body));
  }

  CHECK(live_index.indexed_to() == records.size());
  std::filesystem::create_directory(site.dir() / "rebuilt");
  host::SqliteIndex rebuilt(site.dir() / "rebuilt", genesis, log);
  rebuilt.put(records);
  rebuilt.drain();
  CHECK(told_by(live_index, records) == told_by(rebuilt, records));
  ::close(null);
}

}  // namespace caseway::bench
