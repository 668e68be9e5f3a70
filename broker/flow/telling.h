// How answers are put into words: JSON objects whose empty fields are left out, and lists that stay within what a
// client takes.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "broker/core/ids.h"
#include "broker/core/instant.h"
#include "broker/core/limits.h"
#include "broker/engine/state.h"
#include "broker/flow/ports.h"

namespace caseway::flow {

namespace json = boost::json;

/// An object whose empty fields are left out.
class Object {
 public:
  Object& text(const char* name, std::string_view value) {
    if (!value.empty()) object_[name] = json::string_view(value.data(), value.size());
    return *this;
  }
  Object& code(const char* name, const core::Code& value) { return text(name, value.view()); }
  template <class Id>
  Object& id(const char* name, const Id& value) {
    return value.empty() ? *this : text(name, core::hex(value));
  }
  Object& at(const char* name, core::Instant value) {
    return value.empty() ? *this : text(name, core::print_instant(value));
  }
  Object& number(const char* name, std::uint64_t value) {
    object_[name] = value;
    return *this;
  }
  Object& flag(const char* name, bool value) {
    object_[name] = value;
    return *this;
  }
  Object& list(const char* name, json::array values) {
    if (!values.empty()) object_[name] = std::move(values);
    return *this;
  }
  Object& object(const char* name, json::object values) {
    if (!values.empty()) object_[name] = std::move(values);
    return *this;
  }
  json::object take() { return std::move(object_); }
  std::string print() { return json::serialize(object_); }

 private:
  json::object object_;
};

/// What the lists of one answer may still say: a client takes 4 MiB of text, and the rest of the answer needs some.
class Room {
 public:
  /// False when `object` does not fit any more: the list ends before it, and more() says so.
  bool take(const json::object& object);
  void leave_out() { more_ = true; }
  [[nodiscard]] bool more() const { return more_; }

 private:
  std::size_t bytes_ = 3 * core::limits::mib;
  bool more_ = false;
};

/// One object for each of `values`, as long as there is room.
template <class Values, class Tell>
json::array list_of(const Values& values, Room& room, Tell tell) {
  json::array told;
  for (const auto& value : values) {
    Object object;
    tell(object, value);
    auto taken = object.take();
    if (!room.take(taken)) break;
    told.push_back(std::move(taken));
  }
  return told;
}
/// One object for each of `values`, of which there are few.
template <class Values, class Tell>
json::array list_of(const Values& values, Tell tell) {
  json::array told;
  for (const auto& value : values) {
    Object object;
    tell(object, value);
    told.push_back(object.take());
  }
  return told;
}

inline json::string as_json(std::string_view text) { return json::string(text.data(), text.size()); }

/// All but the steps that are open: those are a matter of the pack.
void tell_transfer(Object& told, const engine::Transfer& transfer);
void tell_entry(Object& told, const IndexEntry& entry);

}  // namespace caseway::flow
