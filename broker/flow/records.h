// Records read back: from memory while they are young, else from journal and vault, always checked.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "broker/core/record.h"
#include "broker/engine/state.h"
#include "broker/flow/journal.h"
#include "broker/flow/vault.h"

namespace caseway::flow {

/// A record with its receipt. While it is young its message still has the bytes of its parts; the dossier is gone once
/// it is durable. The receipt's proof stands once it is durable.
struct KnownRecord {
  core::Record record;
  core::Receipt receipt;
};

class Records {
 public:
  /// All must outlive it.
  Records(Journal& journal, Vault& vault, const engine::State& state)
      : journal_(journal), vault_(vault), state_(state) {}

  /// Keeps a record that was just decided; records come in order of their index.
  void remember(std::shared_ptr<const KnownRecord> known);
  /// Record `index`, which must be recorded or remembered. Throws Fault when journal or vault cannot be read.
  std::shared_ptr<const KnownRecord> get(core::RecordIndex index);
  /// A part, checked against the digest that its record commits to; nothing when the record has no such part, or when
  /// State says that it was recalled or erased: this is where nobody is shown such a part any more. Throws Fault when
  /// it is damaged or not there otherwise.
  std::optional<StoredPart> part(core::RecordIndex index, core::PartNo part);
  std::optional<StoredPart> part(const KnownRecord& known, core::PartNo part);

 private:
  /// A group read back, with what was asked of it so far.
  struct ReadGroup {
    wire::Group group;
    std::vector<std::vector<core::Digest>> paths;
    std::map<std::pair<core::RecordIndex, core::PartNo>, StoredPart> parts;
  };
  ReadGroup& read(core::RecordIndex index);

  Journal& journal_;
  Vault& vault_;
  const engine::State& state_;
  std::deque<std::pair<std::shared_ptr<const KnownRecord>, std::size_t>> young_;  // with their sizes, by index
  std::size_t young_bytes_ = 0;
  std::deque<ReadGroup> read_;
};

/// Bytes of a message and its parts, roughly: what keeping it costs.
std::size_t size_of(const core::Record& record);

}  // namespace caseway::flow
