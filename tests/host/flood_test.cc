// One agency that floods, and another at the same door.
#include <atomic>
#include <deque>
#include <optional>
#include <thread>

#include "broker/host/fair_share.h"
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

TEST_CASE("listener: who floods is read no faster than it is heard, whoever else is there: nothing waits too long") {
  constexpr std::size_t sent = 5'000;
  constexpr std::size_t ahead = 2 * FairShare::session_frames_max;
  Door door;
  std::deque<Peer> others;
  for (int i = 0; i < 20; ++i) {
    others.emplace_back(door, door.police).send("hello");
    REQUIRE(door.until([&] { return door.frames.size() == others.size(); }));
  }
  RawPeer flooding(door.endpoint);
  REQUIRE(flooding.shake_hands(door.amr, door.broker.public_key));
  std::atomic<std::size_t> so_far = 0;
  std::thread sending([&] {
    while (so_far < sent && flooding.send_part("flood", false)) ++so_far;
  });
  std::size_t heard = 0;
  CHECK(door.until([&] {
    for (const auto& frame : door.frames) heard += frame.agency == "amr" ? 1 : 0;
    door.frames.clear();
    if (heard == sent || !door.closed.empty()) return true;
    others.front().send("beside");  // so that a turn takes a share of each
    while (so_far < std::min(sent, heard + ahead)) std::this_thread::yield();
    return false;
  }));
  CHECK(heard == sent);
  sending.join();
  CHECK(door.closed.empty());
  CHECK(door.logged().find("session_cut") == std::string::npos);
}

TEST_CASE("listener: what waits of a session is not heard once it is cut: replaced key, dropped; left before or not") {
  Door door;
  Peer other(door, door.police);
  other.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));  // so that a turn takes a share of each
  std::optional<RawPeer> thief(door.endpoint);
  REQUIRE(thief->shake_hands(door.amr, door.broker.public_key));
  for (int i = 0; i < 400; ++i) REQUIRE(thief->send_part("ack", false));
  door.frames.clear();
  std::size_t heard = 0;
  int full = 0;  // turns one after the other: more waits then
  REQUIRE(door.until([&] {
    if (full == 3) return true;
    full = door.frames.size() == heard + FairShare::share_max ? full + 1 : 0;
    heard = door.frames.size();
    return full == 3;
  }));
  const auto session = door.frames[0].session;
  REQUIRE(heard < 400);
  bool bye = false;
  const Members without_amr{{door.police.public_key, "police"}};
  SUBCASE("its key was replaced") { door.listener.admit(without_amr); }
  SUBCASE("it was dropped") { door.listener.drop(session, "over_credit"); }
  SUBCASE("it said bye") {
    bye = true;
    door.listener.close(session, "bye");
  }
  SUBCASE("it said bye, then its key was replaced") {
    door.listener.close(session, "bye");
    door.listener.admit(without_amr);
  }
  thief.reset();
  CHECK(door.until([&] { return door.closed.contains(session); }));
  CHECK((door.frames.size() > heard) == bye);
  still_serves(door);
}

}  // namespace caseway::host
