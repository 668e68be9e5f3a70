// Orders of two officers: each check, and what an accepted one changes.
#include "broker/engine/orders.h"

#include <doctest/doctest.h>

#include "cn01.h"

namespace caseway::tests {

using core::OrderKind;
using core::Verdict;

namespace {

core::Event event_of(const Site& site, core::OrderEvent order) {
  core::Event event;
  event.type = core::EventType::order;
  event.received_at = site.state().now;
  event.agency = "operator";
  event.body = std::move(order);
  return event;
}

std::string why(Site& site, core::Order order) { return codes(site.order(std::move(order))); }

core::Order retire(const std::string& id) {
  core::Order order;
  order.kind = OrderKind::retire_agency;
  order.agency.id = id;
  return order;
}

}  // namespace

TEST_CASE("engine: orders: two different officers, over these bytes, after the last order") {
  Site site;
  const auto good = site.signed_order(retire(other_amr));
  auto order = good;
  order.signatures.pop_back();
  CHECK(codes(site.event(event_of(site, order))) == "order.officers");
  order = good;
  order.signatures[1] = order.signatures[0];
  CHECK(codes(site.event(event_of(site, order))) == "order.officers");
  order = good;
  order.signatures[1].officer = "nobody";
  CHECK(codes(site.event(event_of(site, order))) == "order.officers");
  order = good;
  order.signatures[1].signature.bytes[5] ^= 1;
  CHECK(codes(site.event(event_of(site, order))) == "order.signature");
  order = good;
  order.order.agency.id = amr;
  CHECK(codes(site.event(event_of(site, order))) == "order.bytes");
  const auto refused = site.event(event_of(site, order));
  CHECK(refused.verdict == Verdict::returned);
  CHECK(refused.effects.empty());

  const auto before = site.state().last_order;
  CHECK(site.event(event_of(site, good)).verdict == Verdict::proceeds);
  CHECK(site.state().last_order != before);
  CHECK(codes(site.event(event_of(site, good))) == "order.previous");  // the same order twice
}

TEST_CASE("engine: orders: a retired agency says nothing, and is nobody's counterpart") {
  Site site;
  site.order(retire(police));
  CHECK(site.say(cn01::transfer()).return_code == core::ReturnCode::unknown_recipient);
  CHECK(engine::counterpart_of(site.state(), amr, core::Role::police, site.state().now).empty());
  CHECK(why(site, retire("nobody")) == "order.agency");
}

TEST_CASE("engine: orders: on a quiet site membership ends, and begins, when it says and not at the next record") {
  Site site;
  auto leaving = retire(police);
  leaving.instant = at("2025-09-27 11:00");
  CHECK(site.order(leaving).verdict == Verdict::proceeds);
  // Nothing is recorded until the transfer comes: State's own time stands where the order left it.
  const auto sent_at = [&](std::string_view when) {
    auto event = site.wrap(site.message(cn01::transfer("2025-09-26 11:00")));
    event.received_at = at(when);
    return engine::decide(site.library(), site.state(), {}, event);
  };
  CHECK(sent_at("2025-09-27 10:59:59.999").verdict != Verdict::returned);
  CHECK(sent_at("2025-09-27 11:00").return_code == core::ReturnCode::unknown_recipient);

  Site later;
  core::Order joining;
  joining.kind = OrderKind::admit_agency;
  joining.agency = later.state().agencies.at(procuratorate).agency;
  joining.agency.since = at("2025-09-28 00:00");
  CHECK(later.order(joining).verdict == Verdict::proceeds);
  const auto copied_at = [&](std::string_view when) {
    auto event = later.wrap(later.message(cn01::transfer("2025-09-26 11:00")));
    event.received_at = at(when);
    return deliveries(engine::decide(later.library(), later.state(), {}, event));
  };
  CHECK(copied_at("2025-09-27 23:59") == police + ": whole presents");
  CHECK(copied_at("2025-09-28 00:00").find(procuratorate) != std::string::npos);
}

TEST_CASE("engine: orders: keys are added, revoked with dates, and belong to one agency") {
  Site site;
  core::Order add;
  add.kind = OrderKind::add_key;
  add.agency.id = amr;
  core::AgencyKey key;
  key.key.bytes.fill(0x21);
  key.valid_from = at("2025-10-01 00:00");
  add.agency.keys = {key};
  CHECK(why(site, add).empty());
  CHECK(why(site, add) == "order.keys");
  add.agency.id = police;
  CHECK(why(site, add) == "order.keys");
  const auto* known = engine::find_key(site.state(), amr, core::key_id(key.key));
  REQUIRE(known != nullptr);
  CHECK_FALSE(engine::key_valid_at(*known, at("2025-09-30 23:59")));
  CHECK(engine::key_valid_at(*known, at("2025-10-01 00:00")));

  core::Order revoke;
  revoke.kind = OrderKind::revoke_key;
  revoke.agency.id = amr;
  revoke.key = core::key_id(key.key);
  CHECK(why(site, revoke) == "order.keys");  // without an instant
  revoke.instant = at("2025-10-05 12:00");
  revoke.since = at("2025-10-04 12:00");
  CHECK(why(site, revoke).empty());
  known = engine::find_key(site.state(), amr, revoke.key);
  CHECK(engine::key_valid_at(*known, at("2025-10-05 11:59")));
  CHECK_FALSE(engine::key_valid_at(*known, at("2025-10-05 12:00")));
  CHECK(known->compromised_since == revoke.since);
  revoke.key.bytes.fill(1);
  CHECK(why(site, revoke) == "order.keys");

  add.agency.id = amr;
  for (std::uint8_t i = 0; i < 14; ++i) {
    add.agency.keys[0].key.bytes.fill(static_cast<std::uint8_t>(0x60 + i));
    CHECK(why(site, add).empty());
  }
  add.agency.keys[0].key.bytes.fill(0x50);
  CHECK(why(site, add) == "order.keys");  // a seventeenth
}

TEST_CASE("engine: orders: an admission is within its law, and replaces an entry without its mailbox") {
  Site site;
  cn01::play_to(site, 6);
  core::Order admit;
  admit.kind = OrderKind::admit_agency;
  admit.agency = site.state().agencies.at(police).agency;
  admit.agency.name_zh = "罗源县公安局";
  CHECK(why(site, admit).empty());
  CHECK(site.state().agencies.at(police).agency.name_zh == "罗源县公安局");
  CHECK(site.waiting(police) == 1);
  // The wire lets no such id through; the engine does not rely on it.
  for (const auto* id : {"", "Luoyuan", "luo yuan", "012345678901234567890123456789012345678901234567"}) {
    admit.agency.id = id;
    const auto event = event_of(site, site.signed_order(admit));
    CHECK(codes(engine::decide(site.library(), site.state(), {}, event)) == "order.agency");
  }
  admit.agency.id = "new";
  CHECK(why(site, admit) == "order.keys");  // keys of another
  admit.agency.transport.bytes.fill(0x71);
  admit.agency.keys[0].key.bytes.fill(0x72);
  admit.agency.roles = {core::Role::police, core::Role::police};
  CHECK(why(site, admit) == "order.agency");
  admit.agency.roles = {};
  CHECK(why(site, admit) == "order.agency");
  admit.agency.roles = {core::Role::police};
  const auto refused = [&] {  // most of it would not pass the wire, on which the engine does not rely
    const auto event = event_of(site, site.signed_order(admit));
    return codes(engine::decide(site.library(), site.state(), {}, event)) == "order.agency";
  };
  for (const std::uint8_t level : {std::uint8_t{0}, std::uint8_t{5}}) {
    admit.agency.level = level;
    CHECK(refused());
  }
  admit.agency.level = 1;
  for (const auto* region : {"35012", "3501230", "35012a"}) {
    admit.agency.region = region;
    CHECK(refused());
  }
  admit.agency.region.clear();
  CHECK(why(site, admit).empty());
}

TEST_CASE("engine: orders: the value of a setting has 1 to 256 bytes") {
  Site site;
  CHECK(codes(site.set_setting("S11", std::string(256, 'x'))).empty());
  CHECK(site.state().settings.at("S11").size() == 256);
  CHECK(codes(site.set_setting("S11", std::string(257, 'x'))) == "order.setting");
  CHECK(codes(site.set_setting("S11", "")) == "order.setting");
  CHECK(site.state().settings.at("S11").size() == 256);
}

TEST_CASE("engine: orders: counterparts have the role, and replace what the agency had") {
  Site site;
  core::Order order;
  order.kind = OrderKind::set_counterparts;
  CHECK(why(site, order) == "order.counterpart");
  order.counterparts = {{amr, core::Role::procuratorate, police}};
  CHECK(why(site, order) == "order.counterpart");
  order.counterparts = {{amr, core::Role::police, "nobody"}};
  CHECK(why(site, order) == "order.counterpart");
  order.counterparts = {{other_amr, core::Role::police, police}};
  CHECK(why(site, order).empty());
  CHECK(engine::counterpart_of(site.state(), other_amr, core::Role::police, site.state().now) == police);
  CHECK(engine::counterpart_of(site.state(), amr, core::Role::police, site.state().now) == police);
  order.counterparts = {{amr, core::Role::procuratorate, procuratorate}};
  CHECK(why(site, order).empty());
  CHECK(engine::counterpart_of(site.state(), amr, core::Role::police, site.state().now).empty());
}

TEST_CASE("engine: orders: the clock of a training site moves forward only; no other site has one") {
  Site site("2025-09-26 11:00");
  core::Order order;
  order.kind = OrderKind::set_clock;
  order.instant = at("2025-09-26 11:00");
  CHECK(why(site, order) == "order.clock");
  order.instant.ms += 1;
  CHECK(why(site, order).empty());
  CHECK(site.state().now == order.instant);
  auto real = site.state();
  real.training = false;
  order.instant.ms += 1;
  const auto event = event_of(site, site.signed_order(order));
  CHECK(codes(engine::decide(site.library(), real, {}, event)) == "order.clock");
}

TEST_CASE("engine: orders: a time is confirmed within 10 minutes of its record, or before it where time stands") {
  Site site("2025-09-26 11:00");
  auto real = site.state();
  real.training = false;
  core::Order order;
  order.kind = OrderKind::confirm_time;
  const auto confirms = [&](std::int64_t received_ms_on, std::int64_t instant_ms_off) {
    order.instant = {real.now.ms + received_ms_on + instant_ms_off};
    auto event = event_of(site, site.signed_order(order));
    event.received_at = {real.now.ms + received_ms_on};
    const auto outcome = engine::decide(site.library(), real, {}, event);
    CHECK(outcome.effects.empty());
    return codes(outcome);
  };
  constexpr auto most = engine::confirm_within_ms;
  for (const std::int64_t jumped : {std::int64_t{1}, 30 * core::day_ms}) {
    CHECK(confirms(jumped, most) == "");
    CHECK(confirms(jumped, most + 1) == "order.clock");
    CHECK(confirms(jumped, -most) == "");
    CHECK(confirms(jumped, -most - 1) == "order.clock");
  }
  CHECK(confirms(0, -30 * core::day_ms) == "");  // received_at never falls: the clock shows less than it
  CHECK(confirms(0, most) == "");
  CHECK(confirms(0, most + 1) == "order.clock");
  order.instant = {};
  CHECK(why(site, order) == "order.clock");
  order.instant = site.state().now;
  CHECK(why(site, order) == "order.clock");  // a training site's clock is not the machine's
  order.kind = OrderKind::open_epoch;
  CHECK(why(site, order) == "order.kind");
}

TEST_CASE("engine: orders: settings are those of the pack in force; packs those of the site") {
  Site site;
  core::Order order;
  order.kind = OrderKind::set_setting;
  order.setting = "S99";
  order.value = "on";
  CHECK(why(site, order) == "order.setting");
  order.setting = "S05";
  order.value = "";
  CHECK(why(site, order) == "order.setting");
  order.value = "on";
  CHECK(why(site, order).empty());
  CHECK(site.state().settings.at("S05") == "on");
  order.kind = OrderKind::activate_calendar;
  order.digest.bytes.fill(1);
  CHECK(why(site, order) == "order.pack");
  order.kind = OrderKind::take_snapshot;
  CHECK(why(site, order).empty());
}

}  // namespace caseway::tests
