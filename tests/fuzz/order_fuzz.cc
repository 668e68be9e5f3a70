#include "broker/wire/order.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, wire::decode_order, wire::encode_order);
  fuzz::check(bytes, wire::decode_genesis, wire::encode_genesis);
  return 0;
}
