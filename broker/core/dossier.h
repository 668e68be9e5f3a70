// The dossier: what a message says about the case. Values that rules judge; wire/content.h makes them bytes.
// Text is kept as written (UTF-8, NFC not enforced); amounts are integer fen; nothing here is masked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"

namespace caseway::core {

/// Types of a document field (documents.md, "Field notation"). Numbers are on the wire.
enum class FieldKind : std::uint8_t {
  text = 1,          ///< txt
  date = 2,          ///< date: `integer` = days since 1970-01-01, law time
  instant = 3,       ///< dt: `integer` = milliseconds UTC
  amount = 4,        ///< amt: `integer` = fen; `text` keeps what was written when it is no plain amount
  integer = 5,       ///< int
  number = 6,        ///< no: a document number as written, in `text`
  organisation = 7,  ///< org: unified social credit code or older code, or name, in `text`
  person = 8,        ///< pid: an identity number, in `text`
  agency = 9,        ///< ag: member id or free name, in `text`
  document = 10,     ///< doc: local id of a document of this message or its number, in `text`
  evidence = 11,     ///< ev: local id of an evidence item, in `text`
  boolean = 12,      ///< bool: `integer` 0 no, 1 yes, -1 not stated
  code = 13,         ///< code(x): a value of code list x, in `text`
  group = 14,        ///< a set of named fields, in `fields`
};

struct Field;

/// One value. A list field holds several of them under one name, in order.
struct Value {
  FieldKind kind = FieldKind::text;
  std::string text;
  std::int64_t integer = 0;
  std::vector<Field> fields;
};

/// A named field with its values: one, or any number when the type is a list. Names are camelCase ASCII
/// as in documents.md ("penaltyImposed"), at most code_bytes_max bytes.
struct Field {
  std::string name;
  std::vector<Value> values;
};

enum class Carrier : std::uint8_t {
  electronic = 1,  ///< E: electronic original
  scan = 2,        ///< S: scan of a paper original
  paper = 3,       ///< P: paper only, list entry without file
  medium = 4,      ///< M: storage medium, sealed, by hand
};

enum class Stamp : std::uint8_t {
  none = 1,
  valid = 2,
  digest_broken = 3,
  untrusted = 4,
  present_unchecked = 5,
  paper_original = 6,
};

std::string_view name_of(FieldKind kind);
std::string_view name_of(Carrier carrier);
std::string_view name_of(Stamp stamp);

/// One document (D01 ...). `id` is its local name in the message ("d07"), unique there.
struct Document {
  std::string id;
  DocumentType type;
  Carrier carrier = Carrier::electronic;
  Stamp stamp = Stamp::none;
  std::string secrecy;             ///< code list secrecy; empty = none
  std::vector<Field> fields;       ///< macro fields H and P are ordinary fields: number, issuer, persons ...
  std::vector<std::string> files;  ///< local ids of evidence items that are its pages (scans, OFD)
};

/// Somebody in the case. `no` never changes through the case.
struct Party {
  PartyNo no = 0;
  std::string kind;  ///< code list person_kind: person, unit, unidentified
  std::string name;
  std::vector<std::string> aliases;
  std::string id_type;  ///< code list id_type
  std::string id;
  std::string org;                 ///< for a unit
  std::vector<std::string> roles;  ///< code list party_role
  bool present = false;
  std::string measure;  ///< code list crim_measure; empty = none. `detention`, `arrest` mean in custody
};

/// One party under one suspected offence: the unit of every outcome.
struct Pair {
  PartyNo party = 0;
  Code offence;       ///< code list offence: "213" ... "219-1", "other"
  bool unit = false;  ///< unit liability (art. 220)
};

/// A result for one pair, said by an outcome step (`filed`, `not_filed` ...).
struct PairOutcome {
  PartyNo party = 0;
  Code offence;
  Code outcome;          ///< code list outcome; must be the one the step makes
  Code ground;           ///< code list of the outcome's ground; empty where it has none
  std::string document;  ///< local id of the document that says so
};

struct Act {
  Code offence;
  Date from;
  Date to;
  std::string place;
};

struct Amount {
  Code kind;  ///< code list amount_kind
  std::int64_t fen = 0;
  std::string as_written;
};

struct Right {
  Code type;  ///< code list ip_right
  std::string number;
  std::string name;
};

/// One movement of an evidence item; the last one says who holds it now.
struct Custody {
  std::string holder;  ///< agency id or name
  Instant since;
  std::string place;
  std::string seal;
};

/// One evidence item. `part` is the part with its bytes, 0 when it has none (paper or medium only).
struct EvidenceItem {
  std::string id;              ///< local, unique in the message: "ev3"
  std::string evidence_class;  ///< E1 .. E12
  std::string title;
  std::string maker;
  Date made;
  Carrier carrier = Carrier::electronic;
  std::string language;  ///< ISO 639-1; empty = zh
  bool abroad = false;   ///< it came into being outside the mainland
  std::string secrecy;
  std::string file_name;
  PartNo part = 0;
  std::vector<Custody> custody;
};

/// How a step made on paper came onto the bus (D119 says it in law, this says it to the engine).
struct PaperEntry {
  bool entered = false;
  Code step;  ///< the step that happened on paper; the envelope's step is enter_from_paper
  std::string paper_number;
  Date postmark;  ///< days 0: none
};

/// The head of a dossier: part 0 of every message.
struct DossierHead {
  std::string title;            ///< for people; never judged
  std::string own_case_number;  ///< the sender's own case number
  std::vector<Party> parties;
  std::vector<Pair> pairs;
  std::vector<PairOutcome> outcomes;
  std::vector<Act> acts;
  std::vector<Amount> amounts;
  std::vector<Right> rights;
  std::vector<EvidenceItem> evidence;
  std::string secrecy;  ///< marking of the whole message; empty = none
  PaperEntry paper;
  std::string note;               ///< text of `note`, reason of `withdraw`, `sign_refused`
  std::vector<TransferId> links;  ///< transfers named by `link`
  Code link_relation;             ///< code list link
  Code about;                     ///< step, clock or document type that a universal step is about: of `correct`,
                                  ///< `extend` (clock), `receipt_signed` (document type, "D50"), `recall` (record)
};

/// Everything a message says: head and documents decoded, evidence by its parts.
/// `document_parts[i]` is the part number of `documents[i]`.
struct Dossier {
  DossierHead head;
  std::vector<Document> documents;
  std::vector<PartNo> document_parts;
};

}  // namespace caseway::core
