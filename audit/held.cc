#include "audit/held.h"

#include "broker/core/receipt.h"

namespace caseway::audit {

void HeldCheckpoints::take(std::string name, core::Result<core::Checkpoint> held, const std::optional<Trust>& trust,
                           bool given) {
  if (!held.ok()) return problems_.mismatch(place(name, 0), held.refused().what);
  core::Checkpoint checkpoint = std::move(held).value();
  if (trust &&
      (checkpoint.origin != trust->genesis.origin || !core::check_checkpoint(checkpoint, trust->genesis.log_key)))
    return problems_.mismatch(place(name, 0), "the log key's signature does not hold: it is not of this site");
  held_.push_back({std::move(name), std::move(checkpoint), given, std::nullopt});
}

void HeldCheckpoints::meet(const core::Checkpoint& ours) {
  for (auto& each : held_)
    if (each.checkpoint.tree_size == ours.tree_size) each.ours = ours;
}

void HeldCheckpoints::compare(std::uint64_t records, std::uint64_t epoch) const {
  for (const auto& [name, checkpoint, given, ours] : held_) {
    if (checkpoint.epoch < epoch) {  // what lies between, two officers decided
      if (given) problems_.missing(name, "is of epoch " + std::to_string(checkpoint.epoch) + " and was not compared");
      continue;
    }
    if (ours && checkpoint.epoch == epoch && ours->root == checkpoint.root) continue;
    const bool beyond = checkpoint.epoch > epoch || checkpoint.tree_size > records;
    problems_.mismatch(name, "an agency holds a signed checkpoint over " + std::to_string(checkpoint.tree_size) +
                                 " records of epoch " + std::to_string(checkpoint.epoch) + " that this journal of " +
                                 std::to_string(records) +
                                 (beyond ? " does not contain: it was rolled back, or another history was signed"
                                         : " contradicts: the log key signed two histories"));
  }
}

void HeldCheckpoints::not_compared() const {
  for (const auto& each : held_)
    if (each.given) problems_.missing(each.name, "was not compared: the journal could not be read to its end");
}

}  // namespace caseway::audit
