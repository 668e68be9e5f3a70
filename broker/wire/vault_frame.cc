#include <algorithm>

#include "broker/core/bytes.h"
#include "broker/wire/segment.h"

namespace caseway::wire {
namespace {

constexpr std::string_view vault_magic = "CWV1";
constexpr std::size_t covered_bytes = 80;  // by the header's CRC

core::Refused malformed(const char* what) { return {core::Refusal::malformed, "vault", what}; }

std::span<const std::uint8_t> magic_bytes() {
  return {reinterpret_cast<const std::uint8_t*>(vault_magic.data()), vault_magic.size()};
}

// The header at the start of `bytes`; `bytes_crc` is of what follows it.
core::Result<VaultFrame> read_header(core::ByteReader& in, std::span<const std::uint8_t> bytes,
                                     std::uint32_t& bytes_crc) {
  if (!std::ranges::equal(in.raw(vault_magic.size()), magic_bytes())) return malformed("no frame begins here");
  VaultFrame frame;
  frame.algorithm = in.u16();
  const std::uint16_t in_file = in.u16();
  frame.key = in.u32();
  frame.bytes_total = in.u32();
  frame.record = in.u64();
  frame.part = in.u16();
  const std::uint16_t type = in.u16();
  frame.suite = static_cast<core::Suite>(in.u16());
  const std::uint16_t zero = in.u16();
  frame.salt = in.id<core::Salt>();
  frame.digest = in.id<core::Digest>();
  const std::uint32_t header_crc = in.u32();
  bytes_crc = in.u32();
  if (!in.ok()) return malformed("shorter than a frame's header");
  if (header_crc != crc32c(bytes.first(covered_bytes))) return malformed("the CRC of a frame's header does not hold");
  if (in_file > 1 || zero != 0) return malformed("a frame's reserved bytes are not zero");
  if (frame.suite != core::Suite::intl) return malformed("a suite that this version does not know");
  if (frame.algorithm != 0 || frame.key != 0) return malformed("an algorithm that this version does not know");
  if (type < static_cast<int>(core::PartType::dossier) || type > static_cast<int>(core::PartType::evidence)) {
    return malformed("unknown part type");
  }
  frame.type = static_cast<core::PartType>(type);
  frame.in_file = in_file == 1;
  return frame;
}

}  // namespace

void append_vault_frame(std::vector<std::uint8_t>& out, const VaultFrame& frame) {
  MUST(frame.in_file ? frame.bytes.empty() : frame.bytes.size() == frame.bytes_total);
  core::ByteWriter header;
  header.raw(magic_bytes());
  header.u16(frame.algorithm);
  header.u16(frame.in_file ? 1 : 0);
  header.u32(frame.key);
  header.u32(frame.bytes_total);
  header.u64(frame.record);
  header.u16(frame.part);
  header.u16(static_cast<std::uint16_t>(frame.type));
  header.u16(static_cast<std::uint16_t>(frame.suite));
  header.u16(0);
  header.id(frame.salt);
  header.id(frame.digest);
  header.u32(crc32c(header.bytes()));
  header.u32(crc32c(frame.bytes));
  out.insert(out.end(), header.bytes().begin(), header.bytes().end());
  out.insert(out.end(), frame.bytes.begin(), frame.bytes.end());
  out.resize(out.size() + (8 - frame.bytes.size() % 8) % 8);
}

core::Result<VaultFrame> peek_vault_frame(std::span<const std::uint8_t> bytes, std::uint64_t& length) {
  core::ByteReader in(bytes);
  std::uint32_t bytes_crc = 0;
  auto frame = read_header(in, bytes, bytes_crc);
  if (!frame.ok()) return frame;
  const std::uint64_t part = frame.value().in_file ? 0 : frame.value().bytes_total;
  length = vault_header_bytes + part + (8 - part % 8) % 8;
  return frame;
}

core::Result<VaultFrame> parse_vault_frame(std::span<const std::uint8_t> bytes, std::uint64_t& consumed) {
  consumed = 0;
  core::ByteReader in(bytes);
  std::uint32_t bytes_crc = 0;
  auto header = read_header(in, bytes, bytes_crc);
  if (!header.ok()) return header;
  auto frame = std::move(header).value();
  const auto part = in.raw(frame.in_file ? 0 : frame.bytes_total);
  const auto pad = in.raw((8 - part.size() % 8) % 8);
  if (!in.ok()) return malformed("the segment ends before the frame");
  const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
  frame.erased = bytes_crc != crc32c(part);
  if (frame.erased && (part.empty() || !std::ranges::all_of(part, is_zero)))
    return malformed("the CRC of a part does not hold");
  if (!std::ranges::all_of(pad, is_zero)) return malformed("a frame's pad is not zero");
  if (!frame.erased) frame.bytes.assign(part.begin(), part.end());
  consumed = bytes.size() - in.left();
  return frame;
}

}  // namespace caseway::wire
