// Bytes as a reader sees them: Cap'n Proto bytes as text, bytes of our own as a listing with one line a field. The
// listing is made after the drawings in docs/JOURNAL.md alone, with no code of the room it shows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace caseway::tests {

/// What `bytes` of the golden `name` hold; ends with a line feed.
std::string listing(std::string_view name, std::span<const std::uint8_t> bytes);

}  // namespace caseway::tests
