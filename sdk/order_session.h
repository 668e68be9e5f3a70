// A short session of the site's operator: hands an order to the broker and waits for its answer. Used by the command
// line only; agencies use sdk/client.h.
#pragma once

#include <filesystem>
#include <string>

#include "broker/core/directory.h"
#include "broker/wire/session.h"

namespace caseway::sdk {

/// Where the broker listens and which keys open the door.
struct OperatorDoor {
  std::string endpoint;       ///< tcp://127.0.0.1:7450
  core::PublicKey broker;     ///< CURVE public key of the broker
  core::PublicKey transport;  ///< the operator's own
  core::Bytes<32, struct OperatorSecretTag> transport_secret;
};

/// What the broker said first, and how it answered the order.
struct OrderOutcome {
  bool answered = false;  ///< false: no answer in time, outcome unknown; `why` says what happened
  bool accepted = false;
  std::string why;
  core::Receipt receipt;
  core::Digest previous;  ///< what the next order must name
};

/// Digest that the next order must name: asked of the broker; nothing, and `why`, when it does not tell within
/// `wait_ms`.
std::optional<core::Digest> ask_previous(const OperatorDoor& door, int wait_ms, std::string& why);
OrderOutcome send_order(const OperatorDoor& door, const wire::SendOrder& order, int wait_ms);

}  // namespace caseway::sdk
