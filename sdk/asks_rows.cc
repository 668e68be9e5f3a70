#include "sdk/asks_rows.h"

#include "broker/core/instant.h"
#include "broker/rules/describe.h"

namespace caseway::sdk {

std::string days_in_words(const Writer& writer, const rules::Days& days) {
  if (!days.from && !days.to) return writer.pick("一直", "always");
  const auto from = days.from ? core::print_date(*days.from) : std::string();
  const auto to = days.to ? core::print_date(*days.to) : std::string();
  if (!days.to) return writer.pick("自" + from + "起", "from " + from);
  if (!days.from) return writer.pick("至" + to + "止", "to " + to);
  return writer.pick(from + "至" + to, "from " + from + " to " + to);
}

std::string document_in_words(const Writer& writer, const rules::PackBundle& bundle, const core::DocumentType& type) {
  const auto* rule = bundle.document(type);
  return type.str() + (rule == nullptr ? "" : " " + writer.in(rule->label));
}

namespace {

std::string local_in_words(const Writer& writer, const rules::PackBundle& bundle, const rules::Local& local) {
  const auto* region = bundle.region(local.region);
  const auto name = region == nullptr ? std::string() : " " + writer.in(region->label);
  return writer.pick("地区 ", "region ") + local.region + name + writer.comma() +
         days_in_words(writer, {local.from, local.to});
}

std::string bases_in_words(const Writer& writer, const rules::PackBundle& bundle,
                           const std::vector<rules::Basis>& all) {
  return joined(all, writer.semicolon(),
                [&](const rules::Basis& one) { return rules::cite(bundle, one, writer.language()); });
}

std::string when_in_words(const Writer& writer, const rules::Condition& when) {
  if (when.op == rules::Op::always) return {};
  return writer.semicolon() + writer.pick("条件(规则原文):", "when ") + rules::print_condition(when);
}

/// What the law leaves open: another value may be the site's, which no query tells.
void write_setting(Writer& writer, const rules::PackBundle& bundle, const core::Code& id) {
  const auto* setting = id.empty() ? nullptr : bundle.setting(id);
  if (setting == nullptr) return;
  writer.line(3, writer.pick("由站点设置确定:", "left to site setting ") + id.str() + " " + writer.in(setting->title) +
                     writer.pick(";默认值:", "; by default: ") + setting->default_value);
}

std::string length_in_words(const Writer& writer, const rules::ClockRule& rule) {
  std::string text;
  if (rule.length != 0) text = rules::period_in_words(rule.length, rule.unit, writer.language());
  if (rule.second_length != 0)
    text += writer.pick("或", " or ") + rules::period_in_words(rule.second_length, rule.unit, writer.language());
  switch (rule.basis_of_days) {
    case rules::DayBasis::none: break;
    case rules::DayBasis::calendar: text += writer.pick("(自然日)", " (calendar)"); break;
    case rules::DayBasis::working: text += writer.pick("(工作日)", " (working)"); break;
    case rules::DayBasis::disputed:
      text += writer.pick("(自然日或工作日有争议)", " (calendar or working: disputed)");
      break;
  }
  for (const auto* path : {&rule.length_from, &rule.length_or}) {
    if (*path) text += (text.empty() ? "" : writer.comma()) + writer.pick("依文书 ", "as told by ") + (*path)->text;
  }
  return text;
}

std::string anchor_in_words(const Writer& writer, const rules::PackBundle& bundle, const rules::ClockRule& rule) {
  switch (rule.anchor) {
    case rules::AnchorKind::step: return {};
    case rules::AnchorKind::received:
      return writer.semicolon() + writer.pick("自收到", "from receipt of ") +
             document_in_words(writer, bundle, rule.anchor_document) + writer.pick("起算", "");
    case rules::AnchorKind::asserted:
      return writer.semicolon() + writer.pick("自文书所载 ", "from what is told as ") + rule.anchor_path.text +
             writer.pick(" 起算", "");
  }
  return {};
}

}  // namespace

void write_requirement(Writer& writer, const rules::PackBundle& bundle, const rules::Requirement& rule) {
  std::string text = writer.pick("要求 ", "asks for ") + rule.id + " " + writer.in(rule.label) +
                     writer.pick("(", " (") + rules::class_in_words(rule.cls, writer.language()) +
                     writer.pick(")", ")");
  if (rule.stops) text += writer.semicolon() + writer.pick("不满足则退回发送方", "without it the message is returned");
  if (!rule.bars.empty()) {
    text += writer.semicolon() + writer.pick("补齐之前不得进行 ", "without it closed: ") +
            joined(rule.bars, writer.pick("、", ", "), [](const core::Code& one) { return one.str(); });
  }
  if (!rule.supplied_by.empty()) {
    text += writer.semicolon() + writer.pick("可由", "supplied by ") +
            rules::roles_in_words(rule.supplied_by, writer.language()) + writer.pick("补充", "");
  }
  if (!rule.waived_by.empty()) {
    text += writer.semicolon() + writer.pick("可由", "waived by ") +
            rules::roles_in_words(rule.waived_by, writer.language()) + writer.pick("免补", "");
  }
  if (rule.per_party) text += writer.semicolon() + writer.pick("逐人适用", "for each person");
  writer.line(2, text + when_in_words(writer, rule.when));
  write_setting(writer, bundle, rule.setting);
  if (!rule.local.region.empty()) writer.line(3, local_in_words(writer, bundle, rule.local));
  if (!rule.basis.empty()) writer.line(3, bases_in_words(writer, bundle, rule.basis));
}

void write_clock(Writer& writer, const rules::PackBundle& bundle, const AskedClock& clock, const std::string& begins) {
  std::string text = begins + clock.id.str();
  const auto* rule = clock.rule;
  if (rule != nullptr) {
    text += " " + writer.in(rule->label) + writer.colon() + length_in_words(writer, *rule) +
            anchor_in_words(writer, bundle, *rule) + writer.semicolon() + writer.pick("义务方:", "duty: ") +
            rules::side_in_words(rule->owner, writer.language());
  }
  if (clock.on_receipt) text += writer.semicolon() + writer.pick("自对方收到时起算", "from its receipt");
  if (clock.per_pair) text += writer.semicolon() + writer.pick("逐人逐罪计算", "for each person and offence");
  writer.line(2, text + when_in_words(writer, *clock.when));
  if (rule == nullptr)
    return writer.line(3, writer.pick("本规则未收录该类移送", "of a kind that these rules declare absent"));
  const auto consequence = writer.in(rule->consequence);
  if (!consequence.empty()) writer.line(3, writer.pick("逾期后果:", "when it runs out: ") + consequence);
  write_setting(writer, bundle, rule->setting);
  for (const auto* limit : clock.limits) {
    writer.line(3, writer.pick("地方内部期限:", "warns earlier, after ") +
                       rules::period_in_words(limit->length, rule->unit, writer.language()) +
                       writer.pick("届满时预警;", "; ") + local_in_words(writer, bundle, limit->local));
  }
  if (!rule->basis.empty()) writer.line(3, bases_in_words(writer, bundle, rule->basis));
}

void write_copy(Writer& writer, const rules::PackBundle& bundle, const rules::Copy& copy) {
  const auto what = copy.documents.empty()
                        ? joined(copy.facts, writer.comma(), [](const core::Code& one) { return one.str(); })
                        : joined(copy.documents, writer.comma(),
                                 [&](const core::DocumentType& one) { return document_in_words(writer, bundle, one); });
  writer.line(2, writer.pick("抄送", "copy to ") + rules::roles_in_words(copy.roles, writer.language()) +
                     writer.colon() + what + when_in_words(writer, copy.when));
  writer.line(3, local_in_words(writer, bundle, copy.local));
  if (!copy.basis.empty()) writer.line(3, bases_in_words(writer, bundle, copy.basis));
}

}  // namespace caseway::sdk
