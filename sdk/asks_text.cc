// What an agency asks for as a clerk reads it: a version after the other, a step after the other, a line a row.
#include "broker/core/instant.h"
#include "sdk/asks.h"
#include "sdk/asks_rows.h"

namespace caseway::sdk {
namespace {

using rules::Language;

std::string sayers_in_words(const Writer& writer, const rules::Step& step) {
  return joined(step.by, writer.semicolon(), [&](const rules::Actor& actor) {
    auto text = rules::side_in_words(actor.side, writer.language());
    if (!actor.roles.empty())
      text += writer.pick("(", " (") + rules::roles_in_words(actor.roles, writer.language()) + writer.pick(")", ")");
    return text;
  });
}

void write_step(Writer& writer, const rules::PackBundle& bundle, const AskedStep& asked) {
  const auto& step = *asked.step;
  const auto direction = !asked.by_it   ? writer.pick("向其发出 ", "said to it ")
                         : !asked.to_it ? writer.pick("由其发出 ", "said by it ")
                                        : writer.pick("向其或由其发出 ", "said to it or by it ");
  writer.line(1, direction + step.id.str() + " " + writer.in(step.label) + writer.colon() +
                     sayers_in_words(writer, step) +
                     (step.opens_transfer ? writer.semicolon() + writer.pick("启动移送", "opens a transfer") : ""));
  if (!step.documents.empty()) {
    writer.line(2, writer.pick("文书:", "carries ") +
                       joined(step.documents, writer.comma(),
                              [&](const core::DocumentType& one) { return document_in_words(writer, bundle, one); }));
  }
  if (step.holds.op != rules::Op::always)
    writer.line(2, writer.pick("另有条件,不具备时告知:", "has a condition; where it fails: ") + writer.in(step.barred));
  for (const auto* rule : asked.requirements) write_requirement(writer, bundle, *rule);
  for (const auto& clock : asked.starts) write_clock(writer, bundle, clock, writer.pick("起算期限 ", "starts clock "));
  for (const auto& clock : asked.ends) write_clock(writer, bundle, clock, writer.pick("终止期限 ", "ends clock "));
  for (const auto* copy : asked.copies) write_copy(writer, bundle, *copy);
}

/// When steps are judged by it, and where transfers go by the tables of another version then.
std::string standing(const Writer& writer, const AskedVersion& version, core::Date day) {
  const auto& days = version.of.days;
  std::string text;
  if (days.empty()) {
    text = writer.pick("今后不再据以审查", "no step from now on is judged by it");
  } else {
    text = days[0].cover(day) ? writer.pick("现依此审查", "judges steps now") : writer.pick("尚未施行", "to come");
    text += writer.comma() + joined(days, writer.pick("、", " and "),
                                    [&](const rules::Days& one) { return days_in_words(writer, one); });
  }
  const bool comes_today = !days.empty() && days[0].cover(day);
  if (version.of.in_force && !comes_today)
    text += writer.comma() + writer.pick("移送仍按本版的流程表", "transfers still go by its tables");
  if (!version.of.in_force && comes_today)
    text += writer.comma() + writer.pick("移送按另一版本的流程表", "transfers go by the tables of another version");
  return text;
}

std::string part_played(const Writer& writer, const AskedVersion& version) {
  if (version.absent) return writer.pick("本版声明不含此类移送", "this version declares the kind absent");
  if (version.kind == nullptr) return writer.pick("本版没有此类移送", "this version has no such kind");
  if (version.may_send && version.may_receive) return writer.pick("可为发送方或接收方", "it is sender or receiver");
  if (version.may_send) return writer.pick("为发送方", "it is the sender");
  if (version.may_receive) return writer.pick("为接收方", "it is the receiver");
  return version.has_part ? writer.pick("作为第三方机关参与", "it is a third")
                          : writer.pick("不承担角色", "it plays no role");
}

void write_no_step(Writer& writer, const AskedVersion& version, const std::string& step) {
  const auto code = core::Code::make(step);
  const bool is_there = code && rules::find_step(*version.kind, *code) != nullptr;
  writer.line(1, is_there ? writer.pick("本版中该机关不参与环节 ", "in this version it has no part in step ") + step
                          : writer.pick("本版没有环节 ", "this version has no step ") + step);
}

void write_version(Writer& writer, const AskedVersion& version, const Asks& asks) {
  const auto& bundle = *version.of.bundle;
  writer.line(0, writer.pick("规则版本 ", "version ") + bundle.id + " " + bundle.version + writer.colon() +
                     standing(writer, version, asks.day));
  std::string dates = days_in_words(writer, rules::days_of(bundle));
  if (!bundle.issuer.empty()) dates += writer.semicolon() + writer.pick("发布单位:", "issued by ") + bundle.issuer;
  if (!bundle.agreement.empty())
    dates += writer.semicolon() + writer.pick("成员单位协议:", "agreement: ") + bundle.agreement;
  if (bundle.checked_as_of)
    dates += writer.semicolon() + writer.pick("法源核对于 ", "sources read ") + core::print_date(*bundle.checked_as_of);
  writer.line(1, writer.pick("有效期:", "valid ") + dates);
  writer.line(1, writer.pick("摘要 ", "digest ") + core::hex(bundle.digest));
  const auto label = version.kind == nullptr ? std::string() : " " + writer.in(version.kind->label);
  writer.line(1, (version.kind == nullptr ? "" : version.kind->id.str() + label + writer.colon()) +
                     part_played(writer, version));
  for (const auto& step : version.steps) write_step(writer, bundle, step);
  if (version.has_part && version.steps.empty()) write_no_step(writer, version, asks.step);
}

}  // namespace

std::string asks_text(const Asks& asks, rules::Language language) {
  Writer writer(language);
  const auto& name = language == Language::zh ? asks.agency.name_zh : asks.agency.name_en;
  writer.line(0, asks.agency.id + (name.empty() ? "" : " " + name) + writer.pick("(", " (") +
                     rules::roles_in_words(asks.agency.roles, language) + writer.pick(")", ")") + writer.comma() +
                     asks.kind + writer.comma() + core::print_date(asks.day));
  for (const auto& version : asks.versions) write_version(writer, version, asks);
  return writer.take();
}

}  // namespace caseway::sdk
