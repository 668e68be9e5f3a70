// What the tests of the public client and of its C calls share: an agency's office on disk, and a broker that records.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "client_bench.h"
#include "sdk/caseway_client.h"

namespace caseway::tests {

constexpr Milliseconds patience{patience_ms};

inline Message accepted(const std::string& name = "") {
  Message message = Message::from_file(case_file("08-accepted.json").string());
  message.name = name;
  return message;
}

/// Waits, 10 s at most, for what the client's own thread brings about; what it waited for the caller checks.
template <class Holds>
void until(Holds holds) {
  for (int tries = 0; tries < 500 && !holds(); ++tries) std::this_thread::sleep_for(Milliseconds(20));
}

/// What the call fails with; that it does not fails the test.
template <class Call>
Error error_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no Error was thrown");
  return {Failure::closed, "", "", ""};
}

/// An agency's office on disk, without agency.toml: the settings say everything.
class OwnOffice {
 public:
  explicit OwnOffice(FakeBroker::Answer answer) : bench(std::move(answer)) {
    bench.open_office();
    std::filesystem::create_directory(bench.path / "keys");
    for (const char* name : {"signing", "transport"}) {
      for (const char* ending : {".key", ".pub"})
        std::filesystem::rename(bench.path / (std::string(name) + ending),
                                bench.path / "keys" / (std::string(name) + ending));
    }
  }
  [[nodiscard]] Settings settings() const {
    Settings all;
    all.directory = bench.path.string();
    all.agency = bench.agency.id;
    all.origin = bench.agency.origin;
    all.endpoint = bench.broker.endpoint();
    all.server_key = core::hex(bench.broker.key());
    all.log_key = core::hex(bench.log.key());
    return all;
  }
  ClientBench bench;
};

/// Answers every message with its receipt, and counts what came.
struct Recorder {
  OwnOffice office{[this](const wire::ClientFrame& frame) { return answer(frame); }};
  std::atomic<bool> answers = true;
  std::atomic<int> heard = 0;
  std::vector<sdk::Bytes> envelopes;  ///< read it after meet()
  std::vector<std::uint64_t> acked;
  std::string parked;

  FakeBroker::Frames answer(const wire::ClientFrame& frame) {
    if (const auto* ack = std::get_if<wire::Ack>(&frame))
      acked.insert(acked.end(), ack->deliveries.begin(), ack->deliveries.end());
    if (const auto* park = std::get_if<wire::Park>(&frame)) parked = park->reason;
    if (const auto* query = std::get_if<wire::Query>(&frame)) {
      if (query->kind == wire::QueryKind::directory)
        return {answer_to(*query, directory_of_police(police_key().public_key))};
      return {answer_to(*query, "{}")};
    }
    const auto* message = std::get_if<wire::SendMessage>(&frame);
    if (message == nullptr) return {};
    envelopes.push_back(message->envelope);
    ++heard;
    if (!answers) return {};
    return {office.bench.receipt_for(*message)};
  }
};

}  // namespace caseway::tests
