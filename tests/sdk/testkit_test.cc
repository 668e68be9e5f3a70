// The testkit as an agency uses it: nothing of this test is in the programs, and nothing of the broker is replaced.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "broker/rules/compile.h"
#include "sdk/testkit/caseway_testkit.h"
#include "tests/where.h"

namespace caseway::testkit {
namespace {

namespace fs = std::filesystem;
const fs::path cases = CASEWAY_SOURCE_DIR "/deploy/cases/cn-01";

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write(const fs::path& path, const std::vector<std::uint8_t>& bytes) {
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
}

/// The shipped packs, compiled once.
const fs::path& packs() {
  static const fs::path place = [] {
    const fs::path made = fs::path(CASEWAY_BUILD_DIR) / "tests/testkit/packs";
    fs::create_directories(made);
    std::map<std::string, std::string> texts;
    for (const auto& entry : fs::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
      if (entry.path().extension() == ".capnp") texts[entry.path().filename().string()] = read_text(entry.path());
    }
    write(made / "cn-ip.pack", rules::compile_bundle(texts).binary);
    write(made / "cn-ip.calendar", rules::compile_calendar(texts).binary);
    return made;
  }();
  return place;
}

/// A message of the demonstration case, without the ids that the testkit fills in.
std::string message(const std::string& name) {
  std::string text = read_text(cases / (name + ".json"));
  for (const char* id : {"case", "transfer", "occurredAt"}) {
    const auto at = text.find(std::string(" \"") + id + "\": ");
    REQUIRE(at != std::string::npos);
    text.erase(at, text.find('\n', at) + 1 - at);
  }
  return text;
}

/// The first line of `log` that holds `words`; what the log holds, when there is none after 30 s.
std::string logged(const fs::path& log, const std::string& words) {
  using std::chrono::steady_clock;
  std::string all;
  for (const auto until = steady_clock::now() + std::chrono::seconds(30); steady_clock::now() < until;) {
    all = read_text(log);
    const auto at = all.find(words);
    const auto end = all.find('\n', at);
    if (at != std::string::npos && end != std::string::npos) {
      const auto before = all.rfind('\n', at);
      return all.substr(before + 1, end - before - 1);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return all;
}

/// A regulator, the police and the procuratorate of one county, all played.
struct County {
  explicit County(const std::string& name)
      : place(fresh(name)),
        bus({place, packs()}),
        amr(bus.play({"luoyuan-amr", "administrative"})),
        police(bus.play({"luoyuan-police", "police"})),
        procuratorate(bus.play({"luoyuan-procuratorate", "procuratorate"})) {
    bus.counterpart("luoyuan-amr", "police", "luoyuan-police");
    bus.counterpart("luoyuan-amr", "procuratorate", "luoyuan-procuratorate");
    bus.counterpart("luoyuan-police", "procuratorate", "luoyuan-procuratorate");
    fs::copy(cases / "evidence", place / "luoyuan-amr/out/evidence");
  }
  static fs::path fresh(const std::string& name) {
    const fs::path made = fs::path(CASEWAY_BUILD_DIR) / "tests/testkit" / name;
    fs::remove_all(made);
    return made;
  }

  fs::path place;
  Bus bus;
  Actor& amr;
  Actor& police;
  Actor& procuratorate;
};

}  // namespace

TEST_CASE("testkit: the other side takes a transfer and accepts it, by real rules, as its script says") {
  County county("accepts");
  county.police.on("K01", "transfer").say(message("08-accepted"));
  const Said said = county.amr.say(message("06-transfer"));
  CHECK(said.error == "");
  CHECK(said.step == "transfer");
  CHECK(said.verdict == "proceeds_with_findings");
  const Received accepted = county.amr.wait_for("K01", "accepted");
  CHECK(accepted.sender == "luoyuan-police");
  CHECK(accepted.transfer_id == county.police.wait_for("K01", "transfer").transfer_id);
  CHECK(accepted.message.find("\"step\": \"accepted\"") != std::string::npos);
  county.police.say("{}");  // refused, and after what the script said
  REQUIRE(county.police.said().size() == 2);
  CHECK(county.police.said()[0].error == "");
  CHECK(county.police.said()[0].step == "accepted");
}

TEST_CASE(
    "testkit: the police forward a case to another organ, whose script takes it over: both are told to the sender") {
  County county("forwards");
  Actor& other = county.bus.play({"lianjiang-police", "police", {}, {}, "350122"});
  const auto documents = [](const std::string& types) {
    std::string text = R"({"head": {"title": "移送案件"}, "documents": [)";
    for (std::size_t at = 0; at < types.size(); at += 4) {
      const auto type = types.substr(at, 3);
      text += (at == 0 ? "" : ",") + std::string(R"({"id": ")") + type + R"(", "type": ")" + type +
              R"(", "carrier": "E", "stamp": "valid", "fields": {}})";
    }
    return text + "]}";
  };
  county.police.on("K01", "transfer").forward("lianjiang-police", documents("D08 D52 D06 D01"));
  std::string taken_over = documents("D48 D49");
  taken_over.insert(1, R"("step": "taken_over", )");
  other.on("K02", "forward").say(taken_over);
  CHECK(county.amr.say(message("06-transfer")).error == "");

  const Received forwarded = other.wait_for("K02", "forward");
  CHECK(forwarded.sender == "luoyuan-police");
  const Received first = county.police.wait_for("K01", "transfer");
  CHECK(forwarded.case_id == first.case_id);
  CHECK(forwarded.transfer_id != first.transfer_id);
  CHECK(forwarded.message.find("林某") != std::string::npos);  // its persons are those of the transfer
  county.police.wait_for("K02", "taken_over");
  CHECK(other.wait_for("K01", "transfer").transfer_id == first.transfer_id);  // which it receives from now on
  county.police.say("{}");                                                    // after what the script said
  REQUIRE(county.police.said().size() == 2);
  CHECK(county.police.said()[0].error == "");
  CHECK(county.police.said()[0].step == "forward");
  CHECK(county.police.said()[0].verdict != "returned");
  CHECK(county.amr.wait_for("K01", "forward").sender == "luoyuan-police");  // a copy: D52
}

TEST_CASE("testkit: who stays silent is waited for until a clock runs out, when the test moves the clock") {
  County county("silent");
  county.police.on("K01", "transfer").stay_silent();
  county.amr.say(message("06-transfer"));
  county.police.wait_for("K01", "transfer");
  CHECK(county.bus.clock() == "2025-09-26T09:00:00+08:00");
  county.bus.set_clock("2025-09-27T12:00:00+08:00");  // 24 hours and more
  const Received overdue = county.procuratorate.wait_for(
      [](const Received& one) { return one.step == "event" && one.message.find("ALL.signoff") != std::string::npos; });
  CHECK(overdue.procedure == "K01b");
  CHECK(overdue.case_id == county.police.wait_for("K01", "transfer").case_id);
  CHECK(county.police.said().empty());
}

TEST_CASE("testkit: what fails on its way is recorded once and delivered once, at every hop (1, 6, 7, 8)") {
  for (const Hop hop : {Hop::listen, Hop::record, Hop::deliver, Hop::acknowledge}) {
    const int number = static_cast<int>(hop);
    CAPTURE(number);
    County county("hop-" + std::to_string(number));
    county.bus.fail_at(hop);
    const Said said = county.amr.say(message("06-transfer"));
    CHECK(said.error == "");
    CHECK(said.verdict == "proceeds_with_findings");
    county.police.wait_for("K01", "transfer");
    CHECK(county.bus.failed_at(hop) == 1);
    county.police.say(R"({"procedure": "K01"})");  // whatever would come twice has come by the time this is refused
    const auto all = county.police.received();
    CHECK(std::count_if(all.begin(), all.end(), [](const Received& one) { return one.step == "transfer"; }) == 1);
  }
}

TEST_CASE("testkit: a refusal of the protocol is answered once, and the message goes on") {
  County county("refused");
  county.bus.refuse_next("try_later");
  const Said said = county.amr.say(message("06-transfer"));
  CHECK(said.error == "");
  CHECK(said.verdict == "proceeds_with_findings");
  CHECK_THROWS_WITH(county.bus.refuse_next("no_such"), doctest::Contains("'no_such' is no refusal of the protocol"));
}

TEST_CASE("testkit: after a crash the broker holds what it said before, and the case goes on") {
  County county("crash");
  CHECK(county.amr.say(message("06-transfer")).error == "");
  const std::string before = county.bus.endpoint();
  county.bus.crash();
  CHECK(county.bus.endpoint().rfind("tcp://127.0.0.1:", 0) == 0);
  const auto transfer = county.police.wait_for("K01", "transfer");
  std::string accepted = message("08-accepted");
  accepted.insert(1, "\n \"case\": \"" + transfer.case_id + "\", \"transfer\": \"" + transfer.transfer_id + "\",");
  Said said = county.police.say(accepted);
  // The crash may have lost the acknowledgement: then the step opens when the transfer was delivered once more.
  for (int tries = 0; said.verdict == "returned" && tries < 100; ++tries) said = county.police.say(accepted);
  CHECK(said.error == "");
  CHECK(said.verdict == "proceeds");
  county.amr.wait_for("K01", "accepted");
}

TEST_CASE("testkit: a broker that does not start again is told to who waits for it, and starts once it can") {
  County county("gone");
  const fs::path key = county.place / "site/keys/log.key";
  const fs::path away = county.place / "log.key";
  fs::rename(key, away);
  CHECK_THROWS_WITH(county.bus.crash(), doctest::Contains("the broker did not start: "));
  CHECK_THROWS_WITH((void)county.bus.endpoint(), doctest::Contains("the broker ended: "));
  CHECK_THROWS_WITH(county.amr.say(message("06-transfer"), 300),
                    doctest::Contains("luoyuan-amr: not said within 300 ms: "));
  fs::rename(away, key);
  county.bus.crash();
  CHECK(county.amr.say(message("06-transfer")).error == "");
}

TEST_CASE("testkit: a counterpart that was refused is in no later order") {
  County county("counterparts");
  CHECK_THROWS_WITH(county.bus.counterpart("luoyuan-amr", "court", "luoyuan-cuort"),
                    doctest::Contains("the order was not accepted: "));
  county.bus.play({"luoyuan-court", "court"});
  county.bus.counterpart("luoyuan-amr", "court", "luoyuan-court");
  county.police.on("K01", "transfer").stay_silent();
  CHECK(county.amr.say(message("06-transfer")).error == "");
  CHECK(county.police.wait_for("K01", "transfer").sender == "luoyuan-amr");  // the counterparts before it stand
}

TEST_CASE("testkit: what an actor cannot take is parked, and no part of what it received") {
  County county("parked");
  county.police.on("K01", "transfer").park("the case system is closed");
  CHECK(county.amr.say(message("06-transfer")).error == "");
  const std::string line = logged(county.place / "casewayd.log", "event=parked");
  CHECK(line.find("agency=luoyuan-police") != std::string::npos);
  CHECK(line.find("reason=\"the case system is closed\"") != std::string::npos);
  CHECK(county.police.received().empty());
}

TEST_CASE("testkit: what is wrong is told by its place, and harms nothing: JSON, roles, packs, instants") {
  County county("wrong");
  CHECK(county.amr.say("{").error.rfind("message:1:", 0) == 0);
  CHECK(county.amr.say(R"({"procedure": "K01", "step": "transfer", "head": {"tittle": ""}})").error.find("tittle") !=
        std::string::npos);
  CHECK_THROWS_WITH(county.bus.admit({"other", "baker"}), doctest::Contains("role 'baker'"));
  CHECK_THROWS_WITH(county.bus.admit({"Other", "police"}), doctest::Contains("'Other' is no agency id"));
  CHECK_THROWS_WITH(county.bus.set_clock("tomorrow"), doctest::Contains("'tomorrow' is no instant"));
  CHECK_THROWS_WITH(county.bus.set_clock("2025-09-26T08:59:59+08:00"), doctest::Contains("clock"));
  CHECK_THROWS_WITH(Bus({county.place / "second", county.place}), doctest::Contains("no *.calendar"));
  CHECK(county.amr.say(message("06-transfer")).error == "");
}

}  // namespace caseway::testkit
