#include "broker/host/config.h"
#include "sdk/agency.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

// Both configuration files, by the same bytes: what is read without a mistake is complete, what is not names its place.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  host::Mistakes mistakes;
  const auto config = host::parse_config(text, "/site/casewayd.toml", mistakes);
  if (mistakes.empty()) MUST(!config.origin.empty() && config.endpoint.starts_with("tcp://"));
  for (const auto& mistake : mistakes) MUST(mistake.starts_with("casewayd.toml:"));

  sdk::Mistakes wrong;
  const auto agency = sdk::parse_agency(text, "/agency/agency.toml", wrong);
  if (wrong.empty()) MUST(sdk::is_agency_id(agency.id) && !agency.broker_key.empty() && !agency.log_key.empty());
  for (const auto& mistake : wrong) MUST(!sdk::print_mistake(mistake).empty());
  return mistakes.empty() || wrong.empty();
}
