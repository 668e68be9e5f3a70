#include "broker/engine/clocks.h"

#include <algorithm>
#include <optional>

#include "broker/engine/counting.h"
#include "broker/engine/persons.h"
#include "broker/rules/edition.h"

namespace caseway::engine {

namespace {

namespace effect = core::effect;

bool is_decided(const Saying& saying, core::PartyNo party, const Code& offence) {
  return std::find(saying.decided.begin(), saying.decided.end(), std::pair{party, offence}) != saying.decided.end();
}

AgencyId owner_of(const rules::ClockRule& rule, const Transfer& transfer) {
  if (rule.owner == rules::Side::sender || rule.owner == rules::Side::opener) return transfer.sender;
  if (rule.owner == rules::Side::receiver) return transfer.recipient;
  return {};
}

// What this message names, else what was named when the clock was armed: its end, or in `nominal` how many units.
rules::NamedLength named_by(const Draft& draft, const Saying& saying, const rules::ClockRule& rule,
                            const ClockRun* before) {
  if (!rule.length_from) return {};
  const auto named = rules::named_length(rule, Scene(draft, saying).view(rule));
  if (named.end || named.units > 0 || before == nullptr || !before->anchor.empty()) return named;
  if (!before->due.empty()) return {before->nominal, 0};
  return {std::nullopt, static_cast<std::int32_t>(before->nominal.ms)};
}

// Starts one clock by the row of the version `pack`; an empty anchor arms one that waits for a receipt. What it
// replaces ends as restarted. The earlier reading counts from `warn_from`, where the row that starts it names such an
// instant.
void start(Draft& draft, const Saying& saying, const core::Digest& pack, const rules::ClockRule& rule,
           const core::ClockKey& key, core::Instant anchor, std::optional<core::Instant> warn_from = {}) {
  const auto& transfer = *draft.transfer(saying.transfer);
  const auto* before = find_clock(transfer, key.clock, key.party, key.offence);
  if (before != nullptr && (before->running() || before->suspended()) && !rule.restarts) return;
  const auto named = named_by(draft, saying, rule, before);
  effect::ClockStarted started;
  started.key = key;
  started.anchor = anchor;
  started.pack = pack;
  started.calendar = draft.state().calendar;
  started.owner = owner_of(rule, transfer);
  if (!anchor.empty() || named.end) {
    const Counting counting{draft, rule, rule.custody_no_roll && in_custody(draft, saying, key.party), started.owner};
    const auto reading = counting.read(anchor, named, warn_from);
    set_due(started, counting, anchor, reading.first, reading.later);
  } else if (named.units > 0) {
    started.nominal = core::Instant{named.units};  // counted once it is received
  }
  for (const auto& [id, run] : runs_in_case(draft, transfer, key.clock)) {
    const bool same = run.party == key.party && run.offence == key.offence;
    if (run.anchor.empty() || (id == transfer.id && !same)) continue;
    auto old = key;
    old.transfer = id;
    old.party = run.party;
    old.offence = run.offence;
    draft.add(effect::ClockEnded{old, core::ClockEnd::restarted});
  }
  draft.add(std::move(started));
}

void end(Draft& draft, const Saying& saying, const rules::ClockRule& rule, const Run& run, core::Instant at) {
  const auto key = key_of(*draft.transfer(run.transfer), run.run);
  if (run.run.anchor.empty()) return draft.add(effect::ClockEnded{key, core::ClockEnd::withdrawn});
  if (saying.message == nullptr) {
    // Said by the bus: the clock that ran out stays, so that a step in time that is recorded later still finds it.
    if (!run.run.fired) draft.add(effect::ClockEnded{key, core::ClockEnd::lapsed});
    return;
  }
  if (run.run.suspended() || at <= run.run.due) {
    return draft.add(
        effect::ClockEnded{key, run.run.fired ? core::ClockEnd::answered_in_time : core::ClockEnd::in_time});
  }
  if (rule.may_pass) return draft.add(effect::ClockEnded{key, core::ClockEnd::lapsed});
  if (rule.late_ends) draft.add(effect::ClockEnded{key, core::ClockEnd::late});
  if (rule.late_finding.empty()) return;
  draft.find(procedure_finding(rule.late_finding, core::Fault::late, "clock." + rule.id.str()));
}

// The version in force when the step occurred.
const rules::PackBundle& law_of(const Saying& saying) { return saying.law != nullptr ? *saying.law : *saying.bundle; }

// Nobody started it, and a document tells when it began: late or not, by the law of the step, that is all there is to
// say.
void judge_unstarted(Draft& draft, Saying& saying, const Code& clock) {
  const auto* known = saying.lawless ? nullptr : law_of(saying).clock(clock);
  if (known == nullptr) return;
  const auto& rule = *known;
  const bool has_path = rule.anchor_path.root != rules::Root::document || !rule.anchor_path.document.empty();
  if (saying.message == nullptr || !has_path || rule.late_finding.empty()) return;
  Scene scene(draft, saying);
  const auto& view = scene.view(rule);
  const auto reading = rules::read_asserted(rule, view);
  if (!reading || rules::ended_at(rule, view) <= reading->later.due) return;
  draft.find(procedure_finding(rule.late_finding, core::Fault::late, "clock." + rule.id.str()));
  saying.late.push_back(&rule);
}

// A step of days before a change that is recorded after it: what the new version does with clocks that run, it does
// now.
void follow_transition(Draft& draft, const Saying& saying, const core::ClockKey& key) {
  const auto days = rules::days_of(*saying.bundle);
  if (saying.law == nullptr || !rules::begins_later(days, rules::days_of(*saying.law))) return;
  const auto* run = find_clock(*draft.transfer(saying.transfer), key.clock, key.party, key.offence);
  const auto change = core::start_of(*days.from);
  if (run != nullptr) count_from_change(draft, saying.transfer, *saying.bundle, ClockRun(*run), change);
}

}  // namespace

const rules::ClockRule* own_rule(const Draft& draft, const ClockRun& run) {
  const auto* version = draft.bundle(run.pack);
  return version == nullptr ? nullptr : version->clock(run.clock);
}

std::string_view kind_of(const Code& clock) { return clock.view().substr(0, clock.view().find('.')); }

bool keeps_clock_of(const Transfer& other, const Transfer& own, const Code& clock) {
  const auto kind = kind_of(clock);
  return kind != "ALL" && (other.procedure.view() != kind || own.procedure.view() != kind);
}

core::ClockKey key_of(const Transfer& transfer, const ClockRun& run) {
  return {transfer.id, run.clock, run.party, run.offence};
}

std::vector<Run> runs_in_case(const Draft& draft, const Transfer& own, const Code& clock) {
  std::vector<Run> found;
  const auto collect = [&](const Transfer& transfer) {
    for (const auto& run : transfer.clocks) {
      if (run.clock == clock) found.push_back({transfer.id, run});
    }
  };
  collect(own);
  const auto* graph = draft.graph(own.case_id);
  if (graph == nullptr) return found;
  for (const auto& id : graph->transfers) {
    const auto* other = draft.transfer(id);
    if (other != nullptr && id != own.id && keeps_clock_of(*other, own, clock)) collect(*other);
  }
  return found;
}

void start_clocks(Draft& draft, const Saying& saying, core::Instant anchor) {
  if (saying.lawless) return;
  const auto& law = law_of(saying);
  for (const auto& wanted : saying.step->starts) {
    const auto* rule = law.clock(wanted.clock);
    if (rule == nullptr || rule->anchor == rules::AnchorKind::asserted) continue;
    const bool each = wanted.per_pair && asks(wanted.when);
    if (!each && asks(wanted.when) && !Scene(draft, saying).holds(wanted.when)) continue;
    const bool waits = wanted.on_receipt || rule->anchor == rules::AnchorKind::received;
    MUST(waits || !anchor.empty());  // the wire lets no step happen at no time
    const auto from = waits ? core::Instant{} : anchor;
    const auto warn_from = wanted.warn_from ? Scene(draft, saying).instant(*wanted.warn_from) : std::nullopt;
    std::vector<std::pair<core::PartyNo, Code>> subjects;
    if (wanted.per_pair) {
      subjects = saying.decided.empty() ? saying.added : saying.decided;
      // Neither decided nor added: each whose pair is open. Where none is any more, a condition on each tells whom the
      // step is about (who was served the judgment).
      const bool nobody = subjects.empty();
      const auto& transfer = *draft.transfer(saying.transfer);
      const bool any = each && open_pairs(transfer) == 0;
      for (const auto& pair : transfer.pairs) {
        if (nobody && (any || pair.open())) subjects.emplace_back(pair.party, pair.offence);
      }
    }
    if (subjects.empty()) subjects.emplace_back(core::PartyNo{0}, Code());
    for (const auto& [party, offence] : subjects) {
      if (each && !Scene(draft, saying).holds_for(wanted.when, party)) continue;
      const core::ClockKey key{saying.transfer, wanted.clock, party, offence};
      const auto pack = saying.law != nullptr ? saying.law->digest : draft.transfer(saying.transfer)->pack.value();
      start(draft, saying, pack, *rule, key, from, warn_from);
      follow_transition(draft, saying, key);
    }
  }
}

void end_clocks(Draft& draft, Saying& saying) {
  for (const auto& wanted : saying.step->ends) {
    const auto* rule = saying.bundle->clock(wanted.clock);
    if (rule == nullptr) continue;
    const auto& transfer = *draft.transfer(saying.transfer);
    const auto runs = runs_in_case(draft, transfer, wanted.clock);
    const auto at = saying.message == nullptr ? saying.at : rules::ended_at(*rule, Scene(draft, saying).view(*rule));
    const auto ends = [&](core::PartyNo party) {
      return !asks(wanted.when) || Scene(draft, saying).holds_for(wanted.when, wanted.per_pair ? party : 0);
    };
    if (runs.empty() && ends(0)) judge_unstarted(draft, saying, wanted.clock);
    for (const auto& run : runs) {
      const auto* own = own_rule(draft, run.run);
      const bool whole = run.run.party == 0;
      const bool over =
          whole ? open_pairs(*draft.transfer(run.transfer)) == 0 : is_decided(saying, run.run.party, run.run.offence);
      if ((!wanted.per_pair || over) && ends(run.run.party)) end(draft, saying, own != nullptr ? *own : *rule, run, at);
    }
  }
}

void show_line(Draft& draft, const rules::ClockRule& rule, const core::TransferId& id, std::size_t since) {
  const auto transfer = *draft.transfer(id);
  const auto& kinds = rule.line_kinds;
  if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), transfer.procedure.value()) == kinds.end()) return;
  const AgencyId& of = rule.line_of == rules::Side::receiver ? transfer.recipient : transfer.sender;
  for (const auto role : rule.line_to) {
    const auto target = counterpart_of(draft.state(), of, role, draft.now());
    if (target.empty() || is_party(transfer, target)) continue;
    const auto& effects = draft.outcome().effects;
    const auto tells = [&](const core::Effect& effect) {
      const auto* delivered = std::get_if<effect::Delivered>(&effect);
      return delivered != nullptr && delivered->mailbox == target && delivered->case_id == transfer.case_id;
    };
    if (std::any_of(effects.begin() + static_cast<std::ptrdiff_t>(since), effects.end(), tells)) continue;
    auto seen = id;
    for (const auto& other_id : draft.graph(transfer.case_id)->transfers) {
      const auto* other = draft.transfer(other_id);
      if (other != nullptr && other->recipient == target) {
        seen = other_id;
        break;
      }
    }
    draft.add(
        effect::Delivered{target, draft.next_delivery(target), transfer.case_id, seen, false, {}, {"late"}, false});
  }
}

void end_all_clocks(Draft& draft, const core::TransferId& id) {
  const auto clocks = draft.transfer(id)->clocks;
  for (const auto& run : clocks) {
    draft.add(effect::ClockEnded{key_of(*draft.transfer(id), run),
                                 run.fired ? core::ClockEnd::lapsed : core::ClockEnd::withdrawn});
  }
}

void start_on_ack(Draft& draft, const core::TransferId& id, core::RecordIndex record, const AgencyId& agency) {
  const auto& transfer = *draft.transfer(id);
  const auto* bundle = draft.bundle(transfer.pack);
  // An acknowledgement counts for what the sender of the transfer receives, unless the site says "signed". For all else
  // only a signature does.
  if (bundle == nullptr || !(transfer.sender == agency) || draft.setting(*bundle, "S08") == "signed") return;
  Saying saying;
  saying.bundle = bundle;
  saying.procedure = bundle->procedure(transfer.procedure);
  saying.transfer = id;
  const auto clocks = transfer.clocks;
  for (const auto& run : clocks) {
    const auto* rule = own_rule(draft, run);
    if (rule == nullptr || !rule->on_ack || !run.anchor.empty() || run.record != record) continue;
    start(draft, saying, run.pack, *rule, key_of(*draft.transfer(id), run), draft.now());
  }
}

void anchor_on_receipt(Draft& draft, const Saying& saying) {
  const auto about = core::DocumentType::parse(saying.dossier->head.about.view());
  if (!about) return;
  // What the document names is read where it lies: the message that signs for it does not carry it.
  auto read = *saying.dossier;
  for (const auto& fact : draft.facts()) {
    if (!(fact.type == *about) || fact.is_head || fact.absent || fact.unread) continue;
    read.documents.push_back(fact.document);
    read.document_parts.push_back(0);
  }
  auto reading = saying;
  reading.dossier = &read;
  const auto clocks = draft.transfer(saying.transfer)->clocks;
  for (const auto& run : clocks) {
    const auto* rule = own_rule(draft, run);
    if (rule == nullptr || run.fired || run.suspended() || !(rule->anchor_document == *about)) continue;
    if (!run.owner.empty() && !(run.owner == saying.by)) continue;
    start(draft, reading, run.pack, *rule, key_of(*draft.transfer(saying.transfer), run), saying.at);
  }
}

}  // namespace caseway::engine
