// The words that rows of a pack are made of: labels, sources, places and conditions. See pack.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/dossier.h"
#include "broker/core/ids.h"

namespace caseway::rules {

using core::Code;
using core::DocumentType;

struct Label {
  std::string zh;
  std::string en;
};

enum class Confidence : std::uint8_t { verified = 1, page = 2, recalled = 3, site = 4, design = 5 };

/// One source of a row: never a recalled number as verified.
struct Basis {
  Code instrument;      ///< key of PackBundle.instruments: "O310", "MPS" ...
  std::string article;  ///< "6(1)"
  Confidence confidence = Confidence::design;
  std::uint8_t percent = 0;  ///< with recalled
  std::string note;
};

struct Instrument {
  Code key;
  Label title;
  std::string number;  ///< 国务院令第310号(2020修订)
  std::optional<core::Date> effective_from;
  std::optional<core::Date> effective_to;
  std::optional<core::Date> checked_as_of;
  Confidence confidence = Confidence::recalled;  ///< of title, number and dates; articles say their own
  std::uint8_t percent = 0;                      ///< with recalled
  std::string note;
};

/// A point on which the law is silent: S01 ... S41. Findings, clocks and handbook name it.
struct Setting {
  Code id;
  Label title;
  std::string default_value;
  std::vector<std::string> alternatives;
};

/// Where and when a row of an overlay counts: for steps said by an agency whose code begins with `region`, on days from
/// `from` to `to`. Empty: everywhere, always.
struct Local {
  std::string region;
  std::optional<core::Date> from = {};
  std::optional<core::Date> to = {};

  /// Whether somebody of `of_region` is of it; who has none is of no region.
  [[nodiscard]] bool holds(std::string_view of_region) const { return of_region.substr(0, region.size()) == region; }
  [[nodiscard]] bool counts(std::string_view of_region, core::Date on) const {
    return holds(of_region) && (!from || *from <= on) && (!to || on <= *to);
  }
};

// ---- Conditions -------------------------------------------------------------------------------------------------

/// Where a path starts.
enum class Root : std::uint8_t {
  document = 1,     ///< fields of documents of `document`; several documents of a type are several roots
  head = 2,         ///< dossier head: title, ownCaseNumber, secrecy, note, paper.entered, paper.step ...
  party = 3,        ///< no, kind, name, idType, id, org, roles, present, measure, inCustody
  pair = 4,         ///< party, offence, unit, and its outcome so far: outcome
  outcome = 5,      ///< outcomes said by this message: party, offence, outcome, ground, document
  act = 6,          ///< offence, from, to, place
  amount = 7,       ///< kind, fen
  right = 8,        ///< type, number
  evidence = 9,     ///< id, class, title, made, carrier, language, abroad, secrecy, hasPart, custody.holder ...
  element = 10,     ///< the current element of the innermost for_all / exists / count
  step = 11,        ///< occurredAt, signedAt, receivedAt, sender, recipient, procedure, step, fromPaper
  transfer = 12,    ///< state, sender, recipient, openPairs, openFindings, pendingPaper, documents (types held) ...
  case_graph = 13,  ///< counter.NAME, item.status, item.unexplained, link.RELATION, transfer.PROCEDURE.state
  clock = 14,       ///< CLOCK.running, CLOCK.past, CLOCK.due
  agency = 15,      ///< sender.level, sender.region, recipient.level, recipient.region, recipient.isCounterpart
};

enum class Scope : std::uint8_t {
  message = 1,   ///< this message only
  transfer = 2,  ///< this message first, else the latest document of that type held by the transfer
  case_ = 3,     ///< as transfer, else held by any transfer of the case
  earlier = 4,   ///< never this message: the latest held by the transfer, else by the case
};

struct Path {
  Root root = Root::document;
  DocumentType document;
  Scope scope = Scope::message;
  std::vector<Code> names;  ///< "items", "needsTest"; every list on the way fans out
  std::string text;         ///< as the pack writes it: "held:D03.items", "case.counter.forwards"; names a surrounding
};

/// The written form of a path, as schemas/rules.capnp describes it; nothing for any other text.
std::optional<Path> parse_path(std::string_view text);

/// A constant or a path.
struct Operand {
  bool is_path = false;
  Path path;
  core::Value constant;
  std::int64_t plus = 0;  ///< added to an integer, date (days) or instant (ms)
};

enum class Op : std::uint8_t {
  always = 1,
  all = 2,              ///< every child
  any = 3,              ///< at least one child
  not_ = 4,             ///< child[0] fails
  at_least = 5,         ///< at least `number` children
  for_all = 6,          ///< child[0] holds for each element of `left.path`; true when there is none
  exists = 7,           ///< child[0] holds for some element of `left.path`
  count = 8,            ///< number of elements of `left.path` that meet child[0] (if any) `compare` `number`
  present = 9,          ///< `left.path` has a value (a document root without names: the document is there)
  compare = 10,         ///< left `compare` right; several values: true when it holds for one of them
  in = 11,              ///< left is one of `constants`
  sum_equals = 12,      ///< sum over left.path = right
  lists_agree = 13,     ///< lists `left` and `right` of items agree by number, quantity and unit
  material_list = 14,   ///< D06 names every other part of its message, digests and counts agree
  stamp_is = 15,        ///< the document's stamp is one of `constants`
  carrier_is = 16,      ///< its carrier is one of `constants`
  in_time = 17,         ///< the clock `clock` is not overdue at step.occurredAt (asserted clocks are judged here)
  distinct = 18,        ///< values of left.path are distinct and at least `number`
  well_formed = 19,     ///< values of left.path meet the form of their kind (number, org, person ...)
  covers = 20,          ///< every value of left.path occurs among those of right.path
  different = 21,       ///< at least `number` different values of left.path; repeats do not harm
  product_equals = 22,  ///< left times `factor` = right
};

enum class Compare : std::uint8_t { equal = 1, not_equal = 2, less = 3, at_most = 4, more = 5, at_least = 6 };

struct Condition {
  Op op = Op::always;
  Compare compare = Compare::equal;
  std::int64_t number = 0;
  Operand left;
  Operand right;
  Operand factor;  ///< product_equals
  std::vector<std::string> constants;
  Code clock;
  std::vector<Condition> children;
};

}  // namespace caseway::rules
