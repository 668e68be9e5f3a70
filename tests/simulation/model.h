// What must be true, worked out apart from the engine: from what agencies said, from the step tables of steps.h, and
// from the records in the order of the journal. It asks neither pack, State nor decide().
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "broker/core/record.h"
#include "broker/wire/session.h"
#include "tests/simulation/steps.h"
#include "tests/simulation/watch.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

class Model {
 public:
  /// `agency` composed it at `now`; `stops`: something in it stops at the sender, so that it must be returned.
  void said(const core::AgencyId& agency, core::LaneNumber number, const wire::SendMessage& message, const Said& said,
            bool stops, core::Instant now);
  /// The next record of the journal, with the exact bytes of its statement.
  void record(const core::Record& record, const std::vector<std::uint8_t>& statement);
  /// What reached an agency, first or again.
  void received(const core::AgencyId& agency, const wire::Delivery& delivery);
  /// A receipt that an agency holds: its record must be in the journal as far as it was read.
  void acknowledged(const core::AgencyId& agency, core::LaneNo lane, core::LaneNumber number,
                    const std::vector<std::uint8_t>& statement);
  /// Everything owed has reached whom it is owed to, and nothing else has. At the end, when all mailboxes are empty.
  void all_delivered();
  /// The broker looked at its clocks: what it must hold to be the time of the records from here on.
  void clock_read(const Reading& reading);
  /// Of the last record.
  [[nodiscard]] core::Instant last() const { return last_; }

  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] core::RecordIndex records() const { return statements_.size(); }
  [[nodiscard]] std::size_t delivered() const { return delivered_; }
  [[nodiscard]] std::size_t copies_of_earlier() const { return copies_of_earlier_; }
  /// What would have proceeded, and was still to come by the broker's time.
  [[nodiscard]] std::size_t returned_as_future() const { return returned_as_future_; }
  /// How often each step took effect, "K01 accepted"; a joint one when it was confirmed.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& took_effect() const { return took_effect_; }

 private:
  struct Sent {
    Said said;
    core::Instant occurred_at;
    bool stops = false;
    std::vector<core::DocumentType> documents;  // of parts 1, 2 ...
  };
  struct Member {
    core::Role role{};
    std::string county;  // region: who plays a role for it
    struct Key {
      core::KeyId id;
      core::Instant from;
      core::Instant revoked;
    };
    std::vector<Key> keys;
    std::map<core::LaneNo, core::LaneNumber> last;
    std::uint64_t deliveries = 0;
  };
  struct Waiting {  // a joint step or a withdrawal that needs consent
    core::Code step;
    core::AgencyId by;
    core::Digest body;
    core::RecordIndex record = 0;
    std::vector<core::DocumentType> documents;
  };
  struct Transfer {
    core::CaseId case_id;
    std::string procedure;
    core::AgencyId sender;
    core::AgencyId recipient;
    std::string state;
    bool pair_open = true;
    bool has_pair = false;
    bool any_outcome = false;
    bool signed_off = false;
    std::vector<Waiting> waiting;
  };
  struct Clock {
    core::Instant warn_at;
    core::Instant due;
    bool anchored = false;
    bool warned = false;
    bool fired = false;
  };
  struct Owed {
    core::RecordIndex record = 0;
    bool whole = false;
    std::vector<core::PartNo> parts;
    core::Digest body;  // of the message; zero with an event
    bool done = false;
  };
  struct Got {
    core::RecordIndex record = 0;
    core::Digest body;
    std::vector<core::PartNo> present;
    bool whole = false;
    friend bool operator==(const Got&, const Got&) = default;
  };
  struct Expected {  // of one message
    bool returned = false;
    bool future = false;   // for nothing but that
    std::string state;     // after it; empty: no transfer's
    std::string or_state;  // or this
    bool waits = false;
    const Step* step = nullptr;
  };

  /// Whether clocks may fire: the time is neither in doubt nor, confirmed, before the last record's.
  [[nodiscard]] bool runs() const { return !readings_.front().in_doubt && !(readings_.front().at < last_); }

  void fail(const std::string& what);
  bool must(bool holds, const std::string& what) {
    if (!holds) fail(what);
    return holds;
  }
  void genesis(const core::Genesis& genesis);
  void admit(const core::Agency& agency);
  void order(const core::Record& record, const core::Order& order);
  void time(const core::Record& record);
  void confirm_time(const core::Record& record, const core::OrderEvent& event);
  void message(const core::Record& record, const core::MessageEvent& event);
  void tick(const core::Record& record);
  void ack(const core::Record& record, std::uint64_t delivery);

  [[nodiscard]] Expected expect(const Sent& sent, const core::AgencyId& by, core::Instant received_at) const;
  [[nodiscard]] bool opens(const Step& step, const Said& said, const core::AgencyId& by) const;
  [[nodiscard]] core::AgencyId recipient_of(const Step& step, const Said& said, const core::AgencyId& by) const;
  [[nodiscard]] core::AgencyId counterpart(const core::AgencyId& of, core::Role role) const;
  void open(const Sent& sent, const core::AgencyId& by, const Step& step);
  void check_deliveries(const core::Record& record, const Expected& expected, const Sent& sent,
                        const core::AgencyId& by);
  void check_copy(const core::Record& record, const core::effect::Delivered& copy, const Expected& expected,
                  const Sent& sent);
  void take_effects(const core::Record& record, const core::TransferId& own, const Expected& expected);
  void take_state(const core::Record& record, const core::effect::StateChanged& change, const core::TransferId& own,
                  const Expected& expected);
  void take_clocks(const core::Record& record);
  void take_deliveries(const core::Record& record);

  std::string failure_;
  core::RecordIndex at_ = 0;
  core::Instant last_;
  std::map<core::AgencyId, Member> members_;
  std::map<std::pair<core::AgencyId, core::Digest>, Sent> sent_;  // by body
  std::map<std::tuple<core::AgencyId, core::LaneNo, core::LaneNumber>, Sent> secrets_;
  std::map<core::TransferId, Transfer> transfers_;
  std::map<core::CaseId, std::vector<core::TransferId>> cases_;
  std::map<core::ClockKey, Clock> clocks_;
  std::set<std::pair<core::Instant, core::ClockKey>> due_;  // anchored, not fired
  std::map<std::pair<core::AgencyId, std::uint64_t>, Owed> owed_;
  std::map<std::pair<core::AgencyId, std::uint64_t>, Got> got_;
  std::map<core::RecordIndex, core::Digest> bodies_;  // of recorded messages
  std::vector<core::Digest> statements_;
  std::deque<Reading> readings_;  // the first is the one that holds
  std::size_t delivered_ = 0;
  std::size_t copies_of_earlier_ = 0;
  std::size_t returned_as_future_ = 0;
  std::map<std::string, std::uint64_t> took_effect_;
};

}  // namespace caseway::simulation
