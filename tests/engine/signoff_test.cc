// Who signed for a transfer and when, what counts from that, and who sees a line where a clock ran out.
#include <doctest/doctest.h>

#include "by_hand.h"

namespace caseway::tests {
namespace {

namespace effect = core::effect;
using rules::Side;

const std::string other_police = "lianjiang-police";
const std::string other_procuratorate = "lianjiang-procuratorate";

/// by_hand() with the sign-off watch: `received` ends it, and the bus does by `lapsed` when X1.hour runs out. The
/// earlier reading of X1.month counts from the sign-off when `registered` starts it, from D01.due of what is held when
/// `dated` does. X1.line runs 2 days from `watched` and tells the receiver's procuratorate; ALL.signoff the sender's.
rules::PackBundle with_watch() {
  auto bundle = by_hand();
  auto& x1 = bundle.procedures[0];
  auto watch = days("ALL.signoff", 5);
  watch.line_to = {core::Role::procuratorate};
  watch.line_kinds = {"X1"};
  bundle.universal_clocks = {watch};
  auto month = days("X1.month", 1);
  month.unit = rules::Unit::months;
  month.basis_of_days = rules::DayBasis::none;
  auto hour = days("X1.hour", 1);
  hour.unit = rules::Unit::hours;
  hour.raises = "lapsed";
  auto line = days("X1.line", 2);
  line.line_to = {core::Role::procuratorate};
  line.line_of = Side::receiver;
  for (auto& one : {month, hour, line}) x1.clocks.push_back(one);

  auto received = step("received", {"presented", "accepted"}, Side::receiver);
  received.ends = {{"ALL.signoff", false, {}}};
  auto seen = step("seen", {"presented"}, Side::receiver);
  auto asked = step("asked", {"presented"}, Side::receiver);
  asked.starts = {{"X1.hour", false, false, {}}};
  auto lapsed = step("lapsed", {"presented"}, Side::system);
  lapsed.say = rules::Say::event;
  lapsed.ends = {{"ALL.signoff", false, {}}};
  auto moved_on = step("moved_on", {"presented", "accepted"}, Side::receiver);
  moved_on.receiver = rules::NewReceiver::named;
  auto taken_over = step("taken_over", {"presented", "accepted"}, Side::other);
  taken_over.by[0].roles = {core::Role::police};
  taken_over.receiver = rules::NewReceiver::sayer;
  taken_over.ends = {{"ALL.signoff", false, {}}};
  auto registered = step("registered", {"presented", "accepted"}, Side::receiver);
  registered.starts = {{"X1.month", false, false, {}, rules::parse_path("transfer.signedOffAt")}};
  auto dated = registered;
  dated.id = "dated";
  dated.starts[0].warn_from = rules::parse_path("held:D01.due");
  auto watched = step("watched", {"presented", "accepted"}, Side::receiver);
  watched.starts = {{"X1.line", false, false, {}}, {"ALL.signoff", false, false, {}}};
  for (auto& one : {received, seen, asked, lapsed, moved_on, taken_over, registered, dated, watched})
    x1.steps.push_back(one);
  x1.requirements.clear();
  return bundle;
}

/// An X1 of Thursday 9 October 2025 that police's system has taken, and that nobody has signed for.
struct Presented : Site {
  explicit Presented(std::vector<core::Document> documents = {}, rules::PackBundle bundle = with_watch())
      : Site("2025-10-09 10:00", std::move(bundle)) {
    admit(other_police, {core::Role::police}, "350122", 21);
    admit(other_procuratorate, {core::Role::procuratorate}, "350122", 22);
    core::Order order;
    order.kind = core::OrderKind::set_counterparts;
    order.counterparts = {{police, core::Role::police, other_police},
                          {police, core::Role::procuratorate, other_procuratorate}};
    REQUIRE(this->order(order).verdict == core::Verdict::proceeds);
    say(x1(amr, "transfer", std::move(documents)));
    ack_all();
    REQUIRE(state_of() == "presented");
    REQUIRE(transfer().signed_off_at.empty());
  }
  [[nodiscard]] core::Instant signed_at() const { return transfer().signed_off_at; }
};

/// Who sees a line by these ticks, "agency: late".
std::string lines(const std::vector<core::Outcome>& ticks) {
  std::string found;
  for (const auto& tick : ticks) {
    const auto told = deliveries(tick);
    found += (found.empty() || told.empty() ? "" : ", ") + told;
  }
  return found;
}

}  // namespace

TEST_CASE("engine: signoff: accepted, or the row that ends the watch, signs at its own time; the first time counts") {
  for (const char* word : {"accepted", "received"}) {
    Presented site;
    site.say(x1(police, "seen"));
    CHECK(site.signed_at().empty());
    auto signs = x1(police, word);
    signs.occurred = "2025-10-09 09:30";
    site.say(signs);
    CHECK(site.signed_at() == at("2025-10-09 09:30"));
    site.say(x1(police, "received"));
    CHECK(site.signed_at() == at("2025-10-09 09:30"));
  }
}

TEST_CASE("engine: signoff: that the bus ends the watch is no signature") {
  Presented site;
  site.say(x1(police, "asked"));
  const auto ticks = site.move_to("2025-10-09 12:00:00.001");
  REQUIRE(ticks.size() == 1);
  CHECK(engine::find_clock(site.transfer(), "X1.hour", 0, {})->fired);
  CHECK(site.signed_at().empty());
}

TEST_CASE("engine: signoff: another receiver has not signed yet; one that takes over signs by that") {
  Presented site;
  site.say(x1(police, "accepted"));
  auto moved = x1(police, "moved_on");
  moved.recipient = other_police;
  site.say(moved);
  CHECK(site.transfer().recipient == other_police);
  CHECK(site.signed_at().empty());
  site.move_to("2025-10-10 09:00");
  site.say(x1(other_police, "received"));
  CHECK(site.signed_at() == at("2025-10-10 09:00"));

  Presented other;
  other.say(x1(police, "accepted"));
  other.move_to("2025-10-10 09:00");
  other.say(x1(other_police, "taken_over"));
  CHECK(other.signed_at() == at("2025-10-10 09:00"));
}

TEST_CASE("engine: signoff: the earlier reading counts from the sign-off, and from the step where nobody signed") {
  Presented site;
  site.say(x1(police, "received"));
  site.move_to("2025-10-15 10:00");
  site.say(x1(police, "registered"));
  // A month from the 9th is Sunday 9 November, a month from the 15th Saturday the 15th: both roll.
  CHECK(site.clock("X1.month") == "2025-11-10 24:00 / 2025-11-17 24:00");
  Presented nobody;
  nobody.move_to("2025-10-15 10:00");
  nobody.say(x1(police, "registered"));
  CHECK(nobody.clock("X1.month") == "- / 2025-11-17 24:00");
}

TEST_CASE("engine: signoff: a date that is held tells from when the warning counts, unless it comes later") {
  Presented site({document("D01", {date("due", "2025-09-24")})});
  site.say(x1(police, "dated"));
  CHECK(site.clock("X1.month") == "2025-10-24 24:00 / 2025-11-10 24:00");
  Presented later({document("D01", {date("due", "2025-10-20")})});
  later.say(x1(police, "dated"));
  CHECK(later.clock("X1.month") == "- / 2025-11-10 24:00");
}

TEST_CASE("engine: signoff: a line goes to the receiver's counterpart, or the sender's, as the clock's row says") {
  Presented site;
  site.say(x1(police, "watched"));
  CHECK(lines(site.move_to("2025-10-14 00:00:00.001")) == other_procuratorate + ": late");
  CHECK(lines(site.move_to("2025-10-15 00:00:00.001")) == procuratorate + ": late");  // ALL.signoff, of the sender
}

TEST_CASE("engine: signoff: a clock of every kind has its line in the kinds that its row names, and in no other") {
  auto bundle = with_watch();
  bundle.universal_clocks[0].line_kinds = {"X2"};
  Presented site({}, bundle);
  site.say(x1(police, "watched"));
  site.move_to("2025-10-14 00:00:00.001");
  const auto ticks = site.move_to("2025-10-15 00:00:00.001");
  REQUIRE_FALSE(ticks.empty());
  CHECK(engine::find_clock(site.transfer(), "ALL.signoff", 0, {})->fired);
  CHECK(lines(ticks).empty());
  bundle.universal_clocks[0].line_kinds.clear();
  Presented every({}, bundle);
  every.say(x1(police, "watched"));
  every.move_to("2025-10-14 00:00:00.001");
  CHECK(lines(every.move_to("2025-10-15 00:00:00.001")) == procuratorate + ": late");
}

}  // namespace caseway::tests
