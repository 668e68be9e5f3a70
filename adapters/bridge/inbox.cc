#include "adapters/bridge/inbox.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "broker/core/receipt.h"
#include "sdk/machine.h"
#include "sdk/report.h"

namespace caseway::bridge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t number_digits = 6;
constexpr std::size_t name_bytes_max = 120;
constexpr std::size_t taken_bytes_max = 1024 * 1024;
constexpr const char* part_prefix = ".part-";

/// A name that somebody else chose, as a name of a file here: no folder, nothing hidden, nothing that a shell or
/// terminal minds.
std::string safe_name(std::string_view given) {
  std::string name;
  for (const char c : given) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += letter || byte >= 0x80 || c == '.' || c == '-' || c == '_' ? c : '_';
  }
  if (name.size() > name_bytes_max) {
    std::size_t end = name_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  if (name.empty() || name.front() == '.') name.insert(name.begin(), '_');
  return name;
}

std::string prefix_of(std::uint64_t delivery) {
  std::string digits = std::to_string(delivery);
  digits.insert(0, number_digits - std::min(number_digits, digits.size()), '0');
  return digits + "-";
}

std::string folder_name(const sdk::Delivered& delivered) {
  const auto& frame = delivered.frame;
  const std::string step = frame.event ? "event" : delivered.envelope.step.str();
  return prefix_of(frame.delivery) + safe_name(frame.procedure.str() + "-" + step);
}

/// Writes the evidence files that are here; gives the relative path of each item's file, empty where there is none.
std::vector<std::string> write_files(const sdk::Delivered& delivered, const fs::path& folder) {
  std::vector<std::string> paths;
  std::map<core::PartNo, std::string> written;
  const auto& parts = delivered.frame.parts;
  const auto write = [&](core::PartNo part, const std::string& wanted) {
    fs::create_directories(folder / "files");
    const std::string name = "files/" + prefix_of(part).substr(number_digits - 3) + safe_name(wanted);
    sdk::write_file(folder / name, parts[part].bytes);
    written[part] = name;
    return name;
  };
  if (delivered.head) {
    for (const auto& item : delivered.head->evidence) {
      const bool here = item.part != 0 && item.part < parts.size() && parts[item.part].present &&
                        parts[item.part].type == core::PartType::evidence;
      paths.push_back(here ? write(item.part, item.file_name.empty() ? item.id : item.file_name) : std::string());
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {  // owed without the head that names them
    const auto part = static_cast<core::PartNo>(i);
    if (parts[i].present && parts[i].type == core::PartType::evidence && !written.contains(part))
      write(part, "evidence");
  }
  return paths;
}

sdk::Json receipt_json(const sdk::Delivered& delivered) {
  sdk::Recorded recorded;
  recorded.statement = &delivered.statement;
  recorded.receipt = &delivered.frame.receipt;
  return sdk::recorded_json(recorded);
}

}  // namespace

Inbox::Inbox(fs::path in) : in_(std::move(in)) {
  std::vector<fs::path> half_written;
  for (const auto& entry : fs::directory_iterator(in_)) {
    if (entry.path().filename().string().starts_with(part_prefix)) half_written.push_back(entry.path());
  }
  for (const auto& path : half_written) fs::remove_all(path);
  const auto bytes = sdk::read_file(in_ / ".taken", taken_bytes_max);
  if (!bytes) return;
  const std::string text = sdk::text_of(*bytes);
  for (const char* at = text.data(); at < text.data() + text.size();) {  // "12 14 15\n": all up to 12, and these
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(at, text.data() + text.size(), number);
    if (error != std::errc()) throw sdk::Fault((in_ / ".taken").string() + ": not a list of numbers");
    if (at == text.data()) {
      upto_ = number;
    } else {
      beyond_.insert(number);
    }
    at = end + 1;
  }
}

void Inbox::remember(std::uint64_t delivery) {
  beyond_.insert(delivery);
  while (!beyond_.empty() && *beyond_.begin() == upto_ + 1) {
    ++upto_;
    beyond_.erase(beyond_.begin());
  }
  std::string text = std::to_string(upto_);
  for (const auto number : beyond_) text += " " + std::to_string(number);
  sdk::write_file(in_ / ".taken", sdk::view_of(text + "\n"));
}

bool Inbox::holds(std::uint64_t delivery) const { return delivery <= upto_ || beyond_.contains(delivery); }

Inbox::Place Inbox::take(const sdk::Delivered& delivered, const rules::PackBundle* bundle) {
  const std::string name = folder_name(delivered);
  const std::uint64_t number = delivered.frame.delivery;
  const fs::path folder = in_ / name;
  if (holds(number)) return {folder, true};
  if (fs::exists(folder)) {  // written, but the number was not: the process ended in between
    remember(number);
    return {folder, true};
  }
  const fs::path part = in_ / (part_prefix + name);
  fs::create_directory(part);
  const auto files = write_files(delivered, part);
  sdk::write_file(part / "delivery.bin", wire::encode(wire::BrokerFrame(delivered.frame)));
  sdk::write_file(part / "receipt.json", sdk::view_of(sdk::print_json(receipt_json(delivered))));
  sdk::write_file(part / "message.json", sdk::view_of(sdk::print_json(sdk::delivery_json(delivered, files, bundle))));
  fs::rename(part, folder);
  sdk::sync_directory(in_);
  remember(number);
  return {folder, false};
}

}  // namespace caseway::bridge
