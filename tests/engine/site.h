// A broker of nothing but the engine: State, packs, and the order in which flow calls needs, decide and apply. Every
// record also goes through the wire and is applied to a twin, which must agree after each one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "broker/core/signature.h"
#include "broker/engine/decide.h"
#include "broker/engine/snapshot.h"

namespace caseway::tests {

inline const std::string amr = "luoyuan-amr";
inline const std::string police = "luoyuan-police";
inline const std::string procuratorate = "luoyuan-procuratorate";
inline const std::string other_amr = "lianjiang-amr";

/// "2025-09-26 11:05" or "2025-09-26 24:00", law time.
core::Instant at(std::string_view text);

core::TransferId transfer_id(std::uint8_t no);
core::CaseId case_id(std::uint8_t no);

// ---- What messages hold ---------------------------------------------------------------------------------------

core::Field text(std::string name, std::string value);
core::Field code(std::string name, std::string value);
core::Field yes(std::string name, bool value);
core::Field date(std::string name, std::string_view value);
core::Field instant(std::string name, std::string_view value);
core::Field integer(std::string name, std::int64_t value);
core::Field rows(std::string name, std::vector<std::vector<core::Field>> groups);
core::Document document(std::string_view type, std::vector<core::Field> fields = {});

/// One message before it has a number. `occurred` empty: when the site receives it.
struct Draft {
  std::string sender;
  std::string procedure = "K01";
  std::string step;
  core::TransferId transfer = transfer_id(1);
  core::CaseId case_id = tests::case_id(1);
  std::string occurred;
  core::DossierHead head;
  std::vector<core::Document> documents;
  std::string recipient;
  core::Digest confirms;
};

// ---- The site ---------------------------------------------------------------------------------------------------

class Site {
 public:
  /// A training site whose clock stands at `now`, with the four members of the demonstration and the packs of the
  /// project.
  explicit Site(std::string_view now = "2025-09-26 11:00");
  /// The same with packs made by hand.
  Site(std::string_view now, rules::PackBundle bundle);

  /// Says it at the site's time; its next lane number is used.
  core::Outcome say(const Draft& draft);
  core::Outcome event(core::Event event);
  /// Effects that nothing led to, as if a record had held them.
  void put(std::vector<core::Effect> effects);
  /// Everything in the mailbox is taken, in order; returns how many.
  std::size_t ack(const std::string& agency);
  std::size_t ack_all();
  /// The clock moves, by two officers' order, and what is due fires. Returns the outcomes of the ticks.
  std::vector<core::Outcome> move_to(std::string_view now);
  core::Outcome tick();
  core::Outcome order(core::Order order);
  /// A further member, with keys made from `no`.
  void admit(const std::string& id, std::vector<core::Role> roles, const std::string& region, std::uint8_t no);
  core::OrderEvent signed_order(core::Order order) const;
  /// Two officers put a further version, or calendar, into force.
  core::Outcome activate(rules::PackBundle bundle);
  core::Outcome activate(core::Calendar calendar);
  core::Outcome set_setting(const std::string& id, const std::string& value);

  [[nodiscard]] const engine::State& state() const { return state_; }
  [[nodiscard]] const engine::Library& library() const { return library_; }
  [[nodiscard]] const engine::Transfer& transfer(const core::TransferId& id = transfer_id(1)) const;
  [[nodiscard]] std::string state_of(const core::TransferId& id = transfer_id(1)) const;
  /// The K01b by which the procuratorate sees the case.
  [[nodiscard]] const engine::Transfer* copy_of(const core::TransferId& cause) const;
  /// "2025-09-29 24:00 / 2025-09-30 24:00": when it warns and when it is overdue after; with "!" once it ran out.
  /// Empty: no such clock. `party` 0: of the transfer as a whole.
  [[nodiscard]] std::string clock(std::string_view id, core::PartyNo party = 0,
                                  const core::TransferId& transfer = transfer_id(1)) const;
  /// Body digest of the last message said.
  [[nodiscard]] const core::Digest& last_body() const { return last_body_; }
  [[nodiscard]] const core::Event& last_event() const { return last_event_; }
  [[nodiscard]] std::size_t waiting(const std::string& agency) const;
  [[nodiscard]] const core::KeyPair& officer(int no) const { return officers_[static_cast<std::size_t>(no)]; }
  /// A message event as flow would make it, for the next number of the sender's lane.
  core::MessageEvent message(const Draft& draft) const;
  core::Event wrap(core::MessageEvent message) const;
  core::Facts facts_for(const core::Event& event) const;

 private:
  void begin(std::string_view now, rules::PackBundle bundle, core::Calendar calendar);
  engine::State state_;
  engine::State twin_;
  engine::Library library_;
  std::vector<core::KeyPair> officers_;
  std::map<core::RecordIndex, core::MessageEvent> said_;
  core::Digest last_body_;
  core::Event last_event_;
};

/// Codes of the findings, sorted; those about a field's form left out (these dossiers are sketches).
std::string codes(const core::Outcome& outcome);
/// "luoyuan-procuratorate: 1 2" for parts, ": state" for facts, ": whole"; in the order of the outcome.
std::string deliveries(const core::Outcome& outcome);
std::string how_ended(const core::Outcome& outcome, std::string_view clock);
/// The packs of the project, without their dictionary of fields: what is judged here is steps, not forms.
rules::PackBundle project_packs();
core::Calendar project_calendar();

}  // namespace caseway::tests
