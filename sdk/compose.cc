#include "sdk/compose.h"

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/core/limits.h"
#include "broker/wire/content.h"

namespace caseway::sdk {
namespace {

namespace limits = core::limits;

constexpr std::uint16_t materials = 6;  // D06, the list of materials

core::Part part_of(core::PartType type, Bytes bytes, Random& random) {
  core::Part part;
  part.type = type;
  random.fill(part.salt.bytes);
  part.bytes = std::move(bytes);
  return part;
}

core::Digest digest_of(const core::Part& part) { return core::part_digest(part.type, part.salt, part.bytes); }

core::Field* find_field(std::vector<core::Field>& fields, std::string_view name) {
  const auto at = std::find_if(fields.begin(), fields.end(), [&](const core::Field& one) { return one.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

/// Digest of the part that `local_id` names; nothing when it names none, or another list of materials.
std::optional<core::Digest> named_part(const core::Dossier& dossier, const std::vector<core::Digest>& digests,
                                       std::string_view local_id) {
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (dossier.documents[i].id != local_id) continue;
    if (dossier.documents[i].type.number == materials) return std::nullopt;
    return digests[dossier.document_parts[i]];
  }
  for (const auto& item : dossier.head.evidence) {
    if (item.id == local_id && item.part != 0) return digests[item.part];
  }
  return std::nullopt;
}

void fill_digests(core::Document& list, const core::Dossier& dossier, const std::vector<core::Digest>& digests) {
  core::Field* rows = find_field(list.fields, "rows");
  if (rows == nullptr) return;
  for (core::Value& row : rows->values) {
    const core::Field* names = find_field(row.fields, "document");
    if (names == nullptr || names->values.size() != 1) continue;
    const auto digest = named_part(dossier, digests, names->values.front().text);
    if (!digest) continue;
    core::Field* field = find_field(row.fields, "digest");
    if (field == nullptr) field = &row.fields.emplace_back(core::Field{"digest", {}});
    if (field->values.empty()) field->values.emplace_back();
    if (field->values.front().text.empty()) field->values.front().text = core::hex(*digest);
  }
}

/// Numbers the parts: documents from 1 on, then the evidence that has a file.
void number_parts(core::Dossier& dossier, const std::vector<Bytes>& evidence) {
  core::PartNo next = 1;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) dossier.document_parts.push_back(next++);
  for (std::size_t i = 0; i < dossier.head.evidence.size(); ++i) {
    dossier.head.evidence[i].part = i < evidence.size() && !evidence[i].empty() ? next++ : core::PartNo{0};
  }
}

template <class Id>
Id drawn(const Id& given, Random& random) {
  Id id = given;
  if (id.empty()) random.fill(id.bytes);
  return id;
}

}  // namespace

std::optional<Composed> compose(Draft draft, Random& random, std::string_view file, Mistakes& mistakes) {
  const auto wrong = [&](std::string path, std::string what) {
    mistakes.push_back({std::string(file), 0, 0, std::move(path), std::move(what)});
    return std::nullopt;
  };
  const std::size_t files = static_cast<std::size_t>(
      std::count_if(draft.evidence.begin(), draft.evidence.end(), [](const Bytes& bytes) { return !bytes.empty(); }));
  const std::size_t count = 1 + draft.documents.size() + files;
  if (count > limits::parts_max) return wrong("", "more than " + std::to_string(limits::parts_max) + " parts");

  Composed out;
  out.dossier.head = std::move(draft.head);
  out.dossier.documents = std::move(draft.documents);
  number_parts(out.dossier, draft.evidence);

  std::vector<core::Part> parts(count);
  out.part_digests.resize(count);
  const auto place = [&](core::PartNo at, core::PartType type, Bytes bytes) {
    parts[at] = part_of(type, std::move(bytes), random);
    out.part_digests[at] = digest_of(parts[at]);
  };
  place(0, core::PartType::dossier, wire::encode_head(out.dossier.head));
  for (std::size_t i = 0; i < out.dossier.head.evidence.size(); ++i) {
    const core::PartNo at = out.dossier.head.evidence[i].part;
    if (at != 0) place(at, core::PartType::evidence, std::move(draft.evidence[i]));
  }
  for (const bool lists : {false, true}) {  // lists of materials last: they hold the digests of all others
    for (std::size_t i = 0; i < out.dossier.documents.size(); ++i) {
      core::Document& document = out.dossier.documents[i];
      if ((document.type.number == materials) != lists) continue;
      if (lists) fill_digests(document, out.dossier, out.part_digests);
      place(out.dossier.document_parts[i], core::PartType::document, wire::encode_document(document));
    }
  }
  out.content = wire::encode_content(parts);
  if (out.content.size() > limits::content_bytes_max) {
    return wrong("", "the message is longer than " + std::to_string(limits::content_bytes_max) + " bytes");
  }
  const auto form = wire::decode_content(out.content);
  if (!form.ok()) return wrong(form.refused().where, form.refused().what);
  if (const auto read = wire::decode_dossier(parts); !read.ok())
    return wrong(read.refused().where, read.refused().what);

  core::Envelope& envelope = out.envelope;
  envelope.case_id = drawn(draft.case_id, random);
  envelope.transfer = drawn(draft.transfer, random);
  envelope.procedure = draft.procedure;
  envelope.step = draft.step;
  envelope.recipient = draft.recipient;
  envelope.occurred_at = draft.occurred_at;
  envelope.confirms = draft.confirms;
  envelope.content_root = core::content_root(out.part_digests);
  envelope.part_count = static_cast<std::uint32_t>(count);
  envelope.content_bytes = static_cast<std::uint32_t>(out.content.size());
  return out;
}

core::Envelope void_envelope(const core::Envelope& instead) {
  core::Envelope envelope = instead;
  envelope.step = "void";
  envelope.recipient.clear();
  envelope.confirms = {};
  envelope.content_root = core::content_root({});
  envelope.part_count = 0;
  envelope.content_bytes = static_cast<std::uint32_t>(void_content().size());
  return envelope;
}

Bytes void_content() { return wire::encode_content({}); }

}  // namespace caseway::sdk
