#include "audit/vault_account.h"

#include <algorithm>

#include "audit/segment_check.h"
#include "audit/vault_walk.h"
#include "broker/flow/names.h"
#include "broker/flow/vault.h"

namespace caseway::audit {
namespace {

std::string part_name(core::RecordIndex record, core::PartNo part) {
  return "record " + std::to_string(record) + " part " + std::to_string(part);
}

bool begins_frame(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view magic = "CWV1";
  return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

}  // namespace

bool VaultAccount::holds(std::uint64_t end) const {
  bool whole = true;
  const auto problem = walk_vault(site_, end_, end, [&](wire::VaultFrame&& frame, const std::string&) {
    whole = whole && (frame.in_file ? !read_part_file(site_, frame) : flow::frame_holds(frame));
  });
  return whole && !problem;
}

void VaultAccount::group(std::uint64_t end, const OwedParts& owed) {
  OwedParts left = owed;
  const auto problem = walk_vault(site_, end_, end, [&](wire::VaultFrame&& frame, const std::string& where) {
    ++parts_;
    const std::string here = where + ", " + part_name(frame.record, frame.part);
    if (frame.in_file) {
      files_named_.insert("vault/" + flow::part_file_name(frame.digest));
      if (auto wrong = read_part_file(site_, frame)) {
        wrong->what += " (" + part_name(frame.record, frame.part) + ")";
        absent_.push_back({{frame.record, frame.part}, *wrong});
      } else {
        in_files_[frame.digest].emplace(frame.record, frame.part);
      }
    } else if (frame.erased) {
      absent_.push_back(
          {{frame.record, frame.part}, {here, "its bytes are zeros, and no record says that they were erased", false}});
    } else if (!flow::frame_holds(frame)) {
      problems_.mismatch(here, "its bytes do not have its digest");
    } else if (all_zero(frame.bytes)) {
      blank_.emplace(frame.record, frame.part);
    }
    const auto due = left.find({frame.record, frame.part});
    if (due == left.end()) {
      problems_.mismatch(here, "no record names it, or it is there twice");
    } else {
      if (due->second != frame.digest) problems_.mismatch(here, "is not the part that its record commits to");
      left.erase(due);
    }
  });
  end_ = std::max(end_, end);
  if (problem) {
    problems_.add(*problem);
  } else {
    for (const auto& [key, digest] : left)
      problems_.missing("vault", part_name(key.first, key.second) + " is not there");
  }
}

void VaultAccount::explain(const flow::ErasedParts& erased) {
  std::set<Key> gone = blank_;
  for (const auto& [digest, keys] : in_files_) {
    const bool stays = std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return !erased.contains(key); });
    if (stays) gone.insert(keys.begin(), keys.end());
  }
  for (const auto& [key, problem] : absent_) {
    gone.insert(key);
    if (!erased.contains(key)) problems_.add(problem);
  }
  for (const auto& [key, by] : erased)
    if (!gone.contains(key))
      problems_.missing("vault", part_name(key.first, key.second) + " was erased by order " + std::to_string(by.order) +
                                     ", and its bytes are still there; a broker that opens this site removes them");
}

void VaultAccount::rest(const std::optional<Trust>& trust) {
  if (site_.vault.empty()) problems_.missing("vault", "holds no segment");
  for (std::size_t which = 0; which < site_.vault.size(); ++which) {
    if (!check_segment(site_, site_.vault, which, wire::SegmentKind::vault, trust, problems_)) continue;
    const std::uint64_t begin = which * site_.segment_bytes;
    if (end_ >= begin + site_.segment_bytes) continue;  // its frames were walked up to its end
    behind_end(site_.vault[which], std::max(end_, begin + wire::segment_header_bytes) - begin);
  }
  unnamed_files();
}

/// What a turn left that was never recorded: whole frames, then zeros. The broker cuts it when it opens the site.
void VaultAccount::behind_end(const SegmentFile& segment, std::uint64_t offset) {
  const auto bytes = segment.file.bytes();
  while (offset < bytes.size()) {
    const auto rest = bytes.subspan(offset);
    std::uint64_t consumed = 0;
    const auto frame = wire::parse_vault_frame(rest, consumed);
    if (frame.ok() && (frame.value().in_file || flow::frame_holds(frame.value()))) {
      ++unrecorded_;
      offset += consumed;
    } else if (all_zero(rest)) {
      return;
    } else if (begins_frame(rest)) {
      return problems_.missing(place(segment.name, offset),
                               "an unfinished part behind the vault's end; a broker that opens this "
                               "site cuts it");
    } else {
      const auto first = std::find_if(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; });
      return problems_.mismatch(place(segment.name, offset + static_cast<std::uint64_t>(first - rest.begin())),
                                "bytes behind the vault's end that nothing explains");
    }
  }
}

void VaultAccount::unnamed_files() {
  for (const auto& name : site_.part_files) {
    if (files_named_.contains(name)) continue;
    wire::VaultFrame frame;
    const auto problem = check_part_file(site_, name, frame);
    if (problem) problems_.add(*problem);
    if (!problem) ++unrecorded_;
  }
}

std::uint64_t VaultAccount::bytes() const {
  std::uint64_t total = 0;
  for (const auto& segment : site_.vault) total += segment.file.bytes().size();
  for (const auto& name : site_.part_files) total += site_.map(name).bytes().size();
  return total;
}

}  // namespace caseway::audit
