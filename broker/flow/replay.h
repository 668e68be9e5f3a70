// Replay: every record decided again from its event and facts, compared with what was recorded, then the recorded
// outcome applied. The audit tool runs this over a site it opens read-only; the simulator runs it after every crash.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "broker/core/signature.h"
#include "broker/engine/decide.h"
#include "broker/engine/state.h"
#include "broker/flow/facts.h"
#include "broker/flow/vault.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

/// One record that does not agree: where and how.
struct Disagreement {
  core::RecordIndex index = 0;
  std::string
      what;  ///< "signature does not hold", "verdict: recorded proceeds, decided returned", "effect 3 differs" ...
  bool missing = false;  ///< it cannot be decided again, or not alike, for want of a part that is not there
};

/// Which order erased a part, and when.
struct ErasedBy {
  core::RecordIndex order = 0;
  core::Instant at;
};
using ErasedParts = std::map<std::pair<core::RecordIndex, core::PartNo>, ErasedBy>;
/// Adds the parts that `record` erases; only an order of two officers erases any.
void note_erased(ErasedParts& erased, const core::Record& record);

/// A record that is not decided again, or not compared, because an order erased what it was judged by.
struct LeftOut {
  core::RecordIndex index = 0;
  core::RecordIndex record = 0;  ///< whose part
  core::PartNo part = 0;
  ErasedBy by;
};

class Replay {
 public:
  /// `read` fetches a part of an earlier record, nothing when it is not there; `read_message` what such a record tells
  /// of its message. `erased`: what the journal says, from its first record to its last, was erased; such a part is
  /// absent also where its bytes still lie.
  Replay(ReadPart read, ReadMessage read_message, ErasedParts erased)
      : read_(std::move(read)), read_message_(std::move(read_message)), erased_(std::move(erased)) {}

  /// Judges every record of `group` in order. Disagreements are collected, and the recorded outcome applied all the
  /// same.
  void judge(const wire::Group& group);

  [[nodiscard]] const engine::State& state() const { return state_; }
  [[nodiscard]] const engine::Library& library() const { return library_; }
  [[nodiscard]] const std::vector<Disagreement>& disagreements() const { return disagreements_; }
  [[nodiscard]] const std::vector<LeftOut>& left_out() const { return left_out_; }
  [[nodiscard]] std::uint64_t judged() const { return judged_; }

 private:
  void judge_one(const wire::RecordBytes& bytes, core::EventType type, core::TurnSalt& salt);
  bool is_erased(core::RecordIndex index, core::RecordIndex record, core::PartNo part);
  std::optional<StoredPart> read(core::RecordIndex record, core::PartNo part) const;
  bool complete(core::Record& record);
  bool complete_message(core::RecordIndex index, core::MessageEvent& event);
  void authenticate(const core::Record& record);
  void compare(const core::Record& record, const wire::RecordBytes& bytes, const core::TurnSalt& salt);
  void note(core::RecordIndex index, std::string what, bool missing = false) {
    disagreements_.push_back({index, std::move(what), missing});
  }

  ReadPart read_;
  ReadMessage read_message_;
  ErasedParts erased_;
  core::VerifiedBatches verified_{4096};
  engine::State state_;
  engine::Library library_;
  std::vector<Disagreement> disagreements_;
  std::vector<LeftOut> left_out_;
  std::uint64_t judged_ = 0;
  bool library_lacks_ = false;  // content of an order was not there: later records may be judged without it
};

}  // namespace caseway::flow
