// What decide() works on: State as it would be after the effects found so far, and the outcome that grows. Effects take
// hold in copies of the transfers and cases they concern; State itself is never written.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "broker/engine/decide.h"
#include "broker/engine/graph.h"

namespace caseway::engine {

/// What a step carries that nobody's message says.
const core::Envelope& no_envelope();
const core::Dossier& no_dossier();

/// One step being said: by an agency in a message, by the bus with such a one, or by the bus alone (`by` empty).
struct Saying {
  const rules::PackBundle* bundle = nullptr;
  const rules::Procedure* procedure = nullptr;
  const rules::Step* step = nullptr;  ///< whose effects are taken
  core::TransferId transfer;
  AgencyId by;
  core::Instant at;                        ///< when it happened: clocks start and end there
  const rules::PackBundle* law = nullptr;  ///< in force then: what is asked and how long clocks run; null: `bundle`
  bool lawless = false;                    ///< no version covers that day: nothing is asked, and no clock starts
  const core::MessageEvent* message = nullptr;
  const core::Envelope* envelope = &no_envelope();
  const core::Dossier* dossier = &no_dossier();
  std::vector<std::pair<core::PartyNo, Code>> decided;  ///< pairs that this step gave an outcome
  std::vector<std::pair<core::PartyNo, Code>> added;    ///< pairs that joined the transfer by this step
  Code said_in;           ///< state of the transfer when the step was said; empty: it still is in that state
  AgencyId former;        ///< who received the transfer until this step, where it has another now; else empty
  core::TransferId with;  ///< said by the bus with the message, which was said to this other transfer; else empty
  std::vector<std::pair<core::PartyNo, Code>> named;  ///< then: pairs of this transfer that the message is about
  std::vector<const rules::ClockRule*> late;          ///< clocks that nobody had started, and that this step ended late
};

/// A finding of the engine itself: to be seen, nothing is closed by it.
core::Finding procedure_finding(std::string code, core::Fault fault, std::string path = {});
/// One that keeps `step` closed.
core::Finding barring_finding(std::string code, const Code& step, std::string path = {});

class Draft {
 public:
  Draft(const Library& library, const State& state, const core::Facts& facts, const core::Event& event);
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  /// Notes `effect` in the outcome, and shows it in what transfer() and graph() tell from now on.
  void add(core::Effect effect);
  /// Notes `finding`, once; the last of findings_max says that there were more.
  void find(core::Finding finding);
  /// Whether one of them bars a step, also one that found no room any more.
  [[nodiscard]] bool bars() const { return bars_; }
  /// Returns the message to its sender: every effect but the lane's is taken back.
  void refuse(core::ReturnCode code);
  [[nodiscard]] bool refused() const { return outcome_.verdict == core::Verdict::returned; }

  /// Null when there is none, now or after the effects so far.
  [[nodiscard]] const Transfer* transfer(const core::TransferId& id) const;
  [[nodiscard]] const Case* graph(const core::CaseId& id) const;
  [[nodiscard]] const rules::PackBundle* bundle(const core::Digest& pack) const;
  [[nodiscard]] const core::Calendar& calendar() const;  ///< in force; one without data when there is none
  [[nodiscard]] const core::Calendar& calendar(const core::Digest& calendar) const;
  [[nodiscard]] bool knows_calendar(const core::Digest& calendar) const {
    return library_.calendars.contains(calendar);
  }
  /// Value of a site setting: the site's own, else the pack's default; empty when the pack has none such.
  [[nodiscard]] std::string setting(const rules::PackBundle& bundle, const Code& id) const;
  [[nodiscard]] bool setting_on(const rules::PackBundle& bundle, const Code& id) const;
  [[nodiscard]] const std::vector<std::pair<Code, std::string>>& settings() const { return settings_; }

  /// Transfers that effects have concerned so far, in order of their ids.
  [[nodiscard]] std::vector<core::TransferId> touched() const;
  std::uint64_t next_delivery(const AgencyId& mailbox);
  [[nodiscard]] core::Instant now() const { return event_.received_at; }
  [[nodiscard]] core::RecordIndex record() const { return state_.next_record; }
  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] const core::Facts& facts() const { return facts_; }
  [[nodiscard]] const core::Event& event() const { return event_; }
  [[nodiscard]] const core::Outcome& outcome() const { return outcome_; }
  core::Outcome& outcome() { return outcome_; }

 private:
  struct Note;
  const Transfer* known(const core::TransferId& id) const;
  const Case* known(const core::CaseId& id) const;
  Transfer* touch(const core::TransferId& id);
  Case* touch(const core::CaseId& id);

  const Library& library_;
  const State& state_;
  const core::Facts& facts_;
  const core::Event& event_;
  core::Outcome outcome_;
  bool bars_ = false;
  std::map<core::TransferId, Transfer> transfers_;
  /// Of State, found before: one decision asks for the same few again and again.
  mutable std::vector<std::pair<core::TransferId, const Transfer*>> known_;
  mutable std::vector<std::pair<core::CaseId, const Case*>> known_cases_;
  std::map<core::CaseId, Case> cases_;
  std::map<AgencyId, std::uint64_t> deliveries_;
  std::vector<std::pair<Code, std::string>> settings_;
  core::Calendar without_data_;
  Names names_;
};

}  // namespace caseway::engine
