#include "broker/engine/recall.h"

#include <algorithm>
#include <charconv>

#include "broker/rules/look.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;
using Parts = std::vector<core::PartNo>;

// As it is printed: no sign, no leading zero.
std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return text.size() > 1 && text.front() == '0' ? std::nullopt : std::optional(number);
}

// D118, by the step's row.
bool is_notice(const Saying& saying, const core::DocumentType& type) {
  const auto& carried = saying.step->documents;
  return std::find(carried.begin(), carried.end(), type) != carried.end();
}

const core::Document* notice_in(const Saying& saying, const std::vector<core::Document>& documents) {
  const auto found =
      std::find_if(documents.begin(), documents.end(), [&](const auto& each) { return is_notice(saying, each.type); });
  return found == documents.end() ? nullptr : &*found;
}

const std::vector<core::Value>& values_of(const core::Document& document, std::string_view name) {
  static const std::vector<core::Value> none;
  const auto* field = rules::find_field(document.fields, name);
  return field == nullptr ? none : field->values;
}

// Numbers of the parts that a notice names, rising; nothing where one is no part of a message of `count`. None named
// are all.
std::optional<Parts> parts_named(const core::Document& notice, std::uint32_t count) {
  Parts parts;
  for (const auto& value : values_of(notice, "parts")) {
    const auto number = number_in(value.text);
    if (!number || *number >= count) return std::nullopt;
    parts.push_back(static_cast<core::PartNo>(*number));
  }
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

// One word of a recall, looked at: why it may not be said, or what it takes back.
struct Word {
  const char* code = nullptr;  // of the finding; null: it may be said
  const char* path = "";
  core::RecordIndex record = 0;
  Parts parts;
  bool whole = false;  // nothing of the message is left
};

Word barred(const char* code, const char* path) { return {code, path, 0, {}, false}; }

// The word that `saying` confirms, as it still stands in State; null when it confirms none.
const Pending* confirmed_by(const Draft& draft, const Saying& saying) {
  const auto* transfer = find_transfer(draft.state(), saying.transfer);
  if (transfer == nullptr || saying.envelope->confirms.empty()) return nullptr;
  const auto& pending = transfer->pending;
  const auto found = std::find_if(pending.begin(), pending.end(),
                                  [&](const Pending& each) { return each.body == saying.envelope->confirms; });
  return found == pending.end() ? nullptr : &*found;
}

// What was asked for, by the facts: head and notice of the word that is confirmed.
std::optional<Parts> parts_asked(const Draft& draft, const Saying& saying, const Pending& asked,
                                 core::RecordIndex record, std::uint32_t count) {
  const core::Document* notice = nullptr;
  bool same = false;
  for (const auto& fact : draft.facts()) {
    if (fact.ref.record != asked.record || fact.is_message || fact.absent || fact.unread) continue;
    if (fact.is_head) same = recalled_record(fact.head) == record;
    if (is_notice(saying, fact.type)) notice = &fact.document;
  }
  return same && notice != nullptr ? parts_named(*notice, count) : std::nullopt;
}

const core::SaidMessage* message_of(const Draft& draft, core::RecordIndex record) {
  for (const auto& fact : draft.facts()) {
    if (fact.is_message && fact.ref.record == record && !fact.absent) return &fact.said;
  }
  return nullptr;
}

// What those named leave of a message of `count` parts; they must all be there still. None named: what is.
Word fitting(const Transfer& transfer, core::RecordIndex record, const Parts& named, std::uint32_t count) {
  Parts there;
  for (std::uint32_t i = 0; i < count; ++i)
    if (!is_taken_back(transfer, record, static_cast<core::PartNo>(i))) there.push_back(static_cast<core::PartNo>(i));
  const bool all_there = std::includes(there.begin(), there.end(), named.begin(), named.end());
  if (there.empty() || !all_there) return barred("recall.taken_back", "D118.parts");
  const auto& parts = named.empty() ? there : named;
  if (!fits(transfer, effect::PartsRecalled{transfer.id, record, parts}))
    return barred("recall.too_many", "D118.parts");
  return {nullptr, "", record, parts, parts.size() == there.size()};
}

Word look(const Draft& draft, const Saying& saying) {
  if (!(saying.envelope->step == saying.step->id)) return barred("recall.from_paper", "head.paper");
  const auto* notice = notice_in(saying, saying.dossier->documents);
  if (notice == nullptr) return barred("recall.no_notice", "D118");
  const auto* confirmed = confirmed_by(draft, saying);
  const auto& transfer = *draft.transfer(saying.transfer);
  const AgencyId& recalls = confirmed == nullptr ? saying.by : confirmed->said_by.value();
  if (!(transfer.sender == recalls)) return barred("recall.not_sender", "head.about");
  const auto record = recalled_record(saying.dossier->head);
  const auto* message = record ? message_of(draft, *record) : nullptr;
  if (message == nullptr || !(message->transfer == saying.transfer) || message->by != recalls)
    return barred("recall.no_message", "head.about");
  auto parts = parts_named(*notice, message->parts);
  if (!parts) return barred("recall.no_part", "D118.parts");
  if (confirmed == nullptr) return fitting(transfer, *record, *parts, message->parts);
  auto asked = parts_asked(draft, saying, *confirmed, *record, message->parts);
  if (!asked) return barred("recall.not_asked", "head.about");
  if (!asked->empty() && !std::includes(asked->begin(), asked->end(), parts->begin(), parts->end()))
    return barred("recall.not_asked", "D118.parts");
  const auto& destroyed = values_of(*notice, "destroyed");
  if (destroyed.size() != 1 || destroyed[0].integer < 0) return barred("recall.not_said", "D118.destroyed");
  if (destroyed[0].integer == 0) return {nullptr, "", *record, {}, false};
  return fitting(transfer, *record, parts->empty() ? *asked : *parts, message->parts);
}

}  // namespace

std::optional<core::RecordIndex> recalled_record(const core::DossierHead& head) { return number_in(head.about.view()); }

std::vector<core::Finding> bar_recall(const Draft& draft, const Saying& saying) {
  const auto word = look(draft, saying);
  if (word.code == nullptr) return {};
  return {barring_finding(word.code, saying.step->id, word.path)};
}

bool is_recalled_whole(const Draft& draft, const Saying& saying) {
  const auto word = look(draft, saying);
  return word.whole && word.record == draft.transfer(saying.transfer)->opened;
}

void recall(Draft& draft, const Saying& saying) {
  if (confirmed_by(draft, saying) == nullptr) return;
  auto word = look(draft, saying);
  MUST(word.code == nullptr);
  if (!word.parts.empty()) draft.add(effect::PartsRecalled{saying.transfer, word.record, std::move(word.parts)});
}

}  // namespace caseway::engine
