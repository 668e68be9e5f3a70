#include "sdk/keys.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "desk.h"
#include "sdk/agency.h"
#include "sdk/machine.h"

namespace caseway::tests {
namespace {

namespace fs = std::filesystem;

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "caseway-sdk-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Scratch() { fs::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path operator/(std::string_view name) const { return path_ / name; }
  [[nodiscard]] const fs::path& path() const { return path_; }
  void write(std::string_view name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  fs::path path_;
};

template <class Act>
std::string fault_of(Act act) {
  try {
    act();
  } catch (const sdk::Fault& fault) {
    return fault.what();
  }
  return {};
}

const char* agency_toml = R"(id = "luoyuan-amr"
[broker]
origin = "caseway.example"
endpoint_file = "../broker/endpoint"
key = "1111111111111111111111111111111111111111111111111111111111111111"
log_key = "2222222222222222222222222222222222222222222222222222222222222222"
[keys]
signing = "keys/signing.key"
transport = "keys/transport.key"
[directories]
lane = "lane"
in = "in"
out = "out"
packs = "packs"
)";

}  // namespace

TEST_CASE("sdk: keys: a key comes back from its file, and its public half from beside it") {
  const Scratch scratch;
  const auto signing = sdk::new_signing_key();
  const auto transport = sdk::new_transport_key();
  sdk::write_key(scratch / "signing.key", "signing", signing);
  sdk::write_key(scratch / "transport.key", "transport", transport);
  CHECK(sdk::read_signing_key(scratch / "signing.key").pair.public_key == signing.pair.public_key);
  CHECK(sdk::read_transport_key(scratch / "transport.key").secret == transport.secret);
  CHECK(sdk::read_public_key(scratch / "transport.pub") == transport.public_key);
  CHECK(fault_of([&] { sdk::write_key(scratch / "signing.key", "signing", signing); }).find("exists") !=
        std::string::npos);
}

TEST_CASE("sdk: keys: a key that others may read or write is refused, its owner's alone passes") {
  const Scratch scratch;
  sdk::write_key(scratch / "signing.key", "signing", sdk::new_signing_key());
  const auto with_mode = [&](::mode_t mode) {
    REQUIRE(::chmod((scratch / "signing.key").c_str(), mode) == 0);
    return fault_of([&] { (void)sdk::read_signing_key(scratch / "signing.key"); });
  };
  for (const ::mode_t good : {0600U, 0400U, 0700U}) CHECK(with_mode(good).empty());
  for (const ::mode_t bad : {0640U, 0620U, 0604U, 0602U, 0610U, 0601U, 0644U, 0666U}) {
    CHECK(with_mode(bad).find("others may read or write this key") != std::string::npos);
  }
}

TEST_CASE("sdk: keys: a damaged key file is told by name") {
  const Scratch scratch;
  sdk::write_key(scratch / "signing.key", "signing", sdk::new_signing_key());
  const std::string whole = read_text(scratch / "signing.key");
  const auto with_text = [&](const std::string& text) {
    scratch.write("signing.key", text);
    return fault_of([&] { (void)sdk::read_signing_key(scratch / "signing.key"); });
  };
  CHECK(with_text(whole).empty());
  CHECK(with_text(whole.substr(0, whole.size() - 1)).find("not a key file") != std::string::npos);
  CHECK(with_text(whole + "x").find("not a key file") != std::string::npos);
  CHECK(with_text("").find("not a key file") != std::string::npos);
  std::string other = whole;
  char& digit = other[other.size() - 2];
  digit = digit == '0' ? '1' : '0';
  CHECK(with_text(other).find("does not belong to the public half") != std::string::npos);
  CHECK(fault_of([&] { (void)sdk::read_signing_key(scratch / "none.key"); }).find("No such file") != std::string::npos);
}

TEST_CASE("sdk: agency: agency.toml gives paths relative to itself, and the endpoint as it is now") {
  const Scratch scratch;
  fs::create_directories(scratch / "amr");
  fs::create_directories(scratch / "broker");
  scratch.write("amr/agency.toml", agency_toml);
  sdk::Mistakes mistakes;
  const auto agency = sdk::read_agency(scratch / "amr", mistakes);
  for (const auto& mistake : mistakes) MESSAGE(sdk::print_mistake(mistake));
  REQUIRE(mistakes.empty());
  CHECK(agency.id == "luoyuan-amr");
  CHECK(agency.lane == scratch / "amr/lane");
  CHECK(sdk::endpoint_of(agency).empty());
  scratch.write("broker/endpoint", "tcp://127.0.0.1:1\n");
  CHECK(sdk::endpoint_of(agency) == "tcp://127.0.0.1:1");
  scratch.write("broker/endpoint", "tcp://127.0.0.1:2\n");
  CHECK(sdk::endpoint_of(agency) == "tcp://127.0.0.1:2");
}

TEST_CASE("sdk: agency: an agency.toml of over 16 KiB is refused unread") {
  sdk::Mistakes mistakes;
  (void)sdk::parse_agency(std::string(16 * 1024, '\n'), "/agency.toml", mistakes);
  CHECK(mistakes.size() > 1);  // all keys are missing
  mistakes.clear();
  (void)sdk::parse_agency(std::string(16 * 1024 + 1, '\n'), "/agency.toml", mistakes);
  REQUIRE(mistakes.size() == 1);
  CHECK(sdk::print_mistake(mistakes[0]) == "/agency.toml:1:1: longer than 16384 bytes");
}

TEST_CASE("sdk: agency: every mistake of agency.toml is told with its place") {
  const Scratch scratch;
  const auto mistakes_of = [&](std::string from, const std::string& to) {
    std::string text = agency_toml;
    text.replace(text.find(from), from.size(), to);
    scratch.write("agency.toml", text);
    sdk::Mistakes mistakes;
    (void)sdk::read_agency(scratch.path(), mistakes);
    std::string all;
    for (const auto& mistake : mistakes)
      all += std::to_string(mistake.line) + " " + mistake.path + ": " + mistake.what + "|";
    return all;
  };
  CHECK(mistakes_of("luoyuan-amr", "Luoyuan") == "1 id: expected a-z 0-9 . -, at most 47|");
  CHECK(mistakes_of("1111", "11x1") == "5 broker.key: expected 64 hexadecimal digits|");
  CHECK(mistakes_of("lane = \"lane\"\n", "").find("directories.lane: missing|") != std::string::npos);
  CHECK(mistakes_of("lane = \"lane\"", "lane = 7").find("directories.lane: expected a text that is not empty|") !=
        std::string::npos);
  CHECK(mistakes_of("in = \"in\"", "in = \"in\"\ninn = \"x\"").find("directories.inn: unknown|") != std::string::npos);
  CHECK(mistakes_of("endpoint_file = \"../broker/endpoint\"\n", "").find("broker.endpoint: missing|") !=
        std::string::npos);
  CHECK(mistakes_of("endpoint_file = \"../broker/endpoint\"", "endpoint = \"http://localhost:1\"") ==
        "4 broker.endpoint: expected \"tcp://HOST:PORT\"|");
  scratch.write("agency.toml", "id = ");
  sdk::Mistakes mistakes;
  (void)sdk::read_agency(scratch.path(), mistakes);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes.front().line == 1);
}

TEST_CASE("sdk: machine: one program at a time holds a lane's lock") {
  const Scratch scratch;
  {
    const sdk::Lock held(scratch / "0.lock");
    CHECK(fault_of([&] { const sdk::Lock second(scratch / "0.lock"); }).find("another program") != std::string::npos);
    const sdk::Lock other(scratch / "1.lock");
  }
  CHECK(fault_of([&] { const sdk::Lock again(scratch / "0.lock"); }).empty());
}

TEST_CASE("sdk: machine: a store writes files whole, lists them sorted, and leaves no part behind") {
  const Scratch scratch;
  sdk::DirectoryStore store(scratch.path());
  CHECK_FALSE(store.read("0/b").has_value());
  CHECK(store.list("0").empty());
  const sdk::Bytes bytes{1, 2, 3};
  store.write("0/b", bytes);
  store.write("0/a", {});
  store.write("0/b", sdk::Bytes{4});
  CHECK(store.list("0") == std::vector<std::string>{"a", "b"});
  CHECK(*store.read("0/b") == sdk::Bytes{4});
  CHECK(store.read("0/a")->empty());
  store.remove("0/a");
  store.remove("0/a");
  CHECK(store.list("0") == std::vector<std::string>{"b"});
  CHECK(std::distance(fs::directory_iterator(scratch / "0"), fs::directory_iterator()) == 1);
}

TEST_CASE(
    "sdk: machine: where a folder of a store cannot be read or made, that is a Fault, and a file that is none no "
    "file") {
  const Scratch scratch;
  sdk::DirectoryStore store(scratch.path());
  store.write("0/a", {});
  fs::create_symlink(scratch / "0/b", scratch / "0/b");
  CHECK(store.list("0") == std::vector<std::string>{"a"});
  fs::create_symlink(scratch / "1", scratch / "1");
  CHECK(fault_of([&] { (void)store.list("1"); }).find((scratch / "1").string()) != std::string::npos);
  CHECK(fault_of([&] { store.write("1/a", {}); }).find((scratch / "1").string()) != std::string::npos);
}

}  // namespace caseway::tests
