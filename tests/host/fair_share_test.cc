// One agency that floods, and others: whose frames a turn takes.
#include "broker/host/fair_share.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace caseway::host {
namespace {

struct Waiting {
  std::deque<flow::Inbound> frames;
  std::uint8_t next = 0;
  void add(const core::AgencyId& agency, std::size_t count) {
    for (; count > 0; --count) frames.push_back({1, agency, {next++}});
  }
};

std::size_t of(const std::vector<flow::Inbound>& taken, const core::AgencyId& agency) {
  return static_cast<std::size_t>(
      std::count_if(taken.begin(), taken.end(), [&](const auto& frame) { return frame.agency == agency; }));
}

TEST_CASE("fair share: an agency alone has the whole turn, and no more than a turn") {
  FairShare share;
  Waiting waiting;
  waiting.add("a", core::limits::turn_messages_max + 1);
  CHECK(share.take(waiting.frames, 0).size() == core::limits::turn_messages_max);
  CHECK(waiting.frames.size() == 1);
  CHECK(share.take(waiting.frames, 0).size() == 1);
  CHECK(share.take(waiting.frames, 0).empty());
}

TEST_CASE("fair share: beside another a turn takes eight frames of each, in their order, and loses none") {
  FairShare share;
  Waiting waiting;
  waiting.add("a", 20);
  waiting.add("b", 1);
  const auto first = share.take(waiting.frames, 0);
  CHECK(of(first, "a") == FairShare::share_max);
  CHECK(of(first, "b") == 1);
  CHECK(waiting.frames.size() == 12);
  std::vector<std::uint8_t> order;
  for (const auto& frame : first)
    if (frame.agency == "a") order.push_back(frame.frame[0]);
  while (!waiting.frames.empty())
    for (const auto& frame : share.take(waiting.frames, 10)) order.push_back(frame.frame[0]);
  CHECK(order.size() == 20);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("fair share: who was heard a second ago still holds the flood to its share, later no more") {
  FairShare share;
  Waiting waiting;
  waiting.add("b", 1);
  share.take(waiting.frames, 0);
  waiting.add("a", 20);
  CHECK(share.take(waiting.frames, FairShare::heard_ms - 1).size() == FairShare::share_max);
  CHECK(share.take(waiting.frames, FairShare::heard_ms).size() == 12);
}

}  // namespace
}  // namespace caseway::host
