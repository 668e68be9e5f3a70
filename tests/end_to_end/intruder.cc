// caseway-intruder: what a stranger or a thief of half the keys would try, against a real broker. Used by the demo and
// by tests.
//   forged SITE AGENCY_DIR AGENCY_ID   a message in the agency's name and under its key id, signed with another key
//   stranger SITE            CURVE with a key that the directory does not know
//   unsigned-door SITE       no CURVE at all
// Prints one line: what the broker answered, or that nothing answered. Exit 0 when it was refused by name or kept out;
// 1 otherwise.
#include <zmq.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "broker/core/digest.h"
#include "broker/host/keyring.h"
#include "broker/host/system.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/session.h"

namespace {

using namespace caseway;
namespace fs = std::filesystem;
constexpr int wait_ms = 3000;

std::string endpoint_of(const fs::path& site) {
  std::ifstream in(site / "endpoint");
  std::string endpoint;
  std::getline(in, endpoint);
  return endpoint;
}

struct Socket {
  void* context = zmq_ctx_new();
  void* dealer = zmq_socket(context, ZMQ_DEALER);
  Socket() {
    const int zero = 0;
    zmq_setsockopt(dealer, ZMQ_LINGER, &zero, sizeof zero);
  }
  ~Socket() {
    zmq_close(dealer);
    zmq_ctx_term(context);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void keys(const core::PublicKey& broker, const host::TransportKey& own) {
    zmq_setsockopt(dealer, ZMQ_CURVE_SERVERKEY, broker.bytes.data(), broker.bytes.size());
    zmq_setsockopt(dealer, ZMQ_CURVE_PUBLICKEY, own.public_key.bytes.data(), own.public_key.bytes.size());
    zmq_setsockopt(dealer, ZMQ_CURVE_SECRETKEY, own.secret.data(), own.secret.size());
  }
  /// A door that shut already leaves no pipe to send into: that is no reason to wait.
  void say(const wire::ClientFrame& frame) {
    const auto bytes = wire::encode(frame);
    zmq_send(dealer, bytes.data(), bytes.size(), ZMQ_DONTWAIT);
  }
  std::optional<wire::BrokerFrame> hear() {
    zmq_pollitem_t item{dealer, 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, wait_ms) <= 0) return std::nullopt;
    zmq_msg_t message;
    zmq_msg_init(&message);
    zmq_msg_recv(&message, dealer, 0);
    auto frame =
        wire::decode_broker({static_cast<const std::uint8_t*>(zmq_msg_data(&message)), zmq_msg_size(&message)});
    zmq_msg_close(&message);
    if (!frame.ok()) return std::nullopt;
    return std::move(frame).value();
  }
};

/// A K01 `transfer` that says next to nothing: its signature is looked at first.
wire::SendMessage forged_message(const wire::Welcome& welcome, const std::string& agency, const core::KeyId& key_id) {
  core::Envelope envelope;
  envelope.origin = welcome.origin;
  envelope.sender = agency;
  envelope.lane = 0;
  envelope.number = welcome.lanes.empty() ? 1 : welcome.lanes.front().next;
  envelope.case_id.bytes[0] = 0xfa;
  envelope.transfer.bytes[0] = 0xfb;
  envelope.procedure = "K01";
  envelope.step = "transfer";
  envelope.occurred_at = welcome.site_time;
  envelope.signed_at = welcome.site_time;
  envelope.test = welcome.training;
  core::Part head{core::PartType::dossier, {}, wire::encode_head({})};
  head.salt.bytes[0] = 1;  // a part without salt is no part
  const std::vector<core::Digest> digests{core::part_digest(head.type, head.salt, head.bytes)};
  const std::vector<core::Part> parts{head};
  const auto content = wire::encode_content(parts);
  envelope.part_count = 1;
  envelope.content_bytes = static_cast<std::uint32_t>(content.size());
  envelope.content_root = core::content_root(digests);
  const auto bytes = wire::encode_envelope(envelope);
  const auto thief = host::new_signing_key();
  const core::Digest leaf = core::message_leaf(envelope.origin, envelope.sender, key_id, bytes);
  auto signatures = core::sign_batch(thief, std::vector<core::Digest>{leaf});
  signatures[0].key = key_id;  // the true agency's key is named, another one signed
  return {bytes, wire::encode_signatures(signatures), content};
}

int forged(const fs::path& site, const fs::path& agency_dir, const std::string& agency) {
  Socket socket;
  socket.keys(host::read_public_key(site / "keys/transport.pub"),
              host::read_transport_key(agency_dir / "keys/transport.key"));
  zmq_connect(socket.dealer, endpoint_of(site).c_str());
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.software = "caseway-intruder";
  socket.say(hello);
  const auto first = socket.hear();
  const auto* welcome = first ? std::get_if<wire::Welcome>(&*first) : nullptr;
  if (welcome == nullptr) {
    std::puts("no welcome");
    return 1;
  }
  const auto key_id = core::key_id(host::read_public_key(agency_dir / "keys/signing.pub"));
  socket.say(forged_message(*welcome, agency, key_id));
  while (const auto frame = socket.hear()) {
    if (const auto* refused = std::get_if<wire::RefusalFrame>(&*frame)) {
      std::printf("%s: %s: %s\n", std::string(core::name_of(refused->code)).c_str(), refused->where.c_str(),
                  refused->what.c_str());
      return refused->code == core::Refusal::bad_signature ? 0 : 1;
    }
    if (std::holds_alternative<wire::ReceiptFrame>(*frame)) break;
  }
  std::puts("it was not refused");
  return 1;
}

int stranger(const fs::path& site, bool curve) {
  Socket socket;
  if (curve) socket.keys(host::read_public_key(site / "keys/transport.pub"), host::new_transport_key());
  zmq_connect(socket.dealer, endpoint_of(site).c_str());
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  socket.say(hello);
  if (socket.hear()) {
    std::puts("somebody answered a stranger");
    return 1;
  }
  std::puts("kept out at the door: nothing answered");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "forged" && argc == 5) return forged(argv[2], argv[3], argv[4]);
  if (what == "stranger" && argc == 3) return stranger(argv[2], true);
  if (what == "unsigned-door" && argc == 3) return stranger(argv[2], false);
  std::fputs("caseway-intruder forged SITE AGENCY_DIR AGENCY_ID | stranger SITE | unsigned-door SITE\n", stderr);
  return 2;
}
