#include "audit/segment_check.h"

#include "broker/flow/names.h"

namespace caseway::audit {
namespace {

/// Segment headers keep the first 16 bytes of the genesis digest.
bool same_site(const core::Digest& named, const core::Digest& genesis) {
  return std::equal(named.bytes.begin(), named.bytes.begin() + 16, genesis.bytes.begin());
}

}  // namespace

bool check_segment(const Site& site, const std::vector<SegmentFile>& all, std::size_t which, wire::SegmentKind kind,
                   const std::optional<Trust>& trust, Problems& problems) {
  const SegmentFile& segment = all[which];
  const auto bytes = segment.file.bytes();
  if (segment.number != which) {
    const auto number = static_cast<std::uint32_t>(which);
    problems.missing(kind == wire::SegmentKind::journal ? "journal/" + flow::journal_segment_name(number)
                                                        : "vault/" + flow::vault_segment_name(number),
                     "is not there, a later segment is");
    return false;
  }
  if (bytes.size() != site.segment_bytes) {
    problems.mismatch(place(segment.name, bytes.size()),
                      "ends here; a segment has " + std::to_string(site.segment_bytes) + " bytes");
  }
  if (which > 0 && which + 1 == all.size() && all_zero(bytes)) return true;
  const auto header = wire::decode_segment_header(bytes);
  if (!header.ok()) {
    problems.mismatch(place(segment.name, 0), header.refused().what);
    return false;
  }
  const auto& found = header.value();
  if (found.kind != kind || found.number != segment.number) {
    problems.mismatch(place(segment.name, 0), "its header is of another segment");
    return false;
  }
  if (trust && (!same_site(found.genesis, trust->digest) || found.epoch != trust->genesis.epoch ||
                found.suite != trust->genesis.suite)) {
    problems.mismatch(place(segment.name, 0), "belongs to another site");
  }
  return true;
}

}  // namespace caseway::audit
