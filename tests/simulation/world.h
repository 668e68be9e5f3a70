// One broker with its site on simulated disks, and the agencies that talk to it. Everything follows from the seed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "broker/core/directory.h"
#include "broker/flow/facts.h"
#include "broker/flow/replay.h"
#include "broker/flow/turn.h"
#include "broker/wire/session.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/ports.h"

namespace caseway::simulation {

/// What an agency says: as much of a message as a test cares for.
struct Said {
  core::LaneNo lane = 0;
  core::Code procedure = "K01";
  core::Code step = "transfer";
  core::CaseId case_id;
  core::TransferId transfer;
  core::AgencyId recipient;
  core::DossierHead head;
  std::vector<core::Document> documents;
  std::vector<flow::Bytes> evidence;
  core::Digest confirms;
  std::int64_t ago_ms = core::minute_ms;  ///< how long before now it is said to have occurred
};

/// One outbox of an agency.
struct Lane {
  core::LaneNumber next = 1;
  core::LaneNumber settled = 0;
  std::map<core::LaneNumber, wire::SendMessage> unanswered;
  std::map<core::LaneNumber, flow::Bytes> statements;  ///< of every receipt that came
};

/// A client as the SDK is one: keeps what it sent until the receipt is there, and its number. It is its own lane 0.
struct Agency : Lane {
  core::AgencyId id;
  core::KeyPair key;
  flow::SessionNo session = 0;                 ///< 0: none
  std::map<core::LaneNo, Lane> beside;         ///< lanes other than 0
  std::optional<core::Checkpoint> checkpoint;  ///< highest seen
  std::vector<wire::Delivery> inbox;           ///< not acknowledged
  std::vector<wire::BrokerFrame> frames;       ///< everything that came, in order
  std::optional<wire::Welcome> welcome;

  Lane& lane(core::LaneNo no) { return no == 0 ? *this : beside[no]; }
  /// Calls `each` with the number of every lane and the lane.
  template <class Each>
  void each_lane(const Each& each) {
    each(core::LaneNo{0}, static_cast<Lane&>(*this));
    for (auto& [no, lane] : beside) each(no, lane);
  }
  /// Messages of all lanes that wait for a receipt.
  [[nodiscard]] std::size_t waiting() const {
    auto count = unanswered.size();
    for (const auto& [no, lane] : beside) count += lane.unanswered.size();
    return count;
  }
};

class World {
 public:
  /// The operator, and `counties` times a market regulator, a police and a procuratorate: the first of Luoyuan.
  explicit World(std::uint64_t seed, std::uint64_t segment_bytes = 256 * 1024, bool training = false,
                 std::size_t counties = 1);

  /// Opens the site (again). Throws what the broker throws.
  void start();
  /// Ends the broker without a word and makes the disks what a crash leaves of them.
  void crash(Crash how);
  void stop();

  /// Counterparts, calendar and the shipped packs, by orders of both officers.
  void set_up();
  wire::OrderAnswer order(core::Order order, flow::Bytes content = {});
  wire::SendOrder signed_order(core::Order order, flow::Bytes content = {});

  [[nodiscard]] std::size_t counties() const { return counties_.size(); }
  Agency& agency(const core::AgencyId& id) { return agencies.at(id); }
  /// A new session that says hello; `consume` takes the mailbox.
  void connect(Agency& agency, bool consume = true, std::uint32_t credit = 32);
  void disconnect(Agency& agency);
  /// One more connection of `agency`, which says nothing yet.
  flow::SessionNo new_session(const Agency& agency);

  /// Composes and signs the next message of its lane.
  wire::SendMessage compose(Agency& agency, const Said& said);
  wire::SendMessage compose(Agency& agency, const Said& said, core::LaneNumber number);
  /// Signs several at once, in their order.
  void sign(const Agency& agency, std::vector<wire::SendMessage*> messages);
  /// Queues a frame of this agency for the next turn.
  void say(Agency& agency, const wire::ClientFrame& frame);
  void say(Agency& agency, flow::Bytes frame);
  /// compose; kept as unanswered. tell() says it, too.
  core::LaneNumber write(Agency& agency, const Said& said);
  core::LaneNumber tell(Agency& agency, const Said& said);
  void ack(Agency& agency, std::uint64_t delivery);
  /// One turn over what is queued, after `ms`; then frames reach the agencies, those too that went out before a fault.
  void turn(std::int64_t ms = 10);
  /// `frame` reaches its agency: what turn() does with each that on_frame lets through.
  static void arrive(Agency& agency, wire::BrokerFrame frame);
  /// Turns until every mailbox of a connected agency is empty.
  void settle();

  /// The last frame of type T that came to `agency`; null when there is none.
  template <class T>
  static const T* last(const Agency& agency) {
    for (auto frame = agency.frames.rbegin(); frame != agency.frames.rend(); ++frame)
      if (const auto* found = std::get_if<T>(&*frame)) return found;
    return nullptr;
  }

  /// Replays the journal from the disks as they are: from record 0, or `anew` unset from where the last one ended.
  /// `each` hears every record judged, with its statement's bytes.
  using EachRecord = std::function<void(const core::Record&, const flow::Bytes&)>;
  const flow::Replay& replay(bool anew = true, const EachRecord& each = {});
  [[nodiscard]] flow::Site site() const;
  /// Every record of the journal as it lies on disk, in order.
  void each_record(const std::function<void(const core::Record&)>& each);
  /// A transfer that K01 takes, with `text` in its title; case and transfer ids are random.
  Said transfer(const std::string& text = "");
  /// An agency as the directory has it, and its key; joins by an order, or stands in the genesis record.
  core::Agency member(const core::AgencyId& id, core::Role role, const std::string& region);
  template <class Id>
  Id random_id() {
    Id id;
    for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
    return id;
  }

  std::mt19937_64 random;
  Tape tape;
  SimDisk journal_disk;
  SimDisk vault_disk;
  SimTime time;
  SimNet net;
  SimIndex index;
  SimAside aside{journal_disk};
  std::uint32_t snapshot_segments = 1;
  SimSigner signer;
  SimRandom salts;
  core::Genesis genesis;
  flow::Bytes genesis_bytes;
  std::vector<core::KeyPair> officers;
  std::map<core::AgencyId, Agency> agencies;
  std::unique_ptr<flow::Broker> broker;
  std::vector<flow::Inbound> queued;
  std::uint64_t segment_bytes;
  std::uint64_t handed = 0;  ///< events handed to turn(): frames, or the passing of time alone
  /// Called before each turn: its clocks stand as it will read them.
  std::function<void()> on_turn;
  /// Called for each frame before it reaches its agency; false: it is lost.
  std::function<bool(const Agency&, const wire::BrokerFrame&)> on_frame;
  /// Called for each frame to a session that is not its agency's: one more connection of it, or one that is over.
  std::function<void(flow::SessionNo, const wire::BrokerFrame&)> on_stray;

 private:
  flow::Ports ports();
  void receive();
  std::uint8_t next_key_ = 10;
  std::vector<std::string> counties_;
  flow::SessionNo next_session_ = 1;
  std::unique_ptr<flow::Replay> replayed_;
  flow::ReadPart read_part_;  // of the replay that runs, as the next
  flow::ReadMessage read_message_;
};

/// The shipped packs and calendar, compiled once.
const flow::Bytes& shipped_pack();
/// Editions of the shipped pack that say the same under other numbers; 0 is the shipped one itself.
inline constexpr std::size_t editions_max = 3;
const flow::Bytes& edition(std::size_t no);
const flow::Bytes& shipped_calendar();

}  // namespace caseway::simulation
