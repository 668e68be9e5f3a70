#include "broker/flow/intake.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/flow/secrecy.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"

namespace caseway::flow {
namespace {

using core::Refusal;

Taken refuse(Taken taken, Refusal code, std::string where, std::string what) {
  taken.as = Taken::As::refused;
  taken.refusal.lane = taken.lane;
  taken.refusal.number = taken.number;
  taken.refusal.code = code;
  taken.refusal.where = std::move(where);
  taken.refusal.what = std::move(what);
  return taken;
}

Taken refuse(Taken taken, const core::Refused& refused) {
  return refuse(std::move(taken), refused.code, refused.where, refused.what);
}

// Lane and number of a message that did not decode, when at least its envelope did: whoever it says it is from, the
// session must know which of its messages was refused.
void attribute(Taken& taken, const wire::SendMessage& frame) {
  taken.body = core::digest_of(frame.envelope);
  auto envelope = wire::decode_envelope(frame.envelope);
  if (!envelope.ok()) return;
  taken.lane = envelope.value().lane;
  taken.number = envelope.value().number;
}

// For this broker, from this session, of this kind of site.
std::optional<core::Refused> not_ours(const engine::State& state, const core::AgencyId& session_agency,
                                      const core::Envelope& envelope) {
  if (envelope.sender != session_agency)
    return core::Refused{Refusal::not_yours, "envelope.sender", "this session is another agency's"};
  if (envelope.origin != state.origin)
    return core::Refused{Refusal::not_yours, "envelope.origin", "it is for another broker"};
  if (envelope.suite != state.suite)
    return core::Refused{Refusal::malformed, "envelope.suite", "not the suite of this broker"};
  if (envelope.test != state.training)
    return core::Refused{
        Refusal::not_yours, "envelope.test",
        state.training ? "a training site takes only messages marked as test" : "this is no training site"};
  if (envelope.settled >= envelope.number)
    return core::Refused{Refusal::malformed, "envelope.settled", "not below the message's own number"};
  if (envelope.number - envelope.settled > core::limits::lane_window_max)
    return core::Refused{Refusal::over_credit, "envelope.settled", "more numbers are open than a lane may have"};
  return std::nullopt;
}

void tell_dates(const core::AgencyKey& key, wire::RefusalFrame& refusal) {
  refusal.key_from = key.valid_from;
  refusal.key_until = key.valid_until;
  if (!key.revoked_at.empty() && (key.valid_until.empty() || key.revoked_at < key.valid_until))
    refusal.key_until = key.revoked_at;
}

bool holds_printed_mark(const core::Message& message) {
  return std::any_of(message.parts.begin(), message.parts.end(), [](const core::Part& part) {
    auto unpacked = wire::unpacked_part(part);
    const bool marked = flow::holds_printed_mark(unpacked);
    if (marked) overwrite(unpacked);
    return marked;
  });
}

}  // namespace

Taken take_message(const engine::State& state, core::VerifiedBatches& verified, core::Instant received_at,
                   const core::AgencyId& session_agency, wire::SendMessage& frame) {
  Taken taken;
  auto decoded = wire::decode_message(frame.envelope, frame.signatures, frame.content);
  if (!decoded.ok()) {
    attribute(taken, frame);
    return refuse(std::move(taken), decoded.refused());
  }
  core::Message& message = decoded.value();
  const core::Envelope& envelope = message.envelope;
  taken.body = message.body;
  taken.lane = envelope.lane;
  taken.number = envelope.number;
  if (auto refused = not_ours(state, session_agency, envelope)) return refuse(std::move(taken), *refused);

  const core::Signature& signature = message.signatures.front();
  const auto* key = engine::find_key(state, envelope.sender, signature.key);
  if (key == nullptr)
    return refuse(std::move(taken), Refusal::key_not_valid, "signatures[0].key",
                  "the directory has no such key of this agency");
  const auto leaf = core::message_leaf(state.origin, envelope.sender, signature.key, message.envelope_bytes);
  const bool valid = engine::key_valid_at(*key, received_at);
  if (!valid || !verified.verify(key->key, signature, leaf)) {
    tell_dates(*key, taken.refusal);
    if (!valid)
      return refuse(std::move(taken), Refusal::key_not_valid, "signatures[0].key", "not valid when the message came");
    return refuse(std::move(taken), Refusal::bad_signature, "signatures[0]", "it does not hold under the key it names");
  }

  const auto answer = engine::ask_lane(state, envelope.sender, envelope.lane, envelope.number, message.body);
  switch (answer.says) {
    case engine::LaneSays::repeat:
      taken.as = Taken::As::repeat;
      taken.record = answer.record;
      return taken;
    case engine::LaneSays::older: taken.as = Taken::As::older; return taken;
    case engine::LaneSays::reused:
      return refuse(std::move(taken), Refusal::id_reused, "envelope.number", "it was used with another body");
    case engine::LaneSays::gap:
      taken.refusal.expected = answer.expected;
      return refuse(std::move(taken), Refusal::gap, "envelope.number",
                    "number " + std::to_string(answer.expected) + " is expected");
    case engine::LaneSays::next: break;
  }

  if (wire::judged_bytes(message.parts) > core::limits::facts_bytes_max)  // before anything is unpacked
    return refuse(std::move(taken), Refusal::too_large, "content", "head and documents are longer than 1 MiB");
  core::MessageEvent& event = taken.event;
  event.secret = holds_printed_mark(message);
  if (!event.secret) {
    auto dossier = wire::decode_dossier(message.parts);
    if (!dossier.ok()) return refuse(std::move(taken), dossier.refused());
    event.dossier = std::move(dossier).value();
    event.secret = holds_secrecy_field(event.dossier);
  }
  event.message = std::move(message);
  if (event.secret) {
    wipe(event.dossier);
    wipe(event.message);
    wipe(frame.envelope);
    wipe(frame.content);
    taken.body = {};
  }
  for (const auto& part : event.message.parts)
    event.part_sizes.push_back(static_cast<std::uint32_t>(part.bytes.size()));
  taken.as = Taken::As::next;
  return taken;
}

}  // namespace caseway::flow
