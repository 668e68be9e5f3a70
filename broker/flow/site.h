// What ties the files of one site together, and what stops a broker from opening them.
#pragma once

#include <cstdint>
#include <string>

#include "broker/core/envelope.h"
#include "broker/core/ids.h"
#include "broker/core/limits.h"
#include "broker/flow/ports.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

/// From the genesis: segments of two sites are never mixed, and every checkpoint is under this key and origin.
struct Site {
  core::Digest genesis;  ///< H(genesis bytes)
  core::PublicKey log_key;
  std::string origin;
  core::Suite suite = core::Suite::intl;
  std::uint64_t epoch = 1;
  std::uint64_t segment_bytes = core::limits::segment_bytes;
};

/// What stops a broker from opening its journal or vault, by name: what, where, what to do. Nothing was changed on
/// disk.
class JournalRefused : public Fault {
 public:
  enum class Why : std::uint8_t { damaged, journal_short, wrong_site, head_unreadable, bad_checkpoint };
  /// The text begins with the name of the reason: "journal_short: ...".
  JournalRefused(Why reason, const std::string& what);
  Why why;
};

/// Whether the checkpoint of `group` is this site's word over it: origin, epoch, the group's own hash, and the
/// signature of the log key. Bytes that an agency chose can look like a group; they cannot do this.
bool vouched(const Site& site, const wire::Group& group);

/// Offset behind the last byte of `file` from `offset` on that is not zero; `offset` when all are.
std::uint64_t written_end(File& file, std::uint64_t offset);

}  // namespace caseway::flow
