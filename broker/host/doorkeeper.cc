#include "broker/host/doorkeeper.h"

#include <zmq.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "broker/flow/ports.h"
#include "broker/host/system.h"

namespace caseway::host {
namespace {

constexpr std::size_t request_frames_max = 16;

using Frames = std::vector<std::string>;

/// One request; nothing when the context has been shut down.
bool read_request(void* socket, Frames& frames) {
  frames.clear();
  int more = 1;
  while (more) {
    zmq_msg_t part;
    zmq_msg_init(&part);
    if (zmq_msg_recv(&part, socket, 0) < 0) {
      const bool interrupted = errno == EINTR;
      zmq_msg_close(&part);
      if (interrupted) continue;
      return false;
    }
    if (frames.size() < request_frames_max) {
      frames.emplace_back(static_cast<const char*>(zmq_msg_data(&part)), zmq_msg_size(&part));
    }
    more = zmq_msg_more(&part);
    zmq_msg_close(&part);
  }
  return true;
}

/// Length-prefixed name and value, as ZMTP metadata has them.
std::string property(std::string_view name, std::string_view value) {
  std::string bytes(1, static_cast<char>(name.size()));
  bytes += name;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value.size() >> shift & 0xff);
  return bytes += value;
}

void answer(void* socket, const std::string& request, bool admitted, const std::string& agency,
            const std::string& metadata) {
  const std::string frames[] = {"1.0",  request, admitted ? "200" : "400", admitted ? "OK" : "not admitted",
                                agency, metadata};
  for (std::size_t i = 0; i < std::size(frames); ++i) {
    zmq_send(socket, frames[i].data(), frames[i].size(), i + 1 < std::size(frames) ? ZMQ_SNDMORE : 0);
  }
}

}  // namespace

Doorkeeper::Doorkeeper(void* zmq_context, Log& log) : log_(log), socket_(zmq_socket(zmq_context, ZMQ_REP)) {
  const int no_wait = 0;
  if (!socket_ || zmq_setsockopt(socket_, ZMQ_LINGER, &no_wait, sizeof no_wait) != 0 ||
      zmq_bind(socket_, "inproc://zeromq.zap.01") != 0) {
    const int why = errno;
    if (socket_) zmq_close(socket_);
    throw flow::Fault(std::string("ZeroMQ: the authentication handler cannot start: ") + zmq_strerror(why));
  }
  try {
    thread_ = start_thread("authentication", [this] { run(); });
  } catch (const flow::Fault&) {
    zmq_close(socket_);  // the thread would have: an open socket lets the context wait for ever
    throw;
  }
}

Doorkeeper::~Doorkeeper() { thread_.join(); }

void Doorkeeper::admit(Members members) {
  const std::lock_guard lock(mutex_);
  members_ = std::move(members);
}

void Doorkeeper::run() {
  Frames frames;  // version, request id, domain, address, routing id, mechanism, credentials ...
  while (read_request(socket_, frames)) {
    std::string agency;
    core::PublicKey key;
    const bool curve = frames.size() == 7 && frames[0] == "1.0" && frames[2] == domain && frames[5] == "CURVE" &&
                       frames[6].size() == core::PublicKey::size;
    if (curve) {
      std::memcpy(key.bytes.data(), frames[6].data(), key.bytes.size());
      const std::lock_guard lock(mutex_);
      if (const auto found = members_.find(key); found != members_.end()) agency = found->second;
    }
    if (agency.empty()) {
      log_.peer_line("not_admitted", {{"peer", frames.size() > 3 ? frames[3] : ""},
                                      {"mechanism", frames.size() > 5 ? frames[5] : ""},
                                      {"key", curve ? core::hex(key) : ""}});
    }
    answer(socket_, frames.size() > 1 ? frames[1] : "", !agency.empty(), agency,
           agency.empty() ? "" : property(transport_key_property, core::hex(key)));
  }
  zmq_close(socket_);
}

}  // namespace caseway::host
