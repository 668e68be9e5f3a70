#include "audit/side_files.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/flow/names.h"

namespace caseway::audit {
namespace {

constexpr const char* head_file = "journal/head";
constexpr const char* genesis_file = "genesis.bin";

}  // namespace

void SideFiles::read_head(const std::optional<Trust>& trust) {
  if (!std::filesystem::exists(site_.layout.genesis)) {
    problems_.missing(genesis_file,
                      "the site's own copy of record 0 is not there; trust would rest on the journal alone");
  } else if (trust && core::digest_of(MappedFile(site_.layout.genesis).bytes()) != trust->digest) {
    problems_.mismatch(genesis_file, "is not the genesis of record 0");
  }
  if (!site_.head_there) {
    problems_.missing(head_file, "is not there: a journal cut at its end could not be told");
    return;
  }
  const MappedFile file = site_.map(head_file);
  bytes_ += file.bytes().size();
  auto head = wire::decode_head_file(file.bytes());
  if (!head.ok()) return problems_.mismatch(place(head_file, 0), head.refused().what);
  if (trust && !core::check_checkpoint(head.value(), trust->genesis.log_key)) {
    return problems_.mismatch(place(head_file, 0), "the log key's signature does not hold");
  }
  head_ = std::move(head).value();
}

void SideFiles::compare_head(std::uint64_t records, const std::optional<core::Checkpoint>& ours) {
  if (!head_) return;
  if (head_->tree_size > records) {
    return problems_.mismatch(head_file, "journal_short: it names " + std::to_string(head_->tree_size) +
                                             " records, the journal has " + std::to_string(records));
  }
  if (!ours || core::encode_checkpoint(*ours) != core::encode_checkpoint(*head_)) {
    problems_.mismatch(head_file,
                       "its checkpoint over " + std::to_string(head_->tree_size) + " records is not the journal's");
  }
}

void SideFiles::rest(const std::map<core::RecordIndex, core::SnapshotEvent>& noted, bool all_noted) {
  for (const auto& name : site_.unknown) problems_.mismatch(name, "a file that does not belong here");
  for (const auto& name : site_.unfinished) {
    problems_.missing(name,
                      "an unfinished file that a crash left; a broker that opens this site removes or replaces it");
  }
  for (const auto& name : site_.zero_filled) {
    const MappedFile file = site_.map(name);
    const auto bytes = file.bytes();
    if (name.starts_with("journal/")) bytes_ += bytes.size();
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte != 0; });
    if (first != bytes.end()) {
      problems_.mismatch(place(name, static_cast<std::uint64_t>(first - bytes.begin())),
                         "a segment made ahead holds only zeros");
    }
  }
  snapshots(noted, all_noted);
}

void SideFiles::snapshots(const std::map<core::RecordIndex, core::SnapshotEvent>& noted, bool all_noted) {
  for (const auto& name : site_.snapshots) {
    const MappedFile file = site_.map(name);
    bytes_ += file.bytes().size();
    const auto record = flow::snapshot_index(std::string_view(name).substr(std::string_view("journal/").size()));
    const auto event = noted.find(record.value_or(0));
    if (event != noted.end()) {
      if (event->second.state != core::digest_of(file.bytes())) {
        problems_.mismatch(place(name, 0), "does not have the digest that a record notes");
      }
    } else if (all_noted) {
      problems_.mismatch(name, "no record notes this snapshot");
    }
  }
}

}  // namespace caseway::audit
