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
      {"K02", "forward", "no K02 is opened yet"},
      {"K02", "taken_over", "no K02 is opened yet"},
      {"K02", "disputed", "no K02 is opened yet"},
      {"K02", "agreed", "no K02 is opened yet"},
      {"K02", "referred_up", "no K02 is opened yet"},
      {"K02", "designated", "no K02 is opened yet"},
      {"K02", "counted", "no K02 is opened yet"},
      {"K02", "handed_over", "no K02 is opened yet"},
      {"K08", "refer", "no K08 is opened yet"},
      {"K08", "counted", "no K08 is opened yet"},
      {"K08", "handed_over", "no K08 is opened yet"},
      {"K08", "filed_admin", "no K08 is opened yet"},
      {"K08", "not_filed_admin", "no K08 is opened yet"},
      {"K08", "penalised", "no K08 is opened yet"},
      {"K08", "no_penalty", "no K08 is opened yet"},
      {"K15", "indict", "no K15 is opened yet"},
      {"K15", "received", "no K15 is opened yet"},
      {"K15", "supplement_asked", "no K15 is opened yet"},
      {"K15", "supplemented", "no K15 is opened yet"},
      {"K15", "supplement_declined", "no K15 is opened yet"},
      {"K15", "accepted", "no K15 is opened yet"},
      {"K15", "returned", "no K15 is opened yet"},
      {"K15", "evidence_ordered", "no K15 is opened yet"},
      {"K15", "evidence_handed", "no K15 is opened yet"},
      {"K15", "amended", "no K15 is opened yet"},
      {"K15", "postponed", "no K15 is opened yet"},
      {"K15", "resumed", "no K15 is opened yet"},
      {"K15", "stayed", "no K15 is opened yet"},
      {"K15", "unstayed", "no K15 is opened yet"},
      {"K15", "indictment_withdrawn", "no K15 is opened yet"},
      {"K15", "nonprosecution_decided", "no K15 is opened yet"},
      {"K15", "judged", "no K15 is opened yet"},
      {"K15", "served", "no K15 is opened yet"},
      {"K15", "appealed", "no K15 is opened yet"},
      {"K15", "appeal_decided", "no K15 is opened yet"},
      {"K15", "effective", "no K15 is opened yet"},
      {"K08", "accepted", "no K08 is opened yet"},
      {"", "waive", "its row is not judged by the model yet"},
      {"", "suspend", "no clock of a kind that is played stands still"},
      {"", "resume", "no clock of a kind that is played stands still"},
  };
  return all;
}

}  // namespace caseway::simulation
