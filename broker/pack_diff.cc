#include "broker/pack_diff.h"

#include <boost/json.hpp>
#include <iostream>
#include <map>

#include "broker/core/shown.h"
#include "broker/pack_set.h"
#include "broker/rules/describe.h"

namespace caseway::rules {
namespace {

namespace json = boost::json;

struct Change {
  std::string aspect;
  std::string before;  ///< empty: it said nothing of it
  std::string after;
};

/// In the order of the new edition's aspects, then those that it says no more.
std::vector<Change> changes_of(const Row& before, const Row& after) {
  std::vector<Change> changes;
  const auto said = [](const Row& row, const std::string& aspect) {
    for (const auto& [name, text] : row.aspects)
      if (name == aspect) return text;
    return std::string();
  };
  if (before.label.zh != after.label.zh || before.label.en != after.label.en)
    changes.push_back(
        {"label", before.label.zh + " (" + before.label.en + ")", after.label.zh + " (" + after.label.en + ")"});
  for (const auto& aspect : after.aspects) {
    auto old = said(before, aspect.first);
    if (old != aspect.second) changes.push_back({aspect.first, std::move(old), aspect.second});
  }
  for (const auto& aspect : before.aspects)
    if (said(after, aspect.first).empty()) changes.push_back({aspect.first, aspect.second, {}});
  return changes;
}

using Key = std::pair<std::string, std::string>;

/// A universal row stands in every kind that takes it; requirements and clocks of it are one row.
std::map<Key, Row> by_key(const PackBundle& bundle) {
  std::map<Key, Row> rows;
  for (auto& row : describe(bundle)) rows.emplace(Key{row.what, row.id}, std::move(row));
  return rows;
}

struct Difference {
  char sign;  ///< '+' came, '-' went, '~' changed
  const Row* row;
  std::vector<Change> changes;
};

void print(const Difference& one) {
  std::cout << one.sign << " " << one.row->what << " " << one.row->id;
  if (!one.row->label.en.empty()) std::cout << " " << core::shown(one.row->label.zh + " (" + one.row->label.en + ")");
  std::cout << "\n";
  for (const auto& change : one.changes) {
    std::cout << "    " << change.aspect << ": " << (change.before.empty() ? "nothing" : core::shown(change.before))
              << "\n"
              << "      -> " << (change.after.empty() ? "nothing" : core::shown(change.after)) << "\n";
  }
}

json::object as_json(const Difference& one) {
  json::array changes;
  for (const auto& change : one.changes)
    changes.push_back(json::object{{"aspect", change.aspect}, {"before", change.before}, {"after", change.after}});
  return {{"change", one.sign == '+'   ? "came"
                     : one.sign == '-' ? "went"
                                       : "changed"},
          {"what", one.row->what},
          {"id", one.row->id},
          {"zh", one.row->label.zh},
          {"en", one.row->label.en},
          {"aspects", std::move(changes)}};
}

}  // namespace

int diff_packs(const std::string& before, const std::string& after, bool as_json_too) {
  const auto old_rules = load_rules(before);
  const auto new_rules = old_rules ? load_rules(after) : std::nullopt;
  if (!old_rules || !new_rules) return exit_bad_input;
  const auto old_rows = by_key(old_rules->bundle);
  const auto new_rows = by_key(new_rules->bundle);
  std::vector<Difference> all;
  for (const auto& [key, row] : old_rows)
    if (new_rows.count(key) == 0) all.push_back({'-', &row, {}});
  for (const auto& [key, row] : new_rows) {
    const auto old = old_rows.find(key);
    if (old == old_rows.end()) {
      all.push_back({'+', &row, {}});
    } else if (auto changes = changes_of(old->second, row); !changes.empty()) {
      all.push_back({'~', &row, std::move(changes)});
    }
  }
  if (as_json_too) {
    json::array rows;
    for (const auto& one : all) rows.push_back(as_json(one));
    std::cout << json::serialize(json::object{{"before", old_rules->bundle.version},
                                              {"after", new_rules->bundle.version},
                                              {"leftBehind", state_left_behind(old_rules->bundle, new_rules->bundle)},
                                              {"rows", std::move(rows)}})
              << "\n";
    return exit_ok;
  }
  std::cout << old_rules->bundle.id << " " << old_rules->bundle.version << " -> " << new_rules->bundle.id << " "
            << new_rules->bundle.version << ": " << all.size() << " rows differ\n";
  for (const auto& one : all) print(one);
  if (const auto left = state_left_behind(old_rules->bundle, new_rules->bundle); !left.empty()) {
    std::cout << "! state " << left << " does not go on (`was`): a broker with transfers refuses this edition\n";
  }
  return exit_ok;
}

}  // namespace caseway::rules
