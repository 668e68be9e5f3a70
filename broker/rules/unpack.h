// Readers of schemas/rules.capnp -> values of pack.h. What is no date, code, path or known number becomes a mistake
// under its row; what a word refers to is asked by check.h.
#pragma once

#include "broker/rules/mistake.h"
#include "broker/rules/pack.h"
#include "schemas/rules.capnp.h"

namespace caseway::rules {

/// The digest of the bundle is left empty. Mistakes may be found: then the bundle is incomplete and must not be used.
PackBundle unpack_bundle(schema::Pack::Reader pack, Mistakes& mistakes);
core::Calendar unpack_calendar(schema::Calendar::Reader calendar, Mistakes& mistakes);

/// Reads the small words that rows are made of.
class Words {
 public:
  explicit Words(Mistakes& mistakes) : mistakes_(mistakes) {}

  std::string text(capnp::Text::Reader from) { return {from.begin(), from.size()}; }
  Code code(capnp::Text::Reader from);
  std::vector<Code> codes(capnp::List<capnp::Text>::Reader from);
  std::vector<std::string> texts(capnp::List<capnp::Text>::Reader from);
  std::optional<core::Date> date(capnp::Text::Reader from);  ///< empty: nothing, and no mistake
  DocumentType document(capnp::Text::Reader from);           ///< empty: none, and no mistake
  std::vector<DocumentType> documents(capnp::List<capnp::Text>::Reader from);
  Path path(capnp::Text::Reader from);
  Label label(schema::Label::Reader from) { return {text(from.getZh()), text(from.getEn())}; }
  std::vector<core::Role> roles(capnp::List<schema::Role>::Reader from);
  std::vector<Basis> bases(capnp::List<schema::Basis>::Reader from);
  /// The numbers of pack.h begin at 1, those of the schema at 0.
  template <class To, class From>
  To number(From from, To last) {
    const auto value = static_cast<unsigned>(from) + 1;
    if (value <= static_cast<unsigned>(last)) return static_cast<To>(value);
    mistakes_.add({}, "a number that this version does not know: " + std::to_string(value - 1));
    return last;
  }
  Mistakes& mistakes() { return mistakes_; }

 private:
  Mistakes& mistakes_;
};

Condition unpack_condition(Words& words, schema::Condition::Reader from);
DocumentRule unpack_document(Words& words, schema::Document::Reader from, const std::vector<CodeList>& lists);
Requirement unpack_requirement(Words& words, schema::Requirement::Reader from);
ClockRule unpack_clock(Words& words, schema::Clock::Reader from);
Step unpack_step(Words& words, schema::Step::Reader from);
Copy unpack_copy(Words& words, schema::Copy::Reader from);
Standard unpack_standard(Words& words, schema::Standard::Reader from);
/// Puts what the regions of `from` add among the rows of `to`.
void add_overlays(Words& words, schema::Pack::Reader from, PackBundle& to);

/// Earlier documents that a condition reads: those of held:, case: and earlier: paths, added to `reads` once each.
void add_reads(const Condition& condition, std::vector<DocumentType>& reads);
void add_reads(const Path& path, std::vector<DocumentType>& reads);

}  // namespace caseway::rules
