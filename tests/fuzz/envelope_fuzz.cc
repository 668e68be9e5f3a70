#include "broker/wire/envelope.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  return fuzz::check(bytes, wire::decode_envelope, wire::encode_envelope);
}
