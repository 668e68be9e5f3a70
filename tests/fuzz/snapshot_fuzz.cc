#include "broker/engine/snapshot.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// Equal State, equal bytes, both ways: a snapshot that could be written in two forms would have two digests.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  return fuzz::check(bytes, engine::decode_state, engine::encode_state);
}
