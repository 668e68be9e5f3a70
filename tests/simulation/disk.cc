#include "tests/simulation/disk.h"

#include <algorithm>
#include <utility>

namespace caseway::simulation {

class SimFile final : public flow::File {
 public:
  SimFile(SimDisk& disk, std::string name, std::shared_ptr<SimDisk::Inode> inode)
      : disk_(disk), name_(std::move(name)), inode_(std::move(inode)) {}

  void write(std::uint64_t offset, BytesView bytes) override {
    disk_.may_fail();
    const auto end = offset + bytes.size();
    if (end > inode_->bytes.size()) {
      if (end - inode_->bytes.size() > disk_.room) {
        ++disk_.found_full;
        throw flow::DiskFull(name_ + ": no room");
      }
      if (disk_.room != UINT64_MAX) disk_.room -= end - inode_->bytes.size();
    }
    SimDisk::Pending pending{false, offset, Bytes(bytes.begin(), bytes.end())};
    auto landed = pending;
    if (disk_.misdirect_by_ && bytes.size() >= 64 && static_cast<std::int64_t>(offset) + *disk_.misdirect_by_ >= 0) {
      landed.offset += static_cast<std::uint64_t>(*std::exchange(disk_.misdirect_by_, std::nullopt));
      inode_->damaged = true;
    }
    SimDisk::apply(inode_->bytes, landed, [](std::size_t) { return true; });
    inode_->pending.push_back(pending);
    disk_.last_written_ = inode_;
    disk_.note({Change::Kind::write, 0, name_, "", offset, std::move(pending.bytes)});
  }
  void sync() override {
    disk_.may_fail();
    for (const auto& pending : inode_->pending)
      SimDisk::apply(inode_->durable, pending, [](std::size_t) { return true; });
    inode_->pending.clear();
    disk_.note({Change::Kind::sync, 0, name_, "", 0, {}});
  }
  std::size_t read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    disk_.may_fail_to_read(name_);
    if (offset >= inode_->bytes.size()) return 0;
    const auto count = std::min<std::uint64_t>(into.size(), inode_->bytes.size() - offset);
    std::copy_n(inode_->bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }
  std::uint64_t size() override { return inode_->bytes.size(); }
  void truncate(std::uint64_t bytes) override {
    SimDisk::Pending pending{true, bytes, {}};
    SimDisk::apply(inode_->bytes, pending, [](std::size_t) { return true; });
    inode_->pending.push_back(pending);
    disk_.note({Change::Kind::truncate, 0, name_, "", bytes, {}});
  }

 private:
  SimDisk& disk_;
  std::string name_;
  std::shared_ptr<SimDisk::Inode> inode_;
};

void SimDisk::apply(Bytes& bytes, const Pending& pending, const std::function<bool(std::size_t)>& keep) {
  if (pending.truncates) {
    bytes.resize(pending.offset);
    return;
  }
  // Sectors are those of the file, not of the write: a write may begin in the middle of one.
  for (std::size_t done = 0; done < pending.bytes.size();) {
    const auto at = pending.offset + done;
    const auto count = std::min(pending.bytes.size() - done, sector_bytes - at % sector_bytes);
    if (keep(at / sector_bytes - pending.offset / sector_bytes)) {
      if (bytes.size() < at + count) bytes.resize(at + count);
      std::copy_n(pending.bytes.begin() + static_cast<std::ptrdiff_t>(done), count,
                  bytes.begin() + static_cast<std::ptrdiff_t>(at));
    }
    done += count;
  }
}

void SimDisk::apply(std::map<std::string, std::shared_ptr<Inode>>& names, const NameChange& change) {
  if (!change.from.empty()) names.erase(change.from);
  if (!change.to.empty()) names[change.to] = change.inode;
}

void SimDisk::note(Change change) {
  if (!tape_.on) return;
  change.disk = number_;
  tape_.changes.push_back(std::move(change));
}

void SimDisk::may_fail() {
  if (writes_until_failure == 0) {
    ++failed_writes;
    throw flow::Fault("the disk failed");
  }
  if (writes_until_failure != UINT64_MAX) --writes_until_failure;
}

void SimDisk::may_fail_to_read(const std::string& name) {
  if (reads_until_failure == 0 || unreadable.contains(name)) {
    ++failed_reads;
    throw flow::Fault("the disk cannot be read");
  }
  if (reads_until_failure != UINT64_MAX) --reads_until_failure;
}

Bytes SimDisk::undamaged(const Inode& inode) const {
  auto bytes = inode.durable;
  for (const auto& pending : inode.pending) apply(bytes, pending, [](std::size_t) { return true; });
  return bytes;
}

void SimDisk::flip(const std::string& name, std::size_t at, unsigned bit) {
  auto& inode = *names_.at(name);
  inode.bytes.at(at) ^= static_cast<std::uint8_t>(1U << bit);
  inode.damaged = true;
}

bool SimDisk::heal() {
  misdirect_by_.reset();
  bool was_damaged = false;
  for (const auto& [name, inode] : names_) {
    if (!inode->damaged) continue;
    inode->bytes = undamaged(*inode);
    inode->damaged = false;
    was_damaged = true;
  }
  return was_damaged;
}

bool SimDisk::is_damaged() const {
  return misdirect_by_ ||
         std::any_of(names_.begin(), names_.end(), [](const auto& each) { return each.second->damaged; });
}

std::unique_ptr<flow::File> SimDisk::open(const std::string& name, bool create) {
  auto found = names_.find(name);
  if (found == names_.end()) {
    if (!create) throw flow::Fault(name + ": no such file");
    found = names_.emplace(name, std::make_shared<Inode>()).first;
    name_changes_.push_back({"", name, found->second});
    note({Change::Kind::create, 0, name, "", 0, {}});
  }
  return std::make_unique<SimFile>(*this, name, found->second);
}

std::vector<std::string> SimDisk::list(const std::string&) {
  std::vector<std::string> names;
  for (const auto& [name, inode] : names_) names.push_back(name);
  return names;
}

void SimDisk::rename(const std::string& from, const std::string& to) {
  name_changes_.push_back({from, to, names_.at(from)});
  apply(names_, name_changes_.back());
  note({Change::Kind::rename, 0, from, to, 0, {}});
}

void SimDisk::remove(const std::string& name) {
  name_changes_.push_back({name, "", names_.at(name)});
  apply(names_, name_changes_.back());
  note({Change::Kind::remove, 0, name, "", 0, {}});
}

void SimDisk::sync_directory(const std::string&) {
  may_fail();
  durable_names_ = names_;
  name_changes_.clear();
  note({Change::Kind::sync_directory, 0, "", "", 0, {}});
}

std::unique_ptr<flow::File> SimDisk::take_zero_filled(const std::string& name, std::uint64_t bytes) {
  may_fail();
  if (bytes > room) {
    ++found_full;
    throw flow::DiskFull(name + ": no room");
  }
  if (room != UINT64_MAX) room -= bytes;
  auto inode = std::make_shared<Inode>();
  inode->bytes.resize(bytes);
  inode->durable = inode->bytes;
  names_[name] = inode;
  durable_names_[name] = inode;
  note({Change::Kind::zero_filled, 0, name, "", bytes, {}});
  return std::make_unique<SimFile>(*this, name, inode);
}

void SimDisk::restart(std::map<std::string, std::shared_ptr<Inode>> names) {
  names_ = std::move(names);
  for (auto& [name, inode] : names_) {
    if (!inode->pending.empty() || inode->damaged) inode->durable = inode->bytes;
    inode->pending.clear();
    inode->damaged = false;
  }
  durable_names_ = names_;
  name_changes_.clear();
  last_written_ = nullptr;
}

void SimDisk::crash(Crash how, std::mt19937_64& random) {
  if (how == Crash::kill) {
    last_written_ = nullptr;
    return;
  }
  auto names = durable_names_;
  const auto kept_names = how == Crash::keeps_all   ? name_changes_.size()
                          : how == Crash::loses_all ? 0
                                                    : random() % (name_changes_.size() + 1);
  for (std::size_t i = 0; i < kept_names; ++i) apply(names, name_changes_[i]);
  for (auto& [name, inode] : names) {
    if (!inode->pending.empty() || inode->damaged) inode->bytes = inode->durable;
    for (const auto& pending : inode->pending) {
      const bool whole = how == Crash::tears && random() % 2 == 0;
      apply(inode->bytes, pending, [&](std::size_t) {
        return how == Crash::keeps_all || whole || (how == Crash::tears && random() % 2 == 0);
      });
    }
  }
  restart(std::move(names));
}

void SimDisk::crash_tearing_last(const std::function<bool(std::size_t)>& keep) {
  for (auto& [name, inode] : names_) {
    if (inode != last_written_ || inode->pending.empty()) continue;
    inode->bytes = inode->durable;
    for (std::size_t i = 0; i < inode->pending.size(); ++i) {
      const bool last = i + 1 == inode->pending.size();
      apply(inode->bytes, inode->pending[i], [&](std::size_t sector) { return !last || keep(sector); });
    }
  }
  restart(names_);
}

std::size_t SimDisk::last_write_sectors() const {
  if (last_written_ == nullptr || last_written_->pending.empty() || last_written_->pending.back().truncates) return 0;
  const auto& pending = last_written_->pending.back();
  if (pending.bytes.empty()) return 0;
  return (pending.offset + pending.bytes.size() - 1) / sector_bytes - pending.offset / sector_bytes + 1;
}

void SimDisk::repeat(const Change& change) {
  switch (change.kind) {
    case Change::Kind::create: open(change.name, true); break;
    case Change::Kind::write: open(change.name, false)->write(change.offset, change.bytes); break;
    case Change::Kind::truncate: open(change.name, false)->truncate(change.offset); break;
    case Change::Kind::sync: open(change.name, false)->sync(); break;
    case Change::Kind::rename: rename(change.name, change.to); break;
    case Change::Kind::remove: remove(change.name); break;
    case Change::Kind::sync_directory: sync_directory(""); break;
    case Change::Kind::zero_filled: take_zero_filled(change.name, change.offset); break;
  }
}

void SimDisk::settle() { restart(names_); }

const std::map<std::string, std::size_t> SimDisk::sizes() const {
  std::map<std::string, std::size_t> sizes;
  for (const auto& [name, inode] : names_) sizes[name] = inode->bytes.size();
  return sizes;
}

void SimDisk::copy_from(const SimDisk& other) {
  std::map<std::string, std::shared_ptr<Inode>> names;
  for (const auto& [name, inode] : other.names_) names[name] = std::make_shared<Inode>(*inode);
  restart(std::move(names));
}

}  // namespace caseway::simulation
