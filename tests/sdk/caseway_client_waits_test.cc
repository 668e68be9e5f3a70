// How long the calls of the public client wait, and for what not at all.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>

#include "own_office.h"
#include "sdk/caseway_client.h"

namespace caseway::tests {

TEST_CASE("sdk: caseway client: the longest wait there is waits, and the shortest looks once") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  {
    Client client = Client::open(recorder.office.settings());
    const auto delivery = client.receive(Milliseconds::max());  // asked for before there can be a session
    REQUIRE(delivery.has_value());
    CHECK(client.hand_over(accepted(), Milliseconds::max()).number == 1);
  }
  CHECK_NOTHROW((void)Client::connect(recorder.office.settings(), Milliseconds::max()));
  bench.broker.with_welcome = nullptr;
  Client client = Client::connect(recorder.office.settings(), patience);
  recorder.answers = false;
  CHECK_FALSE(client.receive(Milliseconds::min()).has_value());
  const Error error = error_of([&] { (void)client.hand_over(accepted(), Milliseconds::min()); });
  CHECK(error.failure == Failure::outcome_unknown);
}

TEST_CASE("sdk: caseway client: a question waits no longer than its call says, also over several pages") {
  std::atomic<int> asked = 0;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr || query->kind != wire::QueryKind::to_do) return {};
    if (++asked > 1) return {};  // silent from the second page on
    return {answer_to(*query, R"({"transfers":[{"transfer":"a1"}],"more":true})")};
  });
  Client client = Client::connect(office.settings(), patience);
  const auto began = std::chrono::steady_clock::now();
  const Error error = error_of([&] { (void)client.to_do(Milliseconds(300)); });
  const auto took = std::chrono::steady_clock::now() - began;
  CHECK(error.failure == Failure::unreachable);
  CHECK(error.problem == "the broker did not answer in time");
  CHECK(asked == 2);
  CHECK(took >= Milliseconds(300));
  CHECK(took < Milliseconds(9'000));  // less than one question may take of itself
}

TEST_CASE("sdk: caseway client: a check asks the broker nothing, on a training site neither") {
  std::atomic<int> asked = 0;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    ++asked;
    return {answer_to(*query, "{}")};
  });
  office.bench.broker.welcome = [&, usual = office.bench.broker.welcome] {
    auto welcome = usual();
    welcome.training = true;
    welcome.site_time = {1'790'000'000'000};  // after the case happened
    return welcome;
  };
  Client client = Client::connect(office.settings(), patience);
  CHECK(client.check(accepted()).verdict != Verdict::returned);
  (void)client.search("301");  // by its answer the broker has heard all that was asked before
  CHECK(asked == 1);
}

}  // namespace caseway::tests
