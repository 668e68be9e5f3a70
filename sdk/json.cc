// Reading: JSON to values. Printing is in json_print.cc.
#include "sdk/json.h"

#include <algorithm>
#include <set>

#include "broker/core/limits.h"
#include "sdk/json_taker.h"

namespace caseway::sdk {
namespace {

namespace limits = core::limits;
using core::FieldKind;

constexpr std::int64_t party_max = 65535;

/// One message being read. Everything is borrowed.
struct Reading {
  std::string_view file;
  const rules::PackBundle& bundle;
  const ReadFile& read_file;
  Mistakes& mistakes;
  std::set<std::string> local_ids = {};

  void wrong(std::string path, std::string what) { mistakes.push_back({std::string(file), 0, 0, path, what}); }
  Taker taker(const Json& json, const std::string& path) { return {json, path, file, mistakes}; }

  /// A local id: a code, unique among documents and evidence.
  std::string local_id(Taker& from, const std::string& path) {
    const auto code = from.code("id", true);
    if (!code.empty() && !local_ids.insert(code.str()).second)
      wrong(path + ".id", "\"" + code.str() + "\" is used twice");
    return code.str();
  }
};

core::Carrier carrier_of(Reading& reading, Taker& from, const std::string& path) {
  const std::string text = from.text("carrier");
  if (text.empty() || text == "E") return core::Carrier::electronic;
  if (text == "S") return core::Carrier::scan;
  if (text == "P") return core::Carrier::paper;
  if (text == "M") return core::Carrier::medium;
  reading.wrong(path + ".carrier",
                "expected E (electronic), S (scan), P (paper) or M (medium); found \"" + text + "\"");
  return core::Carrier::electronic;
}

core::Stamp stamp_of(Reading& reading, Taker& from, const std::string& path) {
  const std::string text = from.text("stamp");
  if (text.empty()) return core::Stamp::none;
  std::string known;
  for (int i = 1; i <= 6; ++i) {
    const auto stamp = static_cast<core::Stamp>(i);
    if (core::name_of(stamp) == text) return stamp;
    known += (known.empty() ? "" : ", ") + std::string(core::name_of(stamp));
  }
  reading.wrong(path + ".stamp", "expected one of " + known + "; found \"" + text + "\"");
  return core::Stamp::none;
}

// ---- Fields, by the dictionary --------------------------------------------------------------------------------------

std::vector<core::Field> read_fields(Reading& reading, const Json& json, const std::string& path,
                                     const std::vector<rules::FieldType>& types, int depth);

core::Value read_value(Reading& reading, const Json& json, const std::string& path, const rules::FieldType& type,
                       int depth) {
  core::Value value;
  value.kind = type.kind;
  const auto expected = [&](std::string_view what) { reading.wrong(path, expected_found(what, json)); };
  const bool text = json.kind == Json::Kind::text;
  switch (type.kind) {
    case FieldKind::date:
      if (const auto date = text ? core::parse_date(json.text) : std::nullopt) {
        value.integer = date->days;
      } else {
        expected("a date that exists, as in \"2025-09-26\"");
      }
      break;
    case FieldKind::instant:
      if (const auto instant = text ? core::parse_instant(json.text) : std::nullopt) {
        value.integer = instant->ms;
      } else {
        expected("an instant with its offset, as in \"2025-09-26T11:05:00+08:00\"");
      }
      break;
    case FieldKind::amount:
      if (json.kind == Json::Kind::integer) {
        value.integer = json.integer;
      } else if (text && !json.text.empty()) {
        value.text = json.text;  // "about 300,000 yuan": kept as written, and a finding
      } else {
        expected("an amount in fen, a whole number");
      }
      break;
    case FieldKind::integer:
      if (json.kind == Json::Kind::integer) {
        value.integer = json.integer;
      } else {
        expected("a whole number");
      }
      break;
    case FieldKind::boolean:
      if (json.kind == Json::Kind::boolean || json.kind == Json::Kind::null) {
        value.integer = json.kind == Json::Kind::null ? -1 : json.boolean ? 1 : 0;
      } else {
        expected("true, false, or null for \"not stated\"");
      }
      break;
    case FieldKind::group: value.fields = read_fields(reading, json, path, type.fields, depth + 1); break;
    default:
      if (!text) {
        expected("a text");
      } else if (json.text.size() > limits::text_bytes_max) {
        reading.wrong(path, "longer than " + std::to_string(limits::text_bytes_max) + " bytes");
      } else {
        value.text = json.text;
      }
  }
  return value;
}

core::Field read_field(Reading& reading, const Json& json, const std::string& path, const rules::FieldType& type,
                       int depth) {
  core::Field field;
  field.name = type.name.str();
  if (!type.list) {
    field.values.push_back(read_value(reading, json, path, type, depth));
    return field;
  }
  if (json.kind != Json::Kind::list) {
    reading.wrong(path, expected_found("a list", json));
    return field;
  }
  for (std::size_t i = 0; i < json.list.size(); ++i) {
    field.values.push_back(read_value(reading, json.list[i], path + "[" + std::to_string(i) + "]", type, depth));
  }
  return field;
}

std::vector<core::Field> read_fields(Reading& reading, const Json& json, const std::string& path,
                                     const std::vector<rules::FieldType>& types, int depth) {
  std::vector<core::Field> fields;
  if (depth > limits::nesting_max / 2) {
    reading.wrong(path, "nested too deep");
    return fields;
  }
  Taker from = reading.taker(json, path);
  for (const auto& type : types) from.take(type.name.view());  // what may stand here; the order is the writer's
  from.done();
  for (const auto& member : json.members) {
    const auto type =
        std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.name.view() == member.name; });
    if (type == types.end()) continue;
    fields.push_back(read_field(reading, member.value, from.inner(member.name), *type, depth));
  }
  return fields;
}

core::Document read_document(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Document document;
  document.id = reading.local_id(from, path);
  const std::string type = from.required("type");
  document.carrier = carrier_of(reading, from, path);
  document.stamp = stamp_of(reading, from, path);
  document.secrecy = from.text("secrecy");
  document.files = from.texts("files");
  const Json* fields = from.take("fields");
  from.done();

  const auto parsed = core::DocumentType::parse(type);
  const rules::DocumentRule* rule = parsed ? reading.bundle.document(*parsed) : nullptr;
  if (rule == nullptr) {
    if (!type.empty())
      reading.wrong(path + ".type", "\"" + type + "\" is no document of pack " + reading.bundle.version);
    return document;
  }
  document.type = *parsed;
  if (fields != nullptr) document.fields = read_fields(reading, *fields, path + ".fields", rule->fields, 0);
  return document;
}

// ---- The head -------------------------------------------------------------------------------------------------------

core::Party read_party(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Party party;
  party.no = static_cast<core::PartyNo>(from.integer("no", 1, party_max));
  party.kind = from.text("kind");
  party.name = from.text("name");
  party.aliases = from.texts("aliases");
  party.id_type = from.text("idType");
  party.id = from.text("id");
  party.org = from.text("org");
  party.roles = from.texts("roles");
  party.present = from.boolean("present");
  party.measure = from.text("measure");
  from.done();
  return party;
}

core::Pair read_pair(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Pair pair;
  pair.party = static_cast<core::PartyNo>(from.integer("party", 1, party_max));
  pair.offence = from.code("offence", true);
  pair.unit = from.boolean("unit");
  from.done();
  return pair;
}

core::PairOutcome read_outcome(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::PairOutcome outcome;
  outcome.party = static_cast<core::PartyNo>(from.integer("party", 1, party_max));
  outcome.offence = from.code("offence", true);
  outcome.outcome = from.code("outcome", true);
  outcome.ground = from.code("ground");
  outcome.document = from.text("document");
  from.done();
  return outcome;
}

core::Act read_act(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Act act;
  act.offence = from.code("offence");
  act.from = from.date("from");
  act.to = from.date("to");
  act.place = from.text("place");
  from.done();
  return act;
}

core::Amount read_amount(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Amount amount;
  amount.kind = from.code("kind", true);
  amount.fen = from.integer("fen", INT64_MIN, INT64_MAX, false);
  amount.as_written = from.text("asWritten");
  from.done();
  return amount;
}

core::Right read_right(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Right right;
  right.type = from.code("type", true);
  right.number = from.text("number");
  right.name = from.text("name");
  from.done();
  return right;
}

core::Custody read_custody(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::Custody custody;
  custody.holder = from.text("holder");
  custody.since = from.instant("since");
  custody.place = from.text("place");
  custody.seal = from.text("seal");
  from.done();
  return custody;
}

bool stays_inside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != path.npos) return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (path.substr(at, end - at) == "..") return false;
    at = end + 1;
  }
  return true;
}

Bytes read_evidence_file(Reading& reading, const std::string& name, const std::string& path) {
  if (!stays_inside(name)) {
    reading.wrong(path, "a file beside the message, by a relative path without \"..\"");
    return {};
  }
  std::string why;
  auto bytes = reading.read_file(name, why);
  if (!bytes) {
    reading.wrong(path, why);
  } else if (bytes->empty()) {
    reading.wrong(path, name + " is empty");
  } else if (bytes->size() > limits::part_bytes_max) {
    reading.wrong(path, name + " is longer than " + std::to_string(limits::part_bytes_max) + " bytes");
  } else {
    return std::move(*bytes);
  }
  return {};
}

core::EvidenceItem read_evidence(Reading& reading, const Json& json, const std::string& path, Bytes& bytes) {
  Taker from = reading.taker(json, path);
  core::EvidenceItem item;
  item.id = reading.local_id(from, path);
  item.evidence_class = from.text("class");
  item.title = from.text("title");
  item.maker = from.text("maker");
  item.made = from.date("made");
  item.carrier = carrier_of(reading, from, path);
  item.language = from.text("language");
  item.abroad = from.boolean("abroad");
  item.secrecy = from.text("secrecy");
  item.file_name = from.text("fileName");
  const std::string file = from.text("file");
  from.list("custody", [&](const Json& element, const std::string& at) {
    item.custody.push_back(read_custody(reading, element, at));
  });
  from.done();
  if (!file.empty()) {
    bytes = read_evidence_file(reading, file, path + ".file");
    if (item.file_name.empty()) item.file_name = file.substr(file.rfind('/') + 1);
  }
  return item;
}

core::PaperEntry read_paper(Reading& reading, const Json& json, const std::string& path) {
  Taker from = reading.taker(json, path);
  core::PaperEntry paper;
  paper.entered = from.boolean("entered");
  paper.step = from.code("step");
  paper.paper_number = from.text("paperNumber");
  paper.postmark = from.date("postmark");
  from.done();
  return paper;
}

void read_head(Reading& reading, const Json& json, const std::string& path, Draft& draft) {
  Taker from = reading.taker(json, path);
  core::DossierHead& head = draft.head;
  const auto each = [&](std::string_view name, auto& into, auto read) {
    from.list(name, [&](const Json& element, const std::string& at) { into.push_back(read(reading, element, at)); });
  };
  head.title = from.text("title");
  head.own_case_number = from.text("ownCaseNumber");
  each("parties", head.parties, read_party);
  each("pairs", head.pairs, read_pair);
  each("outcomes", head.outcomes, read_outcome);
  each("acts", head.acts, read_act);
  each("amounts", head.amounts, read_amount);
  each("rights", head.rights, read_right);
  from.list("evidence", [&](const Json& element, const std::string& at) {
    head.evidence.push_back(read_evidence(reading, element, at, draft.evidence.emplace_back()));
  });
  head.secrecy = from.text("secrecy");
  if (const Json* paper = from.take("paper")) head.paper = read_paper(reading, *paper, from.inner("paper"));
  head.note = from.text("note");
  from.list("links", [&](const Json& element, const std::string& at) {
    const auto id = element.kind == Json::Kind::text ? core::from_hex<core::TransferId>(element.text) : std::nullopt;
    if (id) {
      head.links.push_back(*id);
    } else {
      reading.wrong(at, expected_found("the 32 hexadecimal digits of a transfer", element));
    }
  });
  head.link_relation = from.code("linkRelation");
  head.about = from.code("about");
  from.done();
}

/// Why a step does not open a transfer, where it is misspelt.
std::string unknown_step(const rules::PackBundle& bundle, const Draft& draft) {
  if (draft.procedure.empty() || draft.step.empty()) return {};  // said already
  const auto* procedure = bundle.procedure(draft.procedure);
  if (procedure == nullptr) return ", and this set has no kind \"" + draft.procedure.str() + "\"";
  if (rules::find_step(*procedure, draft.step) != nullptr) return {};
  return ", and " + draft.procedure.str() + " has no step \"" + draft.step.str() + "\"";
}

/// Whether the pack says that this step opens a transfer: only then may its ids be left out.
bool opens(const rules::PackBundle& bundle, const Draft& draft) {
  const auto* procedure = bundle.procedure(draft.procedure);
  const auto* step = procedure != nullptr ? rules::find_step(*procedure, draft.step) : nullptr;
  return step != nullptr && step->opens_transfer;
}

}  // namespace

std::optional<Draft> read_message(std::string_view text, std::string_view file, const rules::PackBundle& bundle,
                                  const ReadFile& read_file, Mistakes& mistakes) {
  const std::size_t before = mistakes.size();
  const auto json = parse_json(text, file, mistakes);
  if (!json) return std::nullopt;

  Reading reading{file, bundle, read_file, mistakes};
  Taker from = reading.taker(*json, "");
  Draft draft;
  draft.procedure = from.code("procedure", true);
  draft.step = from.code("step", true);
  draft.recipient = from.text("recipient");
  draft.case_id = from.id<core::CaseId>("case");
  draft.transfer = from.id<core::TransferId>("transfer");
  draft.occurred_at = from.instant("occurredAt", true);
  draft.confirms = from.id<core::Digest>("confirms");
  if (const Json* head = from.take("head")) read_head(reading, *head, "head", draft);
  from.list("documents", [&](const Json& element, const std::string& path) {
    draft.documents.push_back(read_document(reading, element, path));
  });
  from.done();
  if (draft.recipient.size() > limits::agency_bytes_max) reading.wrong("recipient", "no agency id");
  const bool ids_needed = json->kind == Json::Kind::object && !opens(bundle, draft);
  for (const char* name : {"case", "transfer"}) {
    if (ids_needed && json->find(name) == nullptr) {
      reading.wrong(name, "missing; only a step that opens a transfer may leave it out" + unknown_step(bundle, draft));
    }
  }
  if (mistakes.size() > before) return std::nullopt;
  return draft;
}

}  // namespace caseway::sdk
