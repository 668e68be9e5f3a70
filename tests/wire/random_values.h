// Random values of everything that has bytes, inside the law of its fields. The generator is ours and seeded: equal
// seeds give equal values on every machine. Aggregates are filled field by field; what has a law of its own is mended
// afterwards.
#pragma once

#include <boost/pfr/core.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "broker/core/envelope.h"
#include "broker/core/ids.h"
#include "broker/core/record.h"
#include "broker/wire/segment.h"
#include "broker/wire/session.h"

namespace caseway::tests {

/// SplitMix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// 0 .. count - 1.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

/// Lower-case letters, digits, '.', '-': fits every text field, also ids and codes. May be empty.
std::string random_name(Random& random, std::size_t bytes_max);
/// Any UTF-8, of one to four bytes a character, sometimes with NUL.
std::string random_text(Random& random);

template <class T>
struct LastNumber;  // of an enum whose numbers begin with 1
#define CASEWAY_LAST_NUMBER(type, last) \
  template <>                           \
  struct LastNumber<type> {             \
    static constexpr type value = last; \
  }
CASEWAY_LAST_NUMBER(core::Algorithm, core::Algorithm::sm2);
CASEWAY_LAST_NUMBER(core::Suite, core::Suite::intl);
CASEWAY_LAST_NUMBER(core::PartType, core::PartType::evidence);
CASEWAY_LAST_NUMBER(core::FieldKind, core::FieldKind::group);
CASEWAY_LAST_NUMBER(core::Carrier, core::Carrier::medium);
CASEWAY_LAST_NUMBER(core::Stamp, core::Stamp::paper_original);
CASEWAY_LAST_NUMBER(core::Role, core::Role::operator_);
CASEWAY_LAST_NUMBER(core::OrderKind, core::OrderKind::erase);
CASEWAY_LAST_NUMBER(core::Verdict, core::Verdict::returned);
CASEWAY_LAST_NUMBER(core::ReturnCode, core::ReturnCode::no_pack);
CASEWAY_LAST_NUMBER(core::Fault, core::Fault::unmet);
CASEWAY_LAST_NUMBER(core::FindingClass, core::FindingClass::procedure);
CASEWAY_LAST_NUMBER(core::ClockEnd, core::ClockEnd::answered_in_time);
CASEWAY_LAST_NUMBER(core::ClockSource, core::ClockSource::training);
CASEWAY_LAST_NUMBER(core::EventType, core::EventType::unpark);
CASEWAY_LAST_NUMBER(core::Refusal, core::Refusal::rolled_back);
CASEWAY_LAST_NUMBER(wire::QueryKind, wire::QueryKind::receipt);
#undef CASEWAY_LAST_NUMBER

template <class T>
void fill(Random& random, T& value);

// ---- Mending: laws between the fields of one value ------------------------------------------------------------------

template <class T>
void mend(Random&, T&) {}
void mend(Random& random, core::Envelope& value);
void mend(Random& random, core::Signature& value);
void mend(Random& random, core::Field& value);
void mend(Random& random, core::Document& value);
void mend(Random& random, core::Party& value);
void mend(Random& random, core::Pair& value);
void mend(Random& random, core::PairOutcome& value);
void mend(Random& random, core::Agency& value);
void mend(Random& random, core::Order& value);
void mend(Random& random, core::Genesis& value);
void mend(Random& random, core::Outcome& value);
void mend(Random& random, core::Counterpart& value);
void mend(Random& random, core::OfficerSignature& value);
void mend(Random& random, core::effect::LaneAdvanced& value);
void mend(Random& random, core::effect::Delivered& value);
void mend(Random& random, core::effect::DeliveryDone& value);
void mend(Random& random, core::effect::DeliveryParked& value);
void mend(Random& random, core::effect::ReceiverChanged& value);
void mend(Random& random, core::effect::NumberHeld& value);
void mend(Random& random, core::MessageEvent& value);
void mend(Random& random, core::OrderEvent& value);
void mend(Random& random, core::SnapshotEvent& value);
void mend(Random& random, core::Record& value);
void mend(Random& random, core::Checkpoint& value);
void mend(Random& random, core::Receipt& value);
void mend(Random& random, wire::Ack& value);
void mend(Random& random, wire::Query& value);
void mend(Random& random, wire::OrderAnswer& value);
void mend(Random& random, wire::DeliveredPart& value);
void mend(Random& random, wire::Delivery& value);

// ---- Filling: one overload for each kind of field -------------------------------------------------------------------

inline void fill_item(Random& random, bool& value) { value = random.one_in(2); }
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void fill_item(Random& random, T& value) {
  value = static_cast<T>(random.next() >> random.below(64));
}
template <class T>
requires std::is_enum_v<T>
void fill_item(Random& random, T& value) {
  value = static_cast<T>(1 + random.below(static_cast<std::uint64_t>(LastNumber<T>::value)));
}
inline void fill_item(Random& random, std::string& value) { value = random_name(random, 20); }
inline void fill_item(Random& random, core::Code& value) { value = core::Code("c" + random_name(random, 30)); }
inline void fill_item(Random& random, core::Instant& value) {
  value.ms = static_cast<std::int64_t>(random.below(253402300800000)) - (random.one_in(9) ? 60000000000000 : 0);
}
inline void fill_item(Random& random, core::Date& value) {
  value.days = static_cast<std::int32_t>(random.below(3652059)) - 719162;
}
inline void fill_item(Random& random, core::DocumentType& value) {
  value = *core::DocumentType::parse("D" + std::to_string(10 + random.below(200)) + (random.one_in(3) ? ".list" : ""));
}
template <std::size_t N, class Tag>
void fill_item(Random& random, core::Bytes<N, Tag>& value) {
  for (auto& byte : value.bytes) byte = static_cast<std::uint8_t>(random.next());
}
template <class T>
void fill_item(Random& random, std::vector<T>& value) {
  value.resize(random.below(std::is_same_v<T, std::uint8_t> ? 40 : 4));
  for (auto& item : value) fill(random, item);
}
void fill_item(Random& random, core::Value& value);
template <class T>
void fill_item(Random& random, std::optional<T>& value) {
  if (random.one_in(2)) fill(random, value.emplace());
}
template <class... T>
void fill_item(Random& random, std::variant<T...>& value) {
  const std::size_t chosen = random.below(sizeof...(T));
  std::size_t i = 0;
  ((i++ == chosen ? fill(random, value.template emplace<T>()) : void()), ...);
}
template <class T>
requires std::is_aggregate_v<T>
void fill_item(Random& random, T& value) {
  boost::pfr::for_each_field(value, [&](auto& field) { fill(random, field); });
}

template <class T>
void fill(Random& random, T& value) {
  fill_item(random, value);
  mend(random, value);
}
template <class T>
T random_value(Random& random) {
  T value;
  fill(random, value);
  return value;
}

/// A whole message: content that decodes to a dossier, and an envelope and signature for it.
struct RandomMessage {
  core::Envelope envelope;
  std::vector<core::Signature> signatures;
  std::vector<core::Part> parts;
};
RandomMessage random_message(Random& random);

}  // namespace caseway::tests
