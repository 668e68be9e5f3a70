// Where the parts of a site lie, as casewayd.toml says: journal and vault may each have a disk of their own.
#pragma once

#include <filesystem>

namespace caseway::audit {

struct Layout {
  std::filesystem::path journal;
  std::filesystem::path vault;
  std::filesystem::path genesis;
};

/// Reads [directories] journal and vault and [site] genesis of `root`/casewayd.toml, relative to `root`, as casewayd
/// does; nothing else of the file is looked at. What it does not say, or all where it is not there, lies where a new
/// site has it: journal/, vault/, genesis.bin. Throws Unreadable when it cannot be parsed.
Layout read_layout(const std::filesystem::path& root);

}  // namespace caseway::audit
