// One agency that floods, and others: whose frames a turn takes, and how much may wait.
#include "broker/host/fair_share.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "broker/wire/session.h"

namespace caseway::host {
namespace {

using core::limits::turn_messages_max;

struct Waiting {
  FairShare share;
  std::uint8_t next = 0;
  void add(const core::AgencyId& agency, std::size_t count, flow::SessionNo session = 0) {
    if (session == 0) session = static_cast<flow::SessionNo>(agency.front());
    for (; count > 0; --count) REQUIRE(share.add({session, agency, {next++}}).empty());
  }
  void add_message(const core::AgencyId& agency, std::size_t bytes = FairShare::message_bytes_min) {
    REQUIRE(share.add({static_cast<flow::SessionNo>(agency.front()), agency, flow::Bytes(bytes)}).empty());
  }
  /// As long as it is kept; returns how many were, and why no more.
  std::pair<std::size_t, std::string_view> fill(const core::AgencyId& agency, flow::SessionNo session,
                                                std::size_t bytes) {
    for (std::size_t kept = 0;; ++kept)
      if (const auto why = share.add({session, agency, flow::Bytes(bytes)}); !why.empty()) return {kept, why};
  }
};

std::size_t of(const std::vector<flow::Inbound>& taken, const core::AgencyId& agency) {
  return static_cast<std::size_t>(
      std::count_if(taken.begin(), taken.end(), [&](const auto& frame) { return frame.agency == agency; }));
}

bool in_order(const std::vector<flow::Inbound>& taken) {
  return std::is_sorted(taken.begin(), taken.end(), [](auto& a, auto& b) { return a.frame[0] < b.frame[0]; });
}

TEST_CASE("fair share: an agency alone has the whole turn, and no more than a turn") {
  Waiting waiting;
  waiting.add("a", turn_messages_max + 1);
  CHECK(waiting.share.has_a_turn());
  CHECK(waiting.share.take(0).size() == turn_messages_max);
  CHECK(waiting.share.waits('a'));
  CHECK_FALSE(waiting.share.has_a_turn());
  CHECK(waiting.share.take(0).size() == 1);
  CHECK_FALSE(waiting.share.waits('a'));
  CHECK(waiting.share.empty());
  CHECK(waiting.share.take(0).empty());
}

TEST_CASE("fair share: beside another a turn takes eight frames of each, in their order, and loses none") {
  Waiting waiting;
  waiting.add("a", 20);
  waiting.add("b", 1);
  const auto first = waiting.share.take(0);
  CHECK(of(first, "a") == FairShare::share_max);
  CHECK(of(first, "b") == 1);
  CHECK(in_order(first));
  std::vector<std::uint8_t> order;
  for (const auto& frame : first)
    if (frame.agency == "a") order.push_back(frame.frame[0]);
  while (!waiting.share.empty())
    for (const auto& frame : waiting.share.take(10)) order.push_back(frame.frame[0]);
  CHECK(order.size() == 20);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("fair share: who was heard a second ago still holds the flood to its share, later no more") {
  Waiting waiting;
  waiting.add("b", 1);
  waiting.share.take(0);
  waiting.add("a", 20);
  CHECK(waiting.share.take(FairShare::heard_ms - 1).size() == FairShare::share_max);
  CHECK(waiting.share.take(FairShare::heard_ms).size() == 12);
}

TEST_CASE("fair share: turns are short while one speaks now and then, until a second after it did") {
  const auto beside = [](auto say, std::int64_t later_ms) {
    Waiting waiting;
    say(waiting);
    while (!waiting.share.empty()) waiting.share.take(0);
    waiting.add("a", 20);
    return of(waiting.share.take(later_ms), "a");
  };
  const auto messages = [](int count) {
    return [count](Waiting& waiting) {
      for (int i = 0; i < count; ++i) waiting.add_message("b");
    };
  };
  CHECK(beside(messages(1), 0) == FairShare::turn_short / 2);
  CHECK(beside(messages(1), FairShare::heard_ms - 1) == FairShare::turn_short / 2);
  CHECK(beside(messages(1), FairShare::heard_ms) == 20);  // alone
  CHECK(beside(messages(2), 0) == FairShare::turn_short / 2);
  CHECK(beside(messages(3), 0) == FairShare::share_max);  // it has much to say itself
  const auto shorter = [](Waiting& waiting) { waiting.add_message("b", FairShare::message_bytes_min - 1); };
  CHECK(beside(shorter, 0) == FairShare::share_max);
  const auto among_many = [&](Waiting& waiting) {
    messages(1)(waiting);
    for (std::uint8_t i = 0; i < 20; ++i) waiting.add("other-" + std::to_string(i), 1, 1 + i);
  };
  CHECK(beside(among_many, 0) == 1);
}

TEST_CASE("fair share: acknowledgements, however many in a frame, are no messages") {
  wire::Ack most;
  for (std::uint64_t delivery = ~std::uint64_t{0}; most.deliveries.size() < core::limits::acks_max; --delivery)
    most.deliveries.insert(most.deliveries.begin(), delivery);
  CHECK(wire::encode(wire::ClientFrame(most)).size() < FairShare::message_bytes_min);
}

TEST_CASE("fair share: an agency's many sessions win it no more, and each of them has its turn (64 sessions)") {
  Waiting waiting;
  for (flow::SessionNo session = 1; session <= 64; ++session) waiting.add("a", 3, session);
  waiting.add("b", 1, 100);
  std::map<flow::SessionNo, std::size_t> heard;
  for (int turn = 0; turn < 8; ++turn) {
    const auto taken = waiting.share.take(0);
    CHECK(of(taken, "b") == (turn == 0 ? 1 : 0));
    CHECK(of(taken, "a") == FairShare::share_max);
    CHECK(in_order(taken));
    for (const auto& frame : taken) ++heard[frame.session];
  }
  CHECK(heard.size() == 65);  // each once
}

TEST_CASE(
    "fair share: where a turn does not do for all, each agency is heard in its turn (100 agencies, long frames)") {
  Waiting waiting;
  for (std::uint8_t i = 0; i < 100; ++i) waiting.add("agency-" + std::to_string(i), 2, 1 + i);
  std::map<core::AgencyId, std::size_t> heard;
  for (int turn = 0; turn < 2; ++turn)
    for (const auto& frame : waiting.share.take(0)) ++heard[frame.agency];
  CHECK(heard.size() >= 65);
  while (!waiting.share.empty()) waiting.share.take(0);

  for (const core::AgencyId name : {"x", "y"})
    waiting.fill(name, static_cast<flow::SessionNo>(name[0]), 4 * core::limits::mib);
  const auto taken = waiting.share.take(0);
  CHECK(of(taken, "x") == 2);
  CHECK(of(taken, "y") == 2);
}

TEST_CASE("fair share: what waits is bounded: of a session in frames and bytes, of all") {
  Waiting waiting;
  const std::size_t credit = core::limits::credit_bytes;
  const auto [frames, too_many] = waiting.fill("a", 1, 1);
  CHECK(frames == FairShare::session_frames_max);
  CHECK(too_many == "more of it waits than twice its credit");
  const auto [bytes, too_long] = waiting.fill("b", 2, core::limits::mib);
  CHECK(bytes * core::limits::mib >= credit);  // a session within its credit never meets it
  CHECK(bytes * core::limits::mib <= FairShare::session_bytes_max);
  CHECK(too_long == too_many);

  CHECK_FALSE(waiting.share.full());
  for (flow::SessionNo no = 3; !waiting.share.full(); ++no) CHECK(waiting.fill("c", no, 1).second == too_many);
  waiting.share.forget(3);
  CHECK_FALSE(waiting.share.waits(3));
  CHECK_FALSE(waiting.share.full());
  CHECK(waiting.fill("c", 3, 1).first == FairShare::session_frames_max);
  CHECK(waiting.share.full());
  while (waiting.share.full()) REQUIRE_FALSE(waiting.share.take(0).empty());
}

}  // namespace
}  // namespace caseway::host
