#include "broker/rules/condition.h"

#include <algorithm>
#include <optional>

#include "broker/rules/form.h"
#include "broker/rules/number.h"

namespace caseway::rules {
namespace {

using core::FieldKind;

/// `path` in words, without its scope: "D03.items", "head.parties.kind".
std::string print_path(const Path& path, const std::string& root) {
  std::string text = root;
  for (const auto& name : path.names) {
    if (!text.empty()) text += '.';
    text += name.view();
  }
  return text;
}

std::string_view name_of_root(Root root) {
  switch (root) {
    case Root::head: return "head";
    case Root::party: return "head.parties";
    case Root::pair: return "head.pairs";
    case Root::outcome: return "head.outcomes";
    case Root::act: return "head.acts";
    case Root::amount: return "head.amounts";
    case Root::right: return "head.rights";
    case Root::evidence: return "head.evidence";
    default: return {};
  }
}

/// Blames the first thing that `path` shows, or the path itself when it shows nothing.
void blame_path(Sight& sight, const Path& path, const Element* element, Blame* blame) {
  if (blame == nullptr || blame->found) return;
  const auto& bundle = *sight.view.bundle;
  auto first = [&](const Thing&, const Place& place) {
    blame->path = print_place(bundle, place);
    blame->part = part_of(place);
    blame->found = true;
    return false;
  };
  look(sight, path, element, first);
  if (blame->found) return;
  blame->found = true;
  if (path.root == Root::element && element != nullptr) {
    blame->path = print_path(path, print_place(bundle, *element->place));
    blame->part = part_of(*element->place);
  } else if (path.root == Root::document) {
    blame->path = path.document.str();
    const auto& dossier = *sight.view.dossier;
    for (std::size_t i = 0; i < dossier.documents.size() && blame->part == 0; ++i) {
      if (dossier.documents[i].type != path.document) continue;
      blame->part = dossier.document_parts[i];
      blame->path = print_path(path, path.document.str());
    }
  } else if (path.root >= Root::transfer) {
    blame->path = path.text;
  } else {
    blame->path = print_path(path, std::string(name_of_root(path.root)));
  }
}

void blame_element(Sight& sight, const Place& place, Blame* blame) {
  if (blame == nullptr || blame->found) return;
  blame->path = print_place(*sight.view.bundle, place);
  blame->part = part_of(place);
  blame->found = true;
}

/// `thing` with `plus` added; nothing when it overflows or there is nothing to add to.
std::optional<Thing> added(const Thing& thing, std::int64_t plus) {
  if (plus == 0) return thing;
  if (thing.kind != ThingKind::integer) return std::nullopt;
  Thing sum = thing;
  if (__builtin_add_overflow(thing.integer, plus, &sum.integer)) return std::nullopt;
  return sum;
}

bool show(Sight& sight, const Operand& operand, const Element* element, Visit visit) {
  if (operand.is_path && operand.plus == 0) return look(sight, operand.path, element, visit);
  auto shifted = [&](const Thing& thing, const Place& place) {
    const auto sum = added(thing, operand.plus);
    return !sum || visit(*sum, place);
  };
  if (operand.is_path) return look(sight, operand.path, element, shifted);
  return shifted(Thing::of_value(operand.constant), Place{});
}

bool fits(Compare compare, int order) {
  switch (compare) {
    case Compare::equal: return order == 0;
    case Compare::not_equal: return order != 0;
    case Compare::less: return order < 0;
    case Compare::at_most: return order <= 0;
    case Compare::more: return order > 0;
    case Compare::at_least: return order >= 0;
  }
  return false;
}

template <class T>
int order_of(const T& left, const T& right) {
  return left < right ? -1 : left == right ? 0 : 1;
}

/// An instant beside a date counts as its law date.
std::int64_t as_beside(const Thing& thing, const Thing& other) {
  if (thing.value_kind == FieldKind::instant && other.value_kind == FieldKind::date) {
    return core::law_date_of(core::Instant{thing.integer}).days;
  }
  return thing.integer;
}

bool is_number(const Thing& thing) {
  return thing.value_kind == FieldKind::number || thing.value_kind == FieldKind::document;
}

/// Things that cannot be ordered are unequal, and neither is less.
bool compares(Compare compare, const Thing& left, const Thing& right) {
  if (left.kind == ThingKind::integer && right.kind == ThingKind::integer) {
    return fits(compare, order_of(as_beside(left, right), as_beside(right, left)));
  }
  if (left.kind == ThingKind::text && right.kind == ThingKind::text) {
    if ((is_number(left) || is_number(right)) && same_number(left.text, right.text)) return fits(compare, 0);
    return fits(compare, order_of(left.text, right.text));
  }
  return compare == Compare::not_equal;
}

bool is_one_of(const Thing& thing, const std::vector<std::string>& constants) {
  if (thing.kind == ThingKind::text) {
    return std::find(constants.begin(), constants.end(), thing.text) != constants.end();
  }
  if (thing.kind != ThingKind::integer) return false;
  return std::find(constants.begin(), constants.end(), std::to_string(thing.integer)) != constants.end();
}

/// One condition at one element.
class Test {
 public:
  Test(Sight& sight, const Element* element, Blame* blame) : sight_(sight), element_(element), blame_(blame) {}

  bool all(const Condition& it) {
    return std::all_of(it.children.begin(), it.children.end(),
                       [&](const Condition& child) { return test(sight_, child, element_, blame_); });
  }

  bool at_least(const Condition& it, std::int64_t wanted) {
    std::int64_t held = 0;
    for (const auto& child : it.children) held += test(sight_, child, element_, nullptr) ? 1 : 0;
    if (held >= wanted) return true;
    for (const auto& child : it.children) {  // the first that fails is named
      if (!test(sight_, child, element_, blame_)) break;
    }
    return false;
  }

  bool negated(const Condition& it) {
    if (it.children.empty() || !test(sight_, it.children[0], element_, nullptr)) return true;
    const Condition* named = &it.children[0];
    while (!named->children.empty() && !named->left.is_path) named = &named->children[0];
    return failed(*named);
  }

  bool for_all(const Condition& it) {
    if (it.children.empty()) return true;
    bool held = true;
    auto each = [&](const Thing& thing, const Place& place) {
      const Element inner{thing, &place};
      held = test(sight_, it.children[0], &inner, blame_);
      if (!held) blame_element(sight_, place, blame_);
      return held;
    };
    // An evaluation that runs out of visits has not seen them all.
    return look(sight_, it.left.path, element_, each) && held ? true : failed(it);
  }

  bool exists(const Condition& it) { return counted(it, 1) >= 1 || failed(it); }

  bool count(const Condition& it) {
    return fits(it.compare, order_of(counted(it, INT64_MAX), it.number)) || failed(it);
  }

  bool present(const Condition& it) {
    bool seen = false;
    auto any = [&](const Thing&, const Place&) {
      seen = true;
      return false;
    };
    look(sight_, it.left.path, element_, any);
    return seen || failed(it);
  }

  bool compare(const Condition& it) {
    bool held = false;
    if (!it.right.is_path) {  // the common case: one constant beside every value
      const auto right = added(Thing::of_value(it.right.constant), it.right.plus);
      auto each = [&](const Thing& left, const Place&) {
        held = right && compares(it.compare, left, *right);
        return !held;
      };
      show(sight_, it.left, element_, each);
      return held || failed(it);
    }
    auto each_left = [&](const Thing& left, const Place&) {
      auto each_right = [&](const Thing& right, const Place&) {
        held = compares(it.compare, left, right);
        return !held;
      };
      return show(sight_, it.right, element_, each_right);
    };
    show(sight_, it.left, element_, each_left);
    return held || failed(it);
  }

  bool in(const Condition& it) {
    bool held = false;
    auto each = [&](const Thing& thing, const Place&) {
      held = is_one_of(thing, it.constants);
      return !held;
    };
    show(sight_, it.left, element_, each);
    return held || failed(it);
  }

  bool sum_equals(const Condition& it) {
    const auto left = sum(it.left);
    const auto right = sum(it.right);
    return (left && right && *left == *right) || failed(it);
  }

  bool distinct(const Condition& it) {
    const auto seen = sorted(it.left);
    const bool twice = seen && std::adjacent_find(seen->begin(), seen->end()) != seen->end();
    return (seen && !twice && static_cast<std::int64_t>(seen->size()) >= it.number) || failed(it);
  }

  bool different(const Condition& it) {
    auto seen = sorted(it.left);
    if (!seen) return failed(it);
    seen->erase(std::unique(seen->begin(), seen->end()), seen->end());
    return static_cast<std::int64_t>(seen->size()) >= it.number || failed(it);
  }

  bool covers(const Condition& it) {
    const auto whole = sorted(it.right);
    if (!whole) return failed(it);
    bool held = true;
    auto each = [&](const Thing& part, const Place& place) {
      held = std::binary_search(whole->begin(), whole->end(), key_of(part));
      if (!held) blame_element(sight_, place, blame_);
      return held;
    };
    return show(sight_, it.left, element_, each) || failed(it);
  }

  bool product_equals(const Condition& it) {
    const auto left = sum(it.left);
    const auto factor = sum(it.factor);
    const auto right = sum(it.right);
    std::int64_t product = 0;
    if (!left || !factor || !right || __builtin_mul_overflow(*left, *factor, &product)) return failed(it);
    return product == *right || failed(it);
  }

  /// Every document that the path shows, and at least one, has one of the constants.
  template <class Name>
  bool each_document(const Condition& it, Name name) {
    bool seen = false;
    bool held = true;
    auto each = [&](const Thing& thing, const Place& place) {
      seen = true;
      held = thing.kind == ThingKind::document && name(thing.as<core::Document>(), it.constants);
      if (!held) blame_element(sight_, place, blame_);
      return held;
    };
    look(sight_, it.left.path, element_, each);
    return (seen && held) || failed(it);
  }

  bool in_time(const Condition& it) {
    const auto& view = sight_.view;
    const auto* rule = view.bundle->clock(it.clock);
    if (rule == nullptr) return true;
    if (rule->anchor == AnchorKind::asserted) {
      const auto reading = read_asserted(*rule, view);
      if (!reading || ended_at(*rule, view) <= reading->later.due) return true;
      blame_path(sight_, rule->anchor_path, element_, blame_);
      return false;
    }
    bool late = false;
    auto each = [&](const Thing& due, const Place&) {
      late = due.kind == ThingKind::integer && ended_at(*rule, view).ms > due.integer;
      return !late;
    };
    look_around(sight_, "clock." + it.clock.str() + ".due", each);
    return !late;
  }

  bool well_formed(const Condition& it) {
    bool held = true;
    auto each = [&](const Thing& thing, const Place& place) {
      held = value_fits(thing, sight_.view.received_at);
      if (!held) blame_element(sight_, place, blame_);
      return held;
    };
    show(sight_, it.left, element_, each);
    return held;
  }

  bool failed(const Condition& it) {
    if (blame_ == nullptr) return false;
    if (it.left.is_path) {
      blame_path(sight_, it.left.path, element_, blame_);
    } else if (it.right.is_path) {
      blame_path(sight_, it.right.path, element_, blame_);
    }
    return false;
  }

 private:
  using Key = std::pair<std::string_view, std::int64_t>;
  static Key key_of(const Thing& thing) { return {thing.text, thing.kind == ThingKind::integer ? thing.integer : 0}; }

  /// All values, sorted; nothing when the visits ran out.
  std::optional<std::vector<Key>> sorted(const Operand& operand) {
    std::vector<Key> seen;
    auto each = [&](const Thing& thing, const Place&) {
      seen.push_back(key_of(thing));
      return true;
    };
    if (!show(sight_, operand, element_, each)) return std::nullopt;
    std::sort(seen.begin(), seen.end());
    return seen;
  }

  /// Elements that meet the child, no further than `enough`.
  std::int64_t counted(const Condition& it, std::int64_t enough) {
    std::int64_t met = 0;
    auto each = [&](const Thing& thing, const Place& place) {
      const Element inner{thing, &place};
      if (it.children.empty() || test(sight_, it.children[0], &inner, nullptr)) ++met;
      return met < enough;
    };
    look(sight_, it.left.path, element_, each);
    return met;
  }

  /// Nothing when there is no value, one of them is no integer, or the sum does not fit 64 bits.
  std::optional<std::int64_t> sum(const Operand& operand) {
    std::optional<std::int64_t> total;
    auto each = [&](const Thing& thing, const Place&) {
      std::int64_t next = 0;
      if (thing.kind != ThingKind::integer || __builtin_add_overflow(total.value_or(0), thing.integer, &next)) {
        total.reset();
        return false;
      }
      total = next;
      return true;
    };
    if (!show(sight_, operand, element_, each)) return std::nullopt;
    return total;
  }

  Sight& sight_;
  const Element* element_;
  Blame* blame_;
};

bool stamp_in(const core::Document& document, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name_of(document.stamp)) != names.end();
}

bool carrier_in(const core::Document& document, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), letter_of(document.carrier)) != names.end();
}

}  // namespace

bool test(Sight& sight, const Condition& condition, const Element* element, Blame* blame) {
  Test it(sight, element, blame);
  switch (condition.op) {
    case Op::always: return true;
    case Op::all: return it.all(condition);
    case Op::any: return it.at_least(condition, 1);
    case Op::not_: return it.negated(condition);
    case Op::at_least: return it.at_least(condition, condition.number);
    case Op::for_all: return it.for_all(condition);
    case Op::exists: return it.exists(condition);
    case Op::count: return it.count(condition);
    case Op::present: return it.present(condition);
    case Op::compare: return it.compare(condition);
    case Op::in: return it.in(condition);
    case Op::sum_equals: return it.sum_equals(condition);
    case Op::lists_agree: return lists_agree(sight, condition.left.path, condition.right.path, element, blame);
    case Op::material_list: return material_list(sight, condition.left.path, blame);
    case Op::stamp_is: return it.each_document(condition, stamp_in);
    case Op::carrier_is: return it.each_document(condition, carrier_in);
    case Op::in_time: return it.in_time(condition);
    case Op::distinct: return it.distinct(condition);
    case Op::well_formed: return it.well_formed(condition);
    case Op::covers: return it.covers(condition);
    case Op::different: return it.different(condition);
    case Op::product_equals: return it.product_equals(condition);
  }
  return false;
}

bool holds(const Condition& condition, const View& view, std::string* path) {
  Sight sight{view};
  if (test(sight, condition, nullptr, nullptr)) return true;
  if (path == nullptr) return false;
  Blame blame;
  test(sight, condition, nullptr, &blame);
  *path = blame.path;
  return false;
}

}  // namespace caseway::rules
