// caseway show: what the broker says of one's own transfers, and what the lane holds.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "broker/core/receipt.h"
#include "sdk/command_agency.h"
#include "sdk/command_failed.h"
#include "sdk/outgoing.h"

namespace caseway::sdk {
namespace {

constexpr int wait_ms = 15'000;

const char* pick(Language language, const char* zh, const char* en) { return language == Language::zh ? zh : en; }

/// Limits as people write them ("2025-09-30 24:00"), and whether a clock has warned, in every list of clocks of an
/// answer.
void tell_limits(Json& json) {
  for (auto& element : json.list) tell_limits(element);
  for (auto& member : json.members) {
    if (member.name != "clocks") {
      tell_limits(member.value);
      continue;
    }
    for (Json& clock : member.value.list) {
      for (auto& inner : clock.members) {
        if (inner.name != "warn" && inner.name != "first" && inner.name != "due") continue;
        if (const auto at = core::parse_instant(inner.value.text)) inner.value.text = core::print_due(*at);
      }
      const std::string state = clock.text_of("state");
      clock.with("warned", Json::of(state == "warned" || state == "fired"));
    }
  }
}

void add_line(std::string& text, const std::string& indent, const std::string& line) { text += indent + line + "\n"; }

std::string clock_line(const Json& clock, const rules::PackBundle* bundle, Language language) {
  const std::string id = clock.text_of("clock");
  const auto code = core::Code::make(id);
  const auto* rule = bundle != nullptr && code ? bundle->clock(*code) : nullptr;
  std::string line = pick(language, "期限 ", "clock ") + id;
  if (rule != nullptr) line += " " + rules::in(rule->label, language);
  line += of_pair(clock.integer_of("party"), clock.text_of("offence"), language);
  line += std::string(pick(language, "：届满 ", ": due ")) + clock.text_of("due");
  const std::string first = clock.text_of("first");
  if (!first.empty() && first != clock.text_of("due"))
    line += pick(language, "，另一口径 ", ", the other reading ") + first;
  const std::string state = clock.text_of("state");
  if (state == "fired") line += pick(language, "，已逾期", ", overdue");
  if (state == "warned") line += pick(language, "，已预警", ", warned");
  if (clock.boolean_of("provisional")) line += pick(language, "，暂定", ", provisional");
  return line;
}

std::string finding_line(const Json& json, const rules::PackBundle* bundle, Language language) {
  const core::Finding finding = open_finding(json, bundle);
  std::string line = pick(language, "未决 ", "open ");
  line += bundle != nullptr ? rules::explain(*bundle, finding, language) : finding.code + " " + finding.path;
  if (json.boolean_of("waived")) line += pick(language, "（已准予）", " (waived)");
  return line;
}

std::string number_line(const Json& number, const Members* members, Language language) {
  return pick(language, "案号（", "number of ") + name_of(members, number.text_of("agency"), language) +
         pick(language, "）：", ": ") +
         (number.find("number") != nullptr ? number.text_of("number")
                                           : pick(language, "报文已不可读", "its message cannot be read any more"));
}

std::string numbers_in(const std::vector<Json>& list) {
  std::string text;
  for (const Json& number : list) text += (text.empty() ? "" : ", ") + std::to_string(number.integer);
  return text;
}

/// "part 3 of record 12", as an order to erase it names them.
std::string taken_back_line(const Json& part, Language language) {
  const auto record = std::to_string(part.integer_of("record"));
  const auto no = std::to_string(part.integer_of("part"));
  const bool erased = part.boolean_of("erased");
  if (language == Language::zh) return "已召回 记录 " + record + " 的部件 " + no + (erased ? "，内容已擦除" : "");
  return "recalled: part " + no + " of record " + record + (erased ? ", erased" : "");
}

/// Who had been owed what of a recalled message, and when its system took it.
std::string seen_line(const Json& seen, const Members* members, Language language) {
  const std::string what = seen.boolean_of("whole")
                               ? pick(language, "全部", "the whole message")
                               : pick(language, "部件 ", "parts ") + numbers_in(seen.list_of("parts"));
  const std::string taken = seen.text_of("taken");
  return pick(language, "曾送 ", "was sent to ") + name_of(members, seen.text_of("agency"), language) + ": " + what +
         ", " + seen.text_of("owed") +
         (taken.empty() ? std::string(pick(language, "，召回前未取走", ", not taken before the recall"))
                        : pick(language, "，取走于 ", ", taken ") + taken);
}

std::string transfer_text(const Json& json, const rules::PackBundle* bundle, const Members* members,
                          Language language) {
  std::string text;
  add_line(text, "", json.text_of("procedure") + " " + json.text_of("state") + "  " + json.text_of("transfer"));
  add_line(text, "  ",
           name_of(members, json.text_of("sender"), language) + " -> " +
               name_of(members, json.text_of("recipient"), language) + pick(language, "，发起于 ", ", opened ") +
               json.text_of("openedAt"));
  for (const Json& number : json.list_of("numbers")) add_line(text, "  ", number_line(number, members, language));
  for (const Json& pair : json.list_of("pairs")) {
    const std::string outcome = pair.text_of("outcome");
    add_line(text, "  ",
             pick(language, "当事人 ", "party ") + std::to_string(pair.integer_of("party")) + " / " +
                 pair.text_of("offence") + ": " + (outcome.empty() ? pick(language, "未决", "open") : outcome));
  }
  for (const Json& clock : json.list_of("clocks")) add_line(text, "  ", clock_line(clock, bundle, language));
  for (const Json& finding : json.list_of("findings")) add_line(text, "  ", finding_line(finding, bundle, language));
  for (const Json& part : json.list_of("takenBack")) add_line(text, "  ", taken_back_line(part, language));
  for (const Json& seen : json.list_of("seenBy")) add_line(text, "  ", seen_line(seen, members, language));
  for (const Json& pending : json.list_of("pending")) {
    add_line(text, "  ",
             pick(language, "等待对方确认 ", "waits for the other side: ") + pending.text_of("step") + " " +
                 pending.text_of("body"));
  }
  std::string steps;
  for (const Json& step : json.list_of("openSteps")) steps += (steps.empty() ? "" : ", ") + step.text;
  if (!steps.empty()) add_line(text, "  ", pick(language, "现可使用的环节 ", "open now: ") + steps);
  return text;
}

std::string history_line(const Json& entry, const Members* members, Language language) {
  std::string line = "#" + std::to_string(entry.integer_of("record")) + " " + entry.text_of("receivedAt") + " " +
                     name_of(members, entry.text_of("sender"), language) + " " + entry.text_of("procedure") + " " +
                     entry.text_of("step") + " " + entry.text_of("verdict");
  if (!entry.text_of("code").empty()) line += " (" + entry.text_of("code") + ")";
  if (!entry.text_of("ownCaseNumber").empty()) line += " " + entry.text_of("ownCaseNumber");
  return line;
}

std::string answer_text(const Json& json, const rules::PackBundle* bundle, const Members* members, Language language) {
  std::string text;
  if (json.find("state") != nullptr) return transfer_text(json, bundle, members, language);
  for (const Json& transfer : json.list_of("transfers")) text += transfer_text(transfer, bundle, members, language);
  for (const Json& item : json.list_of("items")) {
    add_line(text, "",
             pick(language, "物品 ", "item ") + std::to_string(item.integer_of("no")) + ": " +
                 std::to_string(item.integer_of("quantity")) + " " + item.text_of("unit") + " " +
                 item.text_of("status") + " " + name_of(members, item.text_of("holder"), language));
  }
  std::string of_case;
  for (const Json& number : json.list_of("numbers")) {
    if (number.text_of("case") != of_case) {
      of_case = number.text_of("case");
      add_line(text, "", pick(language, "案件 ", "case ") + of_case);
    }
    add_line(text, "  ", number_line(number, members, language));
  }
  for (const char* name : {"history", "found"}) {
    for (const Json& entry : json.list_of(name)) add_line(text, "", history_line(entry, members, language));
  }
  return text.empty() ? pick(language, "没有\n", "nothing\n") : text;
}

void show_query(const CommonWords& common, wire::Query query, bool as_list) {
  Desk desk(common);
  ClientOptions options;
  options.send = false;
  Client& client = desk.open(options);
  desk.connect(wait_ms);
  std::string why;
  (void)fetch_rules(client, desk.agency.packs, desk.rules, why);
  const bool asks_who_saw = query.kind == wire::QueryKind::transfer && !query.text.empty();
  const auto answer = client.ask(std::move(query), wait_ms);
  if (!answer) throw CommandFailed(Exit::outcome_unknown, "the broker did not answer: " + client.trouble());
  if (!answer->found) throw CommandFailed(Exit::bad_input, "not found among the transfers of " + desk.agency.id);
  Mistakes mistakes;
  auto json = parse_json(answer->json, "answer", mistakes);
  if (!json) throw CommandFailed(Exit::outcome_unknown, print_mistake(mistakes.front()));
  if (asks_who_saw && json->find("seenBy") == nullptr)
    throw CommandFailed(Exit::bad_input, "--seen: nothing was recalled of that record, or " + desk.agency.id +
                                             " did not say it in this transfer; `takenBack` tells which records");
  tell_limits(*json);
  const bool words = !common.json && !as_list;
  print_text(words ? answer_text(*json, desk.bundle(), client.members(), common.lang()) : print_json(*json));
}

void show_receipt(const CommonWords& common, core::LaneNo lane_no, core::LaneNumber number) {
  Desk desk(common);
  ClientOptions options;
  options.send = false;
  options.lane = lane_no;
  Client& client = desk.open(options);
  const auto print = [&](const Recorded& told) {
    print_text(common.json ? print_json(recorded_json(told)) : recorded_text(told, common.lang()));
  };
  if (const auto record = lane_record(client.lane(), number)) return print(record->told(desk.bundle(), nullptr));
  desk.connect(wait_ms);
  wire::Query query;
  query.kind = wire::QueryKind::receipt;
  query.lane = lane_no;
  query.lane_number = number;
  const auto answer = client.ask(std::move(query), wait_ms);
  if (!answer) throw CommandFailed(Exit::outcome_unknown, "the broker did not answer: " + client.trouble());
  const auto receipt = core::decode_receipt(answer->bytes);
  const auto statement = receipt.ok() ? core::check_receipt(receipt.value(), desk.agency.log_key)
                                      : core::Result<core::Statement>(receipt.refused());
  if (!answer->found || !statement.ok()) {
    throw CommandFailed(Exit::bad_input,
                        !answer->found ? "no such number" : "the receipt does not hold: " + statement.refused().what);
  }
  Recorded told;
  told.statement = &statement.value();
  told.receipt = &receipt.value();
  print(told);
}

template <class Id>
Id id_of(const std::string& text) {
  const auto id = core::from_hex<Id>(text);
  if (!id) throw CommandFailed(Exit::bad_input, "'" + text + "' is no id: 32 hexadecimal digits");
  return *id;
}

}  // namespace

void add_show(CLI::App& app, std::shared_ptr<CommonWords> common) {
  struct Words {
    std::string text;
    std::optional<std::uint64_t> seen;
    unsigned lane = 0;
    std::uint64_t number = 0;
  };
  auto words = std::make_shared<Words>();
  auto* show = app.add_subcommand("show", "What the broker says of one's own transfers")->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, wire::QueryKind kind, bool as_list, auto fill) {
    auto* command = show->add_subcommand(name, what);
    command->callback([=] {
      wire::Query query;
      query.kind = kind;
      fill(query, *words);
      show_query(*common, std::move(query), as_list);
    });
    return command;
  };
  const auto nothing = [](wire::Query&, const Words&) {};
  add("status", "the site: time, pack, lanes, what waits", wire::QueryKind::status, true, nothing);
  add("members", "members of the site, their roles, keys and counterparts", wire::QueryKind::directory, true, nothing);
  add("todo", "transfers that are not final, with open steps and clocks", wire::QueryKind::to_do, false, nothing);
  add("case", "one case, as far as it is one's own", wire::QueryKind::own_case, false,
      [](wire::Query& query, const Words& from) { query.case_id = id_of<core::CaseId>(from.text); })
      ->add_option("ID", words->text)
      ->required();
  auto* transfer =
      add("transfer", "one transfer", wire::QueryKind::transfer, false, [](wire::Query& query, const Words& from) {
        query.transfer = id_of<core::TransferId>(from.text);
        if (from.seen) query.text = std::to_string(*from.seen);
      });
  transfer->add_option("ID", words->text)->required();
  transfer->add_option("--seen", words->seen,
                       "RECORD of a message of one's own that was recalled: also who had been sent it, and when");
  add("search", "cases by any number or id", wire::QueryKind::search, false,
      [](wire::Query& query, const Words& from) { query.text = from.text; })
      ->add_option("TEXT", words->text)
      ->required();
  auto* receipt = show->add_subcommand("receipt", "the receipt of a number of one's own");
  receipt->add_option("LANE", words->lane)->required();
  receipt->add_option("NUMBER", words->number)->required();
  receipt->callback([=] { show_receipt(*common, lane_or_fail(words->lane), words->number); });
}

}  // namespace caseway::sdk
