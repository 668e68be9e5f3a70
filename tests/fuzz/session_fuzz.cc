#include "broker/wire/session.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, wire::decode_client, [](const wire::ClientFrame& frame) { return wire::encode(frame); });
  fuzz::check(bytes, wire::decode_broker, [](const wire::BrokerFrame& frame) { return wire::encode(frame); });
  return 0;
}
