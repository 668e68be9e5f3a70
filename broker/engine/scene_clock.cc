// What conditions ask of clocks: whether one runs, whether it is past, when it is due.
#include <algorithm>

#include "broker/engine/clocks.h"
#include "broker/engine/persons.h"
#include "broker/engine/scene.h"

namespace caseway::engine {

namespace {

// Names from `first` on, but the last `without`, joined again: a clock's id holds a dot.
std::string joined(const rules::Path& path, std::size_t first, std::size_t without) {
  std::string text;
  for (std::size_t i = first; i + without < path.names.size(); ++i) {
    if (!text.empty()) text += '.';
    text += path.names[i].view();
  }
  return text;
}

}  // namespace

void Scene::tell_clock(const rules::Path& path) {
  const auto id = Code::make(joined(path, 0, 1));
  if (!id || path.names.empty()) return;
  const auto what = path.names.back().view();
  // The transfer's own runs; else those that its case keeps for it.
  std::vector<const ClockRun*> runs;
  const auto collect = [&](const Transfer& transfer) {
    for (const auto& run : transfer.clocks) {
      if (run.clock == *id && !run.anchor.empty()) runs.push_back(&run);
    }
  };
  collect(transfer_);
  if (const auto* graph = draft_.graph(transfer_.case_id); runs.empty() && graph != nullptr) {
    for (const auto& other : graph->transfers) {
      const auto* transfer = draft_.transfer(other);
      if (transfer != nullptr && keeps_clock_of(*transfer, transfer_, *id)) collect(*transfer);
    }
  }
  const auto is_past = [&](const ClockRun* run) {
    return run->fired || (!run->suspended() && run->due < draft_.now());
  };
  const auto past = static_cast<std::size_t>(std::count_if(runs.begin(), runs.end(), is_past));
  if (what == "running") return integer(path.text, runs.size() > past ? 1 : 0, core::FieldKind::boolean);
  if (what == "past") {
    // Of a clock that runs for each: whoever stands as one does for whom it ran, and for whom it never did (a judgment
    // of two, served on one).
    const auto ran_for = [&](const PairState& pair) {
      return std::any_of(runs.begin(), runs.end(), [&](const ClockRun* run) {
        return run->party == 0 || (run->party == pair.party && run->offence == pair.offence);
      });
    };
    const auto& pairs = transfer_.pairs;
    const bool of_all = std::all_of(pairs.begin(), pairs.end(), [&](const PairState& pair) {
      return ran_for(pair) || std::none_of(pairs.begin(), pairs.end(), [&](const PairState& other) {
               return other.outcome == pair.outcome && ran_for(other);
             });
    });
    // A clock of an absent kind never runs and counts as past.
    const bool all_past = saying_.bundle->clock(*id) == nullptr || (!runs.empty() && past == runs.size() && of_all);
    return integer(path.text, all_past ? 1 : 0, core::FieldKind::boolean);
  }
  std::erase_if(runs, [](const ClockRun* run) { return run->suspended(); });  // it has no end until it is resumed
  // Of those whom the message names, if it runs for any of them.
  const auto others =
      std::partition(runs.begin(), runs.end(), [&](const ClockRun* run) { return is_named(saying_, *run); });
  if (others != runs.begin()) runs.erase(others, runs.end());
  if (what != "due" || runs.empty()) return;
  const auto* earliest = *std::min_element(runs.begin(), runs.end(), [](auto* a, auto* b) { return a->due < b->due; });
  integer(path.text, earliest->due.ms, core::FieldKind::instant);
}

}  // namespace caseway::engine
