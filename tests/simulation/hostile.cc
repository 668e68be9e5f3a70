#include "tests/simulation/hostile.h"

#include <algorithm>

#include "broker/wire/order.h"

namespace caseway::simulation {

void Hostile::overheard(const core::AgencyId& agency, core::LaneNumber number, const wire::SendMessage& message) {
  if (!fate_.one_in(5)) return;
  heard_.push_back({agency, number, message});
  if (heard_.size() > 40) heard_.pop_front();
}

void Hostile::send(Agency& agency, Fault kind, const wire::ClientFrame& frame) {
  faults_.count(kind);
  world_.say(agency, frame);
}

void Hostile::act(Agency& agency) {
  const Heard* heard = heard_.empty() ? nullptr : &heard_[fate_.pick(heard_.size())];
  switch (fate_.pick(12)) {
    case 0: return junk(agency);
    case 1: return bent(agency);
    case 2: return forged(agency);
    case 3: return old_key(agency);
    case 4:
      if (heard == nullptr) return;
      return send(agency, heard->agency == agency.id ? Fault::replayed : Fault::foreign_message,
                  wire::ClientFrame(heard->message));
    case 5: return reused(agency);
    case 6: return astray(agency);
    case 7: return huge(agency);
    case 8: {  // one that was done long ago, or that nobody is owed yet
      const auto& mailbox = world_.broker->state().agencies.at(agency.id).mailbox;
      const auto other = fate_.one_in(2) ? mailbox.next + 1'000'000 : 1 + fate_.pick(mailbox.next);
      if (mailbox.entries.contains(other) || other == mailbox.next) return;
      return send(agency, Fault::foreign_ack, wire::ClientFrame(wire::Ack{{other}}));
    }
    case 9: return forged_order(agency);
    case 10: return no_hello(agency);
    default: return flood(agency);
  }
}

// In a lane that there is not, or so far ahead that no lane gets there.
void Hostile::astray(Agency& agency) {
  auto said = world_.transfer();
  said.lane = fate_.one_in(2) ? some_lane(agency) : static_cast<core::LaneNo>(16 + fate_.pick(65520));
  if (said.lane < 16)
    return send(agency, Fault::number_gap,
                wire::ClientFrame(world_.compose(agency, said, agency.lane(said.lane).next + 1'000'000)));
  send(agency, Fault::no_such_lane, wire::ClientFrame(world_.compose(agency, said, 1)));
  agency.beside.erase(said.lane);
}

core::LaneNo Hostile::some_lane(const Agency& agency) {
  const auto which = fate_.pick(1 + agency.beside.size());
  return which == 0 ? core::LaneNo{0} : std::next(agency.beside.begin(), static_cast<long>(which - 1))->first;
}

void Hostile::junk(Agency& agency) {
  faults_.count(Fault::junk_frame);
  flow::Bytes bytes(fate_.pick(400));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(fate_.pick(256));
  world_.say(agency, std::move(bytes));
}

// A frame that was good, cut or with a bit turned.
void Hostile::bent(Agency& agency) {
  if (heard_.empty()) return;
  faults_.count(Fault::bent_frame);
  auto bytes = wire::encode(wire::ClientFrame(heard_[fate_.pick(heard_.size())].message));
  if (fate_.one_in(2)) {
    bytes.resize(fate_.pick(bytes.size()));
  } else {
    const auto bit = fate_.pick(8);
    const auto at = fate_.pick(bytes.size());
    bytes[at] ^= static_cast<std::uint8_t>(1U << bit);
  }
  world_.say(agency, std::move(bytes));
}

// By the signature of another message of its own, which may be of a batch that the broker has seen; or by a key that is
// not the one it names.
void Hostile::forged(Agency& agency) {
  auto message = world_.compose(agency, world_.transfer());
  std::vector<const Heard*> own;
  for (const auto& heard : heard_)
    if (heard.agency == agency.id) own.push_back(&heard);
  if (!own.empty() && fate_.one_in(2)) {
    message.signatures = own[fate_.pick(own.size())]->message.signatures;
    return send(agency, Fault::forged_signature, wire::ClientFrame(message));
  }
  Agency other = agency;
  other.key.secret_key = world_.agency("operator").key.secret_key;
  world_.sign(other, {&message});
  send(agency, Fault::forged_signature, wire::ClientFrame(message));
}

void Hostile::old_key(Agency& agency) {
  const auto key = revoked_.find(agency.id);
  if (key == revoked_.end()) return;
  auto message = world_.compose(agency, world_.transfer());
  Agency before = agency;
  before.key = key->second;
  world_.sign(before, {&message});
  send(agency, Fault::old_key, wire::ClientFrame(message));
}

void Hostile::reused(Agency& agency) {
  auto said = world_.transfer("again");
  said.lane = some_lane(agency);
  const auto& statements = agency.lane(said.lane).statements;
  if (statements.empty()) return;
  const auto number = 1 + fate_.pick(statements.rbegin()->first);
  if (!statements.contains(number)) return;
  send(agency, Fault::number_reused, wire::ClientFrame(world_.compose(agency, said, number)));
}

void Hostile::huge(Agency& agency) {
  auto said = world_.transfer();
  core::Field field{"number", {}};
  core::Value value;
  value.text.assign(60 * 1024, 'x');
  field.values.push_back(value);
  said.documents[0].fields = {field};
  for (int i = 0; i < 18; ++i) {
    said.documents.push_back(said.documents[0]);
    said.documents.back().id = "d" + std::to_string(100 + i);
  }
  send(agency, Fault::huge_content, wire::ClientFrame(world_.compose(agency, said)));
}

// One officer's word twice, or an order that follows none.
void Hostile::forged_order(Agency& agency) {
  core::Order order;
  order.kind = core::OrderKind::set_setting;
  order.setting = "S10";
  order.value = "72";
  auto sent = world_.signed_order(order);
  if (fate_.one_in(2)) {
    sent.signatures[1] = sent.signatures[0];
  } else {
    sent.signatures[1].signature.bytes[5] ^= 1;
  }
  send(agency, Fault::forged_order, wire::ClientFrame(sent));
}

// A session that says no hello: a message that would be the next, a question, or that something arrived.
void Hostile::no_hello(Agency& agency) {
  faults_.count(Fault::no_hello);
  const auto session = world_.new_session(agency);
  silent_.insert(session);
  wire::ClientFrame frame = world_.compose(agency, world_.transfer());
  switch (fate_.pick(3)) {
    case 0: break;
    case 1: {
      wire::Query query;
      query.kind = static_cast<wire::QueryKind>(1 + fate_.pick(9));
      query.text = "罗市监";
      frame = query;
      break;
    }
    default:
      frame = wire::Ack{{std::max<std::uint64_t>(1, world_.broker->state().agencies.at(agency.id).mailbox.next - 1)}};
  }
  world_.queued.push_back({session, agency.id, wire::encode(frame)});
}

void Hostile::flood(Agency& agency) {
  faults_.count(Fault::flood);
  for (auto count = 10 + fate_.pick(40); count > 0; --count)
    world_.say(agency, wire::ClientFrame(wire::Heartbeat{count}));
}

}  // namespace caseway::simulation
