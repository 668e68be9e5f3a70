#include "broker/wire/canonical.h"

#include <capnp/serialize-packed.h>
#include <kj/io.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "broker/core/must.h"

namespace caseway::wire {
namespace {

constexpr std::size_t table_bytes = 8;
static_assert(std::endian::native == std::endian::little, "words are copied as they lie");

/// Copies what one builder segment holds in canonical form. The builder is our own: its pointers lead to objects of the
/// segment. capnp's setCanonical does the same for any builder, at several times the cost (tests/wire compares them).
class Compactor {
 public:
  explicit Compactor(std::span<const std::uint64_t> from) : from_(from) { to_.reserve(from.size()); }

  std::vector<std::uint64_t> take() && {
    to_.push_back(0);
    copy(0, 0);
    return std::move(to_);
  }

 private:
  using Word = std::uint64_t;
  static constexpr Word empty_struct = 0xfffffffc;  // offset -1: the pointer itself
  static constexpr unsigned pointer_elements = 6;
  static constexpr unsigned struct_elements = 7;
  static constexpr std::size_t element_bits[] = {0, 1, 8, 16, 32, 64};

  struct Shape {
    std::size_t data = 0;      // words
    std::size_t pointers = 0;  // words behind them
  };
  static Shape shape_of(Word word) { return {(word >> 32) & 0xffff, word >> 48}; }
  static Word words_of(Shape shape) { return Word{shape.data} << 32 | Word{shape.pointers} << 48; }

  /// The words of `shape` at `at` without what is zero at their ends.
  [[nodiscard]] Shape trimmed(std::size_t at, Shape shape) const {
    MUST(at + shape.data + shape.pointers <= from_.size());
    const std::size_t pointers = at + shape.data;
    while (shape.pointers > 0 && from_[pointers + shape.pointers - 1] == 0) --shape.pointers;
    while (shape.data > 0 && from_[at + shape.data - 1] == 0) --shape.data;
    return shape;
  }

  std::size_t allocate(std::size_t words) {
    const auto at = to_.size();
    to_.resize(at + words);
    return at;
  }
  /// Sets the pointer at `pointer` to `target` with the bits that do not depend on the place.
  void point(std::size_t pointer, std::size_t target, Word bits) {
    to_[pointer] = bits | static_cast<std::uint32_t>((target - pointer - 1) << 2);
  }

  /// The object under the source pointer `at`, to the pointer `to`.
  void copy(std::size_t at, std::size_t to) {
    const Word word = from_[at];
    if (word == 0) return;
    const auto offset = static_cast<std::int32_t>(static_cast<std::uint32_t>(word)) >> 2;
    const auto target = static_cast<std::size_t>(static_cast<std::int64_t>(at) + 1 + offset);
    if ((word & 3) == 0) return copy_struct(target, shape_of(word), to);
    MUST((word & 3) == 1);
    const auto elements = static_cast<unsigned>(word >> 32 & 7);
    const auto count = static_cast<std::size_t>(word >> 35);
    if (elements == struct_elements) return copy_structs(target, to);
    const std::size_t words = elements == pointer_elements ? count : (count * element_bits[elements] + 63) / 64;
    MUST(target + words <= from_.size());
    const auto copied = allocate(words);
    point(to, copied, word & ~Word{0xfffffffc});
    if (elements != pointer_elements) {
      std::copy_n(from_.begin() + static_cast<std::ptrdiff_t>(target), words,
                  to_.begin() + static_cast<std::ptrdiff_t>(copied));
    } else {
      for (std::size_t i = 0; i < count; ++i) copy(target + i, copied + i);
    }
  }

  void copy_struct(std::size_t target, Shape held, std::size_t to) {
    const Shape kept = trimmed(target, held);
    if (kept.data + kept.pointers == 0) {
      to_[to] = empty_struct;
      return;
    }
    const auto copied = allocate(kept.data + kept.pointers);
    point(to, copied, words_of(kept));
    copy_body(target, held, kept, copied);
  }

  /// A list of structs: all as large as the largest of them.
  void copy_structs(std::size_t tag, std::size_t to) {
    const auto count = static_cast<std::size_t>(static_cast<std::uint32_t>(from_[tag]) >> 2);
    const Shape held = shape_of(from_[tag]);
    Shape kept;
    for (std::size_t i = 0; i < count; ++i) {
      const Shape one = trimmed(tag + 1 + i * (held.data + held.pointers), held);
      kept = {std::max(kept.data, one.data), std::max(kept.pointers, one.pointers)};
    }
    const std::size_t each = kept.data + kept.pointers;
    const auto copied = allocate(1 + count * each);
    point(to, copied, Word{1} | Word{struct_elements} << 32 | Word{count * each} << 35);
    to_[copied] = Word{count} << 2 | words_of(kept);
    for (std::size_t i = 0; i < count; ++i) {
      copy_body(tag + 1 + i * (held.data + held.pointers), held, kept, copied + 1 + i * each);
    }
  }

  void copy_body(std::size_t target, Shape held, Shape kept, std::size_t copied) {
    std::copy_n(from_.begin() + static_cast<std::ptrdiff_t>(target), kept.data,
                to_.begin() + static_cast<std::ptrdiff_t>(copied));
    for (std::size_t i = 0; i < kept.pointers; ++i) copy(target + held.data + i, copied + kept.data + i);
  }

  std::span<const Word> from_;
  std::vector<Word> to_;
};

Bytes with_table(const void* words, std::size_t count) {
  Bytes out(table_bytes + count * sizeof(capnp::word));
  const auto length = static_cast<std::uint32_t>(count);
  for (std::size_t i = 0; i < 4; ++i) out[4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
  std::memcpy(out.data() + table_bytes, words, count * sizeof(capnp::word));
  return out;
}

}  // namespace

Bytes canonical_bytes(capnp::MessageBuilder& draft) {
  const auto segments = draft.getSegmentsForOutput();
  if (segments.size() == 1) {
    const auto* words = reinterpret_cast<const std::uint64_t*>(segments[0].begin());
    const auto copied = Compactor(std::span(words, segments[0].size())).take();
    return with_table(copied.data(), copied.size());
  }
  std::size_t words_most = 0;  // the copy leaves out zeros and adds nothing
  for (const auto& segment : segments) words_most += segment.size();
  std::vector<std::uint64_t> words(words_most);
  capnp::FlatMessageBuilder flat(kj::arrayPtr(reinterpret_cast<capnp::word*>(words.data()), words_most));
  flat.initRoot<capnp::AnyPointer>().setCanonical(draft.getRoot<capnp::AnyPointer>().asReader());
  return with_table(words.data(), flat.getSegmentsForOutput()[0].size());
}

kj::ArrayPtr<const capnp::word> aligned_words(std::span<const std::uint8_t> bytes, std::vector<std::uint64_t>& copy) {
  if (bytes.size() < table_bytes + sizeof(capnp::word) || bytes.size() % sizeof(capnp::word) != 0) return {};
  std::uint64_t table = 0;
  for (std::size_t i = 0; i < table_bytes; ++i) table |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  const std::size_t words = bytes.size() / sizeof(capnp::word) - 1;
  if (table != static_cast<std::uint64_t>(words) << 32) return {};

  const auto* begin = bytes.data() + table_bytes;
  if (reinterpret_cast<std::uintptr_t>(begin) % alignof(capnp::word) != 0) {
    copy.resize(words);
    std::memcpy(copy.data(), begin, words * sizeof(capnp::word));
    begin = reinterpret_cast<const std::uint8_t*>(copy.data());
  }
  return {reinterpret_cast<const capnp::word*>(begin), words};
}

Bytes pack(std::span<const std::uint8_t> bytes) {
  Bytes out(bytes.size() + bytes.size() / 4 + 16);  // at worst one whole word alone: 8 bytes become 10
  kj::ArrayOutputStream stream(kj::arrayPtr(out.data(), out.size()));
  capnp::_::PackedOutputStream(stream).write(bytes.data(), bytes.size());
  out.resize(stream.getArray().size());
  return out;
}

std::size_t unpacked_length(std::span<const std::uint8_t> bytes) {
  // The first word: its tag says which of its bytes follow. The table is {0, words}.
  if (bytes.empty() || (bytes[0] & 0x0f) != 0) return 0;
  std::uint64_t words = 0;
  std::size_t next = 1;
  for (unsigned i = 0; i < 4; ++i) {
    if ((bytes[0] >> (4 + i) & 1) == 0) continue;
    if (next == bytes.size()) return 0;
    words |= std::uint64_t{bytes[next++]} << (8 * i);
  }
  return table_bytes + words * sizeof(capnp::word);
}

core::Result<Bytes> unpack(const char* name, std::span<const std::uint8_t> bytes, std::size_t bytes_max) {
  const auto malformed = [&](const char* what) { return core::Refused{core::Refusal::malformed, name, what}; };
  try {
    const std::size_t length = unpacked_length(bytes);
    if (length == 0) return malformed("not packed, or not one segment");
    if (length > bytes_max) {
      return core::Refused{core::Refusal::too_large, name, "at most " + std::to_string(bytes_max) + " bytes unpacked"};
    }
    Bytes out(length);
    kj::ArrayInputStream stream(kj::arrayPtr(bytes.data(), bytes.size()));
    if (capnp::_::PackedInputStream(stream).tryRead(out.data(), length, length) != length) {
      return malformed("shorter than it says");
    }
    const Bytes again = pack(out);
    if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) {
      return malformed("not in the one packed form, or with bytes behind its end");
    }
    return out;
  } catch (const kj::Exception&) {
    return malformed("not packed");
  }
}

}  // namespace caseway::wire
