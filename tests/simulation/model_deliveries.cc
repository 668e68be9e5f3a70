// Deliveries of the model: who is owed what of a record, and whether that is what came.
#include <algorithm>
#include <numeric>

#include "broker/core/digest.h"
#include "broker/core/merkle.h"
#include "broker/wire/envelope.h"
#include "broker/wire/record.h"
#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace effect = core::effect;

std::vector<core::DocumentType> types_of(const std::vector<core::Document>& documents) {
  std::vector<core::DocumentType> types;
  for (const auto& document : documents) types.push_back(document.type);
  return types;
}

// The parts of a message that holds `documents` which are of one of these types: its documents are parts 1, 2 ...
std::vector<core::PartNo> parts_among(const std::vector<core::DocumentType>& documents,
                                      const std::vector<std::string_view>& types) {
  std::vector<core::PartNo> parts;
  for (std::size_t i = 0; i < documents.size(); ++i)
    if (std::find(types.begin(), types.end(), std::string_view(documents[i].str())) != types.end())
      parts.push_back(static_cast<core::PartNo>(i + 1));
  return parts;
}

}  // namespace

void Model::owe_event(const core::TransferId& about, const core::AgencyId& mailbox, bool under_copy, core::Instant at,
                      const std::string& state) {
  if (mailbox.empty()) return;
  owing_.push_back(
      {mailbox, about, under_copy, false, {}, {{"occurred_at", core::print_instant(at)}, {"state", state}}, 0});
}

// Under the transfer by which the procuratorate sees the case.
void Model::owe_line(const core::TransferId& about, const std::string& clock) {
  const auto& transfer = transfers_.at(about);
  const auto procuratorate = counterpart(transfer.sender, core::Role::procuratorate);
  if (procuratorate.empty()) return;
  auto seen = about;
  for (const auto& id : cases_.at(transfer.case_id).transfers)
    if (seen == about && transfers_.at(id).recipient == procuratorate) seen = id;
  owing_.push_back({procuratorate, seen, false, false, {}, {{"late", clock}}, 0});
}

// The other party, or both, get the message, whole and once; the procuratorate what it is owed; nobody else anything.
void Model::owe_message(const Sent& sent, const core::AgencyId& by, const Expected& expected, core::Instant occurred) {
  const auto& about = sent.said.transfer;
  const auto& transfer = transfers_.at(about);
  const auto& step = *expected.step;
  for (const auto& party : {transfer.recipient, transfer.sender})
    if (party != by) owing_.push_back({party, about, false, true, {}, {}, 0});
  const bool to_police = step.copy == Copy::to_police;
  const auto reader = counterpart(transfer.sender, to_police ? core::Role::police : core::Role::procuratorate);
  if (expected.waits || reader.empty() || step.copy == Copy::none) return;
  if (step.copy == Copy::with_state && !expected.led) return;
  if (step.copy == Copy::own) {  // a party has the message itself
    if (!is_party(about, reader)) owe_event(about, reader, false, occurred, expected.state);
    return;
  }
  auto parts = parts_among(sent.documents, step.copied);
  core::RecordIndex earlier = 0;
  if (parts.empty() && expected.confirmed) {  // a word without documents confirms those of the other side's
    parts = parts_among(types_of(expected.confirmed->documents), step.copied);
    if (!parts.empty()) earlier = expected.confirmed->record;
  }
  if (!parts.empty()) {
    if (earlier != 0) ++copies_of_earlier_;
    owing_.push_back({reader, about, !to_police, false, std::move(parts), {}, earlier});
  } else if (step.copy != Copy::of_documents && !to_police) {
    owe_event(about, reader, true, occurred, expected.state);
  }
}

core::TransferId Model::seen_under(const Owing& owing) const {
  if (!owing.under_copy) return owing.about;
  core::TransferId found;
  for (const auto& id : cases_.at(transfers_.at(owing.about).case_id).transfers) {
    const auto& transfer = transfers_.at(id);
    if (transfer.procedure != "K01b" || transfer.recipient != owing.mailbox) continue;
    if (found.empty() || transfer.cause == owing.about) found = id;
  }
  return found;
}

// What a party, or who was one then, may see of the outcome: what concerns transfers of its own, and what changed
// in the case of the delivery, and what is on its way to itself.
core::Digest Model::told_outcome(core::RecordIndex record, core::Outcome told, const core::AgencyId& agency,
                                 const core::CaseId& case_id) const {
  const auto is_own = [&](const core::TransferId& id) {
    return is_party(id, agency) || was_receiver(id, agency, record);
  };
  std::erase_if(told.effects, [&](const core::Effect& each) {
    return std::visit(
        [&](const auto& one) {
          if constexpr (requires { one.mailbox; })
            return one.mailbox != agency;
          else if constexpr (requires { one.transfer; })
            return !is_own(one.transfer);
          else if constexpr (requires { one.key; })
            return !is_own(one.key.transfer);
          else if constexpr (requires { one.case_id; })
            return one.case_id != case_id;
          else
            return false;
        },
        each);
  });
  return core::digest_of(wire::encode_outcome(told));
}

void Model::take_delivery(const core::Record& record, const effect::Delivered& delivered) {
  auto member = members_.find(delivered.mailbox);
  if (!must(member != members_.end(), "something is owed to nobody")) return;
  must(delivered.delivery == ++member->second.deliveries, "deliveries are not numbered without gaps");
  const auto what = "of transfer " + core::hex(delivered.transfer);
  const auto owing = std::find_if(owing_.begin(), owing_.end(), [&](const Owing& each) {
    std::vector<core::Code> names;  // of one there may be several values
    for (const auto& [name, value] : each.facts)
      if (names.empty() || !(names.back().view() == name)) names.emplace_back(name);
    return each.mailbox == delivered.mailbox && each.whole == delivered.whole && each.parts == delivered.parts &&
           each.record == delivered.record && seen_under(each) == delivered.transfer && names == delivered.facts;
  });
  if (owing == owing_.end()) {
    const auto say = [](bool whole, const auto& parts, core::RecordIndex of) {
      std::string text = whole ? "the whole message" : "parts";
      for (const auto part : parts) text += " " + std::to_string(part);
      return text + (of == 0 ? "" : " of record " + std::to_string(of));
    };
    auto told = say(delivered.whole, delivered.parts, delivered.record);
    for (const auto& fact : delivered.facts) told += ", " + fact.str();
    for (const auto& each : owing_)
      if (each.mailbox == delivered.mailbox) told += "; owed is " + say(each.whole, each.parts, each.record);
    return fail(delivered.mailbox + " is owed no such thing " + what + ": " + told);
  }
  const auto& transfer = transfers_.at(delivered.transfer);
  Owed owed;
  owed.whole = owing->whole;
  auto& content = owed.content;
  content.record = owing->record != 0 ? owing->record : record.index;
  content.statement = statements_[content.record];
  content.case_id = transfer.case_id;
  content.transfer = delivered.transfer;
  content.procedure = transfer.procedure;
  content.present = owing->parts;
  content.facts = owing->facts;
  std::erase_if(content.facts, [](const auto& fact) { return fact.second.empty(); });
  if (owing->whole || !owing->parts.empty()) content.body = messages_[content.record].body;
  if (owing->whole) {
    content.present.resize(messages_[content.record].parts);
    std::iota(content.present.begin(), content.present.end(), core::PartNo{0});
    const auto& earlier = messages_[content.record].outcome;
    if (!must(owing->record == 0 || earlier.has_value(), "a message of a kind that is not moved on")) return;
    content.outcome = told_outcome(content.record, owing->record == 0 ? record.outcome : *earlier, delivered.mailbox,
                                   delivered.case_id);
  }
  must(delivered.case_id == transfer.case_id, "a delivery is of another case than its transfer");
  owed_.emplace(std::pair{delivered.mailbox, delivered.delivery}, std::move(owed));
  owing_.erase(owing);
}

void Model::received(const core::AgencyId& agency, const wire::Delivery& delivery) {
  Content got;
  got.record = delivery.record;
  got.statement = core::digest_of(delivery.receipt.statement);
  got.case_id = delivery.case_id;
  got.transfer = delivery.transfer;
  got.procedure = delivery.procedure.str();
  for (const auto& fact : delivery.facts) got.facts.emplace_back(fact.name.str(), fact.value);
  if (!delivery.outcome.empty()) got.outcome = core::digest_of(delivery.outcome);
  if (!delivery.event) {
    got.body = core::digest_of(delivery.envelope);
    std::vector<core::Digest> digests;
    for (std::size_t i = 0; i < delivery.parts.size(); ++i) {
      const auto& part = delivery.parts[i];
      digests.push_back(part.digest);
      if (!part.present) continue;
      must(core::part_digest(part.type, part.salt, part.bytes) == part.digest, "a part is not what its digest says");
    }
    const auto envelope = wire::decode_envelope(delivery.envelope);
    must(envelope.ok() && core::content_root(digests) == envelope.value().content_root,
         "parts are not those of their envelope");
  }
  const auto [known, first] = got_.emplace(std::pair{agency, delivery.delivery}, got);
  must(first || known->second == got, "delivery " + std::to_string(delivery.delivery) + " to " + agency + " changed");
}

void Model::all_delivered() {
  for (const auto& [where, each] : owed_) {
    const auto& owed = each.content;
    const auto what =
        "delivery " + std::to_string(where.second) + " of record " + std::to_string(owed.record) + " to " + where.first;
    const auto found = got_.find(where);
    if (!must(found != got_.end(), what + " never came")) return;
    const auto& got = found->second;
    must(got.record == owed.record && got.body == owed.body, what + " is another message");
    must(got.statement == owed.statement, what + " came with another record's receipt");
    must(got.case_id == owed.case_id && got.transfer == owed.transfer && got.procedure == owed.procedure,
         what + " came under another transfer");
    const auto told = [](const Content& content) {
      std::string text;
      for (const auto& [name, value] : content.facts) text += name + " " + value + ", ";
      return text;
    };
    must(got.facts == owed.facts, what + " tells \"" + told(got) + "\" where owed is \"" + told(owed) + "\"");
    must(got.outcome == owed.outcome, what + " came with another outcome than its reader may see");
  }
  compare_shown();
  must(got_.size() == owed_.size(), "something reached an agency that is owed to nobody");
  const auto& now = readings_.back();
  must(!now.in_doubt, "the time is still in doubt");
  must(due_.empty() || now.at < last_ || now.at < due_.begin()->first,
       "clock " + (due_.empty() ? "" : due_.begin()->second.clock.str()) + " was to be looked at, and never fired");
  delivered_ = got_.size();
}

}  // namespace caseway::simulation
