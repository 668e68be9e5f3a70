#include "tests/end_to_end/trial.h"

#include <doctest/doctest.h>

#include "broker/core/receipt.h"
#include "broker/host/system.h"
#include "tests/where.h"

namespace caseway::bench {
namespace {

constexpr int patience_ms = 30'000;

template <class Wanted>
Wanted answer_to(LoadClient& client, const std::vector<std::uint8_t>& frame) {
  client.send(frame);
  while (auto heard = client.hear(patience_ms)) {
    if (auto* wanted = std::get_if<Wanted>(&*heard)) return std::move(*wanted);
    if (auto* refused = std::get_if<wire::RefusalFrame>(&*heard)) {
      FAIL(std::string(core::name_of(refused->code)) << ": " << refused->where << ": " << refused->what);
    }
    REQUIRE_MESSAGE(!std::holds_alternative<wire::ReceiptFrame>(*heard), "a receipt, where a refusal was due");
  }
  FAIL("no answer");
  return {};
}

}  // namespace

std::filesystem::path programs() { return std::filesystem::path(CASEWAY_BUILD_DIR) / "bin"; }

Trial::Trial(const std::string& name)
    : site(programs(), std::filesystem::path(CASEWAY_BUILD_DIR) / "tests" / name),
      context_(zmq_ctx_new(), [](void* context) { zmq_ctx_term(context); }) {
  site.start();
  regulator = site.admit("regulator", core::Role::administrative);
  police = site.admit("police", core::Role::police);
  procuratorate = site.admit("procuratorate", core::Role::procuratorate);
  site.counterparts(
      {{regulator.id, core::Role::police, police.id}, {regulator.id, core::Role::procuratorate, procuratorate.id}});
  site.activate(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip");
}

std::unique_ptr<LoadClient> Trial::connect(const Member& member, bool consume) {
  return std::make_unique<LoadClient>(context_.get(), site, member, consume);
}

std::vector<std::vector<std::uint8_t>> Trial::frames(std::uint64_t first, std::uint64_t count,
                                                     const std::string& facts) const {
  LoadOptions load;
  load.first = first;
  load.count = count;
  load.occurred_at = host::wall_now();
  load.facts = facts;
  return transfers(regulator, load);
}

wire::ReceiptFrame receipt_of(LoadClient& client, const std::vector<std::uint8_t>& frame) {
  return answer_to<wire::ReceiptFrame>(client, frame);
}

wire::RefusalFrame refusal_of(LoadClient& client, const std::vector<std::uint8_t>& frame) {
  return answer_to<wire::RefusalFrame>(client, frame);
}

core::Statement statement_of(const wire::ReceiptFrame& receipt) {
  auto statement = core::decode_statement(receipt.receipt.statement);
  REQUIRE(statement.ok());
  return std::move(statement).value();
}

Ran run_program(const std::string& name, const std::vector<std::string>& words) {
  std::string command = (programs() / name).string();
  for (const auto& word : words) command += " '" + word + "'";
  return tests::run_command(command, "/dev/null");
}

}  // namespace caseway::bench
