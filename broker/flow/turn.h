// The path of a message, on one screen: turn() reads listen, decode, authenticate, fetch, decide, apply, record,
// deliver, acknowledge, in that order. One thread owns everything here.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"
#include "broker/engine/decide.h"
#include "broker/engine/state.h"
#include "broker/flow/ports.h"

namespace caseway::flow {

class Broker {
 public:
  /// Opens a site: recovers journal and vault, loads the last good snapshot and applies the tail, never silently from
  /// nothing. A new site (no journal) writes record 0 from `genesis_bytes`. Throws JournalRefused / Fault.
  Broker(const Ports& ports, BytesView genesis_bytes);
  ~Broker();

  /// One turn over the frames that came, at most turn_messages_max of them: due clocks fire first, every frame is
  /// judged, one group is recorded and synced, then deliveries and receipts go out. (A turn that would not fit into a
  /// group is recorded as several.) An empty batch is how time passes. The bytes of a state secret are overwritten in
  /// `batch`, which is why it is not const. Throws Fault: end the process; nothing that was not durable has been said.
  void turn(std::span<Inbound> batch);

  void session_opened(SessionNo session, const core::AgencyId& agency);
  void session_closed(SessionNo session);

  /// Milliseconds from now after which turn({}) must be called even if nothing arrives; at most 1,000.
  std::int64_t wait_ms();

  /// Writes a snapshot and its record now (on order, and at clean stop). Throws DiskFull (nothing is lost), Fault.
  void snapshot();
  /// Clean stop: snapshot, head, every session cut. False: no snapshot was written (no room; notes() says so), and
  /// opening will take longer. Nothing else may be called afterwards but notes() and state().
  bool stop();

  /// What the index lacks, from record `from` on, at most `most` records: feeds a rebuild or a late start.
  std::vector<IndexEntry> index_entries(core::RecordIndex from, std::size_t most);

  [[nodiscard]] const engine::State& state() const;
  /// Grows when an order changed the directory: the listener then reads transport keys anew.
  [[nodiscard]] std::uint64_t directory_version() const;
  /// Set when the broker may serve nobody (rolled_back): why, and what to do.
  [[nodiscard]] const std::string& stopped_serving() const;
  /// The time by which the last turn was judged: the wall clock's, unless that is in doubt.
  [[nodiscard]] core::Instant now() const;
  /// Set while legal clocks do not fire because the wall clock jumped: why, and what to do.
  [[nodiscard]] const std::string& alarm() const;
  /// Set while writers are answered disk_full: what found no room. Where segments have room and only a large part or a
  /// pack has none, until a minute after the last that found none: so often at most does a peer change it.
  [[nodiscard]] const std::string& disk_full() const;
  /// What was passed over, by name (a snapshot that does not match its record, one that found no room), for the log.
  [[nodiscard]] const std::vector<std::string>& notes() const;
  /// What could not be read of what was once recorded, each once: who asked for it was answered `fault` or `try_later`,
  /// and a delivery that needs it waits. An operator must look.
  [[nodiscard]] const std::vector<std::string>& faults() const;
  /// Deliveries that agencies parked since the last call: their cases wait until somebody sees to the reason.
  struct Parked {
    core::AgencyId agency;
    std::uint64_t delivery = 0;
    std::string reason;
  };
  std::vector<Parked> take_parked();
  /// Sessions that were refused something before they said a hello that counts, each once: of them nothing is recorded.
  std::vector<SessionNo> take_no_hello();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace caseway::flow
