#include "broker/flow/own_numbers.h"

#include "broker/wire/content.h"

namespace caseway::flow {

std::vector<OwnNumber> OwnNumbers::of(const engine::Transfer& transfer) {
  std::vector<OwnNumber> told;
  for (const auto& held : transfer.numbers) {
    const bool may_see = held.agency == asker_ || engine::is_party(transfer, asker_) ||
                         engine::was_receiver(transfer, asker_, held.record);
    if (!may_see) continue;
    if (read_ == numbers_most) {
      more_ = true;
      break;
    }
    ++read_;
    told.push_back({held.agency.value(), held.record, read(transfer, held.record)});
  }
  return told;
}

std::string OwnNumbers::read(const engine::Transfer& transfer, core::RecordIndex record) const {
  if (engine::is_taken_back(transfer, record, 0)) return {};
  try {
    const auto part = records_.part(record, 0);
    if (!part) return {};
    auto head = wire::decode_head(part->bytes);
    return head.ok() ? std::move(head.value().own_case_number) : std::string();
  } catch (
      const Fault&) {  // who asks for a transfer is told the rest of it; reading the message itself names the fault
    return {};
  }
}

}  // namespace caseway::flow
