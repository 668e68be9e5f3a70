#include "sdk/told.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/session.h"

namespace caseway::sdk {
namespace {

caseway::Instant told(core::Instant at) { return caseway::Instant(Milliseconds(at.ms)); }
caseway::Instant told(const std::string& text) { return told(core::parse_instant(text).value_or(core::Instant{})); }

template <class List>
std::vector<std::string> texts(const List& list) {
  std::vector<std::string> all;
  for (const auto& one : list) all.push_back(one.str());
  return all;
}

void name_clock(Clock& clock, const rules::PackBundle* bundle) {
  const auto code = core::Code::make(clock.id);
  const auto* rule = bundle != nullptr && code ? bundle->clock(*code) : nullptr;
  if (rule == nullptr) return;
  clock.zh = rule->label.zh;
  clock.en = rule->label.en;
}

Clock tell_news(const ClockNews& news, const rules::PackBundle* bundle) {
  Clock clock;
  clock.id = news.key.clock.str();
  clock.transfer = news.key.transfer.empty() ? std::string() : core::hex(news.key.transfer);
  clock.party = news.key.party;
  clock.offence = news.key.offence.str();
  clock.state = news.event;
  clock.warn = told(news.warn);
  clock.first = told(news.first);
  clock.due = told(news.due);
  if (!news.due.empty()) clock.due_text = core::print_due(news.due);
  clock.provisional = news.provisional;
  name_clock(clock, bundle);
  return clock;
}

Clock tell_clock(const Json& json, const std::string& transfer, const rules::PackBundle* bundle) {
  Clock clock;
  clock.id = json.text_of("clock");
  clock.transfer = transfer;
  clock.party = static_cast<int>(json.integer_of("party"));
  clock.offence = json.text_of("offence");
  clock.state = json.text_of("state");
  clock.owner = json.text_of("owner");
  clock.warn = told(json.text_of("warn"));
  clock.first = told(json.text_of("first"));
  clock.due = told(json.text_of("due"));
  if (const auto due = core::parse_instant(json.text_of("due")); due && !due->empty())
    clock.due_text = core::print_due(*due);
  clock.provisional = json.boolean_of("provisional");
  name_clock(clock, bundle);
  return clock;
}

std::string part_name(core::PartNo no) { return "part-" + std::to_string(no); }

}  // namespace

std::vector<caseway::Finding> tell(const std::vector<core::Finding>& findings, const rules::PackBundle* bundle) {
  std::vector<caseway::Finding> all;
  for (const auto& finding : findings) {
    caseway::Finding& one = all.emplace_back();
    one.code = finding.code;
    one.path = finding.path;
    one.fault = core::name_of(finding.fault);
    if (bundle != nullptr) {
      one.zh = rules::explain(*bundle, finding, Language::zh);
      one.en = rules::explain(*bundle, finding, Language::en);
    }
    if (finding.bars) one.bars = finding.barred_step.str();
    one.stops = finding.stops;
  }
  return all;
}

Receipt tell(const LaneRecord& record, std::string name, const rules::PackBundle* bundle, const Members* members) {
  const core::Statement& statement = record.statement;
  Receipt receipt;
  receipt.number = record.envelope.number;
  receipt.name = std::move(name);
  receipt.verdict = static_cast<Verdict>(statement.verdict);
  if (statement.return_code != core::ReturnCode::none) receipt.code = core::name_of(statement.return_code);
  if (record.outcome) {
    receipt.findings = tell(record.outcome->findings, bundle);
    receipt.open_steps = texts(record.outcome->open_steps);
    for (const auto& news : clocks_of(*record.outcome)) receipt.clocks.push_back(tell_news(news, bundle));
  } else {  // of an old repeat or a state secret only the statement is left
    for (const auto& code : statement.findings) receipt.findings.emplace_back().code = code;
  }
  receipt.case_id = core::hex(record.envelope.case_id);
  receipt.transfer = core::hex(record.envelope.transfer);
  receipt.procedure = record.envelope.procedure.str();
  receipt.step = record.envelope.step.str();
  receipt.record = statement.index;
  receipt.received_at = told(statement.received_at);
  receipt.body = core::hex(statement.body);
  receipt.test = statement.test;
  receipt.json = print_json(recorded_json(record.told(bundle, members)));
  return receipt;
}

Delivery tell(const Delivered& delivered, const rules::PackBundle* bundle) {
  const wire::Delivery& frame = delivered.frame;
  Delivery delivery;
  delivery.id = frame.delivery;
  delivery.again = frame.again;
  delivery.event = frame.event;
  delivery.from = delivered.statement.sender;
  delivery.case_id = core::hex(frame.case_id);
  delivery.procedure = frame.procedure.str();
  delivery.transfer = core::hex(frame.transfer);
  delivery.received_at = told(delivered.statement.received_at);
  for (const auto& fact : frame.facts) delivery.facts.emplace_back(fact.name.str(), fact.value);
  if (!frame.event) {
    delivery.step = delivered.envelope.step.str();
    delivery.body = core::hex(delivered.body);
  }
  if (delivered.outcome) delivery.findings = tell(delivered.outcome->findings, bundle);
  for (std::size_t i = 0; i < frame.parts.size(); ++i) {
    const auto& part = frame.parts[i];
    const auto no = static_cast<core::PartNo>(i);
    delivery.parts.push_back({no, i == 0 ? "head" : part_name(no), core::hex(part.digest), part.present, part.bytes});
  }
  for (std::size_t i = 0; i < delivered.documents.size(); ++i)
    delivery.parts[delivered.document_parts[i]].name = delivered.documents[i].type.str();
  std::vector<std::string> files;
  if (delivered.head) {
    for (const auto& item : delivered.head->evidence) {
      const bool here = item.part != 0 && item.part < frame.parts.size() && frame.parts[item.part].present;
      files.push_back(here ? part_name(item.part) : std::string());
    }
  }
  delivery.json = print_json(delivery_json(delivered, files, bundle));
  Recorded recorded;
  recorded.statement = &delivered.statement;
  recorded.receipt = &frame.receipt;
  delivery.proof = print_json(recorded_json(recorded));
  return delivery;
}

Check tell(const Outgoing& outgoing, const rules::PackBundle& bundle) {
  const Preflight& judged = outgoing.preflight;
  Check check;
  check.verdict = static_cast<Verdict>(judged.verdict);
  if (judged.code != core::ReturnCode::none) check.code = core::name_of(judged.code);
  check.findings = tell(judged.findings, &bundle);
  check.marked = judged.secret;
  for (const auto& one : judged.not_judged) check.not_judged.emplace_back(one.code, one.what.en);
  check.json = print_json(preflight_json(judged, outgoing.message, bundle));
  return check;
}

namespace {

OwnNumber tell_number(const Json& json, const std::string& case_id) {
  return {json.text_of("agency"), json.text_of("number"), case_id,
          static_cast<std::uint64_t>(json.integer_of("record"))};
}

}  // namespace

Found tell_found(const Json& json) {
  Found found;
  for (const Json& number : json.list_of("numbers"))
    found.numbers.push_back(tell_number(number, number.text_of("case")));
  for (const Json& entry : json.list_of("found")) {
    FoundRecord one;
    one.record = static_cast<std::uint64_t>(entry.integer_of("record"));
    one.received_at = told(entry.text_of("receivedAt"));
    one.sender = entry.text_of("sender");
    one.recipient = entry.text_of("recipient");
    one.case_id = entry.text_of("case");
    one.transfer = entry.text_of("transfer");
    one.procedure = entry.text_of("procedure");
    one.step = entry.text_of("step");
    one.number = entry.text_of("ownCaseNumber");
    found.records.push_back(std::move(one));
  }
  found.more = json.boolean_of("more");
  found.behind = json.find("indexedTo") != nullptr;
  found.json = print_json(json);
  return found;
}

Transfer tell_transfer(const Json& json, const rules::PackBundle* bundle) {
  Transfer transfer;
  transfer.transfer = json.text_of("transfer");
  transfer.case_id = json.text_of("case");
  transfer.procedure = json.text_of("procedure");
  transfer.state = json.text_of("state");
  transfer.sender = json.text_of("sender");
  transfer.recipient = json.text_of("recipient");
  transfer.final = json.boolean_of("final");
  for (const Json& step : json.list_of("openSteps")) transfer.open_steps.push_back(step.text);
  for (const Json& clock : json.list_of("clocks"))
    transfer.clocks.push_back(tell_clock(clock, transfer.transfer, bundle));
  std::vector<core::Finding> open;
  for (const Json& finding : json.list_of("findings")) {
    if (!finding.boolean_of("waived")) open.push_back(open_finding(finding, bundle));
  }
  transfer.open = tell(open, bundle);
  for (const Json& number : json.list_of("numbers")) transfer.numbers.push_back(tell_number(number, transfer.case_id));
  transfer.json = print_json(json);
  return transfer;
}

std::vector<Part> tell_parts(BytesView content) {
  std::vector<Part> all;
  const auto parts = wire::decode_content(content);
  if (!parts.ok()) return all;
  for (std::size_t i = 0; i < parts.value().size(); ++i) {
    const core::Part& part = parts.value()[i];
    const auto no = static_cast<core::PartNo>(i);
    std::string name = i == 0 ? "head" : part_name(no);
    if (part.type == core::PartType::document) {
      if (const auto document = wire::decode_document(part.bytes); document.ok()) name = document.value().type.str();
    }
    all.push_back(
        {no, std::move(name), core::hex(core::part_digest(part.type, part.salt, part.bytes)), true, part.bytes});
  }
  return all;
}

std::vector<caseway::Mistake> tell(const Mistakes& mistakes) {
  std::vector<caseway::Mistake> all;
  for (const auto& one : mistakes) all.push_back({one.file, one.line, one.column, one.path, one.what});
  return all;
}

Error bad_input(const Mistakes& mistakes) {
  const Mistake& first = mistakes.front();
  std::string what = first.what;
  if (mistakes.size() > 1) what += " (and " + std::to_string(mistakes.size() - 1) + " more mistakes)";
  Error error(Failure::bad_input, first.path.empty() ? first.file : first.path, what,
              "mend every one of `mistakes`; nothing was queued");
  error.mistakes = tell(mistakes);
  return error;
}

}  // namespace caseway::sdk
