#include "broker/flow/follow.h"

#include "broker/core/digest.h"
#include "broker/core/must.h"
#include "broker/engine/decide.h"
#include "broker/engine/snapshot.h"
#include "broker/flow/names.h"
#include "broker/flow/whole_file.h"
#include "broker/wire/record.h"

namespace caseway::flow {
namespace {

engine::State read_base(Disk& journal, const Follow& order) {
  if (order.base == 0) return {};
  const auto name = snapshot_name(order.base);
  const auto lost = [&](const std::string& how) {
    return BaseLost(JournalRefused::Why::damaged, "journal/" + name + " " + how + ": the next is made without it");
  };
  Bytes bytes;
  try {
    bytes = read_whole_file(journal, name);
  } catch (const Fault& fault) {
    throw lost(std::string("cannot be read (") + fault.what() + ")");
  }
  auto state = engine::decode_state(bytes);
  if (core::digest_of(bytes) != order.base_digest || !state.ok()) throw lost("no longer reads as it was written");
  return std::move(state).value();
}

}  // namespace

void apply_group(engine::State& state, const wire::Group& group) {
  for (const auto& bytes : group.records) {
    auto record = wire::decode_own_record(bytes.statement, bytes.rest);
    if (!record.ok())
      throw JournalRefused(
          JournalRefused::Why::damaged,
          "journal/: record " + std::to_string(group.header.first_index) + " or after it: " + record.refused().what);
    if (record.value().index < state.next_record) continue;  // the snapshot holds it
    engine::apply(state, record.value());
  }
}

std::optional<Followed> follow(Disk& journal, const Follow& order, const std::function<bool()>& stopped) {
  MUST(!order.groups.empty());
  auto state = read_base(journal, order);
  GroupChain chain(order.site);
  std::unique_ptr<File> segment;
  std::uint32_t opened = 0;
  for (const auto& place : order.groups) {
    if (stopped()) return std::nullopt;
    if (!segment || opened != place.segment) segment = journal.open(journal_segment_name(place.segment), false);
    opened = place.segment;
    apply_group(state, chain.next(*segment, place));
  }
  const auto bytes = engine::encode_state(state);
  Followed followed{state.next_record, core::digest_of(bytes)};
  write_unfinished(journal, snapshot_name(followed.records), bytes);
  return followed;
}

}  // namespace caseway::flow
