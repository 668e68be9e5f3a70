// Opens a site for inspection: read-only, creates nothing, asks nothing. Everything it hands out is checked by the
// caller.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "audit/layout.h"
#include "broker/core/directory.h"
#include "broker/wire/segment.h"

namespace caseway::audit {

/// A file or directory that cannot be read at all: exit 2.
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A whole file mapped read-only. Empty files have no bytes.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);  ///< throws Unreadable
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {data_, size_}; }

 private:
  const std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

struct SegmentFile {
  std::string name;  ///< "journal/0000000000000000.journal"
  std::uint32_t number = 0;
  MappedFile file;
};

/// The files of a site, by what their names say they are, sorted. Names are those of a new site, wherever its
/// configuration puts journal and vault.
struct Site {
  Layout layout;
  std::uint64_t segment_bytes = core::limits::segment_bytes;
  std::vector<SegmentFile> journal;      ///< by number
  std::vector<SegmentFile> vault;        ///< by number
  std::vector<std::string> snapshots;    ///< "journal/NUMBER.snapshot"
  std::vector<std::string> part_files;   ///< "vault/DIGEST": large parts
  std::vector<std::string> zero_filled;  ///< segments made ahead, not yet taken: "journal/NUMBER.journal.next"
  std::vector<std::string> unfinished;   ///< what a crash left before it was renamed: "journal/head.new"
  std::vector<std::string> unknown;      ///< anything else in journal/ or vault/
  bool head_there = false;               ///< "journal/head"
  bool rolled_back_there = false;        ///< "journal/rolled_back"

  /// File "journal/NAME" or "vault/NAME".
  [[nodiscard]] MappedFile map(const std::string& name) const;
};

/// Lists a site and maps its segments. Throws Unreadable when a directory of `layout` is not there, or a file cannot be
/// opened. `segment_bytes` is what every segment of the site must have.
Site open_site(const Layout& layout, std::uint64_t segment_bytes = core::limits::segment_bytes);
inline Site open_site(const std::filesystem::path& root, std::uint64_t segment_bytes = core::limits::segment_bytes) {
  return open_site(read_layout(root), segment_bytes);
}

/// Where trust starts: record 0, and the digest that every segment header repeats in part.
struct Trust {
  core::Genesis genesis;
  core::Digest digest;
};

/// Record 0 as the journal has it; nothing when it cannot be read (the walk then says why).
std::optional<Trust> read_trust(const Site& site);

}  // namespace caseway::audit
