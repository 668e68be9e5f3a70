// Delivery (house decision 13): one consumer session per mailbox, in order per case, at least once, within the
// session's credit. What is owed stands in State; this keeps only what is on its way.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "broker/engine/state.h"
#include "broker/flow/records.h"
#include "broker/wire/session.h"

namespace caseway::flow {

class Courier {
 public:
  /// Both must outlive it. What is in the mailboxes now was there when the process began: it may have been offered
  /// before.
  Courier(const engine::State& state, Records& records);

  /// `session` takes the mailbox of `agency`, with at most `credit` entries unacknowledged at once. Returns the session
  /// that it fences, if there is one. If it has the mailbox already, only its credit changes.
  std::optional<SessionNo> consume(const core::AgencyId& agency, SessionNo session, std::uint32_t credit);
  /// The session is gone: what it had not acknowledged is offered again to the next.
  void leave(const core::AgencyId& agency, SessionNo session);
  [[nodiscard]] bool consumes(const core::AgencyId& agency, SessionNo session) const;

  /// Takes note of what a record owes, settles or parks. The record must be durable, and State past it.
  void note(const core::Record& record);
  /// Hands over everything that may be offered now: of each case the oldest entry, unless one of it is on its way or
  /// parked. `send` returns the bytes it sent.
  using Send = std::function<std::size_t(SessionNo, wire::Delivery&&)>;
  /// An entry whose record or parts cannot be read is passed over, and its case waits until the mailbox is taken anew.
  using Unreadable = std::function<void(const Fault&)>;
  void deliver(const Send& send, const Unreadable& unreadable);

 private:
  struct Sent {
    core::CaseId case_id;
    std::size_t bytes = 0;
  };
  struct Consumer {
    SessionNo session = 0;
    std::uint32_t credit = 0;
    std::set<std::pair<core::CaseId, std::uint64_t>> owed;  // not yet acknowledged, by case
    std::map<std::uint64_t, Sent> on_the_way;
    std::size_t bytes_on_the_way = 0;
    std::set<std::uint64_t> ready;  // first of their cases, neither parked nor on their way
  };
  [[nodiscard]] bool may_have_been_offered(const core::AgencyId& agency, std::uint64_t delivery) const;
  void owe(Consumer& consumer, const core::CaseId& case_id, std::uint64_t delivery, bool parked);
  void settle(Consumer& consumer, const core::AgencyId& agency, std::uint64_t delivery);
  static void call_back(Consumer& consumer, std::uint64_t delivery);
  void make_first_ready(Consumer& consumer, const core::AgencyId& agency, const core::CaseId& case_id);
  void deliver_to(const core::AgencyId& agency, Consumer& consumer, const Send& send, const Unreadable& unreadable);

  const engine::State& state_;
  Records& records_;
  std::map<core::AgencyId, std::uint64_t> recovered_;  // first number of each mailbox that is of this process
  std::map<core::AgencyId, Consumer> consumers_;
  std::set<std::pair<core::AgencyId, std::uint64_t>> offered_;  // in this process, not yet acknowledged
};

}  // namespace caseway::flow
