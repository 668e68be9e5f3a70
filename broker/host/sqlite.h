// One SQLite connection and its statements, prepared once by their text. Failures are Faults that name the file, and
// say what helps: room, a new index, or a look at the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "broker/flow/ports.h"

struct sqlite3;
struct sqlite3_stmt;

namespace caseway::host {

class SqliteFault : public flow::Fault {
 public:
  SqliteFault(const std::string& what, bool damaged) : Fault(what), damaged_(damaged) {}
  /// The file holds no database that can be read: trying again does not help, making it anew does.
  [[nodiscard]] bool damaged() const { return damaged_; }

 private:
  bool damaged_;
};

/// A prepared statement at work. Columns and parameters count from 0 and 1, as SQLite does. Texts and blobs bound must
/// remain live until the next step() returns.
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement, const std::string& file)
      : database_(database), statement_(statement), file_(file) {}
  ~Query();  ///< resets it for the next use
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(int at, std::int64_t value);
  Query& bind(int at, std::string_view text);
  Query& bind(int at, std::span<const std::uint8_t> blob);
  bool step();  ///< true: a row is there
  void run();   ///< to the end
  std::int64_t integer(int column);
  std::string text(int column);
  std::span<const std::uint8_t> blob(int column);  ///< until the next step()

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
  const std::string& file_;
};

class Sqlite {
 public:
  /// Opens `file`, creating it; WAL, synchronous NORMAL. Throws SqliteFault, as all here do.
  explicit Sqlite(const std::filesystem::path& file);
  ~Sqlite();
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  Query query(std::string_view text);       ///< prepared at first use, kept
  void execute(const std::string& script);  ///< several statements, no results
  /// Ends a transaction that is open, if one is: SQLite ends it itself after some failures. Never throws, so that what
  /// failed before it is what is told.
  void roll_back() noexcept;

 private:
  std::string file_;
  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

}  // namespace caseway::host
