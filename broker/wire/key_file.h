// The text of a key file, the same for a broker's keys and an agency's. Two lines, nothing behind them:
//
//   # caseway signing key; public 5f0c...     the use, and the public half in hex
//   9b1d...                                   the value: 32 bytes, lower-case hex
//
// In NAME.key the value is the secret half (an Ed25519 seed or a CURVE secret), in NAME.pub the public half once more.
// Where the files lie, who may read them and whether the halves belong together is their reader's to see to.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "broker/core/ids.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

inline constexpr std::size_t key_file_bytes_max = 1024;

using KeyValue = core::Bytes<32, struct KeyValueTag>;

/// Nothing here wipes itself: whoever holds a secret value or its text wipes it.
struct KeyFile {
  core::PublicKey named;  ///< in the first line
  KeyValue value;         ///< the second line
};

/// `use` is a word for people ("log", "signing"), of one line.
std::string encode_key_file(std::string_view use, const KeyFile& key);

/// Refuses with malformed what is not of this form; the refusal quotes nothing of the text. The use is not looked at.
core::Result<KeyFile> decode_key_file(std::span<const std::uint8_t> bytes);

}  // namespace caseway::wire
