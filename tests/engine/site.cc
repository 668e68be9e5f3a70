#include "site.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "broker/core/digest.h"
#include "broker/rules/compile.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"
#include "broker/wire/record.h"
#include "tests/where.h"

namespace caseway::tests {

namespace {

constexpr const char* origin = "caseway.fujian.example";

core::KeyPair key_pair(std::uint8_t seed) {
  const std::vector<std::uint8_t> bytes(32, seed);
  return core::key_pair_from_seed(bytes);
}

std::map<std::string, std::string> pack_texts() {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
    if (entry.path().extension() != ".capnp") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    texts[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return texts;
}

core::Field one(std::string name, core::FieldKind kind, std::string value, std::int64_t integer) {
  return {std::move(name), {{kind, std::move(value), integer, {}}}};
}

core::Salt salt_of(std::size_t part) {
  core::Salt salt;
  salt.bytes.fill(static_cast<std::uint8_t>(part + 1));
  return salt;
}

// The documents with their local ids, as parts from 1 on. A D06 of which a test says nothing lists all the others with
// their digests, as a real one does.
std::vector<core::Document> with_material_list(std::vector<core::Document> documents) {
  const auto is_list = [](const core::Document& document) { return document.type.str() == "D06"; };
  std::vector<std::vector<core::Field>> listed;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    documents[i].id = "d" + std::to_string(i + 1);
    if (is_list(documents[i])) continue;
    const auto digest =
        core::part_digest(core::PartType::document, salt_of(i + 1), wire::encode_document(documents[i]));
    listed.push_back({text("document", documents[i].id), text("digest", core::hex(digest))});
  }
  for (auto& document : documents) {
    if (!is_list(document) || !document.fields.empty()) continue;
    document.fields = {integer("total", static_cast<std::int64_t>(listed.size()))};
    if (!listed.empty()) document.fields.push_back(rows("rows", listed));
  }
  return documents;
}

}  // namespace

core::Instant at(std::string_view text) {
  if (text.substr(11) == "24:00") return core::end_of(*core::parse_date(text.substr(0, 10)));
  const auto full = std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11)) +
                    (text.size() == 16 ? ":00+08:00" : "+08:00");
  const auto parsed = core::parse_instant(full);
  REQUIRE_MESSAGE(parsed, full);
  return *parsed;
}

core::TransferId transfer_id(std::uint8_t no) {
  core::TransferId id;
  id.bytes.fill(0xa0);
  id.bytes.back() = no;
  return id;
}

core::CaseId case_id(std::uint8_t no) {
  core::CaseId id;
  id.bytes.fill(0xc0);
  id.bytes.back() = no;
  return id;
}

core::Field text(std::string name, std::string value) {
  return one(std::move(name), core::FieldKind::text, std::move(value), 0);
}
core::Field code(std::string name, std::string value) {
  return one(std::move(name), core::FieldKind::code, std::move(value), 0);
}
core::Field yes(std::string name, bool value) {
  return one(std::move(name), core::FieldKind::boolean, {}, value ? 1 : 0);
}
core::Field date(std::string name, std::string_view value) {
  return one(std::move(name), core::FieldKind::date, {}, core::parse_date(value)->days);
}
core::Field instant(std::string name, std::string_view value) {
  return one(std::move(name), core::FieldKind::instant, {}, at(value).ms);
}
core::Field integer(std::string name, std::int64_t value) {
  return one(std::move(name), core::FieldKind::integer, {}, value);
}
core::Field rows(std::string name, std::vector<std::vector<core::Field>> groups) {
  core::Field field{std::move(name), {}};
  for (auto& group : groups) field.values.push_back({core::FieldKind::group, {}, 0, std::move(group)});
  return field;
}

core::Document document(std::string_view type, std::vector<core::Field> fields) {
  core::Document made;
  made.type = *core::DocumentType::parse(type);
  made.stamp = core::Stamp::valid;
  made.fields = std::move(fields);
  return made;
}

rules::PackBundle project_packs() {
  static const auto compiled = rules::compile_bundle(pack_texts());  // two seconds of parsing, once
  for (const auto& error : compiled.errors) MESSAGE(error.file << ":" << error.line << " " << error.what);
  REQUIRE(compiled.errors.empty());
  auto bundle = rules::load_bundle(compiled.binary);
  REQUIRE(bundle.ok());
  for (auto& rule : bundle.value().documents) {
    rule.fields.clear();
    rule.stamp_needed = false;
  }
  return std::move(bundle).value();
}

core::Calendar project_calendar() {
  static const auto compiled = rules::compile_calendar(pack_texts());
  auto calendar = rules::load_calendar(compiled.binary);
  REQUIRE(calendar.ok());
  return std::move(calendar).value();
}

Site::Site(std::string_view now) { begin(now, project_packs(), project_calendar()); }
Site::Site(std::string_view now, rules::PackBundle bundle) { begin(now, std::move(bundle), project_calendar()); }

void Site::begin(std::string_view now, rules::PackBundle bundle, core::Calendar calendar) {
  officers_ = {key_pair(1), key_pair(2)};
  core::Genesis genesis;
  genesis.origin = origin;
  genesis.log_key = key_pair(9).public_key;
  genesis.officers = {{"officer-1", "one", officers_[0].public_key}, {"officer-2", "two", officers_[1].public_key}};
  core::Agency site;
  site.id = "operator";
  site.roles = {core::Role::operator_};
  genesis.agencies = {site};
  genesis.training = true;
  genesis.first_instant = at(now);
  core::Event first;
  first.type = core::EventType::genesis;
  first.received_at = at(now);
  first.body = genesis;
  event(first);
  admit(amr, {core::Role::administrative}, "350123", 11);
  admit(police, {core::Role::police}, "350123", 12);
  admit(procuratorate, {core::Role::procuratorate}, "350123", 13);
  admit(other_amr, {core::Role::administrative}, "350122", 14);
  core::Order counterparts;
  counterparts.kind = core::OrderKind::set_counterparts;
  counterparts.counterparts = {{amr, core::Role::police, police},
                               {amr, core::Role::procuratorate, procuratorate},
                               {police, core::Role::administrative, amr},
                               {police, core::Role::procuratorate, procuratorate}};
  REQUIRE(order(counterparts).verdict == core::Verdict::proceeds);
  REQUIRE(activate(std::move(calendar)).verdict == core::Verdict::proceeds);
  REQUIRE(activate(std::move(bundle)).verdict == core::Verdict::proceeds);
}

core::Outcome Site::activate(rules::PackBundle bundle) {
  core::Order change;
  change.kind = core::OrderKind::activate_pack;
  change.digest = bundle.digest;
  library_.bundles[bundle.digest] = std::make_shared<const rules::PackBundle>(std::move(bundle));
  return order(change);
}

core::Outcome Site::activate(core::Calendar calendar) {
  core::Order change;
  change.kind = core::OrderKind::activate_calendar;
  change.digest = calendar.digest;
  library_.calendars[calendar.digest] = std::make_shared<const core::Calendar>(std::move(calendar));
  return order(change);
}

void Site::admit(const std::string& id, std::vector<core::Role> roles, const std::string& region, std::uint8_t no) {
  core::Order admission;
  admission.kind = core::OrderKind::admit_agency;
  admission.agency.id = id;
  admission.agency.name_zh = id;
  admission.agency.roles = std::move(roles);
  admission.agency.level = 4;
  admission.agency.region = region;
  admission.agency.since = state_.now;
  core::AgencyKey key;
  key.key = key_pair(no).public_key;
  key.valid_from = state_.now;
  admission.agency.keys = {key};
  admission.agency.transport.bytes.fill(no);
  REQUIRE(order(admission).verdict == core::Verdict::proceeds);
}

core::OrderEvent Site::signed_order(core::Order order) const {
  order.previous = state_.last_order;
  core::OrderEvent event;
  event.order = std::move(order);
  event.order_bytes = wire::encode_order(event.order);
  const auto bytes = wire::order_signing_bytes(origin, event.order_bytes);
  event.signatures = {{"officer-1", core::sign_bytes(officers_[0].secret_key, bytes)},
                      {"officer-2", core::sign_bytes(officers_[1].secret_key, bytes)}};
  return event;
}

core::Outcome Site::order(core::Order change) {
  core::Event wrapped;
  wrapped.type = core::EventType::order;
  wrapped.received_at = state_.now;
  wrapped.agency = "operator";
  wrapped.body = signed_order(std::move(change));
  return event(std::move(wrapped));
}

core::Outcome Site::set_setting(const std::string& id, const std::string& value) {
  core::Order change;
  change.kind = core::OrderKind::set_setting;
  change.setting = id;
  change.value = value;
  return order(change);
}

core::MessageEvent Site::message(const Draft& draft) const {
  core::MessageEvent event;
  event.dossier.head = draft.head;
  auto& message = event.message;
  const auto add = [&](core::PartType type, std::vector<std::uint8_t> bytes) {
    const auto salt = salt_of(message.parts.size());
    message.part_digests.push_back(core::part_digest(type, salt, bytes));
    event.part_sizes.push_back(static_cast<std::uint32_t>(bytes.size()));
    message.parts.push_back({type, salt, std::move(bytes)});
  };
  add(core::PartType::dossier, wire::encode_head(draft.head));
  for (auto& document : with_material_list(draft.documents)) {
    event.dossier.document_parts.push_back(static_cast<core::PartNo>(message.parts.size()));
    add(core::PartType::document, wire::encode_document(document));
    event.dossier.documents.push_back(std::move(document));
  }
  auto& envelope = message.envelope;
  envelope.origin = origin;
  envelope.sender = draft.sender;
  const auto* member = engine::find_agency(state_, draft.sender);
  const bool first = member == nullptr || !member->lanes.contains(0);
  envelope.number = first ? 1 : member->lanes.at(0).next;
  envelope.case_id = draft.case_id;
  envelope.transfer = draft.transfer;
  envelope.procedure = core::Code(draft.procedure);
  envelope.step = core::Code(draft.step);
  envelope.recipient = draft.recipient;
  envelope.occurred_at = draft.occurred.empty() ? state_.now : at(draft.occurred);
  envelope.signed_at = state_.now;
  envelope.content_root = core::content_root(message.part_digests);
  envelope.part_count = static_cast<std::uint32_t>(message.parts.size());
  envelope.content_bytes = static_cast<std::uint32_t>(wire::encode_content(message.parts).size());
  envelope.confirms = draft.confirms;
  envelope.test = true;
  message.envelope_bytes = wire::encode_envelope(envelope);
  message.body = core::digest_of(message.envelope_bytes);
  core::Signature signature;
  signature.bytes.resize(64);
  signature.key.bytes.fill(1);
  message.signatures = {signature};
  return event;
}

core::Event Site::wrap(core::MessageEvent message) const {
  core::Event wrapped;
  wrapped.type = core::EventType::message;
  wrapped.received_at = state_.now;
  wrapped.clock_source = core::ClockSource::training;
  wrapped.agency = message.message.envelope.sender;
  wrapped.body = std::move(message);
  return wrapped;
}

core::Outcome Site::say(const Draft& draft) {
  auto made = message(draft);
  last_body_ = made.message.body;
  return event(wrap(std::move(made)));
}

core::Facts Site::facts_for(const core::Event& event) const {
  auto facts = engine::needs(library_, state_, event);
  std::size_t bytes = 0;
  for (auto& fact : facts) {
    if (fact.is_message) {
      const auto found = said_.find(fact.ref.record);
      fact.unread = false;
      fact.absent = found == said_.end();
      if (fact.absent) continue;
      const auto& message = found->second.message;
      fact.said = {message.envelope.sender, message.envelope.transfer,
                   static_cast<std::uint32_t>(message.part_digests.size()), message.part_digests.front()};
      fact.ref.digest = fact.said.head;
      continue;
    }
    const auto& said = said_.at(fact.ref.record);
    const auto& dossier = said.dossier;
    fact.ref.digest = said.message.part_digests.at(fact.ref.part);
    REQUIRE(fact.is_head == (fact.ref.part == 0));
    const auto& part = said.message.parts.at(fact.ref.part);
    bytes += wire::judged_bytes(part.type, part.bytes);
    fact.unread = bytes > core::limits::facts_bytes_max;
    if (fact.unread) break;
    if (fact.is_head) {
      fact.head = dossier.head;
      continue;
    }
    const auto& parts = dossier.document_parts;
    const auto index = std::find(parts.begin(), parts.end(), fact.ref.part) - parts.begin();
    fact.document = dossier.documents.at(static_cast<std::size_t>(index));
    REQUIRE(fact.type == fact.document.type);
  }
  return facts;
}

core::Outcome Site::event(core::Event event) {
  const auto facts = facts_for(event);
  core::Record record;
  record.index = state_.next_record;
  record.event = std::move(event);
  const auto before = engine::encode_state(state_);
  record.outcome = engine::decide(library_, state_, facts, record.event);
  REQUIRE(engine::encode_state(state_) == before);  // deciding writes nothing
  core::TurnSalt salt;
  salt.bytes.fill(7);
  record.event.turn_salt = salt;
  const auto bytes = wire::encode_record(record, salt, true);
  const auto recorded = wire::decode_record(bytes.statement, bytes.rest);
  REQUIRE_MESSAGE(recorded.ok(), recorded.refused().where << ": " << recorded.refused().what);
  engine::apply(state_, record);
  engine::apply(twin_, recorded.value());
  REQUIRE(engine::state_digest(state_) == engine::state_digest(twin_));
  const auto* said = std::get_if<core::MessageEvent>(&record.event.body);
  if (said != nullptr && record.outcome.verdict != core::Verdict::returned) said_[record.index] = *said;
  last_event_ = record.event;
  return record.outcome;
}

void Site::put(std::vector<core::Effect> effects) {
  core::Record record;
  record.index = state_.next_record;
  record.event.type = core::EventType::tick;
  record.event.received_at = state_.now;
  record.outcome.effects = std::move(effects);
  engine::apply(state_, record);
  engine::apply(twin_, record);
}

std::size_t Site::ack(const std::string& agency) {
  std::size_t taken = 0;
  for (; waiting(agency) > 0; ++taken) {
    core::Event wrapped;
    wrapped.type = core::EventType::ack;
    wrapped.received_at = state_.now;
    wrapped.agency = agency;
    wrapped.body = core::AckEvent{state_.agencies.at(agency).mailbox.entries.begin()->first};
    event(wrapped);
  }
  return taken;
}

std::size_t Site::ack_all() {
  std::size_t taken = 0;
  for (std::size_t before = SIZE_MAX; before != taken;) {
    before = taken;
    for (const auto& agency : {amr, police, procuratorate, other_amr}) taken += ack(agency);
  }
  return taken;
}

std::vector<core::Outcome> Site::move_to(std::string_view now) {
  core::Order change;
  change.kind = core::OrderKind::set_clock;
  change.instant = at(now);
  REQUIRE(order(change).verdict == core::Verdict::proceeds);
  std::vector<core::Outcome> ticks;
  for (auto next = engine::next_clock(state_); next && *next <= state_.now; next = engine::next_clock(state_)) {
    ticks.push_back(tick());
  }
  return ticks;
}

core::Outcome Site::tick() {
  core::Event wrapped;
  wrapped.type = core::EventType::tick;
  wrapped.received_at = state_.now;
  wrapped.body = core::TickEvent{};
  return event(wrapped);
}

const engine::Transfer& Site::transfer(const core::TransferId& id) const {
  const auto* found = engine::find_transfer(state_, id);
  REQUIRE(found != nullptr);
  return *found;
}

std::string Site::state_of(const core::TransferId& id) const {
  const auto* found = engine::find_transfer(state_, id);
  return found == nullptr ? "" : found->state.str();
}

const engine::Transfer* Site::copy_of(const core::TransferId& cause) const {
  for (const auto& [id, transfer] : state_.transfers) {
    if (transfer.cause == cause && transfer.procedure.view() == "K01b") return &transfer;
  }
  return nullptr;
}

std::string Site::clock(std::string_view id, core::PartyNo party, const core::TransferId& transfer_id) const {
  for (const auto& run : transfer(transfer_id).clocks) {
    if (run.clock.view() != id || run.party != party) continue;
    if (run.anchor.empty()) return "armed";
    const auto warn = run.warn_at.empty() ? "-" : core::print_due(run.warn_at);
    return warn + " / " + core::print_due(run.due) + (run.fired ? "!" : "");
  }
  return {};
}

std::size_t Site::waiting(const std::string& agency) const { return state_.agencies.at(agency).mailbox.entries.size(); }

std::string codes(const core::Outcome& outcome) {
  std::set<std::string> found;
  for (const auto& finding : outcome.findings) {
    if (!finding.code.starts_with("form.")) found.insert(finding.code);
  }
  std::string line;
  for (const auto& code : found) line += (line.empty() ? "" : ", ") + code;
  return line;
}

std::string deliveries(const core::Outcome& outcome) {
  std::string lines;
  for (const auto& effect : outcome.effects) {
    const auto* delivered = std::get_if<core::effect::Delivered>(&effect);
    if (delivered == nullptr) continue;
    auto line = delivered->mailbox + ":" + (delivered->whole ? " whole" : "");
    for (const auto part : delivered->parts) line += " " + std::to_string(part);
    for (const auto& fact : delivered->facts) line += " " + fact.str();
    lines += (lines.empty() ? "" : ", ") + line + (delivered->presents ? " presents" : "");
  }
  return lines;
}

std::string how_ended(const core::Outcome& outcome, std::string_view clock) {
  static const std::map<core::ClockEnd, std::string> words{
      {core::ClockEnd::in_time, "in_time"},     {core::ClockEnd::late, "late"},
      {core::ClockEnd::withdrawn, "withdrawn"}, {core::ClockEnd::restarted, "restarted"},
      {core::ClockEnd::lapsed, "lapsed"},       {core::ClockEnd::answered_in_time, "answered_in_time"}};
  for (const auto& effect : outcome.effects) {
    const auto* ended = std::get_if<core::effect::ClockEnded>(&effect);
    if (ended != nullptr && ended->key.clock.view() == clock) return words.at(ended->how);
  }
  return {};
}

}  // namespace caseway::tests
