// The C calls: what they hand out, what they own, and that no exception passes them.
#include <doctest/doctest.h>

#include <future>

#include "own_office.h"
#include "sdk/caseway.h"

namespace caseway::tests {
namespace {

constexpr int wait_ms = patience_ms;

/// Settings of this office, one by one, as C sets them.
caseway_settings* settings_of(const OwnOffice& office) {
  const Settings all = office.settings();
  caseway_settings* settings = caseway_settings_new(all.directory.c_str());
  REQUIRE(settings != nullptr);
  const std::pair<const char*, const std::string*> texts[] = {{"agency", &all.agency},
                                                              {"origin", &all.origin},
                                                              {"endpoint", &all.endpoint},
                                                              {"server_key", &all.server_key},
                                                              {"log_key", &all.log_key}};
  for (const auto& one : texts)
    REQUIRE(caseway_settings_set(settings, one.first, one.second->c_str(), nullptr) == CASEWAY_OK);
  return settings;
}

caseway_client* connected(const OwnOffice& office) {
  caseway_settings* settings = settings_of(office);
  caseway_client* client = nullptr;
  caseway_error* error = nullptr;
  const int failure = caseway_connect(settings, wait_ms, &client, &error);
  REQUIRE_MESSAGE(failure == CASEWAY_OK, std::string(error == nullptr ? "" : caseway_error_text(error)));
  caseway_settings_free(settings);
  return client;
}

caseway_message* accepted_in_c() {
  caseway_message* message = nullptr;
  REQUIRE(caseway_message_of_file(case_file("08-accepted.json").c_str(), &message, nullptr) == CASEWAY_OK);
  return message;
}

/// Text and number of an error, which is freed.
std::string text_of(caseway_error* error) {
  REQUIRE(error != nullptr);
  const std::string text = caseway_error_text(error);
  CHECK(text.starts_with(caseway_failure_name(caseway_error_failure(error))));
  CHECK(std::string(caseway_error_json(error)).find("\"toDo\"") != std::string::npos);
  caseway_error_free(error);
  return text;
}

}  // namespace

TEST_CASE("sdk: caseway c: a message is handed over, and its receipt lives until it is freed") {
  Recorder recorder;
  caseway_client* client = connected(recorder.office);
  caseway_message* message = accepted_in_c();
  CHECK(caseway_message_name(message, "row 17", nullptr) == CASEWAY_OK);
  caseway_receipt* receipt = nullptr;
  REQUIRE(caseway_hand_over(client, message, wait_ms, &receipt, nullptr) == CASEWAY_OK);
  CHECK(caseway_receipt_number(receipt) == 1);
  CHECK(caseway_receipt_verdict(receipt) == CASEWAY_PROCEEDS);
  CHECK(std::string(caseway_receipt_transfer(receipt)) == "a1000000000000000000000000000001");
  CHECK(std::string(caseway_receipt_json(receipt)).find("\"receipt\"") != std::string::npos);
  caseway_receipt_free(receipt);
  std::uint64_t number = 0;
  CHECK(caseway_queue(client, message, wait_ms, &number, nullptr) == CASEWAY_OK);
  CHECK(number == 1);
  REQUIRE(caseway_outcome(client, 1, 0, &receipt, nullptr) == CASEWAY_OK);
  caseway_receipt_free(receipt);
  caseway_message_free(message);
  caseway_close(client);
}

TEST_CASE("sdk: caseway c: an unknown outcome tells its number, and whoever closes tells those who wait") {
  Recorder recorder;
  recorder.answers = false;
  caseway_client* client = connected(recorder.office);
  caseway_message* message = accepted_in_c();
  caseway_receipt* receipt = nullptr;
  caseway_error* error = nullptr;
  CHECK(caseway_hand_over(client, message, 200, &receipt, &error) == CASEWAY_OUTCOME_UNKNOWN);
  CHECK(receipt == nullptr);
  REQUIRE(error != nullptr);
  CHECK(caseway_error_number(error) == 1);
  CHECK(text_of(error).find("lane 0 number 1") != std::string::npos);
  char* json = nullptr;
  REQUIRE(caseway_waiting(client, &json, nullptr) == CASEWAY_OK);
  CHECK(std::string(json).find("\"number\": 1") != std::string::npos);
  caseway_text_free(json);

  std::promise<int> told;
  const caseway_on_receipt done = [](void* context, const caseway_receipt* came, const caseway_error* failed) {
    static_cast<std::promise<int>*>(context)->set_value(came != nullptr ? 0 : caseway_error_failure(failed));
  };
  REQUIRE(caseway_hand_over_async(client, message, wait_ms, done, &told, nullptr) == CASEWAY_OK);
  std::uint64_t number = 0;
  CHECK(caseway_queue(client, message, wait_ms, &number, nullptr) == CASEWAY_OK);
  CHECK(number == 3);
  caseway_message_free(message);
  caseway_close(client);
  CHECK(told.get_future().get() == CASEWAY_OUTCOME_UNKNOWN);
}

TEST_CASE("sdk: caseway c: a delivery is received, its parts are read, and it is taken") {
  Recorder recorder;
  auto& bench = recorder.office.bench;
  bench.broker.with_welcome = [&]() -> FakeBroker::Frames { return {from_police(bench.log, 7)}; };
  caseway_client* client = connected(recorder.office);
  caseway_delivery* delivery = nullptr;
  REQUIRE(caseway_receive(client, wait_ms, &delivery, nullptr) == CASEWAY_OK);
  REQUIRE(delivery != nullptr);
  CHECK(caseway_delivery_id(delivery) == 7);
  CHECK(std::string(caseway_delivery_from(delivery)) == "luoyuan-police");
  CHECK(std::string(caseway_delivery_procedure(delivery)) == "K01");
  CHECK(std::string(caseway_delivery_step(delivery)) == "accepted");
  CHECK(std::string(caseway_delivery_json(delivery)).find("\"delivery\": 7") != std::string::npos);
  CHECK(std::string(caseway_delivery_proof(delivery)).find("\"statement\"") != std::string::npos);
  CHECK(caseway_delivery_parts(delivery) == 3);
  const void* bytes = nullptr;
  std::size_t size = 0;
  CHECK(caseway_delivery_part(delivery, 2, &bytes, &size, nullptr) == CASEWAY_OK);
  CHECK(size > 0);
  caseway_error* error = nullptr;
  CHECK(caseway_delivery_part(delivery, 1, &bytes, &size, &error) == CASEWAY_NOT_FOUND);
  CHECK(text_of(error).find("not owed") != std::string::npos);
  CHECK(caseway_delivery_part(delivery, 3, &bytes, &size, nullptr) == CASEWAY_NOT_FOUND);

  caseway_message* message = accepted_in_c();
  caseway_receipt* receipt = nullptr;
  REQUIRE(caseway_answer(client, delivery, "accepted", message, wait_ms, &receipt, nullptr) == CASEWAY_OK);
  CHECK(std::string(caseway_receipt_transfer(receipt)) == caseway_delivery_transfer(delivery));
  caseway_receipt_free(receipt);
  caseway_message_free(message);
  CHECK(caseway_taken(client, delivery, nullptr) == CASEWAY_OK);
  caseway_delivery_free(delivery);
  delivery = nullptr;
  CHECK(caseway_receive(client, 0, &delivery, nullptr) == CASEWAY_OK);
  CHECK(delivery == nullptr);
  caseway_close(client);
}

TEST_CASE("sdk: caseway c: what the rules ask for is told as JSON, without a broker") {
  Recorder recorder;
  caseway_settings* settings = settings_of(recorder.office);
  REQUIRE(caseway_settings_set(settings, "endpoint", "tcp://127.0.0.1:1", nullptr) == CASEWAY_OK);
  caseway_client* client = nullptr;
  REQUIRE(caseway_open(settings, &client, nullptr) == CASEWAY_OK);
  char* json = nullptr;
  REQUIRE(caseway_policy(client, "K01", "transfer", &json, nullptr) == CASEWAY_OK);
  for (const char* word : {"\"requirements\"", "\"K01.D04\"", "\"basisEn\"", "\"suppliedBy\"", "\"starts\""})
    CHECK(std::string(json).find(word) != std::string::npos);
  caseway_text_free(json);
  caseway_message* message = accepted_in_c();
  REQUIRE(caseway_check(client, message, &json, nullptr) == CASEWAY_OK);
  CHECK(std::string(json).find("\"notJudged\"") != std::string::npos);
  caseway_text_free(json);
  json = nullptr;
  caseway_error* error = nullptr;
  CHECK(caseway_to_do(client, 100, &json, &error) == CASEWAY_UNREACHABLE);
  CHECK(json == nullptr);
  (void)text_of(error);
  CHECK(caseway_clocks(client, 0, &json, nullptr) == CASEWAY_UNREACHABLE);
  CHECK(caseway_transfer(client, "a1000000000000000000000000000001", 0, &json, nullptr) == CASEWAY_UNREACHABLE);
  caseway_message_free(message);
  caseway_close(client);
  caseway_settings_free(settings);
}

TEST_CASE("sdk: caseway c: settings are taken by name, whole numbers and yes or no alone where these are due") {
  caseway_settings* settings = caseway_settings_new("/nowhere");
  using Words = std::pair<const char*, const char*>;
  for (const Words& words : {Words("lane", "15"), Words("deliveries_ahead", "1"), Words("receives", "false")})
    CHECK(caseway_settings_set(settings, words.first, words.second, nullptr) == CASEWAY_OK);
  for (const Words& words :
       {Words("lane", "-1"), Words("lane", "1x"), Words("lane", ""), Words("receives", "yes"), Words("Lane", "1")}) {
    caseway_error* error = nullptr;
    CHECK(caseway_settings_set(settings, words.first, words.second, &error) == CASEWAY_BAD_SETTINGS);
    CHECK(text_of(error).starts_with("bad_settings: "));
  }
  caseway_client* client = nullptr;
  CHECK(caseway_open(settings, &client, nullptr) == CASEWAY_BAD_SETTINGS);
  CHECK(client == nullptr);
  caseway_settings_free(settings);
  CHECK(std::string(caseway_version()) == CASEWAY_VERSION_STRING);
  CHECK(std::string(caseway_failure_name(CASEWAY_LANE_BUSY)) == "lane_busy");
  CHECK(std::string(caseway_failure_name(0)) == "unknown");
}

TEST_CASE("sdk: caseway c: a file is put into a message by the name that its JSON uses") {
  caseway_message* message = nullptr;
  REQUIRE(caseway_message_of_json("{}", &message, nullptr) == CASEWAY_OK);
  CHECK(caseway_message_put(message, "a.jpg", "x", 1, nullptr) == CASEWAY_OK);
  caseway_error* error = nullptr;
  CHECK(caseway_message_put(message, "a.jpg", nullptr, 0, &error) == CASEWAY_BAD_INPUT);
  CHECK(text_of(error).find("a.jpg: is empty") != std::string::npos);
  caseway_message_free(message);
  CHECK(caseway_message_of_file("/nowhere.json", &message, &error) == CASEWAY_BAD_INPUT);
  CHECK(text_of(error).find("/nowhere.json") != std::string::npos);
  caseway_message_free(nullptr);
  caseway_receipt_free(nullptr);
  caseway_delivery_free(nullptr);
  caseway_error_free(nullptr);
  caseway_close(nullptr);
  caseway_settings_free(nullptr);
  caseway_text_free(nullptr);
}

}  // namespace caseway::tests
