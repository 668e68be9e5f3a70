// A listener under test, and the peers that come to it.
#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/host/listener.h"
#include "broker/host/system.h"
#include "tests/host/raw_peer.h"
#include "tests/host/scratch.h"

namespace caseway::host {

inline constexpr std::int64_t patience_ms = 20'000;

/// A listener that admits `amr` and `police`, and all that came to it so far.
class Door {
 public:
  explicit Door(std::int64_t sessions_max = 64, std::int64_t first_frame_ms = 10'000,
                std::size_t connections_max = 8192)
      : listener({broker, 2'000, sessions_max, first_frame_ms, connections_max}, log) {
    listener.admit({{amr.public_key, "amr"}, {police.public_key, "police"}});
    endpoint = listener.bind("tcp://127.0.0.1:0");
  }
  ~Door() { ::close(file); }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  /// Takes arrivals until `done()`; false when it does not come to that.
  bool until(const std::function<bool()>& done) {
    const std::int64_t end = monotonic_ms() + patience_ms;
    while (!done() && monotonic_ms() < end) take(20);
    return done();
  }
  void take(std::int64_t wait_ms) {
    auto arrivals = listener.receive(wait_ms, -1);
    for (auto& [session, agency] : arrivals.opened) opened.emplace_back(session, agency);
    for (auto& frame : arrivals.frames) frames.push_back(std::move(frame));
    closed.insert(arrivals.closed.begin(), arrivals.closed.end());
  }
  [[nodiscard]] std::string logged() const { return scratch.read("log"); }
  [[nodiscard]] std::string text(std::size_t i) const { return {frames.at(i).frame.begin(), frames.at(i).frame.end()}; }

  TransportKey broker = new_transport_key();
  TransportKey amr = new_transport_key();
  TransportKey police = new_transport_key();
  Scratch scratch;
  int file = ::open((scratch / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  Log log{file};
  Listener listener;
  std::string endpoint;
  std::vector<std::pair<flow::SessionNo, core::AgencyId>> opened;
  std::vector<flow::Inbound> frames;
  std::set<flow::SessionNo> closed;
};

/// A DEALER of libzmq, as an agency's client is, with its monitor.
class Peer {
 public:
  enum class Mechanism { none, plain, curve };
  Peer(const Door& door, const TransportKey& own, Mechanism mechanism = Mechanism::curve,
       std::string_view identity = "", const core::PublicKey* broker = nullptr)
      : context_(zmq_ctx_new()), dealer_(zmq_socket(context_, ZMQ_DEALER)), monitor_(zmq_socket(context_, ZMQ_PAIR)) {
    const int zero = 0;
    zmq_setsockopt(dealer_, ZMQ_LINGER, &zero, sizeof zero);
    if (mechanism == Mechanism::curve) {
      const core::PublicKey& server = broker ? *broker : door.broker.public_key;
      zmq_setsockopt(dealer_, ZMQ_CURVE_SERVERKEY, server.bytes.data(), 32);
      zmq_setsockopt(dealer_, ZMQ_CURVE_PUBLICKEY, own.public_key.bytes.data(), 32);
      zmq_setsockopt(dealer_, ZMQ_CURVE_SECRETKEY, own.secret.data(), 32);
    } else if (mechanism == Mechanism::plain) {
      zmq_setsockopt(dealer_, ZMQ_PLAIN_USERNAME, "amr", 3);
      zmq_setsockopt(dealer_, ZMQ_PLAIN_PASSWORD, "amr", 3);
    }
    if (!identity.empty()) zmq_setsockopt(dealer_, ZMQ_ROUTING_ID, identity.data(), identity.size());
    zmq_socket_monitor(dealer_, "inproc://peer.monitor", ZMQ_EVENT_ALL);
    zmq_connect(monitor_, "inproc://peer.monitor");
    zmq_connect(dealer_, door.endpoint.c_str());
  }
  ~Peer() {
    zmq_socket_monitor(dealer_, nullptr, 0);
    zmq_close(monitor_);
    zmq_close(dealer_);
    zmq_ctx_term(context_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void send(std::string_view text, bool more = false) {
    CHECK(zmq_send(dealer_, text.data(), text.size(), more ? ZMQ_SNDMORE : 0) >= 0);
  }
  bool try_send(std::string_view text) { return zmq_send(dealer_, text.data(), text.size(), ZMQ_DONTWAIT) >= 0; }
  std::string receive() {
    char buffer[1024];
    const int patience = patience_ms;
    zmq_setsockopt(dealer_, ZMQ_RCVTIMEO, &patience, sizeof patience);
    const int got = zmq_recv(dealer_, buffer, sizeof buffer, 0);
    return got < 0 ? "nothing" : std::string(buffer, std::min(sizeof buffer, static_cast<std::size_t>(got)));
  }
  /// Waits for one of `wanted` (ZMQ_EVENT_...); 0 when none comes. Meanwhile nobody serves the door: ZeroMQ's threads
  /// do.
  int event(int wanted) {
    const int patience = patience_ms;
    zmq_setsockopt(monitor_, ZMQ_RCVTIMEO, &patience, sizeof patience);
    for (;;) {
      std::uint8_t bytes[6];
      if (zmq_recv(monitor_, bytes, sizeof bytes, 0) < 0) return 0;
      char address[256];
      zmq_recv(monitor_, address, sizeof address, 0);
      const int what = bytes[0] | bytes[1] << 8;
      if (what & wanted) return what;
    }
  }

 private:
  void* context_;
  void* dealer_;
  void* monitor_;
};

inline void still_serves(Door& door) {
  Peer peer(door, door.police);
  const std::size_t before = door.frames.size();
  peer.send("are you there");
  REQUIRE(door.until([&] { return door.frames.size() > before; }));
  CHECK(door.text(before) == "are you there");
  CHECK(door.frames[before].agency == "police");
}

}  // namespace caseway::host
