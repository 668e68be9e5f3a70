// What fuzzing begins with: tests/fuzz/corpus. CASEWAY_GOLDEN=update writes the folders of values that have bytes in
// this room anew, from the goldens and a few random values; a fuzzer learns little from frames that it never sees.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "broker/core/receipt.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/key_file.h"
#include "broker/wire/order.h"
#include "tests/where.h"
#include "tests/wire/random_values.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

using Bytes = std::vector<std::uint8_t>;
const std::string folder = std::string(CASEWAY_SOURCE_DIR) + "/tests/fuzz/corpus/";
constexpr std::size_t seed_bytes_max = 4096;

void write(const std::string& target, const std::string& name, const Bytes& bytes) {
  if (bytes.size() > seed_bytes_max) return;
  std::filesystem::create_directories(folder + target);
  std::ofstream(folder + target + "/" + name, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

Bytes behind_length(const Bytes& bytes) {
  Bytes out = {static_cast<std::uint8_t>(bytes.size() % 256), static_cast<std::uint8_t>(bytes.size() / 256)};
  out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}

Bytes joined(std::initializer_list<Bytes> pieces) {
  Bytes out;
  for (const auto& piece : pieces) out.insert(out.end(), piece.begin(), piece.end());
  return out;
}

void write_goldens() {
  const std::vector<std::pair<const char*, std::set<std::string>>> targets = {
      {"content", {"content", "head", "document"}},
      {"envelope", {"envelope"}},
      {"order", {"order", "genesis"}},
      {"receipt", {"receipt", "statement", "checkpoint"}},
      {"segment", {"group", "segment_header", "vault_frame"}},
      {"signatures", {"signatures"}}};
  for (const auto& [target, names] : targets) {
    for (const auto& sample : samples()) {
      if (names.contains(sample.name)) write(target, "golden-" + sample.name, sample.bytes);
    }
  }
  write("receipt", "golden-head-file", wire::encode_head_file(sample_checkpoint()));
  for (const auto& sample : samples()) {
    if (sample.name.starts_with("frame_")) write("session", "golden-" + sample.name, sample.bytes);
    if (sample.name == "outcome") write("record", "golden-outcome", sample.bytes);
  }
  const auto records = sample_records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    write("record", "golden-" + std::to_string(i), joined({behind_length(records[i].statement), records[i].rest}));
  }
  const auto criminal = wire::encode_record(sample_criminal_record(), sample_salt(), true);
  write("record", "golden-effects", joined({behind_length(criminal.statement), criminal.rest}));
  write("message", "golden",
        joined({behind_length(wire::encode_envelope(sample_envelope())),
                behind_length(wire::encode_signatures(sample_signatures())), wire::encode_content(sample_parts())}));
  wire::KeyFile key;
  key.named = sample_log_key().public_key;
  key.value.bytes.fill(1);
  const std::string text = wire::encode_key_file("log", key);
  write("key_file", "sample", {text.begin(), text.end()});
  for (const std::uint8_t size : std::vector<std::uint8_t>{0, 1, 6, 63, 69}) {
    write("proof", "tree-of-" + std::to_string(size + 1), {size, 3, size, 3, 7, 1});
  }
}

/// A frame of each kind, filled at random; the first of at most 20 that is small.
template <class Frame, std::size_t... I>
void write_frames(Random& random, const std::string& side, std::index_sequence<I...>) {
  const auto one = [&]<std::size_t Kind>() {
    for (int tries = 0; tries < 20; ++tries) {
      Frame frame;
      fill(random, frame.template emplace<Kind>());
      const auto bytes = wire::encode(frame);
      if (bytes.size() <= 2048) return write("session", side + "-" + std::to_string(Kind), bytes);
    }
  };
  (one.template operator()<I>(), ...);
}

void write_random() {
  Random random(7);
  write_frames<wire::ClientFrame>(random, "client", std::make_index_sequence<std::variant_size_v<wire::ClientFrame>>());
  write_frames<wire::BrokerFrame>(random, "broker", std::make_index_sequence<std::variant_size_v<wire::BrokerFrame>>());
  for (const char* name : {"random-1", "random-2", "random-3"}) {
    const auto whole = random_message(random);
    const auto envelope = wire::encode_envelope(whole.envelope);
    const auto signatures = wire::encode_signatures(whole.signatures);
    const auto content = wire::encode_content(whole.parts);
    write("envelope", name, envelope);
    write("signatures", name, signatures);
    write("content", name, content);
    write("message", name, joined({behind_length(envelope), behind_length(signatures), content}));
    write("order", name, wire::encode_order(random_value<core::Order>(random)));
    write("receipt", name, core::encode_receipt(random_value<core::Receipt>(random)));
    const auto record = random_value<core::Record>(random);
    const auto bytes = wire::encode_record(record, record.event.turn_salt, false);
    write("record", name, joined({behind_length(bytes.statement), bytes.rest}));
  }
}

/// Kinds of the frames in the corpus that `decode` takes.
template <class Decode>
std::set<std::size_t> kinds_held(Decode&& decode) {
  std::set<std::size_t> kinds;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "session")) {
    std::ifstream in(entry.path(), std::ios::binary);
    const auto frame = decode(Bytes{std::istreambuf_iterator<char>(in), {}});
    if (frame.ok()) kinds.insert(frame.value().index());
  }
  return kinds;
}

}  // namespace

TEST_CASE("wire: corpus: fuzzing begins with a frame of every kind, and with small ones") {
  const char* mode = std::getenv("CASEWAY_GOLDEN");
  if (mode != nullptr && std::string_view(mode) == "update") {
    write_goldens();
    write_random();
  }
  CHECK(kinds_held(wire::decode_client).size() == std::variant_size_v<wire::ClientFrame>);
  CHECK(kinds_held(wire::decode_broker).size() == std::variant_size_v<wire::BrokerFrame>);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    CHECK(entry.file_size() <= 16384);
    ++files;
  }
  CHECK(files > 17);  // targets
}

}  // namespace caseway::tests
