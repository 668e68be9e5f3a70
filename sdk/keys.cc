#include "sdk/keys.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "broker/wire/key_file.h"
#include "sdk/machine.h"

namespace caseway::sdk {
namespace {

namespace fs = std::filesystem;

using Secret = wire::KeyValue;

void start_sodium() {
  if (sodium_init() < 0) throw Fault("libsodium: sodium_init failed");
}

fs::path public_path(fs::path path) { return path.replace_extension(".pub"); }

void write_both(const fs::path& path, std::string_view use, const core::PublicKey& public_key, Secret secret) {
  std::string text = wire::encode_key_file(use, {public_key, secret});
  write_new_file(path, view_of(text), 0600);
  sodium_memzero(text.data(), text.size());
  sodium_memzero(secret.bytes.data(), secret.bytes.size());
  const std::string open = wire::encode_key_file(use, {public_key, Secret{public_key.bytes}});
  write_new_file(public_path(path), view_of(open), 0644);
}

void check_mode(const fs::path& path) {
  struct ::stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw Fault(path.string() + ": " + std::generic_category().message(errno));
  }
  if ((status.st_mode & 077) != 0) {
    throw Fault(path.string() + ": others may read or write this key; chmod 600 it, and replace it if they did");
  }
  if (status.st_uid != ::geteuid()) {
    throw Fault(path.string() + ": this key belongs to another user; chown it to the one who runs this program");
  }
}

wire::KeyFile read_lines(const fs::path& path) {
  auto bytes = read_file(path, wire::key_file_bytes_max);
  if (!bytes) throw Fault(path.string() + ": no such file");
  auto key = wire::decode_key_file(*bytes);
  sodium_memzero(bytes->data(), bytes->size());
  if (!key.ok()) throw Fault(path.string() + ": " + key.refused().what);
  return key.value();
}

void require_same(const fs::path& path, const core::PublicKey& named, const core::PublicKey& derived) {
  if (named != derived) throw Fault(path.string() + ": the secret half does not belong to the public half it names");
}

}  // namespace

TransportKey::~TransportKey() { sodium_memzero(secret.data(), secret.size()); }
SigningKey::~SigningKey() { sodium_memzero(pair.secret_key.bytes.data(), pair.secret_key.bytes.size()); }

SigningKey new_signing_key() {
  start_sodium();
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  SigningKey key;
  key.pair = core::key_pair_from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

TransportKey new_transport_key() {
  start_sodium();
  TransportKey key;
  MUST(crypto_box_keypair(key.public_key.bytes.data(), key.secret.data()) == 0);
  return key;
}

void write_key(const fs::path& path, std::string_view use, const SigningKey& key) {
  Secret seed;  // libsodium keeps the seed in the first half of its secret key
  std::copy_n(key.pair.secret_key.bytes.begin(), Secret::size, seed.bytes.begin());
  write_both(path, use, key.pair.public_key, seed);
}

void write_key(const fs::path& path, std::string_view use, const TransportKey& key) {
  Secret secret;
  std::copy_n(key.secret.begin(), Secret::size, secret.bytes.begin());
  write_both(path, use, key.public_key, secret);
}

SigningKey read_signing_key(const fs::path& path) {
  start_sodium();
  check_mode(path);
  wire::KeyFile lines = read_lines(path);
  SigningKey key;
  key.pair = core::key_pair_from_seed(lines.value.bytes);
  sodium_memzero(lines.value.bytes.data(), lines.value.bytes.size());
  require_same(path, lines.named, key.pair.public_key);
  return key;
}

TransportKey read_transport_key(const fs::path& path) {
  start_sodium();
  check_mode(path);
  wire::KeyFile lines = read_lines(path);
  TransportKey key;
  key.secret = lines.value.bytes;
  sodium_memzero(lines.value.bytes.data(), lines.value.bytes.size());
  MUST(crypto_scalarmult_base(key.public_key.bytes.data(), key.secret.data()) == 0);
  require_same(path, lines.named, key.public_key);
  return key;
}

core::PublicKey read_public_key(const fs::path& path) {
  const wire::KeyFile lines = read_lines(path);
  core::PublicKey key;
  key.bytes = lines.value.bytes;
  require_same(path, lines.named, key);
  return key;
}

}  // namespace caseway::sdk
