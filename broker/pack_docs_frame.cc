// What all pages of a handbook share: the frame, its style on screen and on paper, and tables.
#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

/// Fonts are the reader's own: a page brings nothing with it. On paper no row is torn apart and headings come again.
constexpr std::string_view style = R"(
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem 1.5rem; max-width: 92rem; color: #1a1a1a; background: #fff;
  font: 15px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei",
  sans-serif }
h1 { font-size: 1.6rem; margin: .6rem 0 } h2 { font-size: 1.2rem; margin: 1.6rem 0 .4rem } p { margin: .1rem 0 }
a { color: #0b4f8a; text-decoration: none } a:hover { text-decoration: underline }
code { font: .85em "DejaVu Sans Mono", Consolas, monospace; color: #555 }
nav { font-size: .9rem } nav a { margin-right: 1rem }
.other, .note { color: #555; font-size: .88em } cite { font-style: normal }
.sure { font-size: .85em; color: #7a4a00 } .sure1 { color: #1b6b2f }
.source { font-size: .88em } .bar { color: #8c1c13; font-size: .9em } .quiet { color: #555; font-size: .88em }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 } tr:target { background: #fff6cc }
th, td { border: 1px solid #b5b5b5; padding: .3rem .45rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word }
th { background: #eef1f4; font-weight: 600 } td:first-child { min-width: 6rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem } dt { color: #555 } dd { margin: 0 }
svg { display: block; max-width: 100%; height: auto }
.kinds td:last-child, .documents td:nth-child(3), .date { white-space: nowrap }
.clocks { table-layout: fixed } .clocks th:nth-child(3) { width: 10% }
.clocks th:nth-child(5), .clocks th:nth-child(6) { width: 7.5% } .clocks th:nth-child(8) { width: 14% }
.steps { table-layout: fixed } .steps th:nth-child(6) { width: 12% } .steps th:nth-child(8) { width: 14% }
.steps th:nth-child(5), .steps th:nth-child(7) { width: 13% }
.form { margin-bottom: 2.5rem } .checklist { table-layout: fixed } .checklist th:nth-child(1) { width: 2.4rem }
.checklist td:first-child { min-width: 0; font-size: 1.3rem; line-height: 1.2; text-align: center }
.checklist th:nth-child(3) { width: 20% } .checklist th:nth-child(4) { width: 33% }
.blank { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 2rem; margin: .6rem 0 }
.blank span { border-bottom: 1px solid #333; padding-top: .5rem; min-height: 2rem }
@media print {
  body { font-size: 9.5pt; line-height: 1.35; padding: 0; max-width: none } nav { display: none } a { color: inherit }
  table { width: 99.7% } .steps, .clocks, .documents { font-size: 8.5pt }
  thead { display: table-header-group } tr, .source { break-inside: avoid } h2 { break-after: avoid }
  .form { break-before: page; margin: 0 0 8mm } .form:first-of-type { break-before: auto }
  .small { break-before: auto; break-inside: avoid } .own-page { break-before: page }
  .flow { page: upright } .flow svg { max-height: 222mm; margin: 0 auto }
  th { background: #eee !important; print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
@page upright { size: A4 portrait; margin: 14mm 12mm }
)";

}  // namespace

std::string page(const Book& book, const std::string& title, const std::string& other, bool wide,
                 const std::string& body) {
  const bool zh = book.language == Language::zh;
  const auto paper = std::string("@page { size: A4 ") + (wide ? "landscape" : "portrait") + "; margin: 14mm 12mm }\n";
  const auto& set = book.bundle;
  return "<!DOCTYPE html>\n<html lang=\"" + std::string(zh ? "zh" : "en") +
         "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
         html(title) + "</title>\n<style>" + std::string(style) + paper + "</style>\n</head>\n<body>\n" +
         element("nav", "",
                 link(index_file(book.language), "", say(book, "目录", "Contents")) +
                     link(other, "", zh ? "English" : "中文")) +
         "\n" + body + "\n" + element("p", "quiet", html(set.id + " " + set.version + " · " + set.issuer)) +
         "\n</body>\n</html>\n";
}

std::string table(std::string_view kind, const std::vector<std::string>& headings, const std::string& rows) {
  std::string heads;
  for (const auto& one : headings) heads += element("th", "", one);
  return element("table", kind,
                 "\n" + element("thead", "", element("tr", "", heads)) + "\n" + element("tbody", "", "\n" + rows)) +
         "\n";
}

std::string row(const std::string& id, const std::vector<std::string>& cells) {
  std::string text = id.empty() ? "<tr>" : "<tr id=\"" + id + "\">";
  for (const auto& one : cells) text += element("td", "", one);
  return text + "</tr>\n";
}

}  // namespace caseway::rules
