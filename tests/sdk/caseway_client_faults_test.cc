// The public client where a disk fails it and when it ends: what every call then tells, and what a callback may do.
#include <doctest/doctest.h>

#include <filesystem>
#include <future>

#include "own_office.h"
#include "sdk/caseway_client.h"

namespace caseway::tests {

namespace fs = std::filesystem;

TEST_CASE("sdk: caseway client: what the file system throws while it opens is told as an Error") {
  Recorder recorder;
  const fs::path toml = recorder.office.bench.path / "agency.toml";
  fs::create_symlink(toml, toml);  // nobody can say whether it is there
  const Error error = error_of([&] { (void)Client::open(recorder.office.settings()); });
  CHECK(error.failure == Failure::local_fault);
  CHECK(error.where == recorder.office.settings().directory);
  CHECK(error.problem.find("agency.toml") != std::string::npos);
  fs::remove(toml);
  CHECK_NOTHROW((void)Client::open(recorder.office.settings()));
}

TEST_CASE("sdk: caseway client: after a fault of the lane's disk every call fails so, and a new client goes on") {
  Recorder recorder;
  recorder.answers = false;
  const fs::path in_the_way = recorder.office.bench.path / "lane/0/000000000002.message";
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    CHECK(client.queue(accepted("row 17"), patience) == 1);
    fs::create_directory(in_the_way);  // nothing can be renamed to its name
    const Error error = error_of([&] { (void)client.queue(accepted("row 18"), patience); });
    CHECK(error.failure == Failure::local_fault);
    CHECK(error.problem.find("000000000002.message") != std::string::npos);
    fs::remove(in_the_way);
    CHECK(error_of([&] { (void)client.queue(accepted("row 18"), patience); }).failure == Failure::local_fault);
    CHECK(error_of([&] { (void)client.waiting(); }).failure == Failure::local_fault);
    CHECK(error_of([&] { (void)client.receive(patience); }).failure == Failure::local_fault);
  }
  recorder.answers = true;
  Client client = Client::connect(recorder.office.settings(), patience);
  CHECK(client.outcome(1, patience).name == "row 17");
  CHECK(client.hand_over(accepted("row 18"), patience).number == 2);
}

TEST_CASE("sdk: caseway client: whoever asked beside the call that met the fault is told too (3 handed over at once)") {
  Recorder recorder;
  const fs::path in_the_way = recorder.office.bench.path / "lane/0/000000000002.message";
  Client client = Client::connect(recorder.office.settings(), patience);
  std::vector<std::promise<Failure>> told(3);
  client.hand_over(accepted(), patience, [&](const Receipt*, const Error*) {
    fs::create_directory(in_the_way);
    for (auto& each : told) {  // the thread is here: it hears of all three together
      client.hand_over(accepted(), patience, [&each](const Receipt*, const Error* error) {
        each.set_value(error ? error->failure : Failure{});
      });
    }
  });
  for (auto& each : told) CHECK(each.get_future().get() == Failure::local_fault);
}

TEST_CASE("sdk: caseway client: a callback that hears that the client ends may still call what does not wait") {
  Recorder recorder;
  recorder.answers = false;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  std::vector<Failure> told;
  std::future<Receipt> later;
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    const auto delivery = client.receive(patience);
    REQUIRE(delivery.has_value());
    client.hand_over(accepted("row 17"), patience, [&](const Receipt*, const Error* error) {
      told.push_back(error->failure);
      client.taken(*delivery);
      client.park(*delivery, "too late");
      client.unpark(7);
      client.on_delivery({});
      client.hand_over(accepted("row 18"), patience,
                       [&](const Receipt*, const Error* again) { told.push_back(again->failure); });
      later = client.hand_over_async(accepted("row 19"), patience);
    });
    CHECK(client.waiting().size() == 1);  // so it is on disk, and waits
  }
  CHECK(told == std::vector<Failure>{Failure::outcome_unknown, Failure::closed});
  CHECK(error_of([&] { (void)later.get(); }).failure == Failure::closed);
  bench.broker.meet();
  CHECK(recorder.acked.empty());
  CHECK(recorder.parked.empty());
}

}  // namespace caseway::tests
