// The checklist of a kind: what is looked at, as forms that an officer prints and ticks.
#include <algorithm>

#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

/// So many rows share a sheet with the next form; more begin a sheet of their own.
constexpr std::size_t form_small_max = 3;

/// What is asked alike of several steps is one form. No step: asked of every message.
struct Form {
  std::vector<const Step*> steps;
  std::vector<const Requirement*> asked;
};

std::vector<Form> forms_of(const Procedure& kind) {
  std::vector<Form> forms;
  for (const auto& step : kind.steps) {
    Form form{{&step}, {}};
    for (const auto& one : kind.requirements) {
      if (std::find(one.steps.begin(), one.steps.end(), step.id) != one.steps.end()) form.asked.push_back(&one);
    }
    if (form.asked.empty()) continue;
    const auto same = std::find_if(forms.begin(), forms.end(), [&](const Form& of) { return of.asked == form.asked; });
    if (same == forms.end()) {
      forms.push_back(std::move(form));
    } else {
      same->steps.push_back(&step);
    }
  }
  Form every;
  for (const auto& one : kind.requirements) {
    if (one.steps.empty()) every.asked.push_back(&one);
  }
  if (!every.asked.empty()) forms.push_back(std::move(every));
  return forms;
}

std::string effect(const Book& book, const Procedure& kind, const Requirement& one) {
  std::vector<std::string> parts;
  if (one.stops) parts.push_back(say(book, "不符合的,退回发送方", "not met: returned to its sender"));
  for (const auto& id : one.bars) {
    const auto* step = find_step(kind, id);
    parts.push_back(
        say(book, "不符合的,不得进行:", "not met: bars ") +
        link(kind_file(book.language, kind.id), anchor("step", id.view()),
             step != nullptr ? html(in(step->label, book.language)) : html(id.view())) +
        (one.until_waived ? say(book, " 可免补:", ", may be waived by ") + roles_in_words(book, one.waived_by) : ""));
  }
  std::string text;
  for (const auto& part : parts) text += element("div", "bar", part);
  return text;
}

std::string sentence_cell(const Book& book, const Procedure& kind, const Requirement& one) {
  std::string text = element("b", "", both(book, one.label));
  text += element("div", "quiet", say(book, "不符合时:", "if not: ") + html(in(one.missing, book.language)));
  text += effect(book, kind, one);
  std::vector<std::string> marks{element("code", "", html(one.id)), class_in_words(one.cls, book.language)};
  if (one.per_party) marks.push_back(say(book, "逐人核对", "for each person"));
  if (!one.document.empty()) marks.push_back(document_link(book, one.document));
  marks.push_back(local_in_words(book, one.local));
  if (!one.setting.empty()) marks.push_back(say(book, "站点设置 ", "site setting ") + setting_link(book, one.setting));
  return text + element("div", "quiet", joined(marks, " · "));
}

std::string form_in_html(const Book& book, const Procedure& kind, const Form& form,
                         std::vector<const Requirement*>& seen) {
  std::vector<std::string> steps;
  for (const auto* step : form.steps) {
    steps.push_back(link(kind_file(book.language, kind.id), anchor("step", step->id.view()), both(book, step->label)));
  }
  if (steps.empty()) steps.push_back(say(book, "每一报文", "Every message"));
  std::string rows;
  for (const auto* one : form.asked) {
    const bool again = std::find(seen.begin(), seen.end(), one) != seen.end();
    if (!again) seen.push_back(one);
    const auto supplied = one->supplied_by.empty() ? "—" : roles_in_words(book, one->supplied_by);
    rows += row(again ? "" : anchor("requirement", one->id),
                {"☐", sentence_cell(book, kind, *one), supplied, sources(book, one->basis)});
  }
  std::string blanks;
  for (const auto& words : {say(book, "案号:", "Case number:"), say(book, "案件:", "Case:"),
                            say(book, "核对人:", "Checked by:"), say(book, "日期:", "Date:")}) {
    blanks += element("span", "", words);
  }
  return element("section", form.asked.size() > form_small_max ? "form" : "form small",
                 "\n" + element("h2", "", html(kind.id.view()) + " " + joined(steps, " / ")) + "\n" +
                     element("div", "blank", blanks) + "\n" +
                     table("checklist",
                           {"", say(book, "要件", "Requirement"), say(book, "可由谁补充", "Who can supply it"),
                            say(book, "依据", "Article")},
                           rows)) +
         "\n";
}

}  // namespace

std::string checklist_page(const Book& book, const Procedure& kind) {
  const auto title = kind.id.str() + " " + in(kind.label, book.language) + say(book, " 核对表", ": checklist");
  const auto other = checklist_file(book.language == Language::zh ? Language::en : Language::zh, kind.id);
  std::string body = element("h1", "", kind_link(book, kind.id) + say(book, " 核对表", ": checklist")) + "\n";
  std::vector<const Requirement*> seen;
  for (const auto& form : forms_of(kind)) body += form_in_html(book, kind, form, seen);
  return page(book, title, other, false, body);
}

}  // namespace caseway::rules
