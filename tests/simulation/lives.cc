#include "tests/simulation/lives.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "broker/core/receipt.h"
#include "broker/core/signature.h"
#include "broker/engine/state.h"
#include "broker/flow/names.h"
#include "tests/simulation/bounds.h"

namespace caseway::simulation {

namespace {

constexpr std::uint64_t segment_bytes = 128 * 1024;
constexpr std::size_t unanswered_most = 20;

// Neighbouring seeds and moves must not resemble each other (splitmix64).
std::uint64_t mix(std::uint64_t seed, std::uint64_t number) {
  auto z = seed + number * 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

Lives::Lives(std::uint64_t seed, std::uint64_t first_move)
    : seed_(seed),
      world_(mix(seed, first_move), segment_bytes, false, 1 + mix(seed, first_move) % 6),
      fate_(world_.random),
      network_(world_, fate_, faults_),
      workload_(world_, fate_),
      hostile_(world_, fate_, faults_),
      born_ms_(world_.time.wall_ms) {
  world_.tape.on = false;
  world_.on_turn = [this] { look_at_the_clocks(); };
  world_.on_frame = [this](const Agency& agency, const wire::BrokerFrame& frame) { return arrives(agency, frame); };
  world_.on_stray = [this](flow::SessionNo session, const wire::BrokerFrame& frame) { strays(session, frame); };
  network_.on_arrival = [this](const Agency& agency, const wire::BrokerFrame& frame) {
    if (const auto* delivery = std::get_if<wire::Delivery>(&frame)) model_.received(agency.id, *delivery);
  };
  world_.start();
  watch_.started(world_.broker->state().now);
  look_at_the_clocks();
  world_.set_up();
  if (fate_.one_in(2)) allow_extensions();
  choose_troubles();
}

void Lives::allow_extensions() {
  core::Order order;
  order.kind = core::OrderKind::set_setting;
  order.setting = "S05";
  order.value = "on";
  world_.order(order);
}

// Each world knows some troubles only: a fault that hides behind another is found where the other is not.
void Lives::choose_troubles() {
  const auto often = [&](std::uint64_t least, std::uint64_t most) {
    return fate_.one_in(3) ? 0 : least + fate_.pick(most - least);
  };
  troubles_ = {often(6, 30), often(8, 60),  often(20, 80), often(15, 60), often(20, 80), often(15, 60), often(8, 40),
               often(1, 6),  often(10, 40), often(10, 60), often(2, 6),   often(3, 20),  often(8, 40),  often(1, 4)};
  if (troubles_.crash == 0) troubles_.crash = 40;  // whatever rots is healed by a restart
  network_.weather = {often(8, 60), often(8, 60), often(6, 40), often(3, 12)};
  world_.index.lags = fate_.one_in(2);
  ends_alive_ = fate_.one_in(2);
}

bool Lives::is_old() const { return world_.time.wall_ms - born_ms_ > 150 * core::day_ms; }

std::uint64_t Lives::steps() const {
  const auto failed = [](const SimDisk& disk) { return disk.failed_writes + disk.failed_reads + disk.found_full; };
  return world_.handed + failed(world_.journal_disk) + failed(world_.vault_disk);
}

void Lives::move(std::uint64_t number) {
  world_.random.seed(mix(seed_, number));
  trouble();
  talk();
  turn(fate_.one_in(troubles_.days) ? static_cast<std::int64_t>(fate_.pick(3 * core::day_ms))
                                    : static_cast<std::int64_t>(fate_.pick(1500)));
  learn();
  if (auto over = over_a_bound(world_.broker->state()); !over.empty()) fail(over);
  if (!world_.broker->stopped_serving().empty()) fail("it serves nobody: " + world_.broker->stopped_serving());
}

void Lives::trouble() {
  if (fate_.one_in(troubles_.crash)) die(false);
  if (fate_.one_in(troubles_.disk)) fail_a_disk_soon();
  if (fate_.one_in(troubles_.full)) {
    for (auto* disk : {&world_.journal_disk, &world_.vault_disk})
      disk->room = disk->room == UINT64_MAX ? fate_.pick(300 * 1024) : UINT64_MAX;
  }
  if (fate_.one_in(troubles_.rot)) rot();
  if (fate_.one_in(troubles_.clock)) trouble_the_clocks();
  if (troubles_.clock != 0 && fate_.one_in(watch_.last().in_doubt ? 6 : 60)) confirm_the_time();
  if (fate_.one_in(troubles_.order)) give_an_order();
  if (fate_.one_in(troubles_.partition)) part_or_heal();
  if (fate_.one_in(troubles_.away)) leave_for_days();
  if (fate_.one_in(troubles_.index)) trouble_the_index();
  if (world_.aside.busy() && fate_.one_in(4) && world_.aside.run()) ++counts_.snapshots_beside;
  if (!fate_.one_in(troubles_.snapshot)) return;
  look_at_the_clocks();
  if (outlives([this] { world_.broker->snapshot(); }, true)) ++counts_.snapshots;
}

// False: the broker died of a fault that we put there. Any other fault is its own, and a full disk is an answer; only a
// snapshot may say so by a fault, and then nothing is lost.
bool Lives::outlives(const std::function<void()>& act, bool snapshot) {
  const auto failed = [this] {
    return world_.journal_disk.failed_writes + world_.journal_disk.failed_reads + world_.vault_disk.failed_writes +
           world_.vault_disk.failed_reads;
  };
  const auto before = failed();
  try {
    act();
    return true;
  } catch (const flow::DiskFull& full) {
    if (snapshot) return false;
    fail(std::string("a full disk ended the broker: ") + full.what());
  } catch (const flow::Fault& fault) {
    if (failed() == before && !world_.journal_disk.is_damaged() && !world_.vault_disk.is_damaged())
      fail(std::string("the broker ended of itself: ") + fault.what());
  }
  die(true);
  return false;
}

void Lives::fail_a_disk_soon() {
  auto& disk = fate_.one_in(2) ? world_.journal_disk : world_.vault_disk;
  if (fate_.one_in(4)) {
    disk.reads_until_failure = fate_.pick(4);
  } else {
    disk.writes_until_failure = fate_.pick(6);
  }
}

// At rest, or on its way: what was acknowledged is found damaged, and never served so.
void Lives::rot() {
  auto& disk = fate_.one_in(2) ? world_.journal_disk : world_.vault_disk;
  if (fate_.one_in(3)) {
    faults_.count(Fault::write_misdirected);
    return disk.misdirect_next(static_cast<std::int64_t>(fate_.pick(8192)) - 4096);
  }
  const auto sizes = disk.sizes();
  if (sizes.empty()) return;
  const auto file = std::next(sizes.begin(), static_cast<long>(fate_.pick(sizes.size())));
  if (file->second == 0) return;
  faults_.count(Fault::bit_flipped);
  const auto at = fate_.pick(file->second);
  const auto bit = static_cast<unsigned>(fate_.pick(8));
  disk.flip(file->first, at, bit);
}

void Lives::give_an_order() {
  auto& site = world_.agency("operator");
  if (site.session == 0) connect(site);
  const auto agency = std::next(world_.agencies.begin(), static_cast<long>(fate_.pick(world_.agencies.size())));
  core::Order order;
  switch (fate_.pick(6)) {
    case 5:
      order.kind = core::OrderKind::activate_pack;
      accepted(order, edition(fate_.pick(editions_max)));
      return;
    case 0: return rotate_key(agency->second);
    case 1:
      if (joined_.size() >= 2) return;
      order.kind = core::OrderKind::admit_agency;
      order.agency =
          world_.member("luoyuan-police-joined" + std::to_string(joined_.size() + 1), core::Role::police, "350123");
      joined_.insert(order.agency.id);
      accepted(order);
      if (world_.broker->state().agencies.contains(order.agency.id)) return workload_.joined(order.agency.id);
      world_.agencies.erase(order.agency.id);
      joined_.erase(order.agency.id);
      return;
    case 2: order.kind = core::OrderKind::take_snapshot; break;
    default:
      order.kind = core::OrderKind::set_setting;
      if (fate_.one_in(2)) {
        order.setting = "S05";
        order.value = fate_.one_in(4) ? "off" : "on";
        break;
      }
      order.setting = "S15";
      order.value = std::to_string(3 + fate_.pick(8));
  }
  accepted(order);
}

bool Lives::accepted(const core::Order& order, flow::Bytes content) {
  auto& site = world_.agency("operator");
  if (site.session == 0 || !world_.broker->stopped_serving().empty()) return false;
  site.frames.clear();
  world_.say(site, wire::ClientFrame(world_.signed_order(order, std::move(content))));
  world_turn(1);
  const auto* answer = World::last<wire::OrderAnswer>(site);
  return answer != nullptr && answer->accepted;
}

void Lives::part_or_heal() {
  const auto agency = std::next(world_.agencies.begin(), static_cast<long>(fate_.pick(world_.agencies.size())));
  if (agency->first == "operator") return;
  if (network_.is_parted(agency->first)) return network_.heal(agency->first, fate_.one_in(2));
  faults_.count(Fault::partition);
  network_.part(agency->first);
}

void Lives::trouble_the_index() {
  switch (fate_.pick(3)) {
    case 0:
      world_.index.is_unreadable = !world_.index.is_unreadable;
      if (world_.index.is_unreadable) faults_.count(Fault::index_unreadable);
      break;
    case 1: world_.index.is_rebuilding = !world_.index.is_rebuilding; break;
    default: world_.index.lags = !world_.index.lags;
  }
}

void Lives::talk() {
  for (auto& [id, agency] : world_.agencies) {
    if (id == "operator" || fate_.one_in(2)) continue;
    if (is_away(agency)) {
      write_for_later(agency);
      continue;
    }
    if (agency.session == 0 && !network_.is_parted(id)) connect(agency);
    if (agency.session != 0) talk(agency);
  }
}

void Lives::talk(Agency& agency) {
  const bool together = fate_.one_in(3);
  for (auto count = fate_.pick(4); count > 0 && agency.waiting() < unanswered_most; --count) {
    if (fate_.one_in(10)) {
      faults_.count(Fault::unlawful_step);
      say_one(agency, workload_.unlawful(agency), together);
    } else if (auto wording = workload_.lawful(agency)) {
      say_one(agency, *std::move(wording), together);
    }
  }
  if (fate_.one_in(troubles_.rounds)) {
    if (auto wording = workload_.another_round(agency)) {
      faults_.count(Fault::endless_rounds);
      say_one(agency, *std::move(wording), together);
    }
  }
  if (together) say_together(agency);
  if (fate_.one_in(troubles_.hostile)) hostile_.act(agency);
  if (fate_.one_in(6)) ask(agency);
  take_mail(agency);
}

// About its own or another's, as luck has it.
void Lives::ask(Agency& agency) {
  wire::Query query;
  query.kind = static_cast<wire::QueryKind>(1 + fate_.pick(9));
  query.number = questions_.size();
  query.lane = agency.beside.empty() || fate_.one_in(2) ? 0 : agency.beside.begin()->first;
  query.lane_number = 1 + fate_.pick(agency.lane(query.lane).next);
  const auto& state = world_.broker->state();
  if (const auto* about = workload_.some_transfer(); about != nullptr) {
    query.transfer = about->id;
    query.case_id = about->case_id;
  }
  if (query.kind == wire::QueryKind::search)
    query.text = fate_.one_in(2) ? "罗市监" : fate_.one_in(2) ? core::hex(query.case_id) : core::hex(query.transfer);
  const auto& statements = agency.lane(query.lane).statements;
  questions_.push_back({agency.id, query, state.next_record, statements.contains(query.lane_number)});
  world_.say(agency, wire::ClientFrame(query));
}

// A case keeps to one lane; an agency has one to three of the sixteen that it may have.
core::LaneNo Lives::lane_of(const Agency& agency, const core::CaseId& case_id) {
  constexpr core::LaneNo lanes[] = {0, 15, 6};
  const auto sum = std::accumulate(agency.id.begin(), agency.id.end(), std::size_t{0});
  return lanes[case_id.bytes[0] % (1 + sum % std::size(lanes))];
}

void Lives::say_one(Agency& agency, Wording wording, bool unsaid) {
  wording.said.lane = lane_of(agency, wording.said.case_id);
  const auto number = world_.write(agency, wording.said);
  const auto& message = agency.lane(wording.said.lane).unanswered.at(number);
  model_.said(agency.id, number, message, wording.said, wording.stops, {world_.time.wall_ms});
  if (agency.session == 0 || unsaid) return;
  world_.say(agency, wire::ClientFrame(message));
  hostile_.overheard(agency.id, number, message);
}

// One signature over all that waits in a lane, as the SDK signs it: what was said before is the same message.
void Lives::say_together(Agency& agency) {
  agency.each_lane([&](core::LaneNo, Lane& lane) {
    std::vector<wire::SendMessage*> batch;
    for (auto& [number, message] : lane.unanswered) batch.push_back(&message);
    if (batch.size() > 1) world_.sign(agency, batch);
    for (const auto& [number, message] : lane.unanswered) {
      world_.say(agency, wire::ClientFrame(message));
      hostile_.overheard(agency.id, number, message);
    }
  });
}

void Lives::take_mail(Agency& agency) {
  const bool greedy = troubles_.greedy != 0 && agency.key.public_key.bytes[0] % 4 == 0;
  if (greedy && !fate_.one_in(8)) return faults_.count(Fault::greedy);
  std::set<std::uint64_t> taken;
  while (!agency.inbox.empty() && !fate_.one_in(6)) {
    const auto delivery = agency.inbox.front().delivery;
    agency.inbox.erase(agency.inbox.begin());
    if (fate_.one_in(20)) world_.say(agency, wire::ClientFrame(wire::Park{delivery, "later", true}));
    if (fate_.one_in(20)) world_.say(agency, wire::ClientFrame(wire::Park{delivery, "", false}));
    taken.insert(delivery);
    if (taken.size() < 1 + fate_.pick(8)) continue;
    world_.say(agency, wire::ClientFrame(wire::Ack{{taken.begin(), taken.end()}}));
    taken.clear();
  }
  if (!taken.empty()) world_.say(agency, wire::ClientFrame(wire::Ack{{taken.begin(), taken.end()}}));
}

void Lives::turn(std::int64_t ms) {
  network_.hand_over();
  network_.carry();
  for (const auto& inbound : world_.queued) hear(inbound);
  world_turn(ms);
  if (world_.index.lags && fate_.one_in(2)) {
    faults_.count(Fault::index_behind);
    world_.index.catch_up(fate_.pick(20));
  }
}

void Lives::world_turn(std::int64_t ms) {
  if (!outlives([&] { world_.turn(ms); })) return;
  settled_now_.clear();
  for (auto& [id, agency] : world_.agencies)
    if (world_.net.dropped.contains(agency.session)) agency.session = 0;
  world_.net.dropped.clear();
  judge_the_word();
  if (world_.broker->alarm().empty() == watch_.last().in_doubt)
    fail(watch_.last().in_doubt ? "the time is in doubt, and no alarm says so" : world_.broker->alarm());
}

// As the SDK: what has no receipt goes again, in order; with another signature where the key is no longer valid.
void Lives::learn() {
  std::set<core::AgencyId> expired;
  for (auto& [id, agency] : world_.agencies) {
    agency.each_lane([](core::LaneNo, Lane& lane) {
      while (lane.statements.contains(lane.settled + 1)) ++lane.settled;
    });
    for (const auto& frame : agency.frames) {
      const auto* refusal = std::get_if<wire::RefusalFrame>(&frame);
      if (refusal == nullptr || refusal->code != core::Refusal::key_not_valid) continue;
      auto& unanswered = agency.lane(refusal->lane).unanswered;
      if (is_expired(agency)) expired.insert(id);
      if (auto waits = unanswered.find(refusal->number); waits != unanswered.end())
        world_.sign(agency, {&waits->second});
    }
    agency.frames.clear();
    if (agency.session != 0 && fate_.one_in(2)) say_again(agency);
  }
  for (const auto& id : expired) renew_key(world_.agency(id));
}

void Lives::connect(Agency& agency) {
  told_[agency.id].clear();
  on_the_way_[agency.id].clear();
  credit_[agency.id] = static_cast<std::uint32_t>(1 + fate_.pick(20));
  auto others = std::exchange(world_.queued, {});
  if (!outlives([&] { world_.connect(agency, agency.id != "operator", credit_[agency.id]); })) return;
  world_.queued = std::move(others);
  say_again(agency);
}

void Lives::say_again(Agency& agency) {
  agency.each_lane([&](core::LaneNo, const Lane& lane) {
    for (const auto& [number, message] : lane.unanswered) world_.say(agency, wire::ClientFrame(message));
  });
}

// What the broker will count as taken by the end of this turn: never less than that.
void Lives::hear(const flow::Inbound& inbound) {
  if (inbound.frame.size() > 1024) return;  // a message
  auto& agency = world_.agency(inbound.agency);
  if (agency.session != inbound.session) return;
  const auto frame = wire::decode_client(inbound.frame);
  if (!frame.ok()) return;
  const auto settle = [&](std::uint64_t delivery) {
    on_the_way_[agency.id].erase(delivery);
    settled_now_.emplace(agency.id, delivery);
  };
  if (const auto* acks = std::get_if<wire::Ack>(&frame.value()))
    for (const auto delivery : acks->deliveries) settle(delivery);
  if (const auto* park = std::get_if<wire::Park>(&frame.value())) settle(park->delivery);
}

void Lives::strays(flow::SessionNo session, const wire::BrokerFrame& frame) {
  if (!hostile_.is_silent(session)) return fail("a session that is over was sent something");
  const auto* refusal = std::get_if<wire::RefusalFrame>(&frame);
  if (refusal == nullptr || refusal->code != core::Refusal::no_session) fail("a session without hello was answered");
}

bool Lives::arrives(const Agency& agency, const wire::BrokerFrame& frame) {
  if (std::holds_alternative<wire::Welcome>(frame)) greeted_.insert(agency.session);
  if (!std::holds_alternative<wire::RefusalFrame>(frame) && !greeted_.contains(agency.session))
    fail("a session of " + agency.id + " was answered before its welcome");
  if (const auto* answer = std::get_if<wire::Answer>(&frame)) {
    if (answer->number >= questions_.size() || questions_[answer->number].agency != agency.id)
      fail(agency.id + " was answered what it never asked");
    else
      answers_.emplace_back(answer->number, *answer);
  }
  if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame)) {
    if (!core::check_receipt(receipt->receipt, world_.genesis.log_key).ok()) fail("a receipt does not hold");
    const auto& statements = world_.agency(agency.id).lane(receipt->lane).statements;
    const auto known = statements.find(receipt->number);
    if (known == statements.end()) {
      receipts_.push_back({agency.id, receipt->lane, receipt->number, receipt->receipt.statement});
    } else if (known->second != receipt->receipt.statement) {
      fail("a repeat of " + agency.id + " number " + std::to_string(receipt->number) + " got another statement");
    }
  }
  if (const auto* refusal = std::get_if<wire::RefusalFrame>(&frame)) {  // within the window State knows, not the index
    const auto& lanes = world_.broker->state().agencies.at(agency.id).lanes;
    const auto lane = lanes.find(refusal->lane);
    if (refusal->code == core::Refusal::try_later && lane != lanes.end() && refusal->number > lane->second.settled &&
        refusal->number < lane->second.next)
      fail("a repeat of " + agency.id + " number " + std::to_string(refusal->number) + " was put off");
    // Refused unread, or for want of room: an ack may be among it, which this session does not say again.
    if (refusal->number == 0 && (refusal->code == core::Refusal::over_credit || refusal->code == core::Refusal::fault ||
                                 refusal->code == core::Refusal::disk_full))
      network_.torn.insert(agency.session);
  }
  if (const auto* delivery = std::get_if<wire::Delivery>(&frame)) {
    model_.shown(agency.id, *delivery, world_.broker->state().next_record);
    auto& last = told_[agency.id][delivery->case_id];
    if (delivery->delivery < last) fail("deliveries of one case to " + agency.id + " are not in their order");
    last = delivery->delivery;
    auto& on_the_way = on_the_way_[agency.id];
    if (!settled_now_.contains({agency.id, delivery->delivery})) on_the_way.insert(delivery->delivery);
    if (on_the_way.size() > credit_[agency.id]) fail(agency.id + " has more on its way than its credit");
    if (!core::check_receipt(delivery->receipt, world_.genesis.log_key).ok())
      fail("a delivery's receipt does not hold");
  }
  if (!network_.arrives(agency, frame)) return false;
  network_.on_arrival(agency, frame);
  return true;
}

}  // namespace caseway::simulation
