// Steps of the pack that the simulation does not play, each with its reason. A test refuses what is neither in steps.h
// nor here; docs/GUARANTEES.md names them too.
#pragma once

#include <string_view>
#include <vector>

namespace caseway::simulation {

struct StepLeftOut {
  std::string_view procedure;  ///< empty: universal
  std::string_view id;
  std::string_view why;
};

inline const std::vector<StepLeftOut>& steps_left_out() {
  static const std::vector<StepLeftOut> all = {
      {"K29", "notify", "is open in `owed` only, and what leads there is in no pack yet"},
  };
  return all;
}

}  // namespace caseway::simulation
