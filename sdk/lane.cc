#include "sdk/lane.h"

#include <algorithm>
#include <charconv>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/wire/envelope.h"

namespace caseway::sdk {
namespace {

constexpr std::uint16_t version_1 = 1;
constexpr std::size_t number_digits = 12;
constexpr std::string_view message_ending = ".message";
constexpr std::string_view receipt_ending = ".receipt";
constexpr std::string_view refused_ending = ".refused";

static_assert(Lane::waiting_max <= core::limits::lane_window_max);  // `settled` may be that far below a number

[[noreturn]] void damaged(const std::string& file) {
  throw Fault(
      file +
      ": damaged; bring back the lane directory from its backup, and the lane goes on from what the broker knows");
}

std::optional<core::LaneNumber> number_of(std::string_view name, std::string_view ending) {
  if (!name.ends_with(ending) || name.size() != number_digits + ending.size()) return std::nullopt;
  core::LaneNumber number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + number_digits, number);
  if (error != std::errc() || end != name.data() + number_digits || number == 0) return std::nullopt;
  return number;
}

Bytes encode(const LaneMessage& message) {
  core::ByteWriter out;
  out.u16(version_1);
  out.u8(message.is_void ? 1 : 0);
  out.u64(message.replaces);
  out.field(message.name);
  out.field(message.envelope);
  out.field(message.content);
  out.id(core::digest_of(out.bytes()));
  return out.take();
}

std::optional<LaneMessage> decode_lane_message(BytesView bytes, core::LaneNumber number) {
  core::ByteReader in(bytes);
  LaneMessage message;
  message.number = number;
  const auto version = in.u16();
  message.is_void = in.u8() != 0;
  message.replaces = in.u64();
  message.name = in.text();
  const auto envelope = in.field();
  const auto content = in.field();
  const std::size_t covered = bytes.size() - in.left();
  const auto digest = in.id<core::Digest>();
  if (!in.done() || version != version_1 || digest != core::digest_of(bytes.first(covered))) return std::nullopt;
  message.envelope.assign(envelope.begin(), envelope.end());
  message.content.assign(content.begin(), content.end());
  return message;
}

}  // namespace

std::string Lane::file(core::LaneNumber number, std::string_view ending) const {
  std::string digits = std::to_string(number);
  digits.insert(0, number_digits - std::min(number_digits, digits.size()), '0');
  return std::to_string(no_) + "/" + digits + std::string(ending);
}

Lane::Lane(Store& store, core::LaneNo no, core::AgencyId sender, std::string origin)
    : store_(store), no_(no), sender_(std::move(sender)), origin_(std::move(origin)) {
  std::vector<core::LaneNumber> messages;
  std::vector<core::LaneNumber> receipts;
  for (const auto& name : store_.list(std::to_string(no_))) {
    if (const auto number = number_of(name, message_ending)) messages.push_back(*number);
    if (const auto number = number_of(name, receipt_ending)) receipts.push_back(*number);
  }
  for (const auto number : messages) {
    next_ = std::max(next_, number + 1);
    if (std::binary_search(receipts.begin(), receipts.end(), number)) continue;
    const auto found = message(number);
    if (!found) continue;
    waiting_[number] = {found->name, core::digest_of(found->envelope), found->envelope.size() + found->content.size(),
                        found->is_void};
    if (found->replaces != 0 && waiting_.erase(found->replaces) != 0)
      store_.remove(file(found->replaces, message_ending));
  }
  if (!receipts.empty()) next_ = std::max(next_, receipts.back() + 1);
}

void Lane::persist(const LaneMessage& message) {
  store_.write(file(message.number, message_ending), encode(message));
  waiting_[message.number] = {message.name, core::digest_of(message.envelope),
                              message.envelope.size() + message.content.size(), message.is_void};
}

core::LaneNumber Lane::append(core::Envelope envelope, LaneMessage message, core::Instant signed_at) {
  envelope.number = next_;
  envelope.settled = settled();
  envelope.signed_at = signed_at;
  message.number = next_;
  message.envelope = wire::encode_envelope(envelope);
  persist(message);
  return next_++;
}

std::optional<core::LaneNumber> Lane::queue(const Composed& message, std::string name, core::Instant signed_at,
                                            bool test) {
  if (waiting_.size() >= waiting_max) return std::nullopt;
  core::Envelope envelope = message.envelope;
  envelope.origin = origin_;
  envelope.sender = sender_;
  envelope.lane = no_;
  envelope.test = test;
  LaneMessage queued;
  queued.name = std::move(name);
  queued.content = message.content;
  return append(std::move(envelope), std::move(queued), signed_at);
}

std::optional<LaneMessage> Lane::message(core::LaneNumber number) const {
  const auto bytes = store_.read(file(number, message_ending));
  if (!bytes) return std::nullopt;
  auto found = decode_lane_message(*bytes, number);
  if (!found) damaged(file(number, message_ending));
  return found;
}

std::optional<LaneReceipt> Lane::receipt(core::LaneNumber number) const {
  const auto bytes = store_.read(file(number, receipt_ending));
  if (!bytes) return std::nullopt;
  core::ByteReader in(*bytes);
  const auto version = in.u16();
  auto decoded = core::decode_receipt(in.field());
  const auto outcome = in.field();
  if (!in.done() || version != version_1 || !decoded.ok()) damaged(file(number, receipt_ending));
  return LaneReceipt{std::move(decoded).value(), {outcome.begin(), outcome.end()}};
}

std::optional<LaneRefused> Lane::refused(core::LaneNumber number) const {
  const auto bytes = store_.read(file(number, refused_ending));
  if (!bytes) return std::nullopt;
  core::ByteReader in(*bytes);
  const auto version = in.u16();
  LaneRefused found;
  found.code = static_cast<core::Refusal>(in.u16());
  found.where = in.text();
  found.what = in.text();
  found.name = in.text();
  if (!in.ok() || version != version_1) damaged(file(number, refused_ending));
  return found;
}

void Lane::receipted(core::LaneNumber number, const LaneReceipt& receipt) {
  core::ByteWriter out;
  out.u16(version_1);
  out.field(core::encode_receipt(receipt.receipt));
  out.field(receipt.outcome);
  store_.write(file(number, receipt_ending), out.bytes());
  waiting_.erase(number);
}

void Lane::fill_with_void(core::LaneNumber number, const LaneRefused& why, core::Instant signed_at) {
  const auto old = message(number);
  MUST(old.has_value());
  const auto envelope = wire::decode_envelope(old->envelope);
  if (!envelope.ok()) damaged(file(number, message_ending));

  core::ByteWriter kept;  // first what is lost otherwise; a crash in between only makes the broker refuse it once more
  kept.u16(version_1);
  kept.u16(static_cast<std::uint16_t>(why.code));
  kept.field(why.where);
  kept.field(why.what);
  kept.field(old->name);
  kept.field(old->envelope);
  kept.field(old->content);
  store_.write(file(number, refused_ending), kept.bytes());

  core::Envelope instead = void_envelope(envelope.value());
  instead.signed_at = signed_at;
  LaneMessage filler;
  filler.number = number;
  filler.name = old->name;
  filler.is_void = true;
  filler.envelope = wire::encode_envelope(instead);
  filler.content = void_content();
  persist(filler);
}

core::LaneNumber Lane::queue_again(core::LaneNumber number, core::Instant signed_at) {
  auto old = message(number);
  MUST(old.has_value());
  const auto envelope = wire::decode_envelope(old->envelope);
  if (!envelope.ok()) damaged(file(number, message_ending));
  old->replaces = number;
  const auto again = append(envelope.value(), std::move(*old), signed_at);
  waiting_.erase(number);  // if the process ends here, the next one sees `replaces` and goes on
  store_.remove(file(number, message_ending));
  return again;
}

void Lane::used_below(core::LaneNumber number) { next_ = std::max(next_, number); }

}  // namespace caseway::sdk
