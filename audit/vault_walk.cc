#include "audit/vault_walk.h"

#include <algorithm>

namespace caseway::audit {

std::optional<Problem> walk_vault(const Site& site, std::uint64_t begin, std::uint64_t end,
                                  const std::function<void(const wire::VaultFrame&)>& each) {
  constexpr std::uint64_t segment_bytes = core::limits::segment_bytes;
  std::uint64_t at = begin;
  while (at < end) {
    const std::uint64_t number = at / segment_bytes;
    const std::uint64_t offset = at % segment_bytes;
    if (number >= site.vault.size() || site.vault[number].number != number) {
      return Problem{"vault", "segment " + std::to_string(number) + " is not there", true};
    }
    if (offset < wire::segment_header_bytes) {  // the header itself is checked with the file
      at = number * segment_bytes + wire::segment_header_bytes;
      continue;
    }
    const auto file = site.vault[number].file.bytes();
    const std::uint64_t stop = std::min<std::uint64_t>({file.size(), segment_bytes, end - number * segment_bytes});
    if (offset >= stop) {
      if (stop == segment_bytes) {
        at = (number + 1) * segment_bytes;
        continue;
      }
      return Problem{"vault/" + site.vault[number].name, "ends before the vault's end", true};
    }
    const auto rest = file.subspan(offset, stop - offset);
    const bool tail = end > (number + 1) * segment_bytes &&
                      std::all_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte == 0; });
    if (tail) {  // the next frame did not fit here
      at = (number + 1) * segment_bytes;
      continue;
    }
    std::uint64_t consumed = 0;
    auto frame = wire::parse_vault_frame(rest, consumed);
    if (!frame.ok()) {
      return Problem{"vault/" + site.vault[number].name + " offset " + std::to_string(offset), frame.refused().what, false};
    }
    each(frame.value());
    at += consumed;
  }
  return std::nullopt;
}

}  // namespace caseway::audit
