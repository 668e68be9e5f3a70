// Lists that must agree: two lists of items, and the list of materials with the message it stands in.
#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <tuple>

#include "broker/rules/condition.h"
#include "broker/rules/form.h"

namespace caseway::rules {
namespace {

constexpr std::size_t none = SIZE_MAX;

/// One line of D03, D16, D26 or D09.
struct Line {
  std::int64_t no = 0;
  std::int64_t quantity = 0;
  std::string_view unit;
  friend bool operator<(const Line& a, const Line& b) { return a.no < b.no; }
};

const core::Value* value_of(const std::vector<core::Field>& fields, std::string_view name,
                            std::string_view other = {}) {
  const auto* field = find_field(fields, name);
  if (field == nullptr && !other.empty()) field = find_field(fields, other);
  return field == nullptr || field->values.empty() ? nullptr : &field->values[0];
}

/// Whether it is a number; words are none, and would all count as 0.
bool counts(const core::Value* value) { return value != nullptr && Thing::of_value(*value).kind == ThingKind::integer; }

/// Nothing for an element that is no item with a number and a quantity.
std::optional<Line> line_of(const Thing& thing) {
  if (thing.kind != ThingKind::group) return std::nullopt;
  const auto& fields = thing.as<std::vector<core::Field>>();
  const auto* no = value_of(fields, "no", "itemNo");
  const auto* quantity = value_of(fields, "quantity", "listed");
  const auto* unit = value_of(fields, "unit");
  if (!counts(no) || !counts(quantity)) return std::nullopt;
  return Line{no->integer, quantity->integer, unit == nullptr ? std::string_view() : std::string_view(unit->text)};
}

struct Numbered {
  Line line;
  std::size_t at = 0;  ///< among the elements of its path
};

/// Where the earliest line stands whose number stood before; `none` when each number stands once. Sorts `lines`.
std::size_t first_twice(std::vector<Numbered>& lines) {
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return std::tie(a.line.no, a.at) < std::tie(b.line.no, b.at); });
  std::size_t first = none;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].line.no == lines[i - 1].line.no) first = std::min(first, lines[i].at);
  }
  return first;
}

/// The lines of `path`, sorted by number; nothing when one is no line or a number stands twice: the first such is
/// blamed. Looks at each line once, and once more to say where.
std::optional<std::vector<Line>> lines_of(Sight& sight, const Path& path, const Element* element, Blame* blame) {
  std::vector<Numbered> lines;
  auto each = [&](const Thing& thing, const Place&) {
    const auto line = line_of(thing);
    if (line) lines.push_back({*line, lines.size()});
    return line.has_value();
  };
  const bool whole = look(sight, path, element, each);
  sight.visits_left -= static_cast<std::int64_t>(lines.size());
  const std::size_t wrong = std::min(first_twice(lines), whole ? none : lines.size());
  if (wrong == none) {
    std::vector<Line> sorted;
    for (const auto& numbered : lines) sorted.push_back(numbered.line);
    return sorted;
  }
  if (blame == nullptr || blame->found) return std::nullopt;
  std::size_t at = 0;
  auto find = [&](const Thing&, const Place& place) {
    if (at++ < wrong) return true;
    *blame = Blame{print_place(*sight.view.bundle, place), part_of(place), true};
    return false;
  };
  look(sight, path, element, find);
  return std::nullopt;
}

/// Whether each line of `path` stands in `others` with the same quantity and unit.
bool stands_in(Sight& sight, const Path& path, const std::vector<Line>& others, const Element* element, Blame* blame) {
  auto each = [&](const Thing& thing, const Place& place) {
    const auto line = line_of(thing);
    const auto at = std::lower_bound(others.begin(), others.end(), *line);
    const bool same =
        at != others.end() && at->no == line->no && at->quantity == line->quantity && at->unit == line->unit;
    if (!same && blame != nullptr && !blame->found) {
      *blame = Blame{print_place(*sight.view.bundle, place), part_of(place), true};
    }
    return same;
  };
  return look(sight, path, element, each);
}

using Places = std::vector<std::pair<std::string_view, std::size_t>>;

/// What the lists of one message may name, and what their rows have named so far: documents and evidence items, by
/// position. Items without a part are as many as the head holds, not as many as there are parts.
struct Named {
  explicit Named(const core::Dossier& dossier)
      : documents(dossier.documents.size()), evidence(dossier.head.evidence.size()) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
      document_ids.emplace_back(dossier.documents[i].id, i);
      of_type[dossier.documents[i].type].push_back(i);
    }
    for (std::size_t i = 0; i < evidence.size(); ++i) evidence_ids.emplace_back(dossier.head.evidence[i].id, i);
    std::sort(document_ids.begin(), document_ids.end());
    std::sort(evidence_ids.begin(), evidence_ids.end());
  }

  std::vector<bool> documents;
  std::vector<bool> evidence;
  Places document_ids;  ///< sorted; of an id given twice, the first counts
  Places evidence_ids;
  std::map<core::DocumentType, std::deque<std::size_t>> of_type;  ///< not yet known to be named, in order
};

std::size_t place_of(const Places& places, std::string_view id) {
  const auto at = std::lower_bound(places.begin(), places.end(), std::pair{id, std::size_t{0}});
  return at == places.end() || at->first != id ? none : at->second;
}

bool is_hex_of(std::string_view text, const core::Digest& digest) {
  const auto read = core::from_hex<core::Digest>(text);
  return read && *read == digest;
}

/// The document that a row means: by local id, else the first of its type that no row has named.
std::size_t document_named(std::string_view text, Named& named) {
  if (const auto at = place_of(named.document_ids, text); at != none) return at;
  const auto type = core::DocumentType::parse(text);
  const auto found = type ? named.of_type.find(*type) : named.of_type.end();
  if (found == named.of_type.end()) return none;
  auto& left = found->second;
  while (!left.empty() && named.documents[left.front()]) left.pop_front();
  return left.empty() ? none : left.front();
}

/// A row names one part that no row named before; its digest, which a part must have, is that part's.
bool row_holds(const View& view, const core::DocumentType& lists, const Thing& row, Named& named) {
  if (row.kind != ThingKind::group) return false;
  const auto& fields = row.as<std::vector<core::Field>>();
  const auto* what = value_of(fields, "document");
  if (what == nullptr) return false;
  const auto& dossier = *view.dossier;
  core::PartNo part = 0;
  const auto document = document_named(what->text, named);
  if (document != none) {
    if (named.documents[document]) return false;
    if (dossier.documents[document].type == lists) return false;  // no list names itself
    named.documents[document] = true;
    part = dossier.document_parts[document];
  } else {
    const auto item = place_of(named.evidence_ids, what->text);
    if (item == none || named.evidence[item]) return false;
    named.evidence[item] = true;
    part = dossier.head.evidence[item].part;
  }
  const auto* digest = value_of(fields, "digest");
  const bool given = digest != nullptr && !digest->text.empty();
  if (part == 0) return !given;  // an item that has no part has no digest
  if (view.part_digests == nullptr || view.part_digests->empty()) return true;  // not judged before salts are drawn
  return given && part < view.part_digests->size() && is_hex_of(digest->text, (*view.part_digests)[part]);
}

bool all_named(const core::Dossier& dossier, const core::DocumentType& lists, const Named& named) {
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].type != lists && !named.documents[i]) return false;
  }
  for (std::size_t i = 0; i < dossier.head.evidence.size(); ++i) {
    if (dossier.head.evidence[i].part != 0 && !named.evidence[i]) return false;
  }
  return true;
}

}  // namespace

bool lists_agree(Sight& sight, const Path& left, const Path& right, const Element* element, Blame* blame) {
  const auto lines_left = lines_of(sight, left, element, blame);
  if (!lines_left) return false;
  const auto lines_right = lines_of(sight, right, element, blame);
  if (!lines_right) return false;
  return stands_in(sight, left, *lines_right, element, blame) && stands_in(sight, right, *lines_left, element, blame);
}

bool material_list(Sight& sight, const Path& path, Blame* blame) {
  const auto& view = sight.view;
  const auto& dossier = *view.dossier;
  const auto blamed = [&](std::string where, core::PartNo part) {
    if (blame != nullptr && !blame->found) *blame = Blame{std::move(where), part, true};
    return false;
  };
  const auto lists = path.document.empty() ? core::DocumentType{6, {}} : path.document;
  Named named(dossier);
  bool there = false;
  core::PartNo last = 0;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    const auto& list = dossier.documents[i];
    if (list.type != lists) continue;
    there = true;
    last = dossier.document_parts[i];
    const auto* rows = find_field(list.fields, "rows");
    const auto* total = value_of(list.fields, "total");
    const std::size_t count = rows == nullptr ? 0 : rows->values.size();
    if (total != nullptr && (!counts(total) || total->integer != static_cast<std::int64_t>(count))) {
      return blamed(lists.str() + ".total", last);
    }
    if (count > dossier.documents.size() + dossier.head.evidence.size()) return blamed(lists.str() + ".rows", last);
    for (std::size_t row = 0; row < count; ++row) {
      if (--sight.visits_left < 0) return blamed(lists.str() + ".rows", last);
      if (row_holds(view, lists, Thing::of_value(rows->values[row]), named)) continue;
      return blamed(lists.str() + ".rows[" + std::to_string(row) + "]", last);
    }
  }
  if (!there) return blamed(lists.str(), 0);
  return all_named(dossier, lists, named) || blamed(lists.str() + ".rows", last);
}

}  // namespace caseway::rules
