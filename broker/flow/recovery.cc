// Opening a journal: walk the headers of all groups, judge the last one, drop it only where house decision 1 allows.
#include <algorithm>

#include "broker/core/must.h"
#include "broker/core/receipt.h"
#include "broker/flow/journal.h"
#include "broker/flow/names.h"

namespace caseway::flow {

using Why = JournalRefused::Why;

namespace {

constexpr std::size_t window_bytes = 1 << 20;

/// One segment read through a window, so that walking 64 MiB of headers holds 1 MiB.
class Window {
 public:
  Window(File& file, std::uint64_t size) : file_(file), size_(size) {}

  /// At most `most` bytes from `offset` on, fewer only at the end of the segment. Valid until the next call.
  std::span<const std::uint8_t> at(std::uint64_t offset, std::uint64_t most) {
    most = std::min(most, size_ - std::min(offset, size_));
    if (offset < start_ || offset + most > start_ + bytes_.size()) {
      bytes_.resize(std::min<std::uint64_t>(std::max<std::uint64_t>(most, window_bytes), size_ - offset));
      bytes_.resize(file_.read(offset, bytes_));
      start_ = offset;
    }
    return std::span<const std::uint8_t>(bytes_)
        .subspan(offset - start_)
        .first(std::min<std::uint64_t>(most, bytes_.size() - (offset - start_)));
  }

 private:
  File& file_;
  std::uint64_t size_;
  std::uint64_t start_ = 0;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

/// Friend of Journal: fills it in, or refuses by name.
class Recovery {
 public:
  explicit Recovery(Journal& journal) : journal_(journal) {}

  void run(const std::function<bool(std::uint64_t, std::uint64_t)>& vault_holds) {
    for (std::uint32_t number = 0; number < journal_.segments_.count() && !torn_; ++number) walk(number);
    if (torn_ && torn_->segment + 1 < journal_.segments_.count()) nothing_behind(torn_->segment + 1);
    read_head();
    if (!torn_ && !journal_.places_.empty()) judge_last(vault_holds);
    if (torn_) check_droppable();
    load_last(vault_holds);
    compare_head();
    if (torn_) drop();
    start_writing();
  }

 private:
  struct Torn {
    std::uint32_t segment = 0;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;  // up to the last byte that is not zero
    std::string why;
  };

  void walk(std::uint32_t number);
  void judge_torn(Window& window, std::uint32_t number, std::uint64_t offset, const std::string& why);
  void nothing_behind(std::uint32_t number);
  void judge_last(const std::function<bool(std::uint64_t, std::uint64_t)>& vault_holds);
  void check_droppable();
  void load_last(const std::function<bool(std::uint64_t, std::uint64_t)>& vault_holds);
  void read_head();
  void compare_head();
  void drop();
  void start_writing();

  Journal& journal_;
  core::RecordIndex next_ = 0;  // index that the next group must begin with
  std::uint64_t vault_end_ = wire::segment_header_bytes;
  std::uint64_t end_ = wire::segment_header_bytes;  // of the last group, in its segment
  std::optional<Torn> torn_;
  std::optional<core::Checkpoint> head_;
};

Journal::Journal(Disk& disk, Site site, const std::function<bool(std::uint64_t begin, std::uint64_t end)>& vault_holds)
    : disk_(disk), site_(std::move(site)), segments_(disk_, site_, wire::SegmentKind::journal) {
  Recovery(*this).run(vault_holds);
}

// Follows group headers through one segment. Stops at zeros up to the end, or at what is no group.
void Recovery::walk(std::uint32_t number) {
  Window window(journal_.segments_.at(number), journal_.site_.segment_bytes);
  const auto size = journal_.site_.segment_bytes;
  constexpr std::uint64_t header_most = 4096;
  for (std::uint64_t offset = wire::segment_header_bytes; offset < size;) {
    auto header = wire::peek_group(window.at(offset, header_most));
    if (!header.ok()) {
      if (written_end(journal_.segments_.at(number), offset) == offset) return;  // zeros
      return judge_torn(window, number, offset, header.refused().what);
    }
    const auto& group = header.value();
    if (group.group_bytes > size - offset || group.group_bytes == 0 || group.group_bytes % 8 != 0)
      return judge_torn(window, number, offset, "a group longer than its segment");
    if (group.first_index != next_ || group.frontier.size != next_ || group.count == 0 ||
        group.vault_end < vault_end_ || group.epoch != journal_.site_.epoch)
      throw JournalRefused(Why::damaged, "journal/" + place_text(number, offset) + ": a group of record " +
                                             std::to_string(group.first_index) + " where record " +
                                             std::to_string(next_) +
                                             " is due: a group is missing or was put elsewhere." + restore_advice);
    journal_.places_.push_back({next_, number, static_cast<std::uint32_t>(offset), group.vault_end});
    next_ += group.count;
    vault_end_ = group.vault_end;
    offset += group.group_bytes;
    end_ = offset;
  }
}

// No group header at `offset`, and not only zeros. A torn write has nothing but zeros behind it; a damaged header has
// groups. A header alone proves nothing: a record holds bytes that its sender chose, and a CRC needs no key. Only a
// whole group that the log key vouches for does.
void Recovery::judge_torn(Window& window, std::uint32_t number, std::uint64_t offset, const std::string& why) {
  const auto end = written_end(journal_.segments_.at(number), offset);
  for (std::uint64_t at = offset + 8; at < end; at += 8) {
    auto behind = wire::peek_group(window.at(at, 4096));
    if (!behind.ok() || behind.value().first_index <= next_ || behind.value().group_bytes > end + 8 - at) continue;
    const auto parsed = wire::parse_group(window.at(at, behind.value().group_bytes));
    if (parsed.found == wire::Found::group && vouched(journal_.site_, parsed.group))
      throw JournalRefused(Why::damaged, "journal/" + place_text(number, offset) + ": " + why +
                                             ", and a later group stands behind it." + restore_advice);
  }
  torn_ = Torn{number, offset, end - offset, why};
}

void Recovery::nothing_behind(std::uint32_t number) {
  if (written_end(journal_.segments_.at(number), wire::segment_header_bytes) != wire::segment_header_bytes)
    throw JournalRefused(Why::damaged, "journal/" + place_text(torn_->segment, torn_->offset) + ": " + torn_->why +
                                           ", and " + journal_segment_name(number) + " goes on behind it." +
                                           restore_advice);
}

// The last group located is whole, or it is the torn one.
void Recovery::judge_last(const std::function<bool(std::uint64_t, std::uint64_t)>& vault_holds) {
  const GroupPlace last = journal_.places_.back();
  std::string why;
  try {
    const auto group = journal_.read_at(last);
    if (!vault_holds(journal_.vault_begin(journal_.places_.back()), last.vault_end))
      why = "its parts in vault/ do not hold";
  } catch (const JournalRefused&) {
    throw;
  } catch (const Fault& fault) {
    why = fault.what();
  }
  if (why.empty()) return;
  torn_ = Torn{last.segment, last.offset, end_ - last.offset, why};
  journal_.places_.pop_back();
  next_ = last.first_index;
}

void Recovery::read_head() {
  auto& disk = journal_.disk_;
  const std::string name(head_name);
  if (!disk.exists(name)) {
    // Written before a new site serves anybody: it may lack only while nothing but the genesis is there.
    if (journal_.places_.size() > 1)
      throw JournalRefused(Why::head_unreadable,
                           "journal/head is missing: nothing says how far this journal was released. "
                           "Restore it from a copy of the site; nothing was changed.");
    return;
  }
  auto file = disk.open(name, false);
  std::vector<std::uint8_t> bytes(std::min<std::uint64_t>(file->size(), 64 * 1024));
  bytes.resize(file->read(0, bytes));
  auto head = wire::decode_head_file(bytes);
  if (!head.ok() || !core::check_checkpoint(head.value(), journal_.site_.log_key))
    throw JournalRefused(
        Why::head_unreadable,
        "journal/head: " + (head.ok() ? std::string("not signed by this site's log key") : head.refused().what) +
            ". Restore it from a copy of the site; nothing was changed.");
  head_ = std::move(head).value();
}

void Recovery::check_droppable() {
  if (!head_ || head_->tree_size <= next_) return;
  throw JournalRefused(Why::journal_short, "journal/" + place_text(torn_->segment, torn_->offset) + ": " + torn_->why +
                                               ". It lies below head: " + std::to_string(head_->tree_size) +
                                               " records were released, " + std::to_string(next_) + " can be read." +
                                               restore_advice);
}

// Everything that appending needs to know of the last whole group. Only one group may be dropped: this one must hold.
void Recovery::load_last(const std::function<bool(std::uint64_t, std::uint64_t)>& vault_holds) {
  if (journal_.places_.empty()) return;
  const GroupPlace& last = journal_.places_.back();
  const auto where = "journal/" + place_text(last.segment, last.offset) + ": ";
  try {
    auto group = journal_.read_at(last);
    if (torn_ && !vault_holds(journal_.vault_begin(last), last.vault_end))
      throw Fault("its parts in vault/ do not hold");
    if (!core::check_checkpoint(group.checkpoint, journal_.site_.log_key))
      throw JournalRefused(Why::bad_checkpoint,
                           where + "its checkpoint is not signed by this site's log key." + restore_advice);
    journal_.frontier_ = group.header.frontier;
    for (const auto& record : group.records) journal_.frontier_.append(core::leaf_hash(record.statement));
    if (journal_.frontier_.size != group.checkpoint.tree_size || journal_.frontier_.root() != group.checkpoint.root ||
        group.hash != group.checkpoint.group || group.checkpoint.origin != journal_.site_.origin)
      throw JournalRefused(Why::bad_checkpoint, where + "its checkpoint is not over its records." + restore_advice);
    end_ = last.offset + group.header.group_bytes;
    journal_.previous_ = group.hash;
    journal_.last_checkpoint_ = std::move(group.checkpoint);
  } catch (const JournalRefused&) {
    throw;
  } catch (const Fault& fault) {
    throw JournalRefused(Why::damaged, where + fault.what() + "." + restore_advice);
  }
}

void Recovery::compare_head() {
  if (!head_) return;
  if (head_->tree_size > next_)
    throw JournalRefused(Why::journal_short,
                         "journal/ ends at record " + std::to_string(next_) + " (" +
                             place_text(journal_.places_.empty() ? 0 : journal_.places_.back().segment, end_) +
                             "), head says " + std::to_string(head_->tree_size) +
                             " were released. Restore the segments from a copy; nothing was changed.");
  std::optional<core::Checkpoint> ours;
  try {
    ours = journal_.checkpoint_at(head_->tree_size);
  } catch (const Fault& fault) {
    throw JournalRefused(Why::damaged,
                         std::string(fault.what()) + ". It is the group that head names." + restore_advice);
  }
  if (!ours || ours->root != head_->root)
    throw JournalRefused(Why::bad_checkpoint,
                         "journal/head: its checkpoint over " + std::to_string(head_->tree_size) +
                             " records is not one of this journal. Restore head and segments of the same "
                             "moment; nothing was changed.");
  journal_.head_written_ = *head_;
}

void Recovery::drop() {
  const std::vector<std::uint8_t> zeros(torn_->bytes);
  File& file = journal_.segments_.at(torn_->segment);
  file.write(torn_->offset, zeros);
  file.sync();
}

void Recovery::start_writing() {
  auto& journal = journal_;
  journal.segment_ = journal.places_.empty() ? 0 : journal.places_.back().segment;
  journal.offset_ = journal.places_.empty() ? wire::segment_header_bytes : end_;
  MUST(journal.frontier_.size == next_);
  // At most one segment waits behind: taken ahead, or its first group was just dropped.
  if (journal.segments_.count() > journal.segment_ + 2u)
    throw JournalRefused(Why::damaged, "journal/ holds segments without groups behind " +
                                           place_text(journal.segment_, end_) + "." + restore_advice);
  // A process killed between its write and its sync left the last group in the page cache only. It is durable before
  // anybody is told of it and before `head` names it; so are the names of head and segments.
  journal.segments_.at(journal.segment_).sync();
  journal.disk_.sync_directory("");
  journal.segments_.start_writing();
}

void Journal::each_from(core::RecordIndex from, const std::function<void(const wire::Group&)>& each) {
  any_from(from, [&each](const wire::Group& group) {
    each(group);
    return false;
  });
}

bool Journal::any_from(core::RecordIndex from, const std::function<bool(const wire::Group&)>& wanted) {
  if (from >= next_index()) return false;
  GroupChain chain(site_);
  for (auto at = static_cast<std::size_t>(&place_of(from) - places_.data()); at < places_.size(); ++at)
    if (wanted(chain.next(segments_.at(places_[at].segment), places_[at]))) return true;
  return false;
}

}  // namespace caseway::flow
