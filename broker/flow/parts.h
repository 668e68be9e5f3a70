// What a broker is made of. One thread owns all of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "broker/core/must.h"
#include "broker/core/signature.h"
#include "broker/engine/decide.h"
#include "broker/flow/courier.h"
#include "broker/flow/follow.h"
#include "broker/flow/intake.h"
#include "broker/flow/journal.h"
#include "broker/flow/open_transfers.h"
#include "broker/flow/records.h"
#include "broker/flow/refusal_counts.h"
#include "broker/flow/turn.h"
#include "broker/flow/turn_clock.h"
#include "broker/flow/vault.h"
#include "broker/wire/session.h"

namespace caseway::flow {

/// One connection of an agency.
struct Session {
  core::AgencyId agency;
  bool hello = false;             ///< without it nothing makes the broker write, but the proof of a rollback (take.cc)
  bool refused_early = false;     ///< something it said before a hello that counts was refused, and that was told
  std::uint32_t over_credit = 0;  ///< frames answered unread since it last kept within its credit
  std::size_t bytes = 0;          ///< heard in this turn, unanswered
  std::size_t answer_bytes = 0;   ///< of answers to queries in this turn
};

/// Records decided and applied, not yet durable.
struct OpenGroup {
  core::TurnSalt salt;
  std::vector<wire::RecordBytes> records;
  std::vector<core::EventType> types;
  std::vector<std::shared_ptr<KnownRecord>> known;
  std::uint64_t bytes = 0;
  [[nodiscard]] bool empty() const { return records.empty(); }
};

/// An answer that waits until the group it may depend on is durable.
struct ReceiptOwed {
  core::LaneNo lane = 0;
  core::LaneNumber number = 0;
  core::RecordIndex record = 0;
};
struct OrderOwed {
  std::uint64_t number = 0;
  core::RecordIndex record = 0;
};
struct Owed {
  SessionNo session = 0;
  std::variant<wire::BrokerFrame, ReceiptOwed, OrderOwed, wire::Query> what;
};

/// A session that said hello: its welcome is the first that it hears.
struct Arrival {
  SessionNo session = 0;
  bool consume = false;
  std::uint32_t delivery_credit = 0;
};

/// What a frame asks to have recorded.
struct Asked {
  SessionNo session = 0;
  core::Event event;
  std::uint64_t order_number = 0;  ///< of an order: comes back with its answer
  Bytes content;                   ///< of an order: pack or calendar
  core::Digest order;              ///< of an order: a refusal is counted by it
};

/// What the thread beside the path leaves behind when it has returned.
struct Beside {
  std::optional<Followed> followed;
  std::string why_not;         ///< empty, and nothing made: it was stopped
  bool damage = false;         ///< what it read does not hold, so that an operator must look
  core::RecordIndex lost = 0;  ///< the snapshot that it began with, where that is what does not hold
};

struct Broker::Parts {
  Parts(const Ports& given, const core::Genesis& trust, BytesView genesis_bytes);

  // open.cc
  void open_site();
  void look_rolled_back();
  void load_state();
  void load_library();
  void write_genesis();

  // erasing.cc: what two officers ordered to be erased
  void erase(core::RecordIndex record, const std::vector<core::PartNo>& erased);
  void erase_ordered(const core::Record& record);
  void finish_erasures();
  /// Whether `wanted` holds of a record of the journal from that of `from`'s group on.
  bool look_through(core::RecordIndex from, const std::function<bool(const core::Record&)>& wanted) const;
  bool was_erased(core::RecordIndex record, core::PartNo part) const;
  bool is_named_elsewhere(const core::Digest& part) const;

  // snapshots.cc
  std::vector<core::RecordIndex> snapshots() const;
  std::string load_snapshot(core::RecordIndex records);
  void write_snapshot();
  void look_aside();
  void begin_aside();
  void take_aside(Followed&& followed);
  void stop_aside();
  void remove_old_snapshots();

  // turn.cc: the path
  void begin_turn();
  void fire_due_clocks();
  bool listen(Inbound& inbound);
  std::optional<wire::ClientFrame> decode(const Inbound& inbound);
  std::optional<core::Facts> fetch(const Asked& asked);
  std::optional<core::Outcome> decide(const Asked& asked, const core::Facts& facts);
  void apply(Asked&& asked, core::Outcome&& outcome);
  void end_group();

  // take.cc: what a frame asks for
  std::optional<Asked> authenticate(Inbound& inbound, wire::ClientFrame& frame);
  void take_hello(SessionNo number, Session& session, wire::Hello& hello);
  std::optional<Asked> take_message(Inbound& inbound, const Session& session, wire::SendMessage& frame);
  std::optional<Asked> take_order(SessionNo number, Session& session, wire::SendOrder& frame);
  std::optional<Asked> take_next_ack(SessionNo number, Session& session, wire::Ack& acks);
  bool more(const Inbound& inbound, const wire::ClientFrame& frame) const;
  std::optional<Asked> take_delivered(SessionNo number, Session& session, std::uint64_t delivery, core::Event&& event);
  void answer_older(SessionNo number, const Session& session, const Taken& taken);
  void keep_proof();
  void found_no_room(const DiskFull& why);
  void refuse(SessionNo number, wire::RefusalFrame refusal, const core::Digest& body = {});
  void refuse_order(SessionNo number, std::uint64_t order_number, const core::Digest& order, core::Refusal code,
                    std::string why);
  [[nodiscard]] core::Event new_event(core::EventType type, const core::AgencyId& agency);

  // release.cc: record, deliver, acknowledge
  void join(core::Event&& event, core::Outcome&& outcome, BytesView content = {});
  void count_refusals(bool all);
  void record();
  void welcome_arrivals();
  void deliver();
  void acknowledge();
  void end_sessions();
  void answer(const Owed& each);
  wire::BrokerFrame frame_for(const Owed& each);
  wire::BrokerFrame unanswered(const Owed& each, core::Refusal code, const char* why);
  void note_fault(const Fault& fault);
  void write_head(bool at_once);
  std::size_t send(SessionNo session, const wire::BrokerFrame& frame);
  wire::Welcome welcome(const Session& session);

  Ports ports;
  core::Genesis genesis;
  Bytes genesis_bytes;
  Site site;
  engine::State state;
  engine::Library library;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Records> records;
  std::unique_ptr<Courier> courier;
  core::VerifiedBatches verified{4096};
  RefusalCounts refusals;
  ReturnedQuota returned_quota;
  OpenTransfers open_transfers;
  std::map<core::Digest, Bytes> contents;  ///< packs and calendars, once they were asked for
  TurnClock clock;
  std::map<SessionNo, Session> sessions;

  TurnClock::Reading now;
  OpenGroup open;
  std::vector<std::shared_ptr<KnownRecord>> recorded;  ///< durable, not yet delivered
  std::vector<Arrival> arrivals;
  std::vector<Owed> owed;
  std::vector<SessionNo> to_drop;   ///< over credit, too often: after their answers
  std::vector<SessionNo> to_close;  ///< said bye: after their answers
  std::string full;                 ///< why there is no room: writers are answered disk_full this turn
  std::string head_full;            ///< why head found none: nothing more is recorded until it is written
  std::string file_full;            ///< why a large part or a pack found none: kept for a minute after the last
  std::int64_t file_full_ms = 0;    ///< when the last did
  bool looked_back = false;  ///< somebody was told in this turn who had seen a message: the journal is read for it
  bool snapshot_ordered = false;
  std::shared_ptr<Beside> beside;     ///< a snapshot that is being made
  std::uint32_t beside_tried = 0;     ///< the segment that was written when the last one was begun
  core::RecordIndex beside_lost = 0;  ///< the snapshot that did not hold: in its stead the next begins with nothing
  core::Digest fingerprint;
  std::uint64_t directory_version = 1;
  std::string stopped_serving;
  std::optional<core::Checkpoint> proof_waits;  ///< that we were rolled back: journal/rolled_back found no room
  bool proof_told = false;
  std::vector<std::string> notes;   ///< what was passed over
  std::vector<std::string> faults;  ///< what could not be read
  std::vector<Parked> parked;       ///< not yet told
  std::vector<SessionNo> no_hello;  ///< likewise
};

/// Room that is held before a group is begun; a group is closed at half of it.
inline std::uint64_t reserve_bytes(const Site& site) {
  return std::min<std::uint64_t>(16 * core::limits::mib, site.segment_bytes / 4);
}

/// Frames over credit after which a session is cut, unless a turn in between kept within it.
inline constexpr std::uint32_t over_credit_max = 16;
/// Different faults that are kept to be told: beyond, the site is so damaged that one more says nothing.
inline constexpr std::size_t faults_kept = 1000;

}  // namespace caseway::flow
