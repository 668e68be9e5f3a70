// Items of a document that are asked for or answered one by one.
#pragma once

#include <cstdint>
#include <vector>

#include "broker/rules/evaluate.h"

namespace caseway::rules {

/// Numbers of the items of this list that count: each by its `no`, else by its place in the list, from 1. Sorted, each
/// once. A `no` that is no number from 1 to 65,535 is none.
std::vector<std::uint32_t> numbers_of(const AskedItems& items, const View& view);
/// "item.2": where an item that is asked for and not answered is found.
std::string path_of_item(std::uint32_t number);
/// Whether a step of the kind asks for items under this requirement: items meet it, and no message as a whole.
bool is_of_items(const Procedure& procedure, const std::string& requirement);
/// All of those; they borrow from `procedure`.
std::vector<std::string_view> requirements_of_items(const Procedure& procedure);

}  // namespace caseway::rules
