// The first page of a handbook: the kinds, and what they share and link to.
#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

std::string heading(std::string_view id, const std::string& words) {
  return "<h2 id=\"" + std::string(id) + "\" class=\"own-page\">" + words + "</h2>\n";
}

std::string date(const std::optional<core::Date>& day) {
  return day ? element("span", "date", core::print_date(*day)) : "—";
}

/// No first day was not checked; no last day is still in force, as far as was read.
std::string in_force(const Book& book, const std::optional<core::Date>& from, const std::optional<core::Date>& to) {
  if (!from && !to) return say(book, "未核对", "not checked");
  if (!to) return say(book, "自 ", "from ") + date(from);
  return date(from) + " – " + date(to);
}

std::string about(const Book& book) {
  const auto& set = book.bundle;
  const auto pair = [](const std::string& name, const std::string& value) {
    return element("dt", "", name) + element("dd", "", value);
  };
  return element("dl", "",
                 pair(say(book, "规则包", "Set"), html(set.id + " " + set.version)) +
                     pair(say(book, "发布方", "Issued by"), html(set.issuer)) +
                     pair(say(book, "成员协议", "Members' agreement"), html(set.agreement)) +
                     pair(say(book, "施行", "In force"), in_force(book, set.effective_from, set.effective_to)) +
                     pair(say(book, "依据核对至", "Sources last read"), date(set.checked_as_of))) +
         "\n" +
         element("p", "quiet",
                 say(book, "本手册由规则包生成,不增加任何规则;以法律文本为准。方括号内注明每项依据的可靠程度。",
                     "This handbook is made from the rule pack and adds nothing to it; the text of the law prevails. "
                     "Brackets say how "
                     "sure each source is.")) +
         "\n";
}

std::string parties(const Book& book, const std::vector<core::Role>& roles) {
  return roles.empty() ? say(book, "不限", "any") : roles_in_words(book, roles);
}

std::string kinds(const Book& book) {
  std::string rows;
  for (const auto& one : book.bundle.procedures) {
    rows += row(anchor("kind", one.id.view()),
                {link(kind_file(book.language, one.id), "", html(one.id.view())), both(book, one.label),
                 parties(book, one.from) + " → " + parties(book, one.to),
                 link(checklist_file(book.language, one.id), "", say(book, "核对表(可打印)", "checklist (to print)"))});
  }
  for (const auto& one : book.bundle.absent) {
    rows += row(anchor("kind", one.id.view()),
                {html(one.id.view()), both(book, one.label), "", say(book, "不在本规则包", "not in this set")});
  }
  return table(
      "kinds",
      {say(book, "编号", "Id"), say(book, "种类", "Kind"), say(book, "发送方 → 接收方", "Sender → receiver"), ""},
      rows);
}

std::string settings(const Book& book) {
  std::string rows;
  for (const auto& one : book.bundle.settings) {
    std::vector<std::string> others;
    for (const auto& other : one.alternatives) others.push_back(element("code", "", html(other)));
    rows += row(anchor("setting", one.id.view()), {html(one.id.view()), both(book, one.title),
                                                   element("code", "", html(one.default_value)), joined(others, ", ")});
  }
  return table("settings",
               {say(book, "设置", "Setting"), say(book, "法律未规定之处", "Where the law is silent"),
                say(book, "默认值", "Default"), say(book, "可选值", "Alternatives")},
               rows);
}

std::string instruments(const Book& book) {
  std::string rows;
  for (const auto& one : book.bundle.instruments) {
    rows += row(anchor("source", one.key.view()),
                {html(one.key.view()), both(book, one.title), html(one.number),
                 in_force(book, one.effective_from, one.effective_to), date(one.checked_as_of),
                 confidence_in_words(book, one.confidence, one.percent) +
                     (one.note.empty() ? "" : "<br><span class=\"note\" lang=\"en\">" + html(one.note) + "</span>")});
  }
  return table("sources",
               {say(book, "简称", "Key"), say(book, "法律、文件", "Instrument"), say(book, "文号", "Number"),
                say(book, "施行", "In force"), say(book, "核对日期", "Read as of"), say(book, "可靠程度", "How sure")},
               rows);
}

}  // namespace

std::string index_page(const Book& book) {
  const auto title = say(book, "手册", "Handbook") + " " + book.bundle.id;
  std::string contents;
  const auto part = [&](std::string_view id, const std::string& words, const std::string& inside) {
    contents += link("", std::string(id), words) + "\n";
    return heading(id, words) + inside;
  };
  std::string body = element("h2", "", say(book, "移送种类", "Kinds of transfer")) + "\n" + kinds(book);
  body += part("clocks", say(book, "各种类共有的期限", "Clocks of every kind"),
               clock_table(book, book.bundle.universal_clocks));
  body += part("documents", say(book, "文书", "Documents"), document_table(book));
  if (!book.bundle.regions.empty()) {
    body += part("regions", say(book, "地方规则", "What regions add"), region_table(book));
  }
  if (!book.bundle.standards.empty()) {
    body += part("standards", say(book, "立案标准", "Filing standards"), standard_table(book));
  }
  body += part("settings", say(book, "站点设置", "Site settings"), settings(book));
  body += part("sources", say(book, "依据及其可靠程度", "Sources, and how sure they are"), instruments(book));
  const auto other = index_file(book.language == Language::zh ? Language::en : Language::zh);
  return page(book, title, other, true,
              element("h1", "", html(title)) + "\n" + about(book) + element("nav", "", "\n" + contents) + "\n" + body);
}

}  // namespace caseway::rules
