// What an agency asks for as a clerk reads it: a version after the other, a step after the other, a line a row.
#include "broker/core/instant.h"
#include "broker/rules/describe.h"
#include "sdk/asks.h"

namespace caseway::sdk {
namespace {

using rules::Language;

class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  [[nodiscard]] std::string pick(std::string_view zh, std::string_view en) const {
    return std::string(language_ == Language::zh ? zh : en);
  }
  [[nodiscard]] std::string in(const rules::Label& label) const { return rules::in(label, language_); }
  [[nodiscard]] Language language() const { return language_; }
  /// A line `depth` levels in.
  void line(std::size_t depth, const std::string& text) { text_ += std::string(2 * depth, ' ') + text + "\n"; }
  std::string take() { return std::move(text_); }

  [[nodiscard]] std::string comma() const { return pick("，", ", "); }
  [[nodiscard]] std::string semicolon() const { return pick("；", "; "); }
  [[nodiscard]] std::string colon() const { return pick("：", ": "); }

 private:
  Language language_;
  std::string text_;
};

template <class List, class Say>
std::string joined(const List& all, const std::string& between, Say say) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : between) + say(one);
  return text;
}

/// "from 2025-05-01 to 2025-12-31" / "2025-05-01至2025-12-31"; "always" where neither day is named.
std::string days_in_words(const Writer& writer, const rules::Days& days) {
  if (!days.from && !days.to) return writer.pick("一直", "always");
  const auto from = days.from ? core::print_date(*days.from) : std::string();
  const auto to = days.to ? core::print_date(*days.to) : std::string();
  if (!days.to) return writer.pick("自" + from + "起", "from " + from);
  if (!days.from) return writer.pick("至" + to + "止", "to " + to);
  return writer.pick(from + "至" + to, "from " + from + " to " + to);
}

std::string local_in_words(const Writer& writer, const rules::PackBundle& bundle, const rules::Local& local) {
  std::string name;
  for (const auto& region : bundle.regions) {
    if (name.empty() && region.code == local.region) name = " " + writer.in(region.label);
  }
  return writer.pick("地区 ", "region ") + local.region + name + writer.comma() +
         days_in_words(writer, {local.from, local.to});
}

std::string bases_in_words(const Writer& writer, const rules::PackBundle& bundle,
                           const std::vector<rules::Basis>& all) {
  return joined(all, writer.semicolon(),
                [&](const rules::Basis& one) { return rules::cite(bundle, one, writer.language()); });
}

std::string document_in_words(const Writer& writer, const rules::PackBundle& bundle, const core::DocumentType& type) {
  const auto* rule = bundle.document(type);
  return type.str() + (rule == nullptr ? "" : " " + writer.in(rule->label));
}

std::string when_in_words(const Writer& writer, const rules::Condition& when) {
  if (when.op == rules::Op::always) return {};
  return writer.semicolon() + writer.pick("条件：", "when ") + rules::print_condition(when);
}

void write_requirement(Writer& writer, const rules::PackBundle& bundle, const rules::Requirement& rule) {
  std::string text = writer.pick("要求 ", "asks for ") + rule.id + " " + writer.in(rule.label) +
                     writer.pick("（", " (") + rules::class_in_words(rule.cls, writer.language()) +
                     writer.pick("）", ")");
  if (rule.stops) text += writer.semicolon() + writer.pick("不满足则退回发送方", "without it the message is returned");
  if (!rule.bars.empty()) {
    text += writer.semicolon() + writer.pick("补齐之前不得进行 ", "without it closed: ") +
            joined(rule.bars, ", ", [](const core::Code& one) { return one.str(); });
  }
  if (!rule.supplied_by.empty()) {
    text += writer.semicolon() + writer.pick("可由", "supplied by ") +
            rules::roles_in_words(rule.supplied_by, writer.language()) + writer.pick("补充", "");
  }
  if (!rule.waived_by.empty()) {
    text += writer.semicolon() + writer.pick("可由", "waived by ") +
            rules::roles_in_words(rule.waived_by, writer.language()) + writer.pick("免补", "");
  }
  writer.line(2, text + when_in_words(writer, rule.when));
  if (!rule.local.region.empty()) writer.line(3, local_in_words(writer, bundle, rule.local));
  if (!rule.basis.empty()) writer.line(3, bases_in_words(writer, bundle, rule.basis));
}

std::string length_in_words(const Writer& writer, const rules::ClockRule& rule) {
  std::string text;
  if (rule.length != 0) text = rules::period_in_words(rule.length, rule.unit, writer.language());
  if (rule.second_length != 0)
    text += writer.pick("或 ", " or ") + rules::period_in_words(rule.second_length, rule.unit, writer.language());
  switch (rule.basis_of_days) {
    case rules::DayBasis::none: break;
    case rules::DayBasis::calendar: text += writer.pick("（自然日）", " (calendar)"); break;
    case rules::DayBasis::working: text += writer.pick("（工作日）", " (working)"); break;
    case rules::DayBasis::disputed:
      text += writer.pick("（自然日或工作日有争议）", " (calendar or working: disputed)");
      break;
  }
  for (const auto* path : {&rule.length_from, &rule.length_or}) {
    if (*path) text += (text.empty() ? "" : writer.comma()) + writer.pick("依文书 ", "as told by ") + (*path)->text;
  }
  return text;
}

void write_clock(Writer& writer, const rules::PackBundle& bundle, const AskedClock& clock) {
  std::string text = writer.pick("起算期限 ", "starts clock ") + clock.start->clock.str();
  const auto* rule = clock.rule;
  if (rule != nullptr) {
    text += " " + writer.in(rule->label) + writer.colon() + length_in_words(writer, *rule) + writer.semicolon() +
            writer.pick("义务方：", "duty of the ") + rules::side_in_words(rule->owner, writer.language());
  }
  writer.line(2, text + when_in_words(writer, clock.start->when));
  for (const auto* limit : clock.limits) {
    writer.line(3, writer.pick("提前预警 ", "warns earlier, after ") +
                       rules::period_in_words(limit->length, rule->unit, writer.language()) + writer.semicolon() +
                       local_in_words(writer, bundle, limit->local));
  }
  if (rule != nullptr && !rule->basis.empty()) writer.line(3, bases_in_words(writer, bundle, rule->basis));
}

void write_copy(Writer& writer, const rules::PackBundle& bundle, const rules::Copy& copy) {
  const auto what = copy.whole ? writer.pick("全部", "all of it")
                    : copy.documents.empty()
                        ? joined(copy.facts, ", ", [](const core::Code& one) { return one.str(); })
                        : joined(copy.documents, writer.comma(),
                                 [&](const core::DocumentType& one) { return document_in_words(writer, bundle, one); });
  writer.line(2, writer.pick("抄送", "copy to ") + rules::roles_in_words(copy.roles, writer.language()) +
                     writer.colon() + what + when_in_words(writer, copy.when));
  writer.line(3, local_in_words(writer, bundle, copy.local));
  if (!copy.basis.empty()) writer.line(3, bases_in_words(writer, bundle, copy.basis));
}

std::string sayers_in_words(const Writer& writer, const rules::Step& step) {
  return joined(step.by, writer.semicolon(), [&](const rules::Actor& actor) {
    auto text = rules::side_in_words(actor.side, writer.language());
    if (!actor.roles.empty())
      text += writer.pick("（", " (") + rules::roles_in_words(actor.roles, writer.language()) + writer.pick("）", ")");
    return text;
  });
}

void write_step(Writer& writer, const rules::PackBundle& bundle, const AskedStep& asked) {
  const auto& step = *asked.step;
  const auto direction = !asked.by_it   ? writer.pick("对其作出 ", "said to it ")
                         : !asked.to_it ? writer.pick("由其作出 ", "said by it ")
                                        : writer.pick("对其或由其作出 ", "said to it or by it ");
  writer.line(1, direction + step.id.str() + " " + writer.in(step.label) + writer.colon() +
                     sayers_in_words(writer, step) +
                     (step.opens_transfer ? writer.semicolon() + writer.pick("启动移送", "opens a transfer") : ""));
  if (!step.documents.empty()) {
    writer.line(2, writer.pick("文书：", "carries ") +
                       joined(step.documents, writer.comma(),
                              [&](const core::DocumentType& one) { return document_in_words(writer, bundle, one); }));
  }
  for (const auto* rule : asked.requirements) write_requirement(writer, bundle, *rule);
  for (const auto& clock : asked.clocks) write_clock(writer, bundle, clock);
  for (const auto* copy : asked.copies) write_copy(writer, bundle, *copy);
}

/// When steps are judged by it, and whether it is in force.
std::string standing(const Writer& writer, const AskedVersion& version, core::Date day) {
  const auto& days = version.of.days;
  std::string text;
  if (days.empty()) {
    text = writer.pick("今后不再据以审查", "no step from now on is judged by it");
  } else {
    text = days[0].cover(day) ? writer.pick("现行有效", "in force now") : writer.pick("尚未施行", "to come");
    text +=
        writer.comma() + writer.pick("据以审查的日期：", "judges steps ") +
        joined(days, writer.pick("、", " and "), [&](const rules::Days& one) { return days_in_words(writer, one); });
  }
  const bool comes_today = !days.empty() && days[0].cover(day);
  if (version.of.in_force && !comes_today)
    text += writer.comma() + writer.pick("移送仍按其流程", "transfers still go by its tables");
  if (!version.of.in_force && comes_today)
    text += writer.comma() + writer.pick("移送尚未按其流程", "transfers do not go by its tables yet");
  return text;
}

std::string part_played(const Writer& writer, const AskedVersion& version) {
  if (version.absent) return writer.pick("本版声明不含此类移送", "this version declares the kind absent");
  if (version.kind == nullptr) return writer.pick("本版没有此类移送", "this version has no such kind");
  if (version.may_send && version.may_receive) return writer.pick("可为发送方或接收方", "it is sender or receiver");
  if (version.may_send) return writer.pick("为发送方", "it is the sender");
  if (version.may_receive) return writer.pick("为接收方", "it is the receiver");
  return version.steps.empty() ? writer.pick("不承担角色", "it plays no role")
                               : writer.pick("为其他机关", "it is a third");
}

void write_version(Writer& writer, const AskedVersion& version, core::Date day) {
  const auto& bundle = *version.of.bundle;
  writer.line(0, writer.pick("规则版本 ", "version ") + bundle.id + " " + bundle.version + writer.colon() +
                     standing(writer, version, day));
  std::string dates = days_in_words(writer, rules::days_of(bundle));
  if (!bundle.issuer.empty()) dates += writer.semicolon() + writer.pick("发布单位：", "issued by ") + bundle.issuer;
  if (!bundle.agreement.empty())
    dates += writer.semicolon() + writer.pick("成员单位协议：", "agreement: ") + bundle.agreement;
  if (bundle.checked_as_of)
    dates += writer.semicolon() + writer.pick("法源核对于 ", "sources read ") + core::print_date(*bundle.checked_as_of);
  writer.line(1, writer.pick("有效期：", "valid ") + dates);
  writer.line(1, writer.pick("摘要 ", "digest ") + core::hex(bundle.digest));
  const auto label = version.kind == nullptr ? std::string() : " " + writer.in(version.kind->label);
  writer.line(1, (version.kind == nullptr ? "" : version.kind->id.str() + label + writer.colon()) +
                     part_played(writer, version));
  for (const auto& step : version.steps) write_step(writer, bundle, step);
}

}  // namespace

std::string asks_text(const Asks& asks, rules::Language language) {
  Writer writer(language);
  const auto& name = language == Language::zh ? asks.agency.name_zh : asks.agency.name_en;
  writer.line(0, asks.agency.id + (name.empty() ? "" : " " + name) + writer.pick("（", " (") +
                     rules::roles_in_words(asks.agency.roles, language) + writer.pick("）", ")") + writer.comma() +
                     asks.kind + writer.comma() + core::print_date(asks.day));
  for (const auto& version : asks.versions) write_version(writer, version, asks.day);
  return writer.take();
}

}  // namespace caseway::sdk
