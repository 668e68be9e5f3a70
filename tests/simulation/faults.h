// Every fault that a run injects, counted by kind; and the fate that picks.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <random>
#include <string_view>

namespace caseway::simulation {

enum class Fault : std::uint8_t {
  frame_lost,
  frame_doubled,
  frame_late,
  frames_swapped,
  partition,
  session_cut,
  away_for_days,
  key_expired,
  crash_kill,
  crash_whole,
  crash_unsynced_lost,
  crash_torn,
  write_or_sync_failed,
  read_failed,
  disk_full,
  bit_flipped,
  write_misdirected,
  tail_lost,
  clock_jumped,
  machine_suspended,
  clock_wrong_at_start,
  time_misnamed,
  index_unreadable,
  index_behind,
  junk_frame,
  bent_frame,
  forged_signature,
  old_key,
  foreign_message,
  replayed,
  number_reused,
  number_gap,
  no_such_lane,
  no_hello,
  huge_content,
  foreign_ack,
  forged_order,
  flood,
  unlawful_step,
  greedy,
  endless_rounds,
  count_
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Fault::count_)> fault_names = {
    "frame lost",
    "frame doubled",
    "frame late",
    "frames swapped",
    "partition",
    "session cut",
    "away for days",
    "key expired",
    "crash: killed",
    "crash: all written",
    "crash: unsynced lost",
    "crash: torn",
    "write or sync failed",
    "read failed",
    "disk full",
    "bit flipped at rest",
    "write misdirected",
    "tail lost",
    "clock jumped",
    "machine suspended",
    "clock wrong at a start",
    "time misnamed",
    "index unreadable",
    "index behind",
    "junk frame",
    "bent frame",
    "forged signature",
    "revoked key",
    "another's message",
    "message replayed",
    "number reused",
    "number gap",
    "no such lane",
    "no hello",
    "huge content",
    "another's delivery",
    "forged order",
    "flood",
    "unlawful step",
    "never acknowledges",
    "endless cure rounds"};

class Faults {
 public:
  void count(Fault kind, std::uint64_t times = 1) { counts_[static_cast<std::size_t>(kind)] += times; }
  [[nodiscard]] std::uint64_t of(Fault kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] std::uint64_t all() const { return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0}); }
  void add(const Faults& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(Fault::count_)> counts_{};
};

/// Picks by the seed alone.
class Fate {
 public:
  explicit Fate(std::mt19937_64& random) : random_(random) {}
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  /// 0: never.
  bool one_in(std::uint64_t n) { return n != 0 && pick(n) == 0; }

 private:
  std::mt19937_64& random_;
};

}  // namespace caseway::simulation
