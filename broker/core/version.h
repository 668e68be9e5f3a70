// Which build this is. A room of its own beside core: it is made anew with each commit, and only programs link it.
#pragma once

#include <string>
#include <string_view>

namespace caseway::core {

/// The project's version as CMakeLists.txt has it, "0.1.0"; lives for ever.
const char* version();

/// The commit that was built, 12 hex digits, with "-dirty" where files were changed since; "unknown" where the sources
/// came without git. Lives for ever.
const char* built_from();

/// What `program` answers to --version, without a line end: "casewayd 0.1.0 (commit 0123456789ab)"; the commit only
/// where it is known.
std::string version_line(std::string_view program);

}  // namespace caseway::core
