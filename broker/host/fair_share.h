// What was read and not yet heard, and who is heard in the next turn.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "broker/flow/ports.h"

namespace caseway::host {

/// A turn takes as long as what it takes in, and nobody is answered before its end. So while more than one agency has
/// been heard in the last second, a turn takes at most share_max frames of each; alone, an agency has the whole turn.
/// And while one of them speaks now and then and waits for each answer, turns are short: turn_short frames among all
/// that were heard. Long turns are what carries most where all have much to say; they would make such a one wait for
/// others' messages, five times as long as it waits alone. Agencies come one frame each in turn, and so do the sessions
/// of an agency: neither many sessions nor long frames push another agency back.
///
/// What is held back keeps its order within its session. What may be held back is bounded: a session within its credit
/// never comes near its bound, so who goes over it has broken it. The bounds count keep_bytes more for each frame.
class FairShare {
 public:
  static constexpr std::size_t share_max = 8;
  static constexpr std::size_t turn_short = 8;
  static constexpr std::int64_t heard_ms = 1000;
  /// Who has no more than this waiting, whenever it has any, speaks now and then.
  static constexpr std::size_t few_frames = 2;
  /// A frame as long says more than acknowledgements, whoever takes deliveries says those all the time.
  static constexpr std::size_t message_bytes_min = 640;
  /// Of one turn, and the frame that goes over.
  static constexpr std::size_t turn_bytes_max = 2 * core::limits::credit_bytes;

  static constexpr std::size_t keep_bytes = core::limits::kib;  ///< more than a frame takes beside its bytes
  /// Twice what a session may have on the way: its messages, and acknowledgements of as many deliveries.
  static constexpr std::size_t session_frames_max = 4 * core::limits::credit_messages;
  static constexpr std::size_t session_bytes_max = 2 * core::limits::credit_bytes;
  /// Of all; above it nothing is read, so that the transport holds back everybody.
  static constexpr std::size_t bytes_max = 16 * core::limits::credit_bytes;

  /// Keeps `frame` for a later turn. Returns why its session is to be cut instead; empty: it is kept.
  [[nodiscard]] std::string_view add(flow::Inbound frame);
  /// Forgets what waits of `session`.
  void forget(flow::SessionNo session);
  /// What the next turn takes, in the order in which it was added: at most turn_messages_max frames.
  std::vector<flow::Inbound> take(std::int64_t now_ms);

  [[nodiscard]] bool waits(flow::SessionNo session) const { return queues_.contains(session); }
  [[nodiscard]] bool empty() const { return queues_.empty(); }
  [[nodiscard]] bool full() const { return bytes_ >= bytes_max; }
  [[nodiscard]] bool has_a_turn() const {
    return frames_ >= core::limits::turn_messages_max || bytes_ >= turn_bytes_max;
  }

 private:
  /// Of one session; never empty.
  struct Queue {
    core::AgencyId agency;
    std::deque<std::pair<std::uint64_t, flow::Inbound>> frames;  // each with its number of all that were added
    std::size_t bytes = 0;
  };
  struct Agency {
    std::map<flow::SessionNo, Queue*> sessions;  // those of which something waits; never empty
    flow::SessionNo last = 0;                    // heard
    std::size_t frames = 0;
    bool says = false;  // one of them may be a message
  };
  /// When last, each.
  struct Heard {
    std::int64_t at = 0;
    std::optional<std::int64_t> said;
    std::optional<std::int64_t> much;  // waited
  };
  using Agencies = std::map<core::AgencyId, Agency>;
  std::size_t share(std::int64_t now_ms);
  void count_off(Queue& queue, std::size_t frames, std::size_t bytes);
  std::pair<std::uint64_t, flow::Inbound> pop(Agency& agency);
  void erase(flow::SessionNo session);

  std::unordered_map<flow::SessionNo, Queue> queues_;  // its elements do not move
  Agencies agencies_;
  core::AgencyId first_;  // that the last turn took from
  std::uint64_t added_ = 0;
  std::size_t frames_ = 0;
  std::size_t bytes_ = 0;
  std::map<core::AgencyId, Heard> heard_;  // in the last heard_ms
};

}  // namespace caseway::host
