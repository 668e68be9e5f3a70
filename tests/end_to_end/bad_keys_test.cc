// Well-formed messages that may not pass: keys, lanes, and steps that are not open, as a real broker answers them
// (docs/BAD_INPUT.md).
#include <doctest/doctest.h>

#include <thread>

#include "broker/core/digest.h"
#include "broker/host/system.h"
#include "broker/wire/record.h"
#include "tests/end_to_end/letter.h"

namespace caseway::bench {
namespace {

using core::Refusal;

/// A new key of the regulator with these dates, by order.
core::KeyPair add_key(Trial& trial, core::Instant from, core::Instant until) {
  const auto pair = host::new_signing_key();
  core::Order order;
  order.kind = core::OrderKind::add_key;
  order.agency.id = trial.regulator.id;
  core::AgencyKey key;
  key.key = pair.public_key;
  key.valid_from = from;
  key.valid_until = until;
  order.agency.keys = {key};
  trial.site.order(order);
  return pair;
}

core::Instant later(std::int64_t ms) { return {host::wall_now().ms + ms}; }

/// What the sender of a returned message is told: the code, and the steps that are open instead.
struct Returned {
  core::ReturnCode code{};
  std::string open = " ";
  core::RecordIndex record = 0;
};

Returned returned(LoadClient& client, const Letter& letter, const Member& member) {
  const auto receipt = receipt_of(client, framed(letter.sealed(member.signing)));
  const auto statement = statement_of(receipt);
  CHECK(statement.verdict == core::Verdict::returned);
  Returned told{statement.return_code, " ", statement.index};
  const auto outcome = wire::decode_outcome(receipt.outcome);
  REQUIRE(outcome.ok());
  for (const auto& step : outcome.value().open_steps) told.open += step.str() + " ";
  return told;
}

TEST_CASE(
    "end to end: bad keys: another agency's signature, and revoked, expired and early keys, are told with dates") {
  Trial trial("bad-keys-site");
  const auto client = trial.connect(trial.regulator);
  const auto own = core::key_id(trial.regulator.signing.public_key);
  const Letter letter(trial, 1);
  const auto refused = [&](const core::KeyPair& signer, const core::KeyId& key = {}) {
    return refusal_of(*client, framed(letter.sealed(signer, key)));
  };

  const auto forged = refused(trial.police.signing, own);  // valid, and not of the key that it names
  CHECK(forged.code == Refusal::bad_signature);
  CHECK(forged.where == "signatures[0]");
  CHECK_FALSE(forged.key_from.empty());
  CHECK(forged.number == 1);
  const auto others = refused(trial.police.signing);  // valid, and of a key of another agency
  CHECK(others.code == Refusal::key_not_valid);
  CHECK(others.what.find("no such key of this agency") != std::string::npos);
  CHECK(others.key_from.empty());

  const auto from = later(-1000);
  const auto until = later(1200);
  const auto short_lived = add_key(trial, from, until);
  const auto early_from = later(core::hour_ms);
  const auto early = refused(add_key(trial, early_from, {}));
  CHECK(early.code == Refusal::key_not_valid);
  CHECK(early.key_from == early_from);
  CHECK(early.key_until.empty());
  while (!(until < host::wall_now())) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto expired = refused(short_lived);
  CHECK(expired.code == Refusal::key_not_valid);
  CHECK(expired.key_from == from);
  CHECK(expired.key_until == until);

  core::Order revoke;
  revoke.kind = core::OrderKind::revoke_key;
  revoke.agency.id = trial.regulator.id;
  revoke.key = core::key_id(short_lived.public_key);
  revoke.instant = host::wall_now();
  revoke.since = revoke.instant;
  trial.site.order(revoke);
  const auto gone = refused(short_lived);
  CHECK(gone.code == Refusal::key_not_valid);
  CHECK(gone.key_until == std::min(revoke.instant, until));

  CHECK(statement_of(receipt_of(*client, framed(letter.sealed(trial.regulator.signing)))).index > 0);
  CHECK(trial.site.stop().status == 0);
  CHECK(counted(trial.site) ==
        std::map<std::string, std::uint32_t>{{"regulator bad_signature", 1}, {"regulator key_not_valid", 4}});
}

TEST_CASE(
    "end to end: bad lanes: over credit, a gap, a reused number, another's envelope: refused by name and counted") {
  Trial trial("bad-lanes-site");
  const auto client = trial.connect(trial.regulator);
  const auto refused = [&](const Letter& letter) {
    return refusal_of(*client, framed(letter.sealed(trial.regulator.signing)));
  };
  CHECK(statement_of(receipt_of(*client, trial.frames(1, 1)[0])).verdict != core::Verdict::returned);

  Letter letter(trial, 2);
  letter.envelope.number = 5000;  // over 4,096 of them without a receipt
  const auto over = refused(letter);
  CHECK(over.code == Refusal::over_credit);
  CHECK(over.where == "envelope.settled");

  const auto gap = refused(Letter(trial, 4));
  CHECK(gap.code == Refusal::gap);
  CHECK(gap.expected == 2);
  CHECK(gap.number == 4);
  CHECK(gap.what.find("number 2 is expected") != std::string::npos);

  const auto reused = refused(Letter(trial, 1));
  CHECK(reused.code == Refusal::id_reused);
  CHECK(reused.where == "envelope.number");

  letter = Letter(trial, 2);
  letter.envelope.sender = trial.police.id;
  const auto others = refused(letter);
  CHECK(others.code == Refusal::not_yours);
  CHECK(others.where == "envelope.sender");
  CHECK(others.lane == letter.envelope.lane);
  CHECK(others.number == 2);  // as it was sent, so that the client knows which it was

  CHECK(statement_of(receipt_of(*client, trial.frames(2, 1)[0])).verdict != core::Verdict::returned);
  CHECK(trial.site.stop().status == 0);
  CHECK(counted(trial.site) == std::map<std::string, std::uint32_t>{{"regulator gap", 1},
                                                                    {"regulator id_reused", 1},
                                                                    {"regulator not_yours", 1},
                                                                    {"regulator over_credit", 1}});
}

TEST_CASE("end to end: bad lanes: 4 MiB frames faster than they are heard are answered over_credit, or all heard") {
  Trial trial("credit-site");
  const auto client = trial.connect(trial.regulator);
  const std::vector<std::uint8_t> frame(core::limits::message_bytes_max - 64, 0x5a);
  for (int i = 0; i < 8; ++i) client->send(frame);
  int over = 0;
  int malformed = 0;
  for (int i = 0; i < 8; ++i) {
    const auto heard = client->hear(30'000);
    REQUIRE(heard.has_value());
    const auto& refusal = std::get<wire::RefusalFrame>(*heard);
    over += refusal.code == Refusal::over_credit;
    malformed += refusal.code == Refusal::malformed;
  }
  CHECK(over + malformed == 8);
  CHECK(statement_of(receipt_of(*client, trial.frames(1, 1)[0])).verdict != core::Verdict::returned);
}

TEST_CASE("end to end: bad steps: kind, step, role, recipient, state: returned with what is open, and journalled") {
  Trial trial("bad-steps-site");
  const auto client = trial.connect(trial.regulator);
  std::uint64_t number = 1;
  Letter letter(trial, number);
  letter.envelope.procedure = "K99";
  auto told = returned(*client, letter, trial.regulator);
  CHECK(told.code == core::ReturnCode::unknown_procedure);
  CHECK(told.open.starts_with(" K01.transfer "));
  auto before = told.record;

  letter = Letter(trial, ++number);
  letter.envelope.step = "hand_in";
  told = returned(*client, letter, trial.regulator);
  CHECK(told.code == core::ReturnCode::unknown_step);
  CHECK(told.open == " K01.transfer ");
  CHECK(told.record > before);  // each is a record of its own
  before = told.record;

  letter = Letter(trial, ++number);
  letter.envelope.recipient = "nobody";
  told = returned(*client, letter, trial.regulator);
  CHECK(told.code == core::ReturnCode::unknown_recipient);
  CHECK(told.open == " K01.transfer ");
  CHECK(told.record > before);

  letter = Letter(trial, ++number);
  const auto opened = letter.envelope;
  CHECK(statement_of(receipt_of(*client, framed(letter.sealed(trial.regulator.signing)))).verdict !=
        core::Verdict::returned);
  letter = Letter(trial, ++number);
  letter.envelope.case_id = opened.case_id;
  letter.envelope.transfer = opened.transfer;
  letter.envelope.step = "accepted";  // the police's to say
  told = returned(*client, letter, trial.regulator);
  CHECK(told.code == core::ReturnCode::wrong_role);
  CHECK(told.open.find(" withdraw ") != std::string::npos);

  letter.envelope.number = ++number;
  letter.envelope.step = "cured";  // nobody asked for one yet
  told = returned(*client, letter, trial.regulator);
  CHECK(told.code == core::ReturnCode::step_not_open);
  CHECK(told.open.find(" withdraw ") != std::string::npos);

  const auto police = trial.connect(trial.police);
  letter = Letter(trial, 1);
  letter.envelope.sender = trial.police.id;
  told = returned(*police, letter, trial.police);
  CHECK(told.code == core::ReturnCode::wrong_role);
  CHECK(told.open.find(" K01.transfer ") == std::string::npos);

  CHECK(trial.site.stop().status == 0);
  CHECK(run_program("caseway-audit", {"replay", trial.site.dir().string()}).exit == 0);
}

}  // namespace
}  // namespace caseway::bench
