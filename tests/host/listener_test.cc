#include "broker/host/listener.h"

#include <doctest/doctest.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <thread>

#include "tests/host/door.h"

namespace caseway::host {
namespace {

std::size_t resident_mib() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / core::limits::mib;
}

std::size_t descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// Admitted, and silent. What the door's monitor says of it is not read by that.
std::unique_ptr<RawPeer> silent_peer(const Door& door) {
  auto peer = std::make_unique<RawPeer>(door.endpoint);
  REQUIRE(peer->shake_hands(door.amr, door.broker.public_key));
  return peer;
}

}  // namespace

TEST_CASE("listener: an admitted agency is named by its key, and answers reach it") {
  Door door;
  Peer peer(door, door.amr);
  peer.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  CHECK(door.text(0) == "hello");
  CHECK(door.frames[0].agency == "amr");
  REQUIRE(door.opened.size() == 1);
  CHECK(door.opened[0].first == door.frames[0].session);
  const flow::Bytes answer{'y', 'e', 's'};
  door.listener.send(door.frames[0].session, answer);
  CHECK(peer.receive() == "yes");
}

TEST_CASE("listener: two connections of one agency are two sessions; a session ends with its connection") {
  Door door;
  auto first = std::make_unique<Peer>(door, door.amr);
  Peer second(door, door.amr);
  first->send("1");
  second.send("2");
  REQUIRE(door.until([&] { return door.frames.size() == 2; }));
  CHECK(door.frames[0].session != door.frames[1].session);
  const flow::SessionNo ended = door.text(0) == "1" ? door.frames[0].session : door.frames[1].session;
  first.reset();
  REQUIRE(door.until([&] { return !door.closed.empty(); }));
  CHECK(door.closed == std::set<flow::SessionNo>{ended});
  CHECK(door.listener.sessions() == 1);
}

TEST_CASE("listener: what a peer sent before it left still arrives") {
  Door door;
  {
    RawPeer peer(door.endpoint);
    REQUIRE(peer.shake_hands(door.amr, door.broker.public_key));
    for (int i = 0; i < 100; ++i) CHECK(peer.send_part(std::to_string(i), false));
  }
  REQUIRE(door.until([&] { return door.frames.size() == 100 && !door.closed.empty(); }));
  CHECK(door.opened.size() == 1);
  CHECK(door.text(99) == "99");
}

TEST_CASE("listener: at most turn_messages_max frames at once") {
  Door door;
  Peer peer(door, door.amr);
  for (int i = 0; i < 200; ++i) peer.send(std::to_string(i));
  for (std::size_t before = 0; door.frames.size() < 200;) {
    door.take(1000);
    CHECK(door.frames.size() - before <= core::limits::turn_messages_max);
    before = door.frames.size();
  }
  CHECK(door.text(199) == "199");
}

TEST_CASE("listener: who is not admitted never gets a session: stranger, NULL, PLAIN, wrong broker key") {
  Door door;
  const TransportKey stranger = new_transport_key();
  constexpr int failed = ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_DISCONNECTED;
  const auto refused = [&](Peer& peer) {
    CHECK(peer.try_send("let me in"));
    const int event = peer.event(failed | ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
    CHECK((event & failed) != 0);
    return event;
  };
  {
    Peer peer(door, stranger);
    CHECK(refused(peer) == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
  }
  {
    Peer peer(door, door.amr, Peer::Mechanism::none);
    refused(peer);
  }
  {
    Peer peer(door, door.amr, Peer::Mechanism::plain);
    refused(peer);
  }
  {
    Peer peer(door, door.amr, Peer::Mechanism::curve, "", &stranger.public_key);
    refused(peer);
  }
  still_serves(door);
  CHECK(door.opened.size() == 1);
}

TEST_CASE("listener: junk, HTTP and silence are closed, and nothing of them arrives") {
  Door door;
  for (const std::string& bytes : {std::string(300, '\xff'), std::string("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                                   std::string(4096, '\0'), std::string()}) {
    RawPeer peer(door.endpoint);
    peer.write(bytes);
    CHECK(peer.closed_by_broker());
  }
  still_serves(door);
  CHECK(door.opened.size() == 1);
}

TEST_CASE("listener: a frame one byte over message_bytes_max ends its connection, the longest one arrives") {
  Door door;
  RawPeer good(door.endpoint);
  REQUIRE(good.shake_hands(door.amr, door.broker.public_key));
  // ZeroMQ's limit counts its CURVE box too: command name, nonce, authenticator, flag.
  constexpr std::size_t longest = core::limits::message_bytes_max - 33;
  CHECK(good.send_part(std::string(longest, 'x'), false));
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  CHECK(door.frames[0].frame.size() == longest);
  good.send_part(std::string(longest + 1, 'x'), false);  // it may be closed before all of it is out
  CHECK(good.closed_by_broker());
  still_serves(door);
}

TEST_CASE("listener: a routing id of the peer's own choice is cut, and so is its double") {
  Door door;
  Peer first(door, door.amr, Peer::Mechanism::curve, "police-1");
  first.send("mine");
  REQUIRE(first.event(ZMQ_EVENT_HANDSHAKE_SUCCEEDED) != 0);
  Peer second(door, door.police, Peer::Mechanism::curve, "police-1");
  second.send("no, mine");
  door.until([&] { return door.listener.sessions() > 0; });
  CHECK(first.event(ZMQ_EVENT_DISCONNECTED) != 0);
  still_serves(door);
  CHECK(door.opened.size() == 1);
  CHECK(door.frames.size() == 1);
}

TEST_CASE("listener: a message of several parts is read to its end and its session cut (2 and 1,000 parts)") {
  Door door;
  for (const int parts : {2, 1000}) {
    Peer peer(door, door.amr);
    peer.send("good");
    REQUIRE(door.until([&] { return door.frames.size() == 1; }));
    for (int i = 1; i < parts; ++i) peer.send("part", true);
    peer.send("last");
    const std::size_t closed = door.closed.size();
    REQUIRE(door.until([&] { return door.closed.size() > closed; }));
    CHECK(door.frames.size() == 1);
    CHECK(door.text(0) == "good");
    door.frames.clear();
  }
  still_serves(door);
}

TEST_CASE("listener: endless parts are cut while memory stays bounded and others are served (at most 1 GiB offered)") {
  Door door;
  Peer other(door, door.police);
  other.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  const std::size_t before = resident_mib();
  std::size_t peak = 0;
  std::size_t offered = 0;
  std::atomic<bool> cut{false};
  std::thread flood([&] {
    RawPeer peer(door.endpoint);
    if (!peer.shake_hands(door.amr, door.broker.public_key) || !peer.send_part("hello", false)) return;
    const std::string part(256 * core::limits::kib, 'x');
    while (!cut && offered < 4096 && peer.send_part(part, true)) ++offered;
    cut = true;
  });
  std::size_t served = 0;
  const auto of_police = [&] {
    return std::find_if(door.frames.begin(), door.frames.end(), [](auto& frame) { return frame.agency == "police"; });
  };
  CHECK(door.until([&] {
    peak = std::max(peak, resident_mib());
    if (const auto asked = of_police(); asked != door.frames.end()) {  // it is answered while the other floods
      door.listener.send(asked->session, flow::Bytes{'y', 'e', 's'});
      served += other.receive() == "yes" ? 1 : 0;
      door.frames.erase(asked);
      other.send("again");
    }
    return cut.load();
  }));
  flood.join();
  CHECK(offered < 4096);
  CHECK(peak - before < 200);
  CHECK(served > 1);
  CHECK(door.logged().find("level=warning event=unread_flood session=2 agency=amr peer=") != std::string::npos);
  CHECK(door.until([&] { return of_police() != door.frames.end(); }));
}

TEST_CASE("listener: who leaves the directory is cut while connected, and may not come back") {
  Door door;
  Peer peer(door, door.amr);
  peer.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  door.listener.admit({{door.police.public_key, "police"}});
  CHECK(peer.event(ZMQ_EVENT_DISCONNECTED) != 0);
  CHECK(peer.event(ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_SUCCEEDED) == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
  REQUIRE(door.until([&] { return !door.closed.empty(); }));
  door.listener.send(door.frames[0].session, flow::Bytes{1});
  still_serves(door);
}

TEST_CASE("listener: who is let in may connect; who is connected and left out stays until the door is told") {
  Door door;
  Peer amr(door, door.amr);
  amr.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  const TransportKey court = new_transport_key();
  constexpr int either = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_SUCCEEDED;
  CHECK(Peer(door, court).event(either) == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
  door.listener.let_in({{court.public_key, "court"}});
  CHECK(Peer(door, court).event(either) == ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
  amr.send("still here");
  REQUIRE(door.until([&] { return door.frames.size() == 2; }));
  CHECK(door.frames[1].agency == "amr");
  CHECK(Peer(door, door.amr).event(either) == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
}

TEST_CASE("listener: an agency whose transport key was replaced is cut under the old one") {
  Door door;
  Peer peer(door, door.amr);
  peer.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  const TransportKey renewed = new_transport_key();
  door.listener.admit({{renewed.public_key, "amr"}, {door.police.public_key, "police"}});
  CHECK(peer.event(ZMQ_EVENT_DISCONNECTED) != 0);
  Peer again(door, renewed);
  again.send("it is me");
  REQUIRE(door.until([&] { return door.frames.size() == 2; }));
  CHECK(door.frames[1].agency == "amr");
}

TEST_CASE("listener: one agency may not take all sessions (2)") {
  Door door(2);
  Peer a(door, door.amr);
  Peer b(door, door.amr);
  a.send("a");
  b.send("b");
  REQUIRE(door.until([&] { return door.frames.size() == 2; }));
  Peer c(door, door.amr);
  c.send("c");
  CHECK(door.until([&] { return door.listener.sessions() > 2; }));
  CHECK(c.event(ZMQ_EVENT_DISCONNECTED) != 0);
  CHECK(door.frames.size() == 2);
  still_serves(door);
}

TEST_CASE("listener: a peer that does not read is cut, never waited for") {
  Door door;
  RawPeer peer(door.endpoint);
  REQUIRE(peer.shake_hands(door.amr, door.broker.public_key));
  REQUIRE(peer.send_part("hello", false));
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  const flow::Bytes frame(16 * core::limits::kib, 1);
  for (int i = 0; i < 20'000 && door.closed.empty(); ++i) {
    door.listener.send(door.frames[0].session, frame);
    if (i % 100 == 0) door.take(0);
  }
  CHECK(door.until([&] { return !door.closed.empty(); }));
  still_serves(door);
}

TEST_CASE("listener: what lies unsent is counted in bytes: at most 40 MiB and what the kernel holds (256 KiB frames)") {
  Door door;
  const flow::Bytes frame(256 * core::limits::kib, 1);
  {
    RawPeer peer(door.endpoint);
    REQUIRE(peer.shake_hands(door.amr, door.broker.public_key));
    REQUIRE(peer.send_part("hello", false));
    REQUIRE(door.until([&] { return door.frames.size() == 1; }));
    std::size_t sent = 0;
    for (; sent < 1000 && door.closed.empty(); ++sent) {
      door.listener.send(door.frames[0].session, frame);
      door.take(0);
    }
    CHECK(sent >= Listener::unsent_bytes_max / frame.size());
    CHECK(sent < 2 * Listener::unsent_bytes_max / frame.size());
  }
  // One that reads may be sent any amount.
  Peer reader(door, door.police);
  reader.send("hello");
  REQUIRE(door.until([&] { return door.frames.back().agency == "police"; }));
  const auto session = door.frames.back().session;
  for (std::size_t i = 0; i < 2 * Listener::unsent_bytes_max / frame.size(); ++i) {
    door.listener.send(session, frame);
    REQUIRE(reader.receive().size() == 1024);
  }
  door.take(0);
  CHECK_FALSE(door.closed.contains(session));
  door.listener.send(session, flow::Bytes{'y'});
  CHECK(reader.receive() == "y");
}

TEST_CASE(
    "listener: an agency's sessions together leave at most 320 MiB untaken, and the fullest is cut (12 sessions)") {
  Door door;
  std::deque<RawPeer> silent;
  const auto join = [&](const TransportKey& key) {
    silent.emplace_back(door.endpoint);
    REQUIRE(silent.back().shake_hands(key, door.broker.public_key));
    REQUIRE(silent.back().send_part("hello", false));
    const auto heard = door.frames.size();
    REQUIRE(door.until([&] { return door.frames.size() == heard + 1; }));
    return door.frames.back().session;
  };
  std::vector<flow::SessionNo> sessions;
  for (int i = 0; i < 12; ++i) sessions.push_back(join(door.amr));
  const auto another = join(door.police);
  const flow::Bytes frame(256 * core::limits::kib, 1);
  const auto fill = [&](flow::SessionNo session, std::size_t mib) {
    for (std::size_t sent = 0; sent < mib * core::limits::mib; sent += frame.size()) door.listener.send(session, frame);
    door.take(0);
  };
  for (std::size_t i = 0; i < 8; ++i) fill(sessions[i], i == 3 ? 39 : 38);
  fill(another, 38);
  REQUIRE(door.closed.empty());
  // The others leave little each, and it is added up all the same. What the kernel holds for a peer was taken.
  std::size_t more = 0;
  for (; more < 200 * core::limits::mib && door.closed.empty(); more += frame.size()) {
    door.listener.send(sessions[8 + more / frame.size() % 4], frame);
    door.take(0);
  }
  CHECK(more > 15 * core::limits::mib);
  CHECK(more < 15 * core::limits::mib + 12 * 8 * core::limits::mib);
  REQUIRE(door.until([&] { return !door.closed.empty(); }));
  CHECK(door.closed == std::set<flow::SessionNo>{sessions[3]});
}

TEST_CASE("listener: a stopped peer that leaves does not abort the process (libzmq 4.3.4, heartbeats)") {
  Door door;
  {
    Peer peer(door, door.amr);
    peer.send("hello");
    REQUIRE(door.until([&] { return door.frames.size() == 1; }));
    for (int i = 0; i < 5000 && peer.try_send(std::string(1000, 'x')); ++i) {
    }
  }  // its input was stopped at the receive limit when it went
  const std::int64_t end = monotonic_ms() + 1000;
  while (monotonic_ms() < end) door.take(20);
  CHECK(door.until([&] { return !door.closed.empty(); }));
  still_serves(door);
}

TEST_CASE("listener: dropped by the broker, a session hears nothing more and is told once") {
  Door door;
  Peer peer(door, door.amr);
  peer.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  door.listener.drop(door.frames[0].session, "over_credit");
  door.listener.drop(door.frames[0].session, "over_credit");
  CHECK(peer.event(ZMQ_EVENT_DISCONNECTED) != 0);
  REQUIRE(door.until([&] { return !door.closed.empty() && door.listener.sessions() == 0; }));
  CHECK(door.closed.size() == 1);
  CHECK(door.logged().find("level=warning event=session_cut session=1 agency=amr") != std::string::npos);
  CHECK(door.logged().find("session_ended") == std::string::npos);
}

TEST_CASE("listener: ended in good order, a session is a line of information") {
  Door door;
  Peer peer(door, door.amr);
  peer.send("bye");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  door.listener.close(door.frames[0].session, "bye");
  CHECK(peer.event(ZMQ_EVENT_DISCONNECTED) != 0);
  REQUIRE(door.until([&] { return !door.closed.empty() && door.listener.sessions() == 0; }));
  CHECK(door.logged().find("level=info event=session_ended session=1 agency=amr") != std::string::npos);
  CHECK(door.logged().find("session_cut") == std::string::npos);
}

TEST_CASE("listener: who is let in and says nothing is cut, who spoke may be silent") {
  Door door(64, 300);
  RawPeer speaker(door.endpoint);
  REQUIRE(speaker.shake_hands(door.police, door.broker.public_key));
  REQUIRE(speaker.send_part("hello", false));
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  RawPeer silent(door.endpoint);
  REQUIRE(silent.shake_hands(door.amr, door.broker.public_key));
  REQUIRE(door.until([&] { return door.logged().find("event=said_nothing peer=127.0.0.1:") != std::string::npos; }));
  CHECK(silent.closed_by_broker());
  REQUIRE(speaker.send_part("still here", false));
  CHECK(door.until([&] { return door.frames.size() == 2; }));
}

TEST_CASE("listener: of too many connections the oldest that says nothing goes, never a session (5 of 20)") {
  Door door(64, 10'000, 5);
  Peer member(door, door.police);
  member.send("hello");
  REQUIRE(door.until([&] { return door.frames.size() == 1; }));
  std::vector<std::unique_ptr<RawPeer>> silent;
  for (int i = 0; i < 20; ++i) {
    silent.push_back(std::make_unique<RawPeer>(door.endpoint));
    REQUIRE(silent.back()->shake_hands(door.amr, door.broker.public_key));
    door.take(0);
  }
  REQUIRE(door.until([&] { return door.logged().find("event=too_many_connections") != std::string::npos; }));
  CHECK(door.logged().find("most=5") != std::string::npos);
  CHECK(silent.front()->closed_by_broker());
  REQUIRE(silent.back()->send_part("me too", false));
  CHECK(door.until([&] { return door.frames.size() == 2; }));
  member.send("still here");
  CHECK(door.until([&] { return door.frames.size() == 3; }));
}

TEST_CASE(
    "listener: room is made once all is read: who left before gave its descriptor to one who stays (6 of 7, 5 more)") {
  Door door(64, 10'000, 6);
  const std::size_t before = descriptors();
  std::vector<std::unique_ptr<RawPeer>> peers;
  for (int i = 0; i < 7; ++i) peers.push_back(silent_peer(door));
  peers.erase(peers.begin(), peers.end() - 1);
  const std::int64_t end = monotonic_ms() + patience_ms;
  while (descriptors() > before + 2 && monotonic_ms() < end) std::this_thread::yield();  // one at either end is left
  REQUIRE(descriptors() == before + 2);
  for (int i = 0; i < 5; ++i) peers.push_back(silent_peer(door));

  door.take(0);  // reads of seven, of six ends, of five more: never more than six are there
  for (const auto& peer : peers) CHECK(peer->send_part("here", false));
  CHECK(door.until([&] { return door.frames.size() == 6; }));
  CHECK(door.logged().find("too_many_connections") == std::string::npos);
}

}  // namespace caseway::host
