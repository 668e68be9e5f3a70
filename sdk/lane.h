// The durable lane: an outbox on disk whose messages are numbered without gaps. A message is persisted with its number
// and `signed_at` before it is sent, and stays until its receipt is persisted; whatever ends the process, the next one
// goes on from there.
//
// Files, for lane 0 (`Store` writes each whole):
//   0/000000000042.message   version, void, replaces, name, envelope, content     queued, sent, or receipted
//   0/000000000042.receipt   version, receipt, outcome                            receipted, beside its message
//   0/000000000042.refused   version, code, where, what, name, envelope, content  can never pass; a void has its number
//
// States of a number: queued (persisted), sent (given to the broker by this process; after a restart everything that is
// not receipted counts as sent), receipted. Only one process may have a lane open: the program holds a lock for as long
// as it does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/core/verdict.h"
#include "broker/wire/session.h"
#include "sdk/compose.h"
#include "sdk/ports.h"

namespace caseway::sdk {

/// A message of the lane as it is sent.
struct LaneMessage {
  core::LaneNumber number = 0;
  std::string name;  ///< what the caller calls it, e.g. the file it came from
  Bytes envelope;
  Bytes content;
  bool is_void = false;
  core::LaneNumber replaces = 0;  ///< it was queued under this number first, which somebody else had used
};

struct LaneReceipt {
  core::Receipt receipt;
  Bytes outcome;  ///< wire::encode_outcome; may be empty
};

struct LaneRefused {
  core::Refusal code{};
  std::string where;
  std::string what;
  std::string name;
};

class Lane {
 public:
  /// Messages that may wait for their receipts at once.
  static constexpr std::size_t waiting_max = 1024;

  /// Opens lane `no` and finishes what a crash left half done. Throws Fault when a file of it is damaged. Borrows the
  /// store.
  Lane(Store& store, core::LaneNo no, core::AgencyId sender, std::string origin);

  /// Gives the message the next number and persists it. Nothing when waiting_max wait already.
  std::optional<core::LaneNumber> queue(const Composed& message, std::string name, core::Instant signed_at, bool test);

  /// Numbers that have no receipt yet, oldest first, with what they are called and the digest of their envelope.
  struct Waiting {
    std::string name;
    core::Digest body;
    std::size_t bytes = 0;  ///< of envelope and content
    bool is_void = false;
  };
  [[nodiscard]] const std::map<core::LaneNumber, Waiting>& waiting() const { return waiting_; }

  [[nodiscard]] std::optional<LaneMessage> message(core::LaneNumber number) const;
  [[nodiscard]] std::optional<LaneReceipt> receipt(core::LaneNumber number) const;
  [[nodiscard]] std::optional<LaneRefused> refused(core::LaneNumber number) const;

  /// Persists the receipt of a waiting number; the caller has verified it.
  void receipted(core::LaneNumber number, const LaneReceipt& receipt);
  /// The message can never pass: it is kept as refused, and a void takes its number.
  void fill_with_void(core::LaneNumber number, const LaneRefused& why, core::Instant signed_at);
  /// The number was used with another body: the message is queued again at the end. Returns its new number.
  core::LaneNumber queue_again(core::LaneNumber number, core::Instant signed_at);
  /// The broker expects `number` next: numbers below were used, if not by us then before this copy of the lane was
  /// restored.
  void used_below(core::LaneNumber number);

  [[nodiscard]] core::LaneNo no() const { return no_; }
  [[nodiscard]] core::LaneNumber next() const { return next_; }
  /// All numbers up to this one are receipted.
  [[nodiscard]] core::LaneNumber settled() const { return waiting_.empty() ? next_ - 1 : waiting_.begin()->first - 1; }

 private:
  [[nodiscard]] std::string file(core::LaneNumber number, std::string_view ending) const;
  void persist(const LaneMessage& message);
  core::LaneNumber append(core::Envelope envelope, LaneMessage message, core::Instant signed_at);

  Store& store_;
  core::LaneNo no_;
  core::AgencyId sender_;
  std::string origin_;
  core::LaneNumber next_ = 1;
  std::map<core::LaneNumber, Waiting> waiting_;
};

}  // namespace caseway::sdk
