// The bytes of State. Every type has one function that says its fields in order, for writing and for reading alike, so
// that the two cannot drift apart: `Put` appends what it is shown, `Take` fills it.
#include "broker/engine/snapshot.h"

#include <type_traits>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"

namespace caseway::engine {

namespace {

constexpr std::uint32_t magic = 0x53574343;  // "CCWS"

// ---- Two archives ---------------------------------------------------------------------------------------------

class Put {
 public:
  static constexpr bool reading = false;
  explicit Put(std::uint16_t format) : format_(format) {}
  [[nodiscard]] bool has(std::uint16_t format) const { return format_ >= format; }
  template <class Integer>
  void number(const Integer& value) {
    writer_.u64(static_cast<std::uint64_t>(value));
  }
  void small(std::uint64_t value) { writer_.u8(static_cast<std::uint8_t>(value)); }
  template <class Id>
  void id(const Id& value) {
    writer_.id(value);
  }
  void text(std::string_view value) { writer_.field(value); }
  void bytes(std::span<const std::uint8_t> value) { writer_.field(value); }
  std::vector<std::uint8_t> take() { return writer_.take(); }

 private:
  core::ByteWriter writer_;
  std::uint16_t format_;
};

class Take {
 public:
  static constexpr bool reading = true;
  Take(std::span<const std::uint8_t> bytes, Names& names) : reader_(bytes), names_(names) {}
  [[nodiscard]] bool has(std::uint16_t format) const { return format_ >= format; }
  /// Magic and format; what follows is read as the latter says.
  void begin() {
    const auto begins = reader_.u64();
    const auto format = reader_.u64();
    if (!reader_.ok() || begins != magic || format > UINT16_MAX) return fail();
    format_ = static_cast<std::uint16_t>(format);
  }
  [[nodiscard]] std::uint16_t format() const { return format_; }
  template <class Integer>
  void number(Integer& value) {
    const auto wide = reader_.u64();
    value = static_cast<Integer>(wide);
    if (static_cast<std::uint64_t>(value) != wide) good_ = false;
  }
  std::uint8_t small() { return reader_.u8(); }
  template <class Id>
  void id(Id& value) {
    value = reader_.id<Id>();
  }
  std::string text() { return reader_.text(); }
  std::vector<std::uint8_t> bytes() {
    auto field = reader_.field();
    return {field.begin(), field.end()};
  }
  /// How many follow: no more than there are bytes, so that nothing is allocated for a count that lies.
  std::size_t count() {
    const auto wide = reader_.u64();
    if (wide > reader_.left()) good_ = false;
    return good() ? static_cast<std::size_t>(wide) : 0;
  }
  void fail() { good_ = false; }
  [[nodiscard]] bool good() const { return good_ && reader_.ok(); }
  [[nodiscard]] bool done() const { return good_ && reader_.done(); }
  Names& names() { return names_; }

 private:
  core::ByteReader reader_;
  Names& names_;
  std::uint16_t format_ = 0;
  bool good_ = true;
};

// ---- Plain values ---------------------------------------------------------------------------------------------

template <class A, class T>
requires std::is_integral_v<T> &&(!std::is_same_v<T, bool>)void say(A& a, T& value) { a.number(value); }

template <class A, class T>
requires std::is_enum_v<T>
void say(A& a, T& value) {
  auto number = static_cast<std::underlying_type_t<T>>(value);
  a.number(number);
  if constexpr (A::reading) value = static_cast<T>(number);
}

template <class A>
void say(A& a, bool& value) {
  if constexpr (A::reading) {
    const auto byte = a.small();
    if (byte > 1) a.fail();
    value = byte == 1;
  } else {
    a.small(value ? 1 : 0);
  }
}

template <class A, std::size_t N, class Tag>
void say(A& a, core::Bytes<N, Tag>& value) {
  a.id(value);
}

template <class A>
void say(A& a, std::string& value) {
  if constexpr (A::reading) {
    value = a.text();
  } else {
    a.text(value);
  }
}

template <class A>
void say(A& a, Code& value) {
  if constexpr (A::reading) {
    const auto code = Code::make(a.text());
    if (!code) return a.fail();
    value = *code;
  } else {
    a.text(value.view());
  }
}

template <class A>
void say(A& a, core::Instant& value) {
  a.number(value.ms);
}

template <class A>
void say(A& a, core::DocumentType& value) {
  a.number(value.number);
  for (auto& letter : value.part) {
    if constexpr (A::reading) {
      letter = static_cast<char>(a.small());
    } else {
      a.small(static_cast<std::uint8_t>(letter));
    }
  }
}

template <class A, class T>
void say(A& a, Kept<T>& value) {
  T plain = value.value();
  say(a, plain);
  if constexpr (A::reading) value = a.names().keep(plain);
}

template <class A, class First, class Second>
void say(A& a, std::pair<First, Second>& value) {
  say(a, value.first);
  say(a, value.second);
}

// ---- Structures, fields in order --------------------------------------------------------------------------------

template <class A, class... Fields>
void all(A& a, Fields&... fields) {
  (say(a, fields), ...);
}

template <class A, class Sequence>
void list(A& a, Sequence& values);
template <class A, class Map>
void map(A& a, Map& values);

template <class A>
void say(A& a, LaneEntry& v) {
  all(a, v.number, v.body, v.record);
}
template <class A>
void say(A& a, Lane& v) {
  all(a, v.settled, v.next);
  list(a, v.answered);
}
template <class A>
void say(A& a, HeldDocument& v) {
  all(a, v.record, v.type, v.part);
}
template <class A>
void say(A& a, PairState& v) {
  all(a, v.party, v.unit, v.offence, v.outcome);
  if (a.has(2)) all(a, v.stage, v.in_custody);
}
template <class A>
void say(A& a, OpenRequirement& v) {
  all(a, v.code, v.path, v.barred_step, v.waived, v.bars);
}
template <class A>
void say(A& a, Pending& v) {
  all(a, v.step, v.said_by, v.body, v.record, v.paper);
}
template <class A>
void say(A& a, ClockRun& v) {
  all(a, v.clock, v.party, v.provisional, v.warned, v.fired, v.offence, v.anchor, v.warn_at, v.due_first, v.due,
      v.nominal, v.record, v.pack, v.calendar, v.owner);
  if (a.has(2)) say(a, v.suspended_at);
}
template <class A>
void say(A& a, FormerReceiver& v) {
  all(a, v.agency, v.until);
}
template <class A>
void say(A& a, Asked& v) {
  all(a, v.requirement, v.items);
}
template <class A>
void say(A& a, TakenBack& v) {
  all(a, v.record, v.part, v.erased);
}
template <class A>
void say(A& a, OwnNumber& v) {
  all(a, v.agency, v.record);
}
template <class A>
void say(A& a, Transfer& v) {
  all(a, v.id, v.case_id, v.cause, v.procedure, v.sender, v.recipient, v.state, v.pack, v.opened, v.touched,
      v.opened_at, v.presented_at, v.final_);
  list(a, v.pairs);
  list(a, v.documents);
  list(a, v.open);
  list(a, v.pending);
  list(a, v.clocks);
  if (!a.has(2)) return;
  say(a, v.signed_off_at);
  list(a, v.former);
  list(a, v.asked);
  list(a, v.taken_back);
  list(a, v.numbers);
}
template <class A>
void say(A& a, Item& v) {
  all(a, v.no, v.explained, v.quantity, v.unit, v.status, v.holder);
}
template <class A>
void say(A& a, Link& v) {
  all(a, v.from, v.to, v.relation);
}
template <class A>
void say(A& a, Counter& v) {
  all(a, v.name, v.value);
}
template <class A>
void say(A& a, Case& v) {
  all(a, v.id, v.first_sender, v.waiting, v.touched, v.touched_at);
  list(a, v.transfers);
  list(a, v.links);
  list(a, v.counters);
  list(a, v.items);
}
template <class A>
void say(A& a, MailboxEntry& v) {
  all(a, v.record, v.case_id, v.transfer);
  list(a, v.parts);
  list(a, v.facts);
  all(a, v.whole, v.presents, v.parked);
}
template <class A>
void say(A& a, Mailbox& v) {
  say(a, v.next);
  map(a, v.entries);
}
template <class A>
void say(A& a, core::AgencyKey& v) {
  all(a, v.algorithm, v.key, v.valid_from, v.valid_until, v.revoked_at, v.compromised_since);
}
template <class A>
void say(A& a, core::Agency& v) {
  all(a, v.id, v.name_zh, v.name_en);
  list(a, v.roles);
  all(a, v.level, v.region, v.org_code);
  list(a, v.keys);
  all(a, v.transport, v.since, v.until, v.administrator);
}
template <class A>
void say(A& a, AgencyState& v) {
  all(a, v.agency, v.retired);
  map(a, v.lanes);
  say(a, v.mailbox);
  map(a, v.counterparts);
}
template <class A>
void say(A& a, core::Officer& v) {
  all(a, v.id, v.name, v.key);
}
template <class A>
void say(A& a, Change& v) {
  all(a, v.at, v.digest, v.calendar, v.through);
}
template <class A>
void say(A& a, Timer& v) {
  all(a, v.at, v.transfer, v.clock, v.party, v.offence);
}

template <class A, class Sequence>
void list(A& a, Sequence& values) {
  if constexpr (A::reading) {
    for (auto left = a.count(); left > 0 && a.good(); --left) {
      typename Sequence::value_type value{};
      say(a, value);
      values.push_back(std::move(value));
    }
  } else {
    a.number(values.size());
    for (auto& value : values) say(a, value);
  }
}

// Maps and sets: in order, each key once, so that equal State has one encoding only.
template <class A, class Map>
void map(A& a, Map& values) {
  if constexpr (A::reading) {
    for (auto left = a.count(); left > 0 && a.good(); --left) {
      typename Map::key_type key{};
      typename Map::mapped_type value{};
      say(a, key);
      say(a, value);
      if (!values.empty() && !(values.rbegin()->first < key)) return a.fail();
      values.emplace_hint(values.end(), std::move(key), std::move(value));
    }
  } else {
    a.number(values.size());
    for (auto& [key, value] : values) {
      auto plain = key;
      say(a, plain);
      say(a, value);
    }
  }
}

template <class A, class Set>
void set(A& a, Set& values) {
  if constexpr (A::reading) {
    for (auto left = a.count(); left > 0 && a.good(); --left) {
      typename Set::key_type key{};
      say(a, key);
      if (!values.empty() && !(*values.rbegin() < key)) return a.fail();
      values.insert(values.end(), std::move(key));
    }
  } else {
    a.number(values.size());
    for (auto key : values) say(a, key);
  }
}

template <class A>
void say(A& a, State& v) {
  all(a, v.next_record, v.engine_version, v.origin, v.epoch, v.suite, v.log_key, v.training, v.now, v.last_order);
  list(a, v.officers);
  map(a, v.agencies);
  all(a, v.pack, v.calendar);
  if (a.has(3)) {
    list(a, v.packs);
    list(a, v.changes);
  } else if (!v.pack.empty()) {
    v.packs = {v.pack};
  }
  map(a, v.settings);
  map(a, v.transfers);
  map(a, v.cases);
  set(a, v.timers);
  set(a, v.closed);
  all(a, v.snapshot_at, v.snapshot_digest);
}

}  // namespace

std::vector<std::uint8_t> encode_state(const State& state, std::uint16_t format) {
  MUST(knows_format(format));
  Put put(format);
  put.number(magic);
  put.number(format);
  say(put, const_cast<State&>(state));  // Put only looks; one list of fields serves both ways
  return put.take();
}

core::Result<State> decode_state(std::span<const std::uint8_t> bytes) {
  State state;
  Take take(bytes, state.names);
  take.begin();
  if (!take.good()) return core::Refused{core::Refusal::malformed, "snapshot", "not a snapshot"};
  if (!knows_format(take.format()))
    return core::Refused{core::Refusal::malformed, "snapshot.format", "format unknown here"};
  say(take, state);
  if (!take.done()) return core::Refused{core::Refusal::malformed, "snapshot", "cut short, or bytes outside their law"};
  return state;
}

std::uint16_t format_of(std::span<const std::uint8_t> bytes) {
  Names names;
  Take take(bytes, names);
  take.begin();
  return take.good() ? take.format() : 0;
}

core::Digest state_digest(const State& state, std::uint16_t format) {
  return core::digest_of(encode_state(state, format));
}

}  // namespace caseway::engine
