#include "tests/audit/touched_site.h"

#include <doctest/doctest.h>

#include "bench/load.h"
#include "broker/core/digest.h"

namespace caseway::audit {
namespace {

constexpr std::uint64_t transfers_each = 16;

/// Regulator, police, procuratorate; transfers in several turns, copied, delivered and acknowledged; a message that is
/// refused; a snapshot between; more; a clean stop.
void fill(SmallSite& site) {
  const auto regulator = site.admit("regulator", core::Role::administrative);
  const auto police = site.admit("police", core::Role::police);
  const auto procuratorate = site.admit("procuratorate", core::Role::procuratorate);
  core::Order order;
  order.kind = core::OrderKind::set_counterparts;
  order.counterparts = {{regulator.id, core::Role::police, police.id},
                        {regulator.id, core::Role::procuratorate, procuratorate.id}};
  site.order(order);
  site.activate_packs();
  site.send(police, {});  // hello: from now on they take what they are owed
  site.send(procuratorate, {});
  bench::LoadOptions load;
  load.occurred_at = host::wall_now();
  load.count = transfers_each;
  load.batch = 4;
  auto frames = bench::transfers(regulator, load);
  site.send(regulator, {frames.begin(), frames.begin() + 5});
  site.send(regulator, {frames.begin() + 5, frames.end()});
  auto forged = frames.back();
  forged[forged.size() / 2] ^= 1;
  site.send(regulator, {forged});
  order = {};
  order.kind = core::OrderKind::take_snapshot;
  site.order(order);
  load.first = transfers_each + 1;
  load.batch = 1;
  site.send(regulator, bench::transfers(regulator, load));
  order = {};
  order.kind = core::OrderKind::revoke_key;
  order.agency.id = regulator.id;
  order.key = core::key_id(regulator.signing.public_key);
  order.instant = host::wall_now();
  order.since = load.occurred_at;
  site.order(order);
  site.stop();
}

}  // namespace

const std::filesystem::path& full_site() {
  static const host::Scratch scratch;
  static const std::filesystem::path root = [] {
    SmallSite site(scratch / "full");
    fill(site);
    return scratch / "full";
  }();
  return root;
}

const std::filesystem::path& tiny_site() {
  static const host::Scratch scratch;
  static const std::filesystem::path root = [] {
    SmallSite site(scratch / "tiny");
    core::Order order;
    order.kind = core::OrderKind::take_snapshot;
    site.order(order);
    site.stop();
    return scratch / "tiny";
  }();
  return root;
}

}  // namespace caseway::audit
