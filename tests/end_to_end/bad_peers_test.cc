// Whoever knocks at a real broker's port and is no member in good order: refused or cut, with a line that names the
// address where the system still knows it, however often no more than some lines a minute (docs/BAD_INPUT.md).
#include <doctest/doctest.h>
#include <zmq.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <optional>
#include <regex>
#include <thread>

#include "broker/host/log.h"
#include "broker/host/system.h"
#include "tests/end_to_end/letter.h"
#include "tests/host/raw_peer.h"
#include "tests/sanitized.h"

namespace caseway::bench {
namespace {

using host::RawPeer;

constexpr std::int64_t patience_ms = 30'000;

/// The broker's lines of one event, as soon as there are `least`.
std::vector<std::string> lines_of(const Trial& trial, const std::string& event, std::size_t least = 1) {
  std::vector<std::string> lines;
  for (const auto end = host::monotonic_ms() + patience_ms; host::monotonic_ms() < end;) {
    lines.clear();
    std::istringstream log(text_of_file(trial.site.dir() / "casewayd.log"));
    for (std::string line; std::getline(log, line);)
      if (line.find(" event=" + event + " ") != std::string::npos) lines.push_back(line);
    if (lines.size() >= least) return lines;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return lines;
}

bool names_a_peer(const std::string& line) {
  return std::regex_search(line, std::regex(" peer=127\\.0\\.0\\.1(:[0-9]+)? ?"));
}

// Whom ZeroMQ closed at once may be gone before the broker asks the system for the address.
bool names_a_peer_or_gone(const std::string& line) {
  return names_a_peer(line) || line.find(" peer=gone ") != std::string::npos;
}

void is_served(Trial& trial, std::uint64_t number) {
  const auto client = trial.connect(trial.regulator);
  CHECK(statement_of(receipt_of(*client, trial.frames(number, 1)[0])).verdict != core::Verdict::returned);
}

/// A DEALER with these options that says hello; whether anything comes back in 2 s.
bool is_answered(const Trial& trial, const std::function<void(void*)>& options) {
  const std::unique_ptr<void, int (*)(void*)> context(zmq_ctx_new(), zmq_ctx_term);
  const std::unique_ptr<void, int (*)(void*)> dealer(zmq_socket(context.get(), ZMQ_DEALER), zmq_close);
  const int zero = 0, never = -1;
  zmq_setsockopt(dealer.get(), ZMQ_LINGER, &zero, sizeof zero);
  zmq_setsockopt(dealer.get(), ZMQ_RECONNECT_IVL, &never, sizeof never);  // once: ten lines of an event a minute is all
  options(dealer.get());
  zmq_connect(dealer.get(), trial.site.endpoint().c_str());
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  const auto bytes = wire::encode(wire::ClientFrame(hello));
  zmq_send(dealer.get(), bytes.data(), bytes.size(), ZMQ_DONTWAIT);
  zmq_pollitem_t item{dealer.get(), 0, ZMQ_POLLIN, 0};
  return zmq_poll(&item, 1, 2000) > 0;
}

void curve(void* dealer, const core::PublicKey& broker, const host::TransportKey& own) {
  zmq_setsockopt(dealer, ZMQ_CURVE_SERVERKEY, broker.bytes.data(), 32);
  zmq_setsockopt(dealer, ZMQ_CURVE_PUBLICKEY, own.public_key.bytes.data(), 32);
  zmq_setsockopt(dealer, ZMQ_CURVE_SECRETKEY, own.secret.data(), 32);
}

std::size_t resident_kib(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  return 0;
}

TEST_CASE(
    "end to end: bad peers: NULL, PLAIN, an unknown key, a wrong broker key: nothing answers, a line tells of each") {
  Trial trial("bad-peers-site");
  const auto knocks = [&](const std::function<void(void*)>& options, const std::string& event, const std::string& why) {
    const auto before = lines_of(trial, event, 0).size();
    CHECK_FALSE(is_answered(trial, options));
    const auto lines = lines_of(trial, event, before + 1);
    REQUIRE(lines.size() > before);
    CHECK_MESSAGE(names_a_peer_or_gone(lines.back()), lines.back());
    CHECK_MESSAGE(lines.back().find(why) != std::string::npos, lines.back());
  };
  knocks([](void*) {}, "handshake_failed", "not CURVE");
  knocks([](void* dealer) { zmq_setsockopt(dealer, ZMQ_PLAIN_USERNAME, "regulator", 9); }, "handshake_failed",
         "not CURVE");
  knocks([&](void* dealer) { curve(dealer, trial.site.broker_key(), host::new_transport_key()); }, "not_admitted",
         "mechanism=CURVE");
  knocks([&](void* dealer) { curve(dealer, host::new_transport_key().public_key, trial.regulator.transport); },
         "handshake_failed", "wrong key of the broker");
  is_served(trial, 1);
}

TEST_CASE("end to end: bad peers: silence, junk, HTTP and half a handshake are cut, each with a line") {
  Trial trial("junk-site");
  std::string greeting(64, '\0');
  greeting[0] = '\xff';
  greeting[9] = '\x7f';
  greeting[10] = 3;
  greeting.replace(12, 5, "CURVE");
  std::size_t cut = 0;
  for (const std::string& bytes : {std::string(300, '\xff'), std::string("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                                   std::string(4096, '\0'), greeting, std::string()}) {
    RawPeer peer(trial.site.endpoint());
    peer.write(bytes);
    CHECK(peer.closed_by_broker());
    const auto lines = lines_of(trial, "handshake_failed", ++cut);
    REQUIRE(lines.size() == cut);
    const bool named = bytes.empty() ? names_a_peer(lines.back()) : names_a_peer_or_gone(lines.back());
    CHECK_MESSAGE(named, lines.back());  // who is silent is always there to be asked
  }
  is_served(trial, 1);
}

TEST_CASE("end to end: bad peers: a flood of them leaves at most 10 lines of an event, and members are served") {
  Trial trial("rate-site");
  for (int i = 0; i < 200; ++i) {
    RawPeer peer(trial.site.endpoint());
    peer.write("GET / HTTP/1.1\r\n\r\n");
    if (i % 20 == 0) CHECK(peer.closed_by_broker());
  }
  CHECK(lines_of(trial, "handshake_failed", host::Log::peer_lines_max).size() == host::Log::peer_lines_max);
  is_served(trial, 1);
  CHECK(lines_of(trial, "handshake_failed", 0).size() == host::Log::peer_lines_max);
}

TEST_CASE(
    "end to end: bad peers: endless parts are cut with the address while memory stays bounded (at most 128 MiB)") {
  Trial trial("endless-site");
  is_served(trial, 1);
  const std::size_t alone_kib = resident_kib(trial.site.process());
  std::size_t most_kib = alone_kib;
  RawPeer peer(trial.site.endpoint());
  REQUIRE(peer.shake_hands(trial.police.transport, trial.site.broker_key()));
  const std::string part(256 * core::limits::kib, 'x');
  constexpr int offered_most = 512;  // cut at 16 MiB unread, looked at a few times a second, and what both sockets hold
  int offered = 0;
  for (; offered < offered_most && peer.send_part(part, true); ++offered)
    if (offered % 8 == 0) most_kib = std::max(most_kib, resident_kib(trial.site.process()));
  CHECK(offered < offered_most);
  const auto lines = lines_of(trial, "unread_flood");
  REQUIRE(lines.size() == 1);
  CHECK_MESSAGE(names_a_peer(lines[0]), lines[0]);
  MESSAGE(most_kib << " KiB, " << alone_kib << " before, " << offered << " parts offered");
  if (!tests::sanitized) CHECK(most_kib < alone_kib + 128 * 1024);
  is_served(trial, 2);
}

/// The refusal that a frame of the broker holds, if it holds one.
std::optional<core::Refusal> refusal_in(const std::string& frame) {
  const auto decoded = wire::decode_broker({reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
  const auto* refused = decoded ? std::get_if<wire::RefusalFrame>(&decoded.value()) : nullptr;
  return refused ? std::optional(refused->code) : std::nullopt;
}

TEST_CASE(
    "end to end: bad peers: a member without hello is answered no_session and named by a line, and cut if silent") {
  Trial trial("no-hello-site");
  RawPeer silent(trial.site.endpoint());
  REQUIRE(silent.shake_hands(trial.police.transport, trial.site.broker_key()));
  {
    RawPeer peer(trial.site.endpoint());
    REQUIRE(peer.shake_hands(trial.police.transport, trial.site.broker_key()));
    const auto frame = trial.frames(1, 1)[0];
    for (int i = 0; i < 20; ++i)
      CHECK(peer.send_part({reinterpret_cast<const char*>(frame.data()), frame.size()}, false));
    for (int i = 0; i < 20; ++i) CHECK(refusal_in(peer.read_part()) == core::Refusal::no_session);
    const auto lines = lines_of(trial, "no_hello");
    REQUIRE(lines.size() == 1);  // of a session one
    CHECK_MESSAGE(names_a_peer(lines[0]), lines[0]);
    CHECK(lines[0].find(" agency=police ") != std::string::npos);
  }
  CHECK((silent.closed_by_broker() || silent.closed_by_broker()));  // after 15 s: each waits 10
  const auto lines = lines_of(trial, "said_nothing");
  REQUIRE(lines.size() == 1);
  CHECK_MESSAGE(names_a_peer(lines[0]), lines[0]);
  is_served(trial, 1);
  CHECK(trial.site.stop().status == 0);
  CHECK(counted(trial.site).empty());  // nobody without a session makes the broker write
}

}  // namespace
}  // namespace caseway::bench
