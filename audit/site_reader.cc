#include "audit/site_reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "broker/core/digest.h"
#include "broker/flow/names.h"
#include "broker/wire/order.h"

namespace caseway::audit {
namespace {

constexpr std::string_view zero_filled_ending = ".next";  // of a segment that the broker's helper thread makes ahead

std::vector<std::string> names_in(const std::filesystem::path& directory) {
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator it(directory, error);
  for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) throw Unreadable(directory.string() + ": " + error.message());
  std::sort(names.begin(), names.end());
  return names;
}

/// `name` without `ending`, when it has it and names a segment.
bool is_segment_made_ahead(const std::string& name) {
  if (!name.ends_with(zero_filled_ending)) return false;
  const std::string segment = name.substr(0, name.size() - zero_filled_ending.size());
  return flow::journal_segment_number(segment) || flow::vault_segment_number(segment);
}

/// ext4 keeps an empty lost+found at the root of each disk. What fsck put into it is somebody's to look at; where only
/// root may look, no broker has written.
bool is_file_systems_own(const std::filesystem::path& path) {
  if (path.filename() != "lost+found" || !std::filesystem::is_directory(std::filesystem::symlink_status(path)))
    return false;
  std::error_code error;
  const std::filesystem::directory_iterator first(path, error);
  return error == std::errc::permission_denied || (!error && first == std::filesystem::directory_iterator());
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe must not make it wait
  if (fd < 0) throw Unreadable(path.string() + ": " + std::strerror(errno));
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(fd);
    throw Unreadable(path.string() + ": not a plain file");
  }
  size_ = static_cast<std::size_t>(status.st_size);
  void* data = size_ == 0 ? nullptr : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
  const int error = errno;
  ::close(fd);
  if (data == MAP_FAILED) throw Unreadable(path.string() + ": " + std::strerror(error));
  data_ = static_cast<const std::uint8_t*>(data);
}

MappedFile::MappedFile(MappedFile&& other) noexcept : data_(other.data_), size_(other.size_) {
  other.data_ = nullptr;
  other.size_ = 0;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::uint8_t*>(data_), size_);
}

MappedFile Site::map(const std::string& name) const {
  const auto slash = name.find('/');
  return MappedFile((name.starts_with("journal/") ? layout.journal : layout.vault) / name.substr(slash + 1));
}

Site open_site(const Layout& layout, std::uint64_t segment_bytes) {
  Site site;
  site.layout = layout;
  site.segment_bytes = segment_bytes;
  for (const std::string directory : {"journal", "vault"}) {
    const bool journal = directory == "journal";
    const auto& place = journal ? layout.journal : layout.vault;
    for (const auto& name : names_in(place)) {  // names sort as their numbers do
      const std::string full = directory + "/" + name;
      const auto number = journal ? flow::journal_segment_number(name) : flow::vault_segment_number(name);
      if (number) {
        (journal ? site.journal : site.vault).push_back({full, *number, site.map(full)});
      } else if (journal && flow::snapshot_index(name)) {
        site.snapshots.push_back(full);
      } else if (journal && name == flow::head_name) {
        site.head_there = true;
      } else if (journal && name == flow::rolled_back_name) {
        site.rolled_back_there = true;
      } else if (!journal && flow::part_digest_in(name)) {
        site.part_files.push_back(full);
      } else if (is_segment_made_ahead(name)) {
        site.zero_filled.push_back(full);
      } else if (is_file_systems_own(place / name)) {
        continue;
      } else if (name.ends_with(flow::unfinished_ending)) {
        site.unfinished.push_back(full);
      } else {
        site.unknown.push_back(full);
      }
    }
  }
  return site;
}

std::optional<Trust> read_trust(const Site& site) {
  if (site.journal.empty() || site.journal[0].number != 0) return std::nullopt;
  const auto bytes = site.journal[0].file.bytes();
  if (bytes.size() <= wire::segment_header_bytes) return std::nullopt;
  const auto first = wire::parse_group(bytes.subspan(wire::segment_header_bytes));
  if (first.found != wire::Found::group) return std::nullopt;
  const auto record = wire::decode_record(first.group.records[0].statement, first.group.records[0].rest);
  if (!record.ok()) return std::nullopt;
  const auto* genesis = std::get_if<core::Genesis>(&record.value().event.body);
  if (genesis == nullptr) return std::nullopt;
  return Trust{*genesis, core::digest_of(wire::encode_genesis(*genesis))};
}

}  // namespace caseway::audit
