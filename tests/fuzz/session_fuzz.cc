#include "broker/wire/session.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const bool client =
      fuzz::check(bytes, wire::decode_client, [](const wire::ClientFrame& frame) { return wire::encode(frame); });
  const bool broker =
      fuzz::check(bytes, wire::decode_broker, [](const wire::BrokerFrame& frame) { return wire::encode(frame); });
  return client || broker;
}
