// What the bus answers when a peer asks for what the protocol forbids: a value, never an exception.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "broker/core/must.h"

namespace caseway::core {

/// Refusals of the protocol. They do not use up the message's number: the client goes back to the
/// number expected. Numbers are journalled and signed. Never renumber; never reuse; add at the end.
enum class Refusal : std::uint16_t {
  malformed = 1,        ///< not an envelope, record or frame; no field of it was trusted
  too_large = 2,        ///< a length exceeds its limit in limits.h; nothing was allocated for it
  bad_signature = 3,    ///< the signature does not hold under the named key
  key_not_valid = 4,    ///< the key is unknown, revoked, expired or not yet valid at received_at
  no_session = 5,       ///< no hello was said on this connection, or the protocol version is unknown
  not_yours = 6,        ///< the envelope, mailbox or transfer belongs to another agency
  id_reused = 7,        ///< the lane number was used with another body
  over_credit = 8,      ///< more was sent than the session may have outstanding
  gap = 9,              ///< the lane number is too high; the number expected is told
  try_later = 10,       ///< the answer is being rebuilt; nothing was recorded
  disk_full = 11,       ///< no room to record; readers go on
  unknown_agency = 12,  ///< no such agency in the directory at this instant
  fault = 13,           ///< the broker could not read what it needs; nothing was recorded
  rolled_back = 14,     ///< the agency holds a checkpoint this journal lacks; the broker serves nobody
};

/// The name of `refusal` as written in answers, records and documents, e.g. "bad_signature".
std::string_view name_of(Refusal refusal);

/// One refusal with its place: `where` is a path ("envelope.lane", "parts[3]"), `what` says what was
/// found and what was expected, in English, without any value of a document.
struct Refused {
  Refusal code{};
  std::string where;
  std::string what;
};

/// Either a value or the reason there is none. Ask `ok()` before `value()`.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Refused refused) : held_(std::in_place_index<1>, std::move(refused)) {}

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const T& value() const& {
    MUST(ok());
    return std::get<0>(held_);
  }
  [[nodiscard]] T& value() & {
    MUST(ok());
    return std::get<0>(held_);
  }
  [[nodiscard]] T&& value() && {
    MUST(ok());
    return std::get<0>(std::move(held_));
  }
  [[nodiscard]] const Refused& refused() const {
    MUST(!ok());
    return std::get<1>(held_);
  }

 private:
  std::variant<T, Refused> held_;
};

}  // namespace caseway::core
