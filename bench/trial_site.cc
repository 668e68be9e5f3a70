#include "bench/trial_site.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "broker/core/digest.h"
#include "broker/host/site.h"
#include "broker/host/system.h"
#include "broker/rules/compile.h"
#include "broker/wire/order.h"
#include "sdk/order_session.h"

namespace caseway::bench {
namespace {

constexpr int order_wait_ms = 10'000;
constexpr const char* origin = "trial.example";

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TrialSite::TrialSite(std::filesystem::path bin, std::filesystem::path dir)
    : bin_(std::move(bin)), dir_(std::move(dir)) {
  std::filesystem::remove_all(dir_);
  host::SiteOptions options;
  options.origin = origin;
  host::init_site(dir_, options);
  broker_key_ = host::read_public_key(dir_ / "keys/transport.pub");
  log_key_ = host::read_public_key(dir_ / "keys/log.pub");
}

TrialSite::~TrialSite() {
  if (process_ > 0) stop(true);
}

std::string TrialSite::endpoint() const {
  std::string text = read_text(dir_ / "endpoint");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::uint64_t TrialSite::records() const {
  const std::string log = read_text(dir_ / "casewayd.log");
  constexpr std::string_view told = " records=";
  const auto opened = log.rfind("event=opened");
  const auto at = opened == std::string::npos ? opened : log.find(told, opened);
  if (at == std::string::npos) throw std::runtime_error("casewayd.log does not say how many records it opened");
  return std::strtoull(log.c_str() + at + told.size(), nullptr, 10);
}

void TrialSite::start(const char* option) {
  std::filesystem::remove(dir_ / "endpoint");
  const std::string program = (bin_ / "casewayd").string();
  const std::string config = (dir_ / "casewayd.toml").string();
  const std::string log = (dir_ / "casewayd.log").string();
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("fork failed");
  if (process_ == 0) {
    const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(fd, 1);
    ::dup2(fd, 2);
    ::execl(program.c_str(), "casewayd", "--config", config.c_str(), option, static_cast<char*>(nullptr));
    ::_exit(127);
  }
  for (int tries = 0; tries < 3000; ++tries) {
    if (!endpoint().empty()) return;
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == process_) {
      process_ = -1;
      throw std::runtime_error("casewayd did not start:\n" + read_text(log));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("casewayd does not listen after 30 s:\n" + read_text(log));
}

Usage TrialSite::stop(bool kill) {
  Usage usage;
  if (process_ <= 0) return usage;
  ::kill(process_, kill ? SIGKILL : SIGTERM);
  rusage used{};
  ::wait4(process_, &usage.status, 0, &used);
  process_ = -1;
  usage.cpu_s = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  usage.peak_mb = static_cast<double>(used.ru_maxrss) / 1024;
  const std::string log = read_text(dir_ / "casewayd.log");
  constexpr std::string_view told = "index_lag_max=";
  if (const auto at = log.rfind(told); !kill && at != std::string::npos) {
    usage.index_lag_max = std::strtoull(log.c_str() + at + told.size(), nullptr, 10);
  }
  return usage;
}

void TrialSite::order(core::Order order, std::vector<std::uint8_t> content) {
  order.previous = previous_;
  if (!content.empty()) order.digest = core::digest_of(content);
  wire::SendOrder frame;
  frame.order = wire::encode_order(order);
  frame.content = std::move(content);
  frame.number = 1;
  for (const char* officer : {"officer-1", "officer-2"}) {
    const auto key = host::read_signing_key(dir_ / "keys" / (std::string(officer) + ".key"));
    frame.signatures.push_back(
        {officer, core::sign_bytes(key.secret_key, wire::order_signing_bytes(origin, frame.order))});
  }
  sdk::Agency home;
  home.origin = origin;
  home.endpoint = endpoint();
  home.broker_key = broker_key_;
  home.log_key = log_key_;
  home.transport_key = dir_ / "keys/operator-transport.key";
  const auto outcome = sdk::send_order(home, frame, order_wait_ms);
  if (!outcome.accepted) throw std::runtime_error("order not accepted: " + outcome.why);
  previous_ = outcome.previous;
}

Member TrialSite::admit(const core::AgencyId& id, core::Role role, const std::string& region) {
  Member member{id, host::new_signing_key(), host::new_transport_key()};
  core::Order order;
  order.kind = core::OrderKind::admit_agency;
  order.agency.id = id;
  order.agency.name_zh = id;
  order.agency.name_en = id;
  order.agency.roles = {role};
  order.agency.level = 4;
  order.agency.region = region;
  order.agency.transport = member.transport.public_key;
  order.agency.since = host::wall_now();
  core::AgencyKey key;
  key.key = member.signing.public_key;
  key.valid_from = order.agency.since;
  order.agency.keys = {key};
  this->order(std::move(order));
  return member;
}

void TrialSite::counterparts(const std::vector<core::Counterpart>& rows) {
  core::Order order;
  order.kind = core::OrderKind::set_counterparts;
  order.counterparts = rows;
  this->order(std::move(order));
}

void TrialSite::activate(const std::filesystem::path& packs) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(packs)) {
    if (entry.path().extension() == ".capnp") texts[entry.path().filename().string()] = read_text(entry.path());
  }
  for (const bool calendar : {false, true}) {
    auto compiled = calendar ? rules::compile_calendar(texts) : rules::compile_bundle(texts);
    if (!compiled.errors.empty())
      throw std::runtime_error(compiled.errors.front().file + ": " + compiled.errors.front().what);
    core::Order order;
    order.kind = calendar ? core::OrderKind::activate_calendar : core::OrderKind::activate_pack;
    this->order(std::move(order), std::move(compiled.binary));
  }
}

}  // namespace caseway::bench
