// Effects between values and bytes (schemas/verdict.capnp): one struct for each alternative, one union over all.
// Reading is no stricter than writing where a value was computed: what the engine decided must be readable for ever.
#include "broker/core/limits.h"
#include "broker/wire/nested.h"
#include "broker/wire/record.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;
namespace effect = core::effect;

static_assert(static_cast<int>(schema::ClockEnd::ANSWERED_IN_TIME) ==
              static_cast<int>(core::ClockEnd::answered_in_time));

core::TransferId read_transfer(const At& at, capnp::Data::Reader from) {
  return at.id<core::TransferId>("transfer", from, true);
}
core::CaseId read_case(const At& at, capnp::Data::Reader from) { return at.id<core::CaseId>("caseId", from, true); }

core::ClockKey read_clock_key(const At& up, schema::ClockKey::Reader from) {
  const At at(up, "key");
  return {read_transfer(at, from.getTransfer()), at.code("clock", from.getClock(), true), from.getParty(),
          at.code("offence", from.getOffence())};
}
void write_clock_key(schema::ClockKey::Builder to, const core::ClockKey& from) {
  put(to, &schema::ClockKey::Builder::initTransfer, from.transfer);
  put(to, &schema::ClockKey::Builder::initClock, from.clock);
  to.setParty(from.party);
  put(to, &schema::ClockKey::Builder::initOffence, from.offence);
}

template <class Builder>
void write_parts(Builder to, const std::vector<core::PartNo>& from) {
  if (from.empty()) return;
  auto parts = to.initParts(static_cast<unsigned>(from.size()));
  for (unsigned i = 0; i < parts.size(); ++i) parts.set(i, from[i]);
}

// ---- read(At, Reader) gives the value; write(Builder, value) sets it: one pair for each effect ----------------------

effect::LaneAdvanced read(const At& at, schema::LaneAdvanced::Reader from) {
  at.need(from.getLane() < limits::lanes_max, "lane", "no such lane");
  return {at.agency("agency", from.getAgency(), true), from.getLane(), from.getNumber(),
          at.id<core::Digest>("body", from.getBody()), from.getSettled()};
}
void write(schema::LaneAdvanced::Builder to, const effect::LaneAdvanced& from) {
  put(to, &schema::LaneAdvanced::Builder::initAgency, from.agency);
  to.setLane(from.lane);
  to.setNumber(from.number);
  put(to, &schema::LaneAdvanced::Builder::initBody, from.body);
  to.setSettled(from.settled);
}

effect::TransferOpened read(const At& at, schema::TransferOpened::Reader from) {
  effect::TransferOpened to;
  to.transfer = read_transfer(at, from.getTransfer());
  to.case_id = read_case(at, from.getCaseId());
  to.procedure = at.code("procedure", from.getProcedure(), true);
  to.sender = at.agency("sender", from.getSender());
  to.recipient = at.agency("recipient", from.getRecipient());
  to.state = at.code("state", from.getState(), true);
  to.cause = at.id<core::TransferId>("cause", from.getCause());
  to.pack = at.id<core::Digest>("pack", from.getPack());
  return to;
}
void write(schema::TransferOpened::Builder to, const effect::TransferOpened& from) {
  using To = schema::TransferOpened::Builder;
  put(to, &To::initTransfer, from.transfer);
  put(to, &To::initCaseId, from.case_id);
  put(to, &To::initProcedure, from.procedure);
  put(to, &To::initSender, from.sender);
  put(to, &To::initRecipient, from.recipient);
  put(to, &To::initState, from.state);
  put(to, &To::initCause, from.cause);
  put(to, &To::initPack, from.pack);
}

effect::StateChanged read(const At& at, schema::StateChanged::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.code("state", from.getState(), true), from.getFinal()};
}
void write(schema::StateChanged::Builder to, const effect::StateChanged& from) {
  put(to, &schema::StateChanged::Builder::initTransfer, from.transfer);
  put(to, &schema::StateChanged::Builder::initState, from.state);
  to.setFinal(from.final_);
}

effect::PairSet read(const At& at, schema::PairSet::Reader from) {
  return {read_transfer(at, from.getTransfer()),       from.getParty(),
          at.code("offence", from.getOffence(), true), from.getUnit(),
          at.code("outcome", from.getOutcome()),       from.getStage()};
}
void write(schema::PairSet::Builder to, const effect::PairSet& from) {
  put(to, &schema::PairSet::Builder::initTransfer, from.transfer);
  to.setParty(from.party);
  put(to, &schema::PairSet::Builder::initOffence, from.offence);
  to.setUnit(from.unit);
  put(to, &schema::PairSet::Builder::initOutcome, from.outcome);
  to.setStage(from.stage);
}

effect::DocumentHeld read(const At& at, schema::DocumentHeld::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.document_type("type", from.getType()), from.getPart(),
          at.id<core::Digest>("digest", from.getDigest(), true)};
}
void write(schema::DocumentHeld::Builder to, const effect::DocumentHeld& from) {
  put(to, &schema::DocumentHeld::Builder::initTransfer, from.transfer);
  put(to, &schema::DocumentHeld::Builder::initType, from.type.str());
  to.setPart(from.part);
  put(to, &schema::DocumentHeld::Builder::initDigest, from.digest);
}

effect::RequirementSet read(const At& at, schema::RequirementSet::Reader from) {
  effect::RequirementSet to;
  to.transfer = read_transfer(at, from.getTransfer());
  to.code = at.ascii("code", from.getCode(), finding_bytes_max);
  to.path = at.ascii("path", from.getPath(), path_bytes_max);
  to.open = from.getOpen();
  to.waived = from.getWaived();
  to.bars = from.getBars();
  to.barred_step = at.code("barredStep", from.getBarredStep());
  return to;
}
void write(schema::RequirementSet::Builder to, const effect::RequirementSet& from) {
  put(to, &schema::RequirementSet::Builder::initTransfer, from.transfer);
  put(to, &schema::RequirementSet::Builder::initCode, from.code);
  put(to, &schema::RequirementSet::Builder::initPath, from.path);
  to.setOpen(from.open);
  to.setWaived(from.waived);
  to.setBars(from.bars);
  put(to, &schema::RequirementSet::Builder::initBarredStep, from.barred_step);
}

effect::ItemSet read(const At& at, schema::ItemSet::Reader from) {
  effect::ItemSet to;
  to.case_id = read_case(at, from.getCaseId());
  to.item = from.getItem();
  to.quantity = from.getQuantity();
  to.unit = at.code("unit", from.getUnit());
  to.holder = at.text("holder", from.getHolder());
  to.status = at.code("status", from.getStatus());
  to.explained = from.getExplained();
  return to;
}
void write(schema::ItemSet::Builder to, const effect::ItemSet& from) {
  put(to, &schema::ItemSet::Builder::initCaseId, from.case_id);
  to.setItem(from.item);
  to.setQuantity(from.quantity);
  put(to, &schema::ItemSet::Builder::initUnit, from.unit);
  put(to, &schema::ItemSet::Builder::initHolder, from.holder);
  put(to, &schema::ItemSet::Builder::initStatus, from.status);
  to.setExplained(from.explained);
}

effect::CounterSet read(const At& at, schema::CounterSet::Reader from) {
  return {read_case(at, from.getCaseId()), at.code("counter", from.getCounter(), true), from.getValue()};
}
void write(schema::CounterSet::Builder to, const effect::CounterSet& from) {
  put(to, &schema::CounterSet::Builder::initCaseId, from.case_id);
  put(to, &schema::CounterSet::Builder::initCounter, from.counter);
  to.setValue(from.value);
}

effect::Linked read(const At& at, schema::Linked::Reader from) {
  return {read_case(at, from.getCaseId()), at.id<core::TransferId>("from", from.getFrom(), true),
          at.id<core::TransferId>("to", from.getTo(), true), at.code("relation", from.getRelation())};
}
void write(schema::Linked::Builder to, const effect::Linked& from) {
  put(to, &schema::Linked::Builder::initCaseId, from.case_id);
  put(to, &schema::Linked::Builder::initFrom, from.from);
  put(to, &schema::Linked::Builder::initTo, from.to);
  put(to, &schema::Linked::Builder::initRelation, from.relation);
}

effect::ClockStarted read(const At& at, schema::ClockStarted::Reader from) {
  effect::ClockStarted to;
  to.key = read_clock_key(at, from.getKey());
  to.anchor = core::Instant{from.getAnchor()};
  to.warn_at = core::Instant{from.getWarnAt()};
  to.due_first = core::Instant{from.getDueFirst()};
  to.due = core::Instant{from.getDue()};
  to.nominal = core::Instant{from.getNominal()};
  to.provisional = from.getProvisional();
  to.pack = at.id<core::Digest>("pack", from.getPack());
  to.calendar = at.id<core::Digest>("calendar", from.getCalendar());
  to.owner = at.agency("owner", from.getOwner());
  return to;
}
void write(schema::ClockStarted::Builder to, const effect::ClockStarted& from) {
  write_clock_key(to.initKey(), from.key);
  to.setAnchor(from.anchor.ms);
  to.setWarnAt(from.warn_at.ms);
  to.setDueFirst(from.due_first.ms);
  to.setDue(from.due.ms);
  to.setNominal(from.nominal.ms);
  to.setProvisional(from.provisional);
  put(to, &schema::ClockStarted::Builder::initPack, from.pack);
  put(to, &schema::ClockStarted::Builder::initCalendar, from.calendar);
  put(to, &schema::ClockStarted::Builder::initOwner, from.owner);
}

effect::ClockEnded read(const At& at, schema::ClockEnded::Reader from) {
  return {read_clock_key(at, from.getKey()), at.number("how", from.getHow(), core::ClockEnd::answered_in_time)};
}
void write(schema::ClockEnded::Builder to, const effect::ClockEnded& from) {
  write_clock_key(to.initKey(), from.key);
  to.setHow(static_cast<schema::ClockEnd>(from.how));
}

effect::ClockFired read(const At& at, schema::ClockFired::Reader from) {
  return {read_clock_key(at, from.getKey()), from.getOverdue(), core::Instant{from.getDue()}};
}
void write(schema::ClockFired::Builder to, const effect::ClockFired& from) {
  write_clock_key(to.initKey(), from.key);
  to.setOverdue(from.overdue);
  to.setDue(from.due.ms);
}

// A clock that is moved, and one that runs on, say the same of it.
template <class Effect>
Effect read_moved(const At& at, schema::ClockMoved::Reader from) {
  Effect to;
  to.key = read_clock_key(at, from.getKey());
  to.warn_at = core::Instant{from.getWarnAt()};
  to.due_first = core::Instant{from.getDueFirst()};
  to.due = core::Instant{from.getDue()};
  to.nominal = core::Instant{from.getNominal()};
  to.provisional = from.getProvisional();
  to.calendar = at.id<core::Digest>("calendar", from.getCalendar());
  return to;
}
template <class Effect>
void write_moved(schema::ClockMoved::Builder to, const Effect& from) {
  write_clock_key(to.initKey(), from.key);
  to.setWarnAt(from.warn_at.ms);
  to.setDueFirst(from.due_first.ms);
  to.setDue(from.due.ms);
  to.setNominal(from.nominal.ms);
  to.setProvisional(from.provisional);
  put(to, &schema::ClockMoved::Builder::initCalendar, from.calendar);
}

effect::PendingSet read(const At& at, schema::PendingSet::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.code("step", from.getStep(), true),
          at.agency("saidBy", from.getSaidBy()), at.id<core::Digest>("body", from.getBody()), from.getPaper()};
}
void write(schema::PendingSet::Builder to, const effect::PendingSet& from) {
  put(to, &schema::PendingSet::Builder::initTransfer, from.transfer);
  put(to, &schema::PendingSet::Builder::initStep, from.step);
  put(to, &schema::PendingSet::Builder::initSaidBy, from.said_by);
  put(to, &schema::PendingSet::Builder::initBody, from.body);
  to.setPaper(from.paper);
}

effect::PendingCleared read(const At& at, schema::PendingCleared::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.id<core::Digest>("body", from.getBody())};
}
void write(schema::PendingCleared::Builder to, const effect::PendingCleared& from) {
  put(to, &schema::PendingCleared::Builder::initTransfer, from.transfer);
  put(to, &schema::PendingCleared::Builder::initBody, from.body);
}

effect::Delivered read(const At& at, schema::Delivered::Reader from) {
  effect::Delivered to;
  to.mailbox = at.agency("mailbox", from.getMailbox(), true);
  to.delivery = from.getDelivery();
  to.case_id = at.id<core::CaseId>("caseId", from.getCaseId());
  to.transfer = at.id<core::TransferId>("transfer", from.getTransfer());
  to.whole = from.getWhole();
  to.parts = at.list("parts", from.getParts(), limits::parts_max, [](const At&, std::uint16_t part) { return part; });
  to.facts = at.list("facts", from.getFacts(), limits::parts_max,
                     [](const At& item, capnp::Text::Reader fact) { return item.code("", fact, true); });
  to.presents = from.getPresents();
  to.record = from.getRecord();
  return to;
}
void write(schema::Delivered::Builder to, const effect::Delivered& from) {
  put(to, &schema::Delivered::Builder::initMailbox, from.mailbox);
  to.setDelivery(from.delivery);
  put(to, &schema::Delivered::Builder::initCaseId, from.case_id);
  put(to, &schema::Delivered::Builder::initTransfer, from.transfer);
  to.setWhole(from.whole);
  write_parts(to, from.parts);
  put_each(to, &schema::Delivered::Builder::initFacts, from.facts);
  to.setPresents(from.presents);
  to.setRecord(from.record);
}

effect::DeliveryDone read(const At& at, schema::DeliveryDone::Reader from) {
  return {at.agency("mailbox", from.getMailbox(), true), from.getDelivery()};
}
void write(schema::DeliveryDone::Builder to, const effect::DeliveryDone& from) {
  put(to, &schema::DeliveryDone::Builder::initMailbox, from.mailbox);
  to.setDelivery(from.delivery);
}

effect::DeliveryParked read(const At& at, schema::DeliveryParked::Reader from) {
  return {at.agency("mailbox", from.getMailbox(), true), from.getDelivery(), from.getParked()};
}
void write(schema::DeliveryParked::Builder to, const effect::DeliveryParked& from) {
  put(to, &schema::DeliveryParked::Builder::initMailbox, from.mailbox);
  to.setDelivery(from.delivery);
  to.setParked(from.parked);
}

effect::PackActivated read(const At& at, schema::PackActivated::Reader from) {
  return {at.id<core::Digest>("pack", from.getPack(), true), from.getCalendar(), core::Instant{from.getFrom()}};
}
void write(schema::PackActivated::Builder to, const effect::PackActivated& from) {
  put(to, &schema::PackActivated::Builder::initPack, from.pack);
  to.setCalendar(from.calendar);
  to.setFrom(from.from.ms);
}

effect::VersionTaken read(const At& at, schema::VersionTaken::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.id<core::Digest>("pack", from.getPack(), true),
          at.code("state", from.getState())};
}
void write(schema::VersionTaken::Builder to, const effect::VersionTaken& from) {
  put(to, &schema::VersionTaken::Builder::initTransfer, from.transfer);
  put(to, &schema::VersionTaken::Builder::initPack, from.pack);
  put(to, &schema::VersionTaken::Builder::initState, from.state);
}

effect::ChangeCarried read(const At& at, schema::ChangeCarried::Reader from) {
  return {at.id<core::Digest>("pack", from.getPack(), true), at.id<core::TransferId>("through", from.getThrough())};
}
void write(schema::ChangeCarried::Builder to, const effect::ChangeCarried& from) {
  put(to, &schema::ChangeCarried::Builder::initPack, from.pack);
  put(to, &schema::ChangeCarried::Builder::initThrough, from.through);
}

effect::SettingSet read(const At& at, schema::SettingSet::Reader from) {
  return {at.code("setting", from.getSetting()), at.text("value", from.getValue())};
}
void write(schema::SettingSet::Builder to, const effect::SettingSet& from) {
  put(to, &schema::SettingSet::Builder::initSetting, from.setting);
  put(to, &schema::SettingSet::Builder::initValue, from.value);
}

effect::ReceiverChanged read(const At& at, schema::ReceiverChanged::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.agency("to", from.getTo(), true)};
}
void write(schema::ReceiverChanged::Builder to, const effect::ReceiverChanged& from) {
  put(to, &schema::ReceiverChanged::Builder::initTransfer, from.transfer);
  put(to, &schema::ReceiverChanged::Builder::initTo, from.to);
}

effect::SignedOff read(const At& at, schema::SignedOff::Reader from) {
  return {read_transfer(at, from.getTransfer()), core::Instant{from.getAt()}};
}
void write(schema::SignedOff::Builder to, const effect::SignedOff& from) {
  put(to, &schema::SignedOff::Builder::initTransfer, from.transfer);
  to.setAt(from.at.ms);
}

effect::ClockSuspended read(const At& at, schema::ClockSuspended::Reader from) {
  return {read_clock_key(at, from.getKey()), core::Instant{from.getAt()}};
}
void write(schema::ClockSuspended::Builder to, const effect::ClockSuspended& from) {
  write_clock_key(to.initKey(), from.key);
  to.setAt(from.at.ms);
}

effect::ItemsAsked read(const At& at, schema::ItemsAsked::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.ascii("requirement", from.getRequirement(), finding_bytes_max),
          from.getItems()};
}
void write(schema::ItemsAsked::Builder to, const effect::ItemsAsked& from) {
  put(to, &schema::ItemsAsked::Builder::initTransfer, from.transfer);
  put(to, &schema::ItemsAsked::Builder::initRequirement, from.requirement);
  to.setItems(from.items);
}

template <class Effect>
Effect read_taken_back(const At& at, schema::TakenBack::Reader from) {
  return {read_transfer(at, from.getTransfer()), from.getRecord(),
          at.list("parts", from.getParts(), limits::parts_max, [](const At&, std::uint16_t part) { return part; })};
}
template <class Effect>
void write_taken_back(schema::TakenBack::Builder to, const Effect& from) {
  put(to, &schema::TakenBack::Builder::initTransfer, from.transfer);
  to.setRecord(from.record);
  write_parts(to, from.parts);
}

effect::NumberHeld read(const At& at, schema::NumberHeld::Reader from) {
  return {read_transfer(at, from.getTransfer()), at.agency("agency", from.getAgency(), true)};
}
void write(schema::NumberHeld::Builder to, const effect::NumberHeld& from) {
  put(to, &schema::NumberHeld::Builder::initTransfer, from.transfer);
  put(to, &schema::NumberHeld::Builder::initAgency, from.agency);
}

effect::CustodySet read(const At& at, schema::CustodySet::Reader from) {
  return {read_transfer(at, from.getTransfer()), from.getParty(), from.getInCustody()};
}
void write(schema::CustodySet::Builder to, const effect::CustodySet& from) {
  put(to, &schema::CustodySet::Builder::initTransfer, from.transfer);
  to.setParty(from.party);
  to.setInCustody(from.in_custody);
}

/// Sets the alternative of the union that each effect is.
struct Writer {
  schema::Effect::Builder to;

  void operator()(const effect::LaneAdvanced& from) { write(to.initLaneAdvanced(), from); }
  void operator()(const effect::TransferOpened& from) { write(to.initTransferOpened(), from); }
  void operator()(const effect::StateChanged& from) { write(to.initStateChanged(), from); }
  void operator()(const effect::PairSet& from) { write(to.initPairSet(), from); }
  void operator()(const effect::DocumentHeld& from) { write(to.initDocumentHeld(), from); }
  void operator()(const effect::RequirementSet& from) { write(to.initRequirementSet(), from); }
  void operator()(const effect::ItemSet& from) { write(to.initItemSet(), from); }
  void operator()(const effect::CounterSet& from) { write(to.initCounterSet(), from); }
  void operator()(const effect::Linked& from) { write(to.initLinked(), from); }
  void operator()(const effect::ClockStarted& from) { write(to.initClockStarted(), from); }
  void operator()(const effect::ClockEnded& from) { write(to.initClockEnded(), from); }
  void operator()(const effect::ClockFired& from) { write(to.initClockFired(), from); }
  void operator()(const effect::ClockMoved& from) { write_moved(to.initClockMoved(), from); }
  void operator()(const effect::PendingSet& from) { write(to.initPendingSet(), from); }
  void operator()(const effect::PendingCleared& from) { write(to.initPendingCleared(), from); }
  void operator()(const effect::Delivered& from) { write(to.initDelivered(), from); }
  void operator()(const effect::DeliveryDone& from) { write(to.initDeliveryDone(), from); }
  void operator()(const effect::DeliveryParked& from) { write(to.initDeliveryParked(), from); }
  void operator()(const effect::DirectoryChanged& from) { write_order(to.initDirectoryChanged(), from.order); }
  void operator()(const effect::PackActivated& from) { write(to.initPackActivated(), from); }
  void operator()(const effect::TimeSet& from) { to.setTimeSet(from.now.ms); }
  void operator()(const effect::SettingSet& from) { write(to.initSettingSet(), from); }
  void operator()(const effect::Dropped& from) { to.setDropped(from.upto); }
  void operator()(const effect::ReceiverChanged& from) { write(to.initReceiverChanged(), from); }
  void operator()(const effect::SignedOff& from) { write(to.initSignedOff(), from); }
  void operator()(const effect::ClockSuspended& from) { write(to.initClockSuspended(), from); }
  void operator()(const effect::ClockResumed& from) { write_moved(to.initClockResumed(), from); }
  void operator()(const effect::ItemsAsked& from) { write(to.initItemsAsked(), from); }
  void operator()(const effect::PartsRecalled& from) { write_taken_back(to.initPartsRecalled(), from); }
  void operator()(const effect::PartsErased& from) { write_taken_back(to.initPartsErased(), from); }
  void operator()(const effect::NumberHeld& from) { write(to.initNumberHeld(), from); }
  void operator()(const effect::CustodySet& from) { write(to.initCustodySet(), from); }
  void operator()(const effect::VersionTaken& from) { write(to.initVersionTaken(), from); }
  void operator()(const effect::ChangeCarried& from) { write(to.initChangeCarried(), from); }
};

}  // namespace

core::Effect read_effect(const At& at, schema::Effect::Reader from) {
  switch (from.which()) {
    case schema::Effect::LANE_ADVANCED: return read(At(at, "laneAdvanced"), from.getLaneAdvanced());
    case schema::Effect::TRANSFER_OPENED: return read(At(at, "transferOpened"), from.getTransferOpened());
    case schema::Effect::STATE_CHANGED: return read(At(at, "stateChanged"), from.getStateChanged());
    case schema::Effect::PAIR_SET: return read(At(at, "pairSet"), from.getPairSet());
    case schema::Effect::DOCUMENT_HELD: return read(At(at, "documentHeld"), from.getDocumentHeld());
    case schema::Effect::REQUIREMENT_SET: return read(At(at, "requirementSet"), from.getRequirementSet());
    case schema::Effect::ITEM_SET: return read(At(at, "itemSet"), from.getItemSet());
    case schema::Effect::COUNTER_SET: return read(At(at, "counterSet"), from.getCounterSet());
    case schema::Effect::LINKED: return read(At(at, "linked"), from.getLinked());
    case schema::Effect::CLOCK_STARTED: return read(At(at, "clockStarted"), from.getClockStarted());
    case schema::Effect::CLOCK_ENDED: return read(At(at, "clockEnded"), from.getClockEnded());
    case schema::Effect::CLOCK_FIRED: return read(At(at, "clockFired"), from.getClockFired());
    case schema::Effect::CLOCK_MOVED: return read_moved<effect::ClockMoved>(At(at, "clockMoved"), from.getClockMoved());
    case schema::Effect::PENDING_SET: return read(At(at, "pendingSet"), from.getPendingSet());
    case schema::Effect::PENDING_CLEARED: return read(At(at, "pendingCleared"), from.getPendingCleared());
    case schema::Effect::DELIVERED: return read(At(at, "delivered"), from.getDelivered());
    case schema::Effect::DELIVERY_DONE: return read(At(at, "deliveryDone"), from.getDeliveryDone());
    case schema::Effect::DELIVERY_PARKED: return read(At(at, "deliveryParked"), from.getDeliveryParked());
    case schema::Effect::DIRECTORY_CHANGED:
      return effect::DirectoryChanged{read_order(At(at, "directoryChanged"), from.getDirectoryChanged())};
    case schema::Effect::PACK_ACTIVATED: return read(At(at, "packActivated"), from.getPackActivated());
    case schema::Effect::TIME_SET: return effect::TimeSet{core::Instant{from.getTimeSet()}};
    case schema::Effect::SETTING_SET: return read(At(at, "settingSet"), from.getSettingSet());
    case schema::Effect::DROPPED: return effect::Dropped{from.getDropped()};
    case schema::Effect::RECEIVER_CHANGED: return read(At(at, "receiverChanged"), from.getReceiverChanged());
    case schema::Effect::SIGNED_OFF: return read(At(at, "signedOff"), from.getSignedOff());
    case schema::Effect::CLOCK_SUSPENDED: return read(At(at, "clockSuspended"), from.getClockSuspended());
    case schema::Effect::CLOCK_RESUMED:
      return read_moved<effect::ClockResumed>(At(at, "clockResumed"), from.getClockResumed());
    case schema::Effect::ITEMS_ASKED: return read(At(at, "itemsAsked"), from.getItemsAsked());
    case schema::Effect::PARTS_RECALLED:
      return read_taken_back<effect::PartsRecalled>(At(at, "partsRecalled"), from.getPartsRecalled());
    case schema::Effect::PARTS_ERASED:
      return read_taken_back<effect::PartsErased>(At(at, "partsErased"), from.getPartsErased());
    case schema::Effect::NUMBER_HELD: return read(At(at, "numberHeld"), from.getNumberHeld());
    case schema::Effect::CUSTODY_SET: return read(At(at, "custodySet"), from.getCustodySet());
    case schema::Effect::VERSION_TAKEN: return read(At(at, "versionTaken"), from.getVersionTaken());
    case schema::Effect::CHANGE_CARRIED: return read(At(at, "changeCarried"), from.getChangeCarried());
  }
  at.refuse("", "an effect that this version does not know");
  return effect::Dropped{};
}

void write_effect(schema::Effect::Builder to, const core::Effect& from) { std::visit(Writer{to}, from); }

}  // namespace caseway::wire
