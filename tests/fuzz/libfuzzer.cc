// What libFuzzer calls: it is told no more than that the target came back.
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)caseway::fuzz::accepts({data, size});
  return 0;
}
