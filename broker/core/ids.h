// Identifiers: fixed bytes and short codes. Values only; every one has a total order.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "broker/core/limits.h"
#include "broker/core/must.h"

namespace caseway::core {

/// `N` bytes that mean one kind of thing (`Tag`), so that a case id is never passed for a transfer id.
template <std::size_t N, class Tag>
struct Bytes {
  std::array<std::uint8_t, N> bytes{};

  static constexpr std::size_t size = N;
  friend bool operator==(const Bytes&, const Bytes&) = default;
  /// In the order of their bytes. Ids of 16 bytes are the keys of State: two words each, no call.
  friend std::strong_ordering operator<=>(const Bytes& a, const Bytes& b) {
    if constexpr (N == 16) {
      const auto first = word(a, 0) <=> word(b, 0);
      return first != 0 ? first : word(a, 8) <=> word(b, 8);
    } else {
      return a.bytes <=> b.bytes;
    }
  }
  /// All zero: "none" wherever a field says that it may be empty.
  [[nodiscard]] bool empty() const { return *this == Bytes{}; }

 private:
  static std::uint64_t word(const Bytes& id, std::size_t from) {
    std::uint64_t value = 0;
    for (std::size_t i = from; i < from + 8; ++i) value = value << 8 | id.bytes[i];
    return value;
  }
};

using Digest = Bytes<32, struct DigestTag>;        ///< SHA-256 (suite intl) or SM3 (suite gm)
using TransferId = Bytes<16, struct TransferTag>;  ///< chosen at random by whoever opens the transfer
using CaseId = Bytes<16, struct CaseTag>;          ///< chosen at random by the first sender
using KeyId = Bytes<16, struct KeyTag>;            ///< first 16 bytes of H(public key)
using Salt = Bytes<16, struct SaltTag>;            ///< one per part, random, by the sender
using TurnSalt = Bytes<32, struct TurnSaltTag>;    ///< random, one per turn, kept in its first record
using PublicKey = Bytes<32, struct PublicKeyTag>;  ///< Ed25519
using SecretKey = Bytes<64, struct SecretKeyTag>;  ///< Ed25519, libsodium form; never printed
using SignatureBytes = Bytes<64, struct SignatureTag>;

/// Lower-case hexadecimal of any of the above.
template <std::size_t N, class Tag>
std::string hex(const Bytes<N, Tag>& id) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * N);
  for (auto byte : id.bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

/// The inverse of hex(); nothing when `text` is not exactly 2 * size lower- or upper-case digits.
template <class Id>
std::optional<Id> from_hex(std::string_view text) {
  if (text.size() != 2 * Id::size) return std::nullopt;
  auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  Id id;
  for (std::size_t i = 0; i < Id::size; ++i) {
    const int high = digit(text[2 * i]);
    const int low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return id;
}

/// A short printable ASCII name held in place: a procedure, step, state, clock, outcome or code.
/// At most code_bytes_max bytes; longer or non-ASCII text is refused by `Code::make`.
class Code {
 public:
  Code() = default;
  /// For literals of our own. MUST fit; use make() for anything that came from outside.
  Code(std::string_view text) {  // NOLINT: a name is written as a name
    MUST(fits(text));
    assign(text);
  }
  Code(const char* text) : Code(std::string_view(text)) {}

  static bool fits(std::string_view text) {
    return text.size() <= limits::code_bytes_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  }
  static std::optional<Code> make(std::string_view text) {
    if (!fits(text)) return std::nullopt;
    return Code(text);
  }
  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  friend bool operator==(const Code& a, const Code& b) { return a.view() == b.view(); }
  friend auto operator<=>(const Code& a, const Code& b) { return a.view() <=> b.view(); }

 private:
  void assign(std::string_view text) {
    std::copy(text.begin(), text.end(), text_.begin());  // an empty text may be no address, which memcpy may not read
    size_ = static_cast<std::uint8_t>(text.size());
  }
  std::array<char, limits::code_bytes_max> text_{};
  std::uint8_t size_ = 0;
};

/// The directory id of a member, e.g. "luoyuan-amr": [a-z0-9.-], 1 to agency_bytes_max bytes. Never reused.
using AgencyId = std::string;

/// A document type of the packs: D50 is {50, ""}; its separately copied part D50.list is {50, "list"}.
struct DocumentType {
  std::uint16_t number = 0;
  std::array<char, 6> part{};  // zero padded

  /// "D50", "D50.list"; nothing for any other form.
  static std::optional<DocumentType> parse(std::string_view text);
  [[nodiscard]] std::string str() const;
  [[nodiscard]] bool empty() const { return number == 0; }
  friend auto operator<=>(const DocumentType&, const DocumentType&) = default;
};

using RecordIndex = std::uint64_t;  ///< position of a record in the journal, from 0 (genesis)
using LaneNo = std::uint16_t;       ///< 0 .. lanes_max - 1
using LaneNumber = std::uint64_t;   ///< from 1, without gaps
using PartyNo = std::uint16_t;      ///< from 1; chosen by the case's first sender, kept by all who follow
using PartNo = std::uint16_t;       ///< position of a part in its message, from 0 (the dossier head)

}  // namespace caseway::core
