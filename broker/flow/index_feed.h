// What the index keeps of a record.
#pragma once

#include <string>

#include "broker/core/record.h"
#include "broker/flow/ports.h"

namespace caseway::flow {

/// From the record alone, so that a rebuilt index is the same; `own_case_number` is the one of its dossier's head.
IndexEntry index_entry(const core::Record& record, std::string own_case_number);

}  // namespace caseway::flow
