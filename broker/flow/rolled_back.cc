#include "broker/flow/rolled_back.h"

#include <algorithm>

#include "broker/core/receipt.h"
#include "broker/flow/names.h"
#include "broker/flow/whole_file.h"

namespace caseway::flow {

std::string why_rolled_back(Journal& journal, const core::Checkpoint& theirs) {
  const auto what = "a signed checkpoint over " + std::to_string(theirs.tree_size) + " records of epoch " +
                    std::to_string(theirs.epoch);
  const std::string advice =
      ". This journal was rolled back or is not the one that was served from: restore it from a newer copy, or let two "
      "officers open a new epoch";
  const auto epoch = journal.site().epoch;
  if (theirs.epoch < epoch) return "";
  if (theirs.epoch > epoch) return what + "; this journal is of epoch " + std::to_string(epoch) + advice;
  if (theirs.tree_size > journal.next_index())
    return what + "; this journal holds " + std::to_string(journal.next_index()) + advice;
  const auto ours = journal.checkpoint_at(theirs.tree_size);
  if (!ours) return what + ", where this journal has no checkpoint" + advice;
  return ours->root == theirs.root ? "" : what + " with another root than this journal's" + advice;
}

std::optional<core::Checkpoint> read_rolled_back(Disk& disk, const Site& site) {
  const std::string name(rolled_back_name);
  if (!disk.exists(name)) return std::nullopt;
  auto file = disk.open(name, false);
  std::vector<std::uint8_t> bytes(std::min<std::uint64_t>(file->size(), 64 * core::limits::kib));
  bytes.resize(file->read(0, bytes));
  auto kept = wire::decode_head_file(bytes);
  const bool ours =
      kept.ok() && kept.value().origin == site.origin && core::check_checkpoint(kept.value(), site.log_key);
  if (!ours)
    throw JournalRefused(
        JournalRefused::Why::damaged,
        "journal/rolled_back: " + (kept.ok() ? std::string("not signed by this site's log key") : kept.refused().what) +
            ". It was the proof that an older copy of journal/ had been put in place. Restore the "
            "newest copy of journal/ and vault/; nothing was changed.");
  return std::move(kept).value();
}

void keep_rolled_back(Disk& disk, const core::Checkpoint& theirs) {
  write_whole_file(disk, std::string(rolled_back_name), wire::encode_head_file(theirs));
  disk.sync_directory("");
}

void forget_rolled_back(Disk& disk) {
  disk.remove(std::string(rolled_back_name));
  disk.sync_directory("");
}

}  // namespace caseway::flow
