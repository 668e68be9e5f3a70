// What a client asks, and what else is said meanwhile.
#include <doctest/doctest.h>

#include <atomic>
#include <vector>

#include "broker/wire/session.h"
#include "client_bench.h"
#include "sdk/service.h"

namespace caseway::tests {

using core::Refusal;

namespace {

/// How often the client looks at the clock is how often it goes round.
class CountingTime final : public sdk::Time {
 public:
  explicit CountingTime(FakeBroker& broker) : time_(broker) {}
  core::Instant wall() override { return time_.wall(); }
  std::int64_t monotonic_ms() override { return ++looks, time_.monotonic_ms(); }
  void pause(int ms) override { time_.pause(ms); }
  int looks = 0;

 private:
  MeetingTime time_;
};

}  // namespace

TEST_CASE("sdk: client: a question is asked again while the broker says try_later, and no longer than was said") {
  std::atomic<int> asked = 0;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    if (++asked != 3) return {refusal(0, Refusal::try_later)};  // the third time it knows, and then no more
    return {answer_to(*query, "{}")};
  });
  auto client = bench.client();
  wire::Query query;
  query.kind = wire::QueryKind::receipt;
  const auto answer = client->ask(query, patience_ms);
  REQUIRE(answer.has_value());
  CHECK(answer->json == "{}");
  CHECK(asked == 3);
  CHECK(client->trouble().empty());
  CHECK_FALSE(client->ask(query, 2000).has_value());
  CHECK(asked > 3);
  CHECK(client->trouble().find("try_later") == 0);
}

TEST_CASE("sdk: client: a question that the broker refuses for good is told by its reason, at once") {
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (!std::holds_alternative<wire::Query>(frame)) return {};
    return {refusal(0, Refusal::malformed)};
  });
  auto client = bench.client();
  CHECK_FALSE(client->ask({}, patience_ms).has_value());
  CHECK(client->trouble().find("malformed") == 0);
}

TEST_CASE("sdk: client: an acknowledgement that finds no room is said again, and ends no question meanwhile") {
  std::vector<std::vector<std::uint64_t>> acks;
  std::atomic<int> heard = 0;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (const auto* query = std::get_if<wire::Query>(&frame)) {
      if (query->kind == wire::QueryKind::directory)
        return {answer_to(*query, directory_of_police(police_key().public_key))};
      auto no_room = refusal(0, Refusal::disk_full);
      no_room.where = "ack";
      return {no_room, answer_to(*query, "{}")};
    }
    const auto* ack = std::get_if<wire::Ack>(&frame);
    if (ack == nullptr) return {};
    acks.push_back(ack->deliveries);
    auto no_room = refusal(0, Refusal::disk_full);
    no_room.where = "ack";
    return ++heard == 1 ? FakeBroker::Frames{no_room} : FakeBroker::Frames{};
  });
  bench.broker.with_welcome = [&, delivery = from_police(bench.log, 5)] { return FakeBroker::Frames{delivery}; };
  auto client = bench.client(true);
  client->on_delivery([](const sdk::Delivered&) { return sdk::Taken{}; });
  REQUIRE(client->connect(patience_ms));
  for (int i = 0; i < 400 && heard < 2; ++i) client->run(50);
  REQUIRE(heard == 2);
  wire::Query query;
  query.kind = wire::QueryKind::receipt;
  const auto answer = client->ask(query, patience_ms);
  REQUIRE(answer.has_value());
  CHECK(answer->json == "{}");
  CHECK(acks == std::vector<std::vector<std::uint64_t>>{{5}, {5}});
}

TEST_CASE("sdk: client: why the lane stands still is told before why a question had no answer") {
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (const auto* message = std::get_if<wire::SendMessage>(&frame))
      return {refusal(number_of(*message), Refusal::key_not_valid)};
    if (!std::holds_alternative<wire::Query>(frame)) return {};
    return {refusal(0, Refusal::malformed)};
  });
  auto client = bench.client();
  REQUIRE(client->connect(patience_ms));
  CHECK_FALSE(client->ask({}, patience_ms).has_value());
  CHECK(client->trouble().find("malformed") == 0);
  const auto number = client->queue(composed("08-accepted.json"), "08-accepted.json").value();
  for (int i = 0; i < 400 && client->trouble().find("key_not_valid") != 0; ++i) client->run(50);
  CHECK(client->trouble().find("key_not_valid") == 0);
  CHECK(client->lane().waiting().contains(number));
}

TEST_CASE("sdk: client: a directory that does not come parks nothing: the delivery is taken once it is there") {
  std::atomic<int> asked = 0;
  std::atomic<int> acked = 0;
  std::atomic<int> parked = 0;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (std::holds_alternative<wire::Ack>(frame)) ++acked;
    if (std::holds_alternative<wire::Park>(frame)) ++parked;
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    if (++asked == 1) return {refusal(0, Refusal::try_later)};
    return {answer_to(*query, directory_of_police(police_key().public_key))};
  });
  const auto delivery = from_police(bench.log, 5);
  bench.broker.with_welcome = [&] { return FakeBroker::Frames{delivery}; };
  auto client = bench.client(true);
  client->on_delivery([](const sdk::Delivered&) { return sdk::Taken{}; });
  REQUIRE(client->connect(patience_ms));
  for (int i = 0; i < 400 && acked == 0 && parked == 0; ++i) client->run(50);
  CHECK(parked == 0);
  CHECK(acked == 1);
  CHECK(asked == 2);
}

TEST_CASE("sdk: client: what is parked or offered again without a session is said by the next one") {
  std::vector<wire::Park> words;
  wire::Delivery offered;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (const auto* query = std::get_if<wire::Query>(&frame))
      return {answer_to(*query, directory_of_police(police_key().public_key))};
    const auto* park = std::get_if<wire::Park>(&frame);
    if (park == nullptr) return {};
    if (park->delivery == 99) return {refusal(0, Refusal::no_session)};
    words.push_back(*park);
    return park->parked ? FakeBroker::Frames{} : FakeBroker::Frames{offered};
  });
  offered = from_police(bench.log, 5);
  bench.broker.with_welcome = [&] { return FakeBroker::Frames{offered}; };  // it crosses the word of the next session
  auto client = bench.client(true);
  int told = 0;
  client->on_delivery([&](const sdk::Delivered&) {
    ++told;
    return sdk::Taken{sdk::Taken::How::later, {}};
  });
  wire::Query query;
  query.kind = wire::QueryKind::to_do;
  const auto lose_session = [&] {
    client->unpark(99);
    for (int i = 0; i < 4000 && client->open(); ++i) client->run(5);
    REQUIRE_FALSE(client->open());
  };
  const auto hear_all = [&] {  // twice: what the broker said before its answers is handled then
    for (int i = 0; i < 2; ++i) {
      REQUIRE(client->ask(query, patience_ms).has_value());
      while (client->run(0)) continue;
    }
  };
  REQUIRE(client->connect(patience_ms));
  for (int i = 0; i < 400 && told == 0; ++i) client->run(50);
  REQUIRE(told == 1);

  lose_session();
  client->park(5, "no such case here");
  hear_all();
  bench.broker.meet();
  REQUIRE(words.size() == 1);
  CHECK(words[0].delivery == 5);
  CHECK(words[0].reason == "no such case here");
  CHECK(words[0].parked);
  CHECK(told == 1);

  bench.broker.with_welcome = nullptr;  // it is parked there
  lose_session();
  client->unpark(5);
  hear_all();
  bench.broker.meet();
  REQUIRE(words.size() == 2);
  CHECK(words[1].delivery == 5);
  CHECK_FALSE(words[1].parked);
  CHECK(told == 2);

  client->park(5, "still none");
  client->unpark(5);
  hear_all();
  CHECK(words.size() == 4);
  CHECK(told == 3);
}

TEST_CASE("sdk: client: a client that ends says what it parked, and of several words on one delivery the last") {
  std::vector<wire::Park> words;
  ClientBench bench([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (const auto* park = std::get_if<wire::Park>(&frame)) words.push_back(*park);
    return {};
  });
  auto client = bench.client(true);
  client->park(5, "no such case here");  // before the first session
  client->park(6, "nor this");
  client->unpark(6);
  REQUIRE(client->connect(patience_ms));
  client.reset();
  for (int i = 0; i < 400 && (bench.broker.meet(), words.size() < 2); ++i) sdk::SystemTime().pause(20);
  REQUIRE(words.size() == 2);
  CHECK(words[0].parked);
  CHECK(words[1].delivery == 6);
  CHECK_FALSE(words[1].parked);
}

TEST_CASE("sdk: client: who waits for an answer sleeps, though other work waits for the client meanwhile") {
  ClientBench bench([](const wire::ClientFrame&) -> FakeBroker::Frames { return {}; });
  CountingTime time(bench.broker);
  sdk::ClientOptions options;
  sdk::WakingTime other;
  other.wake();
  options.wake = other.descriptor();
  {
    sdk::Client client(bench.agency, options, bench.store, time);
    REQUIRE(client.connect(patience_ms));
    time.looks = 0;
    CHECK_FALSE(client.ask({}, 400).has_value());
    CHECK(time.looks > 0);
    CHECK(time.looks < 1000);  // 20 rounds of a few; without sleep it is a hundred thousand
  }
  options.endpoint = "tcp://127.0.0.1:1";
  sdk::Client client(bench.agency, options, bench.store, time);
  time.looks = 0;
  CHECK_FALSE(client.connect(400));
  CHECK(time.looks < 1000);
}

}  // namespace caseway::tests
