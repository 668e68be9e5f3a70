#include "broker/host/index.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "broker/core/must.h"
#include "broker/host/system.h"
#include "broker/rules/number.h"

namespace caseway::host {
namespace {

constexpr std::int64_t schema = 3;
constexpr std::string_view file_name = "index.sqlite";
constexpr std::chrono::seconds retry_after{1};
constexpr std::chrono::minutes tell_again_after{1};

// Absent ids and case numbers are NULL, so that no index holds them. `number` is who finds what by which number: to
// search costs what the asker's own records cost.
constexpr std::string_view tables = R"sql(
CREATE TABLE record(
  idx INTEGER PRIMARY KEY, type INTEGER, received_at INTEGER, sender TEXT, lane INTEGER, number INTEGER, body BLOB,
  transfer BLOB, case_id BLOB, procedure TEXT, step TEXT, verdict INTEGER, return_code INTEGER, findings TEXT,
  own_case_number TEXT, recipient TEXT);
CREATE INDEX record_lane ON record(sender, lane, number) WHERE number > 0;
CREATE INDEX record_case ON record(case_id) WHERE case_id IS NOT NULL;
CREATE INDEX record_transfer ON record(transfer) WHERE transfer IS NOT NULL;
CREATE TABLE number(agency TEXT, key TEXT, idx INTEGER, PRIMARY KEY(agency, key, idx)) WITHOUT ROWID;
CREATE TABLE fact(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
)sql";

// What was returned to its sender is no one else's to find.
constexpr auto returned = static_cast<std::int64_t>(core::Verdict::returned);

constexpr std::string_view by_number =
    "WHERE idx IN (SELECT idx FROM number WHERE agency = ?1 AND key >= ?2 AND key < ?3 ORDER BY key DESC LIMIT ?4)"
    " ORDER BY idx DESC";
constexpr std::string_view by_id =
    "WHERE idx IN (SELECT idx FROM (SELECT idx FROM record WHERE case_id = ?2 AND (verdict <> ?4 OR sender = ?1)"
    " ORDER BY idx DESC LIMIT ?3)"
    " UNION SELECT idx FROM (SELECT idx FROM record WHERE transfer = ?2 AND (verdict <> ?4 OR sender = ?1)"
    " ORDER BY idx DESC LIMIT ?3))"
    " ORDER BY idx DESC LIMIT ?3";

constexpr std::string_view columns =
    "SELECT idx, type, received_at, sender, lane, number, body, transfer, case_id, procedure, step, verdict, "
    "return_code,"
    " findings, own_case_number, recipient FROM record ";

std::string joined(const std::vector<std::string>& findings) {
  std::string text;
  for (const auto& finding : findings) text += (text.empty() ? "" : "\n") + finding;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> findings;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    findings.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return findings;
}

template <class Id>
Id id_of(std::span<const std::uint8_t> blob) {
  Id id;
  if (blob.size() == Id::size) std::copy(blob.begin(), blob.end(), id.bytes.begin());
  return id;
}

core::Code code_of(const std::string& text) { return core::Code::make(text).value_or(core::Code()); }

std::vector<flow::IndexEntry> rows(Query& query) {
  std::vector<flow::IndexEntry> entries;
  while (query.step()) {
    flow::IndexEntry entry;
    entry.index = static_cast<core::RecordIndex>(query.integer(0));
    entry.type = static_cast<core::EventType>(query.integer(1));
    entry.received_at.ms = query.integer(2);
    entry.sender = query.text(3);
    entry.lane = static_cast<core::LaneNo>(query.integer(4));
    entry.number = static_cast<core::LaneNumber>(query.integer(5));
    entry.body = id_of<core::Digest>(query.blob(6));
    entry.transfer = id_of<core::TransferId>(query.blob(7));
    entry.case_id = id_of<core::CaseId>(query.blob(8));
    entry.procedure = code_of(query.text(9));
    entry.step = code_of(query.text(10));
    entry.verdict = static_cast<core::Verdict>(query.integer(11));
    entry.return_code = static_cast<core::ReturnCode>(query.integer(12));
    entry.findings = split(query.text(13));
    entry.own_case_number = query.text(14);
    entry.recipient = query.text(15);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

SqliteIndex::SqliteIndex(const std::filesystem::path& directory, const core::Digest& site, Log& log)
    : directory_(directory), site_(core::hex(site)), log_(log) {
  try {
    open();
  } catch (const flow::Fault& fault) {
    log_.line(Log::Level::warning, "index_unreadable", {{"why", fault.what()}, {"then", "it is built anew"}});
    damaged_ = true;
    mend();  // where that fails too, it is tried again: the broker serves without an index
  }
  wanted_ = indexed_to_;
  thread_ = start_thread("index", [this] { run(); });
}

SqliteIndex::~SqliteIndex() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void SqliteIndex::erase(const std::filesystem::path& directory) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    std::error_code error;
    std::filesystem::remove(directory / (std::string(file_name) + ending), error);
    if (error) throw flow::Fault((directory / file_name).string() + ending + ": remove: " + error.message());
  }
}

void SqliteIndex::start_anew() {
  reader_.reset();
  writer_.reset();
  try {
    erase(directory_);
    open();
  } catch (const flow::Fault&) {
    reader_.reset();
    writer_.reset();
    throw;
  }
}

void SqliteIndex::open() {
  const auto file = directory_ / file_name;
  writer_ = std::make_unique<Sqlite>(file);
  bool fresh = false;
  {
    Query any = writer_->query("SELECT count(*) FROM sqlite_master");
    fresh = any.step() && any.integer(0) == 0;
  }
  if (fresh) {
    writer_->execute(std::string(tables));
    writer_->query("INSERT INTO fact VALUES('schema', ?)").bind(1, schema).run();
    writer_->query("INSERT INTO fact VALUES('site', ?)").bind(1, site_).run();
    writer_->query("INSERT INTO fact VALUES('indexed_to', 0)").run();
  }
  reader_ = std::make_unique<Sqlite>(file);
  const auto fact = [this](std::string_view name) {
    Query query = reader_->query("SELECT value FROM fact WHERE name = ?");
    return query.bind(1, name).step() ? query.text(0) : std::string();
  };
  if (fact("schema") != std::to_string(schema)) throw flow::Fault(file.string() + ": of another schema");
  if (fact("site") != site_) throw flow::Fault(file.string() + ": of another site");
  const std::string upto = fact("indexed_to");
  core::RecordIndex number = 0;
  const auto [end, error] = std::from_chars(upto.data(), upto.data() + upto.size(), number);
  if (error != std::errc() || end != upto.data() + upto.size())
    throw flow::Fault(file.string() + ": it does not say how far it goes");
  indexed_to_ = number;
}

/// Empties a damaged index, once the writer is idle; mutex_ is held. What queues is fed again with the rest.
void SqliteIndex::mend() {
  if (!damaged_ || !writing_.empty() || std::chrono::steady_clock::now() < mend_after_) return;
  try {
    start_anew();
  } catch (const flow::Fault& fault) {  // the path goes on without it
    if (fault.what() != unbuilt_why_) log_.line(Log::Level::alarm, "index_not_built", {{"why", fault.what()}});
    unbuilt_why_ = fault.what();
    mend_after_ = std::chrono::steady_clock::now() + retry_after;
    return;
  }
  if (!std::exchange(unbuilt_why_, {}).empty()) log_.line(Log::Level::info, "index_not_built", {{"why", "passed"}});
  rebuilt_at_ = std::max<core::RecordIndex>(rebuilt_at_, wanted_);
  queue_.clear();
  wanted_ = 0;
  unwritable_ = false;
  damaged_ = false;
  changed_.notify_all();
}

/// What a question reads, or Fault. Where it found damage the index is not to be trusted any more; a disk in trouble
/// says nothing of what is in it.
template <class Read>
auto SqliteIndex::reading(Read read) {
  try {
    if (!reader_) throw flow::Fault((directory_ / file_name).string() + ": it is not open");
    return read();
  } catch (const flow::Fault& fault) {
    const auto* sqlite = dynamic_cast<const SqliteFault*>(&fault);
    if ((!sqlite || sqlite->damaged()) && !damaged_.exchange(true))
      log_.line(Log::Level::alarm, "index_unreadable", {{"why", fault.what()}, {"then", "it is built anew"}});
    throw;
  }
}

void SqliteIndex::put(std::vector<flow::IndexEntry> entries) {
  const std::lock_guard lock(mutex_);
  mend();
  for (auto& entry : entries) {
    if (entry.index < wanted_) continue;
    if (entry.index > wanted_ || queue_.size() >= queued_max) break;
    queue_.push_back(std::move(entry));
    ++wanted_;
  }
  changed_.notify_all();
}

core::RecordIndex SqliteIndex::wanted() {
  const std::lock_guard lock(mutex_);
  mend();
  return wanted_;
}

std::size_t SqliteIndex::queued() {
  const std::lock_guard lock(mutex_);
  return queue_.size() + writing_.size();
}

bool SqliteIndex::has_room(std::size_t more) {
  const std::lock_guard lock(mutex_);
  return queue_.size() + more <= queued_max;
}

void SqliteIndex::catch_up_to(core::RecordIndex next_record) {
  drain();
  const std::lock_guard lock(mutex_);
  if (indexed_to_ > next_record) {  // nothing is being written, and what is queued is fed again
    log_.line(Log::Level::warning, "index_ahead",
              {{"indexed_to", std::to_string(indexed_to_)},
               {"next_record", std::to_string(next_record)},
               {"then", "it is built anew"}});
    damaged_ = true;
    indexed_to_ = wanted_ = 0;
    mend();
  }
  rebuilt_at_ = next_record;
}

void SqliteIndex::drain() {
  std::unique_lock lock(mutex_);
  ++draining_;
  changed_.notify_all();
  while (!changed_.wait_for(lock, gather, [&] { return queue_.empty() && writing_.empty(); })) {
    mend();
    if (writing_.empty() && (damaged_ || unwritable_)) break;
  }
  --draining_;
}

void SqliteIndex::run() {
  stand_back();
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stop_ || (!queue_.empty() && !damaged_); });
    if (queue_.empty() || damaged_) {  // damage may be found between waking and here
      if (stop_) return;
      continue;
    }
    changed_.wait_for(lock, gather, [&] { return stop_ || draining_ > 0 || queue_.size() >= transaction_rows_max; });
    if (queue_.empty() || damaged_) continue;  // meanwhile: the index is being made anew
    while (!queue_.empty() && writing_.size() < transaction_rows_max) {
      writing_.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    lock.unlock();
    std::string why;
    bool damaged = false;
    try {
      write(writing_);                    // others only read it meanwhile
    } catch (const SqliteFault& fault) {  // the path goes on: what the index lacks can be fed again
      why = fault.what();
      damaged = fault.damaged();
    }
    lock.lock();
    if (damaged) damaged_ = true;
    unwritable_ = !why.empty();
    tell_unwritten(why);
    if (!why.empty()) {
      while (!writing_.empty()) {
        queue_.push_front(std::move(writing_.back()));
        writing_.pop_back();
      }
      changed_.wait_for(lock, retry_after, [&] { return stop_; });
      if (stop_) queue_.clear();  // the next start feeds it again
    }
    writing_.clear();
    changed_.notify_all();
  }
}

/// At once when it begins or changes, and when it has passed; in between now and then. mutex_ is held.
void SqliteIndex::tell_unwritten(const std::string& why) {
  const auto now = std::chrono::steady_clock::now();
  const bool changed = why != std::exchange(unwritten_why_, why);
  if (!changed && (why.empty() || now - unwritten_told_ < tell_again_after)) return;
  unwritten_told_ = now;
  log_.line(why.empty() ? Log::Level::info : Log::Level::alarm, "index_not_written",
            {{"why", why.empty() ? "passed" : why},
             {"indexed_to", std::to_string(indexed_to_)},
             {"waiting", std::to_string(queue_.size() + (why.empty() ? 0 : writing_.size()))}});
}

void SqliteIndex::write(const std::deque<flow::IndexEntry>& entries) {
  const core::RecordIndex upto = entries.back().index + 1;
  MUST(writer_);
  writer_->roll_back();  // of one that could not be ended when it failed
  writer_->execute("BEGIN");
  try {
    for (const auto& entry : entries) {
      if (entry.type != core::EventType::ack) write_row(entry);
      for (const auto record :
           entry.forgets) {  // rare: that the second looks through its whole table costs nobody else
        for (const char* wipe :
             {"UPDATE record SET own_case_number = NULL WHERE idx = ?", "DELETE FROM number WHERE idx = ?"})
          writer_->query(wipe).bind(1, static_cast<std::int64_t>(record)).run();
      }
    }
    writer_->query("UPDATE fact SET value = ? WHERE name = 'indexed_to'")
        .bind(1, static_cast<std::int64_t>(upto))
        .run();
    writer_->execute("COMMIT");
  } catch (const flow::Fault&) {
    writer_->roll_back();
    throw;
  }
  indexed_to_ = upto;
}

void SqliteIndex::write_row(const flow::IndexEntry& entry) {
  const std::string findings = joined(entry.findings);
  Query row = writer_->query("INSERT INTO record VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  row.bind(1, static_cast<std::int64_t>(entry.index)).bind(2, static_cast<std::int64_t>(entry.type));
  row.bind(3, entry.received_at.ms).bind(4, entry.sender).bind(5, std::int64_t{entry.lane});
  row.bind(6, static_cast<std::int64_t>(entry.number)).bind(7, entry.body.bytes);
  if (!entry.transfer.empty()) row.bind(8, entry.transfer.bytes);
  if (!entry.case_id.empty()) row.bind(9, entry.case_id.bytes);
  row.bind(10, entry.procedure.view()).bind(11, entry.step.view()).bind(12, static_cast<std::int64_t>(entry.verdict));
  row.bind(13, static_cast<std::int64_t>(entry.return_code)).bind(14, findings);
  if (!entry.own_case_number.empty()) row.bind(15, entry.own_case_number);
  row.bind(16, entry.recipient).run();
  if (!entry.own_case_number.empty()) {
    may_find(entry.sender, entry.index, entry.own_case_number);
    if (entry.verdict != core::Verdict::returned) may_find(entry.recipient, entry.index, entry.own_case_number);
  }
  for (const auto& [transfer, agency] : entry.receivers) {  // it finds what was said before it came
    std::vector<std::pair<core::RecordIndex, std::string>> earlier;
    Query told = writer_->query(
        "SELECT idx, own_case_number FROM record WHERE transfer = ? AND own_case_number IS NOT NULL AND verdict <> ?");
    told.bind(1, transfer.bytes).bind(2, returned);
    while (told.step()) earlier.emplace_back(static_cast<core::RecordIndex>(told.integer(0)), told.text(1));
    for (const auto& [index, number] : earlier) may_find(agency, index, number);
  }
}

void SqliteIndex::may_find(const core::AgencyId& agency, core::RecordIndex index, const std::string& number) {
  const std::string key = rules::number_key(number);
  Query row = writer_->query("INSERT OR IGNORE INTO number VALUES(?,?,?)");
  row.bind(1, agency).bind(2, key).bind(3, static_cast<std::int64_t>(index)).run();
}

/// Of what is not written yet. A repeat so old and yet not in the index is rare: it is searched for.
std::optional<core::RecordIndex> SqliteIndex::find_waiting(const core::AgencyId& sender, core::LaneNo lane,
                                                           core::LaneNumber number) {
  const std::lock_guard lock(mutex_);
  for (const auto* entries : {&writing_, &queue_}) {
    for (const auto& entry : *entries) {
      const bool message = entry.type == core::EventType::message;
      if (message && entry.number == number && entry.lane == lane && entry.sender == sender) return entry.index;
    }
  }
  return std::nullopt;
}

std::optional<core::RecordIndex> SqliteIndex::find(const core::AgencyId& sender, core::LaneNo lane,
                                                   core::LaneNumber number) {
  if (const auto waits = find_waiting(sender, lane, number)) return waits;
  return reading([&]() -> std::optional<core::RecordIndex> {
    Query query = reader_->query(
        "SELECT idx FROM record WHERE sender = ? AND lane = ? AND number = ? AND number > 0 ORDER BY idx LIMIT 1");
    query.bind(1, sender).bind(2, std::int64_t{lane}).bind(3, static_cast<std::int64_t>(number));
    if (!query.step()) return std::nullopt;
    return static_cast<core::RecordIndex>(query.integer(0));
  });
}

std::vector<flow::IndexEntry> SqliteIndex::case_history(const core::AgencyId& seen_by, const core::CaseId& case_id,
                                                        std::size_t most) {
  return reading([&] {
    Query query = reader_->query(std::string(columns) +
                                 "WHERE case_id = ?1 AND (verdict <> ?2 OR sender = ?3) ORDER BY idx LIMIT ?4");
    query.bind(1, case_id.bytes).bind(2, returned).bind(3, seen_by).bind(4, static_cast<std::int64_t>(most));
    return rows(query);
  });
}

std::vector<flow::IndexEntry> SqliteIndex::search(const core::AgencyId& seen_by, std::string_view text,
                                                  std::size_t most) {
  if (text.empty()) return {};
  const auto limit = static_cast<std::int64_t>(most);
  return reading([&] {
    if (const auto id = core::from_hex<core::CaseId>(text)) {
      Query query = reader_->query(std::string(columns) + std::string(by_id));
      query.bind(1, seen_by).bind(2, id->bytes).bind(3, limit).bind(4, returned);
      return rows(query);
    }
    const std::string key = rules::number_key(text);
    const std::string beyond = key + "\xf4\x8f\xbf\xbf";  // the last character there is: a prefix as a range
    Query query = reader_->query(std::string(columns) + std::string(by_number));
    query.bind(1, seen_by).bind(2, key).bind(3, beyond).bind(4, limit);
    return rows(query);
  });
}

}  // namespace caseway::host
