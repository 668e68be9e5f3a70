#include "broker/flow/vault.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/must.h"
#include "broker/flow/names.h"
#include "broker/flow/whole_file.h"

namespace caseway::flow {
namespace {

bool is_content(const wire::VaultFrame& frame) {
  return frame.part == 0 && frame.type == core::PartType::evidence && frame.salt.empty();
}

wire::VaultFrame frame_of(core::RecordIndex index, std::size_t no, const core::Part& part, const core::Digest& digest) {
  wire::VaultFrame frame;
  frame.record = index;
  frame.part = static_cast<core::PartNo>(no);
  frame.type = part.type;
  frame.salt = part.salt;
  frame.digest = digest;
  frame.bytes = part.bytes;
  frame.bytes_total = static_cast<std::uint32_t>(part.bytes.size());
  return frame;
}

// Zeros over `bytes` at `offset`, durable; nothing is written where they lie already, but it is synced: they may have
// been written by a process that was killed before its own sync.
void zero(File& file, std::uint64_t offset, std::uint64_t bytes) {
  Bytes there(bytes);
  there.resize(file.read(offset, there));
  const bool done = std::all_of(there.begin(), there.end(), [](std::uint8_t byte) { return byte == 0; });
  if (!done) file.write(offset, Bytes(there.size()));
  file.sync();
}

}  // namespace

bool frame_holds(const wire::VaultFrame& frame) {
  if (frame.bytes.size() != frame.bytes_total) return false;
  return (is_content(frame) ? core::digest_of(frame.bytes) : core::part_digest(frame.type, frame.salt, frame.bytes)) ==
         frame.digest;
}

Vault::Vault(Disk& disk, Site site)
    : disk_(disk), site_(std::move(site)), segments_(disk_, site_, wire::SegmentKind::vault), end_(begin()) {}

Vault::Spot Vault::spot(std::uint64_t position) const {
  const auto number = static_cast<std::uint32_t>(position / site_.segment_bytes);
  const auto offset = position % site_.segment_bytes;
  // A frame that ends with its segment: the position is its end, not the header of the next.
  return offset == 0 ? Spot{number - 1, site_.segment_bytes} : Spot{number, offset};
}

bool Vault::written_behind(std::uint64_t position) {
  auto [number, offset] = spot(position);
  for (; number < segments_.count(); ++number, offset = wire::segment_header_bytes)
    if (written_end(segments_.at(number), offset) != offset) return true;
  return false;
}

void Vault::cut(std::uint64_t last, std::uint64_t end) {
  auto [number, offset] = spot(end);
  if (number >= segments_.count())
    throw JournalRefused(JournalRefused::Why::journal_short,
                         "vault/" + segments_.name(number) +
                             " is missing: the journal's last group ends in it. Restore it from "
                             "a copy of the site; nothing was changed.");
  for (auto touched = spot(last).number; touched <= number; ++touched) segments_.at(touched).sync();
  for (; number < segments_.count(); ++number, offset = wire::segment_header_bytes) {
    File& file = segments_.at(number);
    const auto written = written_end(file, offset);
    if (written == offset) continue;
    file.write(offset, Bytes(written - offset));
    file.sync();
  }
  for (const auto& name : disk_.list(""))
    if (name.ends_with(unfinished_ending) && part_digest_in(name.substr(0, name.size() - unfinished_ending.size())))
      disk_.remove(name);
  disk_.sync_directory("");  // large parts that were renamed only
  end_ = end;
  segments_.start_writing();
}

void Vault::reserve(std::uint64_t bytes) {
  const auto [number, offset] = spot(end_);
  if (offset + bytes > site_.segment_bytes && number + 1 == segments_.count()) segments_.take();
}

void Vault::stage(const std::vector<core::Part>& parts, const std::vector<core::Digest>& digests) {
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].bytes.size() > core::limits::vault_part_bytes_max) write_file(frame_of(0, i, parts[i], digests[i]));
}

void Vault::stage_content(BytesView content, const core::Digest& digest) {
  wire::VaultFrame frame;
  frame.digest = digest;
  frame.bytes.assign(content.begin(), content.end());
  frame.bytes_total = static_cast<std::uint32_t>(content.size());
  write_file(frame);
}

// Whole and durable before it has its name. The same part sent again is there already.
void Vault::write_file(const wire::VaultFrame& frame) {
  const auto name = part_file_name(frame.digest);
  names_wait_ = true;  // of one that is there too: a turn that was never recorded may have renamed it only
  if (disk_.exists(name)) return;
  Bytes bytes;
  wire::append_vault_frame(bytes, frame);
  write_whole_file(disk_, name, bytes);
  staged_.insert(frame.digest);
}

void Vault::drop_staged() {
  for (const auto& digest : staged_) disk_.remove(part_file_name(digest));
  staged_.clear();
}

void Vault::put(core::RecordIndex index, const std::vector<core::Part>& parts,
                const std::vector<core::Digest>& digests) {
  MUST(parts.size() == digests.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto frame = frame_of(index, i, parts[i], digests[i]);
    frame.in_file = frame.bytes.size() > core::limits::vault_part_bytes_max;
    if (frame.in_file) frame.bytes.clear();
    add(frame);
  }
}

void Vault::put_content(core::RecordIndex index, BytesView content, const core::Digest& digest) {
  wire::VaultFrame frame;
  frame.record = index;
  frame.digest = digest;
  frame.bytes_total = static_cast<std::uint32_t>(content.size());
  frame.in_file = true;
  add(frame);
}

std::optional<Bytes> Vault::read_content(const core::Digest& digest) {
  wire::VaultFrame frame;
  frame.digest = digest;
  if (!read_in_file(frame) || core::digest_of(frame.bytes) != digest) return std::nullopt;
  return std::move(frame.bytes);
}

void Vault::add(const wire::VaultFrame& frame) {
  if (frame.in_file) staged_.erase(frame.digest);
  const auto first = open_.size();
  wire::append_vault_frame(open_, frame);
  const auto bytes = open_.size() - first;
  auto [number, offset] = spot(end_);
  const bool fits = offset + bytes <= site_.segment_bytes;
  if (!fits) {
    ++number;
    offset = wire::segment_header_bytes;
    end_ = number * site_.segment_bytes + offset;
  }
  if (!fits || pieces_.empty()) pieces_.push_back({number, offset, first});
  end_ += bytes;
}

void Vault::write() {
  for (const auto& piece : pieces_)
    while (piece.segment >= segments_.count()) segments_.take();
  drop_staged();
  if (names_wait_) disk_.sync_directory("");
  names_wait_ = false;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const auto& piece = pieces_[i];
    const auto last = i + 1 < pieces_.size() ? pieces_[i + 1].first : open_.size();
    File& file = segments_.at(piece.segment);
    file.write(piece.offset, std::span(open_).subspan(piece.first, last - piece.first));
    file.begin_sync();
  }
}

void Vault::sync() {
  for (const auto& piece : pieces_) segments_.at(piece.segment).sync();
  open_.clear();
  pieces_.clear();
}

bool Vault::read_in_file(wire::VaultFrame& frame) {
  const auto name = part_file_name(frame.digest);
  if (!disk_.exists(name)) return false;
  auto file = disk_.open(name, false);
  Bytes bytes(std::min<std::uint64_t>(file->size(), core::limits::content_bytes_max + 4096));
  bytes.resize(file->read(0, bytes));
  std::uint64_t consumed = 0;
  auto found = wire::parse_vault_frame(bytes, consumed);
  if (!found.ok() || found.value().in_file || found.value().digest != frame.digest) return false;
  frame.bytes = std::move(found.value().bytes);
  return true;
}

bool Vault::walk(std::uint64_t from, std::uint64_t end, const std::function<bool(wire::VaultFrame&&)>& each) {
  for (std::uint64_t position = from; position < end;) {
    const auto [number, offset] = spot(position);
    const std::uint64_t segment_end = (std::uint64_t{number} + 1) * site_.segment_bytes;
    if (number >= segments_.count()) return false;
    Bytes bytes(std::min(end, segment_end) - position);
    if (segments_.at(number).read(offset, bytes) != bytes.size()) return false;
    for (std::span<const std::uint8_t> rest(bytes); !rest.empty();) {
      std::uint64_t consumed = 0;
      auto frame = wire::parse_vault_frame(rest, consumed);
      if (frame.ok()) {
        if (!each(std::move(frame).value())) return false;
        rest = rest.subspan(consumed);
        continue;
      }
      // What is left of a segment stays zero when the next frame did not fit.
      if (end <= segment_end || std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; }))
        return false;
      break;
    }
    if (end <= segment_end) return true;
    position = segment_end + wire::segment_header_bytes;
  }
  return true;
}

// By headers alone: a crash may have left the bytes of the part half erased.
bool Vault::erase(core::RecordIndex index, core::PartNo part, std::uint64_t from, std::uint64_t end,
                  const std::function<bool(const core::Digest&)>& file_stays) {
  for (std::uint64_t position = from; position < end;) {
    const auto [number, offset] = spot(position);
    const std::uint64_t segment_end = (std::uint64_t{number} + 1) * site_.segment_bytes;
    if (number >= segments_.count()) return false;
    Bytes header(std::min<std::uint64_t>(wire::vault_header_bytes, site_.segment_bytes - offset));
    header.resize(segments_.at(number).read(offset, header));
    std::uint64_t length = 0;
    const auto frame = wire::peek_vault_frame(header, length);
    if (!frame.ok()) {  // the rest of a segment, into which the next did not fit
      position = segment_end + wire::segment_header_bytes;
      continue;
    }
    if (frame.value().record != index || frame.value().part != part) {
      position += length;
      continue;
    }
    const auto name = part_file_name(frame.value().digest);
    if (!frame.value().in_file) {
      zero(segments_.at(number), offset + wire::vault_header_bytes, frame.value().bytes_total);
    } else if (disk_.exists(name) && !file_stays(frame.value().digest)) {
      erase_file(name);
    }
    return true;
  }
  return false;
}

void Vault::erase_file(const std::string& name) {
  const auto file = disk_.open(name, false);
  const auto size = file->size();
  if (size > wire::vault_header_bytes) zero(*file, wire::vault_header_bytes, size - wire::vault_header_bytes);
  disk_.remove(name);
  disk_.sync_directory("");
}

bool Vault::each_frame(std::uint64_t from, std::uint64_t end, const std::function<void(wire::VaultFrame&&)>& each) {
  return walk(from, end, [&](wire::VaultFrame&& frame) {
    if (frame.in_file && !read_in_file(frame)) return false;
    each(std::move(frame));
    return true;
  });
}

std::optional<StoredPart> Vault::read(core::RecordIndex index, core::PartNo part, std::uint64_t from,
                                      std::uint64_t end) {
  const auto which = "part " + std::to_string(part) + " of record " + std::to_string(index);
  std::optional<wire::VaultFrame> found;
  const bool whole = walk(from, end, [&](wire::VaultFrame&& frame) {
    if (frame.record == index && frame.part == part) found = std::move(frame);
    return true;
  });
  if (!found && !whole) throw Fault("vault: " + which + " no longer reads as it was written");
  if (!found) return std::nullopt;
  if (found->in_file && !disk_.exists(part_file_name(found->digest)))
    throw Fault("vault/" + part_file_name(found->digest) + " is not there: it is " + which +
                ", and no record says that it was erased. Restore this file from a copy of the site");
  if ((found->in_file && !read_in_file(*found)) || !frame_holds(*found))
    throw Fault("vault: " + which + " does not match its digest");
  return StoredPart{found->type, found->salt, found->digest, std::move(found->bytes)};
}

}  // namespace caseway::flow
