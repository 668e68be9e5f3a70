// The bus's answer to a step: verdict, findings, and the statement that the receipt proves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/ids.h"
#include "broker/core/instant.h"

namespace caseway::core {

/// Numbers are journalled and signed. Never renumber; never reuse; add at the end.
enum class Verdict : std::uint16_t {
  proceeds = 1,
  proceeds_with_findings = 2,  ///< delivered; the findings travel
  next_step_barred = 3,        ///< delivered; a later step stays barred until the findings are cured
  returned = 4,                ///< returned to sender: recorded, number used, state unchanged
};

/// Why a message was returned to its sender; `none` with every other verdict.
enum class ReturnCode : std::uint16_t {
  none = 0,
  step_not_open = 1,      ///< `open_steps` names what the sender may say now
  step_barred = 2,        ///< findings name what is missing, who supplies, who waives
  stopped_at_sender = 3,  ///< a requirement of the kind's row "stops at sender" fails
  state_secret = 4,       ///< marked as a state secret; content wiped
  unknown_procedure = 5,  ///< not in the pack, or declared absent
  unknown_step = 6,
  wrong_role = 7,  ///< the sender has no role that may say this step
  unknown_recipient = 8,
  unknown_transfer = 9,
  not_a_party = 10,
  wrong_confirmation = 11,  ///< `confirms` names no pending message of the other side
  transfer_exists = 12,     ///< the id of a new transfer is already used
  inner_file = 13,          ///< a document class that no step may carry (documents.md rule 7)
  no_pack = 14,             ///< no pack is in force at this site
};

std::string_view name_of(Verdict verdict);  ///< "proceeds_with_findings"
std::string_view name_of(ReturnCode code);

/// What is wrong with the thing that a requirement looked at.
enum class Fault : std::uint16_t {
  absent = 1,     ///< document, field or evidence is not there
  defective = 2,  ///< there, but not of its form (number, code, date, check character, stamp)
  mismatch = 3,   ///< two things that must agree do not (digests, counts, sums, lists)
  late = 4,       ///< after the due instant of a clock
  retake = 5,     ///< usable only when the receiver collects it anew
  flag = 6,       ///< to be seen; nothing is asked (practice, wrong region, note)
  unmet = 7,      ///< a condition of the step does not hold
};

enum class FindingClass : std::uint16_t {
  required = 1,
  conditional = 2,
  practice = 3,   ///< never a cure item proposed by the bus
  local = 4,      ///< asked for by a regional overlay
  form = 5,       ///< form of a field: code, number, date, check character
  procedure = 6,  ///< lateness, region, level, counterpart
};

std::string_view name_of(Fault fault);
std::string_view name_of(FindingClass cls);

/// One finding. It holds codes, paths and part numbers, never values, so that it may be journalled.
/// The words, article and roles come from the pack by `code` (rules/explain.h).
struct Finding {
  std::string code;  ///< id of the requirement, e.g. "K01.D04", "form.D01.number", "K01.send24"
  Fault fault = Fault::absent;
  FindingClass cls = FindingClass::required;
  std::string path;   ///< "D03.items[2].needsTest"; empty: the message as a whole
  PartNo part = 0;    ///< part looked at; 0 = head or none
  bool bars = false;  ///< it keeps `barred_step` closed
  Code barred_step;
  bool stops = false;  ///< it returned the message
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// The leaf of the journal's tree: fixed for ever, what every holder may see.
/// Bytes: core/receipt.h. `rest` = H(salt, the record's other bytes); salt = H(turn salt, index, "rest").
struct Statement {
  std::uint16_t version = 1;
  std::uint16_t type = 0;  ///< EventType of record.h
  RecordIndex index = 0;
  Instant received_at;
  TransferId transfer;  ///< empty where the record concerns none
  AgencyId sender;      ///< empty for the broker's own records
  Digest body;          ///< zero for a state secret and for records without a message
  Verdict verdict = Verdict::proceeds;
  ReturnCode return_code = ReturnCode::none;
  std::vector<std::string> findings;  ///< codes, in the outcome's order
  Digest rest;
  bool test = false;  ///< recorded by a training site
};

/// A signed point of the journal: C2SP-like fields, own bytes in version 1 (core/receipt.h).
struct Checkpoint {
  std::uint16_t version = 1;
  std::string origin;
  std::uint64_t epoch = 1;
  std::uint64_t tree_size = 0;
  Digest root;
  Instant time;
  Digest group;                                         ///< hash of the group that this checkpoint closes
  SignatureBytes signature;                             ///< by the log key, over core/receipt.h checkpoint_bytes()
  std::vector<std::vector<std::uint8_t>> cosignatures;  ///< reserved; empty in version 1
};

/// The means to check a statement offline: RFC 9162 inclusion proof to `checkpoint`.
struct Proof {
  std::vector<Digest> path;
  Checkpoint checkpoint;
};

struct Receipt {
  std::vector<std::uint8_t> statement;  ///< exact bytes; the same for ever
  Proof proof;                          ///< may be to any later checkpoint
};

}  // namespace caseway::core
