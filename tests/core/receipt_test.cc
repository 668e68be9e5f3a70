#include "broker/core/receipt.h"

#include <doctest/doctest.h>

#include <numeric>

#include "broker/core/digest.h"
#include "broker/core/merkle.h"
#include "broker/core/signature.h"

using namespace caseway::core;

namespace {

template <class Id>
Id counted() {
  Id id;
  std::iota(id.bytes.begin(), id.bytes.end(), std::uint8_t{0});
  return id;
}

Statement statement_of(RecordIndex index) {
  Statement statement;
  statement.type = 2;
  statement.index = index;
  statement.received_at = {1758855900000};
  statement.transfer = counted<TransferId>();
  statement.sender = "luoyuan-amr";
  statement.body = counted<Digest>();
  statement.verdict = Verdict::proceeds_with_findings;
  statement.findings = {"K01.D04", "K01.D98"};
  statement.rest = counted<Digest>();
  statement.test = true;
  return statement;
}

KeyPair log_key() { return key_pair_from_seed(std::vector<std::uint8_t>(32, 9)); }

Checkpoint checkpoint_of(std::uint64_t size, const Digest& root) {
  Checkpoint checkpoint;
  checkpoint.origin = "caseway.fujian.example";
  checkpoint.tree_size = size;
  checkpoint.root = root;
  checkpoint.time = {1758855900000};
  checkpoint.group = counted<Digest>();
  checkpoint.signature = sign_bytes(log_key().secret_key, checkpoint_bytes(checkpoint));
  return checkpoint;
}

// The receipt of record `index` in a log of `size` statements.
Receipt receipt_of(RecordIndex index, std::uint64_t size) {
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < size; ++i) leaves.push_back(leaf_hash(encode_statement(statement_of(i))));
  return {encode_statement(statement_of(index)),
          {inclusion_path(leaves, index), checkpoint_of(size, merkle_root(leaves))}};
}

}  // namespace

TEST_CASE("receipt: bytes: statement and checkpoint are those of version 1, for ever") {
  CHECK(hex(digest_of(encode_statement(statement_of(258)))) ==
        "f6a148149b88dd1fedb789e1ec824ee7380e1ae0063ab2157c60e90a6a2c7ff4");
  CHECK(hex(digest_of(checkpoint_bytes(checkpoint_of(259, counted<Digest>())))) ==
        "53384b101691c39ca76c420fe0dd5a9eb663523a35124ef2ae7b5dad1e7b7135");
}

TEST_CASE("receipt: statement: comes back as it was, and every truncation is refused") {
  const auto bytes = encode_statement(statement_of(258));
  const auto decoded = decode_statement(bytes);
  REQUIRE(decoded.ok());
  CHECK(encode_statement(decoded.value()) == bytes);
  CHECK(decoded.value().index == 258);
  CHECK(decoded.value().sender == "luoyuan-amr");
  CHECK(decoded.value().findings == std::vector<std::string>{"K01.D04", "K01.D98"});
  CHECK(decoded.value().verdict == Verdict::proceeds_with_findings);
  CHECK(decoded.value().test);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto shorter = decode_statement(std::span(bytes).first(size));
    REQUIRE_FALSE(shorter.ok());
    REQUIRE(shorter.refused().code == Refusal::malformed);
  }
  auto longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(decode_statement(longer).ok());
}

TEST_CASE("receipt: statement: every flipped bit is refused or read as another statement, never as the same") {
  const auto bytes = encode_statement(statement_of(258));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto changed = bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    const auto decoded = decode_statement(changed);
    if (decoded) REQUIRE(encode_statement(decoded.value()) == changed);
  }
}

TEST_CASE("receipt: statement: numbers without a name, another version and a long sender are refused") {
  const auto refused = [](auto change) {
    Statement statement = statement_of(1);
    change(statement);
    return !decode_statement(encode_statement(statement)).ok();
  };
  CHECK_FALSE(refused([](Statement&) {}));
  CHECK(refused([](Statement& s) { s.version = 2; }));
  CHECK(refused([](Statement& s) { s.type = 0; }));
  CHECK(refused([](Statement& s) { s.type = 999; }));
  CHECK(refused([](Statement& s) { s.verdict = Verdict{0}; }));
  CHECK(refused([](Statement& s) { s.verdict = Verdict{5}; }));
  CHECK(refused([](Statement& s) { s.return_code = ReturnCode{999}; }));
  CHECK_FALSE(refused([](Statement& s) { s.sender.assign(limits::agency_bytes_max, 'a'); }));
  CHECK(refused([](Statement& s) { s.sender.assign(limits::agency_bytes_max + 1, 'a'); }));
}

TEST_CASE("receipt: statement: a count of findings beyond the bytes allocates nothing") {
  Statement statement = statement_of(1);
  statement.findings.clear();
  auto bytes = encode_statement(statement);
  const std::size_t count_at = bytes.size() - 1 - Digest::size - 4;
  for (std::size_t i = 0; i < 4; ++i) bytes[count_at + i] = 0xff;
  CHECK_FALSE(decode_statement(bytes).ok());
}

TEST_CASE("receipt: checkpoint: comes back as it was, and every truncation is refused") {
  const Checkpoint checkpoint = checkpoint_of(259, counted<Digest>());
  const auto bytes = encode_checkpoint(checkpoint);
  const auto decoded = decode_checkpoint(bytes);
  REQUIRE(decoded.ok());
  CHECK(encode_checkpoint(decoded.value()) == bytes);
  CHECK(check_checkpoint(decoded.value(), log_key().public_key));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    REQUIRE_FALSE(decode_checkpoint(std::span(bytes).first(size)).ok());
  }
  Checkpoint changed = checkpoint;
  changed.cosignatures.push_back({1, 2, 3});
  CHECK_FALSE(decode_checkpoint(encode_checkpoint(changed)).ok());
  changed = checkpoint;
  changed.origin.assign(limits::origin_bytes_max + 1, 'o');
  CHECK_FALSE(decode_checkpoint(encode_checkpoint(changed)).ok());
}

TEST_CASE("receipt: checkpoint: a signature of any other length is refused, also where the bytes end with it") {
  const auto checkpoint = checkpoint_of(7, counted<Digest>());
  const auto signed_part = checkpoint_bytes(checkpoint).size();
  for (const std::size_t length : {0, 63, 65, 200, 5000}) {
    for (const std::size_t behind : {0, 3, 4}) {
      CAPTURE(length);
      CAPTURE(behind);
      auto bytes = encode_checkpoint(checkpoint);
      bytes.resize(signed_part + 6);  // the algorithm, and the signature's length
      bytes[signed_part + 2] = static_cast<std::uint8_t>(length % 256);
      bytes[signed_part + 3] = static_cast<std::uint8_t>(length / 256);
      bytes.resize(bytes.size() + length, 0x41);
      bytes.resize(bytes.size() + behind);
      CHECK_FALSE(decode_checkpoint(bytes).ok());
    }
  }
}

TEST_CASE("receipt: checkpoint: every field is under the signature") {
  const Checkpoint good = checkpoint_of(259, counted<Digest>());
  const auto holds = [&](auto change) {
    Checkpoint changed = good;
    change(changed);
    return check_checkpoint(changed, log_key().public_key);
  };
  CHECK(holds([](Checkpoint&) {}));
  CHECK_FALSE(holds([](Checkpoint& c) { c.version = 2; }));
  CHECK_FALSE(holds([](Checkpoint& c) { c.origin += "x"; }));
  CHECK_FALSE(holds([](Checkpoint& c) { c.epoch = 2; }));
  CHECK_FALSE(holds([](Checkpoint& c) { c.tree_size += 1; }));
  CHECK_FALSE(holds([](Checkpoint& c) { c.root.bytes[0] ^= 1; }));
  CHECK_FALSE(holds([](Checkpoint& c) { c.time.ms += 1; }));
  CHECK_FALSE(holds([](Checkpoint& c) { c.group.bytes[0] ^= 1; }));
  CHECK_FALSE(check_checkpoint(good, key_pair_from_seed(std::vector<std::uint8_t>(32, 8)).public_key));
}

TEST_CASE("receipt: proof: holds for every record to every later checkpoint (20 records)") {
  for (std::uint64_t size = 1; size <= 20; ++size) {
    for (RecordIndex index = 0; index < size; ++index) {
      const auto decoded = decode_receipt(encode_receipt(receipt_of(index, size)));
      REQUIRE(decoded.ok());
      const auto statement = check_receipt(decoded.value(), log_key().public_key);
      REQUIRE(statement.ok());
      REQUIRE(statement.value().index == index);
    }
  }
}

TEST_CASE("receipt: proof: each truncation and each flipped byte of a receipt is refused") {
  const auto bytes = encode_receipt(receipt_of(13, 21));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    REQUIRE_FALSE(decode_receipt(std::span(bytes).first(size)).ok());
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] ^= 1;
    const auto decoded = decode_receipt(changed);
    CAPTURE(i);
    if (decoded) REQUIRE_FALSE(check_receipt(decoded.value(), log_key().public_key).ok());
  }
}

TEST_CASE("receipt: refusals: say what did not hold") {
  Receipt receipt = receipt_of(3, 8);
  const auto key = log_key().public_key;
  REQUIRE(check_receipt(receipt, key).ok());

  SUBCASE("another log's key") {
    const auto checked = check_receipt(receipt, key_pair_from_seed(std::vector<std::uint8_t>(32, 8)).public_key);
    REQUIRE_FALSE(checked.ok());
    CHECK(checked.refused().code == Refusal::bad_signature);
  }
  SUBCASE("another record's statement") {
    receipt.statement = encode_statement(statement_of(4));
    const auto checked = check_receipt(receipt, key);
    REQUIRE_FALSE(checked.ok());
    CHECK(checked.refused().code == Refusal::malformed);
    CHECK(checked.refused().where == "receipt.proof");
  }
  SUBCASE("a checkpoint older than the record") {
    receipt.proof.checkpoint = receipt_of(0, 3).proof.checkpoint;
    CHECK_FALSE(check_receipt(receipt, key).ok());
  }
  SUBCASE("a path longer than any tree is high") {
    receipt.proof.path.resize(65);
    CHECK_FALSE(decode_receipt(encode_receipt(receipt)).ok());
  }
}
