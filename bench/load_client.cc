#include "bench/load_client.h"

#include <zmq.h>

#include <stdexcept>

namespace caseway::bench {

LoadClient::LoadClient(void* context, const TrialSite& site, const Member& member, bool consume)
    : dealer_(zmq_socket(context, ZMQ_DEALER), zmq_close) {
  const int zero = 0;
  for (int option : {ZMQ_LINGER, ZMQ_SNDHWM, ZMQ_RCVHWM}) zmq_setsockopt(dealer_.get(), option, &zero, sizeof zero);
  zmq_setsockopt(dealer_.get(), ZMQ_CURVE_SERVERKEY, site.broker_key().bytes.data(), 32);
  zmq_setsockopt(dealer_.get(), ZMQ_CURVE_PUBLICKEY, member.transport.public_key.bytes.data(), 32);
  zmq_setsockopt(dealer_.get(), ZMQ_CURVE_SECRETKEY, member.transport.secret.data(), 32);
  zmq_connect(dealer_.get(), site.endpoint().c_str());
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.software = "caseway-bench";
  hello.consume = consume;
  hello.delivery_credit = consume ? core::limits::credit_messages : 0;
  send(hello);
  while (auto frame = hear(10'000)) {
    if (auto* welcome = std::get_if<wire::Welcome>(&*frame)) {
      welcome_ = std::move(*welcome);
      return;
    }
    if (auto* refused = std::get_if<wire::RefusalFrame>(&*frame)) {
      throw std::runtime_error(member.id + ": hello refused: " + std::string(core::name_of(refused->code)) + " " +
                               refused->what);
    }
  }
  throw std::runtime_error(member.id + ": no welcome");
}

void LoadClient::send(const std::vector<std::uint8_t>& frame) {
  zmq_send(dealer_.get(), frame.data(), frame.size(), 0);
}

std::optional<wire::BrokerFrame> LoadClient::hear(int wait_ms) {
  zmq_msg_t message;
  zmq_msg_init(&message);
  if (zmq_msg_recv(&message, dealer_.get(), ZMQ_DONTWAIT) < 0) {
    zmq_pollitem_t item{dealer_.get(), 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, wait_ms) <= 0 || zmq_msg_recv(&message, dealer_.get(), ZMQ_DONTWAIT) < 0) {
      zmq_msg_close(&message);
      return std::nullopt;
    }
  }
  auto frame = wire::decode_broker({static_cast<const std::uint8_t*>(zmq_msg_data(&message)), zmq_msg_size(&message)});
  zmq_msg_close(&message);
  if (!frame.ok()) throw std::runtime_error("the broker sent what does not decode: " + frame.refused().what);
  return std::move(frame).value();
}

}  // namespace caseway::bench
