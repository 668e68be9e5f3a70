// The session under the client: connects, says hello, keeps the connection alive, and begins again with back-off when
// it is lost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "broker/wire/session.h"
#include "sdk/agency.h"
#include "sdk/socket.h"

namespace caseway::sdk {

/// Why there is no session, as far as a program treats it differently.
enum class Trouble : std::uint8_t {
  none,         ///< none known: there is one, or the first is being made
  lost,         ///< nobody listens, the connection ended, or the broker is silent: it is tried again
  denied,       ///< the broker does not know this transport key
  not_ours,     ///< it is another broker, or speaks another version
  rolled_back,  ///< it has lost records that this agency holds proof of
};

class Session {
 public:
  struct Options {
    std::string endpoint;  ///< overrides agency.toml; empty: as it says
    std::string software;
    bool consume = false;
    std::uint32_t delivery_credit = 0;
    int wake = -1;  ///< a descriptor that ends wait() when it can be read; not read here
  };

  /// Reads the transport key. `agency` and `time` must outlive it.
  Session(const Agency& agency, Options options, Time& time);

  /// The next frame that is here, welcome and heartbeats apart; on the way it connects, says hello, notices loss. Never
  /// waits.
  std::optional<wire::BrokerFrame> next();
  /// Waits until next() may have something to do, at most `wait_ms`, or `wake` can be read.
  void wait(int wait_ms);
  /// The same, whatever `wake` says: for who awaits an answer and does nothing else meanwhile.
  void wait_asleep(int wait_ms);
  /// False when there is no open session or the frame cannot be taken now.
  bool send(const wire::ClientFrame& frame);
  /// Ends this connection; the next one is tried after `pause_ms`, or the usual back-off when it is 0.
  void drop(std::string why, std::int64_t pause_ms = 0, Trouble trouble = Trouble::lost);

  [[nodiscard]] bool open() const { return welcome_.has_value(); }
  /// MUST be open.
  [[nodiscard]] const wire::Welcome& welcome() const;
  /// Counts the sessions opened so far: what was sent on an earlier one is not outstanding on this one.
  [[nodiscard]] std::uint64_t serial() const { return serial_; }
  [[nodiscard]] const std::string& trouble() const { return why_; }
  [[nodiscard]] Trouble kind() const { return kind_; }
  /// Counts how often a connection ended or was not made: who waits for a session sees whether his own try failed.
  [[nodiscard]] std::uint64_t drops() const { return drops_; }

  /// The highest checkpoint that this agency holds: said in hello. A broker that shows less has lost records.
  void hold(const core::Checkpoint& checkpoint);
  [[nodiscard]] const std::optional<core::Checkpoint>& held() const { return held_; }

 private:
  void connect();
  void hear(const wire::Welcome& welcome);
  void keep_alive(std::int64_t now);
  void wait_for(int wait_ms, int wake);

  const Agency& agency_;
  Options options_;
  Time& time_;
  TransportKey key_;
  Context context_;
  std::optional<Socket> socket_;
  std::optional<wire::Welcome> welcome_;
  std::optional<core::Checkpoint> held_;
  std::string why_;
  Trouble kind_ = Trouble::none;
  std::uint64_t drops_ = 0;
  std::uint64_t serial_ = 0;
  std::uint64_t heartbeats_ = 0;
  std::int64_t next_try_ = 0;
  std::int64_t pause_ms_ = 0;
  std::int64_t began_ = 0;
  std::int64_t heard_ = 0;
  std::int64_t said_ = 0;
};

}  // namespace caseway::sdk
