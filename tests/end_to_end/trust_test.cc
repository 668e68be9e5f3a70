// Keys, strangers and rolled-back journals, as agencies meet them at a real broker.
#include <doctest/doctest.h>

#include <fstream>

#include "broker/core/digest.h"
#include "broker/host/system.h"
#include "tests/end_to_end/trial.h"

namespace caseway::bench {
namespace {

namespace fs = std::filesystem;

TEST_CASE(
    "end to end: a key revoked by order refuses the next message, with its dates; the audit lists what is in doubt") {
  Trial trial("keys-site");
  const core::Instant before = host::wall_now();
  const auto client = trial.connect(trial.regulator);
  const auto accepted = statement_of(receipt_of(*client, trial.frames(1, 1)[0]));
  CHECK(accepted.verdict != core::Verdict::returned);

  core::Order revoke;
  revoke.kind = core::OrderKind::revoke_key;
  revoke.agency.id = trial.regulator.id;
  revoke.key = core::key_id(trial.regulator.signing.public_key);
  revoke.instant = host::wall_now();
  revoke.since = before;
  trial.site.order(revoke);
  const auto refused = refusal_of(*client, trial.frames(2, 1)[0]);
  CHECK(refused.code == core::Refusal::key_not_valid);
  CHECK(refused.number == 2);
  CHECK(refused.key_from <= before);
  CHECK_FALSE(refused.key_from.empty());
  CHECK(refused.key_until == revoke.instant);

  Member renewed = trial.regulator;
  renewed.signing = host::new_signing_key();
  core::Order add;
  add.kind = core::OrderKind::add_key;
  add.agency.id = renewed.id;
  core::AgencyKey key;
  key.key = renewed.signing.public_key;
  key.valid_from = host::wall_now();
  add.agency.keys = {key};
  trial.site.order(add);
  trial.regulator = renewed;
  CHECK(statement_of(receipt_of(*client, trial.frames(2, 1)[0])).verdict != core::Verdict::returned);

  CHECK(trial.site.stop().status == 0);
  const auto audit = run_program("caseway-audit", {"replay", trial.site.dir().string()});
  CHECK_MESSAGE(audit.exit == 0, audit.said);
  CHECK(audit.said.find("in doubt: record " + std::to_string(accepted.index) + " of regulator") != std::string::npos);
}

TEST_CASE("end to end: whom an order admits may come the moment the order is answered (60 agencies)") {
  Trial trial("welcome-site");
  for (int i = 0; i < 60; ++i) {
    const Member member = trial.site.admit("court-" + std::to_string(i), core::Role::court);
    (void)trial.connect(member);  // one try: who is denied once is not heard by this client again
  }
  std::ifstream log(trial.site.dir() / "casewayd.log");
  const std::string said{std::istreambuf_iterator<char>(log), {}};
  CHECK(said.find("event=listening") != std::string::npos);
  CHECK(said.find("event=not_admitted") == std::string::npos);
}

TEST_CASE("end to end: a journal rolled back behind what an agency holds serves nobody") {
  Trial trial("rollback-site");
  CHECK(trial.site.stop().status == 0);
  const fs::path older = trial.site.dir().string() + "-older";
  fs::remove_all(older);
  fs::copy(trial.site.dir(), older, fs::copy_options::recursive);
  trial.site.start();
  const auto receipt = receipt_of(*trial.connect(trial.regulator), trial.frames(1, 1)[0]);
  CHECK(trial.site.stop().status == 0);
  fs::remove_all(trial.site.dir());
  fs::rename(older, trial.site.dir());
  trial.site.start();

  const auto other = trial.connect(trial.police);
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.checkpoint = receipt.receipt.proof.checkpoint;
  const auto client = trial.connect(trial.regulator);
  const auto refused = refusal_of(*client, wire::encode(wire::ClientFrame(hello)));
  CHECK(refused.code == core::Refusal::rolled_back);
  CHECK(refused.what.find("regulator holds a signed checkpoint over") != std::string::npos);
  CHECK(refusal_of(*other, wire::encode(wire::ClientFrame(wire::Query{}))).code == core::Refusal::rolled_back);

  CHECK(trial.site.stop().status == 0);
  const auto check = run_program("casewayd", {"--config", (trial.site.dir() / "casewayd.toml").string(), "--check"});
  CHECK(check.exit == 3);
  trial.site.start();
  CHECK(trial.site.stop().status == 0);
  std::ifstream log(trial.site.dir() / "casewayd.log");
  const std::string told{std::istreambuf_iterator<char>(log), {}};
  CHECK(told.rfind("event=stopped_serving") > told.rfind("event=opened"));
  CHECK(told.find("journal/rolled_back keeps a signed checkpoint over") != std::string::npos);
}

TEST_CASE("end to end: forgers and strangers are refused by name, or not answered at all") {
  Trial trial("intruder-site");
  const fs::path agency = trial.site.dir() / "stolen";
  fs::create_directories(agency / "keys");
  host::write_key(agency / "keys/signing.key", "signing", trial.regulator.signing);
  host::write_key(agency / "keys/transport.key", "transport", trial.regulator.transport);
  const auto forged =
      run_program("caseway-intruder", {"forged", trial.site.dir().string(), agency.string(), "regulator"});
  CHECK(forged.exit == 0);
  CHECK(forged.said.starts_with("bad_signature: "));
  CHECK(run_program("caseway-intruder", {"stranger", trial.site.dir().string()}).exit == 0);
  CHECK(run_program("caseway-intruder", {"unsigned-door", trial.site.dir().string()}).exit == 0);
}

TEST_CASE("end to end: caseway-audit exits 2 for what it cannot read, 3 for what lacks, 1 for what is wrong") {
  Trial trial("audit-site");
  CHECK(trial.site.stop().status == 0);
  const std::string dir = trial.site.dir().string();
  for (const char* command : {"verify", "replay"}) {
    CHECK(run_program("caseway-audit", {command, dir}).exit == 0);
    CHECK(run_program("caseway-audit", {command, dir + "-nowhere"}).exit == 2);
    CHECK(run_program("caseway-audit", {command, dir, "--json"}).said.starts_with("{\"audit\":\"agrees\""));
  }
  CHECK_FALSE(fs::exists(dir + "-nowhere"));
  CHECK(run_program("caseway-audit", {}).exit == 2);
  CHECK(run_program("caseway-audit", {"mend", dir}).exit == 2);
  CHECK(run_program("caseway-audit", {"--help"}).exit == 0);
  fs::rename(dir + "/journal/head", dir + "/head");
  CHECK(run_program("caseway-audit", {"verify", dir}).exit == 3);
  fs::rename(dir + "/head", dir + "/journal/head");
  fs::copy(dir + "/genesis.bin", dir + "/journal/stranger");
  const auto wrong = run_program("caseway-audit", {"verify", dir});
  CHECK(wrong.exit == 1);
  CHECK(wrong.said.find("journal/stranger") != std::string::npos);
}

}  // namespace
}  // namespace caseway::bench
