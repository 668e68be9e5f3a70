#include "broker/pack_explain.h"

#include <boost/json.hpp>
#include <fstream>
#include <iostream>

#include "broker/core/shown.h"
#include "broker/pack_hints.h"
#include "broker/pack_set.h"
#include "broker/pack_trace.h"
#include "broker/rules/evaluate.h"
#include "broker/rules/explain.h"
#include "sdk/compose.h"
#include "sdk/json.h"
#include "sdk/preflight.h"

namespace caseway::rules {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Salts and ids are of no account here: the message is never sent.
class NoRandom final : public sdk::Random {
 public:
  void fill(std::span<std::uint8_t> into) override {
    for (auto& byte : into) byte = ++last_;
  }

 private:
  std::uint8_t last_ = 0;
};

std::optional<sdk::Composed> read_dossier(const ExplainOptions& options, const PackBundle& bundle) {
  const auto text = read_file(options.dossier);
  if (!text) {
    complain(options.dossier + ": cannot be read");
    return std::nullopt;
  }
  const auto folder = fs::path(options.dossier).parent_path();
  const sdk::ReadFile read = [&](const std::string& path, std::string& why) -> std::optional<sdk::Bytes> {
    const auto file = read_file(folder / path);
    if (!file) why = "cannot be read";
    return file ? std::optional(sdk::Bytes(file->begin(), file->end())) : std::nullopt;
  };
  sdk::Mistakes mistakes;
  auto draft = sdk::read_message(*text, options.dossier, bundle, read, mistakes);
  std::optional<sdk::Composed> composed;
  if (draft) {
    if (const auto procedure = core::Code::make(options.procedure); !options.procedure.empty()) {
      draft->procedure = procedure.value_or(core::Code());
    }
    if (const auto step = core::Code::make(options.step); !options.step.empty())
      draft->step = step.value_or(core::Code());
    NoRandom random;
    composed = sdk::compose(std::move(*draft), random, options.dossier, mistakes);
  }
  for (const auto& one : mistakes) std::cerr << core::shown(sdk::print_mistake(one)) << "\n";
  return composed;
}

/// One clock that the step starts at once, or that it ends and whose anchor the message asserts.
struct ClockLine {
  const ClockRule* rule = nullptr;
  bool ends = false;
  Reading reading;
};

std::vector<ClockLine> clocks_of(const Rules& rules, const Step& step, const View& view) {
  std::vector<ClockLine> lines;
  for (const auto& start : step.starts) {
    const auto* rule = rules.bundle.clock(start.clock);
    if (rule == nullptr || start.on_receipt) continue;
    // The other side confirms an entry from paper from when it was recorded, not from when it happened.
    const auto anchor = step.id.view() == "enter_from_paper" ? view.received_at : view.envelope->occurred_at;
    lines.push_back({rule, false, read_clock(*rule, anchor, false, rules.calendar, {})});
  }
  for (const auto& end : step.ends) {
    const auto* rule = rules.bundle.clock(end.clock);
    const auto reading = rule != nullptr && !rule->anchor_path.text.empty() ? read_asserted(*rule, view) : std::nullopt;
    if (reading) lines.push_back({rule, true, *reading});
  }
  return lines;
}

std::string sentence(const ClockLine& line, Language language) {
  const auto first = core::print_due(line.reading.first.due);
  const auto later = core::print_due(line.reading.later.due);
  const bool zh = language == Language::zh;
  std::string text = line.rule->id.str() + " " + in(line.rule->label, language) + (zh ? ":" : ": ");
  text +=
      line.ends ? (zh ? "本环节使其结束," : "ended by this step, ") : (zh ? "自本环节起算," : "started by this step, ");
  text += first == later ? (zh ? "至 " : "due ") + later
                         : (zh ? "预警 " : "warning ") + first + (zh ? ",逾期自 " : ", overdue after ") + later;
  if (line.reading.later.provisional) text += zh ? "(暂定)" : " (provisional)";
  return text + (zh ? "。" : ".");
}

void print(const sdk::Preflight& judged, const Rules& rules, const std::vector<ClockLine>& clocks, Language language) {
  const bool zh = language == Language::zh;
  std::cout << core::name_of(judged.verdict);
  if (judged.code != core::ReturnCode::none) std::cout << " " << core::name_of(judged.code);
  std::cout << "\n";
  for (const auto& place : judged.secret)
    std::cout << (zh ? "密级标记:" : "marked as a state secret: ") << core::shown(place) << "\n";
  for (const auto& one : judged.findings) {
    std::cout << "- " << one.code << ": " << core::shown(explain(rules.bundle, one, language)) << "\n";
  }
  for (const auto& one : clocks) std::cout << "- " << sentence(one, language) << "\n";
  for (const auto& one : judged.not_judged) {
    std::cout << (zh ? "未判断:" : "not judged: ") << one.code << " " << in(one.what, language) << "\n";
  }
}

json::value as_json(const sdk::Preflight& judged, const Rules& rules, const std::vector<ClockLine>& clocks,
                    Language language) {
  json::object out{{"verdict", core::name_of(judged.verdict)}, {"code", core::name_of(judged.code)}};
  json::array findings;
  for (const auto& one : judged.findings) {
    findings.push_back(json::object{{"code", one.code},
                                    {"fault", core::name_of(one.fault)},
                                    {"class", core::name_of(one.cls)},
                                    {"path", one.path},
                                    {"bars", one.barred_step.view()},
                                    {"stops", one.stops},
                                    {"text", explain(rules.bundle, one, language)}});
  }
  json::array lines;
  for (const auto& one : clocks) {
    lines.push_back(json::object{{"clock", one.rule->id.view()},
                                 {"ends", one.ends},
                                 {"first", core::print_instant(one.reading.first.due)},
                                 {"later", core::print_instant(one.reading.later.due)},
                                 {"provisional", one.reading.later.provisional},
                                 {"text", sentence(one, language)}});
  }
  json::array open;
  for (const auto& one : judged.not_judged) {
    open.push_back(json::object{{"code", one.code}, {"text", in(one.what, language)}});
  }
  out["findings"] = std::move(findings);
  out["clocks"] = std::move(lines);
  out["notJudged"] = std::move(open);
  out["secret"] = json::array(judged.secret.begin(), judged.secret.end());
  return out;
}

}  // namespace

int explain_message(const ExplainOptions& options) {
  const auto rules = load_rules(options.pack);
  if (!rules) return exit_bad_input;
  const auto message = read_dossier(options, rules->bundle);
  if (!message) return exit_bad_input;
  const auto at =
      options.at.empty() ? message->envelope.occurred_at : core::parse_instant(options.at).value_or(core::Instant());
  if (at.empty()) return complain("--at: no instant like 2025-09-26T11:05:00+08:00");
  const auto* procedure = rules->bundle.procedure(message->envelope.procedure);
  const auto* step = procedure != nullptr ? find_step(*procedure, message->envelope.step) : nullptr;
  if (step == nullptr) {
    return complain("the set has no step " + message->envelope.procedure.str() + "." + message->envelope.step.str());
  }
  const auto judged = sdk::preflight(*message, {}, rules->bundle, &rules->calendar, at);
  View view;
  view.bundle = &rules->bundle;
  view.procedure = procedure;
  view.step = step;
  view.envelope = &message->envelope;
  view.dossier = &message->dossier;
  view.received_at = at;
  view.calendar = &rules->calendar;
  const auto clocks = clocks_of(*rules, *step, view);
  const auto measured = hints(view, core::law_date_of(at));
  const auto language = options.language == "en" ? Language::en : Language::zh;
  std::vector<TracedRequirement> traced;
  std::set<std::string> open;
  if (options.trace) {
    const core::Facts no_facts;
    const std::vector<Surrounding> nothing_told;
    view.part_digests = &message->part_digests;
    view.facts = &no_facts;
    view.surroundings = &nothing_told;
    traced = trace(view);
    for (const auto& one : judged.not_judged) open.insert(one.code);
  }
  if (options.as_json) {
    auto out = as_json(judged, *rules, clocks, language);
    out.as_object()["version"] = rules->bundle.id + " " + rules->bundle.version;
    out.as_object()["hints"] = hints_json(measured, rules->bundle, language);
    if (options.trace) out.as_object()["trace"] = trace_json(traced, open);
    std::cout << json::serialize(out) << "\n";
  } else {
    print(judged, *rules, clocks, language);
    print_hints(measured, rules->bundle, language);
    std::cout << (language == Language::zh ? "规则版本:" : "version: ") << rules->bundle.id << " "
              << rules->bundle.version << "\n";
    print_trace(traced, open, language);
  }
  return exit_ok;
}

}  // namespace caseway::rules
