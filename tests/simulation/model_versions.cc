// Editions of the pack that come while cases are open: each transfer follows, and none is left behind.
#include <algorithm>

#include "tests/simulation/model.h"
#include "tests/simulation/steps.h"

namespace caseway::simulation {

namespace effect = core::effect;

bool Model::is_edition(const core::Digest& pack) const { return editions_.contains(pack); }

void Model::take_versions(const core::Record& record) {
  for (const auto& each : record.outcome.effects) {
    if (const auto* activated = std::get_if<effect::PackActivated>(&each);
        activated != nullptr && !activated->calendar) {
      editions_.insert(activated->pack);
      if (activated->from.empty()) continue;
      newest_ = activated->pack;  // all begin on one day: of them the one ordered last counts
      followed_.push_back(activated->pack);
    }
    if (const auto* opened = std::get_if<effect::TransferOpened>(&each)) {
      must(is_edition(opened->pack), "a transfer was opened by a pack that no order named");
      goes_by_[opened->transfer] = opened->pack;
    }
    if (const auto* taken = std::get_if<effect::VersionTaken>(&each)) {
      const auto transfer = transfers_.find(taken->transfer);
      const bool opened_now = transfer == transfers_.end() && goes_by_.contains(taken->transfer);
      must(opened_now || (transfer != transfers_.end() && transfer->second.state == taken->state.view()),
           "a transfer took a version into another state");
      must(!followed_.empty() && taken->pack == followed_.front(), "a transfer took a version whose turn it is not");
      goes_by_[taken->transfer] = taken->pack;
    }
    const auto* carried = std::get_if<effect::ChangeCarried>(&each);
    if (carried == nullptr || !carried->through.empty()) continue;
    const auto done = std::find(followed_.begin(), followed_.end(), carried->pack);
    if (!must(done != followed_.end(), "a change ended that no order began")) continue;
    followed_.erase(done);
    if (carried->pack != newest_) continue;  // overtaken before its turn
    for (const auto& [id, pack] : goes_by_) {
      const auto transfer = transfers_.find(id);
      const bool open = transfer != transfers_.end() && !is_final_state(transfer->second.state);
      must(!open || pack == carried->pack, "a transfer was left behind by a version");
    }
  }
}

}  // namespace caseway::simulation
