// The command line as a program, against a broker that answers as each test wishes: what it prints and how it exits.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

#include "client_bench.h"
#include "run_caseway.h"
#include "sdk/json_text.h"

namespace caseway::tests {
namespace {

namespace fs = std::filesystem;
using core::Refusal;
using Frames = FakeBroker::Frames;

wire::RefusalFrame reused(core::LaneNumber number) {
  auto frame = refusal(number, Refusal::id_reused);
  frame.lane = 1;  // of the command line
  return frame;
}

/// An agency's directory as `agency new` leaves it, with one message to send.
class Shop {
 public:
  using Answer = std::function<Frames(const wire::SendMessage&)>;
  explicit Shop(Answer to_message)
      : bench([this, to_message](const wire::ClientFrame& frame) -> Frames {
          if (const auto* park = std::get_if<wire::Park>(&frame); park != nullptr && !park->parked)
            unparked = park->delivery;
          if (const auto* query = std::get_if<wire::Query>(&frame)) return {answer_to(*query, status())};
          const auto* message = std::get_if<wire::SendMessage>(&frame);
          if (message == nullptr) return {};
          ++sent;
          return to_message(*message);
        }) {
    bench.open_office();
    const std::string toml = "id = \"luoyuan-amr\"\n[broker]\norigin = \"caseway.example\"\nendpoint = \"" +
                             bench.broker.endpoint() + "\"\nkey = \"" + core::hex(bench.broker.key()) +
                             "\"\nlog_key = \"" + core::hex(bench.log.key()) +
                             "\"\n[keys]\nsigning = \"signing.key\"\ntransport = \"transport.key\"\n"
                             "[directories]\nlane = \"lane\"\nin = \"in\"\nout = \"out\"\npacks = \"packs\"\n";
    sdk::write_file(bench.path / "agency.toml", sdk::view_of(toml));
    sdk::write_file(bench.path / "a.json", sdk::view_of(read_text(case_file("08-accepted.json"))));
  }
  Ran run(const std::string& words) {
    bench.broker.meet();
    Ran ran = run_caseway(bench.path, "--agency " + bench.path.string() + " " + words);
    bench.broker.meet();
    return ran;
  }
  Ran send(const std::string& options = "") {
    return run("send --wait 20 " + options + " " + (bench.path / "a.json").string());
  }

  std::atomic<int> sent = 0;
  std::atomic<std::uint64_t> unparked = 0;
  ClientBench bench;

 private:
  std::string status() const {
    return R"({"time":"2025-09-26T15:45:00+08:00","waiting":1,"pack":")" + core::hex(packs().digest) +
           R"(","calendar":")" + core::hex(calendar().digest) + R"(","agencies":[])" +
           (unparked == 7 ? std::string() : R"(,"parked":[{"delivery":7}])") + "}";
  }
};

}  // namespace

TEST_CASE("sdk: command: send exits 0 with a receipt, and 3 when the receipt that came cannot be kept") {
  Shop* at = nullptr;
  Shop shop([&](const wire::SendMessage& message) -> Frames { return {at->bench.receipt_for(message)}; });
  at = &shop;
  const auto first = shop.send();
  CHECK(first.exit == 0);
  CHECK(first.troubles.empty());
  fs::create_directories(shop.bench.path / "lane/1/000000000002.receipt");  // no file can take its place
  const auto second = shop.send();
  CHECK(second.exit == 3);
  CHECK(second.troubles.find("outcome unknown") != std::string::npos);
  CHECK(shop.sent == 2);
}

TEST_CASE("sdk: command: a message that gets another number is followed to its receipt") {
  Shop* at = nullptr;
  Shop shop([&](const wire::SendMessage& message) -> Frames {
    if (number_of(message) == 1) return {reused(1)};
    return {at->bench.receipt_for(message)};
  });
  at = &shop;
  const auto ran = shop.send();
  CHECK(ran.exit == 0);
  CHECK(ran.troubles.find("the message is number 2") != std::string::npos);
}

TEST_CASE("sdk: command: a lane beyond the last is bad input, also where its low 16 bits name one") {
  Shop* at = nullptr;
  Shop shop([&](const wire::SendMessage& message) -> Frames { return {at->bench.receipt_for(message)}; });
  at = &shop;
  CHECK(shop.send("--lane 16").exit == 2);
  CHECK(shop.send("--lane 65537").exit == 2);
  CHECK(shop.sent == 0);
  CHECK(shop.send("--lane 15").exit == 0);
  CHECK(shop.run("send --again 65551 1").exit == 2);
  CHECK(shop.run("show receipt 65551 1").exit == 2);
  CHECK(shop.run("show receipt 15 1").exit == 0);
}

TEST_CASE(
    "sdk: command: without a session a message is kept for the next one, and before the first nothing is queued") {
  Shop* at = nullptr;
  Shop shop([&](const wire::SendMessage& message) -> Frames { return {at->bench.receipt_for(message)}; });
  at = &shop;
  shop.bench.broker.admits = false;
  const auto words = "send --wait 1 " + (shop.bench.path / "a.json").string();
  const auto before = shop.run(words);
  CHECK(before.exit == 2);
  CHECK(before.troubles.find("nothing is queued") != std::string::npos);
  shop.bench.broker.admits = true;
  CHECK(shop.send().exit == 0);
  shop.bench.broker.admits = false;
  CHECK(shop.run(words).exit == 3);
  CHECK(shop.sent == 1);
  CHECK(fs::exists(shop.bench.path / "lane/1/000000000002.message"));
  shop.bench.broker.admits = true;
  CHECK(shop.send().exit == 0);
  CHECK(shop.sent == 3);
}

TEST_CASE("sdk: command: a parked delivery is offered again; one that is not parked is bad input") {
  Shop shop([](const wire::SendMessage&) { return Frames{}; });
  CHECK(shop.run("unpark 8").exit == 2);
  CHECK(shop.unparked == 0);
  const auto ran = shop.run("--json unpark 7");
  CHECK(ran.exit == 0);
  CHECK(shop.unparked == 7);
  CHECK(json_of(ran).integer_of("unparked") == 7);
  CHECK(shop.run("unpark 7").exit == 2);
}

TEST_CASE("sdk: command: check judges by a training site's clock as last heard, and says by which") {
  Shop* at = nullptr;
  Shop shop([&](const wire::SendMessage& message) -> Frames {
    auto receipt = at->bench.receipt_for(message);
    receipt.site_time = core::parse_instant("2025-09-26T17:00:00+08:00").value();
    return {receipt};
  });
  at = &shop;
  const auto plain = shop.run("check " + (shop.bench.path / "a.json").string());
  CHECK(plain.said.find(", this machine's clock") != std::string::npos);
  auto said = shop.bench.broker.welcome;
  shop.bench.broker.welcome = [said] {
    auto welcome = said();
    welcome.training = true;
    welcome.site_time = core::parse_instant("2025-09-26T15:00:00+08:00").value();
    return welcome;
  };
  CHECK(shop.run("show status").exit == 0);
  const auto json = json_of(shop.run("--json check " + (shop.bench.path / "a.json").string()));
  CHECK(json.text_of("clock") == "site");
  CHECK(json.text_of("judgedAt") == "2025-09-26T15:00:00+08:00");
  CHECK(shop.send().exit == 0);
  const auto later = shop.run("check " + (shop.bench.path / "a.json").string());
  CHECK(later.said.find("judged at 2025-09-26T17:00:00+08:00, the training site's clock") != std::string::npos);
}

TEST_CASE("sdk: command: of several files one that is bad keeps all from being sent; then the worst outcome counts") {
  enum class Fate { receipt, refusal, silence };
  std::atomic<Fate> second = Fate::receipt;
  Shop* at = nullptr;
  Shop shop([&](const wire::SendMessage& message) -> Frames {
    if (number_of(message) % 2 == 1 || second == Fate::receipt) return {at->bench.receipt_for(message)};
    if (second == Fate::silence) return {};
    auto no = refusal(number_of(message), Refusal::too_large);
    no.lane = 1;
    second = Fate::receipt;  // the void that takes its place
    return {no};
  });
  at = &shop;
  const std::string good = (shop.bench.path / "a.json").string();
  sdk::write_file(shop.bench.path / "bad.json", sdk::view_of("{}"));
  for (const char* bad : {"bad.json", "none.json"}) {
    const auto ran = shop.run("send --wait 20 " + good + " " + (shop.bench.path / bad).string());
    CHECK(ran.exit == 2);
    CHECK(ran.said.empty());
    CHECK(ran.troubles.find(bad) != std::string::npos);
  }
  CHECK(shop.sent == 0);
  const std::string both = "send --wait 2 " + good + " " + good;
  CHECK(shop.run(both).exit == 0);
  second = Fate::refusal;
  CHECK(shop.run(both).exit == 12);  // one was delivered: no "2"
  second = Fate::silence;
  CHECK(shop.run(both).exit == 3);
}

TEST_CASE("sdk: command: a command line that cannot be read is told in one line: what, where, what to do (7 of them)") {
  Shop shop([](const wire::SendMessage&) { return Frames{}; });
  shop.bench.broker.admits = false;  // nothing here may wait for a session
  const std::string home = "--agency " + shop.bench.path.string() + " ";
  const auto troubles_of = [&](const std::string& words) {
    const auto ran = run_caseway(shop.bench.path, words);
    CAPTURE(words);
    CHECK(ran.exit == 2);
    CHECK(ran.said.empty());
    CHECK(std::count(ran.troubles.begin(), ran.troubles.end(), '\n') == 1);
    return ran.troubles;
  };
  CHECK(troubles_of("frobnicate").find("caseway: no command 'frobnicate'; one of: init, agency") == 0);
  CHECK(troubles_of("").find("caseway: a command is missing; one of: init, agency") == 0);
  CHECK(troubles_of("order frobnicate").find("caseway order: no command 'frobnicate'; one of: new, sign, send") == 0);
  CHECK(troubles_of("send --frobnicate").find("(`caseway send --help`)") != std::string::npos);
  CHECK(troubles_of("check bad.json").find("caseway --agency DIR COMMAND") != std::string::npos);
  CHECK(troubles_of(home + "send none.json").find("none.json: no such file") != std::string::npos);
  CHECK(troubles_of(home + "check none.json").find("none.json: no such file") != std::string::npos);
}

TEST_CASE("sdk: command: the exit codes of send stand in its help and not in that of others") {
  const ClientBench bench([](const wire::ClientFrame&) { return Frames{}; });
  const auto tells = [&](const std::string& words) {
    return run_caseway(bench.path, words + " --help").said.find("10 delivered with findings") != std::string::npos;
  };
  CHECK(tells("send"));
  for (const char* other : {"", "init", "agency new", "order sign", "show case", "receive"}) CHECK_FALSE(tells(other));
}

}  // namespace caseway::tests
