#include "broker/rules/explain.h"

#include <algorithm>
#include <array>
#include <optional>

namespace caseway::rules {
namespace {

using core::Fault;
using core::FieldKind;

struct Said {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
  [[nodiscard]] std::string in(Language language) const { return std::string(language == Language::zh ? zh : en); }
};

constexpr std::array<Said, 17> roles{{
    {"administrative", "行政执法机关", "the administrative agency"},
    {"police", "公安机关", "the police"},
    {"superior_police", "上级公安机关", "the superior police"},
    {"procuratorate", "人民检察院", "the procuratorate"},
    {"superior_procuratorate", "上级人民检察院", "the superior procuratorate"},
    {"court", "人民法院", "the court"},
    {"supervision", "监察机关", "the supervision organ"},
    {"justice", "司法行政机关", "the justice administration"},
    {"superior_agency", "上级行政机关", "the superior agency"},
    {"mediation", "调解组织", "the mediation body"},
    {"notary", "公证机构或存证机构", "the notary or deposit body"},
    {"platform", "电商平台", "the platform"},
    {"technical", "鉴定机构或技术调查官", "the appraisal body"},
    {"centre", "知识产权保护中心", "the IP protection centre"},
    {"appraiser", "价格认定机构", "the price appraiser"},
    {"registry", "公示系统", "the registry"},
    {"operator", "站点运营者", "the site operator"},
}};

/// Findings of the broker itself, which no pack row names.
constexpr std::array<Said, 38> own_findings{{
    {"no_counterpart", "本站点没有承担该角色的成员单位,抄送未能送出",
     "no member of this site plays that role; the copy went to nobody"},
    {"judged_in_part", "报文或在案材料过长,只审查了一部分",
     "the message, or what is on file, is too long; only a part was judged"},
    {"form.more", "其余格式问题未逐一列出", "further findings of form were left out"},
    {"findings.more", "其余校验发现未逐一列出", "further findings were left out"},
    {"case.too_many", "本案的移送或当事人罪名组合已达上限,不能再开启新的移送",
     "the case holds all the transfers or pairs of person and offence that it may; no more can be opened"},
    {"with.too_many", "本环节所及的其他移送或当事人罪名组合过多",
     "more transfers, or pairs of person and offence, are concerned than one step may act in"},
    {"pending.too_many", "等待对方确认的事项已达上限", "too much waits for the other side's word already"},
    {"link.too_many", "关联的案件已达上限(关联、移送或人员罪名)",
     "the cases, or those joined to them, would hold more links, transfers or pairs than they may"},
    {"link.same_number", "并案的两案各有同一序号的当事人;报文所写序号只指其所在案件的当事人",
     "both cases have a party of the same number; a message means the one of its own case by it"},
    {"link.other_relation", "报文所称关联类型与本环节不符,以本环节为准",
     "the message names another relation than the step makes; that of the step stands"},
    {"link.unknown_relation", "关联类型不在代码表内", "the relation is none of the code list link"},
    {"link.unknown_transfer", "所关联的移送不存在,或者本单位不是其当事方",
     "no such transfer to link to, or the sender is no party of it"},
    {"outcome.none", "未写明对哪一人、哪一罪的结果", "no pair of person and offence is named"},
    {"outcome.unknown_pair", "移送中没有此人此罪", "the transfer holds no such pair of person and offence"},
    {"outcome.not_of_step", "该结果不是本环节作出的结果", "another outcome than the one this step makes"},
    {"outcome.decided", "此人此罪已有结果,不因本环节改变", "the pair has an outcome, which this step does not undo"},
    {"reopen.no_state", "未写明重新启动后的状态,或者该状态为已发送或终结状态",
     "no state to return to is named, or one that is final or `sent`"},
    {"waive.nothing", "没有本单位可以免补的事项", "there is nothing that this sender may waive"},
    {"extend.not_running", "所称期限并未运行", "no such clock is running"},
    {"extend.not_allowed", "该期限不得以本环节延长,或者站点未开放延长",
     "the clock cannot be extended by this step, or the site has not switched it on"},
    {"extend.not_approver", "发送单位不是该期限的批准单位", "the sender is not the approver of the clock"},
    {"no_rule_version", "该日期没有适用的规则版本,未按规则审查,期限未起算",
     "no version of the rules covers the day on which it occurred: nothing was asked, and no clock started"},
    {"order.pack_overtaken", "该版本仅适用于其施行期间发生的步骤,不作为现行版本:另一版本施行在后",
     "looked up for what occurred on its days alone: another version began later, and gives the tables"},
    {"order.pack_states", "新规则版本未说明旧版本的该状态如何延续",
     "the new version does not say how a state of an active version goes on (`was`)"},
    {"extend.no_end", "延长期限文书未写明延长至何时", "the extension decision names no new end"},
    {"extend.after_end", "期限届满后不得延长", "the clock had run out before the extension"},
    {"extend.too_long", "所延期限不长于现有期限,或者超过法定上限",
     "the new end is not later than the running one, or later than the law allows"},
    {"pairs.too_many", "本移送或本案的当事人罪名组合已达上限",
     "the transfer, or its case, has no room for so many pairs of person and offence"},
    {"receiver.is_sender", "移送的发送单位不能成为其接收单位", "the sender of the transfer cannot become its receiver"},
    {"receiver.too_many", "本移送更换接收单位的次数已达上限", "the transfer has had all the receivers that it may"},
    {"items.too_many", "要求补送的事项已达上限", "more items are asked for than a transfer holds"},
    {"suspend.not_running", "所称期限并未运行", "no such clock is running"},
    {"suspend.not_allowed", "该期限不得以本环节中止或恢复", "the clock cannot be suspended or resumed by this step"},
    {"suspend.not_entitled", "发送单位无权中止或恢复该期限",
     "the sender is not one who may suspend or resume the clock"},
    {"suspend.no_document", "未附中止(恢复)决定书", "the decision to suspend or resume is not attached"},
    {"suspend.too_early", "中止早于期限的起算", "the suspension is earlier than the clock's beginning"},
    {"resume.not_suspended", "所称期限并未中止", "no such clock is suspended"},
    {"resume.too_early", "恢复早于中止", "the resumption is earlier than the suspension"},
}};

template <std::size_t N>
std::optional<std::string> find_said(const std::array<Said, N>& all, std::string_view code, Language language) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Said& one) { return one.code == code; });
  if (at == all.end()) return std::nullopt;
  return at->in(language);
}

std::string choose(Language language, std::string_view zh, std::string_view en) {
  return std::string(language == Language::zh ? zh : en);
}

std::string join(const std::vector<std::string>& all, std::string_view between) {
  std::string text;
  for (const auto& one : all) {
    if (!text.empty()) text += between;
    text += one;
  }
  return text;
}

std::string words_of(Fault fault, Language language) {
  switch (fault) {
    case Fault::absent: return choose(language, "缺失", "is not there");
    case Fault::defective: return choose(language, "不符合格式", "is not of its form");
    case Fault::mismatch: return choose(language, "与所指内容不一致", "does not agree with what it refers to");
    case Fault::late: return choose(language, "已逾期", "came late");
    case Fault::retake: return choose(language, "须由接收机关重新收集", "must be taken anew by the receiving organ");
    case Fault::flag: return choose(language, "请注意", "is to be seen");
    case Fault::unmet: return choose(language, "条件未满足", "does not hold");
  }
  return {};
}

std::string form_of(const FieldType& type, Language language) {
  switch (type.kind) {
    case FieldKind::number:
      return choose(language, "文号应如“罗市监移字〔2025〕12号”", "a document number like 罗市监移字〔2025〕12号");
    case FieldKind::organisation:
      return choose(language, "统一社会信用代码校验位应正确", "an organisation code with its check character");
    case FieldKind::person: return choose(language, "证件号码应与证件种类相符", "an identity number of the kind named");
    case FieldKind::date:
    case FieldKind::instant:
      return choose(language, "日期应在1949-10-01之后、三十年之内", "a date from 1949-10-01 to 30 years from now");
    case FieldKind::amount: return choose(language, "金额应为不小于零的人民币整数分", "a plain amount in fen");
    case FieldKind::code:
      return choose(language, "应取自代码表", "a value of code list") +
             (type.code_list.empty() ? "" : " " + type.code_list.str());
    default: return choose(language, "应为", "a value of kind ") + std::string(name_of(type.kind));
  }
}

/// A path in words: names become the labels of the dictionary, indexes are counted from 1.
struct Described {
  std::string words;
  const FieldType* type = nullptr;  ///< of the last name; null where the dictionary knows none
};

/// "party.3", "item.2": of a requirement that is looked at for each party, or item that was asked for, by its number.
std::string numbered(std::string_view path, Language language) {
  const auto dot = path.find('.');
  const auto digits = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  const bool is_number =
      !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) return std::string(path);
  const auto root = path.substr(0, dot);
  if (root == "party")
    return choose(language, "第", "party no. ") + std::string(digits) + choose(language, "号人员", "");
  if (root == "item") return choose(language, "第", "item no. ") + std::string(digits) + choose(language, "项", "");
  return std::string(path);
}

Described describe(const PackBundle& bundle, std::string_view path, Language language) {
  Described out;
  const auto root = path.substr(0, path.find_first_of(".["));
  std::size_t head = root.size();
  auto type = DocumentType::parse(root);
  if (type && path.substr(head).starts_with(".")) {  // D50.list is a type of its own where the dictionary has it
    const auto longer = path.substr(0, path.find_first_of(".[", head + 1));
    const auto part = DocumentType::parse(longer);
    if (part && bundle.document(*part) != nullptr) {
      type = part;
      head = longer.size();
    }
  }
  const auto* rule = type ? bundle.document(*type) : nullptr;
  if (rule == nullptr) {
    out.words = numbered(path, language);
    return out;
  }
  out.words = type->str() + " " + in(rule->label, language);
  const auto* fields = &rule->fields;
  path.remove_prefix(head);
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto piece = path.substr(0, path.find('.'));
    const auto bracket = piece.find('[');
    const auto name = piece.substr(0, bracket);
    out.type = nullptr;
    for (std::size_t i = 0; fields != nullptr && i < fields->size(); ++i) {
      if ((*fields)[i].name.view() == name) out.type = &(*fields)[i];
    }
    out.words +=
        choose(language, " › ", " > ") + (out.type != nullptr ? in(out.type->label, language) : std::string(name));
    if (bracket != std::string_view::npos) {
      const auto digits = piece.substr(bracket + 1, piece.size() - bracket - 2);
      std::size_t index = 0;
      for (const char c : digits) index = index * 10 + static_cast<std::size_t>(c - '0');
      out.words += choose(language, " 第", " no. ") + std::to_string(index + 1) + choose(language, "项", "");
    }
    fields = out.type != nullptr ? &out.type->fields : nullptr;
    path.remove_prefix(piece.size());
  }
  return out;
}

std::string form_sentence(const PackBundle& bundle, const core::Finding& finding, Language language) {
  const auto where = describe(bundle, finding.path, language);
  const std::string colon = choose(language, ":", ": ");
  if (finding.path.ends_with(".stamp") && where.type == nullptr) {
    return where.words + colon +
           (finding.fault == Fault::absent ? choose(language, "没有电子签章", "there is no stamp")
                                           : choose(language, "电子签章校验未通过", "the stamp does not hold"));
  }
  if (finding.path.ends_with(".carrier") && where.type == nullptr) {
    return where.words + colon + choose(language, "不是该文书允许的载体", "not a carrier of this document");
  }
  if (finding.fault == Fault::flag) {
    return where.words + colon +
           choose(language, "文书目录中没有此项,已按原样保留", "unknown to the dictionary; kept as written");
  }
  if (finding.fault == Fault::absent) {
    return where.words + colon + choose(language, "未填写", "not filled in");
  }
  if (finding.fault == Fault::defective) {
    return where.words + colon + choose(language, "不符合格式", "not of its form") +
           (where.type != nullptr ? choose(language, ",", ", expected ") + form_of(*where.type, language)
                                  : std::string());
  }
  if (finding.fault == Fault::mismatch) {
    return where.words + colon +
           choose(language, "所指材料不在本报文中或种类不符", "names nothing of that kind in this message");
  }
  return where.words + colon + words_of(finding.fault, language);
}

std::string bases_of(const PackBundle& bundle, const std::vector<Basis>& all, Language language) {
  std::vector<std::string> cited;
  for (const auto& one : all) cited.push_back(cite(bundle, one, language));
  if (cited.empty()) return {};
  return choose(language, "依据:", " Basis: ") + join(cited, choose(language, ";", "; ")) + choose(language, "。", ".");
}

std::string setting_of(const PackBundle& bundle, const Code& id, Language language) {
  const auto* setting = id.empty() ? nullptr : bundle.setting(id);
  if (setting == nullptr) return {};
  return choose(language, "法律对此未作规定,由站点设置", " The law is silent; this site chose by setting ") + id.str() +
         choose(language, "(", " (") + in(setting->title, language) +
         choose(language, ")决定,默认值:", "), by default: ") + setting->default_value + choose(language, "。", ".");
}

std::string ended(std::string sentence, Language language) {
  static constexpr std::array<std::string_view, 4> ends{"。", ".", "!", "?"};
  const bool has = std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return sentence.ends_with(end); });
  return has ? sentence : sentence + choose(language, "。", ".");
}

std::string requirement_sentence(const PackBundle& bundle, const Requirement& it, const core::Finding& finding,
                                 Language language) {
  auto text = ended(in(it.missing, language), language);
  const auto where = describe(bundle, finding.path, language);
  if (!finding.path.empty() && finding.path != it.document.str()) {  // a document that is not there has no place
    text += choose(language, "位置:", " At: ") + where.words + choose(language, "。", ".");
  }
  text += bases_of(bundle, it.basis, language) + setting_of(bundle, it.setting, language);
  if (!it.supplied_by.empty()) {
    text += choose(language, "可由", " Can be supplied by ") + roles_in_words(it.supplied_by, language) +
            choose(language, "补充。", ".");
  }
  if (finding.stops) text += choose(language, "报文已退回发送方。", " The message was returned to its sender.");
  if (finding.bars) {
    text += choose(language, "在补齐之前不得进行环节 ", " It bars the step ") + finding.barred_step.str() +
            choose(language, "", " until it is met");
    if (it.until_waived)
      text += choose(language, ",可由", " or waived by ") + roles_in_words(it.waived_by, language) +
              choose(language, "免补", "");
    text += choose(language, "。", ".");
  }
  return text;
}

const ClockRule* clock_of(const PackBundle& bundle, std::string_view code) {
  const auto is = [&](const ClockRule& one) { return one.id.view() == code || one.late_finding == code; };
  for (const auto& clock : bundle.universal_clocks) {
    if (is(clock)) return &clock;
  }
  for (const auto& procedure : bundle.procedures) {
    const auto at = std::find_if(procedure.clocks.begin(), procedure.clocks.end(), is);
    if (at != procedure.clocks.end()) return &*at;
  }
  return nullptr;
}

const Step* step_of(const PackBundle& bundle, std::string_view code) {
  const auto dot = code.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto kind = Code::make(code.substr(0, dot));
  const auto step = Code::make(code.substr(dot + 1));
  const auto* procedure = kind ? bundle.procedure(*kind) : nullptr;
  return procedure != nullptr && step ? find_step(*procedure, *step) : nullptr;
}

std::string sentence_of(const PackBundle& bundle, const core::Finding& finding, Language language) {
  if (const auto own = find_said(own_findings, finding.code, language)) return ended(*own, language);
  if (std::string_view(finding.code).starts_with("form."))
    return ended(form_sentence(bundle, finding, language), language);
  const auto* step = step_of(bundle, finding.code);
  const bool of_step = step != nullptr && !step->barred.zh.empty();
  if (of_step && finding.bars &&
      finding.fault == core::Fault::unmet) {  // a row of the same name may stand for its documents
    return ended(in(step->barred, language), language) + bases_of(bundle, step->basis, language);
  }
  if (const auto* requirement = find_requirement(bundle, finding.code)) {
    return requirement_sentence(bundle, *requirement, finding, language);
  }
  if (const auto* clock = clock_of(bundle, finding.code)) {
    return ended(in(clock->label, language) + choose(language, ":", ": ") + words_of(finding.fault, language),
                 language) +
           (language == Language::en ? " " : "") + ended(in(clock->consequence, language), language) +
           bases_of(bundle, clock->basis, language) + setting_of(bundle, clock->setting, language);
  }
  return ended(finding.code + choose(language, ":", " ") + words_of(finding.fault, language), language);
}

}  // namespace

Label label_of(core::Role role) {
  const auto name = name_of(role);
  return {find_said(roles, name, Language::zh).value_or("?"), find_said(roles, name, Language::en).value_or("?")};
}

std::string in(const Label& label, Language language) { return language == Language::zh ? label.zh : label.en; }

std::string roles_in_words(const std::vector<core::Role>& all, Language language) {
  std::vector<std::string> names;
  for (const auto role : all) names.push_back(in(label_of(role), language));
  return join(names, choose(language, "、", ", "));
}

std::string class_in_words(core::FindingClass cls, Language language) {
  switch (cls) {
    case core::FindingClass::required: return choose(language, "必备", "required");
    case core::FindingClass::conditional: return choose(language, "有此情形时", "where it applies");
    case core::FindingClass::practice: return choose(language, "实务做法,不作补正事项", "practice, never a cure item");
    case core::FindingClass::local: return choose(language, "地方要求", "asked for locally");
    case core::FindingClass::form: return choose(language, "格式", "form");
    case core::FindingClass::procedure: return choose(language, "程序", "procedure");
  }
  return {};
}

std::string side_in_words(Side side, Language language) {
  switch (side) {
    case Side::sender: return choose(language, "发送方", "sender");
    case Side::receiver: return choose(language, "接收方", "receiver");
    case Side::either: return choose(language, "任一方", "either side");
    case Side::both: return choose(language, "双方共同", "both sides");
    case Side::system: return choose(language, "平台", "the bus");
    case Side::opener: return choose(language, "启动方(成为发送方)", "who opens it (becomes the sender)");
    case Side::other: return choose(language, "其他机关", "another agency");
  }
  return {};
}

std::string period_in_words(std::int64_t amount, Unit unit, Language language) {
  const auto count = std::to_string(amount);
  const std::string many = amount == 1 ? "" : "s";
  switch (unit) {
    case Unit::hours: return choose(language, count + "小时", count + " hour" + many);
    case Unit::days: return choose(language, count + "日", count + " day" + many);
    case Unit::months: return choose(language, count + "个月", count + " month" + many);
  }
  return {};
}

std::string cite(const PackBundle& bundle, const Basis& basis, Language language) {
  std::string text;
  const auto* instrument = basis.instrument.empty() ? nullptr : bundle.instrument(basis.instrument);
  if (instrument != nullptr && language == Language::zh) {
    text = instrument->number.empty() ? instrument->title.zh : instrument->number;
    if (!basis.article.empty()) text += " 第" + basis.article + "条";
  } else if (instrument != nullptr) {
    text = basis.instrument.str();
    if (!basis.article.empty()) text += " art. " + basis.article;
  }
  const std::string space = text.empty() ? "" : " ";
  switch (basis.confidence) {
    case Confidence::verified: break;
    case Confidence::page: text += space + choose(language, "[仅见摘录]", "[excerpt only]"); break;
    case Confidence::recalled:
      text += space + choose(language, "[凭记忆 ", "[recalled ") + std::to_string(basis.percent) + " %]";
      break;
    case Confidence::site:
      text += space + choose(language, "[法律未规定,站点设置]", "[law silent: site setting]");
      break;
    case Confidence::design: text += space + choose(language, "[平台设计]", "[our design]"); break;
  }
  return text;
}

std::string explain(const PackBundle& bundle, const core::Finding& finding, Language language) {
  auto text = sentence_of(bundle, finding, language);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace caseway::rules
