// One entry of a mailbox as its receiver gets it: a message with the parts owed, or an event with the facts owed.
#pragma once

#include "broker/engine/state.h"
#include "broker/flow/records.h"
#include "broker/wire/session.h"

namespace caseway::flow {

/// Builds entry `number` of `mailbox`; it must be there and its record durable. Throws Fault when the record cannot be
/// read. A message: envelope, signatures, the parts owed with salt and bytes, digests of the rest. An event: the
/// receipt of its cause and the facts owed, told from that record alone. The outcome goes with whole messages, without
/// what concerns others.
wire::Delivery build_delivery(const engine::State& state, Records& records, const core::AgencyId& mailbox,
                              std::uint64_t number, const engine::MailboxEntry& entry);

}  // namespace caseway::flow
