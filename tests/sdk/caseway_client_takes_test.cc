// The public client's mailbox: what is taken, parked, handed to a handler and answered, over sessions that come and go.
#include <doctest/doctest.h>

#include <future>
#include <thread>

#include "own_office.h"
#include "sdk/caseway_client.h"

namespace caseway::tests {

TEST_CASE("sdk: caseway client: a delivery stays the caller's until it is taken, then it is acknowledged once") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    const auto delivery = client.receive(patience);
    REQUIRE(delivery.has_value());
    CHECK(delivery->id == 7);
    CHECK(delivery->from == "luoyuan-police");
    CHECK(delivery->step == "accepted");
    CHECK(Client::fetch(*delivery, 2).name == "D49");
    CHECK(error_of([&] { (void)Client::fetch(*delivery, 1); }).failure == Failure::not_found);  // not owed
    CHECK(error_of([&] { (void)Client::fetch(*delivery, 3); }).failure == Failure::not_found);
    CHECK(Client::fetch(*delivery, "head").no == 0);
    CHECK_FALSE(client.receive(Milliseconds(0)).has_value());
    bench.broker.meet();
    CHECK(recorder.acked.empty());
    client.taken(*delivery);
    client.taken(*delivery);
  }
  until([&] { return bench.broker.meet(), !recorder.acked.empty(); });
  CHECK(recorder.acked == std::vector<std::uint64_t>{7});
}

TEST_CASE("sdk: caseway client: a handler gets deliveries; what it parks is parked with its reason") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  Client client = Client::connect(recorder.office.settings(), patience);
  std::promise<Failure> waited;
  client.on_delivery([&](const Delivery& delivery) {
    client.park(delivery, "no such case here");
    try {
      (void)client.outcome(1);
    } catch (const Error& error) {
      waited.set_value(error.failure);
    }
  });
  CHECK(waited.get_future().get() == Failure::wrong_thread);
  until([&] { return bench.broker.meet(), !recorder.parked.empty(); });
  CHECK(recorder.parked == "no such case here");
}

TEST_CASE("sdk: caseway client: what was parked is parked, though the client ends at once") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    const auto delivery = client.receive(patience);
    REQUIRE(delivery.has_value());
    client.park(*delivery, "no such case here");
  }
  until([&] { return bench.broker.meet(), !recorder.parked.empty(); });
  CHECK(recorder.parked == "no such case here");
}

TEST_CASE("sdk: caseway client: an answer names the delivery's transfer, whatever its JSON says") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  Client client = Client::connect(recorder.office.settings(), patience);
  const auto delivery = client.receive(patience);
  REQUIRE(delivery.has_value());
  Message message = accepted();
  const Receipt receipt = client.answer(*delivery, "accepted", message, patience);
  CHECK(receipt.transfer == delivery->transfer);
  CHECK(receipt.case_id == delivery->case_id);
  message.json = "[]";
  CHECK(error_of([&] { (void)client.answer(*delivery, "accepted", message, patience); }).failure == Failure::bad_input);
}

TEST_CASE("sdk: caseway client: over a lost session a delivery comes once, and is acknowledged until that is heard") {
  SmallLog* log = nullptr;
  std::vector<std::uint64_t> acked;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    if (const auto* ack = std::get_if<wire::Ack>(&frame))
      acked.insert(acked.end(), ack->deliveries.begin(), ack->deliveries.end());
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    if (query->kind == wire::QueryKind::to_do) return {refusal(0, core::Refusal::no_session)};  // ends the session
    return {answer_to(*query, directory_of_police(police_key().public_key))};
  });
  auto& bench = office.bench;
  log = &bench.log;
  const wire::Delivery offered = from_police(*log, 7);
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {offered}; };
  const auto acks = [&](std::size_t wanted) {
    until([&] { return bench.broker.meet(), acked.size() >= wanted; });
    return acked;
  };
  Client client = Client::connect(office.settings(), patience);
  const auto delivery = client.receive(patience);
  REQUIRE(delivery.has_value());
  const auto lose_session = [&] {
    const int before = bench.broker.hellos;
    CHECK(error_of([&] { (void)client.to_do(patience); }).failure == Failure::unreachable);
    until([&] { return bench.broker.hellos != before; });
  };
  lose_session();
  CHECK_FALSE(client.receive(Milliseconds(300)).has_value());  // offered again, and still the caller's
  bench.broker.meet();
  CHECK(acked.empty());
  client.taken(*delivery);
  CHECK(acks(1) == std::vector<std::uint64_t>{7});
  lose_session();  // as if the broker had not heard it
  CHECK(acks(2) == std::vector<std::uint64_t>{7, 7});
  CHECK_FALSE(client.receive(Milliseconds(0)).has_value());
}

TEST_CASE("sdk: caseway client: a newer session, another broker and a rolled back one are told apart") {
  Recorder recorder;
  auto& broker = recorder.office.bench.broker;
  broker.with_welcome = []() -> FakeBroker::Frames { return {wire::Fenced{}}; };
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    CHECK(error_of([&] { (void)client.receive(patience); }).failure == Failure::fenced);
  }
  broker.with_welcome = []() -> FakeBroker::Frames { return {refusal(0, core::Refusal::rolled_back)}; };
  {
    Client client = Client::open(recorder.office.settings());
    until([&] { return !client.trouble().empty(); });
    CHECK(error_of([&] { (void)client.to_do(patience); }).failure == Failure::rolled_back);
  }
  broker.with_welcome = nullptr;
  Settings settings = recorder.office.settings();
  settings.log_key = std::string(64, '7');
  CHECK(error_of([&] { (void)Client::connect(settings, patience); }).failure == Failure::not_ours);
}

}  // namespace caseway::tests
