// caseway-rules new: the first files of a pack, which pass check and test as they are.
#pragma once

#include <filesystem>
#include <string>

namespace caseway::rules {

/// Writes the files of schemas/new_pack into `folder`, made where it is not there, as the set `id`; empty: the set is
/// called as the folder is. Prints each file and what to do next to stdout. Returns the exit code: 2, with one line on
/// stderr, where the id has not the form of a set's, `folder` is empty, holds something already or is no folder
/// (nothing is written then), or a file cannot be written (those before it stay).
int start_pack(const std::filesystem::path& folder, const std::string& id);

}  // namespace caseway::rules
