// What the tests of a client and of an adapter share: an agency's directory, and a broker whose answers are the test's.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "desk.h"
#include "fake_broker.h"
#include "sdk/client.h"
#include "sdk/machine.h"

namespace caseway::tests {

constexpr int patience_ms = 20'000;

/// The machine's time. Every look at it meets the broker's thread, for a client looks before it sends and after it
/// hears.
class MeetingTime final : public sdk::Time {
 public:
  explicit MeetingTime(FakeBroker& broker) : broker_(broker) {}
  core::Instant wall() override { return broker_.meet(), time_.wall(); }
  std::int64_t monotonic_ms() override { return broker_.meet(), time_.monotonic_ms(); }
  void pause(int ms) override { time_.pause(ms), broker_.meet(); }

 private:
  FakeBroker& broker_;
  sdk::SystemTime time_;
};

/// An agency's directory and what its client needs; the broker comes first, its answers are the test's.
class ClientBench {
 public:
  explicit ClientBench(FakeBroker::Answer answer);
  ~ClientBench();
  ClientBench(const ClientBench&) = delete;
  ClientBench& operator=(const ClientBench&) = delete;

  wire::Welcome said_welcome();
  /// Makes lane/ in/ out/ packs/ as `agency new` does; packs/ and the broker's welcome have the project's packs.
  void open_office();
  std::unique_ptr<sdk::Client> client(bool consume = false);
  /// A receipt for the message of this frame.
  wire::ReceiptFrame receipt_for(const wire::SendMessage& message, core::Verdict verdict = core::Verdict::proceeds);

  SmallLog log;
  FakeBroker broker;
  std::filesystem::path path;
  sdk::Agency agency;
  sdk::SigningKey signing;
  CrashingStore store;  // in memory; no change is the last
  MeetingTime time{broker};
  Dice dice;
};

core::LaneNumber number_of(const wire::SendMessage& message);
wire::RefusalFrame refusal(core::LaneNumber number, core::Refusal code, core::LaneNumber expected = 0);
wire::Answer answer_to(const wire::Query& query, const std::string& json);

/// luoyuan-police, who sign what is delivered.
const core::KeyPair& police_key();
/// The answer to a directory query that knows luoyuan-police with one key; `dates` are further members of the key.
std::string directory_of_police(const core::PublicKey& key, const std::string& dates = "");
/// A message of luoyuan-police whose part 1 is not owed: recorded in `log`, as the broker delivers it.
wire::Delivery from_police(SmallLog& log, std::uint64_t number, core::Instant received_at = {});

}  // namespace caseway::tests
