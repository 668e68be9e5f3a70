// A short sequence in one pointer: most transfers have two or three of each thing, and a hundred thousand transfers
// wait.
//
//   nothing: null     else -> {u32 size, u32 capacity, T ...}
#pragma once

#include <cstdint>
#include <cstring>
#include <iterator>
#include <new>
#include <type_traits>
#include <utility>

#include "broker/core/must.h"

namespace caseway::engine {

/// Like std::vector for plain values, and exact: up to eight values take no room for more. Iterators and references
/// hold until the next change.
template <class T>
class Few {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);

 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  Few() = default;
  Few(const Few& other) { *this = other; }
  Few(Few&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Few& operator=(const Few& other) {
    if (this == &other) return *this;
    clear();
    if (other.empty()) return *this;
    grow(other.size());
    std::memcpy(static_cast<void*>(values()), other.values(), other.size() * sizeof(T));
    block_->size = other.block_->size;
    return *this;
  }
  Few& operator=(Few&& other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Few() { clear(); }

  [[nodiscard]] std::size_t size() const { return block_ == nullptr ? 0 : block_->size; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  iterator begin() { return values(); }
  iterator end() { return values() + size(); }
  [[nodiscard]] const_iterator begin() const { return values(); }
  [[nodiscard]] const_iterator end() const { return values() + size(); }
  T& operator[](std::size_t index) { return values()[index]; }
  const T& operator[](std::size_t index) const { return values()[index]; }
  [[nodiscard]] const T& front() const { return values()[0]; }
  [[nodiscard]] const T& back() const { return values()[size() - 1]; }

  void push_back(const T& value) { insert(end(), value); }
  iterator insert(const_iterator place, const T& value) {
    const T kept = value;  // it may lie in here
    const auto index = static_cast<std::size_t>(place - begin());
    grow(size() + 1);
    T* at = values() + index;
    std::memmove(static_cast<void*>(at + 1), at, (block_->size - index) * sizeof(T));
    *at = kept;
    ++block_->size;
    return at;
  }
  template <class Condition>
  void erase_if(const Condition& condition) {
    T* to = begin();
    for (const T& value : *this) {
      if (!condition(value)) *to++ = value;
    }
    const auto left = static_cast<std::size_t>(to - begin());
    if (left == size()) return;
    if (left == 0) return clear();
    block_->size = static_cast<std::uint32_t>(left);
  }
  void clear() { ::operator delete(std::exchange(block_, nullptr)); }

 private:
  struct Block {
    std::uint32_t size;
    std::uint32_t capacity;
  };
  static_assert(sizeof(Block) % 8 == 0);

  [[nodiscard]] T* values() const { return block_ == nullptr ? nullptr : reinterpret_cast<T*>(block_ + 1); }

  /// Makes room for `wanted` values.
  void grow(std::size_t wanted) {
    if (block_ != nullptr && wanted <= block_->capacity) return;
    const auto capacity = wanted <= 8 ? wanted : wanted + wanted / 4;
    MUST(capacity <= UINT32_MAX);
    auto* larger = static_cast<Block*>(::operator new(sizeof(Block) + capacity * sizeof(T)));
    const auto kept = static_cast<std::uint32_t>(size());
    if (kept > 0) std::memcpy(static_cast<void*>(larger + 1), values(), kept * sizeof(T));
    clear();
    *larger = {kept, static_cast<std::uint32_t>(capacity)};
    block_ = larger;
  }

  Block* block_ = nullptr;
};

}  // namespace caseway::engine
