// Answers at their bounds: the largest frame, a directory in pages, a broker that is another one.
#include <doctest/doctest.h>

#include <atomic>

#include "broker/core/limits.h"
#include "client_bench.h"
#include "sdk/order_session.h"

namespace caseway::tests {

using Frames = FakeBroker::Frames;

TEST_CASE("sdk: client: an answer comes whole at the most that a broker may put into one frame (8 MiB)") {
  const std::size_t each = core::limits::message_bytes_max;
  ClientBench bench([&](const wire::ClientFrame& frame) -> Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    auto answer = answer_to(*query, std::string(each, 'j'));
    answer.bytes.assign(each, 7);
    return {answer};
  });
  auto client = bench.client();
  const auto answer = client->ask(wire::Query{}, patience_ms);
  REQUIRE(answer.has_value());
  CHECK(answer->json.size() == each);
  CHECK(answer->bytes == wire::Bytes(each, 7));
  CHECK(bench.broker.hellos == 1);  // in the first session
}

TEST_CASE("sdk: client: a directory in pages is read to its end, each page from behind the last agency told") {
  std::vector<std::string> asked;
  ClientBench bench([&](const wire::ClientFrame& frame) -> Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr || query->kind != wire::QueryKind::directory) return {};
    asked.push_back(query->text);
    if (query->text.empty()) return {answer_to(*query, R"({"agencies":[{"id":"b"},{"id":"a"}],"more":true})")};
    if (query->text == "b") return {answer_to(*query, R"({"agencies":[{"id":"c"}],"more":true})")};
    if (query->text == "c") return {answer_to(*query, R"({"agencies":[{"id":"d"}]})")};
    return {answer_to(*query, R"({"agencies":[],"more":true})")};
  });
  auto client = bench.client();
  const auto* members = client->members();
  REQUIRE(members != nullptr);
  CHECK(members->size() == 4);
  for (const char* id : {"a", "b", "c", "d"}) CHECK(members->contains(id));
  CHECK(asked == std::vector<std::string>{"", "b", "c"});
  CHECK(client->members()->size() == 4);
  CHECK(asked.size() == 3);  // once a session
}

TEST_CASE("sdk: client: a page that says there is more and tells nobody ends the reading") {
  std::atomic<int> asked = 0;
  ClientBench bench([&](const wire::ClientFrame& frame) -> Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    ++asked;
    return {answer_to(*query, R"({"agencies":[],"more":true})")};
  });
  auto client = bench.client();
  REQUIRE(client->members() != nullptr);
  CHECK(client->members()->empty());
  CHECK(asked == 1);
}

TEST_CASE("sdk: order session: a broker that shows another log key than the genesis is refused by name, unasked") {
  std::atomic<int> asked = 0;
  ClientBench bench([&](const wire::ClientFrame&) {
    ++asked;
    return Frames{};
  });
  bench.broker.welcome = [&] {
    auto welcome = bench.said_welcome();
    welcome.log_key.bytes[0] ^= 1;
    return welcome;
  };
  bench.broker.meet();  // an order's session has a time of its own
  const std::string name = "this is not broker caseway.example with the log key";
  std::string why;
  for (int tries = 0; tries < 20 && why.find(name) == std::string::npos; ++tries) {
    why.clear();
    CHECK_FALSE(sdk::ask_previous(bench.agency, 1000, why).has_value());
  }
  CHECK(why.find(name) != std::string::npos);
  sdk::OrderOutcome outcome;
  for (int tries = 0; tries < 20 && outcome.why.find(name) == std::string::npos; ++tries) {
    outcome = sdk::send_order(bench.agency, {}, 1000);
    CHECK_FALSE(outcome.answered);
  }
  CHECK(outcome.why.find(name) != std::string::npos);
  CHECK(outcome.why.find("nothing was sent") != std::string::npos);
  CHECK(asked == 0);
}

}  // namespace caseway::tests
