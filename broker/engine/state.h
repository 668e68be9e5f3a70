// State: everything the broker must know to judge the next event, and nothing that the journal could tell later.
// Ordered containers only: equal histories give equal bytes (engine/snapshot.h). apply() alone writes it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "broker/core/record.h"

namespace caseway::engine {

using core::AgencyId;
using core::Code;

/// One answered number of a lane.
struct LaneEntry {
  core::LaneNumber number = 0;
  core::Digest body;             ///< zero: a state secret; any body repeats it
  core::RecordIndex record = 0;
};

/// Numbers above `settled`, without gaps, newest last; at most lane_window_max.
struct Lane {
  core::LaneNumber settled = 0;
  core::LaneNumber next = 1;     ///< number expected
  std::deque<LaneEntry> answered;
};

struct HeldDocument {
  core::DocumentType type;
  core::PartNo part = 0;
  core::RecordIndex record = 0;
  core::Digest digest;
};

struct PairState {
  core::PartyNo party = 0;
  Code offence;
  bool unit = false;
  Code outcome;                  ///< empty: open
};

struct OpenRequirement {
  std::string code;
  std::string path;
  bool waived = false;
  bool bars = false;
  Code barred_step;
};

struct Pending {
  Code step;
  AgencyId said_by;
  core::Digest body;
  core::RecordIndex record = 0;  ///< where it was said
  bool paper = false;
};

struct Transfer {
  core::TransferId id;
  core::CaseId case_id;
  Code procedure;
  AgencyId sender;
  AgencyId recipient;
  Code state;
  bool final_ = false;
  core::TransferId cause;
  core::Digest pack;
  core::RecordIndex opened = 0;
  core::RecordIndex touched = 0; ///< last record that concerns it
  core::Instant opened_at;
  std::vector<PairState> pairs;            ///< in the order of the opening dossier
  std::vector<HeldDocument> documents;     ///< sorted by type; the latest of each
  std::vector<OpenRequirement> open;       ///< sorted by code, path
  std::vector<Pending> pending;
};

struct ClockRun {
  core::ClockKey key;
  core::Instant anchor;
  core::Instant warn_at;         ///< empty: none, or fired
  core::Instant due_first;
  core::Instant due;
  core::Instant nominal;
  bool provisional = false;
  bool warned = false;
  bool fired = false;            ///< ran out and its event was raised; kept until a step or the end of the transfer
  core::Digest pack;
  core::Digest calendar;
  AgencyId owner;
};

struct Item {
  std::int64_t quantity = 0;
  Code unit;
  AgencyId holder;
  Code status;
  bool explained = true;
};

struct Link {
  core::TransferId from;
  core::TransferId to;
  Code relation;
};

/// The case graph: what belongs together, and what is counted across transfers.
struct Case {
  core::CaseId id;
  AgencyId first_sender;
  std::vector<core::TransferId> transfers;          ///< in the order they were opened
  std::vector<Link> links;
  std::map<Code, std::int64_t> counters;
  std::map<std::uint32_t, Item> items;              ///< by item number
};

/// One thing owed to an agency. Its message or event is `record`.
struct MailboxEntry {
  std::uint64_t delivery = 0;
  core::RecordIndex record = 0;
  core::CaseId case_id;
  core::TransferId transfer;
  bool whole = false;
  std::vector<core::PartNo> parts;
  std::vector<Code> facts;
  bool presents = false;
  bool parked = false;
};

struct Mailbox {
  std::uint64_t next = 1;
  std::map<std::uint64_t, MailboxEntry> entries;    ///< not yet acknowledged, by delivery number
};

struct AgencyState {
  core::Agency agency;
  bool retired = false;
  std::map<core::LaneNo, Lane> lanes;
  Mailbox mailbox;
  std::map<core::Role, AgencyId> counterparts;
};

struct State {
  std::uint16_t engine_version = 1;
  std::string origin;
  std::uint64_t epoch = 1;
  core::Suite suite = core::Suite::intl;
  core::PublicKey log_key;
  bool training = false;
  core::Instant now;                                ///< received_at of the last record; a training site's standing clock
  core::RecordIndex next_record = 0;
  core::Digest last_order;                          ///< digest that the next order must name as `previous`
  std::vector<core::Officer> officers;
  std::map<AgencyId, AgencyState> agencies;
  core::Digest pack;                                ///< in force; zero: none
  core::Digest calendar;
  std::map<Code, std::string> settings;             ///< differing from the default
  std::map<core::TransferId, Transfer> transfers;
  std::map<core::CaseId, Case> cases;
  std::map<core::ClockKey, ClockRun> clocks;
  std::set<std::pair<core::Instant, core::ClockKey>> timers;  ///< next instant at which a clock warns or has run out
  std::map<AgencyId, std::map<core::Instant, std::uint32_t>> refused;  ///< rule and state refusals per minute: quota
  core::RecordIndex snapshot_at = 0;                ///< last record index covered by a noted snapshot
  core::Digest snapshot_digest;
};

/// Directory questions. `at` decides which keys and members are valid.
const AgencyState* find_agency(const State& state, const AgencyId& id);
/// The key of `agency` with this id, whatever its dates; null when it has none such.
const core::AgencyKey* find_key(const State& state, const AgencyId& agency, const core::KeyId& key);
bool key_valid_at(const core::AgencyKey& key, core::Instant at);
bool has_role(const core::Agency& agency, core::Role role);
/// Who plays `role` for `agency`: by the counterpart table; empty when nobody does.
AgencyId counterpart_of(const State& state, const AgencyId& agency, core::Role role);
const Transfer* find_transfer(const State& state, const core::TransferId& id);
const Case* find_case(const State& state, const core::CaseId& id);

/// What a lane says of a number, before anything is judged.
enum class LaneSays : std::uint8_t { next, repeat, reused, gap, older };
struct LaneAnswer {
  LaneSays says = LaneSays::next;
  core::LaneNumber expected = 1;
  core::RecordIndex record = 0;   ///< with repeat
};
LaneAnswer ask_lane(const State& state, const AgencyId& agency, core::LaneNo lane, core::LaneNumber number,
                    const core::Digest& body);

}  // namespace caseway::engine
