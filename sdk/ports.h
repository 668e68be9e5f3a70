// The ports of an agency's side: all that lane and client may ask of the world beside the socket. sdk/machine.h makes
// them real, tests make them fail.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"

namespace caseway::sdk {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// A disk, socket or key failed; the text says what, on what, and what to do.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Small files under one directory, each written whole. Names are relative, '/'-separated; folders are made as needed.
class Store {
 public:
  virtual ~Store() = default;
  /// Nothing when there is no such file. Throws Fault when it is there and cannot be read.
  virtual std::optional<Bytes> read(const std::string& name) = 0;
  /// When it returns, the file is durable under its name; before, the old one stands or none. Throws Fault.
  virtual void write(const std::string& name, BytesView bytes) = 0;
  /// Durable when it returns; nothing happens when there is none.
  virtual void remove(const std::string& name) = 0;
  /// Plain names of the files in a folder, sorted; none when there is no such folder.
  virtual std::vector<std::string> list(const std::string& folder) = 0;
};

/// Two readings: wall time for `signed_at` (a training site's own time stands in for it), monotonic for retries.
class Time {
 public:
  virtual ~Time() = default;
  virtual core::Instant wall() = 0;
  virtual std::int64_t monotonic_ms() = 0;
  virtual void pause(int ms) = 0;  ///< returns after so long, or earlier
};

/// Random bytes for salts and for the ids of new cases and transfers.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> into) = 0;
};

}  // namespace caseway::sdk
