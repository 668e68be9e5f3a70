// The schema texts, held in the program: so that packs are read against the schema that was compiled in, and so that
// two programs can compare what they speak. And the texts of a first pack, so that one is started without the sources.
#pragma once

#include <span>
#include <string_view>

namespace caseway::schemas {

struct Text {
  std::string_view name;  ///< "envelope.capnp"
  std::string_view text;  ///< the file, byte for byte
};

/// All schemas, in the order of their names.
std::span<const Text> texts();

/// The files of schemas/new_pack, in the order of their names. `pack.capnp` says `id = "my-pack"`, once.
std::span<const Text> new_pack();

}  // namespace caseway::schemas
