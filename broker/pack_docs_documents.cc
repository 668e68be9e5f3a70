// The dictionary of documents: what each is, who issues it, and what must stand in it.
#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

std::string class_in_words(const Book& book, DocumentClass cls) {
  switch (cls) {
    case DocumentClass::letter: return say(book, "函件", "letter");
    case DocumentClass::decision: return say(book, "决定", "decision");
    case DocumentClass::notice: return say(book, "通知", "notice");
    case DocumentClass::list: return say(book, "清单", "list");
    case DocumentClass::report: return say(book, "报告", "report");
    case DocumentClass::proof: return say(book, "证明材料", "proof");
    case DocumentClass::certificate: return say(book, "证书", "certificate");
    case DocumentClass::receipt: return say(book, "回执", "receipt");
  }
  return {};
}

/// Labels of the fields, those of a group in brackets behind its own. * is always needed, (*) where a condition holds.
std::string fields(const Book& book, const std::vector<FieldType>& all) {
  std::vector<std::string> names;
  for (const auto& one : all) {
    auto text = html(in(one.label, book.language)) + " " + element("code", "", html(one.name.view()));
    if (one.need == Need::required) text += " *";
    if (one.need == Need::when) text += " (*)";
    if (!one.fields.empty()) text += " [" + fields(book, one.fields) + "]";
    names.push_back(text);
  }
  return joined(names, say(book, "、", ", "));
}

std::string stamp(const Book& book, const DocumentRule& document) {
  std::vector<std::string> parts{html(document.stamp_expected)};
  if (!document.stamp_needed) parts.push_back(say(book, "(不检查)", "(not asked for)"));
  return joined(parts, " ");
}

}  // namespace

std::string document_table(const Book& book) {
  std::string rows;
  for (const auto& one : book.bundle.documents) {
    rows += row(anchor("document", one.type.str()),
                {html(one.type.str()), both(book, one.label), class_in_words(book, one.cls),
                 one.issuers.empty() ? say(book, "不限", "anybody") : roles_in_words(book, one.issuers),
                 stamp(book, one), fields(book, one.fields), sources(book, one.basis)});
  }
  return element("p", "quiet",
                 say(book, "* 必填;(*) 符合条件时必填。", "* always needed; (*) needed where a condition holds.")) +
         "\n" +
         table("documents",
               {say(book, "编号", "Type"), say(book, "文书", "Document"), say(book, "类别", "Class"),
                say(book, "出具机关", "Issued by"), say(book, "签章", "Stamp"), say(book, "内容", "What stands in it"),
                say(book, "依据", "Article")},
               rows);
}

}  // namespace caseway::rules
