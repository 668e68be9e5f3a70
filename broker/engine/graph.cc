#include "broker/engine/graph.h"

#include <algorithm>
#include <optional>

namespace caseway::engine {

namespace {

namespace effect = core::effect;

// Of each type the latest, then what a word carried that still waits: whoever confirms that word confirms those.
void drop_replaced(Transfer& transfer) {
  std::optional<core::DocumentType> last;
  transfer.documents.erase_if([&](const HeldDocument& held) {
    const bool is_latest = last != held.type;
    last = held.type;
    return !is_latest && std::none_of(transfer.pending.begin(), transfer.pending.end(),
                                      [&](const Pending& pending) { return pending.record == held.record; });
  });
}

}  // namespace

Transfer opened(Names& names, const Stamp& stamp, const effect::TransferOpened& effect) {
  Transfer transfer;
  transfer.id = effect.transfer;
  transfer.case_id = effect.case_id;
  transfer.cause = effect.cause;
  transfer.procedure = names.keep(effect.procedure);
  transfer.sender = names.keep(effect.sender);
  transfer.recipient = names.keep(effect.recipient);
  transfer.state = names.keep(effect.state);
  transfer.pack = names.keep(effect.pack);
  transfer.opened = stamp.record;
  transfer.touched = stamp.record;
  transfer.opened_at = stamp.at;
  return transfer;
}

void change(Transfer& transfer, Names& names, const Stamp&, const effect::StateChanged& effect) {
  transfer.state = names.keep(effect.state);
  transfer.final_ = effect.final_;
}

void change(Transfer& transfer, Names&, const Stamp& stamp, const effect::DocumentHeld& effect) {
  auto& held = transfer.documents;
  const auto place = std::lower_bound(held.begin(), held.end(), effect.type,
                                      [](const HeldDocument& known, const auto& type) { return known.type < type; });
  held.insert(place, {stamp.record, effect.type, effect.part});
  drop_replaced(transfer);
}

void change(Transfer& transfer, Names& names, const Stamp& stamp, const effect::PendingSet& effect) {
  transfer.pending.push_back(
      {names.keep(effect.step), names.keep(effect.said_by), effect.body, stamp.record, effect.paper});
}

void change(Transfer& transfer, Names&, const Stamp&, const effect::PendingCleared& effect) {
  transfer.pending.erase_if([&](const Pending& pending) { return pending.body == effect.body; });
  drop_replaced(transfer);
}

void change(Case& graph, Names& names, const effect::ItemSet& effect) {
  auto place = std::lower_bound(graph.items.begin(), graph.items.end(), effect.item,
                                [](const Item& item, std::uint32_t no) { return item.no < no; });
  if (place == graph.items.end() || place->no != effect.item) place = graph.items.insert(place, Item{});
  *place = {effect.item,
            effect.explained,
            effect.quantity,
            names.keep(effect.unit),
            names.keep(effect.status),
            names.keep(effect.holder)};
}

}  // namespace caseway::engine
