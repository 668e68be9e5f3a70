// A message composed from values instead of JSON: compose() gives what Client::hand_over() takes. What stands here is
// what most messages have; all else that docs/FOLDER.md and the pack's dictionary name goes through Fields.
//
//   caseway::Dossier dossier;
//   dossier.procedure = "K01";
//   dossier.step = "transfer";
//   dossier.occurred_at = now;
//   dossier.parties.push_back({.no = 1, .name = "林某", .roles = {"suspect"}});
//   dossier.pairs.push_back({.party = 1, .offence = "213"});
//   dossier.documents.push_back({.id = "d01", .type = "D01", .fields = caseway::Fields().text("number", "...")});
//   client.hand_over(caseway::compose(dossier));
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "caseway_values.h"

namespace caseway {

/// Named values in the order in which they are said. A name said twice is a mistake that check() and queue() tell.
class CASEWAY_API Fields {
 public:
  Fields();
  Fields(const Fields&);
  Fields(Fields&&) noexcept;
  Fields& operator=(const Fields&);
  Fields& operator=(Fields&&) noexcept;
  ~Fields();

  /// A text, code, document number, agency, or the local id of a document or evidence item.
  Fields& text(const std::string& name, const std::string& value);
  Fields& texts(const std::string& name, const std::vector<std::string>& values);
  /// An integer; an amount in fen.
  Fields& number(const std::string& name, std::int64_t value);
  Fields& yes(const std::string& name, bool value);
  Fields& instant(const std::string& name, Instant value);
  /// A date of law time (UTC+8), by the instant that lies in it.
  Fields& date(const std::string& name, Instant value);
  Fields& group(const std::string& name, const Fields& value);
  Fields& groups(const std::string& name, const std::vector<Fields>& values);
  /// A JSON object.
  [[nodiscard]] std::string json() const;
  [[nodiscard]] bool empty() const { return members_.empty(); }

 private:
  CASEWAY_HIDDEN Fields& put(const std::string& name, const std::string& json);
  std::string members_;  ///< as JSON, without the braces
};

struct Party {
  int no = 1;
  std::string name = {};
  std::vector<std::string> roles = {};  ///< "suspect"
  std::string kind = "person";
  Fields more = {};  ///< idType, id, org, measure ...
};

/// One person with one suspected offence.
struct Pair {
  int party = 1;
  std::string offence;
  Fields more = {};
};

struct Document {
  std::string id;    ///< local, used once: "d01"
  std::string type;  ///< of the pack: "D01"
  Fields fields = {};
  std::string carrier = "E";  ///< E electronic, S scan, P paper, M medium
  std::string stamp = "none";
  Fields more = {};  ///< secrecy, files
};

struct Evidence {
  std::string id;    ///< local, used once: "ev-1"
  std::string kind;  ///< its class: "E1"
  std::string title;
  Blob bytes = {};             ///< 1 MiB at most; empty: it has no file
  std::string file_name = {};  ///< told to the receiver
  Fields more = {};            ///< custody, made, carrier ...
};

struct Dossier {
  std::string procedure, step;
  Instant occurred_at;
  std::string recipient;          ///< empty: the other party, or the counterpart that the directory names
  std::string case_id, transfer;  ///< empty in a step that opens a transfer: new ones are drawn
  std::string confirms;           ///< the other side's `body`, in the second half of a joint step
  std::string title, own_case_number;
  std::vector<Party> parties;
  std::vector<Pair> pairs;
  std::vector<Document> documents;
  std::vector<Evidence> evidence;
  Fields head;  ///< what else the head has: acts, amounts, rights, outcomes, links, note ...
};

/// The message, its evidence along. Whether it is right check() and queue() say. Errors: bad_input where an evidence
/// file is longer than 1 MiB.
CASEWAY_API Message compose(const Dossier& dossier);

}  // namespace caseway
