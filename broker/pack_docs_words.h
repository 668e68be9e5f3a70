// What the pages of a handbook are written with: a language, escaped text, links, the closed words of packs as read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "broker/rules/explain.h"
#include "broker/rules/pack.h"

namespace caseway::rules {

/// One handbook in one language. The bundle must remain as it is while its pages are made.
struct Book {
  const PackBundle& bundle;
  Language language = Language::zh;
};

/// `zh` or `en`, as the book is written.
std::string say(const Book& book, std::string_view zh, std::string_view en);

/// Text of a pack as HTML shows it, in elements and in attributes: & < > " ' escaped, and what a reader's screen would
/// obey (core/shown.h) written out.
std::string html(std::string_view text);

/// A label in both languages: the book's first, the other small beside it, marked with its language.
std::string both(const Book& book, const Label& label);

/// `<TAG class="KIND">TEXT</TAG>`; `inside` is HTML already. No class where `kind` is empty.
std::string element(std::string_view tag, std::string_view kind, std::string_view inside);

/// HTML pieces with `between` between those that are not empty.
std::string joined(const std::vector<std::string>& pieces, std::string_view between);

// Files of a book, beside each other in one folder. Names of packs stand in them with letters, digits and `.` `_` `-`
// only; another byte is `~` and two hex digits, so that no name leads out of the folder and no two become one.
std::string index_file(Language language);                        ///< "zh.html"
std::string kind_file(Language language, const Code& kind);       ///< "zh-K01.html"
std::string checklist_file(Language language, const Code& kind);  ///< "zh-K01-checklist.html"
/// The `id` of an element: "step-cure_notice", "clock-K01.review", "document-D01", "setting-S01", "source-O310".
std::string anchor(std::string_view kind, std::string_view name);

// Links to where a thing is described; what the set does not hold is its id without a link.
std::string link(const std::string& file, const std::string& anchor, std::string_view words);
std::string kind_link(const Book& book, const Code& kind);
std::string document_link(const Book& book, const DocumentType& type);  ///< with its label in the book's language
std::string clock_link(const Book& book, const Code& clock);            ///< with its label in the book's language
std::string setting_link(const Book& book, const Code& setting);        ///< its id alone
std::string requirement_link(const Book& book, const Code& kind, const std::string& id);

std::string roles_in_words(const Book& book, const std::vector<core::Role>& roles);  ///< each in both languages
std::string side_in_words(const Book& book, Side side);
std::string period_in_words(const Book& book, std::int64_t amount, Unit unit);               ///< "3 days", "24小时"
std::string value_in_words(const Book& book, std::string_view code_list, const Code& code);  ///< of a code list, both

/// "read in full", "excerpt read", "recalled, 90 %", "site setting", "our design".
std::string confidence_in_words(const Book& book, Confidence confidence, std::uint8_t percent);

/// Every source of a row, a paragraph each: instrument and article, linked, how sure it is, and its note, in which
/// settings are linked.
std::string sources(const Book& book, const std::vector<Basis>& all);

}  // namespace caseway::rules
