// Under which numbers agencies keep a case. State knows who told one, and in which record; the number itself stands in
// the head of that record's message alone, and goes with it.
#pragma once

#include <string>
#include <vector>

#include "broker/engine/state.h"
#include "broker/flow/records.h"

namespace caseway::flow {

struct OwnNumber {
  core::AgencyId agency;  ///< whose number it is
  core::RecordIndex record = 0;
  std::string number;  ///< as written; empty: the head was taken back, or cannot be read
};

/// Reads the numbers for one answer; each costs a record and a part, so one answer reads numbers_most at most.
class OwnNumbers {
 public:
  static constexpr std::size_t numbers_most = 256;

  /// For `asker`. `records` must outlive it.
  OwnNumbers(Records& records, core::AgencyId asker) : records_(records), asker_(std::move(asker)) {}

  /// The latest number of each agency in `transfer`, by agency: all for a party of it, for a former receiver what was
  /// told while it was one, for anybody else what it told itself. Never throws Fault: a number that cannot be read is
  /// empty.
  std::vector<OwnNumber> of(const engine::Transfer& transfer);
  /// Whether some were left out.
  [[nodiscard]] bool more() const { return more_; }

 private:
  [[nodiscard]] std::string read(const engine::Transfer& transfer, core::RecordIndex record) const;

  Records& records_;
  core::AgencyId asker_;
  std::size_t read_ = 0;
  bool more_ = false;
};

}  // namespace caseway::flow
