// The proof that a journal was rolled back: a checkpoint that an agency showed, that our log key signed, and that the
// journal does not contain. It stays in journal/rolled_back, so that a restart does not forget it.
//
//   rolled_back   as `head`: encoded checkpoint, then CRC32C
#pragma once

#include <optional>
#include <string>

#include "broker/flow/journal.h"

namespace caseway::flow {

/// Why a journal that lacks `theirs` must serve nobody, and what to do; empty when it contains it, or when `theirs` is
/// of an epoch that two officers have closed. Throws Fault when the group that it names no longer reads.
std::string why_rolled_back(Journal& journal, const core::Checkpoint& theirs);

/// The checkpoint kept; nothing when there is none. Throws JournalRefused when the file does not decode or is not this
/// site's word: whether the journal was rolled back can then not be told.
std::optional<core::Checkpoint> read_rolled_back(Disk& disk, const Site& site);
/// Keeps `theirs`, durable on return. Throws DiskFull, Fault.
void keep_rolled_back(Disk& disk, const core::Checkpoint& theirs);
/// The journal contains it again.
void forget_rolled_back(Disk& disk);

}  // namespace caseway::flow
