#include "tests/simulation/world.h"

#include <stdexcept>

#include "broker/core/digest.h"
#include "broker/flow/journal.h"
#include "broker/flow/names.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"

namespace caseway::simulation {
namespace {

core::KeyPair key_of(std::uint8_t which) { return core::key_pair_from_seed(std::vector<std::uint8_t>(32, which)); }

core::Field text_field(std::string name, std::string value) {
  core::Value held;
  held.text = std::move(value);
  return {std::move(name), {std::move(held)}};
}

core::Field instant_field(std::string name, std::int64_t ms) {
  core::Value held;
  held.kind = core::FieldKind::instant;
  held.integer = ms;
  return {std::move(name), {std::move(held)}};
}

// The approval without which K01 returns a transfer.
core::Document approval(std::int64_t now_ms) {
  core::Document document;
  document.id = "d55";
  document.type = *core::DocumentType::parse("D55");
  document.stamp = core::Stamp::valid;
  document.fields.push_back(instant_field("reportReceivedByHead", now_ms - 2 * core::day_ms));
  document.fields.push_back(text_field("head", "黄某"));
  document.fields.push_back(instant_field("decidedAt", now_ms - core::hour_ms));
  core::Value approve;
  approve.kind = core::FieldKind::code;
  approve.text = "approve";
  document.fields.push_back({"decision", {approve}});
  core::Field team{"team", {}};
  for (const auto* number : {"闽1", "闽2"}) {
    core::Value member;
    member.kind = core::FieldKind::group;
    member.fields.push_back(text_field("certNo", number));
    team.values.push_back(std::move(member));
  }
  document.fields.push_back(std::move(team));
  return document;
}

}  // namespace

World::World(std::uint64_t seed, std::uint64_t segments, bool training, std::size_t counties)
    : random(seed),
      journal_disk(tape, 0),
      vault_disk(tape, 1),
      signer(key_of(1)),
      salts(random),
      segment_bytes(segments) {
  genesis.origin = "sim.caseway.example";
  genesis.log_key = signer.pair.public_key;
  genesis.training = training;
  genesis.first_instant = {time.wall_ms};
  officers = {key_of(2), key_of(3)};
  genesis.officers = {{"officer-1", "", officers[0].public_key}, {"officer-2", "", officers[1].public_key}};
  genesis.agencies.push_back(member("operator", core::Role::operator_, "350000"));
  for (std::size_t i = 0; i < counties; ++i) {
    const auto region = std::to_string(350123 + i);
    counties_.push_back(i == 0 ? "luoyuan" : "county" + std::to_string(i + 1));
    genesis.agencies.push_back(member(counties_[i] + "-amr", core::Role::administrative, region));
    genesis.agencies.push_back(member(counties_[i] + "-police", core::Role::police, region));
    genesis.agencies.push_back(member(counties_[i] + "-procuratorate", core::Role::procuratorate, region));
  }
  genesis_bytes = wire::encode_genesis(genesis);
}

core::Agency World::member(const core::AgencyId& id, core::Role role, const std::string& region) {
  Agency client;
  client.id = id;
  client.key = key_of(next_key_);
  core::Agency member;
  member.id = id;
  member.name_zh = id;
  member.roles = {role};
  member.level = 4;
  member.region = region;
  member.keys = {{core::Algorithm::ed25519, client.key.public_key, {1}, {}, {}, {}}};
  member.transport.bytes[0] = next_key_++;
  member.since = {1};
  agencies.emplace(id, std::move(client));
  return member;
}

flow::Ports World::ports() {
  flow::Ports ports;
  ports.journal = &journal_disk;
  ports.vault = &vault_disk;
  ports.net = &net;
  ports.time = &time;
  ports.index = &index;
  ports.signer = &signer;
  ports.random = &salts;
  ports.aside = &aside;
  ports.snapshot_segments = snapshot_segments;
  ports.segment_bytes = segment_bytes;
  return ports;
}

void World::start() {
  broker = std::make_unique<flow::Broker>(ports(), genesis_bytes);
  for (auto more = broker->index_entries(index.indexed_to(), 1000); !more.empty();
       more = broker->index_entries(index.indexed_to(), 1000)) {
    index.put(std::move(more));
    index.catch_up(1000);
  }
}

void World::crash(Crash how) {
  broker.reset();
  aside.forget();
  queued.clear();
  net.sent.clear();
  for (auto& [id, agency] : agencies) {
    agency.session = 0;
    agency.inbox.clear();
  }
  journal_disk.writes_until_failure = UINT64_MAX;
  vault_disk.writes_until_failure = UINT64_MAX;
  index.waiting.clear();
  journal_disk.crash(how, random);
  vault_disk.crash(how, random);
  // The index is behind the path: it may lack the last records.
  const auto kept = index.entries.size() - std::min<std::size_t>(index.entries.size(), random() % 8);
  index.entries.resize(kept);
}

void World::stop() {
  if (aside.busy()) aside.asks_until_stop = random() % 64;
  broker->stop();
  broker.reset();
  for (auto& [id, agency] : agencies) agency.session = 0;
}

wire::SendOrder World::signed_order(core::Order order, flow::Bytes content) {
  if (!content.empty()) order.digest = core::digest_of(content);
  if (order.previous.empty()) order.previous = broker->state().last_order;
  wire::SendOrder sent;
  sent.order = wire::encode_order(order);
  const auto bytes = wire::order_signing_bytes(genesis.origin, sent.order);
  sent.signatures = {{"officer-1", core::sign_bytes(officers[0].secret_key, bytes)},
                     {"officer-2", core::sign_bytes(officers[1].secret_key, bytes)}};
  sent.content = std::move(content);
  sent.number = random();
  return sent;
}

wire::OrderAnswer World::order(core::Order order, flow::Bytes content) {
  auto& site = agency("operator");
  if (site.session == 0) connect(site, false);
  say(site, wire::ClientFrame(signed_order(std::move(order), std::move(content))));
  turn();
  const auto* answer = last<wire::OrderAnswer>(site);
  if (answer == nullptr) throw std::runtime_error("the order was not answered");
  return *answer;
}

void World::set_up() {
  const auto must = [&](const wire::OrderAnswer& answer) {
    if (!answer.accepted) throw std::runtime_error("order refused: " + answer.why);
  };
  core::Order order;
  order.kind = core::OrderKind::activate_calendar;
  must(this->order(order, shipped_calendar()));
  order.kind = core::OrderKind::activate_pack;
  must(this->order(order, shipped_pack()));
  order = {};
  order.kind = core::OrderKind::set_counterparts;
  for (const auto& county : counties_) {
    const auto [amr, police] = std::pair{county + "-amr", county + "-police"};
    order.counterparts.push_back({amr, core::Role::police, police});
    order.counterparts.push_back({police, core::Role::administrative, amr});
    for (const auto& member : {amr, police})
      order.counterparts.push_back({member, core::Role::procuratorate, county + "-procuratorate"});
  }
  must(this->order(order));
}

void World::connect(Agency& agency, bool consume, std::uint32_t credit) {
  disconnect(agency);
  agency.session = new_session(agency);
  agency.inbox.clear();
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.software = "sim";
  hello.checkpoint = agency.checkpoint;
  hello.consume = consume;
  hello.delivery_credit = credit;
  say(agency, wire::ClientFrame(hello));
  turn(0);
}

flow::SessionNo World::new_session(const Agency& agency) {
  const auto session = next_session_++;
  broker->session_opened(session, agency.id);
  return session;
}

void World::disconnect(Agency& agency) {
  if (agency.session == 0) return;
  broker->session_closed(agency.session);
  agency.session = 0;
}

wire::SendMessage World::compose(Agency& agency, const Said& said) {
  return compose(agency, said, agency.lane(said.lane).next);
}

wire::SendMessage World::compose(Agency& agency, const Said& said, core::LaneNumber number) {
  std::vector<core::Part> parts;
  const auto add = [&](core::PartType type, flow::Bytes bytes) {
    parts.push_back({type, random_id<core::Salt>(), std::move(bytes)});
  };
  core::DossierHead head = said.head;
  for (std::size_t i = 0; i < said.evidence.size(); ++i) {
    core::EvidenceItem item;
    item.id = "ev" + std::to_string(i + 1);
    item.evidence_class = "E1";
    item.part = static_cast<core::PartNo>(1 + said.documents.size() + i);
    head.evidence.push_back(item);
  }
  add(core::PartType::dossier, wire::encode_head(head));
  for (const auto& document : said.documents) add(core::PartType::document, wire::encode_document(document));
  for (const auto& bytes : said.evidence) add(core::PartType::evidence, bytes);
  std::vector<core::Digest> digests;
  for (const auto& part : parts) digests.push_back(core::part_digest(part.type, part.salt, part.bytes));

  wire::SendMessage message;
  message.content = wire::encode_content(parts);
  core::Envelope envelope;
  envelope.origin = genesis.origin;
  envelope.sender = agency.id;
  envelope.lane = said.lane;
  envelope.number = number;
  envelope.settled = std::min(agency.lane(said.lane).settled, number - 1);
  envelope.case_id = said.case_id;
  envelope.transfer = said.transfer;
  envelope.procedure = said.procedure;
  envelope.step = said.step;
  envelope.recipient = said.recipient;
  envelope.occurred_at = {time.wall_ms - said.ago_ms};
  envelope.signed_at = {time.wall_ms};
  envelope.content_root = core::content_root(digests);
  envelope.part_count = static_cast<std::uint32_t>(parts.size());
  envelope.content_bytes = static_cast<std::uint32_t>(message.content.size());
  envelope.confirms = said.confirms;
  envelope.test = genesis.training;
  message.envelope = wire::encode_envelope(envelope);
  sign(agency, {&message});
  return message;
}

void World::sign(const Agency& agency, std::vector<wire::SendMessage*> messages) {
  std::vector<core::Digest> leaves;
  for (const auto* message : messages)
    leaves.push_back(
        core::message_leaf(genesis.origin, agency.id, core::key_id(agency.key.public_key), message->envelope));
  auto signatures = core::sign_batch(agency.key, leaves);
  for (std::size_t i = 0; i < messages.size(); ++i) messages[i]->signatures = wire::encode_signatures({signatures[i]});
}

void World::say(Agency& agency, const wire::ClientFrame& frame) { say(agency, wire::encode(frame)); }

void World::say(Agency& agency, flow::Bytes frame) { queued.push_back({agency.session, agency.id, std::move(frame)}); }

core::LaneNumber World::tell(Agency& agency, const Said& said) {
  const auto number = write(agency, said);
  say(agency, wire::ClientFrame(agency.lane(said.lane).unanswered.at(number)));
  return number;
}

core::LaneNumber World::write(Agency& agency, const Said& said) {
  auto message = compose(agency, said);
  auto& lane = agency.lane(said.lane);
  lane.unanswered.emplace(lane.next, std::move(message));
  return lane.next++;
}

void World::ack(Agency& agency, std::uint64_t delivery) {
  say(agency, wire::ClientFrame(wire::Ack{{delivery}}));
  std::erase_if(agency.inbox, [&](const auto& each) { return each.delivery == delivery; });
}

void World::turn(std::int64_t ms) {
  time.advance(ms);
  if (on_turn) on_turn();
  auto batch = std::move(queued);
  queued.clear();
  handed += std::max<std::size_t>(batch.size(), 1);
  const std::span<flow::Inbound> all = batch;
  std::size_t heard = 0;
  do {  // a host hands over no more at once
    const auto now = std::min<std::size_t>(all.size() - heard, core::limits::turn_messages_max);
    try {
      broker->turn(all.subspan(heard, now));
    } catch (const flow::Fault&) {  // what it said before is said
      receive();
      throw;
    }
    heard += now;
  } while (heard < all.size());
  receive();
}

void World::receive() {
  while (!net.sent.empty()) {
    auto [session, bytes] = std::move(net.sent.front());
    net.sent.pop_front();
    auto found = std::find_if(agencies.begin(), agencies.end(),
                              [&, to = session](const auto& each) { return each.second.session == to; });
    auto frame = wire::decode_broker(bytes);
    if (!frame.ok()) throw std::runtime_error("a frame of the broker does not decode: " + frame.refused().where);
    if (found == agencies.end()) {
      if (on_stray) on_stray(session, frame.value());
      continue;
    }
    auto& agency = found->second;
    if (!on_frame || on_frame(agency, frame.value())) arrive(agency, std::move(frame).value());
  }
}

void World::arrive(Agency& agency, wire::BrokerFrame frame) {
  const auto see = [&](const core::Checkpoint& checkpoint) {
    if (!agency.checkpoint || agency.checkpoint->tree_size < checkpoint.tree_size) agency.checkpoint = checkpoint;
  };
  if (const auto* welcome = std::get_if<wire::Welcome>(&frame)) {
    agency.welcome = *welcome;
    see(welcome->checkpoint);
  }
  if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame)) {
    auto& lane = agency.lane(receipt->lane);
    lane.statements.emplace(receipt->number, receipt->receipt.statement);
    lane.unanswered.erase(receipt->number);
    see(receipt->receipt.proof.checkpoint);
  }
  if (const auto* delivery = std::get_if<wire::Delivery>(&frame)) agency.inbox.push_back(*delivery);
  agency.frames.push_back(std::move(frame));
}

void World::settle() {
  for (bool waits = true; waits;) {
    waits = false;
    for (auto& [id, agency] : agencies)
      while (!agency.inbox.empty()) {
        ack(agency, agency.inbox.front().delivery);
        waits = true;
      }
    turn();
  }
}

flow::Site World::site() const {
  flow::Site site;
  site.genesis = core::digest_of(genesis_bytes);
  site.log_key = genesis.log_key;
  site.origin = genesis.origin;
  site.segment_bytes = segment_bytes;
  return site;
}

void World::each_record(const std::function<void(const core::Record&)>& each) {
  Tape none;
  none.on = false;
  SimDisk copy(none, 0);
  copy.copy_from(journal_disk);
  flow::Journal journal(copy, site(), [](std::uint64_t, std::uint64_t) { return true; });
  journal.each_from(0, [&](const wire::Group& group) {
    for (const auto& bytes : group.records) each(wire::decode_record(bytes.statement, bytes.rest).value());
  });
}

const flow::Replay& World::replay(bool anew, const EachRecord& each) {
  const auto site = this->site();
  Tape none;
  none.on = false;
  SimDisk journal_copy(none, 0);
  SimDisk vault_copy(none, 1);
  journal_copy.copy_from(journal_disk);
  vault_copy.copy_from(vault_disk);
  flow::Vault vault(vault_copy, site);
  flow::Journal journal(journal_copy, site, [&](std::uint64_t begin, std::uint64_t end) {
    return vault.each_frame(begin, end, [](wire::VaultFrame&&) {});
  });
  read_part_ = [&](core::RecordIndex record, core::PartNo part) {
    const auto& place = journal.place_of(record);
    return vault.read(record, part, journal.vault_begin(place), place.vault_end);
  };
  read_message_ = [&](core::RecordIndex record) {
    const auto group = journal.read_group_of(record);
    const auto& bytes = group.records[record - group.header.first_index];
    return flow::said_in(wire::decode_record(bytes.statement, bytes.rest).value());
  };
  if (anew || !replayed_) {
    flow::ErasedParts erased;
    journal.each_from(0, [&](const wire::Group& group) {
      for (const auto& bytes : group.records)
        flow::note_erased(erased, wire::decode_record(bytes.statement, bytes.rest).value());
    });
    replayed_ = std::make_unique<flow::Replay>(
        [this](core::RecordIndex record, core::PartNo part) { return read_part_(record, part); },
        [this](core::RecordIndex record) { return read_message_(record); }, std::move(erased));
  }
  journal.each_from(replayed_->state().next_record, [&](const wire::Group& group) {
    replayed_->judge(group);
    if (!each) return;
    for (const auto& bytes : group.records)
      each(wire::decode_record(bytes.statement, bytes.rest).value(), bytes.statement);
  });
  read_part_ = nullptr;
  read_message_ = nullptr;
  return *replayed_;
}

Said World::transfer(const std::string& text) {
  Said said;
  said.case_id = random_id<core::CaseId>();
  said.transfer = random_id<core::TransferId>();
  said.head.title = text;
  said.head.own_case_number = "罗市监〔2025〕" + std::to_string(random() % 1000) + "号";
  core::Party party;
  party.no = 1;
  party.kind = "person";
  party.name = "林某";
  party.id_type = "none";
  party.roles = {"suspect"};
  party.present = true;
  said.head.parties = {party};
  said.head.pairs = {{1, "213", false}};
  core::Document letter;
  letter.id = "d01";
  letter.type = *core::DocumentType::parse("D01");
  letter.stamp = core::Stamp::valid;
  letter.fields = {text_field("number", "罗市监移字〔2025〕12号")};
  said.documents = {letter, approval(time.wall_ms)};
  return said;
}

}  // namespace caseway::simulation
