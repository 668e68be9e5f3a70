#include "broker/rules/trial.h"

#include <algorithm>

#include "broker/rules/condition.h"
#include "broker/rules/items.h"
#include "broker/rules/parser.h"
#include "broker/rules/trial_scene.h"

namespace caseway::rules {
namespace {

using Names = std::set<std::string>;

std::string words_of(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
  return "[" + text + "]";
}

Names names_of(capnp::List<capnp::Text>::Reader from) {
  Names names;
  for (const auto one : from) names.insert(text_of(one));
  return names;
}

/// A clock read at one anchor.
struct ReadClock {
  std::string id;
  core::Instant first;
  core::Instant later;
  friend auto operator<=>(const ReadClock&, const ReadClock&) = default;
};

ReadClock read(const Code& id, const Reading& reading) { return {id.str(), reading.first.due, reading.later.due}; }

/// "2025-09-29 24:00", "2025-10-02 00:00", "2025-09-26 17:00"; none for any other text.
core::Instant due_written(const std::string& text) {
  const auto date = core::parse_date(std::string_view(text).substr(0, 10));
  if (!date || text.size() != 16 || text[10] != ' ' || text[13] != ':') return {};
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return core::Instant{core::start_of(*date).ms + two(11) * core::hour_ms + two(14) * core::minute_ms};
}

ReadClock written(schema::TestClock::Reader from) {
  const auto first = due_written(text_of(from.getFirst()));
  return {text_of(from.getClock()), first, from.getLater().size() > 0 ? due_written(text_of(from.getLater())) : first};
}

std::string words_of(const std::vector<ReadClock>& clocks) {
  std::string text;
  for (const auto& one : clocks) {
    text += (text.empty() ? "" : "; ") + one.id + " " + core::print_due(one.first) + " / " + core::print_due(one.later);
  }
  return "[" + text + "]";
}

/// Whether a sender may say the step in this state: "", or the name of the refusal.
std::string refusal_of(const Step& step, schema::TestCase::Reader from, const View& view) {
  const Code state = Code::make(text_of(from.getState())).value_or(Code());
  const auto is_final = [&] {
    return std::any_of(view.procedure->states.begin(), view.procedure->states.end(),
                       [&](const StateRule& one) { return one.id == state && one.final_; });
  };
  const auto speaks = [&](const Actor& actor) {
    const bool by_sender = from.getBySender();
    const bool side = actor.side == Side::either || actor.side == Side::both || actor.side == Side::other ||
                      (actor.side == Side::sender && by_sender) || (actor.side == Side::receiver && !by_sender) ||
                      (actor.side == Side::opener && by_sender) || actor.side == Side::system;
    bool role = actor.roles.empty();
    for (const auto has : from.getSender().getRoles()) {
      const auto one = static_cast<core::Role>(static_cast<int>(has) + 1);
      role = role || std::find(actor.roles.begin(), actor.roles.end(), one) != actor.roles.end();
    }
    return side && role;
  };
  if (!std::any_of(step.by.begin(), step.by.end(), speaks)) return "wrong_role";
  const bool listed = std::find(step.in_states.begin(), step.in_states.end(), state) != step.in_states.end();
  const bool any = step.in_any_state && (step.in_final_only ? is_final() : step.in_final_too || !is_final());
  const bool open = state.empty() ? step.opens_transfer : listed || any;
  if (!open) return "step_not_open";
  return holds(step.holds, view, nullptr) ? "" : "step_barred";
}

/// State after the step; `state` where it stays.
std::string state_after(const Step& step, const std::string& state, const TrialScene& scene) {
  const auto or_same = [&](const Code& to) { return to.empty() ? state : to.str(); };
  switch (step.lead) {
    case Lead::same: return state;
    case Lead::state: return step.state.str();
    case Lead::decided_when_no_pair_open: {
      const bool decided = !scene.dossier().head.pairs.empty() && scene.open_pairs() == 0;
      return or_same(decided ? step.state : step.otherwise);
    }
    case Lead::first_that_holds:
      for (const auto& branch : step.branches) {
        if (holds(branch.when, scene.view(), nullptr)) return branch.state.str();
      }
      return state;
  }
  return state;
}

/// Clocks of the set that the step starts at once, one reading for each that differs (persons in custody).
std::vector<ReadClock> started_by(const Step& step, const PackBundle& bundle, const core::Calendar& calendar,
                                  const TrialScene& scene) {
  std::vector<ReadClock> started;
  const auto& pairs = scene.dossier().head.pairs;
  for (const auto& start : step.starts) {
    const auto* rule = bundle.clock(start.clock);
    if (rule == nullptr || start.on_receipt) continue;
    const auto add = [&](bool custody) {
      const auto anchor = scene.view().envelope->occurred_at;
      const auto from = start.warn_from ? instant_at(*start.warn_from, scene.view()) : std::nullopt;
      started.push_back(read(rule->id, read_clock(*rule, anchor, custody, calendar, scene.settings(),
                                                  named_length(*rule, scene.view()), from)));
    };
    if (!start.per_pair) {
      if (holds(start.when, scene.view(), nullptr)) add(scene.anybody_in_custody());
      continue;
    }
    for (const auto& pair : pairs) {
      if (holds_for(start.when, scene.view(), pair.party)) add(scene.in_custody(pair.party));
    }
  }
  std::sort(started.begin(), started.end());
  started.erase(std::unique(started.begin(), started.end()), started.end());
  return started;
}

/// Late findings of the clocks that the step ends and that no step had started: judged from their anchor path.
Names late_of(const Step& step, const PackBundle& bundle, const View& view) {
  Names late;
  for (const auto& end : step.ends) {
    const auto* rule = bundle.clock(end.clock);
    if (rule == nullptr || rule->late_finding.empty() || rule->anchor_path.text.empty()) continue;
    const auto reading = read_asserted(*rule, view);
    if (reading && reading->later.due < ended_at(*rule, view)) late.insert(rule->late_finding);
  }
  return late;
}

class Runner {
 public:
  Runner(const PackBundle& bundle, const core::Calendar& calendar, Trial& trial)
      : bundle_(bundle), calendar_(calendar), trial_(trial) {}

  /// What could be covered by the tests of this kind.
  void expect(const Procedure& procedure) {
    for (const auto& one : procedure.requirements) {
      // Whose words stand for open items is judged by nothing.
      if (!is_of_items(procedure, one.id)) trial_.requirements.try_emplace(one.id);
    }
    for (const auto& one : procedure.steps) trial_.steps.try_emplace(procedure.id.str() + "." + one.id.str());
    for (const auto& one : procedure.clocks) trial_.clocks.try_emplace(one.id.str());
    for (const auto& one : bundle_.universal_clocks) trial_.clocks.try_emplace(one.id.str());
    for (const auto& one : procedure.outcomes) {
      const auto name = procedure.id.str() + "." + one.str();
      const bool made = std::any_of(procedure.steps.begin(), procedure.steps.end(),
                                    [&](const Step& step) { return step.outcome == one; });
      auto& none = trial_.outcomes_not_made;
      if (made) trial_.outcomes.try_emplace(name);
      if (!made && std::find(none.begin(), none.end(), name) == none.end()) none.push_back(name);
    }
  }

  void run(const std::string& file, schema::PackTest::Reader test) {
    file_ = file;
    const auto id = Code::make(text_of(test.getProcedure()));
    const auto* procedure = id ? bundle_.procedure(*id) : nullptr;
    if (procedure == nullptr) return fail(text_of(test.getProcedure()), "no kind of the set");
    expect(*procedure);
    for (const auto one : test.getCases()) {
      ++trial_.cases;
      const auto step_id = Code::make(text_of(one.getStep()));
      const auto* step = step_id ? find_step(*procedure, *step_id) : nullptr;
      if (step == nullptr) {
        fail(text_of(one.getName()), "no step " + text_of(one.getStep()) + " of " + procedure->id.str());
      } else {
        run_case(*procedure, *step, one);
      }
    }
    for (const auto one : test.getClocks()) {
      ++trial_.cases;
      run_clock(one);
    }
  }

 private:
  void fail(std::string test, std::string what) {
    trial_.failures.push_back(TrialFailure{file_, std::move(test), std::move(what)});
  }

  template <class T>
  void compare(const std::string& test, const char* of, const T& wanted, const T& came) {
    if (wanted != came) fail(test, std::string(of) + ": expected " + words_of(wanted) + ", came " + words_of(came));
  }
  void compare(const std::string& test, const char* of, const std::string& wanted, const std::string& came) {
    if (wanted != came) fail(test, std::string(of) + ": expected \"" + wanted + "\", came \"" + came + "\"");
  }

  void run_case(const Procedure& procedure, const Step& step, schema::TestCase::Reader from) {
    const auto name = text_of(from.getName());
    const TrialScene scene(bundle_, calendar_, procedure, step, from);
    const auto judgement = evaluate(scene.view());
    see(procedure, step, judgement);
    Names findings = late_of(step, bundle_, scene.view());
    Names barred;
    for (const auto& finding : judgement.findings) {
      const bool form = finding.cls == core::FindingClass::form && finding.code.starts_with("form.");
      if (!form || from.getFormToo()) findings.insert(finding.code);
      if (finding.bars) barred.insert(finding.barred_step.str());
    }
    compare(name, "findings", names_of(from.getFindings()), findings);
    compare(name, "barred", names_of(from.getBarred()), barred);
    if (judgement.stopped != from.getStopped()) fail(name, judgement.stopped ? "stopped" : "not stopped");
    const auto refused = refusal_of(step, from, scene.view());
    compare(name, "refused", text_of(from.getRefused()), refused);
    if (!refused.empty() || judgement.stopped) return;
    row(procedure, step, from, scene, name);
  }

  void row(const Procedure& procedure, const Step& step, schema::TestCase::Reader from, const TrialScene& scene,
           const std::string& name) {
    const std::string kind = procedure.id.str() + ".";
    trial_.steps[kind + step.id.str()] = true;
    if (!step.outcome.empty() && !scene.dossier().head.outcomes.empty())
      trial_.outcomes[kind + step.outcome.str()] = true;
    if (from.getLeadsTo().size() > 0) {
      compare(name, "leads to", text_of(from.getLeadsTo()), state_after(step, text_of(from.getState()), scene));
    }
    std::vector<ReadClock> wanted;
    for (const auto one : from.getClocks()) wanted.push_back(written(one));
    std::sort(wanted.begin(), wanted.end());
    const auto started = started_by(step, bundle_, calendar_, scene);
    if (from.hasClocks()) compare(name, "clocks", wanted, started);
    Names ended;
    for (const auto& one : step.ends) ended.insert(one.clock.str());
    if (from.hasEnded()) compare(name, "ended", names_of(from.getEnded()), ended);
    for (const auto& one : started) see_clock(one.id);
    for (const auto& one : ended) see_clock(one);
  }

  void run_clock(schema::TestClock::Reader from) {
    const auto id = Code::make(text_of(from.getClock()));
    const auto* rule = id ? bundle_.clock(*id) : nullptr;
    const std::string name = text_of(from.getClock()) + " from " + text_of(from.getAnchor());
    const auto anchor = instant_written(text_of(from.getAnchor()));
    if (rule == nullptr || !anchor) return fail(name, rule == nullptr ? "no clock of the set" : "no anchor");
    std::vector<std::pair<Code, std::string>> settings;
    for (const auto one : from.getSettings()) {
      settings.emplace_back(Code::make(text_of(one.getName())).value_or(Code()), text_of(one.getValue().getText()));
    }
    const auto reading = read_clock(*rule, *anchor, from.getCustody(), calendar_, settings);
    const auto came = read(*id, reading);
    const auto wanted = written(from);
    if (came != wanted) fail(name, "expected " + words_of({wanted}) + ", came " + words_of({came}));
    if (reading.later.provisional != from.getProvisional()) {
      fail(name, reading.later.provisional ? "provisional" : "not provisional");
    }
    see_clock(id->str());
  }

  void see_clock(const std::string& id) {
    const auto at = trial_.clocks.find(id);
    if (at != trial_.clocks.end()) at->second = true;
  }

  void see(const Procedure& procedure, const Step& step, const Judgement& judgement) {
    for (const auto& one : procedure.requirements) {
      const bool looks = one.steps.empty() || std::find(one.steps.begin(), one.steps.end(), step.id) != one.steps.end();
      if (!looks || is_of_items(procedure, one.id)) continue;
      auto& seen = trial_.requirements[one.id];
      const auto& met_for = judgement.met_for;
      const bool met = is_met(judgement, one.id, {}) ||
                       std::any_of(met_for.begin(), met_for.end(), [&](const MetFor& by) { return by.id == one.id; });
      const bool failed = std::any_of(judgement.findings.begin(), judgement.findings.end(),
                                      [&](const core::Finding& finding) { return finding.code == one.id; });
      seen.met = seen.met || met;
      seen.failed = seen.failed || failed;
      seen.not_applicable = seen.not_applicable || (!met && !failed);
    }
  }

  const PackBundle& bundle_;
  const core::Calendar& calendar_;
  Trial& trial_;
  std::string file_;
};

}  // namespace

bool is_covered(const Seen& seen) { return seen.failed && (seen.met || seen.not_applicable); }

Coverage coverage_of(const Trial& trial) {
  Coverage coverage;
  const auto count = [&](bool seen) {
    coverage.seen += seen ? 1 : 0;
    ++coverage.of;
  };
  for (const auto& row : trial.requirements) count(is_covered(row.second));
  for (const auto* rows : {&trial.steps, &trial.clocks, &trial.outcomes}) {
    for (const auto& row : *rows) count(row.second);
  }
  return coverage;
}

Trial run_trial(const Texts& texts, const PackBundle& bundle, const core::Calendar& calendar, Extent extent) {
  Trial trial;
  Parser parser(texts);
  parser.parse([](const std::string& name) { return name.ends_with("_test.capnp"); });
  parser.know<schema::PackTest>();
  if (parser.errors().empty()) {
    Runner runner(bundle, calendar, trial);
    if (extent == Extent::whole) {
      for (const auto& kind : bundle.procedures) runner.expect(kind);
    }
    parser.each_constant("test", [&](const std::string& file, capnp::DynamicStruct::Reader test) {
      runner.run(file, test.as<schema::PackTest>());
    });
  }
  trial.errors = parser.errors();
  return trial;
}

}  // namespace caseway::rules
