#include "broker/rules/expansion.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/rules/parser.h"

namespace caseway::rules {
namespace {

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

struct Named {
  std::string name;
  bool here = false;  ///< ".law", of the same file; else "L.law", of any
};

struct Constant {
  std::string file;
  std::size_t byte = 0;  ///< of its name
  std::size_t own = 0;   ///< bytes of its own text
  std::vector<Named> names;
  std::size_t expanded = 0;  ///< 0: not counted yet
  int depth = 0;             ///< of names within names
  bool open = false;         ///< being counted
};

/// By name, then by file. Two of one name in one file, which the parser refuses, are one, as long as both together.
using Constants = std::map<std::string, std::map<std::string, Constant>>;

/// Words of `text` outside comments and strings, each with its place and the two signs before it that are neither blank
/// nor comment: `"` for a string, `a` for a word.
template <class Visit>
void each_word(const std::string& text, const Visit& visit) {
  char before = ';';
  char last = ';';
  const auto seen = [&](char c) { before = std::exchange(last, c); };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i) i += text[i] == '\\' ? 1 : 0;
      ++i;
      seen('"');
    } else if (in_name(text[i])) {
      const auto begin = i;
      while (i < text.size() && in_name(text[i])) ++i;
      visit(begin, std::string_view(text).substr(begin, i - begin), last, before);
      seen('a');
    } else {
      if (std::isspace(static_cast<unsigned char>(text[i])) == 0) seen(text[i]);
      ++i;
    }
  }
}

/// A constant reaches to the next, or to the end of its file; so does an alias, `using B = L.law`.
void add_constants(const std::string& file, const std::string& text, Constants& all) {
  Constant* open = nullptr;
  bool named = false;
  const auto end = [&](std::size_t at) {
    if (open != nullptr) open->own += at - open->byte;
  };
  each_word(text, [&](std::size_t at, std::string_view word, char last, char before) {
    const bool dotted = last == '.';
    if (named) {
      open = &all[std::string(word)][file];
      open->file = file;
      open->byte = at;
    } else if (dotted && open != nullptr) {
      open->names.push_back({std::string(word), before != 'a' && before != '"'});
    }
    named = (word == "const" || word == "using") && !dotted;
    if (named) end(at);
  });
  end(text.size());
}

std::size_t count(Constant& one, Constants& all, int depth);

/// Of those that `named` may mean the longest; `deepest` is raised to their depth.
std::size_t longest(const Named& named, const std::string& file, Constants& all, int depth, int& deepest) {
  std::size_t length = 0;
  const auto known = all.find(named.name);
  if (known == all.end()) return 0;
  for (auto& [of_file, one] : known->second) {
    if (named.here && of_file != file) continue;
    length = std::max(length, count(one, all, depth));
    deepest = std::max(deepest, one.depth + 1);
  }
  return length;
}

/// No more than the bound and a little, however much it names: sums of such never wrap. A chain of names that is deeper
/// than brackets may be counts as too long: the parser follows it as it does those.
std::size_t count(Constant& one, Constants& all, int depth) {
  if (depth > bracket_depth_max) return expanded_bytes_max + 1;
  if (one.expanded > 0 || one.open) return one.expanded;
  one.open = true;
  auto total = one.own;
  for (const auto& named : one.names) {
    total = std::min(total + longest(named, one.file, all, depth + 1, one.depth), expanded_bytes_max + 1);
  }
  if (one.depth > bracket_depth_max) total = expanded_bytes_max + 1;
  one.open = false;
  return one.expanded = total;
}

}  // namespace

Expansion expansion_of(const std::map<std::string, std::string>& texts) {
  Constants all;
  for (const auto& [file, text] : texts) add_constants(file, text, all);
  std::size_t total = 0;
  for (auto& [name, files] : all) {
    for (auto& [file, one] : files) {
      total += count(one, all, 0);
      if (total > expanded_bytes_max) return {file, one.byte, name};
    }
  }
  return {};
}

}  // namespace caseway::rules
