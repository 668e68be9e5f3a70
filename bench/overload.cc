// Overload: what one agency's flood, and then everybody's, does to the others, to memory, and to what was sent. A quiet
// regulator says one transfer at a time, alone; beside one that sends as fast as its socket takes it, in one session or
// many, for as long as the quiet one speaks; then all flood at once. Every number sent must have its receipt.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zmq.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <limits>
#include <memory>
#include <stdexcept>
#include <thread>

#include "bench/drive.h"
#include "bench/load.h"
#include "bench/load_client.h"
#include "broker/host/system.h"

namespace {

using namespace caseway;
using namespace caseway::bench;
using Frames = std::vector<std::vector<std::uint8_t>>;
using Clients = std::vector<std::unique_ptr<LoadClient>>;
using Context = std::unique_ptr<void, void (*)(void*)>;

struct Options {
  std::uint32_t flooders = 8;
  std::uint32_t sessions = 1;   ///< of each flooder; all but one send heartbeats, beside the quiet one only
  std::uint64_t quiet = 1'000;  ///< messages of the quiet one in each phase
  std::uint64_t flood = 3'000;  ///< of each flooder when all flood
  std::size_t ahead = 4'096;    ///< numbers without receipt: far more than credit and socket hold, a bound for memory
  std::string bin = "build/release/bin";
  std::string packs = "schemas/packs/cn-ip";
  std::string directory = "build/bench/overload";
};

double resident_mb(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident_pages = 0;
  in >> pages >> resident_pages;
  return static_cast<double>(resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))) / 1048576.0;
}

std::uint32_t percentile(std::vector<std::uint32_t> values, std::size_t percent) {
  std::sort(values.begin(), values.end());
  return values.at((values.size() - 1) * percent / 100);
}

/// One at a time; microseconds from sending to receipt.
std::vector<std::uint32_t> say_quietly(LoadClient& client, const Frames& frames, std::size_t first, std::size_t count) {
  std::vector<std::uint32_t> took;
  for (std::size_t i = first; i < first + count; ++i) {
    const auto at = now_us();
    client.send(frames.at(i));
    for (;;) {
      auto frame = client.hear(60'000);
      if (!frame) throw std::runtime_error("the quiet agency waited a minute for a receipt");
      if (const auto* refused = std::get_if<wire::RefusalFrame>(&*frame))
        throw std::runtime_error("the quiet agency was refused: " + refused->what);
      const auto* receipt = std::get_if<wire::ReceiptFrame>(&*frame);
      if (receipt == nullptr) continue;
      if (receipt->number == i + 1) break;
      throw std::runtime_error("the quiet agency sent number " + std::to_string(i + 1) + " and has a receipt for " +
                               std::to_string(receipt->number));
    }
    took.push_back(static_cast<std::uint32_t>(now_us() - at));
  }
  return took;
}

/// One agency's messages: frames made so far, the first of them number 1, and which numbers have a receipt.
struct Lane {
  const Member* member = nullptr;
  LoadOptions load;
  Frames frames;
  std::vector<bool> receipted;
  std::size_t answered = 0;       ///< distinct numbers with a receipt
  std::size_t first_missing = 0;  ///< index of the first frame without one
  std::size_t sent = 0;           ///< frames sent at least once
  std::uint64_t offered = 0;      ///< frames sent, again and again what was refused
  std::uint64_t refused = 0;

  /// Makes frames up to `count`.
  void make(std::size_t count) {
    if (count <= frames.size()) return;
    load.first = frames.size() + 1;
    load.count = count - frames.size();
    for (auto& frame : transfers(*member, load)) frames.push_back(std::move(frame));
    receipted.resize(frames.size());
  }

  /// False: that number had one already.
  bool note(const wire::ReceiptFrame& receipt) {
    if (receipt.number == 0 || receipt.number > sent)
      throw std::runtime_error(member->id + ": a receipt for number " + std::to_string(receipt.number) +
                               ", which was not sent");
    if (receipted[receipt.number - 1]) return false;
    receipted[receipt.number - 1] = true;
    ++answered;
    while (first_missing < receipted.size() && receipted[first_missing]) ++first_missing;
    return true;
  }
};

/// Sends with `ahead` numbers under way at most, until `enough` and at least to frame `least`; then until every number
/// sent has its receipt. What is refused goes again from the first number without one. Throws with the number that is
/// missing when no new receipt comes for 30 s.
void flood(LoadClient& client, Lane& lane, std::size_t least, std::size_t ahead, const std::atomic<bool>& enough) {
  constexpr std::size_t made_at_once = 256;
  constexpr std::int64_t patience_us = 30'000'000;
  std::size_t next = lane.first_missing;
  std::string why = "nothing was refused";
  for (auto heard_us = now_us();;) {
    const std::size_t last = enough ? std::max(lane.sent, least) : std::numeric_limits<std::size_t>::max();
    const std::size_t end = std::min(last, lane.first_missing + ahead);
    if (lane.first_missing == last) return;
    if (next < end) {
      if (next == lane.frames.size()) lane.make(next + made_at_once);
      client.send(lane.frames[next++]);
      ++lane.offered;
      lane.sent = std::max(lane.sent, next);
    }
    if (auto frame = client.hear(next < end ? 0 : 1'000)) {
      if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&*frame)) {
        if (lane.note(*receipt)) heard_us = now_us();
      } else if (const auto* refused = std::get_if<wire::RefusalFrame>(&*frame)) {
        ++lane.refused;
        why = "last refused: " + refused->what;
        next = std::min(next, lane.first_missing);
      }
    }
    if (now_us() - heard_us > patience_us)
      throw std::runtime_error(lane.member->id + ": no receipt for number " + std::to_string(lane.first_missing + 1) +
                               " (" + std::to_string(lane.answered) + " of " + std::to_string(lane.sent) +
                               " sent have one; " + why + ")");
  }
}

/// The calling thread, and what it starts, runs when nobody else here wants to: on a real site the agencies' work is
/// done on their own machines, and takes nothing of the broker's and the quiet agency's.
void stand_back() {
  if (::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19) != 0)
    throw std::runtime_error("cannot lower the priority of a thread");
}

/// Threads that work until they are told that it is enough. What one throws is kept for end() to throw again; they are
/// told and joined in any case.
class Crew {
 public:
  Crew() = default;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { join(); }

  template <class Work>
  void add(Work work) {
    auto& failure = failures_.emplace_back();
    threads_.emplace_back([this, &failure, work] {
      try {
        stand_back();
        work(enough_);
      } catch (...) {
        failure = std::current_exception();
      }
    });
  }

  void end() {
    join();
    for (const auto& failure : failures_)
      if (failure) std::rethrow_exception(failure);
  }

 private:
  void join() {
    enough_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

  std::atomic<bool> enough_ = false;
  std::deque<std::exception_ptr> failures_;
  std::vector<std::thread> threads_;
};

/// Takes what is owed until told to stop.
void drain(LoadClient& client, const std::atomic<bool>& stop) {
  wire::Ack taken;
  while (!stop) {
    auto frame = client.hear(taken.deliveries.empty() ? 20 : 2);
    if (frame) {
      const auto* delivery = std::get_if<wire::Delivery>(&*frame);
      if (delivery == nullptr) continue;
      taken.deliveries.push_back(delivery->delivery);
      if (taken.deliveries.size() < core::limits::acks_max) continue;
    }
    if (taken.deliveries.empty()) continue;
    std::sort(taken.deliveries.begin(), taken.deliveries.end());
    client.send(taken);
    taken = {};
  }
}

Clients sessions_of(void* context, const TrialSite& site, const Member& member, std::uint32_t count) {
  Clients clients;
  while (clients.size() < count) clients.push_back(std::make_unique<LoadClient>(context, site, member, false));
  return clients;
}

/// Heartbeats on each of `clients`, always as many unanswered as a session may have, until told to stop.
void beat(Clients& clients, const std::atomic<bool>& stop) {
  std::vector<std::uint32_t> unanswered(clients.size(), 0);
  while (!stop) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      for (; unanswered[i] < core::limits::credit_messages; ++unanswered[i]) clients[i]->send(wire::Heartbeat{});
      while (unanswered[i] > 0 && clients[i]->hear(0)) --unanswered[i];
    }
  }
}

/// The quiet agency's first, with all that it will say; then each flooder's.
std::vector<Lane> lanes_of(const Members& members, const Options& options) {
  std::vector<Lane> lanes(options.flooders + 1);
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    lanes[i].member = &members.regulators[i];
    lanes[i].load.batch = 64;
    lanes[i].load.occurred_at = host::wall_now();
    lanes[i].make(i == 0 ? 2 * options.quiet : options.flood);
  }
  return lanes;
}

Context make_context() {
  return {zmq_ctx_new(), [](void* it) { zmq_ctx_term(it); }};
}

/// Everybody but the quiet agency.
struct Load {
  Load(const TrialSite& site, const Members& members, std::uint32_t flooders) {
    std::thread([&] {  // whose priority the context's own threads get
      stand_back();
      for (const auto* member : {&members.police, &members.procuratorate})
        receiving.push_back(std::make_unique<LoadClient>(context.get(), site, *member, true));
      for (std::uint32_t i = 1; i <= flooders; ++i)
        flooding.push_back(std::make_unique<LoadClient>(context.get(), site, members.regulators[i], false));
    })
        .join();
  }

  Context context = make_context();
  Clients receiving;
  Clients flooding;
};

std::string run(const Options& options) {
  TrialSite site(options.bin, options.directory);
  site.start();
  const Members members = admit_members(site, options.flooders + 1);
  site.activate(options.packs);
  std::vector<Lane> lanes = lanes_of(members, options);
  const Context quiet_context = make_context();
  LoadClient quiet_one(quiet_context.get(), site, members.regulators[0], false);
  Load load(site, members, options.flooders);
  Crew receivers;
  for (const auto& client : load.receiving)
    receivers.add([&client](const std::atomic<bool>& stop) { drain(*client, stop); });

  const Frames& quiet = lanes[0].frames;
  const auto alone = say_quietly(quiet_one, quiet, 0, options.quiet);
  const double before_mb = resident_mb(site.process());

  std::vector<std::uint32_t> beside;
  {
    auto more = sessions_of(load.context.get(), site, members.regulators[1], options.sessions - 1);
    Crew beating;
    beating.add([&](const std::atomic<bool>& over) { beat(more, over); });
    Crew one;
    one.add([&](const std::atomic<bool>& enough) { flood(*load.flooding[0], lanes[1], 0, options.ahead, enough); });
    beside = say_quietly(quiet_one, quiet, options.quiet, options.quiet);
    one.end();
    beating.end();
  }
  const double one_mb = resident_mb(site.process());

  lanes[1].make(lanes[1].sent + options.flood);
  const auto start = now_us();
  Crew all;
  for (std::size_t i = 1; i <= options.flooders; ++i)
    all.add([&, i, least = lanes[i].sent + options.flood](const std::atomic<bool>& enough) {
      flood(*load.flooding[i - 1], lanes[i], least, options.ahead, enough);
    });
  all.end();
  const double seconds = static_cast<double>(now_us() - start) / 1e6;
  const double all_mb = resident_mb(site.process());
  receivers.end();
  const Usage usage = site.stop();

  std::uint64_t sent = 2 * options.quiet;  // each of which has its receipt
  std::uint64_t answered = sent;
  std::uint64_t refused = 0;
  std::uint64_t offered = sent;
  for (const auto& lane : lanes) {
    offered += lane.offered;
    sent += lane.sent;
    answered += lane.answered;
    refused += lane.refused;
  }
  return fmt::format(
      R"({{"bench":"overload","flooders":{},"sessions":{},"quiet_alone_p50_us":{},)"
      R"("quiet_alone_p99_us":{},"quiet_beside_p50_us":{},"quiet_beside_p99_us":{},"p99_ratio":{:.2f},)"
      R"("all_msg_s":{:.0f},"sent":{},"answered":{},"offered":{},"refused":{},)"
      R"("before_mb":{:.0f},"one_flooding_mb":{:.0f},"all_flooding_mb":{:.0f},"broker_peak_mb":{:.0f}}})",
      options.flooders, options.sessions, percentile(alone, 50), percentile(alone, 99), percentile(beside, 50),
      percentile(beside, 99), static_cast<double>(percentile(beside, 99)) / percentile(alone, 99),
      static_cast<double>(options.flood * options.flooders) / seconds, sent, answered, offered, refused, before_mb,
      one_mb, all_mb, usage.peak_mb);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"A quiet agency beside one that floods, and all flooding. Prints one JSON line."};
  app.add_option("--producers", options.flooders, "agencies that flood")->check(CLI::Range(1u, 64u));
  app.add_option("--sessions", options.sessions, "of the one that floods beside the quiet agency")
      ->check(CLI::Range(1u, 64u));
  app.add_option("--quiet", options.quiet);
  app.add_option("--flood", options.flood, "messages of each when all flood");
  app.add_option("--ahead", options.ahead, "numbers under way of each flooder; 256 is its credit")
      ->check(CLI::Range(1u, 65'536u));
  app.add_option("--bin", options.bin);
  app.add_option("--packs", options.packs);
  app.add_option("--dir", options.directory);
  CLI11_PARSE(app, argc, argv);
  try {
    std::puts(run(options).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-overload: %s\n", error.what());
    return 1;
  }
  return 0;
}
