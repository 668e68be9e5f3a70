#include "broker/wire/segment.h"

#include <algorithm>
#include <bit>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"

namespace caseway::wire {
namespace {

using core::ByteReader;
using core::ByteWriter;

constexpr std::string_view segment_magic = "CASEWAY\n";
constexpr std::string_view group_magic = "CWG1";
constexpr std::uint16_t format_1 = 1;
constexpr std::size_t genesis_bytes_kept = 16;
constexpr std::size_t group_header_fixed_bytes = 88;
constexpr std::size_t frame_header_bytes = 16;
constexpr std::uint64_t group_bytes_most = 0xffffffff;

static_assert(core::limits::segment_bytes <= group_bytes_most);

core::Refused malformed(const char* where, const char* what) { return {core::Refusal::malformed, where, what}; }

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::uint64_t padded(std::uint64_t bytes) { return (bytes + 7) / 8 * 8; }
std::uint64_t header_bytes(const GroupHeader& header) {
  return group_header_fixed_bytes + core::Digest::size * header.frontier.roots.size();
}
std::uint64_t frame_bytes(const RecordBytes& record) {
  return padded(frame_header_bytes + record.statement.size() + record.rest.size());
}

bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

void append(std::vector<std::uint8_t>& out, const ByteWriter& bytes) {
  out.insert(out.end(), bytes.bytes().begin(), bytes.bytes().end());
}

/// One frame at the start of `in`; why not, if it does not hold.
const char* read_frame(ByteReader& in, RecordBytes& record, core::EventType& type) {
  const std::size_t before = in.left();
  const std::uint32_t length = in.u32();
  const std::uint16_t number = in.u16();
  const std::uint16_t zero = in.u16();
  const std::uint32_t statement_bytes = in.u32();
  const std::uint32_t rest_bytes = in.u32();
  const auto statement = in.raw(statement_bytes);
  const auto rest = in.raw(rest_bytes);
  if (!in.ok()) return "a frame is longer than its group";
  const std::size_t read = before - in.left();
  if (length != padded(read) || zero != 0) return "a frame's length does not hold";
  const auto pad = in.raw(length - read);
  if (!in.ok() || !all_zero(pad)) return "a frame's pad is not zero";
  type = static_cast<core::EventType>(number);
  record.statement.assign(statement.begin(), statement.end());
  record.rest.assign(rest.begin(), rest.end());
  return nullptr;
}

/// Everything behind the header of `group`, which is as long as the header says; why not, if it does not hold.
const char* read_body(std::span<const std::uint8_t> bytes, Group& group) {
  ByteReader in(bytes);
  in.raw(header_bytes(group.header));
  for (std::uint32_t i = 0; i < group.header.count; ++i) {
    RecordBytes record;
    core::EventType type{};
    if (const char* why = read_frame(in, record, type)) return why;
    group.records.push_back(std::move(record));
    group.types.push_back(type);
  }
  group.hash = group_hash(bytes.first(bytes.size() - in.left()));

  const auto encoded = in.field();
  const auto pad = in.raw(padded(4 + encoded.size()) - 4 - encoded.size());
  const std::uint32_t length = in.u32();
  in.u32();
  if (!in.done() || length != bytes.size()) return "the trailer's length does not hold";
  if (!all_zero(pad)) return "the trailer's pad is not zero";
  auto checkpoint = core::decode_checkpoint(encoded);
  if (!checkpoint.ok()) return "the checkpoint does not decode";
  group.checkpoint = std::move(checkpoint).value();
  return nullptr;
}

}  // namespace

std::vector<std::uint8_t> encode_segment_header(const SegmentHeader& header) {
  ByteWriter out;
  out.raw(bytes_of(segment_magic));
  out.u16(header.format);
  out.u8(static_cast<std::uint8_t>(header.kind));
  out.u8(0);
  out.u16(static_cast<std::uint16_t>(header.suite));
  out.u16(0);
  out.u64(header.number);
  out.u64(header.epoch);
  out.raw(std::span(header.genesis.bytes).first(genesis_bytes_kept));
  out.raw(std::array<std::uint8_t, 12>{});
  out.u32(crc32c(out.bytes()));
  MUST(out.bytes().size() == segment_header_bytes);
  return out.take();
}

core::Result<SegmentHeader> decode_segment_header(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < segment_header_bytes) return malformed("segment", "shorter than its header");
  bytes = bytes.first(segment_header_bytes);
  ByteReader in(bytes);
  if (!std::ranges::equal(in.raw(segment_magic.size()), bytes_of(segment_magic))) {
    return malformed("segment.magic", "not a segment");
  }
  SegmentHeader header;
  header.format = in.u16();
  header.kind = static_cast<SegmentKind>(in.u8());
  const std::uint8_t zero = in.u8();
  header.suite = static_cast<core::Suite>(in.u16());
  const std::uint16_t zeros = in.u16();
  header.number = in.u64();
  header.epoch = in.u64();
  std::ranges::copy(in.raw(genesis_bytes_kept), header.genesis.bytes.begin());
  const auto pad = in.raw(12);
  if (in.u32() != crc32c(bytes.first(bytes.size() - 4))) return malformed("segment", "the header's CRC does not hold");
  if (header.format != format_1) return malformed("segment.format", "not of format 1");
  if (header.suite != core::Suite::intl) return malformed("segment.suite", "unknown");
  if (header.kind != SegmentKind::journal && header.kind != SegmentKind::vault) {
    return malformed("segment.kind", "unknown");
  }
  if (zero != 0 || zeros != 0 || !all_zero(pad)) return malformed("segment", "the header's pad is not zero");
  return header;
}

std::uint64_t group_length(const GroupHeader& header, const std::vector<RecordBytes>& records,
                           const core::Checkpoint& checkpoint) {
  std::uint64_t bytes = header_bytes(header);
  for (const auto& record : records) bytes += frame_bytes(record);
  return bytes + padded(4 + core::encode_checkpoint(checkpoint).size()) + 8;
}

std::vector<std::uint8_t> begin_group(const GroupHeader& header, const std::vector<RecordBytes>& records,
                                      const std::vector<core::EventType>& types) {
  MUST(!records.empty());
  MUST(records.size() == types.size());
  MUST(records.size() == header.count);
  MUST(header.group_bytes <= group_bytes_most);
  MUST(header.frontier.roots.size() <= core::limits::frontier_max);

  ByteWriter head;
  head.raw(bytes_of(group_magic));
  head.u16(header.format);
  head.u16(static_cast<std::uint16_t>(header.suite));
  head.u64(header.epoch);
  head.u64(header.first_index);
  head.u32(header.count);
  head.u32(static_cast<std::uint32_t>(header.frontier.roots.size()));
  head.u64(header.group_bytes);
  head.u64(header.vault_end);
  head.id(header.previous);
  for (const auto& root : header.frontier.roots) head.id(root);
  head.u32(crc32c(head.bytes()));
  head.u32(0);

  std::vector<std::uint8_t> out;
  out.reserve(header.group_bytes);
  append(out, head);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::uint64_t length = frame_bytes(records[i]);
    const std::uint64_t end = out.size() + length;
    ByteWriter frame;
    frame.u32(static_cast<std::uint32_t>(length));
    frame.u16(static_cast<std::uint16_t>(types[i]));
    frame.u16(0);
    frame.u32(static_cast<std::uint32_t>(records[i].statement.size()));
    frame.u32(static_cast<std::uint32_t>(records[i].rest.size()));
    append(out, frame);
    out.insert(out.end(), records[i].statement.begin(), records[i].statement.end());
    out.insert(out.end(), records[i].rest.begin(), records[i].rest.end());
    out.resize(end);
  }
  return out;
}

core::Digest group_hash(std::span<const std::uint8_t> header_and_frames) { return core::digest_of(header_and_frames); }

void finish_group(std::vector<std::uint8_t>& group, const core::Checkpoint& checkpoint) {
  ByteWriter trailer;
  trailer.field(core::encode_checkpoint(checkpoint));
  append(group, trailer);
  group.resize(padded(group.size()));
  const std::uint32_t crc = crc32c(group);
  ByteWriter end;
  end.u32(static_cast<std::uint32_t>(group.size() + 8));
  end.u32(crc);
  append(group, end);
}

core::Result<GroupHeader> peek_group(std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes);
  if (!std::ranges::equal(in.raw(group_magic.size()), bytes_of(group_magic))) {
    return malformed("group.magic", "no group begins here");
  }
  GroupHeader header;
  header.format = in.u16();
  header.suite = static_cast<core::Suite>(in.u16());
  header.epoch = in.u64();
  header.first_index = in.u64();
  header.count = in.u32();
  const std::uint32_t roots = in.u32();
  header.group_bytes = in.u64();
  header.vault_end = in.u64();
  header.previous = in.id<core::Digest>();
  header.frontier.size = header.first_index;
  // As many perfect subtrees as the number of leaves has ones.
  if (roots != static_cast<std::uint32_t>(std::popcount(header.first_index)) || roots > core::limits::frontier_max) {
    return malformed("group.frontier", "not the edge of a tree of that size");
  }
  for (std::uint32_t i = 0; i < roots && in.ok(); ++i) header.frontier.roots.push_back(in.id<core::Digest>());
  const std::size_t covered = bytes.size() - in.left();
  const std::uint32_t crc = in.u32();
  const std::uint32_t zero = in.u32();
  if (!in.ok()) return malformed("group", "shorter than its header");
  if (crc != crc32c(bytes.first(covered)) || zero != 0) return malformed("group", "the header's CRC does not hold");
  if (header.format != format_1) return malformed("group.format", "not of format 1");
  if (header.suite != core::Suite::intl) return malformed("group.suite", "unknown");
  if (header.count == 0) return malformed("group.count", "a group without records");
  const bool whole = header.group_bytes % 8 == 0 && header.group_bytes <= group_bytes_most &&
                     header.group_bytes >= header_bytes(header) + header.count * std::uint64_t{frame_header_bytes};
  if (!whole) return malformed("group.bytes", "no length that such a group can have");
  return header;
}

ParsedGroup parse_group(std::span<const std::uint8_t> bytes) {
  if (all_zero(bytes.first(std::min(bytes.size(), group_header_fixed_bytes))) && all_zero(bytes)) return {};
  ParsedGroup parsed;
  parsed.found = Found::torn;
  auto header = peek_group(bytes);
  if (!header.ok()) {
    parsed.why = header.refused().what;
    return parsed;
  }
  const std::uint64_t length = header.value().group_bytes;
  if (length > bytes.size()) {
    parsed.why = "the segment ends before the group";
    return parsed;
  }
  const auto whole = bytes.first(length);
  ByteReader crc(whole.last(4));
  if (crc.u32() != crc32c(whole.first(length - 8))) {
    parsed.why = "the group's CRC does not hold";
    return parsed;
  }
  Group group;
  group.header = std::move(header).value();
  if (const char* why = read_body(whole, group)) {
    parsed.why = why;
    return parsed;
  }
  parsed.found = Found::group;
  parsed.group = std::move(group);
  parsed.bytes = length;
  return parsed;
}

std::vector<std::uint8_t> encode_head_file(const core::Checkpoint& checkpoint) {
  std::vector<std::uint8_t> out = core::encode_checkpoint(checkpoint);
  ByteWriter crc;
  crc.u32(crc32c(out));
  append(out, crc);
  return out;
}

core::Result<core::Checkpoint> decode_head_file(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4) return malformed("head", "shorter than its CRC");
  ByteReader crc(bytes.last(4));
  const auto encoded = bytes.first(bytes.size() - 4);
  if (crc.u32() != crc32c(encoded)) return malformed("head", "its CRC does not hold");
  return core::decode_checkpoint(encoded);
}

}  // namespace caseway::wire
