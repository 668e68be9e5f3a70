// Who holds a transfer: its receivers one after the other, their signature, the numbers under which they keep the case.
#include <algorithm>

#include "broker/engine/graph.h"

namespace caseway::engine {

namespace effect = core::effect;

bool fits(const Transfer& transfer, const effect::ReceiverChanged& effect) {
  if (effect.to.empty() || transfer.recipient == effect.to || transfer.sender == effect.to) return false;
  const auto& former = transfer.former;
  const bool comes_back = std::any_of(former.begin(), former.end(), [&](auto& one) { return one.agency == effect.to; });
  return former.size() < former_max || comes_back || transfer.recipient.empty();
}

void change(Transfer& transfer, Names& names, const Stamp& stamp, const effect::ReceiverChanged& effect) {
  transfer.former.erase_if([&](const FormerReceiver& one) { return one.agency == effect.to; });
  if (!transfer.recipient.empty()) transfer.former.push_back({transfer.recipient, stamp.record});
  transfer.recipient = names.keep(effect.to);
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::SignedOff& effect) {
  transfer.signed_off_at = effect.at;
}

namespace {

template <class Numbers>
auto place_of(Numbers& numbers, const AgencyId& agency) {
  return std::lower_bound(numbers.begin(), numbers.end(), agency,
                          [](const OwnNumber& known, const AgencyId& wanted) { return known.agency.value() < wanted; });
}

}  // namespace

bool fits(const Transfer& transfer, const effect::NumberHeld& effect) {
  const auto place = place_of(transfer.numbers, effect.agency);
  const bool again = place != transfer.numbers.end() && place->agency == effect.agency;
  return !effect.agency.empty() && (again || transfer.numbers.size() < numbers_max);
}

void change(Transfer& transfer, Names& names, const Stamp& stamp, const effect::NumberHeld& effect) {
  auto place = place_of(transfer.numbers, effect.agency);
  if (place == transfer.numbers.end() || !(place->agency == effect.agency)) {
    place = transfer.numbers.insert(place, OwnNumber{names.keep(effect.agency), 0});
  }
  place->record = stamp.record;
}

}  // namespace caseway::engine
