// The ROUTER's connections as the kernel and ZeroMQ's monitor know them: address, what they brought, when they end.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "broker/flow/ports.h"
#include "broker/host/log.h"

namespace caseway::host {

/// There are at most so many connections as are given, and at most half as many as the process may have descriptors:
/// over that the oldest without a session is cut for each new one, so that who floods the door shuts out itself first,
/// and memory and files have room. So it is when a new one finds no descriptor left: else those who came first would
/// shut out members until they leave.
///
/// Keyed by descriptor. The kernel reuses descriptors at once, so whoever binds a session to one reads the monitor
/// first; a cut that meets the wrong connection all the same costs its peer a reconnect, never a message.
class Connections {
 public:
  /// Watches `router`. Throws Fault. `log` must outlive it.
  Connections(void* zmq_context, void* router, std::size_t most, Log& log);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  [[nodiscard]] void* monitor() const { return monitor_; }  ///< to be polled for reading
  /// Takes in what the monitor reports; sessions whose connection ended are added to `gone`.
  void read_monitor(std::vector<flow::SessionNo>& gone);

  /// The connection `fd` carries `session` of `agency` from now on. Returns the session whose connection is gone by
  /// that: the one it carried before, `session` itself when no such connection is open any more, or 0.
  flow::SessionNo bind(int fd, flow::SessionNo session, const core::AgencyId& agency);
  /// Shuts down who was accepted before that (by the monotonic clock) and has no session.
  void cut_silent(std::int64_t accepted_before_ms);
  void seen(int fd, std::size_t bytes);
  [[nodiscard]] std::string peer(int fd) const;
  /// Shuts the connection down; false when it does not carry `session` (any more).
  bool cut(int fd, flow::SessionNo session);
  /// Connections that brought over `unread_max` bytes more than was seen of them.
  [[nodiscard]] std::vector<int> unread_over(std::size_t unread_max) const;
  flow::SessionNo cut_unread(int fd);  ///< the session it carried, or 0
  /// Counts a frame of `bytes` as handed to ZeroMQ for `fd`: what its peer has not taken lies in ZeroMQ's memory or
  /// the kernel's. Returns the session to be cut for that: this one when it left over `most`, the fullest of its
  /// agency when those that are not cut left over `most_of_agency` together. The kernel is asked only when that could
  /// be.
  struct Over {
    flow::SessionNo session = 0;
    bool of_agency = false;
  };
  std::optional<Over> sent(int fd, std::size_t bytes, std::uint64_t most, std::uint64_t most_of_agency);
  [[nodiscard]] bool empty() const { return connections_.empty(); }

 private:
  struct Agency {
    std::set<int> connections;  ///< with a session of it, and not cut
    std::uint64_t untaken = 0;  ///< by all of them
  };
  struct Connection {
    std::string peer;
    core::AgencyId agency;  ///< of the session
    Agency* of = nullptr;   ///< in agencies_: while it counts for it
    flow::SessionNo session = 0;
    std::uint64_t seen = 0;
    std::uint64_t sent = 0;
    std::uint64_t taken = 0;  ///< of what was sent, when the kernel was last asked; at most `sent`
    bool cut = false;
    bool let_in = false;         ///< its handshake ended well
    std::uint64_t accepted = 0;  ///< which of all connections ever
    std::int64_t accepted_ms = 0;
  };
  void ask(int fd, Connection& connection);
  void leave(int fd, Connection& connection);
  flow::SessionNo fullest(const Agency& agency);
  void shut(int fd, Connection& connection);
  void make_room(bool none_left);
  void ended(int fd, std::vector<flow::SessionNo>& gone);

  std::size_t most_;
  Log& log_;
  void* router_;
  void* monitor_;
  std::string last_failure_;
  std::map<int, Connection> connections_;
  std::map<core::AgencyId, Agency> agencies_;
  std::uint64_t accepted_ = 0;
  std::size_t cut_ = 0;                   // of connections_
  std::map<std::uint64_t, int> waiting_;  // by `accepted`, so oldest first: neither cut nor with a session
};

}  // namespace caseway::host
