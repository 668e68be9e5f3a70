#include "sdk/socket.h"

#include <zmq.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace caseway::sdk {
namespace {

constexpr int handshake_ms = 5000;
constexpr int events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                       ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                       ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CLOSED;

void set(void* socket, int option, int value) { MUST(zmq_setsockopt(socket, option, &value, sizeof value) == 0); }

template <class Key>
void set_key(void* socket, int option, const Key& key) {
  MUST(zmq_setsockopt(socket, option, key.data(), key.size()) == 0);
}

class Frame {
 public:
  Frame() { zmq_msg_init(&frame_); }
  ~Frame() { zmq_msg_close(&frame_); }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  bool receive(void* socket) { return zmq_msg_recv(&frame_, socket, ZMQ_DONTWAIT) >= 0; }
  [[nodiscard]] BytesView bytes() {
    return {static_cast<const std::uint8_t*>(zmq_msg_data(&frame_)), zmq_msg_size(&frame_)};
  }

 private:
  zmq_msg_t frame_;
};

}  // namespace

Context::Context() : context_(zmq_ctx_new()) { MUST(context_ != nullptr); }
Context::~Context() { zmq_ctx_term(context_); }

Socket::Socket(Context& context, const std::string& endpoint, const core::PublicKey& broker_key,
               const TransportKey& key) {
  socket_ = zmq_socket(context.get(), ZMQ_DEALER);
  if (socket_ == nullptr) throw Fault(std::string("make a socket: ") + zmq_strerror(zmq_errno()));
  set(socket_, ZMQ_LINGER, 0);
  set(socket_, ZMQ_RECONNECT_IVL, -1);  // one socket, one connection
  set(socket_, ZMQ_HANDSHAKE_IVL, handshake_ms);
  set(socket_, ZMQ_CONNECT_TIMEOUT, handshake_ms);
  set(socket_, ZMQ_SNDHWM, 2 * static_cast<int>(core::limits::credit_messages));
  set(socket_, ZMQ_RCVHWM, 2 * static_cast<int>(core::limits::credit_messages));
  const std::int64_t bytes_max = core::limits::broker_frame_bytes_max;
  MUST(zmq_setsockopt(socket_, ZMQ_MAXMSGSIZE, &bytes_max, sizeof bytes_max) == 0);
  set_key(socket_, ZMQ_CURVE_SERVERKEY, broker_key.bytes);
  set_key(socket_, ZMQ_CURVE_PUBLICKEY, key.public_key.bytes);
  set_key(socket_, ZMQ_CURVE_SECRETKEY, key.secret);

  const std::string address = context.fresh_address();
  monitor_ = zmq_socket(context.get(), ZMQ_PAIR);
  if (monitor_ == nullptr) {  // the socket had the last descriptor
    const std::string why = zmq_strerror(zmq_errno());
    zmq_close(socket_);
    throw Fault("make a socket: " + why);
  }
  set(monitor_, ZMQ_LINGER, 0);
  const bool ready =
      zmq_socket_monitor(socket_, address.c_str(), events) == 0 && zmq_connect(monitor_, address.c_str()) == 0;
  if (!ready || zmq_connect(socket_, endpoint.c_str()) != 0) {
    const std::string why = zmq_strerror(zmq_errno());
    zmq_close(monitor_);
    zmq_close(socket_);
    throw Fault("connect to " + endpoint + ": " + why);
  }
}

Socket::~Socket() {
  zmq_socket_monitor(socket_, nullptr, 0);
  zmq_close(monitor_);
  zmq_close(socket_);
}

bool Socket::send(BytesView frame) {
  return zmq_send(socket_, frame.data(), frame.size(), ZMQ_DONTWAIT) == static_cast<int>(frame.size());
}

std::optional<Bytes> Socket::receive() {
  Frame frame;
  if (!frame.receive(socket_)) return std::nullopt;
  const auto bytes = frame.bytes();
  return Bytes(bytes.begin(), bytes.end());
}

void Socket::wait(int wait_ms, int wake) {
  std::array<zmq_pollitem_t, 3> items{
      {{socket_, 0, ZMQ_POLLIN, 0}, {monitor_, 0, ZMQ_POLLIN, 0}, {nullptr, wake, ZMQ_POLLIN, 0}}};
  zmq_poll(items.data(), wake < 0 ? 2 : 3, wait_ms);
}

Socket::State Socket::state() {
  read_monitor();
  return state_;
}

void Socket::read_monitor() {
  for (Frame event; event.receive(monitor_);) {
    std::uint16_t number = 0;
    std::uint32_t value = 0;
    std::memcpy(&number, event.bytes().data(), sizeof number);
    std::memcpy(&value, event.bytes().data() + sizeof number, sizeof value);
    Frame address;
    address.receive(monitor_);
    if (state_ == State::denied || state_ == State::lost) continue;
    switch (number) {
      case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: state_ = State::open; break;
      case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        state_ = State::denied;
        why_ = "the broker does not admit this transport key (" + std::to_string(value) + ")";
        break;
      case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        state_ = State::lost;
        why_ = "what listens there is no broker with the key that agency.toml names";
        break;
      default: why_ = state_ == State::open ? "the connection was lost" : "nobody listens there"; state_ = State::lost;
    }
  }
}

}  // namespace caseway::sdk
