#include "sdk/caseway_values.h"

#include <filesystem>

#include "broker/core/verdict.h"
#include "sdk/json_text.h"
#include "sdk/machine.h"

namespace caseway {

static_assert(static_cast<int>(Verdict::returned) == static_cast<int>(core::Verdict::returned));

const char* name_of(Failure failure) {
  switch (failure) {
    case Failure::bad_settings: return "bad_settings";
    case Failure::bad_input: return "bad_input";
    case Failure::stopped: return "stopped";
    case Failure::denied: return "denied";
    case Failure::not_ours: return "not_ours";
    case Failure::rolled_back: return "rolled_back";
    case Failure::unreachable: return "unreachable";
    case Failure::outcome_unknown: return "outcome_unknown";
    case Failure::refused: return "refused";
    case Failure::fenced: return "fenced";
    case Failure::lane_busy: return "lane_busy";
    case Failure::lane_full: return "lane_full";
    case Failure::no_rules: return "no_rules";
    case Failure::not_found: return "not_found";
    case Failure::local_fault: return "local_fault";
    case Failure::wrong_thread: return "wrong_thread";
    case Failure::closed: return "closed";
  }
  return "unknown";
}

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::proceeds: return "proceeds";
    case Verdict::proceeds_with_findings: return "proceeds_with_findings";
    case Verdict::next_step_barred: return "next_step_barred";
    case Verdict::returned: return "returned";
  }
  return "unknown";
}

const char* version() { return CASEWAY_VERSION_STRING; }

namespace {

std::string in_one_line(Failure failure, const std::string& where, const std::string& what, const std::string& to_do) {
  std::string line = std::string(name_of(failure)) + ": " + (where.empty() ? "" : where + ": ") + what;
  return to_do.empty() ? line : line + "; " + to_do;
}

}  // namespace

Error::Error(Failure how, std::string at, std::string what_is_wrong, std::string what_to_do)
    : std::runtime_error(in_one_line(how, at, what_is_wrong, what_to_do)),
      failure(how),
      where(std::move(at)),
      problem(std::move(what_is_wrong)),
      to_do(std::move(what_to_do)) {}

Error::~Error() = default;

Message Message::from_file(const std::string& path) {
  try {
    const auto text = sdk::read_file(path, sdk::json_bytes_max);
    if (!text) throw Error(Failure::bad_input, path, "no such file", "name a message as JSON");
    Message message;
    message.json = sdk::text_of(*text);
    message.folder = std::filesystem::path(path).parent_path().string();
    if (message.folder.empty()) message.folder = ".";
    return message;
  } catch (const sdk::Fault& fault) {
    throw Error(Failure::bad_input, path, fault.what(), "name a file of at most 8 MiB that can be read");
  }
}

}  // namespace caseway
