#include "fake_broker.h"

#include <doctest/doctest.h>
#include <zmq.h>

#include <array>
#include <cstring>

#include "broker/core/receipt.h"

namespace caseway::tests {
namespace {

using Parts = std::vector<std::vector<std::uint8_t>>;

Parts receive_all(void* socket) {
  Parts parts;
  for (int more = 1; more != 0;) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) < 0) {
      zmq_msg_close(&message);
      return {};
    }
    const auto* data = static_cast<const std::uint8_t*>(zmq_msg_data(&message));
    parts.emplace_back(data, data + zmq_msg_size(&message));
    more = zmq_msg_more(&message);
    zmq_msg_close(&message);
  }
  return parts;
}

void send_all(void* socket, const Parts& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    zmq_send(socket, parts[i].data(), parts[i].size(), i + 1 < parts.size() ? ZMQ_SNDMORE : 0);
  }
}

std::vector<std::uint8_t> text(std::string_view words) { return {words.begin(), words.end()}; }

}  // namespace

SmallLog::SmallLog() {
  const std::array<std::uint8_t, 32> seed{7};
  key_ = core::key_pair_from_seed(seed);
}

core::Checkpoint SmallLog::checkpoint() const {
  core::Checkpoint checkpoint;
  checkpoint.origin = "caseway.example";
  checkpoint.tree_size = leaves_.size();
  checkpoint.root = core::merkle_root(leaves_);
  checkpoint.time = {1'758'855'900'000};
  checkpoint.signature = core::sign_bytes(key_.secret_key, core::checkpoint_bytes(checkpoint));
  return checkpoint;
}

core::Receipt SmallLog::record(core::Statement statement) {
  statement.index = leaves_.size();
  core::Receipt receipt;
  receipt.statement = core::encode_statement(statement);
  leaves_.push_back(core::leaf_hash(receipt.statement));
  receipt.proof.path = core::inclusion_path(leaves_, leaves_.size() - 1);
  receipt.proof.checkpoint = checkpoint();
  return receipt;
}

FakeBroker::FakeBroker(Answer answer)
    : answer_(std::move(answer)), transport_(sdk::new_transport_key()), context_(zmq_ctx_new()) {
  void* zap = zmq_socket(context_, ZMQ_REP);
  REQUIRE(zmq_bind(zap, "inproc://zeromq.zap.01") == 0);
  void* router = zmq_socket(context_, ZMQ_ROUTER);
  const int one = 1;
  const int zero = 0;
  zmq_setsockopt(router, ZMQ_LINGER, &zero, sizeof zero);
  zmq_setsockopt(router, ZMQ_CURVE_SERVER, &one, sizeof one);
  zmq_setsockopt(router, ZMQ_CURVE_SECRETKEY, transport_.secret.data(), transport_.secret.size());
  zmq_setsockopt(router, ZMQ_ZAP_DOMAIN, "test", 4);
  REQUIRE(zmq_bind(router, "tcp://127.0.0.1:*") == 0);
  std::array<char, 128> name{};
  std::size_t size = name.size();
  zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, name.data(), &size);
  endpoint_ = name.data();
  thread_ = std::thread([this, router, zap] { run(router, zap); });
}

FakeBroker::~FakeBroker() {
  stop_ = true;
  thread_.join();
  zmq_ctx_term(context_);
}

void FakeBroker::run(void* router, void* zap) {
  while (!stop_) {
    std::array<zmq_pollitem_t, 2> items{{{router, 0, ZMQ_POLLIN, 0}, {zap, 0, ZMQ_POLLIN, 0}}};
    zmq_poll(items.data(), 2, 20);
    if (const Parts asked = receive_all(zap); asked.size() >= 2) {
      ++handshakes;
      const bool yes = admits;
      send_all(zap, {asked[0], asked[1], text(yes ? "200" : "400"), text(yes ? "OK" : "no"), text("member"), {}});
    }
    for (Parts parts = receive_all(router); parts.size() == 2; parts = receive_all(router)) {
      const auto frame = wire::decode_client(parts[1]);
      if (!frame.ok()) continue;
      for (const auto& each : answers_to(frame.value())) send_all(router, {parts[0], wire::encode(each)});
    }
  }
  zmq_close(router);
  zmq_close(zap);
}

FakeBroker::Frames FakeBroker::answers_to(const wire::ClientFrame& frame) {
  const std::scoped_lock lock(answering_);
  if (const auto* beat = std::get_if<wire::Heartbeat>(&frame)) return {*beat};
  if (std::holds_alternative<wire::Bye>(frame)) return {};
  const auto* hello = std::get_if<wire::Hello>(&frame);
  if (hello == nullptr) return answer_(frame);
  heard_hellos.push_back(*hello);
  Frames answers{welcome()};
  if (with_welcome) {
    for (auto& each : with_welcome()) answers.push_back(std::move(each));
  }
  ++hellos;
  return answers;
}

}  // namespace caseway::tests
