// Plain bytes: a writer and a bounded reader for our own formats (statements, snapshots, journal headers).
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace caseway::core {

/// Appends little-endian integers and length-prefixed fields.
class ByteWriter {
 public:
  void u8(std::uint8_t value) { out_.push_back(value); }
  void u16(std::uint16_t value) { integer(value, 2); }
  void u32(std::uint32_t value) { integer(value, 4); }
  void u64(std::uint64_t value) { integer(value, 8); }
  void i64(std::int64_t value) { integer(static_cast<std::uint64_t>(value), 8); }
  void raw(std::span<const std::uint8_t> bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void field(std::span<const std::uint8_t> bytes) {
    u32(static_cast<std::uint32_t>(bytes.size()));
    raw(bytes);
  }
  void field(std::string_view text) {
    field(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }
  template <class Id>
  void id(const Id& value) {
    raw(value.bytes);
  }
  [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return out_; }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(out_); }

 private:
  void integer(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  std::vector<std::uint8_t> out_;
};

/// Reads what ByteWriter wrote. After any read past the end `ok()` is false and every value is zero or empty; the
/// caller asks once at the end. Nothing is allocated beyond the bytes that are there.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
  std::uint64_t u64() { return integer(8); }
  std::int64_t i64() { return static_cast<std::int64_t>(integer(8)); }
  std::span<const std::uint8_t> raw(std::size_t count) {
    if (count > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
      return {};
    }
    auto taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }
  std::span<const std::uint8_t> field() { return raw(u32()); }
  std::string text() {
    auto bytes = field();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  template <class Id>
  Id id() {
    Id value;
    auto bytes = raw(Id::size);
    if (bytes.size() == Id::size) std::memcpy(value.bytes.data(), bytes.data(), Id::size);
    return value;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }
  [[nodiscard]] bool done() const { return ok_ && bytes_.empty(); }

 private:
  std::uint64_t integer(std::size_t count) {
    std::uint64_t value = 0;
    auto bytes = raw(count);
    for (std::size_t i = 0; i < bytes.size(); ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
  }
  std::span<const std::uint8_t> bytes_;
  bool ok_ = true;
};

}  // namespace caseway::core
