#include "broker/flow/segments.h"

#include <algorithm>

#include "broker/core/must.h"
#include "broker/flow/names.h"

namespace caseway::flow {
namespace {

constexpr std::size_t open_files_max = 8;

std::string name_of(wire::SegmentKind kind, std::uint32_t number) {
  return kind == wire::SegmentKind::journal ? journal_segment_name(number) : vault_segment_name(number);
}

std::string directory_of(wire::SegmentKind kind) { return kind == wire::SegmentKind::journal ? "journal/" : "vault/"; }

void begin(File& file, const Site& site, wire::SegmentKind kind, std::uint32_t number) {
  wire::SegmentHeader header;
  header.kind = kind;
  header.suite = site.suite;
  header.number = number;
  header.epoch = site.epoch;
  header.genesis = site.genesis;
  file.write(0, wire::encode_segment_header(header));
  file.sync();
}

// Nothing but what a header written in part may have left.
bool unbegun(File& file) {
  std::vector<std::uint8_t> bytes(wire::segment_header_bytes);
  bytes.resize(file.read(0, bytes));
  return !wire::decode_segment_header(bytes).ok() &&
         written_end(file, wire::segment_header_bytes) == wire::segment_header_bytes;
}

}  // namespace

void Segments::create(Disk& disk, const Site& site, wire::SegmentKind kind) {
  const auto name = name_of(kind, 0);
  if (disk.exists(name)) {
    if (!unbegun(*disk.open(name, false))) return;
    disk.remove(name);
    disk.sync_directory("");
  }
  begin(*disk.take_zero_filled(name, site.segment_bytes), site, kind, 0);
}

Segments::Segments(Disk& disk, const Site& site, wire::SegmentKind kind) : disk_(disk), site_(site), kind_(kind) {
  std::vector<std::uint32_t> numbers;
  for (const auto& file : disk.list("")) {
    auto number = kind == wire::SegmentKind::journal ? journal_segment_number(file) : vault_segment_number(file);
    if (number) numbers.push_back(*number);
  }
  if (numbers.empty())
    throw JournalRefused(JournalRefused::Why::journal_short,
                         directory_of(kind) + " holds no segment. Restore the site from a copy.");
  std::sort(numbers.begin(), numbers.end());
  for (std::uint32_t number = 0; number < numbers.size(); ++number) {
    if (numbers[number] != number)
      throw JournalRefused(JournalRefused::Why::damaged,
                           directory_of(kind) + name(number) +
                               " is missing, a later one is there. Restore it from a copy of "
                               "the site; nothing was changed.");
    check(number, number + 1 == numbers.size());
  }
}

void Segments::check(std::uint32_t number, bool last) {
  auto file = disk_.open(name(number), false);
  if (last && number > 0 && unbegun(*file)) {
    unbegun_ = true;
    return;
  }
  std::vector<std::uint8_t> bytes(wire::segment_header_bytes);
  bytes.resize(file->read(0, bytes));
  auto header = wire::decode_segment_header(bytes);
  const auto where = directory_of(kind_) + name(number);
  const std::string restore = ". Restore it from a copy of the site; nothing was changed.";
  if (!header.ok())
    throw JournalRefused(JournalRefused::Why::damaged, where + " at offset 0: " + header.refused().what + restore);
  if (file->size() != site_.segment_bytes)
    throw JournalRefused(JournalRefused::Why::damaged, where + " has " + std::to_string(file->size()) + " bytes, not " +
                                                           std::to_string(site_.segment_bytes) + restore);
  // Only the first half of the genesis digest stands in a segment header.
  const auto& found = header.value();
  if (found.kind != kind_ || found.number != number ||
      !std::equal(found.genesis.bytes.begin(), found.genesis.bytes.begin() + 16, site_.genesis.bytes.begin()))
    throw JournalRefused(JournalRefused::Why::wrong_site,
                         where +
                             " belongs to another site or place. Put the right file back; "
                             "nothing was changed.");
  ++count_;
}

std::string Segments::name(std::uint32_t number) const { return name_of(kind_, number); }

File& Segments::at(std::uint32_t number) {
  MUST(number < count_);
  for (auto& [open, file] : open_)
    if (open == number) return *file;
  if (open_.size() >= open_files_max) {
    // The two newest are being written.
    auto old = std::find_if(open_.begin(), open_.end(), [&](const auto& each) { return each.first + 2 < count_; });
    if (old != open_.end()) open_.erase(old);
  }
  open_.emplace_back(number, disk_.open(name(number), false));
  return *open_.back().second;
}

void Segments::start_writing() {
  if (unbegun_) {
    disk_.remove(name(count_));
    disk_.sync_directory("");
    unbegun_ = false;
  }
  prepare();
}

void Segments::take() {
  MUST(!unbegun_);
  auto file = disk_.take_zero_filled(name(count_), site_.segment_bytes);
  begin(*file, site_, kind_, count_);
  open_.emplace_back(count_, std::move(file));
  ++count_;
  prepare();
}

void Segments::prepare() { disk_.prepare_zero_filled(name(count_), site_.segment_bytes); }

}  // namespace caseway::flow
