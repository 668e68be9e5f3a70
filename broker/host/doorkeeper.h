// Who may connect: answers ZeroMQ's authentication requests (ZAP, RFC 27) on a thread of its own.
#pragma once

#include <map>
#include <mutex>
#include <string_view>
#include <thread>

#include "broker/core/ids.h"
#include "broker/host/log.h"

namespace caseway::host {

/// Which agency a CURVE public key (raw) stands for.
using Members = std::map<core::PublicKey, core::AgencyId>;

/// Admits a connection when it speaks CURVE, is for our domain and its proven key is a member's. The connection's
/// User-Id is then the agency, and its property `transport_key_property` the key in hex: a routing id, which the peer
/// may choose, says nothing. Live connections are not touched by a change of members: the listener cuts those.
class Doorkeeper {
 public:
  /// Binds inproc://zeromq.zap.01 in `zmq_context`: make it before any socket of the context binds. `log` must outlive
  /// it.
  Doorkeeper(void* zmq_context, Log& log);
  /// The context must have been shut down before: that is what ends the thread.
  ~Doorkeeper();
  Doorkeeper(const Doorkeeper&) = delete;
  Doorkeeper& operator=(const Doorkeeper&) = delete;

  void admit(Members members);

  static constexpr std::string_view domain = "caseway";
  static constexpr const char* transport_key_property = "Transport-Key";

 private:
  void run();

  Log& log_;
  void* socket_;
  std::mutex mutex_;
  Members members_;
  std::thread thread_;
};

}  // namespace caseway::host
