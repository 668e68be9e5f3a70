#include "broker/wire/segment.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

void store(std::span<std::uint8_t> at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) at[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// A fuzzer cannot guess a CRC: they are put right, so that what stands behind them is reached.
void mend_group(std::vector<std::uint8_t>& bytes) {
  if (bytes.size() < 96) return;
  const std::size_t roots = bytes[28];
  const std::size_t header = 80 + 32 * roots;
  if (header + 4 > bytes.size()) return;
  store(std::span(bytes).subspan(header, 4), wire::crc32c(std::span(bytes).first(header)));
  store(std::span(bytes).last(4), wire::crc32c(std::span(bytes).first(bytes.size() - 8)));
}

void mend_frame(std::vector<std::uint8_t>& bytes) {
  if (bytes.size() < wire::vault_header_bytes) return;
  store(std::span(bytes).subspan(80, 4), wire::crc32c(std::span(bytes).first(80)));
  const std::size_t part = bytes[12] + std::size_t{256} * bytes[13];
  if (wire::vault_header_bytes + part > bytes.size()) return;
  store(std::span(bytes).subspan(84, 4),
        wire::crc32c(std::span(bytes).subspan(wire::vault_header_bytes, bytes[6] != 0 ? 0 : part)));
}

bool check_group(std::span<const std::uint8_t> bytes) {
  const auto parsed = wire::parse_group(bytes);
  const auto peeked = wire::peek_group(bytes);
  MUST(parsed.found != wire::Found::group || peeked.ok());
  MUST(parsed.found != wire::Found::torn || !parsed.why.empty());
  if (parsed.found != wire::Found::group) return false;
  auto group = wire::begin_group(parsed.group.header, parsed.group.records, parsed.group.types);
  MUST(wire::group_hash(group) == parsed.group.hash);
  wire::finish_group(group, parsed.group.checkpoint);
  MUST(fuzz::equal(group, bytes.first(parsed.bytes)));
  for (const auto& record : parsed.group.records) (void)wire::decode_record(record.statement, record.rest).ok();
  return true;
}

bool check_frame(std::span<const std::uint8_t> bytes) {
  std::uint64_t consumed = 0;
  auto frame = wire::parse_vault_frame(bytes, consumed);
  if (!frame.ok()) return false;
  if (frame.value().erased) return true;  // what it held is not there to be written again
  std::vector<std::uint8_t> again;
  wire::append_vault_frame(again, frame.value());
  MUST(fuzz::equal(again, bytes.first(consumed)));
  return true;
}

}  // namespace

bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const bool segment = fuzz::check(bytes, wire::decode_segment_header, [&](const wire::SegmentHeader& header) {
    auto again = wire::encode_segment_header(header);
    again.insert(again.end(), bytes.begin() + wire::segment_header_bytes, bytes.end());
    return again;
  });
  const bool group = check_group(bytes);
  const bool frame = check_frame(bytes);
  std::vector<std::uint8_t> mended(bytes.begin(), bytes.end());
  mend_group(mended);
  check_group(mended);
  mended.assign(bytes.begin(), bytes.end());
  mend_frame(mended);
  check_frame(mended);
  return segment || group || frame;
}
