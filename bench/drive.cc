#include "bench/drive.h"

#include <zmq.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>

#include "bench/figures.h"
#include "bench/load.h"
#include "bench/load_client.h"
#include "broker/core/receipt.h"
#include "broker/host/system.h"

namespace caseway::bench {
namespace {

constexpr int patience_ms = 30'000;
using Frames = std::vector<std::vector<std::uint8_t>>;

/// What one producer did.
struct Produced {
  std::vector<std::uint32_t> ack_us;
  std::vector<core::Receipt> receipts;
  std::string failure;
};

void produce(LoadClient& client, const Frames& frames, std::uint64_t first, std::uint32_t window, Produced& out) {
  std::vector<std::uint64_t> sent_at(frames.size());
  std::size_t sent = 0;
  for (std::size_t received = 0; received < frames.size();) {
    for (; sent < frames.size() && sent - received < window; ++sent) {
      sent_at[sent] = now_us();
      client.send(frames[sent]);
    }
    auto frame = client.hear(patience_ms);
    if (!frame) {
      out.failure = "no receipt in 30 s";
      return;
    }
    if (auto* receipt = std::get_if<wire::ReceiptFrame>(&*frame)) {
      out.ack_us.push_back(static_cast<std::uint32_t>(now_us() - sent_at[receipt->number - first]));
      out.receipts.push_back(std::move(receipt->receipt));
      ++received;
    } else if (auto* refused = std::get_if<wire::RefusalFrame>(&*frame)) {
      out.failure = std::string(core::name_of(refused->code)) + ": " + refused->where + ": " + refused->what;
      return;
    }
  }
}

/// Takes and acknowledges deliveries, those together that came together, until `want` whole messages came (0: until
/// `stop`).
void consume(LoadClient& client, std::uint64_t want, const std::atomic<bool>& stop) {
  wire::Ack taken;
  for (std::uint64_t whole = 0; !stop.load() && (want == 0 || whole < want);) {
    auto frame = client.hear(taken.deliveries.empty() ? 50 : 5);
    if (frame) {
      const auto* delivery = std::get_if<wire::Delivery>(&*frame);
      if (delivery == nullptr) continue;
      taken.deliveries.push_back(delivery->delivery);
      if (!delivery->event) ++whole;
      if (taken.deliveries.size() < core::limits::acks_max && (want == 0 || whole < want)) continue;
    }
    if (taken.deliveries.empty()) continue;
    std::sort(taken.deliveries.begin(), taken.deliveries.end());
    client.send(taken);  // what came together, as the SDK does
    taken = {};
  }
}

std::vector<Frames> make_frames(const Members& members, const Drive& options, std::uint32_t window,
                                std::uint64_t each) {
  LoadOptions load;
  load.first = options.first;
  load.count = each;
  load.batch = options.batch ? std::min(window, 64u) : 1;
  load.occurred_at = host::wall_now();
  std::vector<Frames> frames;
  for (const auto& member : members.regulators) frames.push_back(transfers(member, load));
  return frames;
}

}  // namespace

Members admit_members(TrialSite& site, std::uint32_t producers) {
  Members members;
  members.police = site.admit("police", core::Role::police);
  members.procuratorate = site.admit("procuratorate", core::Role::procuratorate);
  std::vector<core::Counterpart> rows;
  for (std::uint32_t i = 0; i < producers; ++i) {
    members.regulators.push_back(site.admit("regulator-" + std::to_string(i), core::Role::administrative));
    rows.push_back({members.regulators.back().id, core::Role::police, "police"});
    rows.push_back({members.regulators.back().id, core::Role::procuratorate, "procuratorate"});
  }
  site.counterparts(rows);
  return members;
}

Driven drive(const TrialSite& site, const Members& members, const Drive& options) {
  const std::uint32_t window = std::max(1u, options.window / options.producers);
  const std::uint64_t each = std::max<std::uint64_t>(1, options.messages / options.producers);
  const auto frames = make_frames(members, options, window, each);
  Driven driven;
  driven.messages = each * options.producers;
  driven.size = message_size(frames[0][0]);

  const std::unique_ptr<void, void (*)(void*)> context(zmq_ctx_new(), [](void* it) { zmq_ctx_term(it); });
  std::vector<Produced> produced(options.producers);
  {
    std::vector<std::unique_ptr<LoadClient>> receivers;
    if (options.receivers) {
      receivers.push_back(std::make_unique<LoadClient>(context.get(), site, members.police, true));
      receivers.push_back(std::make_unique<LoadClient>(context.get(), site, members.procuratorate, true));
    }
    std::vector<std::unique_ptr<LoadClient>> clients;
    for (const auto& member : members.regulators) {
      clients.push_back(std::make_unique<LoadClient>(context.get(), site, member, false));
    }
    std::atomic<bool> stop = false;
    const double cpu = own_cpu_s();
    const std::uint64_t start = now_us();
    std::vector<std::thread> taking;
    for (std::size_t i = 0; i < receivers.size();
         ++i) {  // the police's deliveries are counted, the copies only drained
      taking.emplace_back([&, i] { consume(*receivers[i], i == 0 ? driven.messages : 0, stop); });
    }
    std::vector<std::thread> producing;
    for (std::uint32_t i = 0; i < options.producers; ++i) {
      producing.emplace_back([&, i] { produce(*clients[i], frames[i], options.first, window, produced[i]); });
    }
    for (auto& thread : producing) thread.join();
    for (const auto& one : produced) {
      if (!one.failure.empty()) stop = true;
    }
    if (!taking.empty()) taking.front().join();
    driven.seconds = static_cast<double>(now_us() - start) / 1e6;
    driven.client_cpu_s = own_cpu_s() - cpu;
    stop = true;
    if (taking.size() > 1) taking.back().join();
  }
  for (auto& one : produced) {
    if (!one.failure.empty()) throw std::runtime_error(one.failure);
    driven.ack_us.insert(driven.ack_us.end(), one.ack_us.begin(), one.ack_us.end());
    std::move(one.receipts.begin(), one.receipts.end(), std::back_inserter(driven.receipts));
  }
  return driven;
}

Figures figures_of(const char* bench, const Drive& options, const Driven& driven, const Usage& usage) {
  Figures figures;
  figures.bench = bench;
  figures.signature = options.batch ? "batch" : "each";
  figures.window = options.window;
  figures.producers = options.producers;
  figures.size = driven.size;
  figures.messages = driven.messages;
  figures.seconds = driven.seconds;
  figures.ack_us = driven.ack_us;
  figures.broker_cpu_s = usage.cpu_s;
  figures.client_cpu_s = driven.client_cpu_s;
  figures.broker_peak_mb = usage.peak_mb;
  figures.msgs_per_group = static_cast<double>(driven.messages) / static_cast<double>(groups_of(driven));
  figures.index_lag_max = usage.index_lag_max;
  return figures;
}

void check_receipts(const Driven& driven, const core::PublicKey& log_key) {
  for (const auto& receipt : driven.receipts) {
    const auto statement = core::check_receipt(receipt, log_key);
    if (!statement.ok()) throw std::runtime_error("a receipt does not hold: " + statement.refused().what);
    if (statement.value().verdict == core::Verdict::returned) {
      throw std::runtime_error("a transfer was returned: " + std::string(core::name_of(statement.value().return_code)));
    }
  }
}

std::uint64_t groups_of(const Driven& driven) {
  std::vector<core::Digest> seen;
  for (const auto& receipt : driven.receipts) seen.push_back(receipt.proof.checkpoint.group);
  std::sort(seen.begin(), seen.end());
  return static_cast<std::uint64_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

}  // namespace caseway::bench
