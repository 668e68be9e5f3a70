// Random messages under a pack: documents of its own dictionary left out, doubled, badly filled, with earlier facts, a
// world told around them and site settings. Each is judged at one step of one kind.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "broker/rules/evaluate.h"
#include "tests/rules/choices.h"

namespace caseway::rules::tests {

/// One step and what its requirements look at: which documents, which names are told, and the words that they compare
/// the values of a name with, so that both answers are common. Borrows from the pack.
struct Subject {
  const PackBundle* bundle = nullptr;
  const Procedure* procedure = nullptr;
  const Step* step = nullptr;
  std::vector<DocumentType> documents;
  std::vector<std::string> told;                          ///< "transfer.state"
  std::map<std::string, std::vector<std::string>> words;  ///< last name of a path -> constants beside it
};

/// Each step of each kind of `bundle` that some requirement looks at. It must outlive them.
std::vector<Subject> subjects_of(const PackBundle& bundle);

/// A message with everything around it; its view borrows it.
struct World {
  const Subject* subject = nullptr;
  core::Envelope envelope;
  core::Dossier dossier;
  std::vector<core::Digest> part_digests;
  core::Facts facts;
  std::vector<Surrounding> surroundings;
  std::vector<std::pair<Code, std::string>> settings;
  core::Instant received_at;
  bool in_custody = false;
  const core::Calendar* calendar = nullptr;

  [[nodiscard]] View view() const;
};

/// How far a random world strays, in 64: 0 gives documents filled as the dictionary wants.
struct Straying {
  unsigned left_out = 16;  ///< a document, a field
  unsigned odd = 4;        ///< a value of the wrong kind, code or form; a doubled document or field
  bool extreme = false;    ///< also numbers at the ends of 64 bits, and facts that were not read
};

/// Made of `choices` alone. `subject` and `calendar` must outlive it.
World random_world(Choices& choices, const Subject& subject, const core::Calendar& calendar, const Straying& straying);

/// A document of `type` with every field of the dictionary, required or not, well filled, under a local id of its own.
core::Document full_document(Choices& choices, const Subject& subject, const DocumentType& type, std::string id);
/// Values that a field of `type` may have; of a code each of its codes, of a yes-or-no both, else one.
std::vector<core::Value> values_for(Choices& choices, const Subject& subject, const FieldType& type);
/// Puts a document into the message as its last part, with a digest where the others have one.
void add_document(World& world, core::Document document);

}  // namespace caseway::rules::tests
