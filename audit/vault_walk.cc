#include "audit/vault_walk.h"

#include <algorithm>

#include "broker/flow/names.h"
#include "broker/flow/vault.h"

namespace caseway::audit {

std::optional<Problem> walk_vault(const Site& site, std::uint64_t begin, std::uint64_t end, const EachFrame& each) {
  for (std::uint64_t at = begin; at < end;) {
    const std::uint64_t number = at / site.segment_bytes;
    const std::uint64_t segment_begin = number * site.segment_bytes;
    const std::uint64_t next_begin = segment_begin + site.segment_bytes;
    const std::uint64_t offset = std::max<std::uint64_t>(at - segment_begin, wire::segment_header_bytes);
    if (number >= site.vault.size() || site.vault[number].number != number) {
      return Problem{"vault/" + flow::vault_segment_name(static_cast<std::uint32_t>(number)), "is not there", true};
    }
    const auto& segment = site.vault[number];
    const auto bytes = segment.file.bytes();
    const std::uint64_t stop = std::min(end, next_begin) - segment_begin;
    if (stop > bytes.size()) return Problem{place(segment.name, bytes.size()), "ends before the vault's end", false};
    const auto rest = bytes.subspan(std::min(offset, stop), stop - std::min(offset, stop));
    if (rest.empty() || (end > next_begin && rest[0] == 0 && all_zero(rest))) {  // the next frame did not fit here
      at = next_begin;
      continue;
    }
    const std::string where = place(segment.name, offset);
    std::uint64_t consumed = 0;
    auto frame = wire::parse_vault_frame(rest, consumed);
    if (!frame.ok()) return Problem{where, frame.refused().what, false};
    each(std::move(frame).value(), where);
    at = segment_begin + offset + consumed;
  }
  return std::nullopt;
}

std::optional<Problem> check_part_file(const Site& site, const std::string& name, wire::VaultFrame& found) {
  const MappedFile file = site.map(name);
  std::uint64_t consumed = 0;
  auto parsed = wire::parse_vault_frame(file.bytes(), consumed);
  if (!parsed.ok()) return Problem{place(name, 0), parsed.refused().what, false};
  if (consumed != file.bytes().size())
    return Problem{place(name, consumed), "more than the one frame it should hold", false};
  found = std::move(parsed).value();
  if (found.in_file || "vault/" + flow::part_file_name(found.digest) != name) {
    return Problem{place(name, 0), "its frame is not the part that the file is named after", false};
  }
  if (!flow::frame_holds(found)) {
    return Problem{place(name, wire::vault_header_bytes), "its bytes do not have the digest that names it", false};
  }
  return std::nullopt;
}

std::optional<Problem> read_part_file(const Site& site, wire::VaultFrame& frame) {
  const std::string name = "vault/" + flow::part_file_name(frame.digest);
  if (!std::binary_search(site.part_files.begin(), site.part_files.end(), name))
    return Problem{name, "is not there", true};
  wire::VaultFrame found;
  if (auto problem = check_part_file(site, name, found)) return problem;
  if (found.type != frame.type || found.salt != frame.salt || found.bytes_total != frame.bytes_total) {
    return Problem{place(name, 0), "is not the part that the vault speaks of", false};
  }
  frame.bytes = std::move(found.bytes);
  return std::nullopt;
}

}  // namespace caseway::audit
