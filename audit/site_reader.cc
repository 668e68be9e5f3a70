#include "audit/site_reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "broker/flow/names.h"

namespace caseway::audit {
namespace {

/// Large parts are files named by their digest.
bool is_part_file(const std::string& name) { return core::from_hex<core::Digest>(name).has_value(); }

std::vector<std::string> names_in(const std::filesystem::path& directory) {
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) throw Unreadable(directory.string() + ": " + error.message());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw Unreadable(path.string() + ": " + std::strerror(errno));
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(fd);
    throw Unreadable(path.string() + ": not a plain file");
  }
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ > 0) {
    void* data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
    ::close(fd);
    if (data == MAP_FAILED) throw Unreadable(path.string() + ": " + std::strerror(errno));
    data_ = static_cast<const std::uint8_t*>(data);
  } else {
    ::close(fd);
  }
}

MappedFile::MappedFile(MappedFile&& other) noexcept : data_(other.data_), size_(other.size_) {
  other.data_ = nullptr;
  other.size_ = 0;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::uint8_t*>(data_), size_);
}

Site open_site(const std::filesystem::path& root) {
  Site site;
  site.root = root;
  for (const auto& name : names_in(root / "journal")) {  // names sort as their numbers do
    if (auto number = flow::journal_segment_number(name)) {
      site.journal.push_back({name, *number, MappedFile(root / "journal" / name)});
    } else if (flow::snapshot_index(name)) {
      site.snapshots.push_back(name);
    } else if (name == flow::head_name) {
      site.head_there = true;
    } else {
      site.unknown.push_back("journal/" + name);
    }
  }
  for (const auto& name : names_in(root / "vault")) {
    if (auto number = flow::vault_segment_number(name)) {
      site.vault.push_back({name, *number, MappedFile(root / "vault" / name)});
    } else if (is_part_file(name)) {
      site.part_files.push_back(name);
    } else {
      site.unknown.push_back("vault/" + name);
    }
  }
  return site;
}

}  // namespace caseway::audit
