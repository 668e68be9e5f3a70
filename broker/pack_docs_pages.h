// The pages of a handbook, each a whole HTML document in UTF-8 that opens from disk: no script, nothing fetched.
#pragma once

#include <string>

#include "broker/pack_docs_words.h"

namespace caseway::rules {

/// Kinds, documents, clocks that every kind shares, site settings and sources: what the other pages link to.
std::string index_page(const Book& book);

/// One kind: what it is, its flow, its steps and its clocks.
std::string kind_page(const Book& book, const Procedure& kind);

/// What is looked at in one kind, to be printed on A4 and ticked by hand: a form for each step, or for steps that ask
/// for the same.
std::string checklist_page(const Book& book, const Procedure& kind);

// Parts of pages.

/// A page around its body. `title` is text, `body` is HTML, `other` is the file of this page in the other language.
/// Printed on A4, lying where `wide`.
std::string page(const Book& book, const std::string& title, const std::string& other, bool wide,
                 const std::string& body);
/// A table: a row of headings, repeated on each printed page, over rows that are HTML. The kind is its class.
std::string table(std::string_view kind, const std::vector<std::string>& headings, const std::string& rows);
/// A row; its `id` where one is given. Cells are HTML.
std::string row(const std::string& id, const std::vector<std::string>& cells);

/// Its states and steps as a picture, and the steps that lead nowhere else, in words.
std::string flow_picture(const Book& book, const Procedure& kind);
/// The one step whose goal is no row's but the message's: who says `reopen` names the state (schemas/rules.capnp).
bool is_reopening(const Step& step);
std::string step_table(const Book& book, const Procedure& kind);
std::string clock_table(const Book& book, const std::vector<ClockRule>& clocks);
std::string document_table(const Book& book);
/// Regions whose rows stand among those of the kinds; the filing standards by offence and version.
std::string region_table(const Book& book);
std::string standard_table(const Book& book);
/// Where and when a row of a region counts; empty for a national one.
std::string local_in_words(const Book& book, const Local& local);

}  // namespace caseway::rules
