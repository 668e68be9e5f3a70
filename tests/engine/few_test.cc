// The short sequence of State against std::vector, by every change, and the kept names.
#include "broker/engine/few.h"

#include <doctest/doctest.h>

#include <vector>

#include "broker/engine/kept.h"

namespace caseway::tests {

TEST_CASE("engine: few: agrees with a vector over inserts, erasures and copies (2000 changes)") {
  engine::Few<std::uint64_t> few;
  std::vector<std::uint64_t> twin;
  std::uint64_t seed = 7;
  const auto next = [&] { return seed = seed * 6364136223846793005ULL + 1442695040888963407ULL; };
  for (int i = 0; i < 2000; ++i) {
    const auto what = next() >> 60;
    if (what < 12) {
      const auto place = (next() >> 33) % (twin.size() + 1);
      few.insert(few.begin() + place, seed);
      twin.insert(twin.begin() + static_cast<std::ptrdiff_t>(place), seed);
    } else if (what < 15) {
      const auto odd = [&](std::uint64_t value) { return (value >> 40) % 5 == (seed >> 50) % 5; };
      few.erase_if(odd);
      std::erase_if(twin, odd);
    } else {
      engine::Few<std::uint64_t> copy = few;
      few = engine::Few<std::uint64_t>();
      CHECK(few.empty());
      few = copy;
    }
    REQUIRE(few.size() == twin.size());
    REQUIRE(std::equal(few.begin(), few.end(), twin.begin()));
  }
  few.clear();
  few.push_back(1);
  few.push_back(few.front());  // a value of its own
  CHECK(few.back() == 1);
  CHECK(sizeof(few) == sizeof(void*));
}

TEST_CASE("engine: kept: equal values are equal whatever their table, and order is that of the values") {
  engine::Names one;
  engine::Names two;
  const auto presented = one.keep(core::Code("presented"));
  CHECK(presented == two.keep(core::Code("presented")));
  CHECK(presented == core::Code("presented"));
  CHECK(one.keep(core::Code("accepted")) < two.keep(core::Code("presented")));
  CHECK(one.keep(core::Code()).empty());
  CHECK(engine::Name().view().empty());
  CHECK(engine::Name() < presented);
}

}  // namespace caseway::tests
