// One SQLite connection and its statements, prepared once by their text. Failures are Faults that name the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace caseway::host {

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
  /// Opens `file`, creating it; WAL, synchronous NORMAL. Throws Fault.
  explicit Sqlite(const std::filesystem::path& file);
  ~Sqlite();
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  Query query(std::string_view text);       ///< prepared at first use, kept
  void execute(const std::string& script);  ///< several statements, no results

 private:
  std::string file_;
  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

}  // namespace caseway::host
