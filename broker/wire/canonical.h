// The one form of our Cap'n Proto bytes: one segment behind its table, canonical. Written so, and refused in any other
// form.
//
//    0  u32 0            segments, less one
//    4  u32 words        length of what follows, in words of 8 bytes
//    8  root pointer, then every object in preorder; trailing zero words of a struct are cut off
//
// Only .cc files of this room include this: no Cap'n Proto type leaves it.
#pragma once

#include <capnp/any.h>
#include <capnp/message.h>
#include <kj/exception.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "broker/core/refusal.h"
#include "broker/wire/reading.h"

namespace caseway::wire {

using Bytes = std::vector<std::uint8_t>;

/// The canonical bytes of `draft`, which holds no object that its root does not reach.
Bytes canonical_bytes(capnp::MessageBuilder& draft);

/// Encodes one message: `fill` sets the fields of a Root::Builder.
template <class Root, class Fill>
Bytes to_bytes(Fill&& fill) {
  capnp::word scratch[512] = {};
  capnp::MallocMessageBuilder draft(kj::arrayPtr(scratch, 512));
  fill(draft.initRoot<Root>());
  return canonical_bytes(draft);
}

/// The words behind the segment table of `bytes`, aligned: a view of `bytes` where they are aligned, else of `copy`.
/// Empty when they are not one segment of whole words.
kj::ArrayPtr<const capnp::word> aligned_words(std::span<const std::uint8_t> bytes, std::vector<std::uint64_t>& copy);

/// `bytes` (canonical) in the packed encoding of Cap'n Proto: heads and documents are mostly zeros otherwise. One form
/// here too: a run of whole words ends before the first word that holds two zero bytes or more, as the C++ library
/// does.
Bytes pack(std::span<const std::uint8_t> bytes);
/// How long unpack() would make `bytes`, by what they begin with; 0 when they are not packed.
std::size_t unpacked_length(std::span<const std::uint8_t> bytes);
/// The other way round. Refuses too_large when more than `bytes_max` would come out, before room is made for it;
/// malformed when `bytes` are not what pack() makes.
core::Result<Bytes> unpack(const char* name, std::span<const std::uint8_t> bytes, std::size_t bytes_max);

/// In the place of `encode` below: bytes that we wrote ourselves, under a checked signature of ours. Nothing is encoded
/// again.
struct AsOurs {};

/// That Cap'n Proto has no memory to encode comes as its one exception too. It is nobody's message that is wrong then:
/// the exception goes on, and ends the program.
inline void pass_on_no_memory(const kj::Exception& why) {
  if (why.getType() == kj::Exception::Type::OVERLOADED) kj::throwFatalException(kj::cp(why));
}

/// Decodes one message with `read(At, Root::Reader)` and checks that `encode` of what was read gives the same bytes, so
/// that nothing is hidden between the fields. `name` begins every path in a refusal.
///
/// Refuses too_large above `bytes_max`, before anything else is looked at; malformed for every other reason that lies
/// in `bytes`.
template <class Root, class Read, class Encode>
auto from_bytes(const char* name, std::span<const std::uint8_t> bytes, std::size_t bytes_max, Read&& read,
                Encode&& encode)
    -> core::Result<decltype(read(std::declval<const At&>(), std::declval<typename Root::Reader>()))> {
  using core::Refusal;
  using core::Refused;
  if (bytes.size() > bytes_max) {
    return Refused{Refusal::too_large, name, "at most " + std::to_string(bytes_max) + " bytes"};
  }
  std::vector<std::uint64_t> copy;
  const auto words = aligned_words(bytes, copy);
  if (words.size() == 0) return Refused{Refusal::malformed, name, "not one segment of whole words"};

  try {
    const kj::ArrayPtr<const capnp::word> segments[] = {words};
    capnp::ReaderOptions options;
    options.traversalLimitInWords = words.size() + 16;  // every word once; a shared or empty object would be read twice
    options.nestingLimit = 4 * core::limits::nesting_max + 16;  // a group is two lists of structs
    capnp::SegmentArrayMessageReader message(segments, options);
    std::optional<Refused> refused;
    const At root(refused, name);
    auto value = read(root, message.getRoot<Root>());
    if (refused) return *std::move(refused);
    if constexpr (!std::is_same_v<std::remove_cvref_t<Encode>, AsOurs>) {
      const Bytes again = encode(value);
      if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) {
        return Refused{Refusal::malformed, name, "not in canonical form, or with bytes that no field names"};
      }
    }
    return value;
  } catch (const kj::Exception& why) {
    pass_on_no_memory(why);
    return Refused{Refusal::malformed, name, "a pointer, length or nesting is outside the encoding"};
  }
}

}  // namespace caseway::wire
