// The clock table: from when, how long, counted in what days, whose duty, and what running out means.
#include "broker/core/instant.h"
#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

std::string code(std::string_view text) { return element("code", "", html(text)); }

std::string anchor_cell(const Book& book, const ClockRule& clock) {
  switch (clock.anchor) {
    case AnchorKind::step:
      return say(book, "使其起算的环节发生之时", "when the step that starts it happened") +
             (clock.anchor_path.text.empty()
                  ? ""
                  : say(book, ";未起算的,自 ", "; if none started it, ") + code(clock.anchor_path.text));
    case AnchorKind::received:
      return say(book, "签收之时:", "when received: ") +
             (clock.anchor_document.empty() ? say(book, "该环节的文书", "the document of the step")
                                            : document_link(book, clock.anchor_document)) +
             (clock.on_ack ? "" : say(book, "(仅以签收回执为准)", " (by a signature only)"));
    case AnchorKind::asserted:
      return say(book, "文书所载时间:", "a time in a document: ") + code(clock.anchor_path.text) +
             (clock.end_path ? say(book, ",至 ", ", to ") + code(clock.end_path->text) : "");
  }
  return {};
}

std::string length_cell(const Book& book, const ClockRule& clock) {
  std::vector<std::string> parts;
  if (clock.length != 0) parts.push_back(period_in_words(book, clock.length, clock.unit));
  if (clock.second_length != 0) {
    parts.push_back(say(book, "另一依据:", "by another source: ") +
                    period_in_words(book, clock.second_length, clock.unit) +
                    say(book, "(较短者预警,较长者为逾期)", " (the shorter warns, the longer is overdue)"));
  }
  for (const auto* from : {&clock.length_from, &clock.length_or}) {
    if (*from) parts.push_back(say(book, "文书所载者优先:", "what a document says goes first: ") + code((*from)->text));
  }
  if (const auto* setting = clock.setting.empty() ? nullptr : book.bundle.setting(clock.setting)) {
    // A value that begins with a number is the length itself (broker/rules/reading.cc).
    parts.push_back(say(book, "站点设置 ", "site setting ") + setting_link(book, setting->id) +
                    say(book, ",默认值 ", ", by default ") + code(setting->default_value));
  }
  return joined(parts, "<br>");
}

std::string days_cell(const Book& book, const ClockRule& clock) {
  std::vector<std::string> parts;
  switch (clock.basis_of_days) {
    case DayBasis::none: break;
    case DayBasis::calendar: parts.push_back(say(book, "自然日", "calendar days")); break;
    case DayBasis::working: parts.push_back(say(book, "工作日", "working days")); break;
    case DayBasis::disputed:
      parts.push_back(say(book, "有争议:较早者预警,较晚者为逾期(自然日、工作日)",
                          "disputed, calendar or working days: warn at the earlier end, overdue after the later"));
      break;
  }
  parts.push_back(clock.rolls ? say(book, "末日为休息日的顺延", "a last day of rest moves to the next working day")
                              : say(book, "不顺延", "never moves for a day of rest"));
  if (clock.custody_no_roll) parts.push_back(say(book, "在押人员不顺延", "not moved for a person in custody"));
  return joined(parts, "<br>");
}

/// The greatest unit that the warning is a whole number of.
std::string warning_cell(const Book& book, const ClockRule& clock) {
  if (clock.pre_warning_ms == 0) return "—";
  if (clock.pre_warning_ms % core::day_ms == 0) {
    return period_in_words(book, clock.pre_warning_ms / core::day_ms, Unit::days);
  }
  if (clock.pre_warning_ms % core::hour_ms == 0) {
    return period_in_words(book, clock.pre_warning_ms / core::hour_ms, Unit::hours);
  }
  return std::to_string(clock.pre_warning_ms / core::minute_ms) + say(book, "分钟", " minutes");
}

std::string changes_cell(const Book& book, const ClockRule& clock) {
  std::vector<std::string> parts;
  if (const auto& more = clock.extension; more.allowed) {
    auto text = say(book, "可延长,批准:", "may be extended by ") + roles_in_words(book, more.approvers);
    if (!more.document.empty()) text += "<br>" + document_link(book, more.document);
    text += "<br>" + (more.most == 0 ? say(book, "至文书所载之日", "as long as the document says")
                                     : say(book, "最长 ", "at most ") +
                                           period_in_words(book, more.most, more.most_unit.value_or(clock.unit)));
    if (!more.setting.empty())
      text += "<br>" + say(book, "须开启设置 ", "only while this setting is on: ") + setting_link(book, more.setting);
    parts.push_back(text);
  }
  if (clock.suspends) {
    parts.push_back(
        say(book, "可中止", "may be suspended") +
        (clock.suspended_by.empty() ? "" : say(book, ",由 ", " by ") + roles_in_words(book, clock.suspended_by)) +
        (clock.suspend_document.empty() ? "" : "<br>" + document_link(book, clock.suspend_document)));
  }
  for (const auto& one : clock.local) {
    parts.push_back(say(book, "地方内部期限(仅预警)", "earlier limit of a region (warns only): ") +
                    period_in_words(book, one.length, clock.unit) + " " + local_in_words(book, one.local) +
                    sources(book, one.basis));
  }
  if (clock.transition == Transition::restart_on_change_day)
    parts.push_back(
        say(book, "本版施行之日重新起算", "counted anew from the day on which this edition comes into force"));
  if (clock.transition == Transition::shorten_if_earlier_from_change_day)
    parts.push_back(say(book, "自本版施行之日起算,较早届满的从其届满",
                        "counted from the day on which this edition comes into force, where that ends earlier"));
  if (!clock.restarts) parts.push_back(say(book, "不重新起算", "never begins anew"));
  return joined(parts, "<br>");
}

std::string after_cell(const Book& book, const ClockRule& clock) {
  std::vector<std::string> parts{both(book, clock.consequence)};
  if (!clock.raises.empty())
    parts.push_back(say(book, "平台作出环节 ", "the bus says the step ") + code(clock.raises.view()));
  if (!clock.line_to.empty()) {
    auto text =
        say(book, "可见此情况:", "a line is shown to ") + roles_in_words(book, clock.line_to) +
        (clock.line_of == Side::receiver ? say(book, "(接收方的对应机关)", " (the receiver's counterpart)") : "");
    for (const auto& kind : clock.line_kinds) text += " " + code(kind.view());
    parts.push_back(text);
  }
  if (!clock.late_finding.empty())
    parts.push_back(say(book, "迟延的校验发现 ", "finding when late: ") + code(clock.late_finding));
  if (!clock.late_ends) parts.push_back(say(book, "迟延的环节不结束该期限", "a late step does not end it"));
  if (clock.may_pass)
    parts.push_back(
        say(book, "此为可以行使的期间,届满不构成迟延", "a time that somebody has; letting it pass is not late"));
  return joined(parts, "<br>");
}

}  // namespace

std::string clock_table(const Book& book, const std::vector<ClockRule>& clocks) {
  std::string rows;
  for (const auto& clock : clocks) {
    rows += row(
        anchor("clock", clock.id.view()),
        {element("b", "", both(book, clock.label)) + "<br>" + code(clock.id.view()), anchor_cell(book, clock),
         length_cell(book, clock), days_cell(book, clock), warning_cell(book, clock), side_in_words(book, clock.owner),
         changes_cell(book, clock), after_cell(book, clock), sources(book, clock.basis)});
  }
  return table("clocks",
               {say(book, "期限", "Clock"), say(book, "起算", "Counts from"), say(book, "长度", "Length"),
                say(book, "日的计算", "Days"), say(book, "提前预警", "Warning before"),
                say(book, "义务方", "Whose duty"), say(book, "延长、中止", "Extension, suspension"),
                say(book, "届满后果", "When it runs out"), say(book, "依据", "Article")},
               rows);
}

}  // namespace caseway::rules
