// The step table of a kind: who says what, in which states, with which documents, what it starts, tells and leads to,
// and what bars it.
#include <algorithm>

#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

using Lines = std::vector<std::string>;

std::string lines(const Lines& all) {
  std::string text;
  for (const auto& one : all) text += element("div", "", one);
  return text;
}

/// A condition of the pack is a tree of paths, which is no sentence: the reader is told that there is one.
std::string if_it_holds(const Book& book, const Condition& when) {
  return when.op == Op::always ? "" : say(book, "(附条件)", "(under a condition)");
}

std::string state_in_words(const Book& book, const Procedure& kind, const Code& id) {
  const auto at =
      std::find_if(kind.states.begin(), kind.states.end(), [&](const StateRule& one) { return one.id == id; });
  return at == kind.states.end() ? html(id.view()) : both(book, at->label) + (at->final_ ? " ■" : "");
}

std::string name_cell(const Book& book, const Step& step) {
  Lines all{element("b", "", both(book, step.label)), element("code", "", html(step.id.view()))};
  switch (step.say) {
    case Say::message: break;
    case Say::with: {
      Lines with;
      for (const auto& one : step.with_steps) with.push_back(element("code", "", html(one)));
      all.push_back(say(book, "由平台随同另一环节作出 ", "said by the bus with another step ") + joined(with, ", "));
      break;
    }
    case Say::event: all.push_back(say(book, "期限届满时由平台作出", "said by the bus when a clock runs out")); break;
    case Say::when:
      all.push_back(say(book, "条件一经成就即由平台作出", "said by the bus as soon as its condition holds"));
      break;
  }
  return lines(all);
}

std::string who_cell(const Book& book, const Step& step) {
  Lines all;
  for (const auto& one : step.by) {
    all.push_back(joined({side_in_words(book, one.side), roles_in_words(book, one.roles)}, say(book, ":", ": ")));
    if (!one.officer.empty()) all.push_back(element("span", "quiet", html(one.officer)));
  }
  if (step.needs_consent) {
    all.push_back(say(book, "签收后须对方同意", "after sign-off the other side must say it too"));
  }
  return lines(all);
}

std::string states_cell(const Book& book, const Procedure& kind, const Step& step) {
  Lines all;
  if (step.opens_transfer) all.push_back(say(book, "— (启动移送)", "— (opens the transfer)"));
  for (const auto& id : step.in_states) all.push_back(state_in_words(book, kind, id));
  if (step.in_any_state && step.in_final_only) {
    all.push_back(say(book, "任一终结状态 ■", "any final state ■"));
  } else if (step.in_any_state && step.in_final_too) {
    all.push_back(say(book, "任一状态,包括终结状态", "any state, final ones too"));
  } else if (step.in_any_state) {
    all.push_back(say(book, "任一未终结状态", "any state that is not final"));
  }
  return lines(all);
}

std::string leads_cell(const Book& book, const Procedure& kind, const Step& step) {
  Lines all;
  const auto to = [&](const Code& id) { return "→ " + state_in_words(book, kind, id); };
  switch (step.lead) {
    case Lead::same:
      all.push_back(is_reopening(step) ? say(book, "→ 承办方所称状态", "→ the state that the holder names")
                                       : say(book, "状态不变", "the state stays"));
      break;
    case Lead::state: all.push_back(to(step.state)); break;
    case Lead::decided_when_no_pair_open:
      all.push_back(to(step.state) +
                    say(book, " 每一人每一罪均有结果后", " once every person and offence has an outcome"));
      if (!step.otherwise.empty()) all.push_back(say(book, "否则 ", "otherwise ") + to(step.otherwise));
      break;
    case Lead::first_that_holds:
      for (const auto& one : step.branches) all.push_back(to(one.state) + " " + if_it_holds(book, one.when));
      all.push_back(say(book, "条件均不成就的,状态不变", "none holds: the state stays"));
      break;
  }
  if (!step.outcome.empty()) {
    all.push_back(say(book, "结果:", "outcome: ") + value_in_words(book, "outcome", step.outcome));
  }
  for (const auto& one : step.counters) {
    all.push_back(say(book, "计数加一:", "counts one more: ") + element("code", "", html(one.view())));
  }
  if (!step.links.empty() && step.links.view() != "*") {
    all.push_back(say(book, "关联:", "links as ") + value_in_words(book, "link", step.links));
  }
  if (step.pairs_added) all.push_back(say(book, "加入新的人员、罪名", "adds persons and offences"));
  if (step.items_listed) all.push_back(say(book, "登记清单所列物品", "takes the listed items"));
  if (step.items_counted) all.push_back(say(book, "记录清点结果", "takes the counted items"));
  if (step.items_moved) all.push_back(say(book, "物品转由接收方保管", "the items are the receiver's from now on"));
  if (step.items_explained) all.push_back(say(book, "差异视为已说明", "differences count as explained"));
  for (const auto* items : {&step.asks, &step.answers}) {
    if (items->requirement.empty()) continue;
    all.push_back((items == &step.asks ? say(book, "逐项列为待补:", "each item asked for is open: ")
                                       : say(book, "逐项答复:", "answers items: ")) +
                  requirement_link(book, kind.id, items->requirement));
  }
  if (step.receiver == NewReceiver::named) {
    all.push_back(say(book, "报文所指机关成为接收方", "the agency that the message names becomes the receiver"));
  }
  if (step.receiver == NewReceiver::sayer)
    all.push_back(say(book, "作出方成为接收方", "who says it becomes the receiver"));
  return lines(all);
}

std::string clocks_cell(const Book& book, const Step& step) {
  Lines all;
  const auto each = [&](bool per_pair) {
    return per_pair ? say(book, "(逐人逐罪)", "(for each person and offence)") : "";
  };
  for (const auto& one : step.starts) {
    all.push_back(joined({say(book, "起算", "starts") + " " + clock_link(book, one.clock), each(one.per_pair),
                          one.on_receipt ? say(book, "(自文书签收)", "(when its document is received)") : "",
                          one.warn_from ? say(book, "(预警自 ", "(warned of as from ") +
                                              element("code", "", html(one.warn_from->text)) + say(book, " 起算)", ")")
                                        : "",
                          if_it_holds(book, one.when)},
                         " "));
  }
  for (const auto& one : step.ends) {
    all.push_back(joined({say(book, "结束", "ends") + " " + clock_link(book, one.clock), each(one.per_pair),
                          if_it_holds(book, one.when)},
                         " "));
  }
  for (const auto& one : step.pauses) all.push_back(say(book, "中止", "suspends") + " " + clock_link(book, one));
  for (const auto& one : step.resumes) all.push_back(say(book, "恢复", "resumes") + " " + clock_link(book, one));
  return lines(all);
}

std::string copy_target(const Book& book, const Copy& copy) {
  switch (copy.to) {
    case CopyTo::role:
      return roles_in_words(book, copy.roles) +
             (copy.of == Side::receiver ? say(book, "(接收方的对应机关)", " (the receiver's counterpart)") : "");
    case CopyTo::sender: return say(book, "发送方", "sender");
    case CopyTo::receiver: return say(book, "接收方", "receiver");
    case CopyTo::first_sender: return say(book, "本案首个发送方", "first sender of the case");
    case CopyTo::earlier_senders: return say(book, "本案此前各发送方", "earlier senders of the case");
    case CopyTo::holders: return say(book, "同一权利其他案件的承办方", "who holds a case on the same right");
    case CopyTo::region_members: return say(book, "本地区成员", "members of the region");
  }
  return {};
}

std::string copies_cell(const Book& book, const Step& step) {
  Lines all;
  for (const auto& copy : step.copies) {
    Lines parts;
    if (copy.whole) parts.push_back(say(book, "全部材料", "everything"));
    for (const auto& one : copy.documents) parts.push_back(document_link(book, one));
    for (const auto& one : copy.facts) parts.push_back(element("code", "", html(one.view())));
    all.push_back(
        joined({copy_target(book, copy) + ": " + joined(parts, say(book, "、", ", ")),
                copy.under.empty() ? "" : say(book, "见于 ", "seen under ") + kind_link(book, copy.under),
                if_it_holds(book, copy.when), local_in_words(book, copy.local),
                copy.setting.empty() ? "" : say(book, "由设置决定:", "by setting ") + setting_link(book, copy.setting)},
               " ") +
        sources(book, copy.basis));
  }
  for (const auto& one : step.opens) {
    all.push_back(say(book, "另行启动 ", "opens ") + kind_link(book, one.procedure) +
                  (book.bundle.is_absent(one.procedure)
                       ? say(book, "(不在本规则包,不启动)", " (not in the set: nothing opens)")
                       : ""));
  }
  return lines(all);
}

std::string bars_cell(const Book& book, const Procedure& kind, const Step& step) {
  Lines all;
  const auto waived = [&](const std::vector<core::Role>& by) {
    return by.empty() ? "" : say(book, " 可免补:", " may be waived by ") + roles_in_words(book, by);
  };
  if (!step.barred.zh.empty()) all.push_back(both(book, step.barred) + waived(step.waived_by));
  for (const auto& one : kind.requirements) {
    const auto stands = [&](const std::vector<Code>& in) {
      return std::find(in.begin(), in.end(), step.id) != in.end();
    };
    const auto said = requirement_link(book, kind.id, one.id) + " " + both(book, one.missing);
    if (stands(one.bars)) all.push_back(said + (one.until_waived ? waived(one.waived_by) : ""));
    if (one.stops && stands(one.steps)) {
      all.push_back(element("span", "bar", say(book, "退回发送方:", "returned to its sender: ")) + said);
    }
  }
  return lines(all);
}

}  // namespace

bool is_reopening(const Step& step) { return step.id.view() == "reopen"; }

std::string step_table(const Book& book, const Procedure& kind) {
  std::string rows;
  for (const auto& step : kind.steps) {
    Lines documents;
    for (const auto& one : step.documents) documents.push_back(document_link(book, one));
    rows += row(anchor("step", step.id.view()),
                {name_cell(book, step), who_cell(book, step), states_cell(book, kind, step),
                 leads_cell(book, kind, step), lines(documents), clocks_cell(book, step), copies_cell(book, step),
                 bars_cell(book, kind, step), sources(book, step.basis)});
  }
  return table("steps",
               {say(book, "环节", "Step"), say(book, "由谁作出", "Said by"), say(book, "在何状态", "In state"),
                say(book, "导致", "Leads to"), say(book, "文书", "Documents"), say(book, "期限", "Clocks"),
                say(book, "抄送与另行启动", "Copies, openings"), say(book, "何者阻止", "What bars it"),
                say(book, "依据", "Article")},
               rows);
}

}  // namespace caseway::rules
