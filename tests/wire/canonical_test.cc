// One form: every other encoding of the same or of more is malformed, however correct it is as Cap'n Proto.
#include "broker/wire/canonical.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <doctest/doctest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "schemas/dossier.capnp.h"
#include "schemas/envelope.capnp.h"
#include "schemas/session.capnp.h"
#include "tests/where.h"
#include "tests/wire/random_values.h"
#include "tests/wire/sample.h"

namespace caseway::tests {
namespace {

using wire::Bytes;

Bytes flat(capnp::MessageBuilder& message) {
  const auto words = capnp::messageToFlatArray(message);
  const auto bytes = words.asBytes();
  return {bytes.begin(), bytes.end()};
}

/// A builder that holds a copy of `bytes`, to be spoiled.
std::unique_ptr<capnp::MallocMessageBuilder> thawed(const Bytes& bytes) {
  std::vector<std::uint64_t> words(bytes.size() / 8);
  std::memcpy(words.data(), bytes.data(), bytes.size());
  capnp::FlatArrayMessageReader reader(kj::arrayPtr(reinterpret_cast<capnp::word*>(words.data()), words.size()));
  auto builder = std::make_unique<capnp::MallocMessageBuilder>();
  builder->setRoot(reader.getRoot<capnp::AnyPointer>());
  return builder;
}

std::string refusal(const Bytes& envelope) {
  auto decoded = wire::decode_envelope(envelope);
  return decoded.ok() ? "accepted" : std::string(core::name_of(decoded.refused().code));
}

Bytes unpacked(const Bytes& packed) {
  auto bytes = wire::unpack("part", packed, core::limits::part_bytes_max);
  REQUIRE(bytes.ok());
  return std::move(bytes).value();
}

void set_words(Bytes& bytes, std::size_t words) { bytes[4] = static_cast<std::uint8_t>(words); }

}  // namespace

TEST_CASE("wire: canonical: what we encode is what the library's canonicalize gives (300 messages)") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    for (const Bytes& bytes : {wire::encode_envelope(random_value<core::Envelope>(random)),
                               unpacked(wire::encode_head(random_value<core::DossierHead>(random))),
                               unpacked(wire::encode_document(random_value<core::Document>(random)))}) {
      std::vector<std::uint64_t> copy;
      const kj::ArrayPtr<const capnp::word> segments[] = {wire::aligned_words(bytes, copy)};
      REQUIRE(segments[0].size() > 0);
      capnp::SegmentArrayMessageReader reader(segments);
      REQUIRE(reader.isCanonical());
      const auto twin = reader.getRoot<capnp::AnyStruct>().canonicalize();
      const auto twin_bytes = twin.asBytes();
      REQUIRE(std::equal(twin_bytes.begin(), twin_bytes.end(), bytes.begin() + 8, bytes.end()));
    }
  }
}

TEST_CASE("wire: packed: what is packed comes back, and no other packing of it does (200 documents)") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    const Bytes packed = wire::encode_document(random_value<core::Document>(random));
    const Bytes whole = unpacked(packed);
    CHECK(wire::pack(whole) == packed);
    CHECK(wire::unpacked_length(packed) == whole.size());
    CHECK(wire::unpack("part", packed, whole.size()).ok());
    CHECK(wire::unpack("part", packed, whole.size() - 1).refused().code == core::Refusal::too_large);
    Bytes longer = packed;
    longer.push_back(0);
    CHECK(wire::unpack("part", longer, whole.size()).refused().code == core::Refusal::malformed);
    CHECK(!wire::unpack("part", std::span(packed).first(packed.size() - 1), whole.size()).ok());
  }
}

TEST_CASE("wire: packed: a run of whole words has one length, and a length beyond the bound makes no room") {
  Bytes whole(40, 7);  // four words without a zero byte behind the table
  const std::uint8_t table[8] = {0, 0, 0, 0, 4, 0, 0, 0};
  std::copy_n(table, 8, whole.begin());
  const Bytes packed = wire::pack(whole);
  CHECK(wire::unpack("part", packed, 40).ok());
  Bytes in_two{0x10, 4};  // the same words, two runs of two
  for (int run = 0; run < 2; ++run) {
    in_two.push_back(0xff);
    in_two.insert(in_two.end(), 8, 7);
    in_two.push_back(1);
    in_two.insert(in_two.end(), 8, 7);
  }
  CHECK(wire::unpack("part", in_two, 40).refused().what.starts_with("not in the one packed form"));
  const Bytes bomb{0xf0, 0xff, 0xff, 0xff, 0xff, 0, 255, 0, 255};
  CHECK(wire::unpack("part", bomb, core::limits::part_bytes_max).refused().code == core::Refusal::too_large);
  CHECK(wire::unpack("part", {}, 40).refused().code == core::Refusal::malformed);
  CHECK(wire::unpack("part", Bytes{0x01, 1}, 40).refused().code == core::Refusal::malformed);  // two segments
}

TEST_CASE("wire: canonical: the first word says one segment and its length") {
  Bytes bytes = wire::encode_envelope(sample_envelope());
  CHECK(refusal(bytes) == "accepted");
  for (std::size_t i = 0; i < 8; ++i) {
    Bytes wrong = bytes;
    wrong[i] = static_cast<std::uint8_t>(wrong[i] ^ 1);
    CHECK(refusal(wrong) == "malformed");
  }
  CHECK(refusal({}) == "malformed");
  CHECK(refusal(Bytes(8)) == "malformed");
  CHECK(refusal(Bytes(16)) == "malformed");
  bytes.push_back(0);
  CHECK(refusal(bytes) == "malformed");
}

TEST_CASE("wire: canonical: bytes need not be aligned") {
  const Bytes bytes = wire::encode_envelope(sample_envelope());
  Bytes shifted(bytes.size() + 8);
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::copy(bytes.begin(), bytes.end(), shifted.begin() + static_cast<std::ptrdiff_t>(shift));
    CHECK(wire::decode_envelope(std::span(shifted).subspan(shift, bytes.size())).ok());
  }
}

TEST_CASE("wire: canonical: words that no pointer reaches are malformed") {
  Bytes bytes = wire::encode_envelope(sample_envelope());
  for (const std::uint8_t hidden : {std::uint8_t{0}, std::uint8_t{1}}) {
    Bytes longer = bytes;
    longer.resize(bytes.size() + 8, hidden);
    set_words(longer, longer.size() / 8 - 1);
    CHECK(refusal(longer) == "malformed");
  }
}

TEST_CASE("wire: canonical: structs whose trailing zeros are not cut off are malformed") {
  capnp::MallocMessageBuilder message;
  message.initRoot<schema::ClientFrame>().setHeartbeat(5);
  CHECK(!wire::decode_client(flat(message)).ok());  // its null pointer is there
  CHECK(wire::decode_client(wire::canonical_bytes(message)).ok());
}

TEST_CASE("wire: canonical: an unknown field is malformed when it is set") {
  // Content has one pointer and no data: read as if a later version had given it a number, and a second pointer.
  for (const bool pointer : {false, true}) {
    capnp::MallocMessageBuilder message;
    auto any = message.initRoot<capnp::AnyPointer>().initAsAnyStruct(1, 2);
    any.getPointerSection()[0].initAs<capnp::List<schema::Part>>(1)[0].setType(schema::PartType::EVIDENCE);
    auto part = any.getPointerSection()[0].getAs<capnp::List<schema::Part>>()[0];
    const std::uint8_t salt[16] = {1};
    part.setSalt(kj::arrayPtr(salt, 16));
    const auto canonical = [&] { return wire::canonical_bytes(message); };
    REQUIRE(wire::decode_content(canonical()).ok());
    if (pointer) {
      any.getPointerSection()[1].setAs<capnp::Text>("hidden");
    } else {
      any.getDataSection()[0] = 1;
    }
    CHECK(!wire::decode_content(canonical()).ok());
  }
}

TEST_CASE("wire: canonical: a set pad bit and an inactive member of a union are malformed") {
  capnp::MallocMessageBuilder message;
  auto frame = message.initRoot<schema::ClientFrame>();
  frame.setHeartbeat(5);
  CHECK(wire::decode_client(wire::canonical_bytes(message)).ok());
  auto data = capnp::AnyStruct::Builder(capnp::toAny(frame)).getDataSection();
  data[2] = 1;  // behind the u16 that says which
  CHECK(!wire::decode_client(wire::canonical_bytes(message)).ok());
  data[2] = 0;
  CHECK(wire::decode_client(wire::canonical_bytes(message)).ok());
  capnp::AnyStruct::Builder(capnp::toAny(frame)).getPointerSection()[0].setAs<capnp::Text>("hidden");
  CHECK(!wire::decode_client(wire::canonical_bytes(message)).ok());
}

TEST_CASE("wire: canonical: an empty text, data or list is a null pointer, in no other way") {
  for (int what = 0; what < 4; ++what) {
    auto message = thawed(unpacked(wire::encode_head(sample_head())));
    auto head = message->getRoot<schema::Head>();
    if (what == 1) head.setNote("");
    if (what == 2) head.initLinks(0);
    if (what == 3) head.initActs(0);
    CHECK(wire::decode_head(wire::pack(wire::canonical_bytes(*message))).ok() == (what == 0));
  }
}

TEST_CASE("wire: canonical: an id of zeros, and objects in another order, are malformed") {
  auto message = thawed(wire::encode_envelope(sample_envelope()));
  const std::uint8_t zeros[32] = {};
  message->getRoot<schema::Envelope>().setConfirms(kj::arrayPtr(zeros, 32));
  CHECK(refusal(wire::canonical_bytes(*message)) == "malformed");

  capnp::MallocMessageBuilder disordered;
  auto park = disordered.initRoot<schema::ClientFrame>().initQuery();
  park.setKind(schema::QueryKind::STATUS);
  park.setText("text before its elder");
  park.setCaseId(kj::arrayPtr(reinterpret_cast<const std::uint8_t*>("0123456789abcdef"), 16));
  CHECK(!wire::decode_client(flat(disordered)).ok());
  CHECK(wire::decode_client(wire::canonical_bytes(disordered)).ok());
}

TEST_CASE("wire: canonical: reserved frames are malformed") {
  for (const bool chunk : {false, true}) {
    capnp::MallocMessageBuilder client;
    capnp::MallocMessageBuilder broker;
    if (chunk) {
      client.initRoot<schema::ClientFrame>().initChunk().setTotal(9);
      broker.initRoot<schema::BrokerFrame>().initChunk().setTotal(9);
    } else {
      client.initRoot<schema::ClientFrame>().initBundle();
      broker.initRoot<schema::BrokerFrame>().initBundle();
    }
    CHECK(!wire::decode_client(wire::canonical_bytes(client)).ok());
    CHECK(!wire::decode_broker(wire::canonical_bytes(broker)).ok());
  }
}

TEST_CASE(
    "wire: canonical: a message of others in every encoding is refused, and ours agrees with their canonical form") {
  const std::string folder = std::string(CASEWAY_SOURCE_DIR) + "/../shared/material/wire-capnp";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: no shared material");
    return;
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const Bytes bytes((std::istreambuf_iterator<char>(in)), {});
    CAPTURE(entry.path().string());
    ++files;
    CHECK(!wire::decode_envelope(bytes).ok());
    CHECK(!wire::decode_content(bytes).ok());
    CHECK(!wire::decode_head(bytes).ok());
    CHECK(!wire::decode_client(bytes).ok());
    CHECK(!wire::decode_broker(bytes).ok());
    if (entry.path().filename() != "binary") continue;
    auto message = thawed(bytes);
    const auto twin = message->getRoot<capnp::AnyStruct>().asReader().canonicalize();
    const Bytes ours = wire::canonical_bytes(*message);
    const auto twin_bytes = twin.asBytes();
    CHECK(std::equal(twin_bytes.begin(), twin_bytes.end(), ours.begin() + 8, ours.end()));
  }
  CHECK(files >= 10);
}

TEST_CASE("wire: canonical: without memory to encode it again no message is called malformed") {
  Random random(1);
  const Bytes good = wire::encode_envelope(random_value<core::Envelope>(random));
  const auto judged = [&](kj::Exception::Type type) {
    const auto read = [](const wire::At&, schema::Envelope::Reader) { return 0; };
    const auto encode = [&](int) {
      kj::throwFatalException(kj::Exception(type, __FILE__, __LINE__));
      return Bytes();
    };
    return wire::from_bytes<schema::Envelope>("envelope", good, good.size(), read, encode).refused().code;
  };
  CHECK_THROWS_AS((void)judged(kj::Exception::Type::OVERLOADED), kj::Exception);  // as calloc's ENOMEM comes
  CHECK(judged(kj::Exception::Type::FAILED) == core::Refusal::malformed);
}

}  // namespace caseway::tests
