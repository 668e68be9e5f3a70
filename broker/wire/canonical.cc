#include "broker/wire/canonical.h"

namespace caseway::wire {
namespace {

constexpr std::size_t table_bytes = 8;

}  // namespace

Bytes canonical_bytes(capnp::MessageBuilder& draft) {
  std::size_t words_most = 0;  // the copy leaves out zeros and adds nothing
  for (const auto& segment : draft.getSegmentsForOutput()) words_most += segment.size();
  Bytes out(table_bytes + words_most * sizeof(capnp::word));
  std::size_t words = 0;
  {
    auto* begin = reinterpret_cast<capnp::word*>(out.data() + table_bytes);
    capnp::FlatMessageBuilder flat(kj::arrayPtr(begin, words_most));
    flat.initRoot<capnp::AnyPointer>().setCanonical(draft.getRoot<capnp::AnyPointer>().asReader());
    words = flat.getSegmentsForOutput()[0].size();
  }
  out.resize(table_bytes + words * sizeof(capnp::word));
  const auto length = static_cast<std::uint32_t>(words);
  for (std::size_t i = 0; i < 4; ++i) out[4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
  return out;
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

}  // namespace caseway::wire
