// A short session of the site's operator: hands an order to the broker and waits for its answer. Used by the command
// line only; agencies use sdk/client.h.
#pragma once

#include <string>

#include "broker/core/directory.h"
#include "broker/wire/session.h"
#include "sdk/agency.h"

namespace caseway::sdk {

/// How the broker answered an order.
struct OrderOutcome {
  bool answered = false;  ///< false: no answer in time, outcome unknown; `why` says what happened
  bool accepted = false;
  std::string why;
  core::Receipt receipt;
  core::Digest previous;  ///< what the next order must name
};

/// Digest that the next order must name: asked of the broker; nothing, and `why`, when it does not tell within
/// `wait_ms`. Of `home`, the operator's, only origin, endpoint, the broker's two keys and `transport_key` are read. A
/// broker of another origin or log key gets nothing. Throws Fault when the key file cannot be used.
std::optional<core::Digest> ask_previous(const Agency& home, int wait_ms, std::string& why);
OrderOutcome send_order(const Agency& home, const wire::SendOrder& order, int wait_ms);

}  // namespace caseway::sdk
