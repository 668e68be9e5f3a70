// One agency that floods, and others: whose frames a turn takes, and how much may wait.
#include "broker/host/fair_share.h"

#include <doctest/doctest.h>

#include <algorithm>

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

TEST_CASE("fair share: what waits is bounded: of a session in frames and bytes, of an agency, of all") {
  Waiting waiting;
  const std::size_t credit = core::limits::credit_bytes;
  const auto [frames, too_many] = waiting.fill("a", 1, 1);
  CHECK(frames == FairShare::session_frames_max);
  CHECK(too_many == "more of it waits than twice its credit");
  const auto [bytes, too_long] = waiting.fill("b", 2, core::limits::mib);
  CHECK(bytes * core::limits::mib >= credit);  // a session within its credit never meets it
  CHECK(bytes * core::limits::mib <= FairShare::session_bytes_max);
  CHECK(too_long == too_many);

  const auto crowd = [&](const core::AgencyId& agency) {  // sessions, until one of them may not have all it could
    for (flow::SessionNo no = 1;; ++no) {
      const auto why = waiting.fill(agency, static_cast<flow::SessionNo>(agency[0]) * 1000 + no, 1).second;
      if (why != too_many) return std::pair(no, why);
    }
  };
  const auto [sessions, all_too_many] = crowd("c");
  CHECK(all_too_many == "more of its agency waits than is kept");
  CHECK(sessions > 64);                                // however many frames wait of each
  CHECK(waiting.share.add({1000, "d", {1}}).empty());  // that is no other agency's harm
  waiting.share.forget('c' * 1000 + 1);
  CHECK_FALSE(waiting.share.waits('c' * 1000 + 1));
  CHECK(waiting.share.add({1001, "c", {1}}).empty());

  CHECK_FALSE(waiting.share.full());
  for (const char agency : {'e', 'f', 'g'}) crowd({agency});
  CHECK(waiting.share.full());
  while (waiting.share.full()) REQUIRE_FALSE(waiting.share.take(0).empty());
}

}  // namespace
}  // namespace caseway::host
