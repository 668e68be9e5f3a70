// One world from its first record to the last comparison: the moves that a run is made of.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/faults.h"
#include "tests/simulation/hostile.h"
#include "tests/simulation/model.h"
#include "tests/simulation/network.h"
#include "tests/simulation/simulation.h"
#include "tests/simulation/watch.h"
#include "tests/simulation/workload.h"
#include "tests/simulation/world.h"

namespace caseway::simulation {

class Lives {
 public:
  Lives(std::uint64_t seed, std::uint64_t first_move);

  /// One move, chosen by `seed` and its number alone.
  void move(std::uint64_t number);
  /// Everything heals; every mailbox empties; all is compared.
  void end();

  /// The first thing that does not hold counts.
  void fail(const std::string& what) {
    if (failure_.empty()) failure_ = what;
  }
  [[nodiscard]] std::string failure() const { return failure_.empty() ? model_.failure() : failure_; }
  /// More would take the world past what a closed case is kept for.
  [[nodiscard]] bool is_old() const;
  [[nodiscard]] std::uint64_t steps() const;
  /// Adds what happened here.
  void add_to(RunReport& report) const;

 private:
  // Which troubles this world knows, and how often: one in so many moves, 0 never.
  struct Troubles {
    std::uint64_t crash = 0;
    std::uint64_t disk = 0;
    std::uint64_t full = 0;
    std::uint64_t rot = 0;
    std::uint64_t clock = 0;
    std::uint64_t order = 0;
    std::uint64_t partition = 0;
    std::uint64_t hostile = 0;
    std::uint64_t index = 0;
    std::uint64_t snapshot = 0;
    std::uint64_t greedy = 0;
    std::uint64_t days = 0;
    std::uint64_t away = 0;
    std::uint64_t rounds = 0;
  };
  void allow_extensions();
  void choose_troubles();
  // In the order of a move: trouble, talk, turn.
  void trouble();
  void fail_a_disk_soon();
  void rot();
  void give_an_order();
  bool accepted(const core::Order& order, flow::Bytes content = {});
  void part_or_heal();
  void trouble_the_index();
  void talk();
  void talk(Agency& agency);
  /// Composes it, and sends it now, unless it is to wait for others (`unsaid`).
  void say_one(Agency& agency, Wording wording, bool unsaid = false);
  void say_together(Agency& agency);
  static core::LaneNo lane_of(const Agency& agency, const core::CaseId& case_id);
  void take_mail(Agency& agency);
  void turn(std::int64_t ms);
  void world_turn(std::int64_t ms);
  bool outlives(const std::function<void()>& act, bool snapshot = false);
  void learn();
  void connect(Agency& agency);
  void say_again(Agency& agency);
  void ask(Agency& agency);
  bool arrives(const Agency& agency, const wire::BrokerFrame& frame);
  void strays(flow::SessionNo session, const wire::BrokerFrame& frame);
  void hear(const flow::Inbound& inbound);
  // Days without a connection, and keys that change meanwhile: lives_away.cc.
  void leave_for_days();
  bool is_away(Agency& agency);
  void come_back(const core::AgencyId& id);
  void write_for_later(Agency& agency);
  void rotate_key(Agency& agency);
  void renew_key(Agency& agency);
  bool add_key(Agency& agency, core::Instant until);
  [[nodiscard]] bool is_expired(const Agency& agency) const;
  // Clocks, and the officers who see to them: lives_time.cc.
  void trouble_the_clocks();
  void set_the_clock_for_a_start();
  void look_at_the_clocks();
  void confirm_the_time();
  void say_the_time(std::int64_t apart_ms, bool by_two, bool follows);
  void judge_the_word();
  void settle_the_time();
  // Death and after: lives_crash.cc.
  void die(bool in_turn);
  void restart(const std::optional<core::Digest>& before);
  void read_record();
  void open_damaged_copy();
  void mend_the_disks();
  void settle_alive();
  void drain();
  [[nodiscard]] std::string who_waits() const;

  std::uint64_t seed_;
  World world_;
  Fate fate_;
  Faults faults_;
  Network network_;
  Workload workload_;
  Hostile hostile_;
  Model model_;
  Troubles troubles_;
  std::string failure_;
  RunReport counts_;
  std::int64_t born_ms_ = 0;
  bool ends_alive_ = false;  // goes on without a restart first, when everything heals
  bool damaged_copy_opened_ = false;
  Watch watch_;
  struct Word {  // of officers about the time, not yet answered
    std::uint64_t number = 0;
    core::Instant instant;
    bool good = false;  // two signed it, and it follows the last order
  };
  std::optional<Word> word_;
  std::set<core::AgencyId> joined_;
  std::map<core::AgencyId, std::map<core::CaseId, std::uint64_t>> told_;  // last of each case, in this session
  struct Away {
    std::int64_t since_ms = 0;
    std::int64_t until_ms = 0;
  };
  std::map<core::AgencyId, Away> away_;
  std::map<core::AgencyId, core::Instant> expires_;  // of the key an agency signs with
  std::map<core::AgencyId, std::uint32_t> credit_;
  std::map<core::AgencyId, std::set<std::uint64_t>> on_the_way_;
  std::set<std::pair<core::AgencyId, std::uint64_t>> settled_now_;  // acknowledged or parked in this turn
  struct Held {
    core::AgencyId agency;
    core::LaneNo lane = 0;
    core::LaneNumber number = 0;
    flow::Bytes statement;
  };
  std::vector<Held> receipts_;                                 // not yet held against the record
  std::vector<Question> questions_;                            // by their numbers
  std::vector<std::pair<std::size_t, wire::Answer>> answers_;  // to which of them; not yet held against the record
  std::set<flow::SessionNo> greeted_;                          // heard their welcome
};

}  // namespace caseway::simulation
