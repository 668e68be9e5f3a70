// Heads and documents between values and bytes (schemas/dossier.capnp).
#include "broker/core/limits.h"
#include "broker/wire/canonical.h"
#include "broker/wire/content.h"
#include "schemas/dossier.capnp.h"

namespace caseway::wire {
namespace {

namespace limits = core::limits;
using core::FieldKind;

constexpr std::size_t list_max = 65535;  // part and party numbers have 16 bits

static_assert(static_cast<int>(schema::FieldKind::GROUP) == static_cast<int>(FieldKind::group));
static_assert(static_cast<int>(schema::Carrier::MEDIUM) == static_cast<int>(core::Carrier::medium));
static_assert(static_cast<int>(schema::Stamp::PAPER_ORIGINAL) == static_cast<int>(core::Stamp::paper_original));

std::vector<std::string> read_texts(const At& at, const char* field, capnp::List<capnp::Text>::Reader from) {
  return at.list(field, from, list_max, [](const At& item, capnp::Text::Reader text) { return item.text("", text); });
}

/// A local id of this message: a code.
std::string read_local_id(const At& at, const char* field, capnp::Text::Reader from, bool required) {
  return at.code(field, from, required).str();
}

// ---- Fields ---------------------------------------------------------------------------------------------------------

bool uses_integer(FieldKind kind) {
  return kind == FieldKind::date || kind == FieldKind::instant || kind == FieldKind::amount ||
         kind == FieldKind::integer || kind == FieldKind::boolean;
}
bool uses_text(FieldKind kind) {
  return kind == FieldKind::amount || (!uses_integer(kind) && kind != FieldKind::group);
}

std::vector<core::Field> read_fields(const At& at, capnp::List<schema::Field>::Reader from, int depth);

core::Value read_value(const At& at, schema::Value::Reader from, int depth) {
  core::Value to;
  to.kind = at.number("kind", from.getKind(), FieldKind::group);
  to.text = at.text("text", from.getText());
  to.integer = from.getInteger();
  at.need(uses_text(to.kind) || to.text.empty(), "text", "not used by this kind");
  at.need(uses_integer(to.kind) || to.integer == 0, "integer", "not used by this kind");
  if (to.kind == FieldKind::date) {
    at.need(to.integer == static_cast<std::int32_t>(to.integer), "integer", "no date");
    (void)at.date("integer", static_cast<std::int32_t>(to.integer));
  }
  if (to.kind == FieldKind::instant) (void)at.instant("integer", to.integer);
  if (to.kind == FieldKind::boolean) at.need(to.integer >= -1 && to.integer <= 1, "integer", "expected -1, 0 or 1");
  if (to.kind == FieldKind::group) {
    at.need(depth < limits::nesting_max, "fields", "groups nested too deep");
    if (at.ok()) to.fields = read_fields(at, from.getFields(), depth + 1);
  }
  return to;
}

bool is_field_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::vector<core::Field> read_fields(const At& at, capnp::List<schema::Field>::Reader from, int depth) {
  return at.list("fields", from, list_max, [depth](const At& item, schema::Field::Reader field) {
    core::Field to;
    to.name = item.code("name", field.getName(), true).str();
    item.need(std::all_of(to.name.begin(), to.name.end(), is_field_letter), "name",
              "expected ASCII letters and digits");
    to.values = item.list("values", field.getValues(), list_max, [depth](const At& place, schema::Value::Reader value) {
      return read_value(place, value, depth);
    });
    return to;
  });
}

void write_fields(capnp::List<schema::Field>::Builder to, const std::vector<core::Field>& from) {
  for (unsigned i = 0; i < to.size(); ++i) {
    auto field = to[i];
    put(field, &schema::Field::Builder::initName, from[i].name);
    put_list(field, &schema::Field::Builder::initValues, from[i].values,
             [](schema::Value::Builder value, const core::Value& held) {
               value.setKind(static_cast<schema::FieldKind>(held.kind));
               put(value, &schema::Value::Builder::initText, held.text);
               value.setInteger(held.integer);
               if (!held.fields.empty()) {
                 write_fields(value.initFields(static_cast<unsigned>(held.fields.size())), held.fields);
               }
             });
  }
}

core::Document read_document(const At& at, schema::Document::Reader from) {
  core::Document to;
  to.id = read_local_id(at, "id", from.getId(), true);
  to.type = at.document_type("type", from.getType());
  to.carrier = at.number("carrier", from.getCarrier(), core::Carrier::medium);
  to.stamp = at.number("stamp", from.getStamp(), core::Stamp::paper_original);
  to.secrecy = at.text("secrecy", from.getSecrecy());
  to.fields = read_fields(at, from.getFields(), 0);
  to.files = at.list("files", from.getFiles(), list_max,
                     [](const At& item, capnp::Text::Reader id) { return read_local_id(item, "", id, true); });
  return to;
}

// ---- The head -------------------------------------------------------------------------------------------------------

core::Party read_party(const At& at, schema::Party::Reader from) {
  core::Party to;
  to.no = from.getNo();
  at.need(to.no >= 1, "no", "counts from 1");
  to.kind = at.text("kind", from.getKind());
  to.name = at.text("name", from.getName());
  to.aliases = read_texts(at, "aliases", from.getAliases());
  to.id_type = at.text("idType", from.getIdType());
  to.id = at.text("id", from.getId());
  to.org = at.text("org", from.getOrg());
  to.roles = read_texts(at, "roles", from.getRoles());
  to.present = from.getPresent();
  to.measure = at.text("measure", from.getMeasure());
  return to;
}

core::Pair read_pair(const At& at, schema::Pair::Reader from) {
  at.need(from.getParty() >= 1, "party", "counts from 1");
  return {from.getParty(), at.code("offence", from.getOffence(), true), from.getUnit()};
}

core::PairOutcome read_outcome(const At& at, schema::PairOutcome::Reader from) {
  at.need(from.getParty() >= 1, "party", "counts from 1");
  return {from.getParty(), at.code("offence", from.getOffence(), true), at.code("outcome", from.getOutcome(), true),
          at.code("ground", from.getGround()), read_local_id(at, "document", from.getDocument(), false)};
}

core::Act read_act(const At& at, schema::Act::Reader from) {
  return {at.code("offence", from.getOffence()), at.date("from", from.getFrom()), at.date("to", from.getTo()),
          at.text("place", from.getPlace())};
}

core::Amount read_amount(const At& at, schema::Amount::Reader from) {
  return {at.code("kind", from.getKind()), from.getFen(), at.text("asWritten", from.getAsWritten())};
}

core::Right read_right(const At& at, schema::Right::Reader from) {
  return {at.code("type", from.getType()), at.text("number", from.getNumber()), at.text("name", from.getName())};
}

core::Custody read_custody(const At& at, schema::Custody::Reader from) {
  return {at.text("holder", from.getHolder()), at.instant("since", from.getSince()), at.text("place", from.getPlace()),
          at.text("seal", from.getSeal())};
}

core::EvidenceItem read_evidence(const At& at, schema::EvidenceItem::Reader from) {
  core::EvidenceItem to;
  to.id = read_local_id(at, "id", from.getId(), true);
  to.evidence_class = at.text("evidenceClass", from.getEvidenceClass());
  to.title = at.text("title", from.getTitle());
  to.maker = at.text("maker", from.getMaker());
  to.made = at.date("made", from.getMade());
  to.carrier = at.number("carrier", from.getCarrier(), core::Carrier::medium);
  to.language = at.text("language", from.getLanguage());
  to.abroad = from.getAbroad();
  to.secrecy = at.text("secrecy", from.getSecrecy());
  to.file_name = at.text("fileName", from.getFileName());
  to.part = from.getPart();
  to.custody = at.list("custody", from.getCustody(), list_max, read_custody);
  return to;
}

core::PaperEntry read_paper(const At& at, schema::Head::Paper::Reader from) {
  return {from.getEntered(), at.code("step", from.getStep()), at.text("paperNumber", from.getPaperNumber()),
          at.date("postmark", from.getPostmark())};
}

core::DossierHead read_head(const At& at, schema::Head::Reader from) {
  core::DossierHead to;
  to.title = at.text("title", from.getTitle());
  to.own_case_number = at.text("ownCaseNumber", from.getOwnCaseNumber());
  to.parties = at.list("parties", from.getParties(), limits::parties_max, read_party);
  to.pairs = at.list("pairs", from.getPairs(), limits::pairs_max, read_pair);
  to.outcomes = at.list("outcomes", from.getOutcomes(), limits::outcomes_max, read_outcome);
  to.acts = at.list("acts", from.getActs(), list_max, read_act);
  to.amounts = at.list("amounts", from.getAmounts(), list_max, read_amount);
  to.rights = at.list("rights", from.getRights(), list_max, read_right);
  to.evidence = at.list("evidence", from.getEvidence(), list_max, read_evidence);
  to.secrecy = at.text("secrecy", from.getSecrecy());
  to.paper = read_paper(At(at, "paper"), from.getPaper());
  to.note = at.text("note", from.getNote());
  to.links = at.list("links", from.getLinks(), limits::links_of_message_max,
                     [](const At& item, capnp::Data::Reader id) { return item.id<core::TransferId>("", id, true); });
  to.link_relation = at.code("linkRelation", from.getLinkRelation());
  to.about = at.code("about", from.getAbout());
  return to;
}

void write_party(schema::Party::Builder to, const core::Party& from) {
  using To = schema::Party::Builder;
  to.setNo(from.no);
  put(to, &To::initKind, from.kind);
  put(to, &To::initName, from.name);
  put_each(to, &To::initAliases, from.aliases);
  put(to, &To::initIdType, from.id_type);
  put(to, &To::initId, from.id);
  put(to, &To::initOrg, from.org);
  put_each(to, &To::initRoles, from.roles);
  to.setPresent(from.present);
  put(to, &To::initMeasure, from.measure);
}

void write_pair(schema::Pair::Builder to, const core::Pair& from) {
  to.setParty(from.party);
  put(to, &schema::Pair::Builder::initOffence, from.offence);
  to.setUnit(from.unit);
}

void write_outcome(schema::PairOutcome::Builder to, const core::PairOutcome& from) {
  using To = schema::PairOutcome::Builder;
  to.setParty(from.party);
  put(to, &To::initOffence, from.offence);
  put(to, &To::initOutcome, from.outcome);
  put(to, &To::initGround, from.ground);
  put(to, &To::initDocument, from.document);
}

void write_act(schema::Act::Builder to, const core::Act& from) {
  put(to, &schema::Act::Builder::initOffence, from.offence);
  to.setFrom(from.from.days);
  to.setTo(from.to.days);
  put(to, &schema::Act::Builder::initPlace, from.place);
}

void write_amount(schema::Amount::Builder to, const core::Amount& from) {
  put(to, &schema::Amount::Builder::initKind, from.kind);
  to.setFen(from.fen);
  put(to, &schema::Amount::Builder::initAsWritten, from.as_written);
}

void write_right(schema::Right::Builder to, const core::Right& from) {
  put(to, &schema::Right::Builder::initType, from.type);
  put(to, &schema::Right::Builder::initNumber, from.number);
  put(to, &schema::Right::Builder::initName, from.name);
}

void write_custody(schema::Custody::Builder to, const core::Custody& from) {
  put(to, &schema::Custody::Builder::initHolder, from.holder);
  to.setSince(from.since.ms);
  put(to, &schema::Custody::Builder::initPlace, from.place);
  put(to, &schema::Custody::Builder::initSeal, from.seal);
}

void write_evidence(schema::EvidenceItem::Builder to, const core::EvidenceItem& from) {
  using To = schema::EvidenceItem::Builder;
  put(to, &To::initId, from.id);
  put(to, &To::initEvidenceClass, from.evidence_class);
  put(to, &To::initTitle, from.title);
  put(to, &To::initMaker, from.maker);
  to.setMade(from.made.days);
  to.setCarrier(static_cast<schema::Carrier>(from.carrier));
  put(to, &To::initLanguage, from.language);
  to.setAbroad(from.abroad);
  put(to, &To::initSecrecy, from.secrecy);
  put(to, &To::initFileName, from.file_name);
  to.setPart(from.part);
  put_list(to, &To::initCustody, from.custody, write_custody);
}

void write_head(schema::Head::Builder to, const core::DossierHead& from) {
  using To = schema::Head::Builder;
  put(to, &To::initTitle, from.title);
  put(to, &To::initOwnCaseNumber, from.own_case_number);
  put_list(to, &To::initParties, from.parties, write_party);
  put_list(to, &To::initPairs, from.pairs, write_pair);
  put_list(to, &To::initOutcomes, from.outcomes, write_outcome);
  put_list(to, &To::initActs, from.acts, write_act);
  put_list(to, &To::initAmounts, from.amounts, write_amount);
  put_list(to, &To::initRights, from.rights, write_right);
  put_list(to, &To::initEvidence, from.evidence, write_evidence);
  put(to, &To::initSecrecy, from.secrecy);
  auto paper = to.getPaper();
  paper.setEntered(from.paper.entered);
  put(paper, &schema::Head::Paper::Builder::initStep, from.paper.step);
  put(paper, &schema::Head::Paper::Builder::initPaperNumber, from.paper.paper_number);
  paper.setPostmark(from.paper.postmark.days);
  put(to, &To::initNote, from.note);
  put_each(to, &To::initLinks, from.links);
  put(to, &To::initLinkRelation, from.link_relation);
  put(to, &To::initAbout, from.about);
}

Bytes head_bytes(const core::DossierHead& head) {
  return to_bytes<schema::Head>([&](schema::Head::Builder to) { write_head(to, head); });
}

Bytes document_bytes(const core::Document& document) {
  return to_bytes<schema::Document>([&](schema::Document::Builder to) {
    using To = schema::Document::Builder;
    put(to, &To::initId, document.id);
    put(to, &To::initType, document.type.empty() ? std::string() : document.type.str());
    to.setCarrier(static_cast<schema::Carrier>(document.carrier));
    to.setStamp(static_cast<schema::Stamp>(document.stamp));
    put(to, &To::initSecrecy, document.secrecy);
    if (!document.fields.empty()) {
      write_fields(to.initFields(static_cast<unsigned>(document.fields.size())), document.fields);
    }
    put_each(to, &To::initFiles, document.files);
  });
}

}  // namespace

std::vector<std::uint8_t> encode_head(const core::DossierHead& head) { return pack(head_bytes(head)); }

core::Result<core::DossierHead> decode_head(std::span<const std::uint8_t> bytes) {
  auto unpacked = unpack("head", bytes, limits::part_bytes_max);
  if (!unpacked.ok()) return unpacked.refused();
  return from_bytes<schema::Head>("head", unpacked.value(), limits::part_bytes_max, read_head, head_bytes);
}

std::vector<std::uint8_t> encode_document(const core::Document& document) { return pack(document_bytes(document)); }

core::Result<core::Document> decode_document(std::span<const std::uint8_t> bytes) {
  auto unpacked = unpack("document", bytes, limits::part_bytes_max);
  if (!unpacked.ok()) return unpacked.refused();
  return from_bytes<schema::Document>("document", unpacked.value(), limits::part_bytes_max, read_document,
                                      document_bytes);
}

}  // namespace caseway::wire
