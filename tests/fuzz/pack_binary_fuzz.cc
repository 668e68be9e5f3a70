#include "broker/rules/compile.h"
#include "broker/rules/explain.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// A compiled bundle or calendar as an agency fetches it, or an officer is handed it.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const auto bundle = rules::load_bundle(bytes);
  MUST(bundle.ok() || !bundle.refused().what.empty());
  const auto calendar = rules::load_calendar(bytes);
  MUST(calendar.ok() || !calendar.refused().what.empty());
  return bundle.ok() || calendar.ok();
}
