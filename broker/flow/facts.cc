#include "broker/flow/facts.h"

#include "broker/wire/content.h"

namespace caseway::flow {

core::Facts fetch_facts(const std::vector<core::PartRef>& needed, const ReadPart& read) {
  core::Facts facts;
  facts.reserve(needed.size());
  for (const auto& ref : needed) {
    core::Fact fact;
    fact.ref = ref;
    const auto part = read(ref.record, ref.part);
    fact.absent = !part;
    if (part) {
      const auto which = "vault: part " + std::to_string(ref.part) + " of record " + std::to_string(ref.record);
      if (!ref.digest.empty() && ref.digest != part->digest) throw Fault(which + " is not the one asked for");
      fact.ref.digest = part->digest;
      fact.is_head = part->type == core::PartType::dossier;
      if (fact.is_head) {
        auto head = wire::decode_head(part->bytes);
        if (!head.ok()) throw Fault(which + " does not decode: " + head.refused().what);
        fact.head = std::move(head).value();
      } else {
        auto document = wire::decode_document(part->bytes);
        if (!document.ok()) throw Fault(which + " does not decode: " + document.refused().what);
        fact.document = std::move(document).value();
        fact.type = fact.document.type;
      }
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace caseway::flow
