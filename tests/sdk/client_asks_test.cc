// What a client asks, and what else is said meanwhile.
#include <doctest/doctest.h>

#include <atomic>
#include <vector>

#include "broker/wire/session.h"
#include "client_bench.h"

namespace caseway::tests {

using core::Refusal;

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

}  // namespace caseway::tests
