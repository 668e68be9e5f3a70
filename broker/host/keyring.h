// Key files (their text: broker/wire/key_file.h), mode 0600. Made once, never overwritten, never looser than their
// owner. Beside each NAME.key lies NAME.pub, mode 0644.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "broker/core/signature.h"
#include "broker/flow/ports.h"

namespace caseway::host {

/// CURVE keys as ZeroMQ takes them raw: 32 bytes each. The secret half is wiped when the value goes.
struct TransportKey {
  core::PublicKey public_key;
  std::array<std::uint8_t, 32> secret{};
  TransportKey() = default;
  TransportKey(const TransportKey&) = default;
  TransportKey& operator=(const TransportKey&) = default;
  ~TransportKey();
};

/// New keys from the kernel's generator.
core::KeyPair new_signing_key();
TransportKey new_transport_key();

/// Writes `path` (".../log.key") and its .pub. `use` is a word for people: "log", "transport", "officer-1". Both files
/// are synced. Throws Fault when either exists already or cannot be written.
void write_key(const std::filesystem::path& path, std::string_view use, const core::KeyPair& key);
void write_key(const std::filesystem::path& path, std::string_view use, const TransportKey& key);

/// Read back. Throws Fault naming the file when it is not there, not two lines of this form, readable or writable by
/// group or others, owned by somebody else, or when its two halves do not belong together.
core::KeyPair read_signing_key(const std::filesystem::path& path);
TransportKey read_transport_key(const std::filesystem::path& path);
/// A .pub file; any mode.
core::PublicKey read_public_key(const std::filesystem::path& path);

/// The log key: signs checkpoints; never leaves this object.
class LogSigner final : public flow::Signer {
 public:
  explicit LogSigner(const std::filesystem::path& path) : key_(read_signing_key(path)) {}
  ~LogSigner() override;
  core::SignatureBytes sign(flow::BytesView bytes) override { return core::sign_bytes(key_.secret_key, bytes); }
  [[nodiscard]] const core::PublicKey& public_key() const { return key_.public_key; }

 private:
  core::KeyPair key_;
};

}  // namespace caseway::host
