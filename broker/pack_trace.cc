#include "broker/pack_trace.h"

#include <iostream>

#include "broker/core/shown.h"

namespace caseway::rules {
namespace {

namespace json = boost::json;

/// A line for each condition: "+" held, "-" did not; what a leaf saw stands behind it.
void print(const Traced& it, int depth) {
  std::cout << std::string(static_cast<std::size_t>(depth) * 2, ' ') << (it.holds ? "+ " : "- ")
            << core::shown(it.asks);
  for (std::size_t i = 0; i < it.seen.size(); ++i) std::cout << (i == 0 ? "  [" : "; ") << core::shown(it.seen[i]);
  std::cout << (it.seen.empty() ? "" : "]") << "\n";
  for (const auto& child : it.children) print(child, depth + 1);
}

std::string_view result_of(const TracedRequirement& one, bool open) {
  if (open) return "open";
  if (!one.when.holds) return "not_applicable";
  return one.must.holds ? "met" : "failed";
}

std::string_view in_words(std::string_view result, Language language) {
  const bool zh = language == Language::zh;
  if (result == "open") return zh ? "由平台判断" : "only the broker can judge it";
  if (result == "not_applicable") return zh ? "不适用" : "does not apply";
  if (result == "met") return zh ? "满足" : "met";
  return zh ? "不满足" : "not met";
}

json::object as_json(const Traced& it) {
  json::array children;
  for (const auto& child : it.children) children.push_back(as_json(child));
  return {{"asks", it.asks},
          {"holds", it.holds},
          {"seen", json::array(it.seen.begin(), it.seen.end())},
          {"children", std::move(children)}};
}

}  // namespace

void print_trace(const std::vector<TracedRequirement>& traced, const std::set<std::string>& open, Language language) {
  const bool zh = language == Language::zh;
  for (const auto& one : traced) {
    const auto result = result_of(one, open.count(one.requirement->id) > 0);
    std::cout << one.requirement->id;
    if (one.party != 0) std::cout << " " << path_of(one.party);
    std::cout << " " << in(one.requirement->label, language) << ": " << in_words(result, language) << "\n";
    if (one.when.asks != "always") {
      std::cout << (zh ? "  适用条件:\n" : "  applies when:\n");
      print(one.when, 2);
    }
    if (one.must.asks.empty()) continue;
    std::cout << (zh ? "  要求:\n" : "  asks:\n");
    print(one.must, 2);
  }
}

json::array trace_json(const std::vector<TracedRequirement>& traced, const std::set<std::string>& open) {
  json::array all;
  for (const auto& one : traced) {
    json::object entry{{"requirement", one.requirement->id},
                       {"result", result_of(one, open.count(one.requirement->id) > 0)},
                       {"when", as_json(one.when)}};
    if (one.party != 0) entry["party"] = one.party;
    if (!one.must.asks.empty()) entry["must"] = as_json(one.must);
    all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace caseway::rules
