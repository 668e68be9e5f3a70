// What conditions ask of clocks: whether one runs, whether it is past, when it is due.
#include <algorithm>

#include "broker/engine/clocks.h"
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
    // A clock of an absent kind never runs and counts as past.
    const bool all_past = saying_.bundle->clock(*id) == nullptr || (!runs.empty() && past == runs.size());
    return integer(path.text, all_past ? 1 : 0, core::FieldKind::boolean);
  }
  std::erase_if(runs, [](const ClockRun* run) { return run->suspended(); });  // it has no end until it is resumed
  if (what != "due" || runs.empty()) return;
  const auto* earliest = *std::min_element(runs.begin(), runs.end(), [](auto* a, auto* b) { return a->due < b->due; });
  integer(path.text, earliest->due.ms, core::FieldKind::instant);
}

}  // namespace caseway::engine
