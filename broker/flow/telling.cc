#include "broker/flow/telling.h"

namespace caseway::flow {

bool Room::take(const json::object& object) {
  const auto bytes = json::serialize(object).size() + 1;
  if (bytes > bytes_) {
    more_ = true;
    return false;
  }
  bytes_ -= bytes;
  return true;
}

namespace {

void tell_clock(Object& told, const engine::ClockRun& run) {
  told.code("clock", run.clock).code("offence", run.offence).text("owner", run.owner.value());
  if (run.party != 0) told.number("party", run.party);
  told.text("state", run.fired            ? "fired"
                     : run.anchor.empty() ? "armed"
                     : run.suspended()    ? "suspended"
                     : run.warned         ? "warned"
                                          : "running");
  told.at("anchor", run.anchor).at("warn", run.warn_at).at("first", run.due_first).at("due", run.due);
  told.at("suspended", run.suspended_at);
  if (run.provisional) told.flag("provisional", true);
}

}  // namespace

void tell_transfer(Object& told, const engine::Transfer& transfer) {
  told.id("transfer", transfer.id).id("case", transfer.case_id).code("procedure", transfer.procedure);
  told.code("state", transfer.state).flag("final", transfer.final_);
  told.text("sender", transfer.sender.value())
      .text("recipient", transfer.recipient.value())
      .id("cause", transfer.cause);
  told.at("openedAt", transfer.opened_at).at("presentedAt", transfer.presented_at);
  told.at("signedOffAt", transfer.signed_off_at);
  told.list("pairs", list_of(transfer.pairs, [](Object& pair, const engine::PairState& each) {
              pair.number("party", each.party).code("offence", each.offence).code("outcome", each.outcome);
              if (each.unit) pair.flag("unit", true);
              if (each.stage) pair.flag("stage", true);
              if (each.in_custody) pair.flag("inCustody", true);
            }));
  told.list("clocks", list_of(transfer.clocks, tell_clock));
  told.list("findings", list_of(transfer.open, [](Object& finding, const engine::OpenRequirement& each) {
              finding.text("code", each.code).text("path", each.path).flag("bars", each.bars);
              finding.code("barredStep", each.barred_step).flag("waived", each.waived);
            }));
  told.list("documents", list_of(transfer.documents, [](Object& document, const engine::HeldDocument& each) {
              document.text("type", each.type.str()).number("record", each.record).number("part", each.part);
            }));
  told.list("takenBack", list_of(transfer.taken_back, [](Object& part, const engine::TakenBack& each) {
              part.number("record", each.record).number("part", each.part).flag("erased", each.erased);
            }));
  told.list("pending", list_of(transfer.pending, [](Object& pending, const engine::Pending& each) {
              pending.code("step", each.step).text("saidBy", each.said_by.value()).id("body", each.body);
              pending.flag("paper", each.paper);
            }));
}

void tell_entry(Object& told, const IndexEntry& entry) {
  told.number("record", entry.index).text("type", core::name_of(entry.type)).at("receivedAt", entry.received_at);
  told.text("sender", entry.sender).text("recipient", entry.recipient).id("case", entry.case_id);
  told.id("transfer", entry.transfer).code("procedure", entry.procedure).code("step", entry.step);
  told.text("verdict", core::name_of(entry.verdict))
      .text("ownCaseNumber", entry.own_case_number)
      .id("body", entry.body);
  if (entry.return_code != core::ReturnCode::none) told.text("code", core::name_of(entry.return_code));
  json::array findings;
  for (const auto& finding : entry.findings) findings.push_back(as_json(finding));
  told.list("findings", std::move(findings));
}

}  // namespace caseway::flow
