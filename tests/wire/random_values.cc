#include "tests/wire/random_values.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/receipt.h"
#include "broker/wire/content.h"
#include "broker/wire/envelope.h"
#include "broker/wire/order.h"

namespace caseway::tests {
namespace {

void append_utf8(std::string& text, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | (point >> 6));
    put(0x80 | (point & 63));
  } else if (point < 0x10000) {
    put(0xe0 | (point >> 12));
    put(0x80 | ((point >> 6) & 63));
    put(0x80 | (point & 63));
  } else {
    put(0xf0 | (point >> 18));
    put(0x80 | ((point >> 12) & 63));
    put(0x80 | ((point >> 6) & 63));
    put(0x80 | (point & 63));
  }
}

std::string random_id(Random& random, std::size_t bytes_max) { return "a" + random_name(random, bytes_max - 1); }

void nest(Random& random, core::Value& value, int depth) {
  using core::FieldKind;
  value = {};
  fill(random, value.kind);
  if (depth > 3 && value.kind == FieldKind::group) value.kind = FieldKind::text;
  switch (value.kind) {
    case FieldKind::date: value.integer = random_value<core::Date>(random).days; break;
    case FieldKind::instant: value.integer = random_value<core::Instant>(random).ms; break;
    case FieldKind::boolean: value.integer = static_cast<std::int64_t>(random.below(3)) - 1; break;
    case FieldKind::integer: fill(random, value.integer); break;
    case FieldKind::amount:
      fill(random, value.integer);
      if (random.one_in(2)) value.text = random_text(random);
      break;
    case FieldKind::group:
      for (std::uint64_t i = random.below(3); i > 0; --i) {
        core::Field& field = value.fields.emplace_back();
        mend(random, field);
        nest(random, field.values.emplace_back(), depth + 1);
      }
      break;
    default: value.text = random_text(random);
  }
}

}  // namespace

std::string random_name(Random& random, std::size_t bytes_max) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789.-";
  std::string name(random.below(bytes_max + 1), 'x');
  for (char& c : name) c = letters[random.below(letters.size())];
  return name;
}

std::string random_text(Random& random) {
  std::string text;
  for (std::uint64_t i = random.below(20); i > 0; --i) {
    const std::uint32_t highest[] = {0x7f, 0x7ff, 0xffff, 0x10ffff};
    const auto point = static_cast<std::uint32_t>(random.below(highest[random.below(4)] + 1));
    append_utf8(text, point >= 0xd800 && point < 0xe000 ? U'案' : point);
  }
  return text;
}

void fill_item(Random& random, core::Value& value) { nest(random, value, 0); }

void mend(Random& random, core::Envelope& value) {
  value.version = 1;
  value.suite = core::Suite::intl;
  value.origin = random_id(random, 30);
  value.domain.clear();
  value.sender = random_id(random, 47);
  value.lane %= 16;
  value.number = 1 + value.number / 2;
  value.settled %= value.number;
  value.part_count = 1 + value.part_count % 1024;
  value.content_bytes = static_cast<std::uint32_t>(value.content_bytes % core::limits::content_bytes_max);
}
void mend(Random& random, core::Signature& value) {
  value.bytes.assign(value.algorithm == core::Algorithm::ed25519 ? 64 : 70, static_cast<std::uint8_t>(random.next()));
  value.batch_count = 1 + value.batch_count % 1024;
  value.batch_index %= value.batch_count;
  if (value.batch_count == 1) value.batch_path.clear();
}
void mend(Random& random, core::Field& value) { value.name = "field" + std::to_string(random.below(1000)); }
void mend(Random& random, core::Document& value) {
  value.id = random_id(random, 20);
  for (auto& file : value.files) file = random_id(random, 20);
}
void mend(Random& random, core::Party& value) {
  value.no = static_cast<core::PartyNo>(1 + random.below(65535));
  for (auto* text : {&value.kind, &value.name, &value.id_type, &value.id, &value.org, &value.measure}) {
    *text = random_text(random);
  }
  for (auto& text : value.aliases) text = random_text(random);
  for (auto& text : value.roles) text = random_text(random);
}
void mend(Random& random, core::Pair& value) { value.party = static_cast<core::PartyNo>(1 + random.below(9)); }
void mend(Random& random, core::PairOutcome& value) { value.party = static_cast<core::PartyNo>(1 + random.below(9)); }
void mend(Random& random, core::Agency& value) {
  value.level = static_cast<std::uint8_t>(random.below(5));
  value.region = "350123";
  value.name_zh = random_text(random);
}
void mend(Random& random, core::Order& value) {
  value.content.clear();
  value.value = random_text(random);
}
void mend(Random& random, core::Genesis& value) {
  value.format = 1;
  value.engine_version = static_cast<std::uint16_t>(1 + random.below(9));
  value.epoch = 1 + random.below(9);
  value.origin = random_id(random, 30);
  while (value.officers.size() < 2) fill(random, value.officers.emplace_back());
  for (auto& officer : value.officers) officer.id = random_id(random, 20);
}
void mend(Random& random, core::Outcome& value) {
  value.engine_version = static_cast<std::uint16_t>(1 + random.below(9));
  if (value.verdict != core::Verdict::returned) value.return_code = core::ReturnCode::none;
  for (auto& finding : value.findings) finding.code = random_id(random, 30);
}
void mend(Random& random, core::Counterpart& value) { value.agency = random_id(random, 20); }
void mend(Random& random, core::OfficerSignature& value) { value.officer = random_id(random, 20); }
void mend(Random& random, core::effect::LaneAdvanced& value) {
  value.agency = random_id(random, 47);
  value.lane %= 16;
}
void mend(Random& random, core::effect::Delivered& value) { value.mailbox = random_id(random, 47); }
void mend(Random& random, core::effect::DeliveryDone& value) { value.mailbox = random_id(random, 47); }
void mend(Random& random, core::effect::DeliveryParked& value) { value.mailbox = random_id(random, 47); }
void mend(Random& random, core::effect::ReceiverChanged& value) { value.to = random_id(random, 47); }
void mend(Random& random, core::effect::NumberHeld& value) { value.agency = random_id(random, 47); }

void mend(Random& random, core::MessageEvent& value) {
  const bool secret = value.secret;
  value = {};
  value.secret = secret;
  core::Message& message = value.message;
  if (secret) {
    message.envelope.lane = static_cast<core::LaneNo>(random.below(16));
    message.envelope.number = random.next();
    return;
  }
  RandomMessage whole = random_message(random);
  message.envelope = whole.envelope;
  message.signatures = whole.signatures;
  message.envelope_bytes = wire::encode_envelope(whole.envelope);
  message.body = core::digest_of(message.envelope_bytes);
  for (auto& part : whole.parts) {
    message.part_digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
    value.part_sizes.push_back(static_cast<std::uint32_t>(part.bytes.size()));
    part.bytes.clear();
    message.parts.push_back(part);
  }
}
void mend(Random&, core::SnapshotEvent& value) { value.format = std::max<std::uint16_t>(value.format, 1); }
void mend(Random&, core::OrderEvent& value) { value.order_bytes = wire::encode_order(value.order); }
void mend(Random& random, core::Record& value) {
  using core::EventType;
  static constexpr EventType types[] = {
      EventType::tick,  EventType::genesis,  EventType::message,  EventType::ack,     EventType::park,
      EventType::order, EventType::refusals, EventType::snapshot, EventType::indexed, EventType::unpark};
  value.event.type = types[value.event.body.index()];
  value.event.agency = random_id(random, 47);
  if (auto* message = std::get_if<core::MessageEvent>(&value.event.body)) {
    message->message.envelope.sender = value.event.agency;
    if (!message->secret) {
      message->message.envelope_bytes = wire::encode_envelope(message->message.envelope);
      message->message.body = core::digest_of(message->message.envelope_bytes);
    }
  }
}
void mend(Random&, core::Checkpoint& value) {
  value.version = 1;
  value.cosignatures.clear();
}
void mend(Random& random, core::Receipt& value) { value.statement.push_back(static_cast<std::uint8_t>(random.next())); }
void mend(Random& random, wire::Ack& value) {
  value.deliveries = {1 + random.below(9)};
  for (auto more = random.below(core::limits::acks_max); more > 0; --more)
    value.deliveries.push_back(value.deliveries.back() + 1 + random.below(9));
}
void mend(Random& random, wire::Query& value) {
  if (value.kind == wire::QueryKind::pack) value.text = random.one_in(2) ? std::string() : std::string(64, 'a');
}
void mend(Random&, wire::OrderAnswer& value) {
  if (!value.accepted) value.receipt = {};
}
void mend(Random&, wire::DeliveredPart& value) {
  if (!value.present) {
    value.salt = {};
    value.bytes.clear();
  }
}
void mend(Random& random, wire::Delivery& value) { value.delivery = 1 + random.below(1000); }

RandomMessage random_message(Random& random) {
  RandomMessage message;
  fill(random, message.envelope);
  while (message.signatures.empty()) fill(random, message.signatures);
  auto head = random_value<core::DossierHead>(random);
  const std::size_t documents = random.below(4);
  for (std::size_t i = 0; i < head.evidence.size(); ++i) {
    head.evidence[i].id = "ev" + std::to_string(i);
    head.evidence[i].title = random_text(random);
    head.evidence[i].part = static_cast<core::PartNo>(1 + documents + i);
  }
  const auto add = [&](core::PartType type, std::vector<std::uint8_t> bytes) {
    message.parts.push_back({type, random_value<core::Salt>(random), std::move(bytes)});
  };
  add(core::PartType::dossier, wire::encode_head(head));
  for (std::size_t i = 0; i < documents; ++i) {
    auto document = random_value<core::Document>(random);
    document.id = "d" + std::to_string(i);
    add(core::PartType::document, wire::encode_document(document));
  }
  for (std::size_t i = 0; i < head.evidence.size(); ++i) {
    add(core::PartType::evidence, random_value<std::vector<std::uint8_t>>(random));
  }
  std::vector<core::Digest> digests;
  for (const auto& part : message.parts) digests.push_back(core::part_digest(part.type, part.salt, part.bytes));
  message.envelope.content_root = core::content_root(digests);
  message.envelope.part_count = static_cast<std::uint32_t>(message.parts.size());
  message.envelope.content_bytes = static_cast<std::uint32_t>(wire::encode_content(message.parts).size());
  return message;
}

}  // namespace caseway::tests
