// What must be true, worked out apart from the engine: from what agencies said, from the step tables of steps.h, and
// from the records in the order of the journal. It asks neither pack, State nor decide().
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "broker/core/calendar.h"
#include "broker/core/record.h"
#include "broker/wire/session.h"
#include "tests/simulation/clock_rows.h"
#include "tests/simulation/steps.h"
#include "tests/simulation/watch.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

/// What an agency asked, and what was so at that moment.
struct Question {
  core::AgencyId agency;
  wire::Query query;
  core::RecordIndex recorded = 0;  ///< by the broker
  bool holds_receipt = false;      ///< the agency, of the lane and number that it names
};

class Model {
 public:
  Model();
  /// `agency` composed it at `now`; `stops`: something in it stops at the sender, so that it must be returned.
  void said(const core::AgencyId& agency, core::LaneNumber number, const wire::SendMessage& message, const Said& said,
            bool stops, core::Instant now);
  /// The next record of the journal, with the exact bytes of its statement.
  void record(const core::Record& record, const std::vector<std::uint8_t>& statement);
  /// What reached an agency, first or again.
  void received(const core::AgencyId& agency, const wire::Delivery& delivery);
  /// What left the broker for an agency when it had `recorded` records, whether it arrived or not.
  void shown(const core::AgencyId& agency, const wire::Delivery& delivery, core::RecordIndex recorded);
  /// A receipt that an agency holds: its record must be in the journal as far as it was read.
  void acknowledged(const core::AgencyId& agency, core::LaneNo lane, core::LaneNumber number,
                    const std::vector<std::uint8_t>& statement);
  /// Every message of `agency` up to number `last` of its lane is recorded, and no other. When all are answered.
  void all_recorded(const core::AgencyId& agency, core::LaneNo lane, core::LaneNumber last);
  /// Everything owed has reached whom it is owed to, and nothing else has. At the end, when all mailboxes are empty.
  void all_delivered();
  /// The broker looked at its clocks: what it must hold to be the time of the records from here on.
  void clock_read(const Reading& reading);
  /// What a question was answered: nothing but what is the asker's own, that as it is, and all of it.
  void answered(const Question& question, const wire::Answer& answer);
  /// Transfers and records that answers told of.
  [[nodiscard]] std::uint64_t told() const { return told_of_; }
  /// The index, when nothing waits to be taken in: every record, and each entry whole.
  void index(const std::vector<flow::IndexEntry>& entries);
  /// Of the last record.
  [[nodiscard]] core::Instant last() const { return last_; }

  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] core::RecordIndex records() const { return statements_.size(); }
  [[nodiscard]] std::size_t delivered() const { return delivered_; }
  [[nodiscard]] std::size_t copies_of_earlier() const { return copies_of_earlier_; }
  /// What would have proceeded, and was still to come by the broker's time.
  [[nodiscard]] std::size_t returned_as_future() const { return returned_as_future_; }
  /// Messages recorded under the signature of a batch.
  [[nodiscard]] std::uint64_t signed_together() const { return signed_together_; }
  /// How often each step took effect, "K01 accepted"; a joint one when it was confirmed.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& took_effect() const { return took_effect_; }

 private:
  struct Sent {
    Said said;
    core::Instant occurred_at;
    bool stops = false;
    std::vector<core::DocumentType> documents;  // of parts 1, 2 ...
    std::size_t parts = 0;
  };
  struct Member {
    core::Role role{};
    std::string county;  // region: who plays a role for it
    struct Key {
      core::KeyId id;
      core::Instant from;
      core::Instant until;
      core::Instant revoked;
    };
    std::vector<Key> keys;
    std::map<core::LaneNo, core::LaneNumber> last;
    std::uint64_t deliveries = 0;
  };
  struct Waiting {  // a joint step, a withdrawal that needs consent, or an entry from paper, which is in effect
    core::Code step;
    core::AgencyId by;
    core::Digest body;
    core::RecordIndex record = 0;
    std::vector<core::Document> documents;
    bool paper = false;
    core::Code about;
  };
  using Pair = std::pair<core::PartyNo, core::Code>;
  struct Transfer {
    core::CaseId case_id;
    core::RecordIndex opened = 0;
    core::TransferId cause;  // transfer whose step had the bus open it
    std::string procedure;
    core::AgencyId sender;
    core::AgencyId recipient;
    std::string state;
    std::map<Pair, std::string> pairs;                      // their outcomes; empty, or a stage: open
    std::set<core::PartyNo> held;                           // in custody, as last told
    std::map<std::string, core::RecordIndex> documents;     // types that its messages carried: the latest of each
    std::map<core::AgencyId, core::RecordIndex> former;     // receivers that it had, until the record that moved it on
    core::RecordIndex moved = 0;                            // that gave it the receiver that it has; 0: none did
    std::set<std::pair<std::string, core::PartyNo>> lacks;  // what keeps it from being registered; 0: for everybody
    bool fast = false;                                      // its opinion proposes the speedy procedure
    bool signed_off = false;
    core::Instant signed_at;  // by the receiver that it has
    std::vector<Waiting> waiting;
  };
  struct Exhibit {
    std::int64_t quantity = 0;  // its unit is no ASCII name here, and so in no record
    std::string status;
    core::AgencyId holder;
    bool explained = true;  // whatever the count found missing
    friend bool operator==(const Exhibit&, const Exhibit&) = default;
  };
  using Exhibits = std::map<std::uint32_t, Exhibit>;
  struct Case {
    std::vector<core::TransferId> transfers;            // in the order they were opened
    std::vector<core::CaseId> joined;                   // by links of that relation, from either side, in their order
    std::map<std::string, std::int64_t> counters;       // as the steps have them
    std::map<std::string, std::int64_t> told_counters;  // as the records have them
    Exhibits exhibits;                                  // as the steps have them
    Exhibits told;                                      // as the records have them
  };
  struct Clock {
    core::RecordIndex record = 0;  // that started it
    core::Instant anchor;          // empty: armed only
    core::Instant warn_at;
    core::Instant due;
    core::Instant nominal;  // before it rolls: what an extension is counted from
    bool warned = false;
    bool fired = false;
    friend bool operator==(const Clock&, const Clock&) = default;
  };
  struct Content {  // of a delivery
    core::RecordIndex record = 0;
    core::Digest statement;  // of its receipt
    core::CaseId case_id;
    core::TransferId transfer;
    std::string procedure;
    core::Digest body;                  // of the message; zero with an event
    std::vector<core::PartNo> present;  // parts that show their bytes, while they are not taken back
    std::vector<std::pair<std::string, std::string>> facts;
    core::Digest outcome;  // of its bytes; zero where there are none
    friend bool operator==(const Content&, const Content&) = default;
  };
  struct Owed {
    Content content;
    bool whole = false;
    bool done = false;
  };
  struct Owing {  // by the record that is looked at
    core::AgencyId mailbox;
    core::TransferId about;   // whose step or clock it is
    bool under_copy = false;  // shown under the K01b of the case
    bool whole = false;
    std::vector<core::PartNo> parts;
    std::vector<std::pair<std::string, std::string>> facts;
    core::RecordIndex record = 0;  // an earlier one, whose message it is
  };
  struct With {  // what the bus says in another transfer with a step
    core::TransferId transfer;
    const WithRow* row = nullptr;
    std::vector<Pair> decided;
  };
  struct Copied {  // a step of which others are told
    core::TransferId transfer;
    core::TransferId message;  // transfer of the message by which it was said
    core::AgencyId by;
    core::Instant at;
    std::string state;  // to which it led
    std::vector<std::pair<Pair, std::string>> outcomes;
  };
  struct Expected {  // of one message
    bool returned = false;
    bool future = false;  // for nothing but that
    std::string state;    // after it; empty: no transfer's
    bool waits = false;
    bool led = false;      // a step that leads somewhere under a condition, and did
    bool entered = false;  // from paper; `step` is the one made there
    bool late = false;     // such an entry, or the word that confirms one
    const Step* step = nullptr;
    std::vector<Pair> decided;
    std::optional<Waiting> confirmed;
    std::string finding;  // that the record must tell
    std::optional<core::effect::PartsRecalled> taken;
  };

  /// Whether clocks may fire: the time is neither in doubt nor, confirmed, before the last record's.
  [[nodiscard]] bool runs() const { return !readings_.front().in_doubt && !(readings_.front().at < last_); }

  void fail(const std::string& what);
  bool must(bool holds, const std::string& what) {
    if (!holds) fail(what);
    return holds;
  }
  void look_at(const core::Record& record);
  void genesis(const core::Genesis& genesis);
  void admit(const core::Agency& agency);
  void order(const core::Record& record, const core::Order& order);
  void time(const core::Record& record);
  void confirm_time(const core::Record& record, const core::OrderEvent& event);
  void message(const core::Record& record, const core::MessageEvent& event);
  void hold_findings(const core::Record& record, const Expected& expected, const std::string& what);
  [[nodiscard]] const Sent* sent_of(const core::MessageEvent& event) const;
  void tick(const core::Record& record);
  void ack(const core::Record& record, std::uint64_t delivery);

  // What a message may do: model_effects.cc.
  [[nodiscard]] Expected expect(const Sent& sent, const core::AgencyId& by, core::Instant occurred,
                                core::Instant received_at) const;
  [[nodiscard]] bool opens(const Step& step, const Said& said, const core::AgencyId& by) const;
  [[nodiscard]] bool may_say(const Step& step, const Transfer& transfer, const core::AgencyId& by) const;
  [[nodiscard]] static const Waiting* find_confirmed(const Transfer& transfer, const Said& said,
                                                     const core::AgencyId& by);
  [[nodiscard]] bool is_barred(const Step& step, const Said& said, const Transfer& transfer,
                               const Expected& expected) const;
  [[nodiscard]] bool is_counted_out(const Step& step, const core::CaseId& case_id) const;
  [[nodiscard]] core::AgencyId recipient_of(const Step& step, const Said& said, const core::AgencyId& by) const;
  [[nodiscard]] core::AgencyId counterpart(const core::AgencyId& of, core::Role role) const;
  void decide_pairs(const Sent& sent, const Transfer& transfer, Expected& expected) const;
  void open(const Sent& sent, const core::AgencyId& by, const Step& step);
  void take_message(const core::Record& record, const core::Envelope& envelope, const Sent& sent,
                    const Expected& expected);
  void take_effects(const core::Record& record, const core::TransferId& own, const Expected& expected);
  void take_cleared(const core::effect::PendingCleared& cleared, const Expected& expected);
  // By which edition of the pack each transfer goes: model_versions.cc.
  void take_versions(const core::Record& record);
  [[nodiscard]] bool is_edition(const core::Digest& pack) const;
  void take_opened(const core::effect::TransferOpened& opened, const core::TransferId& own);
  // Persons, what a file lacks of each, and who is told what became of them: model_persons.cc.
  void take_persons(const Sent& sent, const Expected& expected);
  [[nodiscard]] bool bars_registration(const Said& said, const Transfer& transfer) const;
  [[nodiscard]] static bool is_held(const Transfer& transfer, core::PartyNo party);
  [[nodiscard]] std::vector<core::AgencyId> earlier_senders(const core::CaseId& case_id) const;
  void owe_notices(const core::TransferId& own, const Expected& expected, core::Instant at);
  void take_notice(const core::effect::TransferOpened& opened);
  void move_on(const Sent& sent, const core::AgencyId& to);
  void take_receiver(const core::effect::ReceiverChanged& changed);
  void take_state(const core::Record& record, const core::effect::StateChanged& change, const core::TransferId& own,
                  const Expected& expected);
  void link(const Step& step, const Sent& sent, const core::AgencyId& by, const core::Record& record);
  void take_link(const core::effect::Linked& linked);
  // Joined cases, and what is said in them with a step: model_together.cc.
  [[nodiscard]] std::vector<core::CaseId> together(const core::CaseId& case_id) const;
  [[nodiscard]] std::vector<core::TransferId> told_of(const core::CaseId& case_id, std::string_view kind) const;
  [[nodiscard]] std::int64_t counted(const core::CaseId& case_id, std::string_view name) const;
  void count(const core::CaseId& case_id, std::string_view name);
  void join(const core::CaseId& one, const core::CaseId& other);
  void take_counter(const core::effect::CounterSet& set);
  void compare_counters(const core::CaseId& case_id);
  [[nodiscard]] std::vector<With> said_with(const Sent& sent, const core::AgencyId& by, const Expected& expected) const;
  [[nodiscard]] bool is_meant_in(const Transfer& other, const core::CaseId& own, core::PartyNo party) const;
  void take_with(const With& with, const Sent& sent, const core::AgencyId& by, core::Instant at);
  void owe_copies(const Copied& copied, std::string_view step, const Sent& sent);
  // Parts taken back, and finished transfers that go on: model_recall.cc.
  [[nodiscard]] std::string bars_recall(const Sent& sent, const core::AgencyId& by, const Waiting* confirmed,
                                        Expected& expected) const;
  [[nodiscard]] std::string bars_reopening(const Sent& sent, const core::AgencyId& by) const;
  [[nodiscard]] std::vector<core::PartNo> left_of(core::RecordIndex record) const;
  void take_back(const core::effect::PartsRecalled& recalled);
  void compare_shown();
  void told_taken_back(const Question& question, const boost::json::object& told, const core::TransferId& id);
  // Exhibits: model_exhibits.cc.
  void take_exhibits(const Sent& sent, const Expected& expected);
  void take_exhibit(const core::effect::ItemSet& set);
  [[nodiscard]] static bool is_unexplained(const Case& known);
  void compare_exhibits(const core::CaseId& case_id);
  void take_outcomes(const core::Record& record, const Sent& sent, const Expected& expected,
                     const std::vector<With>& with);
  [[nodiscard]] bool may_close(const core::TransferId& id, bool every) const;
  void check_open(const core::CaseId& case_id);

  // Clocks: model_clocks.cc.
  [[nodiscard]] std::vector<core::ClockKey> runs_of(const core::TransferId& own, const ClockRow& row) const;
  void start_clocks(const core::TransferId& own, std::string_view step, const std::vector<Pair>& decided,
                    core::Instant at);
  void start_clock(const core::ClockKey& key, const ClockRow& row, core::Instant anchor, core::Instant warns_from = {});
  void end_clocks(const core::TransferId& own, std::string_view step, const std::vector<Pair>& decided,
                  core::Instant at);
  static void sign_off(Transfer& transfer, std::string_view step, core::Instant at);
  void end_all_clocks(const core::TransferId& own);
  void set_clock(const core::ClockKey& key, const std::optional<Clock>& clock);
  void start_on_ack(const Owed& taken, const core::AgencyId& agency, core::Instant at);
  void take_clock(const core::Record& record, const core::Effect& effect);
  [[nodiscard]] std::string bars_extension(const Sent& sent, const core::AgencyId& by, core::Instant occurred) const;
  [[nodiscard]] bool is_late_penalty(const Sent& sent, core::Instant occurred) const;
  [[nodiscard]] bool is_late_entry(const Sent& sent, core::Instant received_at) const;
  [[nodiscard]] bool is_late_confirmation(const core::TransferId& own, core::Instant occurred) const;
  void move_clocks(const Sent& sent);
  void take_firing(const core::Record& record, const core::effect::ClockFired& fired);
  void compare_clocks();

  // Deliveries: model_deliveries.cc.
  void owe_message(const Sent& sent, const core::AgencyId& by, const Expected& expected, core::Instant occurred);
  void owe_event(const core::TransferId& about, const core::AgencyId& mailbox, bool under_copy, core::Instant at,
                 const std::string& state);
  void owe_line(const core::TransferId& about, const std::string& clock);
  void take_delivery(const core::Record& record, const core::effect::Delivered& delivered);
  [[nodiscard]] core::TransferId seen_under(const Owing& owing) const;
  [[nodiscard]] core::Digest told_outcome(core::RecordIndex record, core::Outcome told, const core::AgencyId& agency,
                                          const core::CaseId& case_id) const;

  // What can be found of it: model_answers.cc.
  [[nodiscard]] flow::IndexEntry entry_of(const core::Record& record) const;
  [[nodiscard]] bool is_party(const core::TransferId& transfer, const core::AgencyId& agency) const;
  /// It received the transfer, and another has since a later record than this one.
  [[nodiscard]] bool was_receiver(const core::TransferId& transfer, const core::AgencyId& agency,
                                  core::RecordIndex record) const;
  [[nodiscard]] bool may_know(const core::AgencyId& agency, const flow::IndexEntry& entry) const;
  [[nodiscard]] bool is_owed_an_answer(const Question& question) const;
  void told_transfers(const Question& question, const boost::json::object& told);
  void told_transfer(const Question& question, const boost::json::object& told);
  void told_records(const Question& question, const boost::json::object& told, const char* list);
  void told_status(const Question& question, const boost::json::object& told);

  std::string failure_;
  core::RecordIndex at_ = 0;
  core::Instant last_;
  std::map<core::AgencyId, Member> members_;
  std::map<std::pair<core::AgencyId, core::Digest>, Sent> sent_;  // by body
  std::map<std::tuple<core::AgencyId, core::LaneNo, core::LaneNumber>, Sent> secrets_;
  std::map<core::TransferId, Transfer> transfers_;
  std::map<core::TransferId, core::Digest> goes_by_;  // each transfer, by its edition
  std::set<core::Digest> editions_;                   // that orders put into force
  core::Digest newest_;                               // the one ordered last
  std::vector<core::Digest> followed_;                // those that not all transfers follow yet, as they came
  std::map<core::CaseId, Case> cases_;
  std::map<core::ClockKey, Clock> clocks_;                  // as the rows of clock_rows.h have them
  std::map<core::ClockKey, Clock> told_;                    // as the records have them
  std::set<core::ClockKey> changed_;                        // by the record that is looked at
  std::set<std::pair<core::Instant, core::ClockKey>> due_;  // when to look at a clock next
  std::vector<Owing> owing_;                                // by the record that is looked at
  std::vector<core::effect::Linked> linking_;               // by it
  std::optional<core::effect::PartsRecalled> taking_;       // by it
  struct Notice {
    core::TransferId cause;
    core::AgencyId by;
    core::AgencyId to;
    std::vector<Pair> pairs;
    core::Instant at;
  };
  std::vector<Notice> notices_;                                               // K29 that the bus is to open by it
  std::map<core::TransferId, core::AgencyId> moving_;                         // by it: to whom
  std::set<core::CaseId> touched_;                                            // by it
  std::map<core::TransferId, std::string> led_;                               // by it: where the bus leads them
  std::set<std::tuple<core::TransferId, core::Code, core::Instant>> raised_;  // by it
  core::Calendar calendar_;
  std::int64_t explain_days_ = 5;  // S15
  bool review_extends_ = false;    // S05
  std::map<std::pair<core::AgencyId, std::uint64_t>, Owed> owed_;
  std::map<std::pair<core::AgencyId, std::uint64_t>, Content> got_;
  struct Message {
    core::AgencyId sender;
    core::LaneNo lane = 0;
    core::LaneNumber number = 0;
    core::Digest body;
    std::size_t parts = 0;
    std::optional<core::Outcome> outcome;  // of a transfer whose receiver may change
    core::TransferId transfer;             // zero where it was returned
    std::vector<core::DocumentType> documents;
  };
  std::map<core::RecordIndex, Message> messages_;  // as recorded
  std::vector<core::Digest> statements_;
  std::map<std::pair<core::RecordIndex, core::PartNo>, core::RecordIndex> taken_back_;  // by which record
  std::map<core::RecordIndex, std::string> forgotten_;  // own case numbers, with the heads that told them
  struct Shown {
    std::pair<core::AgencyId, std::uint64_t> where;
    core::RecordIndex recorded = 0;
    std::vector<core::PartNo> present;
  };
  std::vector<Shown> shown_;
  std::vector<flow::IndexEntry> entries_;  // as the index must hold them
  std::deque<Reading> readings_;           // the first is the one that holds
  std::size_t delivered_ = 0;
  std::uint64_t told_of_ = 0;
  std::size_t copies_of_earlier_ = 0;
  std::size_t returned_as_future_ = 0;
  std::uint64_t signed_together_ = 0;
  std::map<std::string, std::uint64_t> took_effect_;
};

}  // namespace caseway::simulation
