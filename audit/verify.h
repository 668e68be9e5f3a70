// Verifies a site without judging: every byte of every file in journal/ and vault/ is accounted for, chain, tree, signatures and
// digests hold, snapshots match their records. What it cannot explain it names, with file and offset.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/site_reader.h"
#include "broker/core/directory.h"

namespace caseway::audit {

/// One thing that is not as it must be. `missing` tells "not there" (incomplete) from "there and wrong" (mismatch).
struct Problem {
  std::string where;   ///< "journal/segment ... offset 4096", "vault/...", "record 17 part 3"
  std::string what;
  bool missing = false;
};

/// Where one group lies and which vault bytes are its own.
struct GroupAt {
  std::size_t segment = 0;   ///< index into Site.journal
  std::uint64_t offset = 0;
  core::RecordIndex first = 0;
  std::uint32_t count = 0;
  std::uint64_t vault_begin = 0;
  std::uint64_t vault_end = 0;
};

struct Verified {
  std::vector<Problem> problems;
  std::vector<GroupAt> groups;      ///< those that hold, in order
  core::Genesis genesis;            ///< record 0, once read
  bool genesis_read = false;
  std::uint64_t records = 0;
  std::uint64_t transfers = 0;      ///< opened
  std::uint64_t parts = 0;
  std::uint64_t journal_bytes = 0;  ///< accounted for, trailing zeros included
  std::uint64_t vault_bytes = 0;
  core::Checkpoint checkpoint;      ///< the last one
};

Verified verify(const Site& site);

/// Group `at`, parsed again from its file. It held when verify() listed it.
wire::Group group_at(const Site& site, const GroupAt& at);

}  // namespace caseway::audit
