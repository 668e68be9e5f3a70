#include "sdk/report.h"

#include <algorithm>
#include <map>

#include "broker/core/receipt.h"
#include "sdk/json.h"

namespace caseway::sdk {
namespace {

namespace effect = core::effect;

std::string hex_of(std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

const char* pick(Language language, const char* zh, const char* en) { return language == Language::zh ? zh : en; }

void put(Json& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.with(name, Json::of(text));
}
void put_due(Json& json, std::string_view name, core::Instant at) {
  if (!at.empty()) json.with(name, Json::of(core::print_due(at)));
}

// ---- Findings, clocks, copies, states -------------------------------------------------------------------------------

Json finding_json(const core::Finding& finding, const rules::PackBundle* bundle) {
  Json json = Json::object().with("code", Json::of(finding.code));
  put(json, "path", finding.path);
  json.with("fault", Json::of(core::name_of(finding.fault))).with("class", Json::of(core::name_of(finding.cls)));
  if (bundle != nullptr) {
    json.with("zh", Json::of(rules::explain(*bundle, finding, Language::zh)));
    json.with("en", Json::of(rules::explain(*bundle, finding, Language::en)));
  }
  if (finding.bars) json.with("bars", Json::of(finding.barred_step.view()));
  if (finding.stops) json.with("stops", Json::of(true));
  return json;
}

Json findings_json(const std::vector<core::Finding>& findings, const rules::PackBundle* bundle) {
  Json list = Json::array();
  for (const auto& finding : findings) list.list.push_back(finding_json(finding, bundle));
  return list;
}

Json clock_json(const ClockNews& news, const rules::PackBundle* bundle) {
  Json json = Json::object().with("clock", Json::of(news.key.clock.view())).with("event", Json::of(news.event));
  if (!news.anchor.empty()) json.with("anchor", Json::of(core::print_instant(news.anchor)));
  put_due(json, "warn", news.warn);
  put_due(json, "first", news.first);
  put_due(json, "due", news.due);
  put(json, "how", news.how);
  if (news.provisional) json.with("provisional", Json::of(true));
  if (news.key.party != 0) json.with("party", Json::of(std::int64_t{news.key.party}));
  put(json, "offence", news.key.offence.view());
  const auto* rule = bundle != nullptr ? bundle->clock(news.key.clock) : nullptr;
  if (rule != nullptr) json.with("zh", Json::of(rule->label.zh)).with("en", Json::of(rule->label.en));
  return json;
}

std::vector<std::string> texts_of(const core::Dossier* dossier, const std::vector<core::PartNo>& parts) {
  std::vector<std::string> names;
  for (const auto part : parts) {
    std::string name = part == 0 ? "head" : "part " + std::to_string(part);
    for (std::size_t i = 0; dossier != nullptr && i < dossier->document_parts.size(); ++i) {
      if (dossier->document_parts[i] == part) name = dossier->documents[i].type.str();
    }
    for (std::size_t i = 0; dossier != nullptr && part != 0 && i < dossier->head.evidence.size(); ++i) {
      if (dossier->head.evidence[i].part == part) name = dossier->head.evidence[i].id;
    }
    if (part != 0 && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

struct CopyNews {
  core::AgencyId to;
  std::string procedure;
  core::TransferId transfer;
  bool whole = false;
  std::vector<std::string> documents;
  std::vector<std::string> facts;
};

std::string procedure_of(const Recorded& recorded, const core::TransferId& transfer) {
  for (const auto& each : recorded.outcome->effects) {
    const auto* opened = std::get_if<effect::TransferOpened>(&each);
    if (opened != nullptr && opened->transfer == transfer) return opened->procedure.str();
  }
  const auto* envelope = recorded.envelope;
  return envelope != nullptr && envelope->transfer == transfer ? envelope->procedure.str() : std::string();
}

/// What goes to others because of this message; the delivery to the other party itself is none.
std::vector<CopyNews> copies_of(const Recorded& recorded) {
  std::vector<CopyNews> news;
  for (const auto& each : recorded.outcome->effects) {
    const auto* copy = std::get_if<effect::Delivered>(&each);
    if (copy == nullptr || (copy->whole && copy->transfer == recorded.statement->transfer)) continue;
    CopyNews one{copy->mailbox, procedure_of(recorded, copy->transfer),  copy->transfer,
                 copy->whole,   texts_of(recorded.dossier, copy->parts), {}};
    for (const auto& fact : copy->facts) one.facts.push_back(fact.str());
    news.push_back(std::move(one));
  }
  return news;
}

Json texts_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const auto& text : texts) list.list.push_back(Json::of(text));
  return list;
}

struct StateNews {
  core::TransferId transfer;
  std::string procedure;
  std::string state;
};

std::vector<StateNews> states_of(const Recorded& recorded) {
  std::vector<StateNews> news;
  const auto tell = [&](const core::TransferId& transfer, const core::Code& state) {
    const auto known =
        std::find_if(news.begin(), news.end(), [&](const auto& one) { return one.transfer == transfer; });
    if (known != news.end()) {
      known->state = state.str();
    } else {
      news.push_back({transfer, procedure_of(recorded, transfer), state.str()});
    }
  };
  for (const auto& each : recorded.outcome->effects) {
    if (const auto* opened = std::get_if<effect::TransferOpened>(&each)) tell(opened->transfer, opened->state);
    if (const auto* changed = std::get_if<effect::StateChanged>(&each)) tell(changed->transfer, changed->state);
  }
  return news;
}

void put_outcome(Json& json, const Recorded& recorded) {
  const core::Outcome& outcome = *recorded.outcome;
  json.with("findings", findings_json(outcome.findings, recorded.bundle));
  Json open = Json::array();
  for (const auto& step : outcome.open_steps) open.list.push_back(Json::of(step.view()));
  json.with("openSteps", std::move(open));
  Json clocks = Json::array();
  for (const auto& news : clocks_of(outcome)) clocks.list.push_back(clock_json(news, recorded.bundle));
  json.with("clocks", std::move(clocks));
  Json copies = Json::array();
  for (const auto& copy : copies_of(recorded)) {
    copies.list.push_back(Json::object()
                              .with("to", Json::of(copy.to))
                              .with("procedure", Json::of(copy.procedure))
                              .with("transfer", Json::of(core::hex(copy.transfer)))
                              .with("whole", Json::of(copy.whole))
                              .with("documents", texts_json(copy.documents))
                              .with("facts", texts_json(copy.facts)));
  }
  json.with("copies", std::move(copies));
  Json states = Json::array();
  for (const auto& state : states_of(recorded)) {
    states.list.push_back(Json::object()
                              .with("transfer", Json::of(core::hex(state.transfer)))
                              .with("procedure", Json::of(state.procedure))
                              .with("state", Json::of(state.state)));
  }
  json.with("states", std::move(states));
}

// ---- Words ----------------------------------------------------------------------------------------------------------

std::string step_words(const rules::PackBundle* bundle, const core::Code& procedure, const core::Code& step,
                       Language language) {
  const auto* kind = bundle != nullptr ? bundle->procedure(procedure) : nullptr;
  const auto* row = kind != nullptr ? rules::find_step(*kind, step) : nullptr;
  std::string text = procedure.str() + " " + step.str();
  if (row != nullptr) text += pick(language, "（", " (") + rules::in(row->label, language) + pick(language, "）", ")");
  return text;
}

std::string clock_words(const ClockNews& news, const rules::PackBundle* bundle, Language language) {
  const auto* rule = bundle != nullptr ? bundle->clock(news.key.clock) : nullptr;
  std::string text = news.key.clock.str();
  if (rule != nullptr) text += " " + rules::in(rule->label, language);
  text += of_pair(news.key.party, news.key.offence.view(), language);
  const std::string event = news.event;
  if (event == "ended") return text + pick(language, "：结束，", ": ended, ") + std::string(news.how);
  if (event == "fired") {
    return text +
           (news.how == "overdue" ? pick(language, "：已逾期，届满于 ", ": overdue, was due ")
                                  : pick(language, "：预警，届满于 ", ": warning, due ")) +
           core::print_due(news.due);
  }
  if (event == "suspended") return text + pick(language, "：中止", ": suspended");
  const bool is_new = event == "moved" || event == "resumed";
  text += pick(language, is_new ? "：改为 " : "：届满 ", is_new ? ": now due " : ": due ") + core::print_due(news.due);
  if (!news.first.empty() && news.first != news.due) {
    text += pick(language, "（另一口径 ", " (the other reading: ") + core::print_due(news.first) +
            pick(language, "）", ")");
  }
  if (news.provisional)
    text += pick(language, "（暂定：当年日历未公布）", " (provisional: that year's calendar is not published)");
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const auto& one : texts) text += (text.empty() ? "" : ", ") + one;
  return text;
}

void tell_outcome(std::string& text, const Recorded& recorded, Language language) {
  const core::Outcome& outcome = *recorded.outcome;
  const auto line = [&](const char* zh, const char* en, const std::string& what) {
    text += std::string("  ") + pick(language, zh, en) + what + "\n";
  };
  for (const auto& finding : outcome.findings) {
    line("校验发现：", "finding: ",
         recorded.bundle != nullptr ? rules::explain(*recorded.bundle, finding, language)
                                    : finding.code + " " + finding.path);
  }
  if (!outcome.open_steps.empty()) {
    std::vector<std::string> steps;
    for (const auto& step : outcome.open_steps) steps.push_back(step.str());
    line("现可使用的环节：", "open now: ", joined(steps));
  }
  for (const auto& news : clocks_of(outcome)) line("期限：", "clock: ", clock_words(news, recorded.bundle, language));
  for (const auto& copy : copies_of(recorded)) {
    const std::string what = copy.whole ? pick(language, "全文", "the whole message")
                                        : joined(copy.documents.empty() ? copy.facts : copy.documents);
    line("抄送：", "copy to ",
         name_of(recorded.members, copy.to, language) + (copy.procedure.empty() ? "" : " (" + copy.procedure + ")") +
             ": " + what);
  }
  for (const auto& state : states_of(recorded)) line("状态：", "state: ", state.procedure + " " + state.state);
}

}  // namespace

std::vector<ClockNews> clocks_of(const core::Outcome& outcome) {
  std::vector<ClockNews> news;
  for (const auto& each : outcome.effects) {
    if (const auto* one = std::get_if<effect::ClockStarted>(&each)) {
      news.push_back({"started", one->key, one->anchor, one->warn_at, one->due_first, one->due, "", one->provisional});
    } else if (const auto* ended = std::get_if<effect::ClockEnded>(&each)) {
      news.push_back({"ended", ended->key, {}, {}, {}, {}, core::name_of(ended->how)});
    } else if (const auto* fired = std::get_if<effect::ClockFired>(&each)) {
      news.push_back({"fired", fired->key, {}, {}, {}, fired->due, fired->overdue ? "overdue" : "warning"});
    } else if (const auto* moved = std::get_if<effect::ClockMoved>(&each)) {
      news.push_back({"moved", moved->key, {}, moved->warn_at, moved->due_first, moved->due, "", moved->provisional});
    } else if (const auto* still = std::get_if<effect::ClockSuspended>(&each)) {
      news.push_back({"suspended", still->key, {}, {}, {}, {}, ""});
    } else if (const auto* on = std::get_if<effect::ClockResumed>(&each)) {
      news.push_back({"resumed", on->key, {}, on->warn_at, on->due_first, on->due, "", on->provisional});
    }
  }
  return news;
}

core::Finding open_finding(const Json& json, const rules::PackBundle* bundle) {
  core::Finding finding;
  finding.code = json.text_of("code");
  finding.path = json.text_of("path");
  finding.bars = json.boolean_of("bars");
  finding.barred_step = core::Code::make(json.text_of("barredStep")).value_or(core::Code());
  const auto* rule = bundle != nullptr ? rules::find_requirement(*bundle, finding.code) : nullptr;
  if (rule != nullptr) {
    finding.fault = rule->fault;
    finding.cls = rule->cls;
  }
  return finding;
}

std::string of_pair(std::int64_t party, std::string_view offence, Language language) {
  if (party == 0) return "";
  return pick(language, "（当事人 ", " (party ") + std::to_string(party) + " / " + std::string(offence) +
         pick(language, "）", ")");
}

std::string_view words_of(core::Verdict verdict, Language language) {
  switch (verdict) {
    case core::Verdict::proceeds: return pick(language, "通过", "proceeds");
    case core::Verdict::proceeds_with_findings: return pick(language, "附校验发现送达", "delivered with findings");
    case core::Verdict::next_step_barred:
      return pick(language, "已送达，后续环节受阻", "delivered, a later step is barred");
    case core::Verdict::returned: return pick(language, "退回发送方", "returned to sender");
  }
  return "";
}

std::string name_of(const Members* members, const core::AgencyId& id, Language language) {
  const auto at = members != nullptr ? members->find(id) : Members::const_iterator{};
  if (members == nullptr || at == members->end()) return id;
  const std::string& name = language == Language::zh ? at->second.name_zh : at->second.name_en;
  return name.empty() ? id : name;
}

Json recorded_json(const Recorded& recorded) {
  const core::Statement& statement = *recorded.statement;
  Json json = Json::object().with("verdict", Json::of(core::name_of(statement.verdict)));
  if (statement.return_code != core::ReturnCode::none)
    json.with("code", Json::of(core::name_of(statement.return_code)));
  if (recorded.outcome != nullptr) {
    put_outcome(json, recorded);
  } else {  // of an old repeat or a state secret only the statement is left
    Json findings = Json::array();
    for (const auto& code : statement.findings) findings.list.push_back(Json::object().with("code", Json::of(code)));
    json.with("findings", std::move(findings)).with("openSteps", Json::array()).with("clocks", Json::array());
    json.with("copies", Json::array()).with("states", Json::array());
  }
  if (const auto* envelope = recorded.envelope) {
    json.with("case", Json::of(core::hex(envelope->case_id))).with("transfer", Json::of(core::hex(envelope->transfer)));
    json.with("procedure", Json::of(envelope->procedure.view())).with("step", Json::of(envelope->step.view()));
    json.with("occurredAt", Json::of(core::print_instant(envelope->occurred_at)));
    json.with("lane", Json::of(std::int64_t{envelope->lane})).with("number", Json::of(envelope->number));
  }
  json.with("record", Json::of(statement.index))
      .with("treeSize", Json::of(recorded.receipt->proof.checkpoint.tree_size));
  json.with("receivedAt", Json::of(core::print_instant(statement.received_at)));
  json.with("body", Json::of(core::hex(statement.body)));
  json.with("statement", Json::of(hex_of(recorded.receipt->statement)));
  json.with("receipt", Json::of(hex_of(core::encode_receipt(*recorded.receipt))))
      .with("test", Json::of(statement.test));
  return json;
}

std::string recorded_text(const Recorded& recorded, Language language) {
  const core::Statement& statement = *recorded.statement;
  std::string text;
  if (const auto* envelope = recorded.envelope) {
    text += name_of(recorded.members, envelope->sender, language) + ": " +
            step_words(recorded.bundle, envelope->procedure, envelope->step, language) + "\n";
  }
  text += std::string("  ") + pick(language, "校验结果：", "verdict: ") +
          std::string(words_of(statement.verdict, language));
  if (statement.return_code != core::ReturnCode::none)
    text += " (" + std::string(core::name_of(statement.return_code)) + ")";
  text += "\n";
  if (recorded.outcome != nullptr) {
    tell_outcome(text, recorded, language);
  } else if (!statement.findings.empty()) {
    text += std::string("  ") + pick(language, "校验发现：", "findings: ") + joined(statement.findings) + "\n";
  }
  text += std::string("  ") + pick(language, "平台凭证：", "receipt: ");
  if (const auto* envelope = recorded.envelope) {
    text += pick(language, "通道 ", "lane ") + std::to_string(envelope->lane) + pick(language, " 第 ", " number ") +
            std::to_string(envelope->number) + pick(language, " 号，", ", ");
  }
  text += pick(language, "记录 ", "record ") + std::to_string(statement.index) +
          pick(language, "，检查点 ", ", checkpoint ") + std::to_string(recorded.receipt->proof.checkpoint.tree_size) +
          pick(language, "，收于 ", ", received ") + core::print_instant(statement.received_at);
  if (statement.test) text += pick(language, "（演练）", " (training)");
  return text + "\n";
}

Json preflight_json(const Preflight& preflight, const Composed& message, const rules::PackBundle& bundle) {
  Json json = Json::object().with("verdict", Json::of(core::name_of(preflight.verdict)));
  if (preflight.code != core::ReturnCode::none) json.with("code", Json::of(core::name_of(preflight.code)));
  json.with("findings", findings_json(preflight.findings, &bundle));
  if (!preflight.secret.empty()) json.with("marked", texts_json(preflight.secret));
  Json not_judged = Json::array();
  for (const auto& one : preflight.not_judged) {
    not_judged.list.push_back(Json::object()
                                  .with("code", Json::of(one.code))
                                  .with("zh", Json::of(one.what.zh))
                                  .with("en", Json::of(one.what.en)));
  }
  json.with("notJudged", std::move(not_judged));
  json.with("procedure", Json::of(message.envelope.procedure.view()))
      .with("step", Json::of(message.envelope.step.view()));
  return json.with("pack", Json::of(bundle.version));
}

std::string preflight_text(const Preflight& preflight, const Composed& message, const rules::PackBundle& bundle,
                           Language language) {
  std::string text = step_words(&bundle, message.envelope.procedure, message.envelope.step, language) + "\n  " +
                     pick(language, "预检：", "pre-flight: ") + std::string(words_of(preflight.verdict, language));
  if (preflight.code != core::ReturnCode::none) text += " (" + std::string(core::name_of(preflight.code)) + ")";
  text += "\n";
  for (const auto& place : preflight.secret) {
    text += std::string("  ") + pick(language, "国家秘密标志：", "marked as a state secret: ") + place +
            pick(language, "；不得上平台，改走涉密渠道", "; never sent, use the paper route") + "\n";
  }
  for (const auto& finding : preflight.findings) {
    text += std::string("  ") + pick(language, "校验发现：", "finding: ") + rules::explain(bundle, finding, language) +
            "\n";
  }
  for (const auto& one : preflight.not_judged) {
    text += std::string("  ") + pick(language, "未判断：", "not judged: ") + one.code + " " +
            rules::in(one.what, language) + "\n";
  }
  return text;
}

Json delivery_json(const Delivered& delivered, const std::vector<std::string>& files, const rules::PackBundle* bundle) {
  const wire::Delivery& frame = delivered.frame;
  Json json = Json::object().with("delivery", Json::of(frame.delivery)).with("record", Json::of(frame.record));
  json.with("event", Json::of(frame.event)).with("from", Json::of(delivered.statement.sender));
  json.with("receivedAt", Json::of(core::print_instant(delivered.statement.received_at)));
  json.with("test", Json::of(delivered.statement.test));
  std::map<std::string, std::string> facts;  // one name may come with several values
  for (const auto& fact : frame.facts) {
    std::string& values = facts[fact.name.str()];
    values += (values.empty() ? "" : "; ") + fact.value;
  }
  Json told = Json::object();
  for (const auto& [name, values] : facts) told.with(name, Json::of(values));
  json.with("facts", std::move(told));
  if (frame.event) {
    json.with("procedure", Json::of(frame.procedure.view())).with("step", Json::of(""));
    json.with("case", Json::of(core::hex(frame.case_id))).with("transfer", Json::of(core::hex(frame.transfer)));
    return json;
  }
  json.with("body", Json::of(core::hex(delivered.body)));
  json.with("signedAt", Json::of(core::print_instant(delivered.envelope.signed_at)));
  json.with("seenAs", Json::object()
                          .with("procedure", Json::of(frame.procedure.view()))
                          .with("transfer", Json::of(core::hex(frame.transfer))));
  Json missing = Json::array();
  for (const auto part : delivered.missing) missing.list.push_back(Json::of(std::int64_t{part}));
  json.with("missing", std::move(missing));
  if (delivered.outcome) {
    json.with("verdict", Json::of(core::name_of(delivered.outcome->verdict)));
    json.with("findings", findings_json(delivered.outcome->findings, bundle));
  }
  Json message = message_json(delivered.envelope, delivered.head.value_or(core::DossierHead{}), delivered.documents,
                              files, bundle);
  for (auto& member : message.members) json.with(member.name, std::move(member.value));
  return json;
}

std::string delivery_line(const Delivered& delivered, const rules::PackBundle* bundle, const Members* members,
                          Language language) {
  const wire::Delivery& frame = delivered.frame;
  std::string text =
      "#" + std::to_string(frame.delivery) + " " + core::print_instant(delivered.statement.received_at) + " ";
  if (frame.event) {
    text += frame.procedure.str() + pick(language, " 平台告知：", " the bus tells: ");
    std::vector<std::string> facts;
    for (const auto& fact : frame.facts) facts.push_back(fact.name.str() + " " + fact.value);
    return text + joined(facts);
  }
  text += name_of(members, delivered.statement.sender, language) + ": " +
          step_words(bundle, delivered.envelope.procedure, delivered.envelope.step, language);
  if (!delivered.missing.empty()) text += pick(language, "（部分内容）", " (in part)");
  return text;
}

}  // namespace caseway::sdk
