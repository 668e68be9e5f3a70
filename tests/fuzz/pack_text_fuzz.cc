#include <map>

#include "broker/rules/compile.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

/// Files of one input: each begins with a line "=== NAME".
std::map<std::string, std::string> files_of(std::string_view text) {
  std::map<std::string, std::string> files;
  std::string name = "one.capnp";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    if (line.starts_with("=== ") && line.ends_with('\n')) {
      name = line.substr(4, line.size() - 5);
    } else {
      files[name] += line;
    }
    text.remove_prefix(end);
  }
  return files;
}

void check_same(const rules::Compiled& compiled, const rules::Compiled& again) {
  MUST(compiled.binary.empty() != compiled.errors.empty());
  MUST(compiled.binary == again.binary);
  for (const auto& error : compiled.errors) MUST(!error.what.empty());
}

}  // namespace

// A pack as its author hands it to `caseway-rules`: what compiles does so in one way, and can be loaded.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const auto files = files_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const auto bundle = rules::compile_bundle(files);
  check_same(bundle, bundle.errors.empty() ? rules::compile_bundle(files) : bundle);
  if (bundle.errors.empty()) MUST(rules::load_bundle(bundle.binary).ok());
  const auto calendar = rules::compile_calendar(files);
  check_same(calendar, calendar.errors.empty() ? rules::compile_calendar(files) : calendar);
  if (calendar.errors.empty()) MUST(rules::load_calendar(calendar.binary).ok());
  return bundle.errors.empty() || calendar.errors.empty();
}
