// Whether two values are the same in every field, also in fields that were added after this was written: aggregates are
// walked, so that an encoder that forgets a field is found.
#pragma once

#include <boost/pfr/core.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "broker/core/ids.h"

namespace caseway::tests {

template <class T>
bool same(const T& a, const T& b);

template <class T>
bool same_item(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same(a[i], b[i])) return false;
  }
  return true;
}
template <class T>
bool same_item(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() == b.has_value() && (!a || same(*a, *b));
}
template <class... T>
bool same_item(const std::variant<T...>& a, const std::variant<T...>& b) {
  return a.index() == b.index() &&
         std::visit([&](const auto& held) { return same(held, std::get<std::decay_t<decltype(held)>>(b)); }, a);
}
inline bool same_item(const std::string& a, const std::string& b) { return a == b; }
inline bool same_item(const core::Code& a, const core::Code& b) { return a == b; }
inline bool same_item(const core::DocumentType& a, const core::DocumentType& b) { return a == b; }
template <std::size_t N, class Tag>
bool same_item(const core::Bytes<N, Tag>& a, const core::Bytes<N, Tag>& b) {
  return a == b;
}
template <class T>
requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) bool same_item(const T& a, const T& b) { return a == b; }
template <class T>
requires std::is_aggregate_v<T>
bool same_item(const T& a, const T& b) {
  const auto left = boost::pfr::structure_tie(a);
  const auto right = boost::pfr::structure_tie(b);
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (true && ... && same(std::get<I>(left), std::get<I>(right)));
  }
  (std::make_index_sequence<boost::pfr::tuple_size_v<T>>());
}

template <class T>
bool same(const T& a, const T& b) {
  return same_item(a, b);
}

}  // namespace caseway::tests
