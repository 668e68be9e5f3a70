// Parts that nobody is shown any more: recalled by their sender, or erased by an order.
#include <algorithm>
#include <tuple>

#include "broker/engine/graph.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

template <class TakenBackParts>
auto place_of(TakenBackParts& taken_back, core::RecordIndex record, core::PartNo part) {
  return std::lower_bound(taken_back.begin(), taken_back.end(), std::pair{record, part},
                          [](const TakenBack& known, const auto& wanted) {
                            return std::tie(known.record, known.part) < std::tie(wanted.first, wanted.second);
                          });
}

const TakenBack* find(const Transfer& transfer, core::RecordIndex record, core::PartNo part) {
  const auto place = place_of(transfer.taken_back, record, part);
  const bool is_there = place != transfer.taken_back.end() && place->record == record && place->part == part;
  return is_there ? &*place : nullptr;
}

// Some, each once, and room for those that were not taken back before.
bool is_list(const Transfer& transfer, core::RecordIndex record, const std::vector<core::PartNo>& parts) {
  const auto known = std::count_if(parts.begin(), parts.end(),
                                   [&](core::PartNo part) { return find(transfer, record, part) != nullptr; });
  return !parts.empty() && std::is_sorted(parts.begin(), parts.end()) &&
         std::adjacent_find(parts.begin(), parts.end()) == parts.end() &&
         transfer.taken_back.size() + parts.size() - static_cast<std::size_t>(known) <= taken_back_max;
}

// What they held is no fact any more.
void take_back(Transfer& transfer, core::RecordIndex record, const std::vector<core::PartNo>& parts, bool erased) {
  for (const auto part : parts) {
    auto place = place_of(transfer.taken_back, record, part);
    if (place == transfer.taken_back.end() || place->record != record || place->part != part) {
      place = transfer.taken_back.insert(place, TakenBack{record, part, false});
    }
    place->erased = place->erased || erased;
  }
  transfer.documents.erase_if([&](const HeldDocument& held) {
    return held.record == record && std::binary_search(parts.begin(), parts.end(), held.part);
  });
}

}  // namespace

bool fits(const Transfer& transfer, const effect::PartsRecalled& effect) {
  return is_list(transfer, effect.record, effect.parts) &&
         std::none_of(effect.parts.begin(), effect.parts.end(),
                      [&](core::PartNo part) { return find(transfer, effect.record, part) != nullptr; });
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::PartsRecalled& effect) {
  take_back(transfer, effect.record, effect.parts, false);
}

bool fits(const Transfer& transfer, const effect::PartsErased& effect) {
  return is_list(transfer, effect.record, effect.parts) &&
         std::none_of(effect.parts.begin(), effect.parts.end(), [&](core::PartNo part) {
           const auto* known = find(transfer, effect.record, part);
           return known != nullptr && known->erased;
         });
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::PartsErased& effect) {
  take_back(transfer, effect.record, effect.parts, true);
}

}  // namespace caseway::engine
