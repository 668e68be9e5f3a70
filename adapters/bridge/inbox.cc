#include "adapters/bridge/inbox.h"

#include <algorithm>
#include <map>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "sdk/machine.h"
#include "sdk/report.h"

namespace caseway::bridge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t number_digits = 6;
constexpr std::size_t name_bytes_max = 120;
constexpr std::size_t short_digits = 8;
constexpr std::size_t delivery_bytes_max = 16 * 1024 * 1024;
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

/// Which delivery of its number this is: the same each time the broker offers it, and another one's never.
std::string identity_of(const wire::Delivery& frame) {
  core::ByteWriter bytes;
  bytes.field(frame.receipt.proof.checkpoint.origin);
  bytes.field(frame.receipt.statement);
  return core::hex(core::digest_of(bytes.bytes()));
}

/// Of the delivery that lies in `folder`; empty when that cannot be told.
std::string identity_in(const fs::path& folder) {
  const auto bytes = sdk::read_file(folder / "delivery.bin", delivery_bytes_max);
  const auto frame = bytes ? wire::decode_broker(*bytes) : core::Result<wire::BrokerFrame>(core::Refused{});
  const auto* delivery = frame.ok() ? std::get_if<wire::Delivery>(&frame.value()) : nullptr;
  return delivery != nullptr ? identity_of(*delivery) : std::string();
}

}  // namespace

Inbox::Inbox(fs::path in) : in_(std::move(in)), held_(in_ / ".held") {
  std::vector<fs::path> half_written;
  for (const auto& entry : fs::directory_iterator(in_)) {
    if (entry.path().filename().string().starts_with(part_prefix)) half_written.push_back(entry.path());
  }
  for (const auto& path : half_written) fs::remove_all(path);
  if (fs::create_directory(held_)) sdk::sync_directory(in_);
}

Inbox::Place Inbox::take(const sdk::Delivered& delivered, const rules::PackBundle* bundle) {
  const std::string identity = identity_of(delivered.frame);
  const fs::path mark = held_ / (prefix_of(delivered.frame.delivery) + identity);
  std::string name = folder_name(delivered);
  if (fs::exists(in_ / name) && identity_in(in_ / name) != identity) {  // another site's or epoch's of this number
    name += "-" + identity.substr(0, short_digits);
  }
  const fs::path folder = in_ / name;
  if (fs::exists(mark)) return {folder, true};
  if (fs::exists(folder)) {  // written, but not marked: the process ended in between
    sdk::write_file(mark, {});
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
  sdk::write_file(mark, {});
  return {folder, false};
}

}  // namespace caseway::bridge
