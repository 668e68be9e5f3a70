// Bytes of the journal and the vault: segment headers, groups, vault frames, the file `head`. No file is touched here.
// All integers are little-endian. Every byte is under a checksum, or compared, or must be zero: no flipped byte goes
// unseen.
//
//   segment       := segment header, (group* | vault frame*), zeros to the end of the file
//   segment header   0 "CASEWAY\n"   8 u16 format   10 u8 kind   11 u8 0   12 u16 suite   14 u16 0   16 u64 number
//                   24 u64 epoch     32 first 16 bytes of the genesis digest   48 zeros   60 u32 CRC32C of bytes 0..59
//
//   group         := group header, frame{count}, trailer
//   group header     0 "CWG1"   4 u16 format   6 u16 suite   8 u64 epoch   16 u64 first index   24 u32 count
//                   28 u32 f = hashes of the frontier   32 u64 bytes of the whole group   40 u64 vault end
//                   48 hash of the group before   80 frontier, 32 f bytes   80+32f u32 CRC32C of all before
//                   84+32f u32 0
//   frame            0 u32 bytes of the frame   4 u16 type   6 u16 0   8 u32 s   12 u32 r   16 statement, s bytes
//                   16+s rest, r bytes   zeros to a multiple of 8
//   trailer          0 u32 c   4 checkpoint, c bytes   zeros to a multiple of 8
//                    then u32 bytes of the whole group, u32 CRC32C of the group up to here, this length left out
//
//   vault frame      0 "CWV1"   4 u16 algorithm   6 u16 in file   8 u32 key   12 u32 b = bytes of the part
//                   16 u64 record
//                   24 u16 part   26 u16 type   28 u32 0   32 salt   48 digest   80 u32 CRC32C of bytes 0..79
//                   84 u32 CRC32C of the part   88 the part, b bytes (none when in a file)   zeros to a multiple of 8
//
// A group counts whole or not at all. Its hash covers header and frames; the checkpoint signs it and the next group
// names it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "broker/core/merkle.h"
#include "broker/core/refusal.h"
#include "broker/core/verdict.h"
#include "broker/wire/crc32c.h"
#include "broker/wire/record.h"

namespace caseway::wire {

inline constexpr std::size_t segment_header_bytes = 64;
inline constexpr std::size_t group_header_bytes_max = 88 + 32 * core::limits::frontier_max;
inline constexpr std::size_t vault_header_bytes = 88;

enum class SegmentKind : std::uint8_t { journal = 1, vault = 2 };

struct SegmentHeader {
  std::uint16_t format = 1;
  SegmentKind kind = SegmentKind::journal;
  core::Suite suite = core::Suite::intl;
  std::uint64_t number = 0;  ///< from 0, without gaps
  std::uint64_t epoch = 1;
  core::Digest genesis;  ///< digest of the genesis bytes, so that segments of two sites are never mixed; only its
                         ///< first 16 bytes are kept, the others decode as zero
};
std::vector<std::uint8_t> encode_segment_header(const SegmentHeader& header);
core::Result<SegmentHeader> decode_segment_header(std::span<const std::uint8_t> bytes);

struct GroupHeader {
  std::uint16_t format = 1;
  core::Suite suite = core::Suite::intl;
  std::uint64_t epoch = 1;
  core::RecordIndex first_index = 0;
  std::uint32_t count = 0;
  std::uint64_t group_bytes = 0;  ///< whole group, header and trailer included
  std::uint64_t vault_end =
      0;                    ///< logical end of the vault after this group (segments laid end to end, headers included)
  core::Digest previous;    ///< hash of the group before; zero for the first
  core::Frontier frontier;  ///< of the tree *before* this group
};

struct Group {
  GroupHeader header;
  std::vector<RecordBytes> records;
  std::vector<core::EventType> types;
  core::Checkpoint checkpoint;
  core::Digest hash;  ///< H over header and frames: what the checkpoint names and the next group links to
};

/// Header and frames; the checkpoint over their hash follows with finish_group(). At least one record; as many types as
/// records.
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
/// The header at the start of `bytes`, which may end behind it (group_header_bytes_max are enough). Only its own CRC,
/// frontier and lengths are checked. Refuses malformed with what did not hold.
core::Result<GroupHeader> peek_group(std::span<const std::uint8_t> bytes);

struct VaultFrame {
  std::uint16_t algorithm = 0;  ///< 0 plain
  std::uint32_t key = 0;        ///< 0 none
  core::RecordIndex record = 0;
  core::PartNo part = 0;
  core::PartType type = core::PartType::evidence;
  core::Suite suite = core::Suite::intl;  ///< of salt and digest
  core::Salt salt;
  core::Digest digest;   ///< part digest; for an order's content H(content)
  bool in_file = false;  ///< bytes lie in a file of their own, named by the digest in hex
  std::uint32_t bytes_total = 0;
  std::vector<std::uint8_t> bytes;  ///< empty with in_file
  bool erased = false;              ///< parsed: zeros lie where the bytes were; `bytes` is empty then
};
/// Appends one frame to `out`. With in_file only the header is written, `bytes_total` says how long the file is.
void append_vault_frame(std::vector<std::uint8_t>& out, const VaultFrame& frame);
/// One frame at the start of `bytes`; `consumed` is its length. Refuses malformed with what did not hold, also an
/// algorithm that this version does not know. The part's digest is not computed here. Where zeros lie in place of the
/// part's bytes the frame is `erased`, or it was never written through: whose they were, a record must say.
core::Result<VaultFrame> parse_vault_frame(std::span<const std::uint8_t> bytes, std::uint64_t& consumed);

/// Its header alone, which `bytes` hold (vault_header_bytes); `length` is that of the whole frame. Refuses as
/// parse_vault_frame().
core::Result<VaultFrame> peek_vault_frame(std::span<const std::uint8_t> bytes, std::uint64_t& length);

/// The small file `head`: the last released checkpoint. Encoded checkpoint, then CRC32C.
std::vector<std::uint8_t> encode_head_file(const core::Checkpoint& checkpoint);
core::Result<core::Checkpoint> decode_head_file(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
