// A journal and a vault on one tape, and what is known to be durable.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/core/signature.h"
#include "broker/flow/journal.h"
#include "broker/flow/vault.h"
#include "tests/simulation/disk.h"

namespace caseway::flow {

using simulation::SimDisk;
using simulation::Tape;

inline constexpr std::uint64_t writer_segment_bytes = 16 * 1024;

class LogKey final : public Signer {
 public:
  LogKey() : pair(core::key_pair_from_seed(std::vector<std::uint8_t>(32, 7))) {}
  core::SignatureBytes sign(BytesView bytes) override { return core::sign_bytes(pair.secret_key, bytes); }
  core::KeyPair pair;
};

/// A journal and a vault on one tape, and what is known to be durable: statements in order.
struct Writer {
  Writer() : journal_disk(tape, 0), vault_disk(tape, 1) {
    site.genesis = core::digest_of(std::vector<std::uint8_t>{1});
    site.log_key = signer.pair.public_key;
    site.origin = "test.example";
    site.segment_bytes = writer_segment_bytes;
  }
  void create() {
    Journal::create(journal_disk, site);
    Vault::create(vault_disk, site);
    open();
  }
  void open() {
    vault = std::make_unique<Vault>(vault_disk, site);
    journal = std::make_unique<Journal>(journal_disk, site, [this](std::uint64_t begin, std::uint64_t end) {
      bool holds = true;
      return vault->each_frame(begin, end, [&](wire::VaultFrame&& frame) { holds = holds && frame_holds(frame); }) &&
             holds;
    });
    const auto end = journal->next_index();
    vault->cut(end == 0 ? Vault::begin() : journal->vault_begin(journal->place_of(end - 1)),
               end == 0 ? Vault::begin() : journal->place_of(end - 1).vault_end);
  }
  /// One turn: `count` records, each with one part of `part_bytes`.
  Sealed turn(std::size_t count, std::size_t part_bytes) {
    std::vector<wire::RecordBytes> records;
    std::vector<core::EventType> types(count, core::EventType::message);
    for (std::size_t i = 0; i < count; ++i) {
      const auto index = journal->next_index() + i;
      records.push_back({bytes(40, index), bytes(300, index + 1000)});
      if (part_bytes == 0) continue;
      core::Part part{core::PartType::evidence, {}, bytes(part_bytes, index)};
      part.salt.bytes[0] = 1;
      const auto digest = core::part_digest(part.type, part.salt, part.bytes);
      vault->stage({part}, {digest});
      vault->put(index, {part}, {digest});
    }
    vault->write();
    auto sealed = journal->append(records, types, vault->end(), core::Instant{1000}, signer);
    vault->sync();
    for (auto& record : records) statements.push_back(std::move(record.statement));
    released.emplace_back(tape.changes.size(), statements.size());
    return sealed;
  }
  static Bytes bytes(std::size_t count, std::uint64_t seed) {
    Bytes out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::uint8_t>(seed * 31 + i * 7 + 1);
    return out;
  }
  std::vector<Bytes> read_all() {
    std::vector<Bytes> found;
    journal->each_from(0, [&](const wire::Group& group) {
      for (const auto& record : group.records) found.push_back(record.statement);
    });
    return found;
  }

  Tape tape;
  SimDisk journal_disk;
  SimDisk vault_disk;
  LogKey signer;
  Site site;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<Journal> journal;
  std::vector<Bytes> statements;
  std::vector<std::pair<std::size_t, std::size_t>> released;  // tape position -> statements released by then
};

/// Why it does not open, or does not read.
inline JournalRefused::Why refusal_of(Writer& writer) {
  try {
    writer.open();
    writer.journal->each_from(0, [](const wire::Group&) {});
  } catch (const JournalRefused& refused) {
    CHECK(std::string(refused.what()).find(": ") != std::string::npos);
    return refused.why;
  }
  FAIL("it opened");
  return {};
}

}  // namespace caseway::flow
