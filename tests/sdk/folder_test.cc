// The folder adapter against a broker that answers as each test wishes, ended at any write of its store.
#include "adapters/folder/folder.h"

#include <doctest/doctest.h>

#include <set>

#include "broker/core/digest.h"
#include "broker/wire/envelope.h"
#include "client_bench.h"
#include "sdk/json_text.h"

namespace caseway::tests {
namespace {

namespace fs = std::filesystem;
using core::Refusal;
using Frames = FakeBroker::Frames;

/// An agency with its folders, and a broker that answers every query.
class Office {
 public:
  using Answer = std::function<Frames(const wire::SendMessage&)>;
  explicit Office(Answer to_message)
      : bench([this, to_message](const wire::ClientFrame& frame) -> Frames {
          if (const auto* query = std::get_if<wire::Query>(&frame)) return answer(*query);
          if (const auto* ack = std::get_if<wire::Ack>(&frame))
            acked.insert(acked.end(), ack->deliveries.begin(), ack->deliveries.end());
          const auto* message = std::get_if<wire::SendMessage>(&frame);
          if (message == nullptr) return {};
          sent.push_back(core::digest_of(message->envelope));
          return to_message(*message);
        }) {
    bench.open_office();
  }

  /// Somebody writes out/NAME.json; `title` tells two apart.
  void write(const std::string& name, const std::string& title = "") {
    std::string text = read_text(case_file("08-accepted.json"));
    if (!title.empty()) text.replace(text.find("林某"), std::string("林某").size(), title);
    sdk::write_file(out(name), sdk::view_of(text));
  }
  /// One process of the adapter, until nothing is left to do; `rounds` of at most 50 ms bound it.
  void run(int rounds = 400) {
    auto client = bench.client(true);
    try {
      folder::Folder folder(bench.agency, *client, bench.store, bench.dice, [](const std::string&) {});
      const bool connected = client->connect(patience_ms);  // a Crash must come through
      REQUIRE(connected);
      do folder.run(50);
      while (--rounds > 0 && !folder.idle());
      bench.store.changes_left = -1;
    } catch (const Crash&) {
      const auto left = bench.store.files;
      bench.store.changes_left = -1;  // a client that goes writes its checkpoint; a process that ends does not
      client.reset();
      bench.store.files = left;
      throw;
    }
  }
  [[nodiscard]] fs::path out(const std::string& name) const { return bench.agency.out / name; }
  [[nodiscard]] fs::path done(const std::string& name) const { return bench.agency.out / "done" / name; }
  [[nodiscard]] std::set<core::Digest> bodies() const { return {sent.begin(), sent.end()}; }

  std::function<Frames()> with_directory;  ///< said before the answer to a directory query; may be empty
  std::vector<core::Digest> sent;
  std::vector<std::uint64_t> acked;
  ClientBench bench;

 private:
  Frames answer(const wire::Query& query) const {
    if (query.kind == wire::QueryKind::status) {
      return {answer_to(query, R"({"time":"2025-09-26T15:45:00+08:00","waiting":0,"pack":")" +
                                   core::hex(packs().digest) + R"(","calendar":")" + core::hex(calendar().digest) +
                                   "\"}")};
    }
    Frames frames = with_directory ? with_directory() : Frames{};
    frames.emplace_back(answer_to(query, directory_of_police(police_key().public_key)));
    return frames;
  }
};

bool is_void(const wire::SendMessage& message) {
  return wire::decode_envelope(message.envelope).value().step.view() == "void";
}

}  // namespace

TEST_CASE("adapters: folder: a file is sent once and moved away with its receipt beside it") {
  Office* at = nullptr;
  Office office([&](const wire::SendMessage& message) -> Frames { return {at->bench.receipt_for(message)}; });
  at = &office;
  office.write("a.json");
  office.write(".b.json");  // somebody still writes it
  office.run();
  CHECK(office.sent.size() == 1);
  CHECK_FALSE(fs::exists(office.out("a.json")));
  CHECK(fs::exists(office.out(".b.json")));
  CHECK(fs::exists(office.done("a.json")));
  sdk::Mistakes mistakes;
  const auto receipt = sdk::parse_json(read_text(office.done("a.receipt.json")), "", mistakes);
  REQUIRE(receipt.has_value());
  CHECK(receipt->find("receipt") != nullptr);
  office.run();
  CHECK(office.sent.size() == 1);
}

TEST_CASE("adapters: folder: a receipt that comes while the first delivery is checked does not send its file twice") {
  Office* at = nullptr;
  std::optional<wire::ReceiptFrame> receipt;
  Office office([&](const wire::SendMessage& message) -> Frames {
    receipt = at->bench.receipt_for(message);
    return {from_police(at->bench.log, 5)};
  });
  at = &office;
  office.with_directory = [&] { return receipt ? Frames{*receipt} : Frames{}; };
  office.write("a.json");
  office.run();
  CHECK(office.sent.size() == 1);
  CHECK(fs::exists(office.done("a.receipt.json")));
  CHECK(office.acked == std::vector<std::uint64_t>{5});
}

TEST_CASE("adapters: folder: a process that ends at any write is followed by one that sends nothing anew") {
  int crashes = 0;
  for (const bool happens : {false, true}) {
    for (int changes = 0;; ++changes) {
      CAPTURE(changes);
      CAPTURE(happens);
      Office* at = nullptr;
      Office office([&](const wire::SendMessage& message) -> Frames { return {at->bench.receipt_for(message)}; });
      at = &office;
      office.write("a.json");
      office.bench.store.changes_left = changes;
      office.bench.store.last_happens = happens;
      bool crashed = false;
      try {
        office.run();
      } catch (const Crash&) {
        crashed = true;
      }
      office.bench.store.changes_left = -1;
      office.run();
      CHECK(office.bodies().size() == 1);
      CHECK_FALSE(fs::exists(office.out("a.json")));
      CHECK(fs::exists(office.done("a.json")));
      CHECK(fs::exists(office.done("a.receipt.json")));
      if (!crashed) break;
      ++crashes;
    }
  }
  CHECK(crashes >= 8);  // site, message, receipt and lane/folder, each before and after it happened
}

TEST_CASE("adapters: folder: an answer written whose file was not moved yet is finished by the next process") {
  Office* at = nullptr;
  Office office([&](const wire::SendMessage& message) -> Frames { return {at->bench.receipt_for(message)}; });
  at = &office;
  office.write("a.json");
  office.run();
  office.bench.store.files.erase("folder");  // what a process leaves that ended between the two
  fs::rename(office.done("a.json"), office.out("a.json"));
  office.run();
  CHECK(office.sent.size() == 1);
  CHECK(fs::exists(office.done("a.json")));
}

TEST_CASE("adapters: folder: what the broker refuses for ever is told beside it, and what replaces it is sent") {
  Office* at = nullptr;
  int refusals = 0;
  Office office([&](const wire::SendMessage& message) -> Frames {
    if (!is_void(message) && refusals++ == 0) return {refusal(number_of(message), Refusal::malformed)};
    return {at->bench.receipt_for(message)};
  });
  at = &office;
  office.write("a.json");
  office.run();
  CHECK(fs::exists(office.done("a.json")));
  CHECK_FALSE(fs::exists(office.done("a.receipt.json")));
  CHECK(read_text(office.done("a.error.json")).find("malformed") != std::string::npos);
  CHECK(office.sent.size() == 2);  // the message and the void that takes its number

  office.write("a.json", "陈某");
  office.run();
  CHECK(office.sent.size() == 3);
  CHECK(fs::exists(office.done("a.receipt.json")));
  CHECK_FALSE(fs::exists(office.done("a.error.json")));
}

TEST_CASE("adapters: folder: a file that cannot be sent as it is stays unsent, with every mistake told") {
  Office office([](const wire::SendMessage&) { return Frames{}; });
  sdk::write_file(office.out("a.json"), sdk::view_of(R"({"procedure":"K01","step":"accepted","no":1})"));
  office.run();
  CHECK(office.sent.empty());
  CHECK(fs::exists(office.done("a.json")));
  CHECK(read_text(office.done("a.error.json")).find("bad_input") != std::string::npos);
}

TEST_CASE("adapters: folder: a name is free again once its answer is written, though an older number still waits") {
  Office* at = nullptr;
  Office office([&](const wire::SendMessage& message) -> Frames {
    if (number_of(message) == 1) return {};
    return {at->bench.receipt_for(message)};
  });
  at = &office;
  office.write("a.json");
  office.write("b.json", "陈某");
  auto client = office.bench.client(true);
  folder::Folder folder(office.bench.agency, *client, office.bench.store, office.bench.dice, [](const std::string&) {});
  REQUIRE(client->connect(patience_ms));
  for (int i = 0; i < 400 && !fs::exists(office.done("b.json")); ++i) folder.run(50);
  office.write("b.json", "王某");
  for (int i = 0; i < 400 && fs::exists(office.out("b.json")); ++i) folder.run(50);
  CHECK(office.sent.size() == 3);
  CHECK(fs::exists(office.out("a.json")));
}

}  // namespace caseway::tests
