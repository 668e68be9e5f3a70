// The index may always be deleted: what it knew is answered again once it is rebuilt, and what State knows meanwhile.
#include <doctest/doctest.h>

#include <map>

#include "broker/host/system.h"
#include "tests/end_to_end/trial.h"

namespace caseway::bench {
namespace {

constexpr std::uint64_t messages = 400;  // the first hundred leave State's lane: only the index knows where they are

TEST_CASE(
    "end to end: --rebuild-index: repeats get the same statement, young ones at once, old ones when it is rebuilt") {
  Trial trial("index-site");
  const auto frames = trial.frames(1, messages);
  std::map<std::uint64_t, std::vector<std::uint8_t>> statements;
  {
    const auto client = trial.connect(trial.regulator);
    for (std::uint64_t number = 1; number <= messages; ++number) {
      statements[number] = receipt_of(*client, frames[number - 1]).receipt.statement;
    }
    CHECK(receipt_of(*client, frames[0]).receipt.statement == statements[1]);  // from the index
  }
  CHECK(trial.site.stop().status == 0);
  trial.site.start("--rebuild-index");
  const auto client = trial.connect(trial.regulator);
  CHECK(receipt_of(*client, frames[messages - 1]).receipt.statement == statements[messages]);
  for (const std::uint64_t number : {1, 50, 99}) {
    const std::int64_t until = host::monotonic_ms() + 30'000;
    bool same = false;
    while (!same && host::monotonic_ms() < until) {
      client->send(frames[number - 1]);
      auto heard = client->hear(5000);
      REQUIRE(heard);
      if (const auto* refused = std::get_if<wire::RefusalFrame>(&*heard)) {
        REQUIRE(refused->code == core::Refusal::try_later);  // being rebuilt: ask again
        continue;
      }
      same = std::get<wire::ReceiptFrame>(*heard).receipt.statement == statements[number];
      REQUIRE(same);
    }
    CHECK(same);
  }
  CHECK(trial.site.stop().status == 0);
}

}  // namespace
}  // namespace caseway::bench
