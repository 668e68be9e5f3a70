// Orders of two officers: whether they signed, and whether what they order can be loaded. The path and replay ask the
// same.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "broker/core/directory.h"
#include "broker/engine/decide.h"
#include "broker/flow/ports.h"

namespace caseway::flow {

/// Why the signatures do not make `order_bytes` an order of this site: two different officers, with different keys,
/// over these bytes. Empty: they do.
std::string why_not_signed(const engine::State& state, BytesView order_bytes,
                           const std::vector<core::OfficerSignature>& signatures);

/// Loads the pack or calendar that `order` activates into `library`. Returns why it cannot be; empty: loaded, or no
/// content is asked for.
std::string load_content(const core::Order& order, BytesView content, engine::Library& library);
/// Whether orders of this kind come with content.
bool has_content(core::OrderKind kind);

}  // namespace caseway::flow
