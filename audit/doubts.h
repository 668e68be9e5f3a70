// House decision 12: a revocation may say since when a key was compromised. What was accepted under it in between stays
// recorded, and is listed as in doubt.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "broker/core/record.h"

namespace caseway::audit {

struct Doubt {
  core::RecordIndex record = 0;
  core::AgencyId agency;
  core::KeyId key;
  core::Instant received_at;
};

class Doubts {
 public:
  /// Records in order.
  void note(const core::Record& record);
  [[nodiscard]] std::vector<Doubt> take() { return std::move(doubts_); }

 private:
  struct Use {
    core::RecordIndex record = 0;
    core::Instant received_at;
  };
  std::map<std::pair<core::AgencyId, core::KeyId>, std::vector<Use>> uses_;
  std::vector<Doubt> doubts_;
};

}  // namespace caseway::audit
