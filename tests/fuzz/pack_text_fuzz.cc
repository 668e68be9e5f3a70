#include "broker/rules/compile.h"
#include "tests/fuzz/fuzz.h"
#include "tests/rules/pack_files.h"

using namespace caseway;

namespace {

void check_same(const rules::Compiled& compiled, const rules::Compiled& again) {
  MUST(compiled.binary.empty() != compiled.errors.empty());
  MUST(compiled.binary == again.binary);
  for (const auto& error : compiled.errors) MUST(!error.what.empty());
}

}  // namespace

// A pack as its author hands it to `caseway-rules`: what compiles does so in one way, and can be loaded.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const auto files = rules::tests::files_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const auto bundle = rules::compile_bundle(files);
  check_same(bundle, bundle.errors.empty() ? rules::compile_bundle(files) : bundle);
  if (bundle.errors.empty()) MUST(rules::load_bundle(bundle.binary).ok());
  const auto calendar = rules::compile_calendar(files);
  check_same(calendar, calendar.errors.empty() ? rules::compile_calendar(files) : calendar);
  if (calendar.errors.empty()) MUST(rules::load_calendar(calendar.binary).ok());
  return bundle.errors.empty() || calendar.errors.empty();
}
