// What agencies say: mostly what the law lets them say next, sometimes not. State is asked to choose, never to judge.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/faults.h"
#include "tests/simulation/steps.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

struct Wording {
  Said said;
  bool stops = false;  ///< it lacks what stops at the sender
};

class Workload {
 public:
  Workload(World& world, Fate fate) : world_(world), fate_(fate) {}

  /// Something that `agency` may say now; nothing when it has nothing to say.
  std::optional<Wording> lawful(const Agency& agency);
  /// Something that is no step of its transfer now, or of none; by luck it may be lawful after all.
  Wording unlawful(const Agency& agency);
  /// One of those there are; null when there is none.
  const engine::Transfer* some_transfer();
  /// Of a case that waits to be cured: once more something comes, and not what was missing. Nothing when there is none.
  std::optional<Wording> another_round(const Agency& agency);
  /// An agency that joined and may be named as recipient.
  void joined(core::AgencyId police) { joined_.push_back(std::move(police)); }

 private:
  const engine::Transfer* some_handover(const Agency& agency);
  Wording transfer(const Agency& agency);
  Wording penalty_copy();
  // Files of the police and what follows: workload_persons.cc.
  core::AgencyId some_procuratorate();
  Wording prosecution(const Agency& police);
  void name_persons(Said& said, core::PartyNo first, core::PartyNo last);
  core::Document opinion(bool approved);
  void fill_prosecution(const engine::Transfer& known, const Step& step, Said& said);
  void decide_some(const engine::Transfer& known, const core::Code& outcome, Said& said);
  // Files that go back, and what follows on them: workload_rounds.cc.
  std::optional<Wording> next_kind(const Agency& agency, const engine::Transfer& known);
  Wording round(const engine::Transfer& file);
  void fill_round(const engine::Transfer& known, const Step& step, Said& said);
  Wording follow_on(const Agency& agency, const engine::Transfer& known);
  core::Field some_exhibits();
  void name_links(const engine::Transfer& known, Said& said);
  void name_new_end(const engine::Transfer& known, Said& said);
  // Parts taken back, and finished transfers that go on: workload_recall.cc.
  void ask_back(const engine::Transfer& known, Said& said);
  void confirm_recall(const engine::Transfer& known, Said& said);
  void name_state(const engine::Transfer& known, Said& said);
  Wording another_handover(const Agency& agency, const engine::Transfer& known);
  void enter_from_paper(Said& said);
  Said entry_of(const engine::Transfer& known);
  Said step_of(const engine::Transfer& known, const Step& step);

  World& world_;
  Fate fate_;
  std::vector<core::AgencyId> joined_;
  std::map<core::TransferId, Said> asked_back_;  // the last that was asked of each
};

}  // namespace caseway::simulation
