// Verifies a site without judging: every byte of every file in journal/ and vault/ is accounted for, chain, tree,
// signatures and digests hold, snapshots match their records. What it cannot explain it names, with file and offset.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "audit/doubts.h"
#include "audit/problem.h"
#include "audit/site_reader.h"
#include "broker/flow/replay.h"

namespace caseway::audit {

/// Where one group lies and which vault bytes are its own.
struct GroupAt {
  std::size_t segment = 0;  ///< index into Site.journal
  std::uint64_t offset = 0;
  core::RecordIndex first = 0;
  std::uint64_t vault_begin = 0;
  std::uint64_t vault_end = 0;
};

struct Verified {
  std::vector<Problem> problems;
  std::vector<GroupAt> groups;  ///< from record 0 on, as far as journal and chain hold
  std::optional<Trust> trust;   ///< nothing: record 0 cannot be read
  flow::ErasedParts erased;     ///< by orders of two officers, and why they are not there is no problem
  std::vector<Doubt> doubts;    ///< accepted, but under a key that was compromised then
  std::uint64_t records = 0;
  std::uint64_t transfers = 0;  ///< opened
  std::uint64_t parts = 0;
  std::uint64_t unrecorded = 0;     ///< parts left by turns that were never recorded: whole, and nobody's
  std::uint64_t journal_bytes = 0;  ///< looked at, trailing zeros included
  std::uint64_t vault_bytes = 0;
  core::Checkpoint checkpoint;                                 ///< the last one
  std::map<core::RecordIndex, core::SnapshotEvent> snapshots;  ///< as records note them, by how many records they hold
};

/// `held`: files of checkpoints that agencies hold (`lane/checkpoint` in an agency's directory). The journal must
/// contain each: one beyond it proves a rollback or another history, one that contradicts it two. Throws Unreadable
/// when one cannot be opened.
Verified verify(const Site& site, const std::vector<std::filesystem::path>& held = {});

/// Group `at`, parsed again from its file. It held when verify() listed it.
wire::Group group_at(const Site& site, const GroupAt& at);

}  // namespace caseway::audit
