#include "tests/simulation/simulation.h"

#include <algorithm>

#include "broker/core/receipt.h"
#include "broker/engine/snapshot.h"
#include "broker/wire/envelope.h"
#include "tests/simulation/handover.h"

namespace caseway::simulation {
namespace {

constexpr const char* steps[] = {"accepted", "cure_notice", "cured", "filed",           "not_filed",
                                 "note",     "withdraw",    "void",  "complete_stated", "handed_over"};

class Run {
 public:
  explicit Run(const RunOptions& options) : options_(options), world_(options.seed, 128 * 1024) {}

  RunReport report() {
    world_.on_frame = [this](const Agency& agency, const wire::BrokerFrame& frame) { return arrives(agency, frame); };
    world_.start();
    world_.set_up();
    for (std::size_t i = 0; i < options_.crashes && report_.failure.empty(); ++i) one_life();
    if (report_.failure.empty()) drain();
    if (report_.failure.empty()) compare_deliveries();
    report_.records = world_.broker->state().next_record;
    for (const auto& [id, agency] : world_.agencies) report_.acknowledged += agency.statements.size();
    return report_;
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return world_.random() % below; }
  bool now_and_then(std::uint64_t one_in) { return pick(one_in) == 0; }
  void fail(const std::string& what) {
    if (report_.failure.empty()) report_.failure = "seed " + std::to_string(options_.seed) + ": " + what;
  }

  // Lost on the way to the agency: a receipt is asked for again, a delivery comes again.
  bool arrives(const Agency& agency, const wire::BrokerFrame& frame) {
    if (const auto* receipt = std::get_if<wire::ReceiptFrame>(&frame)) {
      if (!core::check_receipt(receipt->receipt, world_.genesis.log_key).ok()) fail("a receipt does not hold");
      auto known = agency.statements.find(receipt->number);
      if (known != agency.statements.end() && known->second != receipt->receipt.statement)
        fail("a repeat of " + agency.id + " number " + std::to_string(receipt->number) + " got another statement");
    }
    if (std::holds_alternative<wire::Welcome>(frame)) told_[agency.id].clear();
    const auto* delivery = std::get_if<wire::Delivery>(&frame);
    if (delivery != nullptr) {
      auto& last = told_[agency.id][delivery->case_id];
      if (delivery->delivery < last) fail("deliveries of one case to " + agency.id + " are not in their order");
      last = delivery->delivery;
    }
    const bool kept = drains_ || std::holds_alternative<wire::Welcome>(frame) ||
                      std::holds_alternative<wire::OrderAnswer>(frame) || pick(12) != 0;
    if (kept && delivery != nullptr) received_[agency.id].emplace(delivery->delivery, *delivery);
    return kept;
  }

  // Nothing is lost or parked any more: every mailbox empties.
  void drain() {
    drains_ = true;
    for (auto& [id, agency] : world_.agencies) world_.connect(agency, true, 64);
    const auto waits = [this] {
      const auto& agencies = world_.broker->state().agencies;
      return std::any_of(agencies.begin(), agencies.end(),
                         [](const auto& each) { return !each.second.mailbox.entries.empty(); });
    };
    for (int turns = 0; waits(); ++turns) {
      if (turns == 2000) return fail("a mailbox does not empty");
      for (auto& [id, agency] : world_.agencies) {
        for (const auto& [delivery, entry] : world_.broker->state().agencies.at(id).mailbox.entries)
          if (entry.parked) world_.say(agency, wire::ClientFrame(wire::Park{delivery, "", false}));
        while (!agency.inbox.empty()) world_.ack(agency, agency.inbox.front().delivery);
      }
      world_.turn();
    }
  }

  // Each party got exactly what the journal owes it; and of what was acknowledged, the party it was for got the
  // message.
  void compare_deliveries() {
    std::map<core::AgencyId, std::map<std::uint64_t, core::RecordIndex>> owed;
    world_.each_record([&](const core::Record& record) {
      for (const auto& effect : record.outcome.effects)
        if (const auto* delivered = std::get_if<core::effect::Delivered>(&effect)) {
          const auto whose = delivered->record != 0 ? delivered->record : record.index;
          owed[delivered->mailbox].emplace(delivered->delivery, whose);
          if (whose != record.index) ++report_.copies_of_earlier;
        }
    });
    for (const auto& [id, agency] : world_.agencies) {
      for (const auto& [delivery, record] : owed[id]) {
        const auto found = received_[id].find(delivery);
        if (found == received_[id].end() || found->second.record != record)
          return fail("delivery " + std::to_string(delivery) + " of record " + std::to_string(record) +
                      " never reached " + id);
      }
      if (received_[id].size() != owed[id].size()) return fail(id + " got what no record owes it");
      report_.delivered += received_[id].size();
    }
    for (const auto& [number, bytes] : world_.agency("luoyuan-amr").statements) {
      const auto statement = core::decode_statement(bytes).value();
      const auto sent = sent_.find({"luoyuan-amr", number});
      if (statement.verdict == core::Verdict::returned || sent == sent_.end()) continue;
      if (wire::decode_envelope(sent->second.envelope).value().step != core::Code("transfer")) continue;
      const auto& police = received_["luoyuan-police"];
      if (std::none_of(police.begin(), police.end(), [&](const auto& each) {
            return each.second.record == statement.index && each.second.envelope == sent->second.envelope;
          }))
        return fail("transfer " + std::to_string(number) + " was acknowledged and never reached the police");
    }
  }

  // From start to crash.
  void one_life() {
    const auto lives = pick(options_.turns_between) + 1;
    bool quiet = true;
    try {
      reconnect_all();
      for (std::size_t i = 0; i < lives; ++i) {
        if (now_and_then(25)) fail_soon();
        say_something();
        world_.turn(now_and_then(6) ? static_cast<std::int64_t>(pick(3 * core::day_ms)) : 20);
        learn();
        if (now_and_then(20)) {
          world_.broker->snapshot();
          ++report_.snapshots;
        }
      }
    } catch (const flow::Fault&) {
      ++report_.faults;
      quiet = false;
    }
    const auto before = quiet ? std::optional(engine::state_digest(world_.broker->state())) : std::nullopt;
    world_.journal_disk.writes_until_failure = UINT64_MAX;
    world_.vault_disk.writes_until_failure = UINT64_MAX;
    if (quiet && now_and_then(8)) {
      world_.stop();
      world_.crash(Crash::keeps_all);
      restart(std::nullopt);
    } else {
      world_.crash(static_cast<Crash>(pick(4)));
      restart(before);
    }
    ++report_.crashes;
  }

  void restart(const std::optional<core::Digest>& before) {
    try {
      world_.start();
    } catch (const flow::Fault& fault) {
      return fail(std::string("it does not open after an honest crash: ") + fault.what());
    }
    for (const auto& note : world_.broker->notes()) fail("opening passed over: " + note);
    const auto after = engine::state_digest(world_.broker->state());
    if (before && *before != after) fail("the restarted state is not the one before the crash");
    const auto& replayed = world_.replay(false);  // what was judged is durable: it need not be judged again
    for (const auto& each : replayed.disagreements())
      fail("replay: record " + std::to_string(each.index) + ": " + each.what);
    if (engine::state_digest(replayed.state()) != after)
      fail("the restarted state is not the one that a replay decides");
    for (const auto& [id, agency] : world_.agencies) {
      if (agency.statements.empty()) continue;
      const auto& lanes = world_.broker->state().agencies.at(id).lanes;
      if (!lanes.contains(0) || lanes.at(0).next <= agency.statements.rbegin()->first)
        fail("an acknowledged message of " + id + " is lost");
    }
  }

  void fail_soon() { (now_and_then(2) ? world_.journal_disk : world_.vault_disk).writes_until_failure = pick(6); }

  // As the SDK: say hello, learn the number expected, send again what has no receipt.
  void reconnect_all() {
    for (auto& [id, agency] : world_.agencies) {
      if (agency.session != 0 && !now_and_then(4)) continue;
      world_.connect(agency, true, static_cast<std::uint32_t>(1 + pick(20)));
      for (const auto& [number, message] : agency.unanswered) world_.say(agency, wire::ClientFrame(message));
    }
  }

  void say_something() {
    for (auto& [id, agency] : world_.agencies) {
      if (agency.session == 0 || id == "operator") continue;
      for (auto count = pick(4); count > 0; --count) say_one(agency);
      if (now_and_then(2)) hand_over(agency);
      if (now_and_then(10) && !agency.statements.empty()) repeat(agency);
      if (now_and_then(10)) world_.say(agency, flow::Bytes(pick(60), static_cast<std::uint8_t>(pick(256))));
      while (!agency.inbox.empty() && !now_and_then(4)) {
        const auto delivery = agency.inbox.front().delivery;
        if (now_and_then(15)) world_.say(agency, wire::ClientFrame(wire::Park{delivery, "later", true}));
        if (now_and_then(15)) world_.say(agency, wire::ClientFrame(wire::Park{delivery, "", false}));
        world_.ack(agency, delivery);
      }
    }
    if (now_and_then(3) && world_.queued.size() > 1)
      std::swap(world_.queued.front(), world_.queued.back());  // two sessions, or one out of order: gap, then again
    if (now_and_then(5) && !world_.queued.empty()) world_.queued.push_back(world_.queued[pick(world_.queued.size())]);
    if (now_and_then(5) && !world_.queued.empty()) world_.queued.pop_back();
  }

  void say_one(Agency& agency) {
    Said said;
    if (transfers_.empty() || now_and_then(4)) {
      said = world_.transfer("n" + std::to_string(pick(1000)));
      transfers_.push_back(said);
      if (now_and_then(5)) said.evidence = {flow::Bytes(pick(90 * 1024), 1)};
      if (now_and_then(20)) said.head.secrecy = "secret";
    } else {
      said = transfers_[pick(transfers_.size())];
      said.step = steps[pick(std::size(steps))];
      said.documents.clear();
      if (said.step == core::Code("filed") || said.step == core::Code("not_filed"))
        said.head.outcomes = {{1, "213", said.step, "", ""}};
    }
    const auto number = world_.tell(agency, said);
    sent_.emplace(std::pair{agency.id, number}, agency.unanswered.at(number));
  }

  // The next step of a handover of exhibits, where it is this agency's to say: its count is confirmed by a word without
  // documents.
  void hand_over(Agency& agency) {
    if (handovers_.empty() || (handovers_.size() < 40 && now_and_then(6))) {
      if (transfers_.empty()) return;
      handovers_.emplace_back(transfers_[pick(transfers_.size())].case_id, world_.random_id<core::TransferId>());
    }
    const auto& [case_id, transfer] = handovers_[pick(handovers_.size())];
    const auto due = next_of_handover(world_, case_id, transfer, "luoyuan-amr", "luoyuan-police");
    if (!due || due->first != agency.id) return;
    const auto number = world_.tell(agency, due->second);
    sent_.emplace(std::pair{agency.id, number}, agency.unanswered.at(number));
  }

  void repeat(Agency& agency) {
    const auto number = 1 + pick(agency.statements.rbegin()->first);
    if (auto found = sent_.find({agency.id, number}); found != sent_.end())
      world_.say(agency, wire::ClientFrame(found->second));
  }

  // Settled is what no receipt is missing of; whatever was refused or lost goes again.
  void learn() {
    for (auto& [id, agency] : world_.agencies) {
      while (agency.statements.contains(agency.settled + 1)) ++agency.settled;
      agency.frames.clear();
      if (agency.session == 0 || !now_and_then(2)) continue;
      for (const auto& [number, message] : agency.unanswered) world_.say(agency, wire::ClientFrame(message));
    }
  }

  RunOptions options_;
  World world_;
  RunReport report_;
  std::vector<Said> transfers_;
  std::vector<std::pair<core::CaseId, core::TransferId>> handovers_;
  std::map<std::pair<core::AgencyId, core::LaneNumber>, wire::SendMessage> sent_;
  std::map<core::AgencyId, std::map<std::uint64_t, wire::Delivery>> received_;  // by number, as each came first
  std::map<core::AgencyId, std::map<core::CaseId, std::uint64_t>> told_;        // last of each case, in this session
  bool drains_ = false;
};

}  // namespace

RunReport run(const RunOptions& options) { return Run(options).report(); }

}  // namespace caseway::simulation
