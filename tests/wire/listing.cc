#include "tests/wire/listing.h"

#include <capnp/message.h>
#include <capnp/pretty-print.h>
#include <capnp/serialize-packed.h>
#include <capnp/serialize.h>
#include <kj/io.h>

#include <algorithm>
#include <vector>

#include "broker/core/must.h"
#include "schemas/directory.capnp.h"
#include "schemas/dossier.capnp.h"
#include "schemas/envelope.capnp.h"
#include "schemas/record.capnp.h"
#include "schemas/session.capnp.h"
#include "schemas/verdict.capnp.h"

namespace caseway::tests {
namespace {

constexpr std::size_t row_bytes = 16;
constexpr std::size_t shown_bytes_max = 64;

std::string hex(std::uint64_t value, int digits) {
  std::string text;
  for (int i = digits - 1; i >= 0; --i) text += "0123456789abcdef"[(value >> (4 * i)) & 15];
  return text;
}

/// Takes fields from the front and writes a line for each.
class Lines {
 public:
  explicit Lines(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  void heading(std::string_view text) { text_.append("-- ").append(text).append("\n"); }
  /// An integer of `size` bytes, little-endian.
  std::uint64_t number(std::size_t size, const std::string& meaning) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint64_t>(bytes_[at_ + i]) << (8 * i);
    rows(size, meaning + " = " + std::to_string(value));
    return value;
  }
  void raw(std::size_t size, const std::string& meaning) { rows(size, meaning); }
  /// A u32 length, then that many bytes of text.
  void text(const std::string& meaning) {
    const std::size_t size = number(4, "bytes of the " + meaning);
    std::string held(bytes_.begin() + static_cast<std::ptrdiff_t>(at_),
                     bytes_.begin() + static_cast<std::ptrdiff_t>(at_ + size));
    if (size > 0) rows(size, meaning + " \"" + held + "\"");
  }
  void pad() {
    if (at_ % 8 != 0) rows(8 - at_ % 8, "zeros to a multiple of 8");
  }
  [[nodiscard]] std::string take() {
    MUST(at_ == bytes_.size());
    return text_;
  }

 private:
  void rows(std::size_t size, const std::string& meaning) {
    const std::size_t shown = std::min(size, shown_bytes_max);
    for (std::size_t row = 0; row < shown; row += row_bytes) {
      std::string line = hex(at_ + row, 4) + " ";
      for (std::size_t i = 0; i < row_bytes; ++i) {
        line += row + i < shown ? " " + hex(bytes_[at_ + row + i], 2) : (row == 0 ? "   " : "");
      }
      if (row == 0) line += "  " + meaning;
      text_ += line + "\n";
    }
    if (shown < size) text_ += "       ... " + std::to_string(size) + " bytes in all\n";
    at_ += size;
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  std::string text_;
};

void statement(Lines& lines) {
  lines.number(2, "version");
  lines.number(2, "type");
  lines.number(8, "index");
  lines.number(8, "received at, ms");
  lines.raw(16, "transfer");
  lines.text("sender");
  lines.raw(32, "body digest");
  lines.number(2, "verdict");
  lines.number(2, "return code");
  for (auto findings = lines.number(4, "findings"); findings > 0; --findings) lines.text("finding");
  lines.raw(32, "rest digest");
  lines.number(1, "test");
}

void checkpoint(Lines& lines) {
  lines.text("context");
  lines.number(2, "version");
  lines.text("origin");
  lines.number(8, "epoch");
  lines.number(8, "tree size");
  lines.raw(32, "root");
  lines.number(8, "time, ms");
  lines.raw(32, "group hash");
  lines.number(2, "algorithm");
  lines.number(4, "bytes of the signature");
  lines.raw(64, "signature of the log key over all up to the group hash");
  lines.number(4, "cosignatures");
}

void group(Lines& lines) {
  lines.heading("group header");
  lines.raw(4, "\"CWG1\"");
  lines.number(2, "format");
  lines.number(2, "suite");
  lines.number(8, "epoch");
  lines.number(8, "first index");
  const auto count = lines.number(4, "records");
  const auto roots = lines.number(4, "hashes of the frontier");
  lines.number(8, "bytes of the whole group");
  lines.number(8, "vault end");
  lines.raw(32, "hash of the group before: none");
  for (std::uint64_t i = 0; i < roots; ++i) lines.raw(32, "frontier");
  lines.number(4, "CRC32C of the header up to here");
  lines.number(4, "zero");
  for (std::uint64_t i = 0; i < count; ++i) {
    lines.heading("frame of record " + std::to_string(i));
    lines.number(4, "bytes of the frame");
    lines.number(2, "type");
    lines.number(2, "zero");
    lines.number(4, "bytes of the statement");
    const auto rest = lines.number(4, "bytes of the rest");
    statement(lines);
    lines.raw(rest, "rest: Cap'n Proto, record.capnp");
    lines.pad();
  }
  lines.heading("trailer");
  lines.number(4, "bytes of the checkpoint");
  checkpoint(lines);
  lines.pad();
  lines.number(4, "bytes of the whole group");
  lines.number(4, "CRC32C of the group up to the number before");
}

void segment_header(Lines& lines) {
  lines.raw(8, "\"CASEWAY\\n\"");
  lines.number(2, "format");
  lines.number(1, "kind");
  lines.number(1, "zero");
  lines.number(2, "suite");
  lines.number(2, "zero");
  lines.number(8, "number");
  lines.number(8, "epoch");
  lines.raw(16, "first half of the genesis digest");
  lines.raw(12, "zeros");
  lines.number(4, "CRC32C of the header up to here");
}

void vault_frame(Lines& lines) {
  lines.raw(4, "\"CWV1\"");
  lines.number(2, "algorithm: plain");
  lines.number(2, "in a file of its own");
  lines.number(4, "key: none");
  const auto bytes = lines.number(4, "bytes of the part");
  lines.number(8, "record");
  lines.number(2, "part");
  lines.number(2, "type");
  lines.number(2, "suite");
  lines.number(2, "zero");
  lines.raw(16, "salt");
  lines.raw(32, "digest");
  lines.number(4, "CRC32C of the frame up to here");
  lines.number(4, "CRC32C of the part");
  lines.raw(bytes, "the part");
  lines.pad();
}

void receipt(Lines& lines) {
  lines.number(2, "version");
  lines.number(4, "bytes of the statement");
  statement(lines);
  for (auto path = lines.number(4, "hashes of the path"); path > 0; --path) lines.raw(32, "path");
  lines.number(4, "bytes of the checkpoint");
  checkpoint(lines);
}

template <class Root>
std::string printed(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint64_t> words(bytes.size() / 8);
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::uint8_t*>(words.data()));
  capnp::FlatArrayMessageReader reader(kj::arrayPtr(reinterpret_cast<const capnp::word*>(words.data()), words.size()));
  return std::string(capnp::prettyPrint(reader.getRoot<Root>()).flatten().cStr()) + "\n";
}

/// A packed message, read by the library alone.
template <class Root>
std::string unpacked(std::span<const std::uint8_t> bytes) {
  kj::ArrayInputStream stream(kj::arrayPtr(bytes.data(), bytes.size()));
  capnp::PackedMessageReader reader(stream);
  return std::string(capnp::prettyPrint(reader.getRoot<Root>()).flatten().cStr()) + "\n";
}

}  // namespace

std::string listing(std::string_view name, std::span<const std::uint8_t> bytes) {
  struct Own {
    std::string_view name;
    void (*list)(Lines&);
  };
  static constexpr Own own[] = {{"statement", statement},           {"checkpoint", checkpoint},   {"group", group},
                                {"segment_header", segment_header}, {"vault_frame", vault_frame}, {"receipt", receipt}};
  for (const auto& [own_name, list] : own) {
    if (own_name != name) continue;
    Lines lines(bytes);
    list(lines);
    return lines.take();
  }
  if (name == "genesis") return printed<schema::Genesis>(bytes);
  if (name == "order") return printed<schema::Order>(bytes);
  if (name == "head") return unpacked<schema::Head>(bytes);
  if (name == "document") return unpacked<schema::Document>(bytes);
  if (name == "content") return printed<schema::Content>(bytes);
  if (name == "envelope") return printed<schema::Envelope>(bytes);
  if (name == "signatures") return printed<schema::Signatures>(bytes);
  if (name == "outcome") return printed<schema::Outcome>(bytes);
  if (name == "rest" || name == "effects" || name == "versions") return printed<schema::Rest>(bytes);
  if (name == "frame_hello" || name == "frame_message") return printed<schema::ClientFrame>(bytes);
  MUST(name.starts_with("frame_"));
  return printed<schema::BrokerFrame>(bytes);
}

}  // namespace caseway::tests
