// What the tables of the simulation are made of: a step as its row has it, what the bus says with it, and who is told.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace caseway::simulation {

/// Who says a step of a transfer.
enum class By : std::uint8_t {
  opener,
  sender,
  receiver,
  either,
  both,
};

/// What the procuratorate of the sender's county, or its police, is owed of a step.
enum class Copy : std::uint8_t {
  none,
  always,        ///< a part or a fact, whatever the message holds
  of_documents,  ///< the documents named, where the message holds one of them
  with_state,    ///< when the step led to `leads`
  to_police,     ///< the documents named, to the police, under the transfer itself
  own,           ///< a fact, under the transfer itself and not under the K01b of its case
};

struct Step {
  std::string_view procedure;  ///< empty: universal
  std::string_view id;
  By by = By::sender;
  std::vector<std::string_view> states;  ///< "*": any that is not final, "#": any final one, "**": any; empty: it opens
  std::string_view leads;                ///< "=": stays
  Copy copy = Copy::none;
  std::vector<std::string_view> copied = {};  ///< documents that the procuratorate may see; no other part
  std::vector<std::string_view> documents;    ///< what a diligent sender attaches
  std::string_view or_leads = {};             ///< where it depends on a clock, or on open pairs: else it leads here
  std::string_view outcome = {};              ///< of the pairs that it decides
  bool moves = false;                         ///< to another receiver, whom the message names
  std::vector<std::string_view> needs = {};   ///< documents of which it is not let without one
  std::string_view links = {};                ///< relation by which it links what the message names
  std::string_view counts = {};               ///< what it counts, in its case and those joined to it
  std::int64_t counts_most = 0;               ///< so often a case lets it; 0: as often as one likes
};

/// What the bus says in another kind's transfers with a step, of the pairs that the step decides or names.
struct WithRow {
  std::string_view step;       ///< "K13 return"
  std::string_view procedure;  ///< of the other transfer
  std::string_view id;
  std::vector<std::string_view> states;  ///< in which it is open there
  std::string_view leads;                ///< "=": stays
  std::string_view outcome = {};         ///< of those pairs; then it leads on once no pair is open
  std::string_view where = {};           ///< the step led its own transfer here; empty: wherever
};

/// Who beside the parties is told of a step, under the step's own transfer.
enum class Reader : std::uint8_t {
  first_sender,  ///< of the case
  sender,        ///< of the transfer in which the bus said it with another
};

/// Documents, where the message holds one of them, else facts.
struct CopyRow {
  std::string_view step;  ///< "K13 withdrawn_case"
  Reader reader = Reader::first_sender;
  std::vector<std::string_view> documents = {};
  std::vector<std::string_view> facts = {};  ///< by their names, in the order of the alphabet
};

}  // namespace caseway::simulation
