// Outcomes and findings between values and bytes (schemas/verdict.capnp); the effects within are in effect.cc.
#include "broker/core/limits.h"
#include "broker/wire/canonical.h"
#include "broker/wire/nested.h"
#include "broker/wire/record.h"

namespace caseway::wire {
namespace {

namespace effect = core::effect;

constexpr std::size_t list_max = 1 << 24;  // the length of the record is the limit

static_assert(static_cast<int>(schema::Verdict::RETURNED) == static_cast<int>(core::Verdict::returned));
static_assert(static_cast<int>(schema::ReturnCode::NO_PACK) == static_cast<int>(core::ReturnCode::no_pack));
static_assert(static_cast<int>(schema::Fault::UNMET) == static_cast<int>(core::Fault::unmet));
static_assert(static_cast<int>(schema::FindingClass::PROCEDURE) == static_cast<int>(core::FindingClass::procedure));

core::Finding read_finding(const At& at, schema::Finding::Reader from) {
  core::Finding to;
  to.code = at.ascii("code", from.getCode(), finding_bytes_max);
  at.need(!to.code.empty(), "code", "required");
  to.fault = at.number("fault", from.getFault(), core::Fault::unmet);
  to.cls = at.number("findingClass", from.getFindingClass(), core::FindingClass::procedure);
  to.path = at.ascii("path", from.getPath(), path_bytes_max);
  to.part = from.getPart();
  to.bars = from.getBars();
  to.barred_step = at.code("barredStep", from.getBarredStep());
  to.stops = from.getStops();
  return to;
}

void write_finding(schema::Finding::Builder to, const core::Finding& from) {
  put(to, &schema::Finding::Builder::initCode, from.code);
  to.setFault(static_cast<schema::Fault>(from.fault));
  to.setFindingClass(static_cast<schema::FindingClass>(from.cls));
  put(to, &schema::Finding::Builder::initPath, from.path);
  to.setPart(from.part);
  to.setBars(from.bars);
  put(to, &schema::Finding::Builder::initBarredStep, from.barred_step);
  to.setStops(from.stops);
}

core::PartRef read_part_ref(const At& at, schema::PartRef::Reader from) {
  return {from.getRecord(), from.getPart(), at.id<core::Digest>("digest", from.getDigest(), true)};
}

void write_part_ref(schema::PartRef::Builder to, const core::PartRef& from) {
  to.setRecord(from.record);
  to.setPart(from.part);
  put(to, &schema::PartRef::Builder::initDigest, from.digest);
}

/// Whether a party of the case is told of this effect (schemas/verdict.capnp marks the others).
bool concerns_a_case(const core::Effect& held) {
  return std::holds_alternative<effect::TransferOpened>(held) || std::holds_alternative<effect::StateChanged>(held) ||
         std::holds_alternative<effect::PairSet>(held) || std::holds_alternative<effect::RequirementSet>(held) ||
         std::holds_alternative<effect::ItemSet>(held) || std::holds_alternative<effect::Linked>(held) ||
         std::holds_alternative<effect::ClockStarted>(held) || std::holds_alternative<effect::ClockEnded>(held) ||
         std::holds_alternative<effect::ClockFired>(held) || std::holds_alternative<effect::ClockMoved>(held) ||
         std::holds_alternative<effect::PendingSet>(held) || std::holds_alternative<effect::PendingCleared>(held) ||
         std::holds_alternative<effect::Delivered>(held) || std::holds_alternative<effect::ReceiverChanged>(held) ||
         std::holds_alternative<effect::SignedOff>(held) || std::holds_alternative<effect::ClockSuspended>(held) ||
         std::holds_alternative<effect::ClockResumed>(held) || std::holds_alternative<effect::ItemsAsked>(held) ||
         std::holds_alternative<effect::PartsRecalled>(held) || std::holds_alternative<effect::PartsErased>(held) ||
         std::holds_alternative<effect::CustodySet>(held) || std::holds_alternative<effect::VersionTaken>(held);
}

}  // namespace

core::Outcome read_outcome(const At& at, schema::Outcome::Reader from) {
  core::Outcome to;
  to.engine_version = from.getEngineVersion();
  at.need(to.engine_version >= 1, "engineVersion", "counts from 1");
  to.verdict = at.number("verdict", from.getVerdict(), core::Verdict::returned);
  to.return_code = at.number("returnCode", from.getReturnCode(), core::ReturnCode::no_pack, 0);
  const bool returned = to.verdict == core::Verdict::returned;
  at.need(returned || to.return_code == core::ReturnCode::none, "returnCode", "without the verdict returned");
  to.findings = at.list("findings", from.getFindings(), list_max, read_finding);
  to.open_steps = at.list("openSteps", from.getOpenSteps(), list_max,
                          [](const At& item, capnp::Text::Reader step) { return item.code("", step, true); });
  to.pack = at.id<core::Digest>("pack", from.getPack());
  to.facts_used = at.list("factsUsed", from.getFactsUsed(), list_max, read_part_ref);
  to.effects = at.list("effects", from.getEffects(), list_max, read_effect);
  return to;
}

void write_outcome(schema::Outcome::Builder to, const core::Outcome& from) {
  using To = schema::Outcome::Builder;
  to.setEngineVersion(from.engine_version);
  to.setVerdict(static_cast<schema::Verdict>(from.verdict));
  to.setReturnCode(static_cast<schema::ReturnCode>(from.return_code));
  put_list(to, &To::initFindings, from.findings, write_finding);
  put_each(to, &To::initOpenSteps, from.open_steps);
  put(to, &To::initPack, from.pack);
  put_list(to, &To::initFactsUsed, from.facts_used, write_part_ref);
  put_list(to, &To::initEffects, from.effects, write_effect);
}

std::vector<std::uint8_t> encode_outcome(const core::Outcome& outcome) {
  core::Outcome told = outcome;
  told.facts_used.clear();
  std::erase_if(told.effects, [](const core::Effect& held) { return !concerns_a_case(held); });
  for (auto& held : told.effects) {
    if (auto* copy = std::get_if<effect::Delivered>(&held)) copy->delivery = 0;
  }
  return to_bytes<schema::Outcome>([&](schema::Outcome::Builder to) { write_outcome(to, told); });
}

core::Result<core::Outcome> decode_outcome(std::span<const std::uint8_t> bytes) {
  return from_bytes<schema::Outcome>("outcome", bytes, record_bytes_max, read_outcome, encode_outcome);
}

}  // namespace caseway::wire
