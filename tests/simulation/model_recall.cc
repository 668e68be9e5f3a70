// Parts taken back (the step `recall`): what one word may ask and another confirm, what is shown to nobody from then
// on; and finished transfers that their holder opens anew.
#include <algorithm>
#include <boost/json.hpp>

#include "tests/simulation/model.h"

namespace caseway::simulation {

namespace {

namespace json = boost::json;

std::optional<std::uint64_t> number_of(const std::string& text) {
  if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), [](char each) { return each >= '0' && each <= '9'; })) return std::nullopt;
  return std::stoull(text);
}

const core::Document* notice_of(const std::vector<core::Document>& documents) {
  for (const auto& document : documents)
    if (document.type.str() == "D118") return &document;
  return nullptr;
}

const core::Value* value_in(const core::Document& notice, std::string_view name) {
  for (const auto& field : notice.fields)
    if (field.name == name && !field.values.empty()) return &field.values.front();
  return nullptr;
}

// Nothing where one is no part of a message of so many.
std::optional<std::set<core::PartNo>> parts_in(const core::Document& notice, std::size_t count) {
  std::set<core::PartNo> parts;
  for (const auto& field : notice.fields) {
    if (field.name != "parts") continue;
    for (const auto& value : field.values) {
      const auto number = number_of(value.text);
      if (!number || *number >= count) return std::nullopt;
      parts.insert(static_cast<core::PartNo>(*number));
    }
  }
  return parts;
}

}  // namespace

std::vector<core::PartNo> Model::left_of(core::RecordIndex record) const {
  std::vector<core::PartNo> left;
  for (std::size_t part = 0; part < messages_.at(record).parts; ++part)
    if (!taken_back_.contains({record, static_cast<core::PartNo>(part)}))
      left.push_back(static_cast<core::PartNo>(part));
  return left;
}

// The finding that bars it; empty, and `expected` knows what is taken back and where the transfer goes.
std::string Model::bars_recall(const Sent& sent, const core::AgencyId& by, const Waiting* confirmed,
                               Expected& expected) const {
  const auto& transfer = transfers_.at(sent.said.transfer);
  const auto* notice = notice_of(sent.said.documents);
  if (notice == nullptr) return "recall.no_notice";
  if ((confirmed == nullptr ? by : confirmed->by) != transfer.sender) return "recall.not_sender";
  const auto record = number_of(sent.said.head.about.str());
  const auto message = record && *record < at_ ? messages_.find(*record) : messages_.end();
  if (message == messages_.end() || message->second.transfer != sent.said.transfer ||
      message->second.sender != transfer.sender)
    return "recall.no_message";
  auto parts = parts_in(*notice, message->second.parts);
  if (!parts) return "recall.no_part";
  if (confirmed != nullptr) {
    const auto* earlier = notice_of(confirmed->documents);
    if (earlier == nullptr || confirmed->about != sent.said.head.about) return "recall.not_asked";
    const auto asked = *parts_in(*earlier, message->second.parts);
    if (!asked.empty() && !std::includes(asked.begin(), asked.end(), parts->begin(), parts->end()))
      return "recall.not_asked";
    const auto* destroyed = value_in(*notice, "destroyed");
    if (destroyed == nullptr) return "recall.not_said";
    expected.state = transfer.state;
    if (destroyed->integer == 0) return {};
    if (parts->empty()) parts = asked;
  }
  const auto left = left_of(*record);
  if (left.empty() || !std::includes(left.begin(), left.end(), parts->begin(), parts->end()))
    return "recall.taken_back";
  if (confirmed == nullptr) return {};
  if (parts->empty()) parts = {left.begin(), left.end()};
  expected.taken = {sent.said.transfer, *record, {parts->begin(), parts->end()}};
  const auto* reason = value_in(*notice, "reason");
  if (*record == transfer.opened && parts->size() == left.size() && reason != nullptr && reason->text == "wrong_member")
    expected.state = "recalled";
  return {};
}

// Nobody is shown them from here on, and what they held is no fact any more.
void Model::take_back(const core::effect::PartsRecalled& recalled) {
  const auto& asked = taking_;
  if (!must(asked && asked->transfer == recalled.transfer && asked->record == recalled.record &&
                asked->parts == recalled.parts,
            "parts were taken back that nobody asked for and destroyed"))
    return;
  taking_.reset();
  auto& transfer = transfers_.at(recalled.transfer);
  const auto& documents = messages_.at(recalled.record).documents;
  for (const auto part : recalled.parts) {
    taken_back_.emplace(std::pair{recalled.record, part}, at_);
    if (part == 0) forgotten_[recalled.record] = std::exchange(entries_.at(recalled.record).own_case_number, {});
    if (part == 0 || part > documents.size()) continue;
    const auto& type = documents[part - 1];
    const bool said_again = std::find(documents.begin() + part, documents.end(), type) != documents.end();
    const auto held = transfer.documents.find(type.str());
    if (said_again || held == transfer.documents.end() || held->second != recalled.record) continue;
    transfer.documents.erase(held);
    if (type.str() == "D24") transfer.fast = false;
    for (auto& waiting : transfer.waiting)
      if (waiting.record == recalled.record)
        std::erase_if(waiting.documents, [&](const auto& each) { return each.type == type; });
  }
}

void Model::shown(const core::AgencyId& agency, const wire::Delivery& delivery, core::RecordIndex recorded) {
  if (delivery.event) return;
  std::vector<core::PartNo> present;
  for (std::size_t i = 0; i < delivery.parts.size(); ++i)
    if (delivery.parts[i].present) present.push_back(static_cast<core::PartNo>(i));
  shown_.push_back({{agency, delivery.delivery}, recorded, std::move(present)});
}

// Each time what was owed, but for what a record had taken back by then.
void Model::compare_shown() {
  for (const auto& each : shown_) {
    const auto owed = owed_.find(each.where);
    if (owed == owed_.end()) continue;  // all_delivered() says so
    auto due = owed->second.content.present;
    std::erase_if(due, [&](core::PartNo part) {
      const auto taken = taken_back_.find({owed->second.content.record, part});
      return taken != taken_back_.end() && taken->second < each.recorded;
    });
    must(each.present == due, "delivery " + std::to_string(each.where.second) + " of record " +
                                  std::to_string(owed->second.content.record) + " to " + each.where.first +
                                  " shows other parts than are owed");
  }
}

// All that was taken back when it asked, and nothing that never was.
void Model::told_taken_back(const Question& question, const json::object& told, const core::TransferId& id) {
  std::set<std::pair<core::RecordIndex, core::PartNo>> listed;
  if (const auto* list = told.if_contains("takenBack"))
    for (const auto& each : list->as_array())
      listed.emplace(each.at("record").to_number<core::RecordIndex>(), each.at("part").to_number<core::PartNo>());
  for (const auto& each : listed)
    must(taken_back_.contains(each), question.agency + " was told that a part was taken back which was not");
  for (const auto& [part, by] : taken_back_)
    must(messages_.at(part.first).transfer != id || by >= question.recorded || listed.contains(part),
         question.agency + " was not told of a part that was taken back");
}

// The holder says where: to a state of the kind that is neither final nor the first.
std::string Model::bars_reopening(const Sent& sent, const core::AgencyId& by) const {
  if (transfers_.at(sent.said.transfer).recipient != by) return "reopen.not_holder";
  const auto about = sent.said.head.about.view();
  const bool is_state = std::any_of(steps().begin(), steps().end(), [&](const Step& step) {
    return step.procedure == sent.said.procedure.view() &&
           std::find(step.states.begin(), step.states.end(), about) != step.states.end();
  });
  return is_state && !is_final_state(about) && about != "sent" ? "" : "reopen.no_state";
}

}  // namespace caseway::simulation
