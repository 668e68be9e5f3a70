// Bytes of the journal and the vault: groups, frames, trailers, and where each ends. No file is touched here.
//
//   segment   := segment header (64 bytes) group* zeros
//   group     := header frame{count} trailer
//   frame     := {u32 bytes, u16 type, u16 0, u32 statement bytes, u32 rest bytes} statement rest zeros to 8
//   trailer   := {checkpoint, length-prefixed} zeros to 8, {u32 bytes, u32 CRC32C of header..checkpoint}
//   vault     := segment header, part*   part := {magic, algorithm, key id, record, part no, type, salt, bytes, digest, CRC32C} bytes zeros to 8
// A group counts whole or not at all: its header and its trailer are under CRC32C, and its checkpoint is signed over its hash.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "broker/core/merkle.h"
#include "broker/core/refusal.h"
#include "broker/core/verdict.h"
#include "broker/wire/record.h"

namespace caseway::wire {

inline constexpr std::size_t segment_header_bytes = 64;

enum class SegmentKind : std::uint8_t { journal = 1, vault = 2 };

struct SegmentHeader {
  std::uint16_t format = 1;
  SegmentKind kind = SegmentKind::journal;
  core::Suite suite = core::Suite::intl;
  std::uint64_t number = 0;       ///< from 0, without gaps
  std::uint64_t epoch = 1;
  core::Digest genesis;           ///< digest of the genesis bytes: segments of two sites are never mixed; first 16 bytes kept
};
std::vector<std::uint8_t> encode_segment_header(const SegmentHeader& header);
core::Result<SegmentHeader> decode_segment_header(std::span<const std::uint8_t> bytes);

struct GroupHeader {
  std::uint16_t format = 1;
  core::Suite suite = core::Suite::intl;
  std::uint64_t epoch = 1;
  core::RecordIndex first_index = 0;
  std::uint32_t count = 0;
  std::uint64_t group_bytes = 0;    ///< whole group, header and trailer included
  std::uint64_t vault_end = 0;      ///< logical end of the vault after this group (segments laid end to end, headers included)
  core::Digest previous;            ///< hash of the group before; zero for the first
  core::Frontier frontier;          ///< of the tree *before* this group
};

struct Group {
  GroupHeader header;
  std::vector<RecordBytes> records;
  std::vector<core::EventType> types;
  core::Checkpoint checkpoint;
  core::Digest hash;                ///< H over header and frames: what the checkpoint names and the next group links to
};

/// Header and frames; the checkpoint over their hash follows with finish_group().
std::vector<std::uint8_t> begin_group(const GroupHeader& header, const std::vector<RecordBytes>& records,
                                      const std::vector<core::EventType>& types);
core::Digest group_hash(std::span<const std::uint8_t> header_and_frames);
void finish_group(std::vector<std::uint8_t>& group, const core::Checkpoint& checkpoint);
/// Length that the whole group will have: the header's group_bytes must be it before hashing.
std::uint64_t group_length(const GroupHeader& header, const std::vector<RecordBytes>& records,
                           const core::Checkpoint& checkpoint);

/// What lies at the start of `bytes` (the rest of a segment).
enum class Found : std::uint8_t { group, zeros, torn };
struct ParsedGroup {
  Found found = Found::zeros;
  Group group;              ///< with group
  std::uint64_t bytes = 0;  ///< consumed
  std::string why;          ///< with torn
};
/// zeros: only zeros to the end. torn: anything that is not a whole group whose CRCs, pads and lengths hold.
ParsedGroup parse_group(std::span<const std::uint8_t> bytes);
/// Only header fields and the length, CRC of the header checked; nothing when it is not one.
core::Result<GroupHeader> peek_group(std::span<const std::uint8_t> bytes);

struct VaultFrame {
  std::uint16_t algorithm = 0;      ///< 0 plain
  std::uint32_t key = 0;            ///< 0 none
  core::RecordIndex record = 0;
  core::PartNo part = 0;
  core::PartType type = core::PartType::evidence;
  core::Salt salt;
  core::Digest digest;              ///< part digest; for an order's content H(content)
  bool in_file = false;             ///< bytes lie in a file of their own, named by the digest in hex
  std::uint32_t bytes_total = 0;
  std::vector<std::uint8_t> bytes;  ///< empty with in_file
};
void append_vault_frame(std::vector<std::uint8_t>& out, const VaultFrame& frame);
/// One frame at the start of `bytes`; `consumed` is set. Refuses malformed with what did not hold.
core::Result<VaultFrame> parse_vault_frame(std::span<const std::uint8_t> bytes, std::uint64_t& consumed);

std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t seed = 0);

/// The small file `head`: the last released checkpoint. Encoded checkpoint, then CRC32C.
std::vector<std::uint8_t> encode_head_file(const core::Checkpoint& checkpoint);
core::Result<core::Checkpoint> decode_head_file(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
