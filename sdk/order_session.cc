#include "sdk/order_session.h"

#include <zmq.h>

#include <array>
#include <chrono>
#include <vector>

#include "sdk/json_text.h"

namespace caseway::sdk {
namespace {

using Clock = std::chrono::steady_clock;

/// One DEALER for one exchange; closed whatever happens.
class Session {
 public:
  explicit Session(const OperatorDoor& door) : context_(zmq_ctx_new()), socket_(zmq_socket(context_, ZMQ_DEALER)) {
    const int zero = 0;
    zmq_setsockopt(socket_, ZMQ_LINGER, &zero, sizeof zero);
    zmq_setsockopt(socket_, ZMQ_CURVE_SERVERKEY, door.broker.bytes.data(), door.broker.bytes.size());
    zmq_setsockopt(socket_, ZMQ_CURVE_PUBLICKEY, door.transport.bytes.data(), door.transport.bytes.size());
    zmq_setsockopt(socket_, ZMQ_CURVE_SECRETKEY, door.transport_secret.bytes.data(),
                   door.transport_secret.bytes.size());
    connected_ = zmq_connect(socket_, door.endpoint.c_str()) == 0;
  }
  ~Session() {
    zmq_close(socket_);
    zmq_ctx_term(context_);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void say(const wire::ClientFrame& frame) {
    const auto bytes = wire::encode(frame);
    zmq_send(socket_, bytes.data(), bytes.size(), 0);
  }

  /// The next frame of kind `Wanted`; others are passed over. Nothing after `until`; `refused` is told of a refusal.
  template <class Wanted>
  std::optional<Wanted> hear(Clock::time_point until, std::string& refused) {
    while (connected_) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
      zmq_pollitem_t item{socket_, 0, ZMQ_POLLIN, 0};
      if (left <= 0 || zmq_poll(&item, 1, left) <= 0) return std::nullopt;
      zmq_msg_t message;
      zmq_msg_init(&message);
      std::optional<Wanted> wanted;
      if (zmq_msg_recv(&message, socket_, ZMQ_DONTWAIT) >= 0) {
        auto frame =
            wire::decode_broker({static_cast<const std::uint8_t*>(zmq_msg_data(&message)), zmq_msg_size(&message)});
        if (frame.ok()) {
          if (auto* found = std::get_if<Wanted>(&frame.value())) wanted = std::move(*found);
          if (auto* no = std::get_if<wire::RefusalFrame>(&frame.value())) {
            refused = std::string(core::name_of(no->code)) + ": " + no->where + ": " + no->what;
          }
        }
      }
      zmq_msg_close(&message);
      if (wanted || !refused.empty()) return wanted;
    }
    return std::nullopt;
  }

 private:
  void* context_;
  void* socket_;
  bool connected_ = false;
};

bool greet(Session& session, Clock::time_point until, std::string& why) {
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.software = "caseway";
  session.say(hello);
  if (session.hear<wire::Welcome>(until, why)) return true;
  if (why.empty()) why = "no welcome from the broker: is it running, and is this key the operator's?";
  return false;
}

}  // namespace

std::optional<core::Digest> ask_previous(const OperatorDoor& door, int wait_ms, std::string& why) {
  Session session(door);
  const auto until = Clock::now() + std::chrono::milliseconds(wait_ms);
  if (!greet(session, until, why)) return std::nullopt;
  session.say(wire::Query{1, wire::QueryKind::status, {}, {}, {}, 0, 0});
  const auto answer = session.hear<wire::Answer>(until, why);
  if (!answer || !answer->found) {
    if (why.empty()) why = answer ? "the broker does not tell its status" : "no answer to a query in time";
    return std::nullopt;
  }
  Mistakes mistakes;
  const auto json = parse_json(answer->json, "status", mistakes);
  if (!json) {
    why = "its status is no JSON: " + (mistakes.empty() ? answer->json : print_mistake(mistakes.front()));
    return std::nullopt;
  }
  const auto last = json->text_of("lastOrder");  // empty before the first order
  return last.empty() ? core::Digest{} : core::from_hex<core::Digest>(last);
}

OrderOutcome send_order(const OperatorDoor& door, const wire::SendOrder& order, int wait_ms) {
  Session session(door);
  OrderOutcome outcome;
  const auto until = Clock::now() + std::chrono::milliseconds(wait_ms);
  if (!greet(session, until, outcome.why)) return outcome;
  session.say(order);
  auto answer = session.hear<wire::OrderAnswer>(until, outcome.why);
  if (!answer) {
    outcome.answered = !outcome.why.empty();  // refused by name: nothing was recorded
    if (!outcome.answered)
      outcome.why = "no answer in time: the order may or may not be recorded; ask before sending again";
    return outcome;
  }
  outcome.answered = true;
  outcome.accepted = answer->accepted;
  outcome.why = answer->why;
  outcome.receipt = answer->receipt;
  outcome.previous = answer->previous;
  return outcome;
}

}  // namespace caseway::sdk
