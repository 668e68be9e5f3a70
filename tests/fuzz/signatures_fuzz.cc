#include "broker/core/signature.h"
#include "broker/wire/envelope.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, wire::decode_signatures, wire::encode_signatures);
  auto signatures = wire::decode_signatures(bytes);
  if (signatures.ok()) (void)core::claimed_root(signatures.value()[0], {});
  return 0;
}
