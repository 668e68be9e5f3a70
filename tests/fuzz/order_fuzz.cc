#include "broker/wire/order.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const bool order = fuzz::check(bytes, wire::decode_order, wire::encode_order);
  const bool genesis = fuzz::check(bytes, wire::decode_genesis, wire::encode_genesis);
  return order || genesis;
}
