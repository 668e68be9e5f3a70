// What happens to a world's clocks, and its two officers, who confirm the time or get it wrong.
#include "tests/simulation/lives.h"

namespace caseway::simulation {

namespace {

constexpr std::int64_t near_ms = 10 * core::minute_ms;

// On both sides of what is a jump, or for days.
std::int64_t some_way(Fate& fate) {
  return static_cast<std::int64_t>(fate.pick(fate.one_in(4) ? 2 * core::minute_ms : 5 * core::day_ms));
}

}  // namespace

// Of the broker's machine alone: agencies know the time.
void Lives::trouble_the_clocks() {
  auto& time = world_.time;
  const auto far = some_way(fate_);
  if (time.skew_ms != 0) {
    time.skew_ms = 0;
  } else if (fate_.one_in(3)) {  // the monotonic clock stands still meanwhile: afterwards the wall clock is right
    faults_.count(Fault::machine_suspended);
    time.wall_ms += far;
  } else {
    faults_.count(Fault::clock_jumped);
    time.skew_ms = fate_.one_in(2) ? far : -far;
  }
}

// Mostly it is right. It may stand before the last record; that it is ahead cannot be told from a long standstill.
void Lives::set_the_clock_for_a_start() {
  world_.time.skew_ms = 0;
  if (troubles_.clock == 0) return;
  if (fate_.one_in(10)) world_.time.wall_ms += some_way(fate_);  // nobody was there to start it
  if (!fate_.one_in(4)) return;
  faults_.count(Fault::clock_wrong_at_start);
  world_.time.skew_ms = fate_.one_in(4) ? some_way(fate_) : -some_way(fate_);
}

void Lives::look_at_the_clocks() { model_.clock_read(watch_.look(world_.broker->state().next_record, world_.time)); }

// Mostly as it should be, if there is a doubt; they hold true what the broker's clock shows, be it right or not.
void Lives::confirm_the_time() {
  const auto within = static_cast<std::int64_t>(fate_.pick(near_ms + 1));
  const auto apart = fate_.one_in(3) ? near_ms : within;
  const auto sign = fate_.one_in(2) ? 1 : -1;
  switch (fate_.pick(8)) {
    case 0: return say_the_time(sign * (near_ms + 1 + within), true, true);
    case 1: return say_the_time(sign * apart, false, true);
    case 2: return say_the_time(sign * apart, true, false);
    default: return say_the_time(sign * apart, true, true);
  }
}

// In one turn with what agencies say again: behind the order it is judged by the time confirmed.
void Lives::say_the_time(std::int64_t apart_ms, bool by_two, bool follows) {
  constexpr std::int64_t turn_ms = 1;
  auto& site = world_.agency("operator");
  site.frames.clear();
  connect(site);
  // Its hello may have found a group that does not read; or the broker died.
  if (site.session == 0 || World::last<wire::Welcome>(site) == nullptr) return;
  core::Order order;
  order.kind = core::OrderKind::confirm_time;
  order.instant = {world_.time.wall_ms + world_.time.skew_ms + turn_ms + apart_ms};
  if (!follows) order.previous = world_.random_id<core::Digest>();
  auto sent = world_.signed_order(order);
  if (!by_two && fate_.one_in(2)) {
    sent.signatures.pop_back();
  } else if (!by_two) {
    sent.signatures[1] = sent.signatures[0];
  }
  word_ = {sent.number, order.instant, by_two && follows};
  const bool amid = fate_.one_in(2);
  const auto talk_on = [&](bool first_half) {
    bool first = true;
    for (auto& [id, agency] : world_.agencies) {
      first = !first;
      if (amid && first == first_half && agency.session != 0 && !network_.is_parted(id)) say_again(agency);
    }
  };
  site.frames.clear();
  talk_on(true);
  world_.say(site, wire::ClientFrame(sent));
  talk_on(false);
  world_turn(turn_ms);
}

void Lives::judge_the_word() {
  if (!word_) return;
  const auto word = *std::exchange(word_, std::nullopt);
  const auto& site = world_.agency("operator");
  const auto* answer = World::last<wire::OrderAnswer>(site);
  if (answer == nullptr || answer->number != word.number) return fail("an order about the time was not answered");
  const auto& reading = watch_.last();
  const auto apart_ms = word.instant.ms - reading.shown.ms;
  const bool is_near = apart_ms <= near_ms && apart_ms >= -near_ms;
  const bool taken = word.good && is_near && reading.in_doubt;
  const bool no_room = !answer->accepted && answer->why.find("no room") != std::string::npos;
  if (!taken) faults_.count(Fault::time_misnamed);
  if (answer->accepted != taken && !no_room)
    return fail(taken ? "the time was not confirmed: " + answer->why : "the time was confirmed, and must not be");
  if (!answer->accepted) return;
  ++counts_.confirmed;
  watch_.confirmed();
}

// The clock is set right; where that is a jump, or lies before the last record, officers say that it is right.
void Lives::settle_the_time() {
  world_.time.skew_ms = 0;
  world_turn(1);
  if (watch_.last().in_doubt) say_the_time(0, true, true);
  if (watch_.last().in_doubt && failure().empty()) fail("the time stays in doubt: " + world_.broker->alarm());
}

}  // namespace caseway::simulation
