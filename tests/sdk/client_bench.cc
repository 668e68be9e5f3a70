#include "client_bench.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include "broker/core/digest.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"

namespace caseway::tests {

namespace fs = std::filesystem;

ClientBench::ClientBench(FakeBroker::Answer answer) : broker(std::move(answer)) {
  std::string name = (fs::temp_directory_path() / "caseway-client-XXXXXX").string();
  path = ::mkdtemp(name.data());
  agency.id = "luoyuan-amr";
  agency.origin = "caseway.example";
  agency.endpoint = broker.endpoint();
  agency.broker_key = broker.key();
  agency.log_key = log.key();
  agency.signing_key = path / "signing.key";
  agency.transport_key = path / "transport.key";
  signing = sdk::new_signing_key();
  sdk::write_key(agency.signing_key, "signing", signing);
  sdk::write_key(agency.transport_key, "transport", sdk::new_transport_key());
  broker.welcome = [this] { return said_welcome(); };
}

ClientBench::~ClientBench() { fs::remove_all(path); }

wire::Welcome ClientBench::said_welcome() {
  wire::Welcome welcome;
  welcome.origin = agency.origin;
  welcome.log_key = log.key();
  welcome.site_time = {1'758'855'900'000};
  welcome.checkpoint = log.checkpoint();
  welcome.credit_messages = 256;
  welcome.credit_bytes = 8 << 20;
  return welcome;
}

void ClientBench::open_office() {
  agency.lane = path / "lane";
  agency.in = path / "in";
  agency.out = path / "out";
  agency.packs = path / "packs";
  for (const auto& folder : {agency.lane, agency.in, agency.out, agency.packs}) fs::create_directory(folder);
  write_packs(agency.packs);
  broker.welcome = [this] {
    auto said = said_welcome();
    said.pack = packs().digest;
    said.calendar = calendar().digest;
    return said;
  };
}

std::unique_ptr<sdk::Client> ClientBench::client(bool consume) {
  sdk::ClientOptions options;
  options.consume = consume;
  return std::make_unique<sdk::Client>(agency, options, store, time);
}

wire::ReceiptFrame ClientBench::receipt_for(const wire::SendMessage& message, core::Verdict verdict) {
  const auto envelope = wire::decode_envelope(message.envelope);
  REQUIRE(envelope.ok());
  core::Statement statement;
  statement.type = static_cast<std::uint16_t>(core::EventType::message);
  statement.verdict = verdict;
  statement.sender = envelope.value().sender;
  statement.transfer = envelope.value().transfer;
  statement.body = core::digest_of(message.envelope);
  return {envelope.value().lane, envelope.value().number, log.record(statement), {}, {1'758'855'900'000}};
}

core::LaneNumber number_of(const wire::SendMessage& message) {
  const auto envelope = wire::decode_envelope(message.envelope);
  return envelope.ok() ? envelope.value().number : 0;
}

wire::RefusalFrame refusal(core::LaneNumber number, core::Refusal code, core::LaneNumber expected) {
  wire::RefusalFrame frame;
  frame.number = number;
  frame.code = code;
  frame.where = "here";
  frame.what = "because";
  frame.expected = expected;
  return frame;
}

wire::Answer answer_to(const wire::Query& query, const std::string& json) {
  wire::Answer answer;
  answer.number = query.number;
  answer.found = true;
  answer.json = json;
  return answer;
}

const core::KeyPair& police_key() {
  static const auto key = core::key_pair_from_seed(std::vector<std::uint8_t>(32, 5));
  return key;
}

std::string directory_of_police(const core::PublicKey& key, const std::string& dates) {
  return R"({"agencies":[{"id":"luoyuan-police","nameZh":"罗源县公安局","keys":[{"key":")" + core::hex(key) + '"' +
         dates + "}]}]}";
}

wire::Delivery from_police(SmallLog& log, std::uint64_t number, core::Instant received_at) {
  auto message = composed("08-accepted.json");
  auto envelope = message.envelope;
  envelope.origin = "caseway.example";
  envelope.sender = "luoyuan-police";
  envelope.number = 1;
  envelope.signed_at = envelope.occurred_at;
  wire::Delivery delivery;
  delivery.delivery = number;
  delivery.case_id = envelope.case_id;
  delivery.transfer = envelope.transfer;
  delivery.procedure = envelope.procedure;
  delivery.envelope = wire::encode_envelope(envelope);
  const auto leaf =
      core::message_leaf(envelope.origin, envelope.sender, core::key_id(police_key().public_key), delivery.envelope);
  delivery.signatures = wire::encode_signatures(core::sign_batch(police_key(), std::span(&leaf, 1)));
  core::Statement statement;
  statement.type = static_cast<std::uint16_t>(core::EventType::message);
  statement.received_at = received_at;
  statement.sender = envelope.sender;
  statement.body = core::digest_of(delivery.envelope);
  delivery.record = log.checkpoint().tree_size;
  delivery.receipt = log.record(statement);
  const auto parts = wire::decode_content(message.content);
  for (std::size_t i = 0; i < parts.value().size(); ++i) {
    const auto& part = parts.value()[i];
    const bool whole = i != 1;
    delivery.parts.push_back({whole, part.type, message.part_digests[i], whole ? part.salt : core::Salt{},
                              whole ? part.bytes : wire::Bytes{}});
  }
  return delivery;
}

}  // namespace caseway::tests
