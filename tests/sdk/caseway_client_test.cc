// The public client against a broker that answers as each test wishes: a directory on disk, a thread of its own.
#include "sdk/caseway_client.h"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "own_office.h"

namespace caseway::tests {

namespace fs = std::filesystem;
using std::chrono::seconds;

TEST_CASE("sdk: caseway client: what is handed over lies on disk before it is sent, and its receipt is told") {
  Recorder recorder;
  Client client = Client::connect(recorder.office.settings(), patience);
  const Receipt receipt = client.hand_over(accepted("row 17"), patience);
  CHECK(receipt.number == 1);
  CHECK(receipt.name == "row 17");
  CHECK(receipt.delivered());
  CHECK(receipt.procedure == "K01");
  CHECK(receipt.step == "accepted");
  CHECK(receipt.transfer == "a1000000000000000000000000000001");
  CHECK(receipt.json.find("\"receipt\"") != std::string::npos);
  CHECK(fs::exists(recorder.office.bench.path / "lane/0/000000000001.receipt"));
  const auto parts = client.fetch(1);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].name == "head");
  CHECK(parts[1].name == "D48");
  CHECK(error_of([&] { client.fetch(2); }).failure == Failure::not_found);
  CHECK(client.outcome(1, Milliseconds(0)).body == receipt.body);
  CHECK(error_of([&] { (void)client.outcome(2, patience); }).failure == Failure::not_found);
}

TEST_CASE("sdk: caseway client: no answer in time is outcome_unknown; the next client sends the same bytes again") {
  Recorder recorder;
  recorder.answers = false;
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    const Error error = error_of([&] { (void)client.hand_over(accepted("row 17"), Milliseconds(300)); });
    CHECK(error.failure == Failure::outcome_unknown);
    CHECK(error.number == 1);
    CHECK(std::string(error.what()).starts_with("outcome_unknown: lane 0 number 1"));
    CHECK(client.waiting() == std::vector<std::pair<std::uint64_t, std::string>>{{1, "row 17"}});
    CHECK(client.queue(accepted("row 17"), patience) == 1);  // the same name is not queued twice
  }
  recorder.answers = true;
  Client client = Client::open(recorder.office.settings());
  CHECK(client.hand_over(accepted("row 17"), patience).number == 1);
  CHECK(client.hand_over(accepted("row 17"), patience).number == 1);
  CHECK(client.hand_over(accepted("row 18"), patience).number == 2);
  recorder.office.bench.broker.meet();
  REQUIRE(recorder.envelopes.size() >= 3);
  CHECK(recorder.envelopes[0] == recorder.envelopes[1]);
}

TEST_CASE("sdk: caseway client: a name is known again after a restart also when its receipt came") {
  Recorder recorder;
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    (void)client.hand_over(accepted("row 17"), patience);
  }
  Client client = Client::connect(recorder.office.settings(), patience);
  CHECK(client.queue(accepted("row 17"), patience) == 1);
  CHECK(client.queue(accepted(), patience) == 2);
  CHECK(client.queue(accepted(), patience) == 3);  // without a name each is its own
}

TEST_CASE(
    "sdk: caseway client: a key that the broker does not admit is denied, and admitted later connects by itself") {
  Recorder recorder;
  recorder.office.bench.broker.admits = false;
  const Error error = error_of([&] { (void)Client::connect(recorder.office.settings(), patience); });
  CHECK(error.failure == Failure::denied);
  CHECK(error.to_do.find("admit luoyuan-amr") != std::string::npos);

  Client client = Client::open(recorder.office.settings());
  CHECK(error_of([&] { (void)client.to_do(patience); }).failure == Failure::denied);
  CHECK_FALSE(client.connected());
  recorder.office.bench.broker.admits = true;
  until([&] { return client.connected(); });
  CHECK(client.connected());
  CHECK(client.trouble().empty());
}

TEST_CASE("sdk: caseway client: where nobody listens it is unreachable, but policies and checks are told") {
  Recorder recorder;
  Settings settings = recorder.office.settings();
  settings.endpoint = "tcp://127.0.0.1:1";
  CHECK(error_of([&] { (void)Client::connect(settings, Milliseconds(300)); }).failure == Failure::unreachable);
  Client client = Client::open(settings);
  CHECK(error_of([&] { (void)client.queue(accepted(), Milliseconds(100)); }).failure == Failure::unreachable);
  const Policy policy = client.policy("K01", "transfer");
  CHECK(policy.opens_transfer);
  CHECK(policy.said_by == std::vector<std::string>{"administrative"});
  const auto at = std::find_if(policy.requirements.begin(), policy.requirements.end(),
                               [](const Requirement& one) { return one.code == "K01.D04"; });
  REQUIRE(at != policy.requirements.end());
  CHECK(at->document == "D04");
  CHECK_FALSE(at->basis_en.empty());
  CHECK_FALSE(at->supplied_by.empty());
  const Error unknown = error_of([&] { (void)client.policy("K01", "tranfer"); });
  CHECK(unknown.failure == Failure::not_found);
  CHECK(unknown.to_do.find("transfer") != std::string::npos);
  CHECK(error_of([&] { (void)client.policy("K99", "transfer"); }).failure == Failure::not_found);

  const Check check = client.check(Message::from_file(case_file("06-transfer.json").string()));
  CHECK(check.verdict != Verdict::returned);
  CHECK_FALSE(check.findings.empty());
  CHECK_FALSE(check.findings.front().en.empty());
  CHECK_FALSE(check.not_judged.empty());
}

TEST_CASE("sdk: caseway client: an endpoint file that is written only half is read again") {
  Recorder recorder;
  const auto file = recorder.office.bench.path / "endpoint";
  const auto toml = recorder.office.bench.path / "agency.toml";
  const Settings all = recorder.office.settings();
  std::ofstream(toml) << "id = '" << all.agency << "'\n[broker]\norigin = '" << all.origin
                      << "'\nendpoint_file = 'endpoint'\n"
                      << "key = '" << all.server_key << "'\nlog_key = '" << all.log_key << "'\n[keys]\n"
                      << "signing = 'keys/signing.key'\ntransport = 'keys/transport.key'\n[directories]\n"
                      << "lane = 'lane'\nin = 'in'\nout = 'out'\npacks = 'packs'\n";
  std::ofstream(file) << "tcp://127.0";
  Client client = Client::open({.directory = all.directory});
  const Error error = error_of([&] { (void)client.to_do(Milliseconds(300)); });
  CHECK(error.failure == Failure::unreachable);
  CHECK(error.problem.find("endpoint: expected") != std::string::npos);
  std::ofstream(file) << all.endpoint << "\n";
  until([&] { return client.connected(); });
  CHECK(client.connected());
}

TEST_CASE("sdk: caseway client: every mistake of a message is told with its place, and nothing is queued") {
  Recorder recorder;
  Client client = Client::connect(recorder.office.settings(), patience);
  Message wrong;
  wrong.json = R"({"procedure": "K01", "step": "transfer", "occurredAt": "2025-13-01", "documents": [{"kind": 1}]})";
  const Error error = error_of([&] { (void)client.hand_over(wrong, patience); });
  CHECK(error.failure == Failure::bad_input);
  CHECK(error.mistakes.size() >= 2);
  CHECK(error.where == error.mistakes.front().path);
  CHECK(client.waiting().empty());
  CHECK(error_of([&] { (void)Message::from_file("/nowhere.json"); }).failure == Failure::bad_input);

  Message secret = accepted();  // a printed mark stops at the sender
  const auto at = secret.json.find("林警官");
  REQUIRE(at != std::string::npos);
  secret.json.insert(at, "机密★");
  CHECK(error_of([&] { (void)client.hand_over(secret, patience); }).failure == Failure::stopped);
  CHECK(client.waiting().empty());
  recorder.office.bench.broker.meet();
  CHECK(recorder.heard == 0);
}

TEST_CASE(
    "sdk: caseway client: a message that the broker can never take is refused by number, and a mended one may follow") {
  std::atomic<bool> refuses = true;
  ClientBench* bench = nullptr;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    if (refuses.exchange(false)) return {refusal(number_of(*message), core::Refusal::not_yours)};
    return {bench->receipt_for(*message)};
  });
  bench = &office.bench;
  Client client = Client::connect(office.settings(), patience);
  const Error error = error_of([&] { (void)client.hand_over(accepted("row 17"), patience); });
  CHECK(error.failure == Failure::refused);
  CHECK(error.number == 1);
  CHECK(error.problem.find("not_yours") != std::string::npos);
  CHECK(client.hand_over(accepted("row 17"), patience).number == 2);
  CHECK(error_of([&] { (void)client.outcome(1, patience); }).failure == Failure::refused);
}

TEST_CASE("sdk: caseway client: under the name of a returned message the mended one goes out as a new one") {
  std::atomic<bool> returns = true;
  ClientBench* bench = nullptr;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    return {bench->receipt_for(*message, returns.exchange(false) ? core::Verdict::returned : core::Verdict::proceeds)};
  });
  bench = &office.bench;
  Client client = Client::connect(office.settings(), patience);
  CHECK(client.hand_over(accepted("row 17"), patience).verdict == Verdict::returned);
  const Receipt mended = client.hand_over(accepted("row 17"), patience);
  CHECK(mended.number == 2);
  CHECK(mended.verdict == Verdict::proceeds);
  CHECK(client.hand_over(accepted("row 17"), patience).number == 2);  // that one had its effect
  CHECK(client.outcome(1, patience).verdict == Verdict::returned);
}

TEST_CASE(
    "sdk: caseway client: many threads hand over at once, by futures and callbacks, and every message has its number") {
  Recorder recorder;
  Client client = Client::connect(recorder.office.settings(), patience);
  constexpr int threads = 4, each = 5;
  std::mutex mutex;
  std::set<std::uint64_t> numbers;
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) {
    all.emplace_back([&, i] {
      std::vector<std::future<Receipt>> futures;
      for (int k = 0; k < each; ++k)
        futures.push_back(client.hand_over_async(accepted(std::to_string(i) + "." + std::to_string(k)), patience));
      for (auto& future : futures) {
        const auto number = future.get().number;
        const std::scoped_lock lock(mutex);
        numbers.insert(number);
      }
    });
  }
  for (auto& thread : all) thread.join();
  CHECK(numbers.size() == threads * each);
  CHECK(*numbers.rbegin() == threads * each);
  std::promise<std::uint64_t> told;
  client.hand_over(accepted("1.1"), patience,
                   [&](const Receipt* receipt, const Error* error) { told.set_value(error ? 0 : receipt->number); });
  CHECK(numbers.contains(told.get_future().get()));
}

TEST_CASE("sdk: caseway client: a client that ends tells those who wait that the outcome is unknown") {
  Recorder recorder;
  recorder.answers = false;
  std::future<Receipt> future;
  {
    Client client = Client::connect(recorder.office.settings(), patience);
    future = client.hand_over_async(accepted(), patience);
    CHECK(client.queue(accepted(), patience) == 2);  // so the first one is on disk
  }
  const Error error = error_of([&] { (void)future.get(); });
  CHECK(error.failure == Failure::outcome_unknown);
  CHECK(error.number == 1);
}

TEST_CASE("sdk: caseway client: one program has a lane open, and settings are told by name when they are wrong") {
  Recorder recorder;
  const Settings settings = recorder.office.settings();
  const Client first = Client::open(settings);
  CHECK(error_of([&] { (void)Client::open(settings); }).failure == Failure::lane_busy);
  Settings other = settings;
  other.lane = 15;
  other.receives = false;
  Client second = Client::open(other);
  CHECK(error_of([&] { (void)second.receive(Milliseconds(0)); }).where == "Settings::receives");

  const auto wrong = [&](auto change) {
    Settings changed = settings;
    change(changed);
    const Error error = error_of([&] { (void)Client::open(changed); });
    CHECK(error.failure == Failure::bad_settings);
    CHECK_FALSE(error.to_do.empty());
    return error.where;
  };
  CHECK(wrong([](Settings& s) { s.lane = 16; }) == "Settings::lane");
  CHECK(wrong([](Settings& s) { s.deliveries_ahead = 0; }) == "Settings::deliveries_ahead");
  CHECK(wrong([](Settings& s) { s.deliveries_ahead = 257; }) == "Settings::deliveries_ahead");
  CHECK(wrong([](Settings& s) { s.agency = "Luoyuan"; }) == "Settings::agency");
  CHECK(wrong([](Settings& s) { s.origin.clear(); }) == "Settings::origin");
  for (const char* endpoint :
       {"localhost", "http://localhost:1", "tcp://localhost", "tcp://:1", "tcp://h:0", "tcp://h:65536"})
    CHECK(wrong([&](Settings& s) { s.endpoint = endpoint; }) == "Settings::endpoint");
  CHECK(wrong([](Settings& s) { s.server_key = "77"; }) == "Settings::server_key");
  CHECK(wrong([](Settings& s) { s.log_key.clear(); }) == "Settings::log_key");
  CHECK(wrong([](Settings& s) { s.directory += "/nowhere"; }) == settings.directory + "/nowhere");
  fs::permissions(recorder.office.bench.path / "keys/signing.key", fs::perms::others_read, fs::perm_options::add);
  CHECK(wrong([](Settings& s) { s.lane = 3; }) == settings.directory);
}

TEST_CASE("sdk: caseway client: without a pack nothing is judged or queued") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  for (const char* name : {"cn-ip.pack", "cn-ip.calendar"}) fs::remove(bench.agency.packs / name);
  bench.broker.welcome = [&] { return bench.said_welcome(); };  // it names none
  Client client = Client::connect(recorder.office.settings(), patience);
  for (const Error& error :
       {error_of([&] { (void)client.queue(accepted(), patience); }), error_of([&] { (void)client.check(accepted()); }),
        error_of([&] { (void)client.policy("K01", "transfer"); })}) {
    CHECK(error.failure == Failure::no_rules);
    CHECK(error.problem.find("no pack is in force") != std::string::npos);
  }
  CHECK(client.waiting().empty());
}

TEST_CASE("sdk: caseway client: what is to do comes page by page, and its running clocks nearest first") {
  const std::string first(32, '1'), second(32, '2');
  const auto transfer = [](const std::string& id, const std::string& clocks) {
    return R"({"transfer":")" + id + R"(","case":")" + id +
           R"(","procedure":"K01","state":"accepted","final":false,"sender":"luoyuan-amr",)"
           R"("recipient":"luoyuan-police",)"
           R"("openSteps":["filed"],"clocks":[)" +
           clocks +
           R"(],"findings":[{"code":"K01.D04","path":"D04","bars":true,"barredStep":"filed","waived":false},)"
           R"({"code":"K01.D07","path":"D07","bars":false,"waived":true}]})";
  };
  const auto clock = [](const std::string& state, const std::string& due) {
    return R"({"clock":"K01.review","state":")" + state + R"(","owner":"luoyuan-police","due":")" + due + R"("})";
  };
  std::vector<std::string> asked;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr) return {};
    asked.push_back(query->text);
    const auto later = clock("running", "2025-09-30T00:00:00+08:00") + "," + clock("armed", "");
    const auto sooner = clock("warned", "2025-09-28T17:00:00+08:00");
    if (query->kind == wire::QueryKind::transfer) {
      if (core::hex(query->transfer) == first) return {answer_to(*query, transfer(first, later))};
      wire::Answer none;
      none.number = query->number;
      return {none};
    }
    const bool more = query->text.empty();
    return {answer_to(*query, R"({"transfers":[)" + (more ? transfer(first, later) : transfer(second, sooner)) +
                                  R"(],"more":)" + (more ? "true}" : "false}"))};
  });
  Client client = Client::connect(office.settings(), patience);
  const auto all = client.to_do(patience);
  REQUIRE(all.size() == 2);
  CHECK(all[0].transfer == first);
  CHECK(all[1].transfer == second);
  CHECK(all[0].open_steps == std::vector<std::string>{"filed"});
  REQUIRE(all[0].open.size() == 1);  // the other one is waived
  CHECK(all[0].open[0].code == "K01.D04");
  CHECK(all[0].open[0].bars == "filed");
  CHECK(all[0].open[0].en.find("missing") != std::string::npos);
  const auto clocks = client.clocks(patience);
  REQUIRE(clocks.size() == 2);  // an armed one has no due instant
  CHECK(clocks[0].due_text == "2025-09-28 17:00");
  CHECK(clocks[0].transfer == second);
  CHECK(clocks[1].due_text == "2025-09-29 24:00");
  CHECK_FALSE(clocks[1].en.empty());
  office.bench.broker.meet();
  CHECK(asked == std::vector<std::string>{"", first, "", first});

  CHECK(client.transfer(first, patience).clocks.size() == 2);
  CHECK(error_of([&] { (void)client.transfer(second, patience); }).failure == Failure::not_found);
  CHECK(error_of([&] { (void)client.transfer("12", patience); }).failure == Failure::not_found);
}

TEST_CASE("sdk: caseway client: a search tells numbers and records, and whether it saw all there is") {
  const std::string one(32, '1');
  std::vector<std::string> asked;
  OwnOffice office([&](const wire::ClientFrame& frame) -> FakeBroker::Frames {
    const auto* query = std::get_if<wire::Query>(&frame);
    if (query == nullptr || query->kind != wire::QueryKind::search) return {};
    asked.push_back(query->text);
    return {answer_to(
        *query, R"({"numbers":[{"case":")" + one +
                    R"(","agency":"luoyuan-police","number":"A1","record":7}],)"
                    R"("found":[{"record":7,"receivedAt":"2025-09-26T15:40:00+08:00","sender":"luoyuan-police",)"
                    R"("recipient":"luoyuan-amr","case":")" +
                    one + R"(","transfer":")" + one +
                    R"(","procedure":"K01","step":"accepted","ownCaseNumber":"A1"}],"more":true,"indexedTo":9})")};
  });
  Client client = Client::connect(office.settings(), patience);
  const Found found = client.search("A1", patience);
  office.bench.broker.meet();
  CHECK(asked == std::vector<std::string>{"A1"});
  REQUIRE(found.numbers.size() == 1);
  CHECK(found.numbers[0].agency == "luoyuan-police");
  CHECK(found.numbers[0].number == "A1");
  CHECK(found.numbers[0].case_id == one);
  CHECK(found.numbers[0].record == 7);
  REQUIRE(found.records.size() == 1);
  CHECK(found.records[0].step == "accepted");
  CHECK(found.records[0].number == "A1");
  CHECK(found.records[0].received_at == Instant(Milliseconds(1'758'872'400'000)));
  CHECK(found.more);
  CHECK(found.behind);
  CHECK(error_of([&] { (void)client.search(std::string(256, 'A'), patience); }).failure == Failure::bad_input);
}

TEST_CASE("sdk: caseway client: a part is put whole or not at all") {
  Message message;
  Client::put(message, "photo.jpg", Blob(1 << 20));
  CHECK(message.files.at("photo.jpg").size() == 1 << 20);
  CHECK(error_of([&] { Client::put(message, "photo.jpg", Blob((1 << 20) + 1)); }).failure == Failure::bad_input);
  CHECK(error_of([&] { Client::put(message, "photo.jpg", {}); }).failure == Failure::bad_input);
  CHECK(message.files.at("photo.jpg").size() == 1 << 20);
}

TEST_CASE("sdk: caseway client: every failure has a name of its own, and the version is that of the project") {
  std::set<std::string> names;
  for (int i = 1; i <= 17; ++i) names.insert(name_of(static_cast<Failure>(i)));
  CHECK(names.size() == 17);
  CHECK_FALSE(names.contains("unknown"));
  CHECK(std::string(name_of(static_cast<Failure>(18))) == "unknown");
  CHECK(std::string(version()) == std::to_string(CASEWAY_VERSION_MAJOR) + "." + std::to_string(CASEWAY_VERSION_MINOR) +
                                      "." + std::to_string(CASEWAY_VERSION_PATCH));
}

}  // namespace caseway::tests
