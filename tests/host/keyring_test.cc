#include "broker/host/keyring.h"

#include <doctest/doctest.h>

#include "tests/host/scratch.h"

namespace caseway::host {
namespace fs = std::filesystem;

TEST_CASE("keyring: a signing key is written once and reads back") {
  const Scratch dir;
  const core::KeyPair key = new_signing_key();
  write_key(dir / "log.key", "log", key);
  const core::KeyPair back = read_signing_key(dir / "log.key");
  CHECK(back.public_key == key.public_key);
  CHECK(back.secret_key == key.secret_key);
  CHECK(read_public_key(dir / "log.pub") == key.public_key);
  CHECK(fs::status(dir / "log.key").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(dir.read("log.key").starts_with("# caseway log key; public " + core::hex(key.public_key) + "\n"));
  CHECK(fault_of([&] { write_key(dir / "log.key", "log", key); }).find("never overwritten") != std::string::npos);
}

TEST_CASE("keyring: a transport key is written once and reads back") {
  const Scratch dir;
  const TransportKey key = new_transport_key();
  write_key(dir / "transport.key", "transport", key);
  const TransportKey back = read_transport_key(dir / "transport.key");
  CHECK(back.public_key == key.public_key);
  CHECK(back.secret == key.secret);
}

TEST_CASE("keyring: every mode that lets others in is refused by name (6 modes)") {
  const Scratch dir;
  write_key(dir / "log.key", "log", new_signing_key());
  for (const auto loose : {fs::perms::group_read, fs::perms::group_write, fs::perms::group_exec, fs::perms::others_read,
                           fs::perms::others_write, fs::perms::others_exec}) {
    fs::permissions(dir / "log.key", fs::perms::owner_read | loose);
    const std::string why = fault_of([&] { read_signing_key(dir / "log.key"); });
    CHECK(why.find((dir / "log.key").string()) == 0);
    CHECK(why.find("chmod 600") != std::string::npos);
  }
  fs::permissions(dir / "log.key", fs::perms::owner_read);
  CHECK(fault_of([&] { read_signing_key(dir / "log.key"); }).empty());
}

TEST_CASE("keyring: what is not a whole key file is refused, at each truncation") {
  const Scratch dir;
  write_key(dir / "log.key", "log", new_signing_key());
  const std::string whole = dir.read("log.key");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    dir.write("log.key", whole.substr(0, length));
    CHECK(fault_of([&] { read_signing_key(dir / "log.key"); }).find("not a key file") != std::string::npos);
  }
  dir.write("log.key", whole + "\n");
  CHECK(fault_of([&] { read_signing_key(dir / "log.key"); }).find("not a key file") != std::string::npos);
}

TEST_CASE("keyring: two halves that do not belong together are refused") {
  const Scratch dir;
  write_key(dir / "a.key", "log", new_signing_key());
  write_key(dir / "b.key", "log", new_signing_key());
  const std::string a = dir.read("a.key");
  const std::string b = dir.read("b.key");
  dir.write("a.key", a.substr(0, a.find('\n')) + b.substr(b.find('\n')));
  CHECK(fault_of([&] { read_signing_key(dir / "a.key"); }).find("does not belong") != std::string::npos);
  CHECK(fault_of([&] { read_transport_key(dir / "b.key"); }).find("does not belong") != std::string::npos);
}

TEST_CASE("keyring: a key that is not there is named") {
  const Scratch dir;
  CHECK(fault_of([&] { read_signing_key(dir / "log.key"); }).find("log.key: open") != std::string::npos);
}

}  // namespace caseway::host
