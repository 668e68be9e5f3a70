// The door to the agencies: one ROUTER behind CURVE. Frames in, with the agency that ZAP named; frames out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "broker/flow/ports.h"
#include "broker/host/doorkeeper.h"
#include "broker/host/keyring.h"
#include "broker/host/log.h"

namespace caseway::host {

/// A session is one connection: it opens with the first frame from a routing id and ends when the connection does. What
/// does not hold to the protocol's outer form is cut, counted and logged (at most some lines a minute), and nothing of
/// it is handed on:
///   - a message that is not exactly one frame (ZeroMQ itself closes on one longer than message_bytes_max)
///   - a routing id chosen by the peer: it could be another one's tomorrow, and mail sent to it would reach a stranger
///   - a frame whose User-Id differs from its session's
///   - a connection that brings over unread_bytes_max without a whole message: ZeroMQ shows nothing of endless parts,
///     so the kernel's count of received bytes is compared with what was seen
///   - more sessions of one agency than agency_sessions_max
///   - a connection of which no frame came first_frame_ms after its handshake must have been over, and the oldest
///     without a frame when there are over connections_max
///   - more read and not yet heard, of one session, than FairShare keeps
///   - a connection that leaves over unsent_bytes_max of what it is sent untaken: ZeroMQ counts a queue in frames only;
///     and, while those of one agency leave over agency_unsent_bytes_max together, the one that leaves most
/// No ZeroMQ heartbeats: libzmq 4.3.4 aborts the process when the timeout exceeds the interval and a stopped peer
/// leaves. The session protocol has its own, and TCP keep-alive ends connections whose other side is gone.
///
/// Everything is called from the thread that owns State; only admission happens elsewhere.
class Listener final : public flow::Net {
 public:
  struct Options {
    TransportKey key;
    std::int64_t handshake_ms = 5000;
    std::int64_t agency_sessions_max = 64;
    /// After the handshake: a client says hello at once.
    std::int64_t first_frame_ms = 10'000;
    /// All sessions of 128 agencies. ZeroMQ keeps some ten KiB for each, and each is looked at every 50 ms: that is
    /// what bounds it, where the process may have far more descriptors.
    std::size_t connections_max = 8192;
  };
  /// `log` must outlive it. Throws Fault when ZeroMQ has no CURVE or no socket can be had.
  Listener(const Options& options, Log& log);
  ~Listener() override;

  /// Starts listening; returns the endpoint with the port that was bound. Throws Fault.
  std::string bind(const std::string& endpoint);

  /// From now on these may connect; sessions of others, or under another key, are cut.
  void admit(const Members& members);
  /// From now on these may connect; who is connected stays until admit().
  void let_in(const Members& members);

  struct Arrivals {
    std::vector<std::pair<flow::SessionNo, core::AgencyId>> opened;  ///< before `frames`
    std::vector<flow::Inbound> frames;                               ///< at most turn_messages_max
    std::vector<flow::SessionNo> closed;                             ///< after `frames`
    bool stop = false;                                               ///< `stop_fd` became readable
  };
  /// Waits at most `wait_ms` for something to happen.
  Arrivals receive(std::int64_t wait_ms, int stop_fd);

  void send(flow::SessionNo session, flow::BytesView frame) override;
  void drop(flow::SessionNo session, std::string_view why) override;
  void close(flow::SessionNo session, std::string_view why) override;

  /// Logs `event` of a session with its agency and the peer's address, some lines a minute; nothing of one
  /// that is gone.
  void tell(flow::SessionNo session, std::string_view event);
  [[nodiscard]] std::size_t sessions() const;

  static constexpr std::size_t unread_bytes_max = 2 * core::limits::credit_bytes;
  /// Deliveries within their credit and the answers of one turn, each with the frame that goes over, and receipts.
  static constexpr std::size_t unsent_bytes_max =
      2 * (core::limits::credit_bytes + core::limits::broker_frame_bytes_max);  // deliveries, and as much in answers
  /// One session that takes the agency's deliveries, and the longest answer there is (a pack) in each of the others.
  static constexpr std::size_t agency_unsent_bytes_max = 8 * unsent_bytes_max;
  static_assert(agency_unsent_bytes_max >= unsent_bytes_max + 64 * core::limits::pack_bytes_max);  // 64: by default

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace caseway::host
