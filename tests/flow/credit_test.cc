// What one session may bring and ask, in turns as a host hands them over: no more than turn_messages_max frames.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/flow/names.h"
#include "tests/flow/test_site.h"

namespace caseway::simulation {
namespace {

template <class T>
std::ptrdiff_t frames_of(const Agency& agency) {
  return std::count_if(agency.frames.begin(), agency.frames.end(),
                       [](const auto& frame) { return std::holds_alternative<T>(frame); });
}

std::ptrdiff_t refusals_of(const Agency& agency, core::Refusal code) {
  return std::count_if(agency.frames.begin(), agency.frames.end(), [&](const auto& frame) {
    const auto* refusal = std::get_if<wire::RefusalFrame>(&frame);
    return refusal != nullptr && refusal->code == code;
  });
}

struct Site : TestSite {
  /// One turn with exactly the credit of amr in bytes, and `over` heartbeats more.
  void turn_over(std::uint64_t over) {
    for (int i = 0; i < 2; ++i) say(amr, flow::Bytes(core::limits::credit_bytes / 2, 0xaa));
    for (std::uint64_t i = 0; i < over; ++i) say(amr, wire::ClientFrame(wire::Heartbeat{i}));
    amr.frames.clear();
    turn();
  }
};

TEST_CASE("credit: what exceeds 8 MiB of a session in a turn is answered unread; others lose nothing") {
  Site site;
  site.turn_over(0);
  CHECK(refusals_of(site.amr, core::Refusal::malformed) == 2);
  CHECK(refusals_of(site.amr, core::Refusal::over_credit) == 0);
  site.tell(site.police, site.transfer());
  site.turn_over(3);
  CHECK(refusals_of(site.amr, core::Refusal::malformed) == 2);
  CHECK(refusals_of(site.amr, core::Refusal::over_credit) == 3);
  CHECK(frames_of<wire::Heartbeat>(site.amr) == 0);
  CHECK(site.police.statements.size() == 1);
}

TEST_CASE("credit: 16 frames over it cut a session; a turn within it begins the count anew") {
  Site site;
  const auto session = site.amr.session;
  site.turn_over(15);
  CHECK_FALSE(site.net.dropped.contains(session));
  site.turn();  // brings nothing of it: it may still be at it
  site.say(site.amr, wire::ClientFrame(wire::Heartbeat{1}));
  site.turn();
  site.turn_over(15);
  CHECK_FALSE(site.net.dropped.contains(session));
  site.turn();
  site.turn_over(1);
  CHECK(site.net.dropped.contains(session));
}

TEST_CASE("credit: answers to questions end at 8 MiB a turn and session; the rest is refused, and asked again works") {
  Site site;
  const auto ask = [&](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i)
      site.say(site.amr, wire::ClientFrame(wire::Query{i, wire::QueryKind::pack, {}, {}, "", 0, 0}));
    site.amr.frames.clear();
    site.turn();
  };
  const auto fit = static_cast<std::ptrdiff_t>(core::limits::credit_bytes / shipped_pack().size() + 1);
  REQUIRE(fit < 60);
  ask(64);
  CHECK(frames_of<wire::Answer>(site.amr) <= fit);
  CHECK(frames_of<wire::Answer>(site.amr) >= fit - 1);
  CHECK(refusals_of(site.amr, core::Refusal::over_credit) == 64 - frames_of<wire::Answer>(site.amr));
  ask(1);
  REQUIRE(frames_of<wire::Answer>(site.amr) == 1);
  CHECK(World::last<wire::Answer>(site.amr)->bytes == shipped_pack());
}

TEST_CASE("credit: the pack is read once, and the one in force is told") {
  Site site;
  const auto ask = [&] {
    site.say(site.amr, wire::ClientFrame(wire::Query{1, wire::QueryKind::pack, {}, {}, "", 0, 0}));
    site.turn();
    return World::last<wire::Answer>(site.amr)->bytes;
  };
  CHECK(ask() == shipped_pack());
  const auto file = flow::part_file_name(core::digest_of(shipped_pack()));
  REQUIRE(site.vault_disk.exists(file));
  site.vault_disk.bytes_of(file).assign(site.vault_disk.bytes_of(file).size(), 0);
  CHECK(ask() == shipped_pack());
}

TEST_CASE("credit: who says bye is heard to the end and leaves in good order, not as one that was cut") {
  Site site;
  const auto session = site.amr.session;
  site.say(site.amr, wire::ClientFrame(wire::Heartbeat{1}));
  site.say(site.amr, wire::ClientFrame(wire::Bye{}));
  site.amr.frames.clear();
  site.turn();
  CHECK(frames_of<wire::Heartbeat>(site.amr) == 1);
  CHECK(site.net.closed == std::map<flow::SessionNo, std::string>{{session, "bye"}});
  CHECK(site.net.dropped.empty());
}

}  // namespace
}  // namespace caseway::simulation
