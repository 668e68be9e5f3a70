#include "broker/core/receipt.h"
#include "broker/wire/record.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// A u16 with the length of the statement, the statement, the rest. Also the outcome of a receipt.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const bool outcome = fuzz::check(bytes, wire::decode_outcome, wire::encode_outcome);
  if (bytes.size() < 2) return outcome;
  const std::size_t cut = std::min<std::size_t>(bytes[0] + std::size_t{256} * bytes[1], bytes.size() - 2);
  const auto statement = bytes.subspan(2, cut);
  const auto rest = bytes.subspan(2 + cut);
  const auto own = wire::decode_own_record(statement, rest);
  auto record = wire::decode_record(statement, rest);
  if (!record.ok()) return outcome;
  MUST(own.ok());  // recovery reads all that an auditor does
  const auto again = wire::encode_record(record.value(), record.value().event.turn_salt, false);
  MUST(fuzz::equal(again.rest, rest));
  return true;
}
