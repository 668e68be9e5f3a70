// Which transfers of an agency are not final: found without walking through those of all agencies.
#pragma once

#include <map>
#include <set>

#include "broker/core/record.h"
#include "broker/engine/state.h"

namespace caseway::flow {

/// Derived from State: gathered from it when first asked for, then kept by what each record changes.
class OpenTransfers {
 public:
  /// `record` must be applied to `state`.
  void note(const engine::State& state, const core::Record& record);
  /// Those that `agency` sends or receives, by id. Every record up to State must have been noted. Valid until the next
  /// call.
  const std::set<core::TransferId>& of(const engine::State& state, const core::AgencyId& agency);

 private:
  void look_at(const engine::State& state, const core::TransferId& id);

  bool gathered_ = false;
  std::map<core::AgencyId, std::set<core::TransferId>> open_;
};

}  // namespace caseway::flow
