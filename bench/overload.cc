// Overload: what one agency's flood, and then everybody's, does to the others, to memory, and to what was sent. A quiet
// regulator says one transfer at a time, alone; beside one that sends as fast as its socket takes it, in one session or
// many; then all flood at once. Everything sent must be answered.
#include <fmt/format.h>
#include <unistd.h>
#include <zmq.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
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

struct Options {
  std::uint32_t flooders = 8;
  std::uint32_t sessions = 1;   ///< of each flooder; all but one send heartbeats, beside the quiet one only
  std::uint64_t quiet = 400;    ///< messages of the quiet one in each phase
  std::uint64_t flood = 6'000;  ///< of each flooder, in all
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
      if (std::holds_alternative<wire::ReceiptFrame>(*frame)) break;
    }
    took.push_back(static_cast<std::uint32_t>(now_us() - at));
  }
  return took;
}

struct Flood {
  std::uint64_t refused = 0;
  std::uint64_t answered = 0;
  std::string failure;
};

/// Sends without waiting for anything; what is refused goes again from the first number without a receipt. Numbers are
/// those of the lane, from 1.
void flood(LoadClient& client, const Frames& frames, std::size_t first, std::size_t count, Flood& done) {
  std::size_t next = first;
  std::size_t answered = first;
  const auto end = first + count;
  while (answered < end) {
    if (next < end) client.send(frames[next++]);
    while (auto frame = client.hear(next < end ? 0 : 30'000)) {
      if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&*frame)) {
        answered = std::max<std::size_t>(answered, receipt->number);
      } else if (std::holds_alternative<wire::RefusalFrame>(*frame)) {
        ++done.refused;
        next = std::min(next, answered);
      }
      if (answered == end) break;
      if (next < end) break;
    }
  }
  done.answered += answered - first;
}

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

std::string run(const Options& options) {
  TrialSite site(options.bin, options.directory);
  site.start();
  const Members members = admit_members(site, options.flooders + 1);
  site.activate(options.packs);
  LoadOptions load;
  load.batch = 64;
  load.occurred_at = host::wall_now();
  std::vector<Frames> frames;
  for (std::size_t i = 0; i <= options.flooders; ++i) {
    load.count = i == 0 ? 2 * options.quiet : options.flood;
    frames.push_back(transfers(members.regulators[i], load));
  }
  const std::unique_ptr<void, void (*)(void*)> context(zmq_ctx_new(), [](void* it) { zmq_ctx_term(it); });
  LoadClient police(context.get(), site, members.police, true);
  LoadClient procuratorate(context.get(), site, members.procuratorate, true);
  Clients clients;
  for (const auto& member : members.regulators)
    clients.push_back(std::make_unique<LoadClient>(context.get(), site, member, false));
  std::atomic<bool> stop = false;
  std::vector<std::thread> receivers;
  for (auto* client : {&police, &procuratorate}) receivers.emplace_back([client, &stop] { drain(*client, stop); });

  const auto alone = say_quietly(*clients[0], frames[0], 0, options.quiet);
  const double before_mb = resident_mb(site.process());

  std::vector<Flood> floods(options.flooders);
  const auto half = options.flood / 2;
  std::vector<std::uint32_t> beside;
  {
    auto more = sessions_of(context.get(), site, members.regulators[1], options.sessions - 1);
    std::atomic<bool> over = false;
    std::thread beating([&] { beat(more, over); });
    std::thread one([&] { flood(*clients[1], frames[1], 0, half, floods[0]); });
    beside = say_quietly(*clients[0], frames[0], options.quiet, options.quiet);
    one.join();
    over = true;
    beating.join();
  }
  const double one_mb = resident_mb(site.process());

  const auto start = now_us();
  std::vector<std::thread> all;
  for (std::size_t i = 1; i <= options.flooders; ++i)
    all.emplace_back([&, i] { flood(*clients[i], frames[i], i == 1 ? half : 0, half, floods[i - 1]); });
  for (auto& thread : all) thread.join();
  const double seconds = static_cast<double>(now_us() - start) / 1e6;
  const double all_mb = resident_mb(site.process());
  stop = true;
  for (auto& thread : receivers) thread.join();
  const Usage usage = site.stop();

  std::uint64_t answered = 0;
  std::uint64_t refused = 0;
  for (const auto& each : floods) {
    answered += each.answered;
    refused += each.refused;
  }
  const auto sent = half * (options.flooders + 1);
  return fmt::format(
      R"({{"bench":"overload","flooders":{},"sessions":{},"quiet_alone_p50_us":{},)"
      R"("quiet_alone_p99_us":{},"quiet_beside_p50_us":{},"quiet_beside_p99_us":{},"p99_ratio":{:.2f},)"
      R"("all_msg_s":{:.0f},"sent":{},"answered":{},"lost":{},"refused":{},)"
      R"("before_mb":{:.0f},"one_flooding_mb":{:.0f},"all_flooding_mb":{:.0f},"broker_peak_mb":{:.0f}}})",
      options.flooders, options.sessions, percentile(alone, 50), percentile(alone, 99), percentile(beside, 50),
      percentile(beside, 99), static_cast<double>(percentile(beside, 99)) / percentile(alone, 99),
      static_cast<double>(half * options.flooders) / seconds, sent, answered, sent - answered, refused, before_mb,
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
  app.add_option("--flood", options.flood, "messages of each");
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
