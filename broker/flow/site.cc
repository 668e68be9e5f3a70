#include "broker/flow/site.h"

#include <algorithm>
#include <vector>

#include "broker/core/receipt.h"

namespace caseway::flow {
namespace {

std::string_view name_of(JournalRefused::Why why) {
  switch (why) {
    case JournalRefused::Why::damaged: return "damaged";
    case JournalRefused::Why::journal_short: return "journal_short";
    case JournalRefused::Why::wrong_site: return "wrong_site";
    case JournalRefused::Why::head_unreadable: return "head_unreadable";
    case JournalRefused::Why::bad_checkpoint: return "bad_checkpoint";
  }
  return "damaged";
}

}  // namespace

JournalRefused::JournalRefused(Why reason, const std::string& what)
    : Fault(std::string(name_of(reason)) + ": " + what), why(reason) {}

bool vouched(const Site& site, const wire::Group& group) {
  const auto& checkpoint = group.checkpoint;
  return checkpoint.origin == site.origin && checkpoint.epoch == site.epoch && checkpoint.group == group.hash &&
         core::check_checkpoint(checkpoint, site.log_key);
}

std::uint64_t written_end(File& file, std::uint64_t offset) {
  std::vector<std::uint8_t> bytes(256 * 1024);
  std::uint64_t end = offset;
  for (std::uint64_t from = offset;;) {
    const auto read = static_cast<std::ptrdiff_t>(file.read(from, bytes));
    if (read == 0) return end;
    const auto last = std::find_if(bytes.rend() - read, bytes.rend(), [](std::uint8_t byte) { return byte != 0; });
    if (last != bytes.rend()) end = from + static_cast<std::uint64_t>(bytes.rend() - last);
    from += static_cast<std::uint64_t>(read);
  }
}

}  // namespace caseway::flow
