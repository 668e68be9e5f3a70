#include "adapters/folder/folder.h"

#include <algorithm>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "sdk/machine.h"
#include "sdk/outgoing.h"

namespace caseway::folder {
namespace {

namespace fs = std::filesystem;
using sdk::Json;

constexpr const char* written_file = "folder";
constexpr std::size_t digest_digits = 16;

/// What a message is called in the lane: the file's name and the beginning of its digest, so that the same file is
/// known again.
std::string key_of(const fs::path& file, const sdk::Bytes& text) {
  return file.filename().string() + "#" + core::hex(core::digest_of(text)).substr(0, digest_digits);
}
std::string file_of(const std::string& key) { return key.substr(0, key.rfind('#')); }

Json mistakes_json(const sdk::Mistakes& mistakes) {
  Json list = Json::array();
  for (const auto& mistake : mistakes) list.list.push_back(Json::of(sdk::print_mistake(mistake)));
  return Json::object().with("error", Json::of("bad_input")).with("mistakes", std::move(list));
}

}  // namespace

Folder::Folder(const sdk::Agency& agency, sdk::Client& client, sdk::Store& lane_store, sdk::Random& random, Log log)
    : agency_(agency), client_(client), store_(lane_store), random_(random), log_(std::move(log)), inbox_(agency.in) {
  try {
    rules_ = sdk::load_rules(agency_.packs);
  } catch (const sdk::Fault& fault) {
    log_(std::string(fault.what()) + "; the broker is asked for another");
  }
  fs::create_directories(agency_.out / "done");
  client_.on_answer([this](const sdk::Answered& answer) { answered(answer.number); });
  client_.on_refused([this](core::LaneNumber number, const sdk::LaneRefused& why) { refused(number, why); });
  client_.on_delivery([this](const sdk::Delivered& delivered) { return deliver(delivered); });
  recover();
}

/// Answers that came just before the last process ended are written now.
void Folder::recover() {
  if (const auto bytes = store_.read(written_file)) {
    core::ByteReader in(*bytes);
    written_ = in.u64();
  }
  for (core::LaneNumber number = written_ + 1; number < client_.lane().next(); ++number) {
    if (client_.lane().receipt(number)) answered(number);
  }
}

/// Writes what became of the file, then moves it away; a file of that name that holds something else by now stays.
void Folder::close(const std::string& key, const std::string& ending, const Json& json) {
  const fs::path name = file_of(key);
  const fs::path done = agency_.out / "done";
  sdk::write_file(done / (name.stem().string() + ending), sdk::view_of(sdk::print_json(json)));
  const auto text = sdk::read_file(agency_.out / name, sdk::json_bytes_max);
  if (text && key_of(name, *text) == key) fs::rename(agency_.out / name, done / name);
}

void Folder::refused(core::LaneNumber number, const sdk::LaneRefused& why) {
  log_("number " + std::to_string(number) + " can never pass (" + std::string(core::name_of(why.code)) + ": " +
       why.where + ": " + why.what + "); a void takes its number");
  close(why.name, ".error.json",
        Json::object()
            .with("error", Json::of(core::name_of(why.code)))
            .with("where", Json::of(why.where))
            .with("what", Json::of(why.what))
            .with("number", Json::of(number)));
}

void Folder::mark_written(core::LaneNumber number) {
  const core::LaneNumber before = written_;
  if (number > written_) written_beyond_.insert(number);
  const auto& lane = client_.lane();
  while (written_ < lane.settled()) {  // a number that another copy of the lane used has no message here
    if (written_beyond_.erase(written_ + 1) == 0 && lane.message(written_ + 1)) break;
    ++written_;
  }
  if (written_ == before) return;
  core::ByteWriter out;
  out.u64(written_);
  store_.write(written_file, out.bytes());
}

void Folder::answered(core::LaneNumber number) {
  const auto record = sdk::lane_record(client_.lane(), number);
  const auto message = client_.lane().message(number);
  if (!record || !message) return;
  const sdk::Members* members = client_.open() ? client_.members() : nullptr;
  const auto told = record->told(rules_.bundle ? &*rules_.bundle : nullptr, members);
  if (!message->is_void) {
    close(message->name, ".receipt.json", sdk::recorded_json(told));
  } else if (const auto why = client_.lane().refused(number)) {
    refused(number, *why);  // again: the last process may have ended before it was written
  }
  log_("number " + std::to_string(number) + " " + file_of(message->name) + (message->is_void ? ": void recorded" : "") +
       "\n" + sdk::recorded_text(told, sdk::Language::en));
  mark_written(number);
}

sdk::Taken Folder::deliver(const sdk::Delivered& delivered) {
  const auto place = inbox_.take(delivered, rules_.bundle ? &*rules_.bundle : nullptr);
  log_((place.again ? "held already: " : "taken: ") +
       sdk::delivery_line(delivered, rules_.bundle ? &*rules_.bundle : nullptr, client_.members(), sdk::Language::en) +
       " -> " + place.folder.filename().string());
  return {};
}

void Folder::fail(const std::string& key, const Json& error, const std::string& why) {
  log_(file_of(key) + " is not sent: " + why);
  close(key, ".error.json", error);
}

void Folder::send(const fs::path& file) {
  const auto text = sdk::read_file(file, sdk::json_bytes_max);
  if (!text) return;
  const std::string key = key_of(file, *text);
  const fs::path stem = agency_.out / "done" / file.stem();
  for (const char* old : {".receipt.json", ".error.json"}) fs::remove(stem.string() + old);

  sdk::Mistakes mistakes;
  const auto outgoing = sdk::prepare(file, rules_, agency_.id, random_, client_.now(), mistakes);
  if (!outgoing) return fail(key, mistakes_json(mistakes), sdk::print_mistake(mistakes.front()));
  if (outgoing->preflight.verdict == core::Verdict::returned) {
    Json error = sdk::preflight_json(outgoing->preflight, outgoing->message, *rules_.bundle);
    error.members.insert(error.members.begin(), {"error", Json::of("stopped_by_preflight")});
    return fail(key, error,
                "\n" + sdk::preflight_text(outgoing->preflight, outgoing->message, *rules_.bundle, sdk::Language::en));
  }
  if (const auto number = client_.queue(outgoing->message, key)) {
    log_(file.filename().string() + " is number " + std::to_string(*number) + " of lane " +
         std::to_string(client_.lane().no()));
  } else {
    more_in_out_ = true;  // the lane is full: in a later round
  }
}

/// Names of files whose messages have a number and no answer in out/done/ yet. The lane's waiting ones are not all: a
/// receipt may be here that this adapter was not told of.
std::set<std::string> Folder::under_way() const {
  const auto& lane = client_.lane();
  std::set<std::string> names;
  for (const auto& [number, waiting] : lane.waiting()) names.insert(file_of(waiting.name));
  for (core::LaneNumber number = written_ + 1; number < lane.next(); ++number) {
    if (written_beyond_.contains(number) || lane.waiting().contains(number)) continue;
    if (const auto message = lane.message(number)) names.insert(file_of(message->name));
  }
  return names;
}

bool Folder::pick_up() {
  std::vector<fs::path> files;
  more_in_out_ = false;
  for (const auto& entry : fs::directory_iterator(agency_.out)) {
    const fs::path& path = entry.path();
    const bool hidden = path.filename().string().starts_with(".");
    if (hidden || path.extension() != ".json" || !entry.is_regular_file()) continue;
    more_in_out_ = true;
    files.push_back(path);
  }
  if (!files.empty()) {
    const auto busy = under_way();
    std::erase_if(files, [&](const fs::path& file) { return busy.contains(file.filename().string()); });
  }
  if (files.empty() || !client_.open()) return false;
  std::string why;
  if (!client_.refresh() || !sdk::fetch_rules(client_, agency_.packs, rules_, why)) {
    if (why != no_rules_ && !why.empty()) log_("nothing is sent: " + why);
    no_rules_ = why;
    return false;
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) send(file);
  return true;
}

bool Folder::run(int wait_ms) {
  const bool picked_up = pick_up();
  const bool happened = client_.run(picked_up ? 0 : wait_ms);
  if (client_.trouble() != last_trouble_) {
    last_trouble_ = client_.trouble();
    log_(last_trouble_.empty() ? "in session with " + agency_.origin : "no session: " + last_trouble_);
  }
  return picked_up || happened;
}

bool Folder::idle() const { return !more_in_out_ && !client_.busy(); }

}  // namespace caseway::folder
