#include "broker/wire/order.h"
#include "sdk/command_failed.h"
#include "sdk/order_file.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

/// Runs `read`; the one way in which it may fail is to say what is wrong.
template <class Read>
void check(Read&& read) {
  try {
    read();
  } catch (const sdk::CommandFailed& failed) {
    MUST(failed.exit == sdk::Exit::bad_input);
    MUST(std::string_view(failed.what()).size() > 0);
  }
}

}  // namespace

// The JSON files that go from hand to hand before an order is sent: the order itself, admit.json, the counterparts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check([&] {
    const auto file = sdk::parse_order_file(text, "order.json");
    const auto order = wire::decode_order(file.bytes);
    MUST(order.ok());  // what officers sign is what stands in the file
    MUST(wire::encode_order(order.value()) == file.bytes);
    (void)sdk::print_json(sdk::order_in_words(order.value()));
  });
  check([&] {
    const auto agency = sdk::agency_from_json(text, "admit.json");
    const auto again = sdk::agency_from_json(sdk::print_json(sdk::agency_json(agency)), "again.json");
    MUST(again.id == agency.id && again.roles == agency.roles && again.level == agency.level);
    MUST(again.transport == agency.transport && again.since == agency.since);
  });
  check([&] { MUST(!sdk::counterparts_from_json(text, "counterparts.json").empty()); });
  return 0;
}
