#include "broker/engine/snapshot.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// Equal State, equal bytes, both ways: a snapshot that could be written in two forms would have two digests.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, engine::decode_state, engine::encode_state);
  return 0;
}
