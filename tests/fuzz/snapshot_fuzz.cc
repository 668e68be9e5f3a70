#include "broker/engine/snapshot.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// Equal State, equal bytes of one format, both ways: a snapshot that could be written in two forms would have two
// digests.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  return fuzz::check(bytes, engine::decode_state,
                     [&](const engine::State& state) { return engine::encode_state(state, engine::format_of(bytes)); });
}
