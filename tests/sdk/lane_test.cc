#include "sdk/lane.h"

#include <doctest/doctest.h>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/wire/envelope.h"
#include "desk.h"

namespace caseway::tests {
namespace {

constexpr core::Instant now{1'758'855'900'000};

sdk::Composed small() {
  sdk::Composed message;
  message.envelope.case_id.bytes[0] = 1;
  message.envelope.transfer.bytes[0] = 2;
  message.envelope.procedure = "K01";
  message.envelope.step = "note";
  message.envelope.occurred_at = now;
  message.envelope.content_root.bytes[0] = 3;
  message.envelope.part_count = 1;
  message.content = {1, 2, 3};
  return message;
}

sdk::LaneReceipt receipt_of(std::uint8_t no) {
  sdk::LaneReceipt receipt;
  receipt.receipt.statement = {no};
  receipt.receipt.proof.checkpoint.origin = std::string("o");  // a literal trips -Wrestrict in GCC 12 (bug 105651)
  receipt.outcome = {no, no};
  return receipt;
}

sdk::Lane open(sdk::Store& store) { return {store, 0, "luoyuan-amr", "caseway.example"}; }

core::LaneNumber queue(sdk::Lane& lane, const std::string& name) {
  const auto number = lane.queue(small(), name, now, true);
  REQUIRE(number.has_value());
  return *number;
}

core::Envelope envelope_of(const sdk::Lane& lane, core::LaneNumber number) {
  const auto message = lane.message(number);
  REQUIRE(message.has_value());
  const auto envelope = wire::decode_envelope(message->envelope);
  REQUIRE(envelope.ok());
  return envelope.value();
}

/// Runs `work` on copies of `before`, ended at each change, before and after it happened; then looks at what the next
/// process finds.
template <class Work, class Look>
int crash_everywhere(const CrashingStore& before, Work work, Look look) {
  int crashes = 0;
  for (const bool happens : {false, true}) {
    for (int changes = 0;; ++changes) {
      CrashingStore store = before;
      store.changes_left = changes;
      store.last_happens = happens;
      bool crashed = false;
      try {
        auto lane = open(store);
        work(lane);
      } catch (const Crash&) {
        crashed = true;
      }
      store.changes_left = -1;
      CAPTURE(changes);
      CAPTURE(happens);
      look(store, crashed);
      if (!crashed) break;
      ++crashes;
    }
  }
  return crashes;
}

}  // namespace

TEST_CASE("sdk: lane: numbers have no gaps, and are remembered by the next process") {
  CrashingStore store;
  {
    auto lane = open(store);
    CHECK(queue(lane, "a") == 1);
    CHECK(queue(lane, "b") == 2);
  }
  auto lane = open(store);
  CHECK(lane.waiting().size() == 2);
  CHECK(lane.waiting().at(1).name == "a");
  CHECK(queue(lane, "c") == 3);
  const auto envelope = envelope_of(lane, 3);
  CHECK(envelope.sender == "luoyuan-amr");
  CHECK(envelope.origin == "caseway.example");
  CHECK(envelope.signed_at == now);
  CHECK(envelope.test);
  CHECK(lane.waiting().at(3).body == core::digest_of(lane.message(3)->envelope));
}

TEST_CASE("sdk: lane: settled follows the receipts without a hole, and never falls") {
  CrashingStore store;
  auto lane = open(store);
  for (int i = 0; i < 3; ++i) queue(lane, "m");
  lane.receipted(2, receipt_of(2));
  CHECK(lane.settled() == 0);
  lane.receipted(1, receipt_of(1));
  CHECK(lane.settled() == 2);
  queue(lane, "m");
  CHECK(envelope_of(lane, 4).settled == 2);
  lane.receipted(3, receipt_of(3));
  lane.receipted(4, receipt_of(4));
  auto again = open(store);
  CHECK(again.settled() == 4);
  CHECK(again.next() == 5);
  REQUIRE(again.receipt(2).has_value());
  CHECK(again.receipt(2)->outcome == sdk::Bytes{2, 2});
  CHECK(again.message(2).has_value());  // kept beside its receipt: its salts open the parts
}

TEST_CASE("sdk: lane: a crash at any write of queue() leaves the message whole or not at all") {
  CrashingStore before;
  {
    auto lane = open(before);
    queue(lane, "first");
  }
  const int crashes = crash_everywhere(
      before, [](sdk::Lane& lane) { queue(lane, "second"); },
      [](CrashingStore& store, bool) {
        auto lane = open(store);
        CHECK(lane.waiting().contains(1));
        CHECK((lane.next() == 2 || lane.next() == 3));
        CHECK(lane.waiting().size() == lane.next() - 1);
        for (const auto& [number, waiting] : lane.waiting()) CHECK(lane.message(number).has_value());
      });
  CHECK(crashes >= 2);
}

TEST_CASE("sdk: lane: a crash at any write of receipted() keeps the message waiting or the receipt") {
  CrashingStore before;
  {
    auto lane = open(before);
    queue(lane, "first");
    queue(lane, "second");
  }
  crash_everywhere(
      before, [](sdk::Lane& lane) { lane.receipted(1, receipt_of(1)); },
      [](CrashingStore& store, bool) {
        auto lane = open(store);
        CHECK(lane.waiting().contains(1) == !lane.receipt(1).has_value());
        CHECK(lane.next() == 3);
      });
}

TEST_CASE("sdk: lane: what can never pass is kept, and a void takes its number, whatever crashes") {
  CrashingStore before;
  {
    auto lane = open(before);
    queue(lane, "bad");
    queue(lane, "good");
  }
  const sdk::LaneRefused why{core::Refusal::malformed, "content", "no", "bad"};
  const int crashes = crash_everywhere(
      before, [&](sdk::Lane& lane) { lane.fill_with_void(1, why, now); },
      [&](CrashingStore& store, bool crashed) {
        auto lane = open(store);
        CHECK(lane.waiting().size() == 2);
        if (lane.waiting().at(1).is_void) {
          REQUIRE(lane.refused(1).has_value());  // the original was saved first
          CHECK(lane.refused(1)->what == "no");
          const auto envelope = envelope_of(lane, 1);
          CHECK(envelope.step.view() == "void");
          CHECK(envelope.part_count == 0);
          CHECK(envelope.number == 1);
        } else {
          CHECK(crashed);
          lane.fill_with_void(1, why, now);  // the broker refuses it once more
          CHECK(lane.waiting().at(1).is_void);
        }
      });
  CHECK(crashes >= 4);
}

TEST_CASE("sdk: lane: a message whose number somebody else used is queued again once, whatever crashes") {
  CrashingStore before;
  {
    auto lane = open(before);
    queue(lane, "a");
    queue(lane, "b");
  }
  const int crashes = crash_everywhere(
      before, [](sdk::Lane& lane) { lane.queue_again(1, now); },
      [](CrashingStore& store, bool) {
        auto lane = open(store);
        int named_a = 0;
        for (const auto& [number, waiting] : lane.waiting()) named_a += waiting.name == "a" ? 1 : 0;
        CHECK(named_a == 1);
        CHECK(lane.waiting().size() == 2);
        if (lane.waiting().contains(3)) CHECK(envelope_of(lane, 3).number == 3);
      });
  CHECK(crashes >= 4);
}

TEST_CASE("sdk: lane: numbers used before a backup was brought back are not used again") {
  CrashingStore store;
  auto lane = open(store);
  queue(lane, "a");
  lane.receipted(1, receipt_of(1));
  lane.used_below(7);
  CHECK(queue(lane, "b") == 7);
  CHECK(envelope_of(lane, 7).settled == 6);
  lane.used_below(3);
  CHECK(lane.next() == 8);
}

TEST_CASE("sdk: lane: no more than its window waits") {
  CrashingStore store;
  auto lane = open(store);
  for (std::size_t i = 0; i < sdk::Lane::waiting_max; ++i) queue(lane, "m");
  CHECK_FALSE(lane.queue(small(), "m", now, true).has_value());
  lane.receipted(1, receipt_of(1));
  CHECK(lane.queue(small(), "m", now, true).has_value());
}

TEST_CASE("sdk: lane: a flipped byte of a message is told, never sent") {
  CrashingStore store;
  {
    auto lane = open(store);
    queue(lane, "a");
  }
  const auto whole = store.files.at("0/000000000001.message");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto& bytes = store.files.at("0/000000000001.message");
    bytes = whole;
    bytes[i] ^= 1;
    CHECK_THROWS_AS(open(store), sdk::Fault);
  }
  for (std::size_t size = 0; size < whole.size(); ++size) {
    store.files.at("0/000000000001.message").assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_THROWS_AS(open(store), sdk::Fault);
  }
}

}  // namespace caseway::tests
