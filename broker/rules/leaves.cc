#include "broker/rules/leaves.h"

#include <algorithm>
#include <optional>

namespace caseway::rules {
namespace {

bool is_connective(Op op) {
  return op == Op::always || op == Op::all || op == Op::any || op == Op::not_ || op == Op::at_least;
}

template <class T>
bool fits(Compare compare, const T& left, const T& right) {
  switch (compare) {
    case Compare::equal: return left == right;
    case Compare::not_equal: return left != right;
    case Compare::less: return left < right;
    case Compare::at_most: return left <= right;
    case Compare::more: return left > right;
    case Compare::at_least: return left >= right;
  }
  return false;
}

/// "held:D03.items" -> "D03.items", and how wide its scope is.
std::pair<std::string_view, int> unscoped(const Path& path) {
  const std::string_view text = path.text;
  const auto colon = text.find(':');
  if (path.root != Root::document || colon == std::string_view::npos) return {text, 0};
  return {text.substr(colon + 1), path.scope == Scope::earlier ? 3 : static_cast<int>(path.scope) - 1};
}

/// Where `inner` shows something, `outer` does: the thing itself, what it lies in, or the same looked for more widely.
bool lies_in(const Path& inner, const Path& outer) {
  const auto in = unscoped(inner);
  const auto out = unscoped(outer);
  const bool scope = in.second == out.second || (in.second < out.second && out.second != 3);  // earlier: stands apart
  return scope && in.first.starts_with(out.first) &&
         (in.first.size() == out.first.size() || in.first[out.first.size()] == '.');
}

/// What is told once: several values of other paths may each be something else, also of several documents of a type.
bool is_single(const Path& path) { return path.root == Root::step || path.root == Root::clock; }

bool is_integer(const core::Value& value) { return value.text.empty() && value.kind != core::FieldKind::text; }

/// A value that a path may have.
struct Candidate {
  bool integer = false;
  std::int64_t number = 0;
  std::string text;
};

/// A leaf that sets a path beside constants; nothing can be said of other leaves' values.
bool is_of_constants(const Condition& it) {
  if (it.left.plus != 0 || it.left.path.root == Root::element) return false;
  if (it.op == Op::in) return true;
  return it.op == Op::compare && !it.right.is_path;
}

bool is_met_by(const Condition& it, const Candidate& value) {
  if (it.op == Op::in) {
    const auto text = value.integer ? std::to_string(value.number) : value.text;
    return std::find(it.constants.begin(), it.constants.end(), text) != it.constants.end();
  }
  if (value.integer) return fits(it.compare, value.number, it.right.constant.integer + it.right.plus);
  return fits(it.compare, value.text, it.right.constant.text);
}

/// Enough values for each way in which leaves on one path can be true together; nothing where that is not known.
std::optional<std::vector<Candidate>> candidates(const std::vector<const Condition*>& leaves) {
  std::vector<Candidate> all;
  const bool integer = leaves.front()->op == Op::compare && is_integer(leaves.front()->right.constant);
  const auto kind = leaves.front()->right.constant.kind;
  for (const auto* leaf : leaves) {
    const auto& constant = leaf->right.constant;
    if (leaf->op == Op::in && integer) return std::nullopt;
    if (leaf->op == Op::in) {
      for (const auto& one : leaf->constants) all.push_back({false, 0, one});
      continue;
    }
    if (is_integer(constant) != integer || (integer && constant.kind != kind)) return std::nullopt;
    const bool ordered = leaf->compare != Compare::equal && leaf->compare != Compare::not_equal;
    std::int64_t value = 0;
    const bool far =
        __builtin_add_overflow(constant.integer, leaf->right.plus, &value) || value == INT64_MIN || value == INT64_MAX;
    if ((!integer && ordered) || far) return std::nullopt;
    if (!integer) all.push_back({false, 0, constant.text});
    if (integer && kind == core::FieldKind::boolean) {
      all.push_back({true, 0, {}});
      all.push_back({true, 1, {}});
    } else if (integer) {
      for (const auto near : {value - 1, value, value + 1}) all.push_back({true, near, {}});
    }
  }
  if (!integer) all.push_back({false, 0, "\n"});  // any other text: no constant holds a line's end
  return all;
}

void all_paths(const Condition& it, std::vector<const Path*>& to) {
  for (const auto* operand : {&it.left, &it.right, &it.factor}) {
    if (operand->is_path) to.push_back(&operand->path);
  }
}

}  // namespace

bool holds(const Formula& it, Assignment leaves) {
  const auto holding = [&] {
    return std::count_if(it.children.begin(), it.children.end(),
                         [&](const Formula& child) { return holds(child, leaves); });
  };
  switch (it.op) {
    case Op::always: return true;
    case Op::all: return holding() == static_cast<std::ptrdiff_t>(it.children.size());
    case Op::any: return holding() > 0;
    case Op::not_: return holding() == 0;
    case Op::at_least: return holding() >= it.number;
    default: return (leaves >> it.leaf & 1U) != 0;
  }
}

Assignment leaves_of(const Formula& it) {
  if (!is_connective(it.op)) return Assignment{1} << it.leaf;
  Assignment all = 0;
  for (const auto& child : it.children) all |= leaves_of(child);
  return all;
}

Formula Leaves::add(const Condition& it) {
  Formula to{it.op, it.number, 0, {}};
  if (is_connective(it.op)) {
    for (const auto& child : it.children) to.children.push_back(add(child));
    return to;
  }
  const auto words = words_of(it);
  const auto at = std::find_if(leaves_.begin(), leaves_.end(), [&](const Leaf& one) { return one.words == words; });
  to.leaf = static_cast<std::size_t>(at - leaves_.begin()) % 32;  // beyond what is searched, any will do
  if (at != leaves_.end()) return to;
  Leaf leaf{&it, words, {}, {}};
  switch (it.op) {
    case Op::exists:
    case Op::present:
    case Op::compare:
    case Op::in:
    case Op::sum_equals:
    case Op::product_equals:
    case Op::stamp_is:
    case Op::carrier_is: all_paths(it, leaf.true_needs); break;
    case Op::distinct:
    case Op::different:
      if (it.number > 0) all_paths(it, leaf.true_needs);
      break;
    case Op::count:
      all_paths(it, fits(it.compare, std::int64_t{0}, it.number) ? leaf.false_needs : leaf.true_needs);
      break;
    case Op::for_all:
    case Op::covers:
    case Op::well_formed: leaf.false_needs.push_back(&it.left.path); break;
    default: break;
  }
  leaves_.push_back(std::move(leaf));
  return to;
}

/// The leaves that set the path of `first` beside constants: some values of it make exactly those true. `shown`: it has
/// a value; else it may have none where all of them are false.
bool Leaves::values_are_possible(const Leaf& first, Assignment leaves, bool shown) const {
  std::vector<const Condition*> yes;
  std::vector<const Condition*> no;
  std::vector<const Condition*> all;
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    const auto& it = *leaves_[i].is;
    if (!is_of_constants(it) || it.left.path.text != first.is->left.path.text) continue;
    (is_set(leaves, i) ? yes : no).push_back(&it);
    all.push_back(&it);
  }
  if (yes.empty() && !shown) return true;
  auto values = candidates(all);
  if (!values) return true;
  const auto meets = [](const Candidate& value) { return [&](const Condition* it) { return is_met_by(*it, value); }; };
  std::erase_if(*values, [&](const Candidate& value) { return std::any_of(no.begin(), no.end(), meets(value)); });
  if (values->empty()) return false;
  if (is_single(first.is->left.path)) {
    return std::any_of(values->begin(), values->end(),
                       [&](const Candidate& value) { return std::all_of(yes.begin(), yes.end(), meets(value)); });
  }
  return std::all_of(yes.begin(), yes.end(), [&](const Condition* it) {
    return std::any_of(values->begin(), values->end(), [&](const Candidate& value) { return is_met_by(*it, value); });
  });
}

bool Leaves::is_possible(Assignment leaves) const {
  std::vector<const Path*> shown;
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    const auto& needs = is_set(leaves, i) ? leaves_[i].true_needs : leaves_[i].false_needs;
    shown.insert(shown.end(), needs.begin(), needs.end());
  }
  const auto is_shown = [&](const Path& path) {
    return std::any_of(shown.begin(), shown.end(), [&](const Path* one) { return lies_in(*one, path); });
  };
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    const auto& leaf = leaves_[i];
    if (leaf.is->op == Op::present && !is_set(leaves, i) && is_shown(leaf.is->left.path)) return false;
    if (is_of_constants(*leaf.is) && !values_are_possible(leaf, leaves, is_shown(leaf.is->left.path))) return false;
  }
  return true;
}

std::string Leaves::words(Assignment leaves, Assignment which) const {
  std::string text;
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    if (!is_set(which, i)) continue;
    if (!text.empty()) text += ", ";
    const bool there = leaves_[i].is->op == Op::present;
    if (!is_set(leaves, i)) text += there ? "no " : "not ";
    text += there || is_set(leaves, i) ? leaves_[i].words : "(" + leaves_[i].words + ")";
  }
  return text.empty() ? "anything" : text;
}

std::set<std::string> grounds_of(const Condition& it) {
  std::set<std::string> all;
  for (const auto* operand : {&it.left, &it.right, &it.factor}) {
    if (!operand->is_path) continue;
    const auto text = unscoped(operand->path).first;
    const bool is_document = operand->path.root == Root::document;
    all.insert(is_document ? operand->path.document.str() : std::string(text.substr(0, text.find('.'))));
  }
  for (const auto& child : it.children) all.merge(grounds_of(child));
  return all;
}

}  // namespace caseway::rules
