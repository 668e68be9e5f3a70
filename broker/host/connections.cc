#include "broker/host/connections.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "broker/host/system.h"

namespace caseway::host {
namespace {

constexpr const char* monitor_endpoint = "inproc://caseway.monitor";
constexpr int events = ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_ACCEPT_FAILED | ZMQ_EVENT_DISCONNECTED |
                       ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                       ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
/// CURVE adds this much to a frame: length, command name, nonce, box.
constexpr std::size_t frame_overhead_bytes = 48;

/// At least so much: command name, nonce, box, flags, and the short form of the length.
constexpr std::size_t sent_overhead_bytes = 33 + 2;

struct MonitorEvent {
  std::uint16_t what = 0;
  std::uint32_t value = 0;
};

/// The next event; false when there is none now.
bool next_event(void* monitor, MonitorEvent& event) {
  std::uint8_t bytes[6];
  if (zmq_recv(monitor, bytes, sizeof bytes, ZMQ_DONTWAIT) != sizeof bytes) return false;
  std::memcpy(&event.what, bytes, 2);
  std::memcpy(&event.value, bytes + 2, 4);
  char address[256];
  zmq_recv(monitor, address, sizeof address, 0);  // the listener's own, not the peer's
  return true;
}

std::string peer_of(int fd) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) return "gone";
  char text[INET6_ADDRSTRLEN] = "";
  std::uint16_t port = 0;
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    port = ntohs(v4.sin_port);
  } else if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    port = ntohs(v6.sin6_port);
  }
  return std::string(text) + ":" + std::to_string(port);
}

/// Nothing when it is no connection (any more).
std::optional<tcp_info> info_of(int fd) {
  tcp_info info{};
  socklen_t length = sizeof info;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return std::nullopt;
  return info;
}

std::string failure_of(const MonitorEvent& event) {
  if (event.what == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) return "not admitted";
  if (event.what == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL) return "no handshake: silent, not ZMTP, or not CURVE";
  switch (event.value) {
    case ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH: return "not CURVE";
    case ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC: return "wrong key of the broker, or a broken box";
    default: return "protocol error " + std::to_string(event.value);
  }
}

}  // namespace

Connections::Connections(void* zmq_context, void* router, std::size_t most, Log& log)
    : most_(most), log_(log), router_(router), monitor_(zmq_socket(zmq_context, ZMQ_PAIR)) {
  const int none = 0;  // no limit: a full monitor would stop ZeroMQ's own thread
  if (!monitor_ || zmq_socket_monitor(router_, monitor_endpoint, events) != 0 ||
      zmq_setsockopt(monitor_, ZMQ_RCVHWM, &none, sizeof none) != 0 ||
      zmq_setsockopt(monitor_, ZMQ_LINGER, &none, sizeof none) != 0 || zmq_connect(monitor_, monitor_endpoint) != 0) {
    const int why = errno;
    if (monitor_) zmq_close(monitor_);
    throw flow::Fault(std::string("ZeroMQ: the monitor cannot start: ") + zmq_strerror(why));
  }
}

Connections::~Connections() {
  zmq_socket_monitor(router_, nullptr, 0);
  zmq_close(monitor_);
}

void Connections::read_monitor(std::vector<flow::SessionNo>& gone) {
  MonitorEvent event;
  bool none_left = false;
  while (next_event(monitor_, event)) {
    const int fd = static_cast<int>(event.value);
    switch (event.what) {
      case ZMQ_EVENT_ACCEPTED:
        ended(fd, gone);  // should its end have been missed
        connections_[fd].peer = peer_of(fd);
        connections_[fd].accepted = ++accepted_;
        connections_[fd].accepted_ms = monotonic_ms();
        waiting_.emplace(accepted_, fd);
        none_left = false;
        break;
      case ZMQ_EVENT_DISCONNECTED: ended(fd, gone); break;
      case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        if (const auto found = connections_.find(fd); found != connections_.end()) found->second.let_in = true;
        break;
      case ZMQ_EVENT_ACCEPT_FAILED:  // its value is an error's number
        none_left = fd == EMFILE || fd == ENFILE;
        log_.peer_line("accept_failed", {{"why", zmq_strerror(fd)}});
        break;
      default: last_failure_ = failure_of(event);  // its DISCONNECTED follows, with the descriptor
    }
  }
  make_room(none_left);  // once all is read: what ended meanwhile may have left its descriptor to another
}

void Connections::ended(int fd, std::vector<flow::SessionNo>& gone) {
  const auto found = connections_.find(fd);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  if (connection.session != 0) {
    gone.push_back(connection.session);
  } else if (!connection.cut && !connection.let_in) {  // of bytes that are no greeting ZeroMQ tells no failure
    if (last_failure_.empty()) last_failure_ = "no handshake: not ZMTP, or the peer left";
    log_.peer_line("handshake_failed", {{"peer", connection.peer}, {"why", last_failure_}});
  }
  last_failure_.clear();
  if (connection.cut) --cut_;
  waiting_.erase(connection.accepted);
  leave(fd, connection);
  connections_.erase(found);
}

void Connections::shut(int fd, Connection& connection) {
  if (!std::exchange(connection.cut, true)) ++cut_;
  leave(fd, connection);
  waiting_.erase(connection.accepted);
  ::shutdown(fd, SHUT_RDWR);
}

void Connections::make_room(bool none_left) {
  std::size_t most = std::min(most_, descriptors_max() / 2);
  // One at a time: who was cut before may not have given its descriptor back yet.
  if (none_left && cut_ == 0 && !connections_.empty()) most = std::min(most, connections_.size() - 1);
  while (connections_.size() - cut_ > most && !waiting_.empty()) {
    const int fd = waiting_.begin()->second;
    Connection& oldest = connections_.at(fd);
    log_.peer_line("too_many_connections", {{"peer", oldest.peer}, {"most", std::to_string(most)}});
    shut(fd, oldest);
  }
}

void Connections::cut_silent(std::int64_t accepted_before_ms) {
  while (!waiting_.empty()) {
    const int fd = waiting_.begin()->second;
    Connection& oldest = connections_.at(fd);
    if (oldest.accepted_ms >= accepted_before_ms) return;
    log_.peer_line("said_nothing", {{"peer", oldest.peer}});
    shut(fd, oldest);
  }
}

flow::SessionNo Connections::bind(int fd, flow::SessionNo session, const core::AgencyId& agency) {
  const auto found = connections_.find(fd);
  if (found == connections_.end()) return session;
  waiting_.erase(found->second.accepted);
  leave(fd, found->second);  // should it have carried another
  found->second.agency = agency;
  if (!found->second.cut) {
    found->second.of = &agencies_[agency];
    found->second.of->connections.insert(fd);
    found->second.of->untaken += found->second.sent - found->second.taken;
  }
  return std::exchange(found->second.session, session);
}

void Connections::seen(int fd, std::size_t bytes) {
  if (const auto found = connections_.find(fd); found != connections_.end()) {
    found->second.seen += bytes + frame_overhead_bytes;
  }
}

std::string Connections::peer(int fd) const {
  const auto found = connections_.find(fd);
  return found == connections_.end() ? "gone" : found->second.peer;
}

bool Connections::cut(int fd, flow::SessionNo session) {
  const auto found = connections_.find(fd);
  if (found == connections_.end() || found->second.session != session) return false;
  shut(fd, found->second);
  return true;
}

std::vector<int> Connections::unread_over(std::size_t unread_max) const {
  std::vector<int> over;
  for (const auto& [fd, connection] : connections_) {
    if (connection.cut) continue;
    if (const auto info = info_of(fd); info && info->tcpi_bytes_received > connection.seen + unread_max)
      over.push_back(fd);
  }
  return over;
}

std::optional<Connections::Over> Connections::sent(int fd, std::size_t bytes, std::uint64_t most,
                                                   std::uint64_t most_of_agency) {
  const auto found = connections_.find(fd);
  if (found == connections_.end() || found->second.of == nullptr) return std::nullopt;
  Connection& connection = found->second;
  Agency& agency = *connection.of;
  connection.sent += bytes + sent_overhead_bytes;
  agency.untaken += bytes + sent_overhead_bytes;
  if (connection.sent - connection.taken > most) ask(fd, connection);
  if (connection.sent - connection.taken > most) return Over{connection.session, false};
  if (agency.untaken <= most_of_agency) return std::nullopt;
  for (const int each : agency.connections) ask(each, connections_.at(each));
  if (agency.untaken <= most_of_agency) return std::nullopt;
  return Over{fullest(agency), true};
}

/// Of the kernel, how much the peer has taken.
void Connections::ask(int fd, Connection& connection) {
  const auto before = connection.sent - connection.taken;
  if (before == 0) return;
  const auto info = info_of(fd);
  // A descriptor that is no connection any more has nothing left.
  connection.taken = info ? std::max<std::uint64_t>(connection.taken, info->tcpi_bytes_acked) : connection.sent;
  // It counts the handshake too, and every byte of overhead: what is short of it was taken.
  connection.sent = std::max(connection.sent, connection.taken);
  connection.of->untaken -= before - (connection.sent - connection.taken);
}

flow::SessionNo Connections::fullest(const Agency& agency) {
  const auto untaken = [&](int fd) { return connections_.at(fd).sent - connections_.at(fd).taken; };
  return connections_.at(*std::ranges::max_element(agency.connections, {}, untaken)).session;
}

/// It counts no more for its agency.
void Connections::leave(int fd, Connection& connection) {
  Agency* agency = std::exchange(connection.of, nullptr);
  if (agency == nullptr) return;
  agency->connections.erase(fd);
  agency->untaken -= connection.sent - connection.taken;
  if (agency->connections.empty()) agencies_.erase(connection.agency);
}

flow::SessionNo Connections::cut_unread(int fd) {
  Connection& connection = connections_.at(fd);
  const linger at_once{1, 0};  // its close is a reset: nothing of what the kernel still holds of it is kept
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  shut(fd, connection);
  return connection.session;
}

}  // namespace caseway::host
