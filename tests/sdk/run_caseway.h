// The command line as a program: what it prints and how it exits.
#pragma once

#include <filesystem>
#include <string>

#include "sdk/json_text.h"
#include "tests/run_program.h"

namespace caseway::tests {

/// Runs bin/caseway with `words`; its stderr goes through a file in `scratch`.
Ran run_caseway(const std::filesystem::path& scratch, const std::string& words);

/// The one JSON value that it printed. REQUIREs that there is one, whole, with nothing behind it.
sdk::Json json_of(const Ran& ran);

}  // namespace caseway::tests
