// The index: what the journal says, in SQLite, for questions that State no longer answers. It may always be deleted.
//
//   record   one row a record (but for acknowledgements: nobody asks for those), its columns those of flow::IndexEntry
//   number   (agency, key, idx): who finds record idx by which number (key: rules::number_key): sender, recipient, who
//            came to receive its transfer later; not the recipient of what was returned
//   fact     (name, value): schema, site (digest of its genesis), indexed_to
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "broker/flow/ports.h"
#include "broker/host/log.h"
#include "broker/host/sqlite.h"

namespace caseway::host {

/// Written by a thread of its own, one transaction per batch (WAL, synchronous NORMAL: a power cut may lose the last
/// ones, which are then fed again). Read by the thread that owns State, over a connection of its own: readers never
/// wait for the writer.
///
/// A question that cannot be read throws Fault. Where it finds the index damaged it is built anew while the broker
/// serves: it is emptied as soon as nothing is being written, and rebuilding() says so until it is fed. So it is when
/// writing finds it damaged, and when it cannot be opened at the start.
///
/// A write that fails otherwise (no room, a disk in trouble) is tried again each second, as long as it takes: the log
/// names the cause at once, then once a minute, and says when it has passed. Meanwhile indexed_to() stands still.
///
/// Entries come in order, one per record, from index 0. Ones it has are passed over; when some are missing before them
/// (the queue was full, or the index is being rebuilt) they are not taken: `wanted()` says where to go on, and who
/// drives the broker feeds it from there with Broker::index_entries().
class SqliteIndex final : public flow::Index {
 public:
  /// Opens DIR/index.sqlite; makes it anew when it is missing, of another schema, of another site, or damaged. Where
  /// that fails it is tried again later. `log` must outlive it.
  SqliteIndex(const std::filesystem::path& directory, const core::Digest& site, Log& log);
  ~SqliteIndex() override;  ///< writes what is queued

  /// Deletes the files of the index in `directory`. Only while no broker has the site open.
  static void erase(const std::filesystem::path& directory);

  void put(std::vector<flow::IndexEntry> entries) override;
  core::RecordIndex indexed_to() override { return indexed_to_; }
  bool rebuilding() override { return damaged_ || indexed_to_ < rebuilt_at_; }
  std::optional<core::RecordIndex> find(const core::AgencyId& sender, core::LaneNo lane,
                                        core::LaneNumber number) override;
  std::vector<flow::IndexEntry> case_history(const core::AgencyId& seen_by, const core::CaseId& case_id,
                                             std::size_t most) override;
  /// Latest first. Reads only as many rows as it answers with (by number: the highest numbers that fit), and never
  /// another agency's by number: a short `text` costs what the asker's own records cost.
  std::vector<flow::IndexEntry> search(const core::AgencyId& seen_by, std::string_view text, std::size_t most) override;

  /// The record it wants next: all before are in it or queued.
  core::RecordIndex wanted();
  /// Records queued, not yet in the index.
  std::size_t queued();
  /// Whether `more` further entries would be taken.
  bool has_room(std::size_t more);
  /// The journal holds records up to `next_record`: until they are in, rebuilding() says so. An index that is ahead of
  /// its journal is not of it: it is emptied.
  void catch_up_to(core::RecordIndex next_record);
  /// Waits until all that was queued is in, or given up for a new index. Not longer than until it is known that the
  /// index cannot be built or written now: then that goes on being tried without anybody waiting.
  void drain();

  static constexpr std::size_t queued_max = 64 * 1024;
  static constexpr std::size_t transaction_rows_max = 4096;
  /// How long a transaction waits for more rows: many rows share the pages that they change.
  static constexpr std::chrono::milliseconds gather{100};

 private:
  void open();
  void start_anew();
  void mend();
  template <class Read>
  auto reading(Read read);
  std::optional<core::RecordIndex> find_waiting(const core::AgencyId& sender, core::LaneNo lane,
                                                core::LaneNumber number);
  void run();
  void tell_unwritten(const std::string& why);
  void write(const std::deque<flow::IndexEntry>& entries);
  void write_row(const flow::IndexEntry& entry);
  void may_find(const core::AgencyId& agency, core::RecordIndex index, const std::string& number);

  std::filesystem::path directory_;
  std::string site_;
  Log& log_;
  std::unique_ptr<Sqlite> writer_;
  std::unique_ptr<Sqlite> reader_;
  std::atomic<core::RecordIndex> indexed_to_{0};
  std::atomic<core::RecordIndex> rebuilt_at_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<flow::IndexEntry> queue_;
  core::RecordIndex wanted_ = 0;
  std::deque<flow::IndexEntry> writing_;  ///< of one transaction; not changed while it runs
  bool unwritable_ = false;               ///< the last transaction failed, and the index was not made anew since
  std::string unwritten_why_;             ///< why the last transaction failed; empty: it did not
  std::chrono::steady_clock::time_point unwritten_told_;
  std::size_t draining_ = 0;  ///< who waits for an empty queue: nothing is gathered meanwhile
  bool stop_ = false;
  std::atomic<bool> damaged_{false};                  ///< a question or a write found it so: to be made anew
  std::chrono::steady_clock::time_point mend_after_;  ///< the last attempt failed: not before
  std::string unbuilt_why_;                           ///< why it did
  std::thread thread_;
};

}  // namespace caseway::host
