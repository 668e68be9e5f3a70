// The page of one kind.
#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

std::string values(const Book& book, const Procedure& kind, const std::vector<Code>& all) {
  std::vector<std::string> words;
  for (const auto& one : all) {
    const bool stage = std::find(kind.stages.begin(), kind.stages.end(), one) != kind.stages.end();
    words.push_back(value_in_words(book, "outcome", one) +
                    (stage ? say(book, "(中间结果)", " (a stage: the pair stays open)") : ""));
  }
  return joined(words, "<br>");
}

std::string about(const Book& book, const Procedure& kind) {
  const auto pair = [](const std::string& name, const std::string& value) {
    return value.empty() ? "" : element("dt", "", name) + element("dd", "", value) + "\n";
  };
  std::vector<std::string> counters;
  for (const auto& one : kind.counters) counters.push_back(element("code", "", html(one.view())));
  std::vector<std::string> next;
  for (const auto& one : kind.follow_on) next.push_back(kind_link(book, one));
  return element("dl", "",
                 "\n" + pair(say(book, "名称", "Name"), element("code", "", html(kind.name))) +
                     pair(say(book, "发送方", "Sender"), roles_in_words(book, kind.from)) +
                     pair(say(book, "接收方", "Receiver"), roles_in_words(book, kind.to)) +
                     pair(say(book, "级别", "Level"), kind.same_level ? say(book, "同级", "of the same level") : "") +
                     pair(say(book, "策略", "Policy"), html(kind.policy)) +
                     pair(say(book, "结果", "Outcomes"), values(book, kind, kind.outcomes)) +
                     pair(say(book, "计数", "Counters"), joined(counters, ", ")) +
                     pair(say(book, "后续种类", "Follow-on kinds"), joined(next, "<br>")) +
                     pair(say(book, "依据", "Article"), sources(book, kind.basis))) +
         "\n";
}

}  // namespace

std::string kind_page(const Book& book, const Procedure& kind) {
  const auto title = kind.id.str() + " " + in(kind.label, book.language);
  const auto other = kind_file(book.language == Language::zh ? Language::en : Language::zh, kind.id);
  std::string body = element("h1", "", html(kind.id.view()) + " " + both(book, kind.label)) + "\n" + about(book, kind);
  body += element("p", "",
                  link(checklist_file(book.language, kind.id), "",
                       say(book, "核对表(可打印)", "Checklist, to print on A4"))) +
          "\n";
  body +=
      element("section", "flow", element("h2", "", say(book, "流程", "Flow")) + "\n" + flow_picture(book, kind)) + "\n";
  body += element("h2", "own-page", say(book, "环节", "Steps")) + "\n" + step_table(book, kind);
  if (!kind.clocks.empty()) {
    body += element("h2", "own-page", say(book, "期限", "Clocks")) + "\n" + clock_table(book, kind.clocks);
  }
  return page(book, title, other, true, body);
}

}  // namespace caseway::rules
