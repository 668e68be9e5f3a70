#include "broker/core/receipt.h"
#include "broker/wire/segment.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::check(bytes, core::decode_receipt, core::encode_receipt);
  fuzz::check(bytes, core::decode_statement, core::encode_statement);
  fuzz::check(bytes, core::decode_checkpoint, core::encode_checkpoint);
  fuzz::check(bytes, wire::decode_head_file, wire::encode_head_file);
  auto receipt = core::decode_receipt(bytes);
  if (receipt.ok()) (void)core::check_receipt(receipt.value(), {}).ok();
  return 0;
}
