#include "tests/end_to_end/letter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/record.h"
#include "broker/wire/segment.h"

namespace caseway::bench {

namespace fs = std::filesystem;

Letter::Letter(const Trial& trial, std::uint64_t number) {
  const auto frame = wire::decode_client(trial.frames(number, 1)[0]);
  REQUIRE(frame.ok());
  const auto& sent = std::get<wire::SendMessage>(frame.value());
  auto message = wire::decode_message(sent.envelope, sent.signatures, sent.content);
  REQUIRE(message.ok());
  envelope = message.value().envelope;
  parts = std::move(message.value().parts);
}

wire::SendMessage Letter::sealed(const core::KeyPair& signer, const core::KeyId& key) const {
  wire::SendMessage made;
  made.content = wire::encode_content(parts);
  std::vector<core::Digest> digests;
  for (const auto& part : parts) digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  core::Envelope said = envelope;
  said.content_root = core::content_root(digests);
  said.part_count = static_cast<std::uint32_t>(parts.size());
  said.content_bytes = static_cast<std::uint32_t>(made.content.size());
  made.envelope = wire::encode_envelope(said);
  const auto named = key.empty() ? core::key_id(signer.public_key) : key;
  const std::vector<core::Digest> leaf{core::message_leaf(said.origin, said.sender, named, made.envelope)};
  auto signatures = core::sign_batch(signer, leaf);
  signatures[0].key = named;
  made.signatures = wire::encode_signatures(signatures);
  return made;
}

std::vector<std::uint8_t> framed(wire::SendMessage message) {
  return wire::encode(wire::ClientFrame(std::move(message)));
}

std::string refused(LoadClient& client, const std::vector<std::uint8_t>& frame) {
  const auto refusal = refusal_of(client, frame);
  CHECK_FALSE(refusal.what.empty());
  return std::string(core::name_of(refusal.code)) + " " + refusal.where;
}

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::map<std::string, std::uint32_t> counted(const TrialSite& site) {
  std::set<fs::path> segments;
  for (const auto& entry : fs::directory_iterator(site.dir() / "journal"))
    if (entry.path().extension() == ".journal") segments.insert(entry.path());
  std::map<std::string, std::uint32_t> counts;
  for (const auto& segment : segments) {
    const std::string text = text_of_file(segment);
    std::span<const std::uint8_t> rest(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    rest = rest.subspan(wire::segment_header_bytes);
    for (auto parsed = wire::parse_group(rest); parsed.found == wire::Found::group; parsed = wire::parse_group(rest)) {
      for (const auto& each : parsed.group.records) {
        const auto record = wire::decode_record(each.statement, each.rest);
        REQUIRE(record.ok());
        if (const auto* counts_of = std::get_if<core::RefusalsEvent>(&record.value().event.body))
          counts[record.value().event.agency + " " + std::string(core::name_of(counts_of->reason))] += counts_of->count;
      }
      rest = rest.subspan(parsed.bytes);
    }
  }
  return counts;
}

}  // namespace caseway::bench
