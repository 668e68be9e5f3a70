// A peer that speaks ZMTP 3 with CURVE (RFC 23, 26) over a bare socket, so that it may do what libzmq would not:
// endless parts, silence, a forged identity, not reading.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "broker/host/keyring.h"

namespace caseway::host {

class RawPeer {
 public:
  /// Connects to "tcp://127.0.0.1:PORT" and says nothing yet.
  explicit RawPeer(const std::string& endpoint);
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  /// The whole CURVE handshake as a DEALER; false when the broker ends it.
  bool shake_hands(const TransportKey& own, const core::PublicKey& broker, std::string_view identity = "");
  /// One encrypted frame; false when the connection is gone.
  bool send_part(std::string_view payload, bool more);
  /// The next whole message of one encrypted frame, with its flag in front taken off; "" when none comes within 10 s.
  std::string read_part();
  bool write(std::string_view bytes);
  /// Waits for the broker to close; false after 10 s.
  bool closed_by_broker();

 private:
  bool read(void* into, std::size_t bytes);
  bool write_command(const std::string& body);
  std::string read_command();

  int fd_;
  std::uint64_t nonce_ = 1;
  std::array<std::uint8_t, 32> shared_{};  // of both session keys
};

}  // namespace caseway::host
