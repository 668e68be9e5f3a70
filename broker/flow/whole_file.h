// A file that is there whole or not at all: head, a snapshot, a large part.
#pragma once

#include <string>

#include "broker/flow/ports.h"

namespace caseway::flow {

/// Writes and syncs `bytes` beside `name` (unfinished_ending), then renames; what stood under `name` is replaced. The
/// name is durable after sync_directory() only. Throws DiskFull, and nothing unfinished stays behind; Fault.
void write_whole_file(Disk& disk, const std::string& name, BytesView bytes);
/// The two halves of it.
void write_unfinished(Disk& disk, const std::string& name, BytesView bytes);
void finish(Disk& disk, const std::string& name);

/// All bytes of a file that is there. Throws Fault.
Bytes read_whole_file(Disk& disk, const std::string& name);

}  // namespace caseway::flow
