#include "tests/audit/small_site.h"

#include <doctest/doctest.h>

#include <fstream>

#include "broker/core/digest.h"
#include "broker/host/site.h"
#include "broker/rules/compile.h"
#include "broker/wire/order.h"
#include "tests/simulation/ports.h"
#include "tests/where.h"

namespace caseway::audit {
namespace {

constexpr const char* origin = "trial.example";

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class KeptNet final : public flow::Net {
 public:
  void send(flow::SessionNo session, flow::BytesView frame) override {
    auto decoded = wire::decode_broker(frame);
    REQUIRE(decoded.ok());
    came.emplace_back(session, std::move(decoded).value());
  }
  void drop(flow::SessionNo, std::string_view) override {}
  void close(flow::SessionNo, std::string_view) override {}
  std::deque<std::pair<flow::SessionNo, wire::BrokerFrame>> came;
};

class CountingIndex final : public flow::Index {
 public:
  void put(std::vector<flow::IndexEntry> entries) override { upto_ = entries.back().index + 1; }
  core::RecordIndex indexed_to() override { return upto_; }
  bool rebuilding() override { return false; }
  std::optional<core::RecordIndex> find(const core::AgencyId&, core::LaneNo, core::LaneNumber) override {
    return std::nullopt;
  }
  std::vector<flow::IndexEntry> case_history(const core::AgencyId&, const core::CaseId&, std::size_t) override {
    return {};
  }
  std::vector<flow::IndexEntry> search(const core::AgencyId&, std::string_view, std::size_t) override { return {}; }

 private:
  core::RecordIndex upto_ = 0;
};

}  // namespace

struct SmallSite::Parts {
  explicit Parts(const std::filesystem::path& dir)
      : journal(dir / "journal"),
        vault(dir / "vault"),
        signer(dir / "keys/log.key"),
        genesis(read_bytes(dir / "genesis.bin")) {
    flow::Ports ports;
    ports.journal = &journal;
    ports.vault = &vault;
    ports.net = &net;
    ports.time = &time;
    ports.index = &index;
    ports.signer = &signer;
    ports.random = &random;
    ports.aside = &aside;
    ports.snapshot_segments = 1;
    ports.segment_bytes = small_segment_bytes;
    broker = std::make_unique<flow::Broker>(ports, genesis);
  }
  host::PosixDisk journal;
  host::PosixDisk vault;
  KeptNet net;
  host::SystemTime time;
  CountingIndex index;
  host::LogSigner signer;
  host::SystemRandom random;
  std::vector<std::uint8_t> genesis;
  simulation::SimAside aside{journal};
  std::unique_ptr<flow::Broker> broker;
  std::map<core::AgencyId, flow::SessionNo> sessions;
};

SmallSite::SmallSite(const std::filesystem::path& dir) : dir_(dir) {
  host::SiteOptions options;
  options.origin = origin;
  host::init_site(dir_, options);
  open();
}

SmallSite::~SmallSite() = default;

void SmallSite::open() { parts_ = std::make_unique<Parts>(dir_); }

void SmallSite::stop() {
  parts_->broker->stop();
  parts_.reset();
}

const engine::State& SmallSite::state() const { return parts_->broker->state(); }

void SmallSite::turn(flow::SessionNo session, const core::AgencyId& agency,
                     const std::vector<std::vector<std::uint8_t>>& frames) {
  std::vector<flow::Inbound> batch;
  for (const auto& frame : frames) batch.push_back({session, agency, frame});
  parts_->broker->turn(batch);
  parts_->aside.run();
}

flow::SessionNo SmallSite::session_of(const core::AgencyId& agency) {
  auto [found, is_new] = parts_->sessions.try_emplace(agency, parts_->sessions.size() + 1);
  if (is_new) {
    parts_->broker->session_opened(found->second, agency);
    wire::Hello hello;
    hello.fingerprint = wire::schema_fingerprint();
    hello.consume = true;
    hello.delivery_credit = core::limits::credit_messages;
    turn(found->second, agency, {wire::encode(wire::ClientFrame(hello))});
  }
  return found->second;
}

void SmallSite::say(const core::AgencyId& agency, const wire::ClientFrame& frame) {
  turn(session_of(agency), agency, {wire::encode(frame)});
  for (auto& [session, came] : parts_->net.came) heard_.push_back(std::move(came));
  parts_->net.came.clear();
}

void SmallSite::send(const bench::Member& member, const std::vector<std::vector<std::uint8_t>>& frames) {
  turn(session_of(member.id), member.id, frames);
  while (!parts_->net.came.empty()) {
    const auto [session, frame] = std::move(parts_->net.came.front());
    parts_->net.came.pop_front();
    heard_.push_back(frame);
    const auto* delivery = std::get_if<wire::Delivery>(&frame);
    if (delivery == nullptr) continue;
    for (const auto& [agency, number] : parts_->sessions) {
      if (number == session) turn(session, agency, {wire::encode(wire::ClientFrame(wire::Ack{{delivery->delivery}}))});
    }
  }
}

void SmallSite::order(core::Order order, std::vector<std::uint8_t> content) {
  order.previous = previous_order_;
  if (!content.empty()) order.digest = core::digest_of(content);
  wire::SendOrder frame;
  frame.order = wire::encode_order(order);
  frame.content = std::move(content);
  for (const std::string officer : {"officer-1", "officer-2"}) {
    const auto key = host::read_signing_key(dir_ / "keys" / (officer + ".key"));
    frame.signatures.push_back(
        {officer, core::sign_bytes(key.secret_key, wire::order_signing_bytes(origin, frame.order))});
  }
  say("operator", frame);
  const auto* answer = std::get_if<wire::OrderAnswer>(&heard_.back());
  REQUIRE(answer != nullptr);
  REQUIRE_MESSAGE(answer->accepted, answer->why);
  previous_order_ = answer->previous;
}

bench::Member SmallSite::admit(const core::AgencyId& id, core::Role role) {
  bench::Member member{id, host::new_signing_key(), host::new_transport_key()};
  core::Order order;
  order.kind = core::OrderKind::admit_agency;
  order.agency.id = id;
  order.agency.name_zh = id;
  order.agency.name_en = id;
  order.agency.roles = {role};
  order.agency.level = 4;
  order.agency.region = "350123";
  order.agency.transport = member.transport.public_key;
  order.agency.since = host::wall_now();
  core::AgencyKey key;
  key.key = member.signing.public_key;
  key.valid_from = order.agency.since;
  order.agency.keys = {key};
  this->order(std::move(order));
  return member;
}

const std::vector<std::vector<std::uint8_t>>& shipped_packs() {
  static const auto compiled = [] {
    std::map<std::string, std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
      if (entry.path().extension() != ".capnp") continue;
      const auto bytes = read_bytes(entry.path());
      texts[entry.path().filename().string()] = {bytes.begin(), bytes.end()};
    }
    std::vector<std::vector<std::uint8_t>> both;
    for (auto& each : {rules::compile_bundle(texts), rules::compile_calendar(texts)}) {
      for (const auto& error : each.errors) MESSAGE(error.file << ":" << error.line << ": " << error.what);
      REQUIRE(each.errors.empty());
      both.push_back(each.binary);
    }
    return both;
  }();
  return compiled;
}

void SmallSite::activate_packs() {
  core::Order order;
  order.kind = core::OrderKind::activate_pack;
  this->order(order, shipped_packs()[0]);
  order.kind = core::OrderKind::activate_calendar;
  this->order(order, shipped_packs()[1]);
}

}  // namespace caseway::audit
