// caseway-rules docs: a handbook in HTML, Chinese and English, made from the pack files of a folder.
#pragma once

#include <filesystem>
#include <string>

namespace caseway::rules {

/// Writes into `out`, made where it is not there: zh.html and en.html, and for each kind zh-K01.html and
/// zh-K01-checklist.html, with their English sisters. Equal packs give equal bytes. Other files are left alone.
/// `pack` is the folder of a set, or a file of it. Prints what was written to stdout, mistakes to stderr. Returns the
/// exit code: 2, and nothing is written, where the set has a mistake.
int write_handbook(const std::string& pack, const std::filesystem::path& out);

}  // namespace caseway::rules
