// Pack text (Cap'n Proto) -> checked values -> binary, and binary -> values. No file is opened here: texts come in.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "broker/core/refusal.h"
#include "broker/rules/pack.h"

namespace caseway::rules {

/// One mistake in a pack: file, line and column (from 1, in characters), what was expected.
struct PackError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string what;
};

struct Compiled {
  std::vector<std::uint8_t> binary;  ///< empty when there are errors
  std::vector<PackError> errors;     ///< all of them at once
};

/// Compiles the pack files of one set. `texts`: file name -> text; names are flat ("k01.capnp"); files ending in
/// _test.capnp are left out. Bracket depth and size are bounded before parsing; rules.capnp is served from memory.
Compiled compile_bundle(const std::map<std::string, std::string>& texts);
/// The same for holiday data: files that declare `const calendar :Calendar`.
Compiled compile_calendar(const std::map<std::string, std::string>& texts);

/// Loads what an order activates. Refuses malformed (with where) for anything that is not a checked bundle.
core::Result<PackBundle> load_bundle(std::span<const std::uint8_t> binary);
core::Result<core::Calendar> load_calendar(std::span<const std::uint8_t> binary);

}  // namespace caseway::rules
