#include "broker/flow/facts.h"

#include "broker/wire/content.h"

namespace caseway::flow {
namespace {

// The first always fits: a step that needs the head of its transfer has it, unless it confirms documents (engine/needs
// has those first).
static_assert(core::limits::part_bytes_max <= core::limits::facts_bytes_max);

void fill(core::Fact& fact, const StoredPart& part, const std::string& which) {
  fact.ref.digest = part.digest;
  if (fact.is_head != (part.type == core::PartType::dossier)) throw Fault(which + " is not of the type asked for");
  if (fact.is_head) {
    auto head = wire::decode_head(part.bytes);
    if (!head.ok()) throw Fault(which + " does not decode: " + head.refused().what);
    fact.head = std::move(head).value();
    return;
  }
  auto document = wire::decode_document(part.bytes);
  if (!document.ok()) throw Fault(which + " does not decode: " + document.refused().what);
  if (document.value().type != fact.type) throw Fault(which + " is not of the type asked for");
  fact.document = std::move(document).value();
}

}  // namespace

std::optional<core::SaidMessage> said_in(const core::Record& record) {
  const auto* event = std::get_if<core::MessageEvent>(&record.event.body);
  if (event == nullptr || event->secret || record.outcome.verdict == core::Verdict::returned) return std::nullopt;
  const auto& digests = event->message.part_digests;
  const auto& envelope = event->message.envelope;
  return core::SaidMessage{envelope.sender, envelope.transfer, static_cast<std::uint32_t>(digests.size()),
                           digests.empty() ? core::Digest{} : digests.front()};
}

core::Facts fetch_facts(core::Facts needed, const ReadPart& read, const ReadMessage& read_message) {
  std::size_t bytes = 0;
  for (auto& fact : needed) {
    const auto& ref = fact.ref;
    if (fact.is_message) {
      const auto said = read_message(ref.record);
      fact.absent = !said;
      fact.unread = false;
      if (said) fact.said = *said;
      if (said) fact.ref.digest = said->head;
      continue;
    }
    const auto part = read(ref.record, ref.part);
    if (part) {
      bytes += wire::judged_bytes(part->type, part->bytes);
      if (bytes > core::limits::facts_bytes_max) break;
      const auto which = "vault: part " + std::to_string(ref.part) + " of record " + std::to_string(ref.record);
      if (!ref.digest.empty() && ref.digest != part->digest) throw Fault(which + " is not the one asked for");
      fill(fact, *part, which);
    }
    fact.absent = !part;
    fact.unread = false;
  }
  return needed;
}

}  // namespace caseway::flow
