#include "broker/host/sqlite.h"

#include <sqlite3.h>

#include <cerrno>

namespace caseway::host {
namespace {

[[noreturn]] void fail(sqlite3* database, const std::string& file) {
  const int code = database ? sqlite3_errcode(database) : SQLITE_NOMEM;
  const int system = database ? sqlite3_system_errno(database) : 0;
  // Our own statements fit our own tables: where they do not, the file is not what it should be.
  const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR ||
                       code == SQLITE_SCHEMA || code == SQLITE_CONSTRAINT;
  const bool full = code == SQLITE_FULL || (code == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT));
  const std::string advice = full      ? "make room on its disk: it goes on by itself"
                             : damaged ? "it is built anew; if that fails, casewayd --rebuild-index does it"
                                       : "look at its disk; casewayd --rebuild-index builds it anew";
  throw SqliteFault(file + ": " + (database ? sqlite3_errmsg(database) : "no memory") +
                        "; the index is derived, nothing is lost: " + advice,
                    damaged);
}

}  // namespace

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(int at, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, at, value) != SQLITE_OK) fail(database_, file_);
  return *this;
}

Query& Query::bind(int at, std::string_view text) {
  const char* data = text.data() ? text.data() : "";  // a null pointer would bind NULL
  if (sqlite3_bind_text(statement_, at, data, static_cast<int>(text.size()), SQLITE_STATIC) != SQLITE_OK) {
    fail(database_, file_);
  }
  return *this;
}

Query& Query::bind(int at, std::span<const std::uint8_t> blob) {
  if (sqlite3_bind_blob(statement_, at, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC) != SQLITE_OK) {
    fail(database_, file_);
  }
  return *this;
}

bool Query::step() {
  const int result = sqlite3_step(statement_);
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(database_, file_);
  return result == SQLITE_ROW;
}

void Query::run() {
  while (step()) {
  }
}

std::int64_t Query::integer(int column) { return sqlite3_column_int64(statement_, column); }

std::string Query::text(int column) {
  const auto bytes = blob(column);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::uint8_t> Query::blob(int column) {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Sqlite::Sqlite(const std::filesystem::path& file) : file_(file.string()) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(file_.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
    try {
      fail(database_, file_);
    } catch (...) {
      sqlite3_close(database_);
      throw;
    }
  }
  sqlite3_busy_timeout(database_, 5000);
  try {
    // 32 MiB of pages each for the cache and between checkpoints: keys are random, so every row touches pages of its
    // own.
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;"
        "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192; PRAGMA secure_delete = ON;");
  } catch (...) {
    sqlite3_close(database_);
    throw;
  }
}

Sqlite::~Sqlite() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

Query Sqlite::query(std::string_view text) {
  auto found = statements_.find(text);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int result = sqlite3_prepare_v3(database_, text.data(), static_cast<int>(text.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (result != SQLITE_OK) fail(database_, file_);
    found = statements_.emplace(std::string(text), statement).first;
  }
  return {database_, found->second, file_};
}

void Sqlite::execute(const std::string& script) {
  if (sqlite3_exec(database_, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(database_, file_);
}

void Sqlite::roll_back() noexcept {
  if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace caseway::host
