#include "broker/wire/order.h"
#include "sdk/command_failed.h"
#include "sdk/order_file.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

/// Runs `read`, and tells whether it did to its end; the one way in which it may fail is to say what is wrong.
template <class Read>
bool reads(Read&& read) {
  try {
    read();
    return true;
  } catch (const sdk::CommandFailed& failed) {
    MUST(failed.exit == sdk::Exit::bad_input);
    MUST(std::string_view(failed.what()).size() > 0);
    return false;
  }
}

}  // namespace

// The JSON files that go from hand to hand before an order is sent: the order itself, admit.json, the counterparts.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const bool is_order = reads([&] {
    const auto file = sdk::parse_order_file(text, "order.json");
    const auto order = wire::decode_order(file.bytes);
    MUST(order.ok());  // what officers sign is what stands in the file
    MUST(wire::encode_order(order.value()) == file.bytes);
    (void)sdk::print_json(sdk::order_in_words(order.value()));
  });
  const bool is_agency = reads([&] {
    const auto agency = sdk::agency_from_json(text, "admit.json");
    const auto again = sdk::agency_from_json(sdk::print_json(sdk::agency_json(agency)), "again.json");
    MUST(again.id == agency.id && again.roles == agency.roles && again.level == agency.level);
    MUST(again.transport == agency.transport && again.since == agency.since);
  });
  const bool are_counterparts = reads([&] { MUST(!sdk::counterparts_from_json(text, "counterparts.json").empty()); });
  return is_order || is_agency || are_counterparts;
}
