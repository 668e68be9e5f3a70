#include "tests/simulation/bounds.h"

#include <algorithm>
#include <string_view>

#include "broker/core/limits.h"

namespace caseway::simulation {
namespace {

namespace limits = core::limits;

/// One step may open so many beside what the limit refuses.
constexpr std::size_t openings_max = 8;
constexpr std::size_t types_max = 256;  ///< of documents, in the packs there are
constexpr std::size_t clocks_max = 64;  ///< of one kind, likewise

const std::string& name_of(const core::AgencyId& id) { return id; }
template <class Id>
std::string name_of(const Id& id) {
  return core::hex(id);
}

template <class Id>
std::string over(const Id& whose, std::string_view what, std::size_t count, std::size_t most) {
  if (count <= most) return {};
  return name_of(whose) + " has " + std::to_string(count) + " " + std::string(what) + ", " + std::to_string(most) +
         " at most";
}

std::string of_agency(const core::AgencyId& id, const engine::AgencyState& agency) {
  if (auto why = over(id, "lanes", agency.lanes.size(), limits::lanes_max); !why.empty()) return why;
  for (const auto& [number, lane] : agency.lanes) {
    const auto unsettled = std::min<core::LaneNumber>(lane.next - lane.settled - 1, limits::lane_window_max);
    if (auto why = over(id, "numbers kept of a lane", lane.answered.size(), unsettled); !why.empty()) return why;
  }
  return {};
}

std::string of_transfer(const engine::Transfer& transfer) {
  const auto pairs = std::max<std::size_t>(transfer.pairs.size(), 1);
  std::size_t items = 0;
  for (const auto& list : transfer.asked) items += list.items;
  for (auto why : {over(transfer.id, "pairs", transfer.pairs.size(), limits::pairs_of_case_max + limits::pairs_max),
                   over(transfer.id, "waiting words", transfer.pending.size(), engine::pending_max),
                   over(transfer.id, "documents", transfer.documents.size(),  // the latest of each type, and of words
                        types_max + limits::parts_max * transfer.pending.size()),
                   over(transfer.id, "clocks", transfer.clocks.size(), clocks_max * pairs),
                   over(transfer.id, "former receivers", transfer.former.size(), engine::former_max),
                   over(transfer.id, "lists of items asked for", transfer.asked.size(), engine::asked_lists_max),
                   over(transfer.id, "items asked for", items, engine::asked_items_max),
                   over(transfer.id, "parts taken back", transfer.taken_back.size(), engine::taken_back_max),
                   over(transfer.id, "agencies' own numbers", transfer.numbers.size(), engine::numbers_max)})
    if (!why.empty()) return why;
  return {};
}

std::string of_case(const engine::Case& graph) {
  for (auto why : {over(graph.id, "transfers", graph.transfers.size(), limits::transfers_of_case_max + openings_max),
                   over(graph.id, "links", graph.links.size(), limits::links_of_case_max),
                   over(graph.id, "exhibits", graph.items.size(), limits::item_no_max + 1)})
    if (!why.empty()) return why;
  return {};
}

}  // namespace

std::string over_a_bound(const engine::State& state) {
  for (const auto& [id, agency] : state.agencies)
    if (auto why = of_agency(id, agency); !why.empty()) return why;
  std::size_t clocks = 0;
  for (const auto& [id, transfer] : state.transfers) {
    clocks += transfer.clocks.size();
    if (auto why = of_transfer(transfer); !why.empty()) return why;
  }
  for (const auto& [id, graph] : state.cases)
    if (auto why = of_case(graph); !why.empty()) return why;
  if (auto why = over(state.origin, "timers", state.timers.size(), clocks); !why.empty()) return why;
  return over(state.origin, "closed cases", state.closed.size(), state.cases.size());
}

}  // namespace caseway::simulation
