// One connection to the broker: a DEALER with CURVE that is used once. When it is lost or was never made, the client
// makes another, so nothing said on one connection can arrive on the next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sdk/keys.h"
#include "sdk/ports.h"

namespace caseway::sdk {

/// The ZeroMQ context that sockets of one client share. Must outlive them.
class Context {
 public:
  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  [[nodiscard]] void* get() const { return context_; }
  /// An address within the context that no socket had before: ZeroMQ frees one some time after its socket was closed.
  std::string fresh_address() { return "inproc://monitor-" + std::to_string(++addresses_); }

 private:
  void* context_;
  std::uint64_t addresses_ = 0;
};

class Socket {
 public:
  enum class State : std::uint8_t {
    connecting,
    open,
    denied,  ///< the broker knows no such transport key (ZAP 400): it will not be asked again on this socket
    lost,
  };

  /// Starts to connect. Throws Fault when `endpoint` is no address.
  Socket(Context& context, const std::string& endpoint, const core::PublicKey& broker_key, const TransportKey& key);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  /// False when it cannot be taken now (the connection is stuck): the frame is not sent.
  bool send(BytesView frame);
  /// The next frame that is here already.
  std::optional<Bytes> receive();
  /// Waits until a frame or news of the connection is here, or `wake` (a descriptor; -1: none) can be read, at most
  /// `wait_ms`.
  void wait(int wait_ms, int wake = -1);
  /// What the monitor says by now.
  State state();
  /// Why it is denied or lost, for people.
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  void read_monitor();
  void* socket_ = nullptr;
  void* monitor_ = nullptr;
  State state_ = State::connecting;
  std::string why_;
};

}  // namespace caseway::sdk
