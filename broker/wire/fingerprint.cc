// What this build speaks, as one digest: the schema texts without comments and with single blanks, so that a better
// comment is no other language.
#include <algorithm>

#include "broker/core/digest.h"
#include "broker/wire/session.h"
#include "schemas/texts.h"

namespace caseway::wire {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n'; }

std::string bare(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text.front() == '#') {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else {
      const char c = is_blank(text.front()) ? ' ' : text.front();
      if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

core::Digest schema_fingerprint() {
  core::Hasher hasher;
  hasher.field("caseway schemas 1");
  for (const auto& schema : schemas::texts()) {
    if (schema.name == "rules.capnp" || schema.name == "pack_test.capnp") continue;  // packs have versions of their own
    hasher.field(schema.name);
    hasher.field(bare(schema.text));
  }
  return hasher.finish();
}

}  // namespace caseway::wire
