// An agency's keys: two for signing and transport, each in its own file (its text: broker/wire/key_file.h), mode 0600,
// as on the broker's side. Beside each NAME.key lies NAME.pub, mode 0644.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "broker/core/signature.h"
#include "sdk/ports.h"

namespace caseway::sdk {

/// CURVE keys as ZeroMQ takes them raw. The secret half is wiped when the value goes.
struct TransportKey {
  core::PublicKey public_key;
  std::array<std::uint8_t, 32> secret{};
  TransportKey() = default;
  TransportKey(const TransportKey&) = default;
  TransportKey& operator=(const TransportKey&) = default;
  ~TransportKey();
};

/// An Ed25519 key that is wiped when the value goes.
struct SigningKey {
  core::KeyPair pair;
  SigningKey() = default;
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;
  ~SigningKey();
};

SigningKey new_signing_key();
TransportKey new_transport_key();

/// Writes `path` (".../signing.key") and its .pub; `use` is a word for people. Throws Fault when one of them is there
/// already.
void write_key(const std::filesystem::path& path, std::string_view use, const SigningKey& key);
void write_key(const std::filesystem::path& path, std::string_view use, const TransportKey& key);

/// Throws Fault naming the file when it is not there, not of this form, readable or writable by group or others, owned
/// by somebody else, or when its two halves do not belong together.
SigningKey read_signing_key(const std::filesystem::path& path);
TransportKey read_transport_key(const std::filesystem::path& path);
/// A .pub file; any mode.
core::PublicKey read_public_key(const std::filesystem::path& path);

}  // namespace caseway::sdk
