// The rest of a seeded world: clocks, net, index, log key and random bits that do only what the seed says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "broker/core/signature.h"
#include "broker/flow/ports.h"
#include "broker/rules/number.h"

namespace caseway::simulation {

class SimTime final : public flow::Time {
 public:
  core::Instant wall() override { return {wall_ms + skew_ms}; }
  std::int64_t monotonic_ms() override { return monotonic; }
  void advance(std::int64_t ms) {
    wall_ms += ms;
    monotonic += ms;
  }
  std::int64_t wall_ms = 1758855900000;  // 2025-09-26T11:05:00+08:00
  std::int64_t skew_ms = 0;              ///< of the broker's wall clock; wall_ms is true time
  std::int64_t monotonic = 1000;
};

class SimNet final : public flow::Net {
 public:
  void send(flow::SessionNo session, flow::BytesView frame) override {
    sent.emplace_back(session, flow::Bytes(frame.begin(), frame.end()));
  }
  void drop(flow::SessionNo session, std::string_view) override { dropped.insert(session); }
  void close(flow::SessionNo session, std::string_view why) override { closed[session] = why; }

  std::deque<std::pair<flow::SessionNo, flow::Bytes>> sent;
  std::set<flow::SessionNo> dropped;
  std::map<flow::SessionNo, std::string> closed;  ///< in good order, and why
};

/// Work beside the path, done at once when a test says so, or as far as it has come when the broker stops.
class SimAside final : public flow::Aside {
 public:
  explicit SimAside(flow::Disk& journal) : journal_(journal) {}
  void begin(Work work) override { work_ = std::move(work); }
  bool busy() override { return work_ != nullptr; }
  void stop() override {
    stopped_early = false;
    const Work work = std::exchange(work_, nullptr);
    if (!work) return;
    work(journal_, [this, left = asks_until_stop]() mutable {
      stopped_early = left == 0;
      if (!stopped_early) --left;
      return stopped_early;
    });
  }
  /// Has the work done that waits. False: none does.
  bool run() {
    const Work work = std::exchange(work_, nullptr);
    if (work) work(journal_, [] { return false; });
    return work != nullptr;
  }
  /// The process died: what waits is never done.
  void forget() { work_ = nullptr; }

  std::uint64_t asks_until_stop = 0;  ///< with stop(): so often the work hears that it may go on
  bool stopped_early = false;         ///< the last stop() found it unfinished

 private:
  flow::Disk& journal_;
  Work work_;
};

/// In memory, and behind the path as far as a test says.
class SimIndex final : public flow::Index {
 public:
  void put(std::vector<flow::IndexEntry> more) override {
    for (auto& entry : more) waiting.push_back(std::move(entry));
    if (!lags) catch_up(waiting.size());
  }
  /// Takes in the oldest `most` of what waits.
  void catch_up(std::size_t most) {
    for (; most > 0 && !waiting.empty(); --most, waiting.pop_front())
      if (waiting.front().index == entries.size()) {
        for (const auto record : waiting.front().forgets) entries.at(record).own_case_number.clear();
        entries.push_back(std::move(waiting.front()));
      }
  }
  core::RecordIndex indexed_to() override { return entries.size(); }
  bool rebuilding() override { return is_rebuilding; }
  std::optional<core::RecordIndex> find(const core::AgencyId& sender, core::LaneNo lane,
                                        core::LaneNumber number) override {
    may_fail();
    for (const auto& entry : entries)
      if (entry.type == core::EventType::message && entry.sender == sender && entry.lane == lane &&
          entry.number == number)
        return entry.index;
    return std::nullopt;
  }
  // Whoever asks, everything that fits is a candidate: what an agency may see is for the path to decide.
  std::vector<flow::IndexEntry> case_history(const core::AgencyId&, const core::CaseId& id, std::size_t most) override {
    may_fail();
    std::vector<flow::IndexEntry> found;
    for (const auto& entry : entries)
      if (entry.case_id == id && found.size() < most) found.push_back(entry);
    return found;
  }
  std::vector<flow::IndexEntry> search(const core::AgencyId&, std::string_view text, std::size_t most) override {
    may_fail();
    std::vector<flow::IndexEntry> found;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
      if ((rules::number_key(entry->own_case_number).starts_with(rules::number_key(text)) ||
           core::hex(entry->case_id) == text || core::hex(entry->transfer) == text) &&
          found.size() < most)
        found.push_back(*entry);
    return found;
  }

  std::vector<flow::IndexEntry> entries;
  std::deque<flow::IndexEntry> waiting;
  bool lags = false;  ///< takes in nothing but by catch_up()
  bool is_rebuilding = false;
  bool is_unreadable = false;

 private:
  void may_fail() const {
    if (is_unreadable) throw flow::Fault("index: it cannot be read");
  }
};

class SimSigner final : public flow::Signer {
 public:
  explicit SimSigner(core::KeyPair key) : pair(std::move(key)) {}
  core::SignatureBytes sign(flow::BytesView bytes) override { return core::sign_bytes(pair.secret_key, bytes); }
  core::KeyPair pair;
};

class SimRandom final : public flow::Random {
 public:
  explicit SimRandom(std::mt19937_64& bits) : bits_(bits) {}
  core::TurnSalt turn_salt() override {
    core::TurnSalt salt;
    for (auto& byte : salt.bytes) byte = static_cast<std::uint8_t>(bits_());
    return salt;
  }

 private:
  std::mt19937_64& bits_;
};

}  // namespace caseway::simulation
