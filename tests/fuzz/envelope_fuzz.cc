#include "broker/wire/envelope.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, wire::decode_envelope, wire::encode_envelope);
  return 0;
}
