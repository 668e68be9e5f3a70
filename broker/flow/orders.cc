#include "broker/flow/orders.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/signature.h"
#include "broker/rules/compile.h"
#include "broker/wire/order.h"

namespace caseway::flow {

std::string why_not_signed(const engine::State& state, BytesView order_bytes,
                           const std::vector<core::OfficerSignature>& signatures) {
  const auto signed_bytes = wire::order_signing_bytes(state.origin, order_bytes);
  std::vector<core::PublicKey> keys;
  for (const auto& signature : signatures) {
    auto officer = std::find_if(state.officers.begin(), state.officers.end(),
                                [&](const core::Officer& each) { return each.id == signature.officer; });
    if (officer == state.officers.end()) return "no officer of this site is called " + signature.officer;
    if (!core::verify_bytes(officer->key, signature.signature, signed_bytes))
      return "the signature of " + signature.officer + " does not hold";
    if (std::find(keys.begin(), keys.end(), officer->key) == keys.end()) keys.push_back(officer->key);
  }
  return keys.size() < 2 ? "two officers must sign" : "";
}

bool has_content(core::OrderKind kind) {
  return kind == core::OrderKind::activate_pack || kind == core::OrderKind::activate_calendar;
}

std::string load_content(const core::Order& order, BytesView content, engine::Library& library) {
  if (!has_content(order.kind)) return content.empty() ? "" : "an order of this kind has no content";
  if (core::digest_of(content) != order.digest) return "the content is not the one that the order names";
  if (order.kind == core::OrderKind::activate_pack) {
    if (library.bundles.contains(order.digest)) return "";
    auto bundle = rules::load_bundle(content);
    if (!bundle.ok()) return "the pack does not load: " + bundle.refused().where + ": " + bundle.refused().what;
    library.bundles[order.digest] = std::make_shared<const rules::PackBundle>(std::move(bundle).value());
    return "";
  }
  if (library.calendars.contains(order.digest)) return "";
  auto calendar = rules::load_calendar(content);
  if (!calendar.ok()) return "the calendar does not load: " + calendar.refused().where + ": " + calendar.refused().what;
  library.calendars[order.digest] = std::make_shared<const core::Calendar>(std::move(calendar).value());
  return "";
}

}  // namespace caseway::flow
