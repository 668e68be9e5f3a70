// Reading fields into values under their law, and setting them. The first field outside its law is kept with its path;
// after it everything reads as empty and the caller asks once, at the end. Only .cc files of this room include this.
#pragma once

#include <capnp/blob.h>
#include <capnp/list.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"
#include "broker/core/limits.h"
#include "broker/core/refusal.h"

namespace caseway::wire {

/// Well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF. NUL is a character like any
/// other.
bool is_utf8(std::string_view text);

/// One place in a message that is being read: the fields of one object. Lives on the stack of its reader; holds the way
/// up, so that a path is only built for a refusal.
class At {
 public:
  At(std::optional<core::Refused>& refused, const char* name) : refused_(refused), name_(name) {}
  At(const At& up, const char* name, int index = -1) : refused_(up.refused_), up_(&up), name_(name), index_(index) {}
  At(const At&) = delete;
  At& operator=(const At&) = delete;

  [[nodiscard]] bool ok() const { return !refused_; }
  void refuse(std::string_view field, std::string what, core::Refusal code = core::Refusal::malformed) const;
  /// Refuses `field` as malformed unless `holds`.
  void need(bool holds, std::string_view field, const char* what) const {
    if (!holds) refuse(field, what);
  }

  [[nodiscard]] std::string text(std::string_view field, capnp::Text::Reader from,
                                 std::size_t bytes_max = core::limits::text_bytes_max) const;
  /// Printable ASCII without space; at most `bytes_max`.
  [[nodiscard]] std::string ascii(std::string_view field, capnp::Text::Reader from, std::size_t bytes_max) const;
  /// A code; may be empty unless `required`.
  [[nodiscard]] core::Code code(std::string_view field, capnp::Text::Reader from, bool required = false) const;
  [[nodiscard]] core::AgencyId agency(std::string_view field, capnp::Text::Reader from, bool required = false) const;
  [[nodiscard]] core::DocumentType document_type(std::string_view field, capnp::Text::Reader from) const;
  [[nodiscard]] std::vector<std::uint8_t> data(std::string_view field, capnp::Data::Reader from,
                                               std::size_t bytes_max) const;
  /// Fixed bytes; empty reads as zero and is refused when `required`.
  template <class Id>
  [[nodiscard]] Id id(std::string_view field, capnp::Data::Reader from, bool required = false) const {
    Id value;
    if (from.size() == Id::size) {
      std::memcpy(value.bytes.data(), from.begin(), Id::size);
    } else if (from.size() != 0 || required) {
      refuse(field, from.size() == 0 ? "required" : "expected " + std::to_string(Id::size) + " bytes");
    }
    return value;
  }
  [[nodiscard]] core::Instant instant(std::string_view field, std::int64_t ms) const;
  [[nodiscard]] core::Date date(std::string_view field, std::int32_t days) const;
  /// An enumerant 1 .. last of the value that it mirrors.
  template <class Value, class Number>
  [[nodiscard]] Value number(std::string_view field, Number from, Value last, int first = 1) const {
    const auto raw = static_cast<std::uint16_t>(from);
    if (raw < first || raw > static_cast<std::uint16_t>(last)) refuse(field, "unknown number " + std::to_string(raw));
    return static_cast<Value>(raw);
  }
  /// A list of at most `most`, each element read with `read(At, element)`. Grows only with elements that hold.
  template <class List, class Read>
  [[nodiscard]] auto list(const char* field, List from, std::size_t most, Read&& read) const {
    std::vector<decltype(read(*this, from[0]))> out;
    if (from.size() > most) {
      refuse(field, "at most " + std::to_string(most), core::Refusal::too_large);
      return out;
    }
    out.reserve(std::min<std::size_t>(from.size(), 32));
    for (unsigned i = 0; i < from.size() && ok(); ++i) {
      out.push_back(read(At(*this, field, static_cast<int>(i)), from[i]));
    }
    return out;
  }

 private:
  [[nodiscard]] std::string path() const;

  std::optional<core::Refused>& refused_;
  const At* up_ = nullptr;
  const char* name_;
  int index_ = -1;
};

// ---- Setting fields: an empty value leaves its pointer null ---------------------------------------------------------

template <class Builder, class Of>
void put(Builder& builder, capnp::Text::Builder (Of::*init)(unsigned), std::string_view text) {
  if (!text.empty()) std::memcpy((builder.*init)(static_cast<unsigned>(text.size())).begin(), text.data(), text.size());
}
template <class Builder, class Of>
void put(Builder& builder, capnp::Text::Builder (Of::*init)(unsigned), const core::Code& code) {
  put(builder, init, code.view());
}
template <class Builder, class Of>
void put(Builder& builder, capnp::Data::Builder (Of::*init)(unsigned), std::span<const std::uint8_t> bytes) {
  if (!bytes.empty())
    std::memcpy((builder.*init)(static_cast<unsigned>(bytes.size())).begin(), bytes.data(), bytes.size());
}
template <class Builder, class Of, std::size_t N, class Tag>
void put(Builder& builder, capnp::Data::Builder (Of::*init)(unsigned), const core::Bytes<N, Tag>& id) {
  if (!id.empty()) put(builder, init, std::span<const std::uint8_t>(id.bytes));
}

inline std::string_view view_of(const std::string& text) { return text; }
inline std::string_view view_of(const core::Code& code) { return code.view(); }
template <std::size_t N, class Tag>
std::string_view view_of(const core::Bytes<N, Tag>& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), N};
}

/// A list of texts, codes or ids.
template <class Builder, class Of, class List, class Item>
void put_each(Builder& builder, List (Of::*init)(unsigned), const std::vector<Item>& items) {
  if (items.empty()) return;
  auto list = (builder.*init)(static_cast<unsigned>(items.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    const auto view = view_of(items[i]);
    if (!view.empty()) std::memcpy(list.init(i, static_cast<unsigned>(view.size())).begin(), view.data(), view.size());
  }
}
/// A list of structs, each set with `write(Item::Builder, item)`.
template <class Builder, class Of, class List, class Item, class Write>
void put_list(Builder& builder, List (Of::*init)(unsigned), const std::vector<Item>& items, Write&& write) {
  if (items.empty()) return;
  auto list = (builder.*init)(static_cast<unsigned>(items.size()));
  for (unsigned i = 0; i < list.size(); ++i) write(list[i], items[i]);
}

}  // namespace caseway::wire
