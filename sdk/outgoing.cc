#include "sdk/outgoing.h"

#include "broker/core/limits.h"
#include "broker/core/receipt.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/record.h"
#include "sdk/machine.h"

namespace caseway::sdk {

namespace {

std::optional<Bytes> read_named(const std::filesystem::path& path, std::size_t bytes_max, std::string& why) {
  try {
    auto bytes = read_file(path, bytes_max);
    if (!bytes) why = "there is no file " + path.filename().string() + " beside the message";
    return bytes;
  } catch (const Fault& fault) {
    why = fault.what();
    return std::nullopt;
  }
}

}  // namespace

ReadFile beside(const std::filesystem::path& folder) {
  return [folder](const std::string& path, std::string& why) {
    return read_named(folder / path, core::limits::part_bytes_max, why);
  };
}

std::optional<Outgoing> prepare(const std::filesystem::path& file, const LocalRules& rules,
                                const core::AgencyId& sender, Random& random, core::Instant now, Mistakes& mistakes) {
  std::string why;
  const auto text = read_named(file, json_bytes_max, why);
  if (!text) {
    mistakes.push_back({file.string(), 0, 0, "", why});
    return std::nullopt;
  }
  return prepare_text(text_of(*text), file.filename().string(), beside(file.parent_path()), rules, sender, random, now,
                      mistakes);
}

std::optional<Outgoing> prepare_text(std::string_view text, std::string_view name, const ReadFile& read_file,
                                     const LocalRules& rules, const core::AgencyId& sender, Random& random,
                                     core::Instant now, Mistakes& mistakes) {
  MUST(rules.bundle.has_value());
  auto draft = read_message(text, name, *rules.bundle, read_file, mistakes);
  if (!draft) return std::nullopt;
  auto composed = compose(std::move(*draft), random, name, mistakes);
  if (!composed) return std::nullopt;
  composed->envelope.pack_seen = rules.bundle->digest;
  const core::Calendar* calendar = rules.calendar ? &*rules.calendar : nullptr;
  Preflight judged = preflight(*composed, sender, *rules.bundle, calendar, now);
  return Outgoing{std::move(*composed), std::move(judged)};
}

Recorded LaneRecord::told(const rules::PackBundle* bundle, const Members* members) const {
  Recorded recorded;
  recorded.statement = &statement;
  recorded.receipt = &receipt.receipt;
  recorded.outcome = outcome ? &*outcome : nullptr;
  recorded.envelope = &envelope;
  recorded.dossier = dossier ? &*dossier : nullptr;
  recorded.bundle = bundle;
  recorded.members = members;
  return recorded;
}

std::optional<LaneRecord> lane_record(const Lane& lane, core::LaneNumber number, const LaneReceipt* receipt) {
  const auto message = lane.message(number);
  auto own = receipt != nullptr ? std::optional(*receipt) : lane.receipt(number);
  if (!message || !own) return std::nullopt;
  auto statement = core::decode_statement(own->receipt.statement);
  auto envelope = wire::decode_envelope(message->envelope);
  if (!statement.ok() || !envelope.ok()) return std::nullopt;
  LaneRecord record;
  record.statement = std::move(statement).value();
  record.envelope = std::move(envelope).value();
  record.receipt = std::move(*own);
  if (auto outcome = wire::decode_outcome(record.receipt.outcome); !record.receipt.outcome.empty() && outcome.ok()) {
    record.outcome = std::move(outcome).value();
  }
  if (const auto parts = wire::decode_content(message->content); parts.ok() && !parts.value().empty()) {
    if (auto dossier = wire::decode_dossier(parts.value()); dossier.ok()) record.dossier = std::move(dossier).value();
  }
  return record;
}

}  // namespace caseway::sdk
