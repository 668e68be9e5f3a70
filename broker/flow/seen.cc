#include "broker/flow/seen.h"

#include <algorithm>
#include <charconv>

#include "broker/flow/facts.h"

namespace caseway::flow {
namespace {

namespace effect = core::effect;

struct Shown {
  core::AgencyId agency;
  std::uint64_t delivery = 0;
  bool whole = false;
  std::vector<core::PartNo> parts;
  core::Instant owed;
  core::Instant taken;  // empty: not before the recall
};

class LookBack {
 public:
  LookBack(core::RecordIndex record, std::ptrdiff_t recalled) : record_(record), left_(recalled) {}

  /// True once the last part is taken back: nobody was shown any of it later.
  bool look(const core::Record& record) {
    const auto at = record.event.received_at;
    for (const auto& each : record.outcome.effects) {
      if (const auto* owed = std::get_if<effect::Delivered>(&each)) {
        const auto of = owed->record == 0 ? record.index : owed->record;
        const bool parts = owed->whole || !owed->parts.empty();
        if (of == record_ && parts) shown_.push_back({owed->mailbox, owed->delivery, owed->whole, owed->parts, at, {}});
      } else if (const auto* done = std::get_if<effect::DeliveryDone>(&each)) {
        for (auto& one : shown_)
          if (one.agency == done->mailbox && one.delivery == done->delivery) one.taken = at;
      } else if (const auto* recalled = std::get_if<effect::PartsRecalled>(&each)) {
        if (recalled->record == record_) left_ -= static_cast<std::ptrdiff_t>(recalled->parts.size());
      }
    }
    return left_ <= 0;
  }
  [[nodiscard]] const std::vector<Shown>& shown() const { return shown_; }

 private:
  core::RecordIndex record_;
  std::ptrdiff_t left_;
  std::vector<Shown> shown_;
};

}  // namespace

void tell_seen(Object& told, const QueryView& view, const core::AgencyId& agency, const engine::Transfer& transfer,
               std::string_view text) {
  core::RecordIndex record = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), record);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || record >= view.state.next_record) return;
  const auto& parts = transfer.taken_back;
  const auto recalled =
      std::count_if(parts.begin(), parts.end(), [&](const auto& one) { return one.record == record; });
  const auto said = recalled == 0 ? std::nullopt : said_in(view.records.get(record)->record);
  if (!said || said->by != agency || said->transfer != transfer.id) return;
  LookBack look(record, recalled);
  view.journal.any_from(record, [&](const wire::Group& group) {
    return std::any_of(group.records.begin(), group.records.end(), [&](const wire::RecordBytes& bytes) {
      const auto each = wire::decode_own_record(bytes.statement, bytes.rest);
      return each.ok() && each.value().index >= record && look.look(each.value());
    });
  });
  told.list("seenBy", list_of(look.shown(), [](Object& one, const Shown& each) {
              one.text("agency", each.agency).flag("whole", each.whole).at("owed", each.owed).at("taken", each.taken);
              json::array numbers;
              for (const auto part : each.parts) numbers.push_back(part);
              one.list("parts", std::move(numbers));
            }));
}

}  // namespace caseway::flow
