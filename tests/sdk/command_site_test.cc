// The site's part of the command line, with a broker that knows the site's keys and answers its operator.
#include <doctest/doctest.h>

#include <atomic>

#include "broker/wire/key_file.h"
#include "broker/wire/order.h"
#include "client_bench.h"
#include "run_caseway.h"
#include "sdk/order_file.h"

namespace caseway::tests {
namespace {

namespace fs = std::filesystem;
using Frames = FakeBroker::Frames;

/// A training site as `init` leaves it, whose broker records every order.
class TrainingSite {
 public:
  TrainingSite()
      : bench_([this](const wire::ClientFrame& frame) -> Frames {
          if (const auto* query = std::get_if<wire::Query>(&frame)) return {answer_to(*query, R"({"lastOrder":""})")};
          const auto* order = std::get_if<wire::SendOrder>(&frame);
          if (order == nullptr) return {};
          signatures = order->signatures.size();
          core::Statement statement;
          statement.type = static_cast<std::uint16_t>(core::EventType::order);
          wire::OrderAnswer answer;
          answer.number = order->number;
          answer.accepted = true;
          answer.receipt = log_->record(statement);
          return {answer};
        }) {
    init = run("init " + dir() + " --training 2025-09-25T09:00:00+08:00");
    REQUIRE(init.exit == 0);
    log_.emplace(sdk::read_signing_key(dir() + "/keys/log.key").pair);
    bench_.broker.welcome = [this] {
      auto welcome = bench_.said_welcome();
      welcome.log_key = log_->key();
      welcome.checkpoint = log_->checkpoint();
      return welcome;
    };
    const auto key = bench_.broker.key();
    const std::string known = wire::encode_key_file("transport", {key, wire::KeyValue{key.bytes}});
    sdk::write_file(dir() + "/keys/transport.pub", sdk::view_of(known));
    sdk::write_file(dir() + "/endpoint", sdk::view_of(bench_.broker.endpoint() + "\n"));
  }
  /// With --json.
  Ran run(const std::string& words) {
    bench_.broker.meet();
    Ran ran = run_caseway(bench_.path, "--json " + words);
    bench_.broker.meet();
    return ran;
  }
  [[nodiscard]] std::string dir() const { return (bench_.path / "site").string(); }
  [[nodiscard]] std::string file(const std::string& name) const { return (bench_.path / name).string(); }

  Ran init;
  std::atomic<std::size_t> signatures = 0;  ///< of the last order

 private:
  std::optional<SmallLog> log_;
  ClientBench bench_;
};

}  // namespace

TEST_CASE("sdk: command: what makes sites and agencies tells it as JSON when asked") {
  TrainingSite site;
  CHECK(json_of(site.init).text_of("site") == site.dir());
  const auto agency = site.run("agency new " + site.file("amr") + " --site " + site.dir() +
                               " --id amr --name-zh x --name-en x --role administrative --region 350123");
  CHECK(agency.exit == 0);
  CHECK(json_of(agency).text_of("agency") == "amr");
}

TEST_CASE("sdk: command: an order is made, signed twice and sent, and each step tells it as one JSON value") {
  TrainingSite site;
  const std::string file = site.file("order.json");
  const auto made = site.run("order new setting S01 calendar --site " + site.dir() + " --out " + file);
  CHECK(made.exit == 0);
  const auto told = json_of(made);
  CHECK(told.text_of("file") == file);
  REQUIRE(told.find("order") != nullptr);
  CHECK(told.find("order")->text_of("kind") == "set_setting");
  for (const char* officer : {"officer-1", "officer-2"}) {
    const auto signing =
        site.run("order sign " + file + " --officer " + officer + " --key " + site.dir() + "/keys/" + officer + ".key");
    CHECK(signing.exit == 0);
    CHECK(json_of(signing).integer_of("signatures") == (std::string_view(officer) == "officer-1" ? 1 : 2));
  }
  const auto sent = site.run("order send " + file + " --site " + site.dir());
  CHECK(sent.exit == 0);
  CHECK(json_of(sent).integer_of("record") == 0);
  CHECK(json_of(sent).integer_of("treeSize") == 1);
  CHECK(site.signatures == 2);
}

TEST_CASE("sdk: command: an order that confirms the time shows officers the instant they sign; no instant is none") {
  TrainingSite site;
  const std::string file = site.file("order.json");
  const auto made = site.run("order new time 2025-09-26T11:05:00+08:00 --site " + site.dir() + " --out " + file);
  CHECK(made.exit == 0);
  const auto told = json_of(made);
  REQUIRE(told.find("order") != nullptr);
  CHECK(told.find("order")->text_of("kind") == "confirm_time");
  CHECK(told.find("order")->text_of("instant") == "2025-09-26T11:05:00+08:00");
  for (const char* officer : {"officer-1", "officer-2"})
    CHECK(
        site.run("order sign " + file + " --officer " + officer + " --key " + site.dir() + "/keys/" + officer + ".key")
            .exit == 0);
  CHECK(site.run("order send " + file + " --site " + site.dir()).exit == 0);
  CHECK(site.signatures == 2);
  CHECK(site.run("order new time yesterday --site " + site.dir() + " --out " + file).exit != 0);
}

TEST_CASE("sdk: command: clock set signs for both training officers and tells the record as one JSON value") {
  TrainingSite site;
  const auto set = site.run("clock set 2025-09-26T09:00:00+08:00 --site " + site.dir());
  CHECK(set.exit == 0);
  CHECK(json_of(set).find("record") != nullptr);
  CHECK(json_of(set).integer_of("treeSize") == 1);
  CHECK(site.signatures == 2);
}

}  // namespace caseway::tests
