// Sets of pack files as texts: changed by a word, compiled, and their mistakes as a program prints them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/rules/pack_files.h"

namespace caseway::rules::tests {

using Texts = std::map<std::string, std::string>;

/// "k01.capnp:13:78: K01: ..." of each mistake. CHECKs that there is either a binary or a mistake.
std::vector<std::string> errors_of(const Texts& texts);

/// "k01.capnp:13:78: " of a byte of a file: lines and characters counted by the slow and plain way.
std::string place_at(const Texts& texts, const std::string& file, std::size_t at);

/// Puts `words` where `there` stands first in a file of the set. REQUIREs that it does.
void replace(Texts& texts, const std::string& file, const std::string& there, const std::string& words);

/// A file of the tree, from its top.
std::string file_of(const std::string& name);

}  // namespace caseway::rules::tests
