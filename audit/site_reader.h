// Opens a site for inspection: read-only, creates nothing, asks nothing. Everything it hands out is checked by the caller.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

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
  std::string name;
  std::uint32_t number = 0;
  MappedFile file;
};

/// The files of a site, by what their names say they are.
struct Site {
  std::filesystem::path root;
  std::vector<SegmentFile> journal;          ///< by number
  std::vector<SegmentFile> vault;            ///< by number
  std::vector<std::string> snapshots;        ///< names in journal/
  std::vector<std::string> part_files;       ///< names in vault/ of large parts
  std::vector<std::string> unknown;          ///< anything else found in journal/ or vault/, "journal/NAME"
  bool head_there = false;
};

/// Lists and maps a site. Throws Unreadable when `root` has no journal/ or vault/, or a file cannot be opened.
Site open_site(const std::filesystem::path& root);

}  // namespace caseway::audit
