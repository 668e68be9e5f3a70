// The folder adapter: a folder in and a folder out, for an agency whose system can read and write files.
//
// Somebody writes out/NAME.json (under another name first, then renamed) with the evidence files it names beside it.
// The adapter pre-flights and sends it, and moves it to out/done/ with NAME.receipt.json (what the broker recorded) or
// NAME.error.json (why it was not sent). Deliveries appear under in/, see adapters/bridge/inbox.h.
//
// Nothing is sent twice: a message carries its file's name and digest into the lane, where it is found again after a
// restart, and lane/folder holds the number up to which every answer was written. A file of that name is under way
// until then, whether or not its receipt is here.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "adapters/bridge/inbox.h"
#include "sdk/client.h"
#include "sdk/local_rules.h"

namespace caseway::folder {

class Folder {
 public:
  using Log = std::function<void(const std::string& line)>;

  /// Opens in/ and out/ and takes the client's handlers. Borrows everything. Throws sdk::Fault.
  Folder(const sdk::Agency& agency, sdk::Client& client, sdk::Store& lane_store, sdk::Random& random, Log log);

  /// One round: files that are new in out/, answers, deliveries. Waits at most `wait_ms` when there is nothing to do.
  /// True when something happened.
  bool run(int wait_ms);
  /// out/ is empty, the lane has all its receipts, and nothing was delivered in the last round.
  [[nodiscard]] bool idle() const;

 private:
  bool pick_up();
  void send(const std::filesystem::path& file);
  void fail(const std::string& key, const sdk::Json& error, const std::string& why);
  void answered(core::LaneNumber number);
  void recover();
  void close(const std::string& key, const std::string& ending, const sdk::Json& json);
  void refused(core::LaneNumber number, const sdk::LaneRefused& why);
  void mark_written(core::LaneNumber number);
  [[nodiscard]] std::set<std::string> under_way() const;
  sdk::Taken deliver(const sdk::Delivered& delivered);

  const sdk::Agency& agency_;
  sdk::Client& client_;
  sdk::Store& store_;
  sdk::Random& random_;
  Log log_;
  bridge::Inbox inbox_;
  sdk::LocalRules rules_;
  std::string last_trouble_;
  std::string no_rules_;
  core::LaneNumber written_ = 0;  ///< the answers of all numbers up to this one lie in out/done/
  std::set<core::LaneNumber> written_beyond_;
  bool more_in_out_ = false;
};

}  // namespace caseway::folder
