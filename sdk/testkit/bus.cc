#include <fcntl.h>
#include <sys/eventfd.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "broker/core/digest.h"
#include "broker/core/instant.h"
#include "broker/core/signature.h"
#include "broker/host/daemon.h"
#include "broker/host/descriptor.h"
#include "broker/host/keyring.h"
#include "broker/host/new_agency.h"
#include "broker/host/site.h"
#include "broker/wire/order.h"
#include "sdk/order_file.h"
#include "sdk/order_session.h"
#include "sdk/testkit/actor.h"
#include "sdk/testkit/faults.h"

namespace caseway::testkit {
namespace {

namespace fs = std::filesystem;

constexpr int order_wait_ms = 10'000;
constexpr const char* origin = "caseway.testkit";

core::Instant instant_of(const std::string& text) {
  const auto instant = core::parse_instant(text);
  if (!instant) throw std::runtime_error("'" + text + "' is no instant; write 2025-09-26T09:00:00+08:00");
  return *instant;
}

/// The one file of `directory` with this ending.
fs::path only_file(const fs::path& directory, const std::string& ending) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ending) found = entry.path();
  }
  if (!found.empty()) return found;
  throw std::runtime_error(directory.string() + ": no *" + ending +
                           "; make it with: caseway-rules compile PACKS --out " + directory.string());
}

/// Owns `fd`, which opening `what` gave.
host::Descriptor opened(int fd, const std::string& what) {
  if (fd < 0) throw std::runtime_error(what + ": cannot be opened");
  return host::Descriptor(fd);
}

}  // namespace

struct Bus::Parts {
  explicit Parts(const Options& options)
      : directory(options.directory),
        site(directory / "site"),
        now(instant_of(options.clock)),
        config(made_site()),
        genesis(read_genesis()),
        log_file(opened(::open((directory / "casewayd.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600),
                        (directory / "casewayd.log").string())),
        stop(opened(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
        log(log_file.get()) {
    start();
    try {
      activate(core::OrderKind::activate_calendar, only_file(options.packs, ".calendar"));
      activate(core::OrderKind::activate_pack, only_file(options.packs, ".pack"));
    } catch (...) {
      end(false);
      throw;
    }
  }
  ~Parts() {
    actors.clear();
    end(false);
  }

  host::Config made_site() {
    host::SiteOptions options;
    options.origin = origin;
    options.training_from = now;
    fs::create_directories(directory);
    host::init_site(site, options);
    host::Mistakes mistakes;
    auto made = host::read_config(site / "casewayd.toml", mistakes);
    if (!mistakes.empty()) throw std::runtime_error(mistakes.front());
    return made;
  }
  core::Genesis read_genesis() const {
    auto read = wire::decode_genesis(host::read_whole(config.genesis, core::limits::mib));
    if (!read.ok()) throw std::runtime_error(config.genesis.string() + ": " + read.refused().what);
    return std::move(read).value();
  }

  void start() {
    broke.clear();  // of an earlier life, whose thread has ended
    thread = std::thread([this] { run(); });
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return !bound.empty() || !broke.empty(); });
    if (broke.empty()) return;
    lock.unlock();
    thread.join();
    throw std::runtime_error("the broker did not start: " + broke);
  }

  /// The broker's life, or lives: a disk that the test had fail ends one, and the next begins as after a power cut.
  void run() {
    while (true) {
      try {
        host::Daemon daemon(config, log, stop.get(), false, &faults);
        daemon.serve([this](const std::string& at) {
          const std::lock_guard lock(mutex);
          bound = at;
          changed.notify_all();
        });
        if (!crashed) daemon.stop();
        return;
      } catch (const std::exception& why) {
        const std::lock_guard lock(mutex);
        bound.clear();
        if (faults.failed_at(Hop::record) > restarts) {
          restarts = faults.failed_at(Hop::record);
          continue;
        }
        broke = why.what();
        changed.notify_all();
        return;
      }
    }
  }

  void end(bool crash) {
    if (!thread.joinable()) return;
    crashed = crash;
    ::eventfd_write(stop.get(), 1);
    thread.join();
    ::eventfd_t told = 0;
    ::eventfd_read(stop.get(), &told);
    crashed = false;
    const std::lock_guard lock(mutex);
    bound.clear();
  }

  std::string endpoint() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return !bound.empty() || !broke.empty(); });
    if (!broke.empty()) throw std::runtime_error("the broker ended: " + broke);
    return bound;
  }

  void order(core::Order order, std::vector<std::uint8_t> content = {}) {
    order.previous = previous;
    if (!content.empty()) order.digest = core::digest_of(content);
    wire::SendOrder frame;
    frame.order = wire::encode_order(order);
    frame.content = std::move(content);
    frame.number = 1;
    for (const char* officer : {"officer-1", "officer-2"}) {
      const auto key = host::read_signing_key(config.keys / (std::string(officer) + ".key"));
      frame.signatures.push_back(
          {officer, core::sign_bytes(key.secret_key, wire::order_signing_bytes(origin, frame.order))});
    }
    sdk::Agency home;
    home.origin = origin;
    home.endpoint = endpoint();
    home.broker_key = host::read_public_key(config.keys / "transport.pub");
    home.log_key = genesis.log_key;
    home.transport_key = config.keys / "operator-transport.key";
    const auto outcome = sdk::send_order(home, frame, order_wait_ms);
    if (!outcome.accepted) throw std::runtime_error("the order was not accepted: " + outcome.why);
    previous = outcome.previous;
  }

  void activate(core::OrderKind kind, const fs::path& file) {
    core::Order activation;
    activation.kind = kind;
    order(std::move(activation), host::read_whole(file, core::limits::pack_bytes_max));
  }

  const fs::path directory;
  const fs::path site;
  core::Instant now;
  const host::Config config;
  const core::Genesis genesis;
  const host::Descriptor log_file;
  const host::Descriptor stop;
  host::Log log;
  Faults faults;
  core::Digest previous;
  std::vector<core::Counterpart> counterparts;
  std::deque<Actor> actors;

  std::mutex mutex;
  std::condition_variable changed;
  std::string bound;  ///< where the broker listens; empty: it does not
  std::string broke;  ///< why it ended though nobody had asked
  std::size_t restarts = 0;
  std::atomic<bool> crashed{false};
  std::thread thread;
};

Bus::Bus(const Options& options) : parts_(std::make_unique<Parts>(options)) {}
Bus::~Bus() = default;

fs::path Bus::admit(const Member& member) {
  core::Agency agency;
  agency.id = member.id;
  agency.name_zh = member.name_zh.empty() ? member.id : member.name_zh;
  agency.name_en = member.name_en.empty() ? member.id : member.name_en;
  agency.roles = {sdk::role_or_fail(member.role)};
  agency.level = static_cast<std::uint8_t>(member.level);
  agency.region = member.region;
  if (!sdk::is_agency_id(member.id)) throw std::runtime_error("'" + member.id + "' is no agency id: a-z 0-9 . -");
  const auto place = parts_->directory / member.id;
  core::Order order;
  order.kind = core::OrderKind::admit_agency;
  order.agency = host::make_agency(place, parts_->config, parts_->genesis, std::move(agency));
  parts_->order(std::move(order));
  return place;
}

Actor& Bus::play(const Member& member) {
  return parts_->actors.emplace_back(std::make_unique<Actor::Parts>(admit(member)));
}

void Bus::counterpart(const std::string& agency, const std::string& role, const std::string& counterpart) {
  core::Order order;
  order.kind = core::OrderKind::set_counterparts;
  // An order says all the counterparts that an agency has from now on: one that was refused is in no later order.
  auto all = parts_->counterparts;
  all.push_back({agency, sdk::role_or_fail(role), counterpart});
  order.counterparts = all;
  parts_->order(std::move(order));
  parts_->counterparts = std::move(all);
}

void Bus::set_clock(const std::string& instant) {
  core::Order order;
  order.kind = core::OrderKind::set_clock;
  order.instant = instant_of(instant);
  parts_->order(std::move(order));
  parts_->now = order.instant;
}

std::string Bus::clock() const { return core::print_instant(parts_->now); }
void Bus::fail_at(Hop hop, std::size_t times) { parts_->faults.fail_at(hop, times); }
std::size_t Bus::failed_at(Hop hop) const { return parts_->faults.failed_at(hop); }

void Bus::refuse_next(const std::string& code, std::size_t times) {
  for (auto number = static_cast<unsigned>(core::Refusal::malformed);
       number <= static_cast<unsigned>(core::Refusal::rolled_back); ++number) {
    const auto refusal = static_cast<core::Refusal>(number);
    if (core::name_of(refusal) == code) return parts_->faults.refuse_next(refusal, times);
  }
  throw std::runtime_error("'" + code + "' is no refusal of the protocol; docs/PROTOCOL.md lists them");
}

void Bus::crash() {
  parts_->end(true);
  parts_->start();
}

std::string Bus::endpoint() const { return parts_->endpoint(); }

}  // namespace caseway::testkit
