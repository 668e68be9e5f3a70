#include "broker/core/receipt.h"
#include "broker/wire/segment.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const bool whole = fuzz::check(bytes, core::decode_receipt, core::encode_receipt);
  const bool statement = fuzz::check(bytes, core::decode_statement, core::encode_statement);
  const bool checkpoint = fuzz::check(bytes, core::decode_checkpoint, core::encode_checkpoint);
  const bool head = fuzz::check(bytes, wire::decode_head_file, wire::encode_head_file);
  auto receipt = core::decode_receipt(bytes);
  if (receipt.ok()) (void)core::check_receipt(receipt.value(), {}).ok();
  return whole || statement || checkpoint || head;
}
