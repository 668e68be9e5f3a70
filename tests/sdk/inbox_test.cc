#include "adapters/bridge/inbox.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "client_bench.h"
#include "sdk/json_text.h"

namespace caseway::tests {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "caseway-inbox-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.is_directory() && entry.path().filename() != ".held") found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  fs::path path;
};

sdk::Delivered delivered(std::uint64_t number, const std::string& step = "transfer") {
  static SmallLog log;
  static std::map<std::uint64_t, wire::Delivery> offered;  // the same each time
  if (!offered.contains(number)) offered[number] = from_police(log, number);
  sdk::Delivered one;
  one.frame = offered[number];
  one.frame.procedure = "K01";
  one.envelope.step = core::Code(step);
  one.envelope.procedure = "K01";
  one.statement.sender = "luoyuan-amr";
  return one;
}

sdk::Delivered with_file(const std::string& file_name) {
  auto one = delivered(1);
  one.head.emplace();
  core::EvidenceItem item;
  item.id = "ev1";
  item.file_name = file_name;
  item.part = 1;
  one.head->evidence = {item};
  one.frame.parts.assign(2, {});
  one.frame.parts[1] = {true, core::PartType::evidence, {}, {}, {1, 2, 3}};
  return one;
}

}  // namespace

TEST_CASE("adapters: inbox: a delivery becomes one folder, and the same number never a second") {
  const Folder in;
  {
    bridge::Inbox inbox(in.path);
    CHECK_FALSE(inbox.take(delivered(1), nullptr).again);
    CHECK_FALSE(inbox.take(delivered(3), nullptr).again);
    CHECK(inbox.take(delivered(1), nullptr).again);
  }
  bridge::Inbox inbox(in.path);
  CHECK(inbox.take(delivered(3), nullptr).again);
  fs::remove_all(in.path / "000003-K01-transfer");  // read and moved away by the agency's system
  CHECK(inbox.take(delivered(3), nullptr).again);
  CHECK_FALSE(inbox.take(delivered(2), nullptr).again);
  CHECK(in.names() == std::vector<std::string>{"000001-K01-transfer", "000002-K01-transfer"});
}

TEST_CASE("adapters: inbox: what a crash left half written is written anew, what it left unnumbered is held") {
  const Folder in;
  fs::create_directories(in.path / ".part-000001-K01-transfer/files");
  {
    bridge::Inbox inbox(in.path);
    CHECK_FALSE(inbox.take(delivered(1), nullptr).again);
  }
  CHECK(in.names() == std::vector<std::string>{"000001-K01-transfer"});
  fs::remove_all(in.path / ".held");  // the folder was renamed, its mark not yet written
  {
    bridge::Inbox inbox(in.path);
    CHECK(inbox.take(delivered(1), nullptr).again);
  }
  fs::remove_all(in.path / "000001-K01-transfer");
  bridge::Inbox inbox(in.path);
  CHECK(inbox.take(delivered(1), nullptr).again);
}

TEST_CASE("adapters: inbox: a number that begins again with another site or epoch is a new delivery") {
  const Folder in;
  auto other_epoch = delivered(1);
  other_epoch.frame.receipt.statement = {1};
  auto other_site = delivered(1);
  other_site.frame.receipt.proof.checkpoint.origin = std::string("other.example");
  {
    bridge::Inbox inbox(in.path);
    CHECK_FALSE(inbox.take(delivered(1), nullptr).again);
    CHECK_FALSE(inbox.take(other_epoch, nullptr).again);
    fs::remove_all(in.path / "000001-K01-transfer");  // read and moved away
    CHECK_FALSE(inbox.take(other_site, nullptr).again);
    CHECK(in.names().size() == 2);
  }
  bridge::Inbox inbox(in.path);
  CHECK(inbox.take(delivered(1), nullptr).again);
  CHECK(inbox.take(other_epoch, nullptr).again);
  CHECK(inbox.take(other_site, nullptr).again);
}

TEST_CASE("adapters: inbox: one delivery that is parked does not make what is kept of the others grow") {
  const Folder in;
  bridge::Inbox inbox(in.path);
  for (std::uint64_t number = 2; number <= 40; ++number) inbox.take(delivered(number), nullptr);  // 1 is parked
  for (const auto& mark : fs::directory_iterator(in.path / ".held")) CHECK(fs::file_size(mark.path()) == 0);
}

TEST_CASE("adapters: inbox: names that others chose stay inside the folder") {
  for (const char* name : {"../../etc/cron.d/x", "/etc/passwd", ".hidden", "a\nb", "con\x1b[2J", "", "照片 1.jpg"}) {
    CAPTURE(name);
    const Folder in;
    bridge::Inbox inbox(in.path);
    const auto place = inbox.take(with_file(name), nullptr);
    int files = 0;
    for (const auto& entry : fs::directory_iterator(place.folder / "files")) {
      CHECK(entry.path().filename().string().starts_with("001-"));
      ++files;
    }
    CHECK(files == 1);
    sdk::Mistakes mistakes;
    const auto json = sdk::parse_json(read_text(place.folder / "message.json"), "", mistakes);
    REQUIRE(json.has_value());
    const std::string file = json->find("head")->list_of("evidence").front().text_of("file");
    CHECK(fs::exists(place.folder / file));
  }
  const Folder in;
  bridge::Inbox inbox(in.path);
  CHECK(inbox.take(delivered(1, "../../x"), nullptr).folder.parent_path() == in.path);
}

}  // namespace caseway::tests
