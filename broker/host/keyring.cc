#include "broker/host/keyring.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "broker/host/descriptor.h"
#include "broker/host/system.h"
#include "broker/wire/key_file.h"

namespace caseway::host {
namespace {

using Secret = wire::KeyValue;

void start_sodium() {
  if (sodium_init() < 0) throw flow::Fault("libsodium: sodium_init failed");
}

std::filesystem::path public_path(std::filesystem::path path) { return path.replace_extension(".pub"); }

void write_new(const std::filesystem::path& path, std::string_view text, ::mode_t mode) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) throw_errno("create", path.string(), errno, errno == EEXIST ? "keys are never overwritten" : "");
  if (::fchmod(file.get(), mode) != 0) throw_errno("chmod", path.string(), errno);
  if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw_errno("write", path.string(), errno);
  }
  if (::fsync(file.get()) != 0) throw_errno("sync", path.string(), errno);
}

void write_both(const std::filesystem::path& path, std::string_view use, const core::PublicKey& public_key,
                Secret& secret) {
  std::string text = wire::encode_key_file(use, {public_key, secret});
  write_new(path, text, 0600);
  sodium_memzero(text.data(), text.size());
  sodium_memzero(secret.bytes.data(), secret.bytes.size());
  write_new(public_path(path), wire::encode_key_file(use, {public_key, Secret{public_key.bytes}}), 0644);
}

wire::KeyFile read_lines(const std::filesystem::path& path, bool secret) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw_errno("open", path.string(), errno);
  struct ::stat status {};
  if (::fstat(file.get(), &status) != 0) throw_errno("stat", path.string(), errno);
  if (secret && (status.st_mode & 077) != 0) {
    throw flow::Fault(path.string() + ": others may read or write this key; chmod 600 it, and replace it if they did");
  }
  if (secret && status.st_uid != ::geteuid()) {
    throw flow::Fault(path.string() + ": this key belongs to another user; chown it to the one who runs this program");
  }
  std::array<std::uint8_t, wire::key_file_bytes_max> text{};
  const ssize_t length = ::read(file.get(), text.data(), text.size());
  if (length < 0) throw_errno("read", path.string(), errno);
  auto key = wire::decode_key_file(std::span(text.data(), static_cast<std::size_t>(length)));
  sodium_memzero(text.data(), text.size());
  if (!key.ok()) throw flow::Fault(path.string() + ": " + key.refused().what);
  return key.value();
}

void require_same(const std::filesystem::path& path, const core::PublicKey& named, const core::PublicKey& derived) {
  if (named != derived)
    throw flow::Fault(path.string() + ": the secret half does not belong to the public half it names");
}

}  // namespace

TransportKey::~TransportKey() { sodium_memzero(secret.data(), secret.size()); }
LogSigner::~LogSigner() { sodium_memzero(key_.secret_key.bytes.data(), key_.secret_key.bytes.size()); }

core::KeyPair new_signing_key() {
  start_sodium();
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  core::KeyPair key = core::key_pair_from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

TransportKey new_transport_key() {
  start_sodium();
  TransportKey key;
  MUST(crypto_box_keypair(key.public_key.bytes.data(), key.secret.data()) == 0);
  return key;
}

void write_key(const std::filesystem::path& path, std::string_view use, const core::KeyPair& key) {
  Secret seed;  // libsodium keeps the seed in the first half of its secret key
  std::copy_n(key.secret_key.bytes.begin(), Secret::size, seed.bytes.begin());
  write_both(path, use, key.public_key, seed);
}

void write_key(const std::filesystem::path& path, std::string_view use, const TransportKey& key) {
  Secret secret;
  std::copy_n(key.secret.begin(), Secret::size, secret.bytes.begin());
  write_both(path, use, key.public_key, secret);
}

core::KeyPair read_signing_key(const std::filesystem::path& path) {
  start_sodium();
  wire::KeyFile lines = read_lines(path, true);
  core::KeyPair key = core::key_pair_from_seed(lines.value.bytes);
  sodium_memzero(lines.value.bytes.data(), lines.value.bytes.size());
  require_same(path, lines.named, key.public_key);
  return key;
}

TransportKey read_transport_key(const std::filesystem::path& path) {
  start_sodium();
  wire::KeyFile lines = read_lines(path, true);
  TransportKey key;
  key.secret = lines.value.bytes;
  sodium_memzero(lines.value.bytes.data(), lines.value.bytes.size());
  MUST(crypto_scalarmult_base(key.public_key.bytes.data(), key.secret.data()) == 0);
  require_same(path, lines.named, key.public_key);
  return key;
}

core::PublicKey read_public_key(const std::filesystem::path& path) {
  const wire::KeyFile lines = read_lines(path, false);
  core::PublicKey key;
  key.bytes = lines.value.bytes;
  require_same(path, lines.named, key);
  return key;
}

}  // namespace caseway::host
