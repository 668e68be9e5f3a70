// One agency that floods, and another at the same door.
#include <atomic>
#include <memory>
#include <thread>

#include "tests/host/door.h"

namespace caseway::host {
namespace {

/// Some connections that send for one agency as fast as the door takes it, and come again whenever they are cut. More
/// than one, because each stands still for a moment whenever ZeroMQ has let its queue fill up.
class Flood {
 public:
  Flood(Door& door, const TransportKey& agency, int connections) : door_(door), flooding_(connections) {
    for (int i = 0; i < connections; ++i) threads_.emplace_back([this, agency] { run(agency); });
  }
  ~Flood() {
    stop_ = true;
    while (flooding_ > 0) door_.take(1);  // their last frames may wait for room
    for (auto& thread : threads_) thread.join();
  }
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

  /// Takes arrivals until `done()`, never before the flood is 600 frames ahead of what was heard.
  bool until(const std::function<bool()>& done) {
    return door_.until([&] {
      heard_ += door_.frames.size();
      const bool over = done();
      door_.frames.clear();
      while (!over && sent_ < heard_ + 600) std::this_thread::yield();
      return over;
    });
  }
  /// Until one frame more of `agency` was heard.
  bool hears(const core::AgencyId& agency) {
    bool heard = false;
    return until([&] {
      for (const auto& frame : door_.frames) heard = heard || frame.agency == agency;
      return heard;
    });
  }

 private:
  void run(const TransportKey& agency) {
    while (!stop_) {
      RawPeer peer(door_.endpoint);
      if (!peer.shake_hands(agency, door_.broker.public_key)) continue;
      while (!stop_ && peer.send_part("flood", false)) ++sent_;
    }
    --flooding_;
  }

  Door& door_;
  std::size_t heard_ = 0;
  std::atomic<std::size_t> sent_{0};
  std::atomic<bool> stop_{false};
  std::atomic<int> flooding_;
  std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("listener: while one agency floods, another's ended sessions make room for its new ones (40, 8 at once)") {
  Door door(8);
  Flood flood(door, door.amr, 7);
  REQUIRE(flood.hears("amr"));
  for (int i = 0; i < 40; ++i) {
    CAPTURE(i);
    RawPeer peer(door.endpoint);
    REQUIRE(peer.shake_hands(door.police, door.broker.public_key));
    REQUIRE(peer.send_part("here I am", false));
    REQUIRE(flood.hears("police"));
  }
  const auto open = [&] {
    return std::count_if(door.opened.begin(), door.opened.end(), [&](auto& session) {
      return session.second == "police" && !door.closed.contains(session.first);
    });
  };
  CHECK(flood.until([&] { return open() == 0; }));
  CHECK(door.listener.sessions() < 7 + 8);
  CHECK(door.logged().find("agency=police") == std::string::npos);
}

}  // namespace caseway::host
