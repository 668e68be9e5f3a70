// The values of the SDK: what one hands over, what comes back, and how a call fails. Plain data that owns its bytes;
// copy it, keep it, read it from any thread. Texts are UTF-8; ids and digests are hexadecimal. Words: docs/TERMS.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "caseway_version.h"

namespace caseway {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Milliseconds>;  ///< the epoch itself stands for "none"
using Blob = std::vector<std::uint8_t>;

/// How a call failed. Numbers are the C ABI's too: never renumbered, never reused.
enum class Failure : int {
  bad_settings = 1,     ///< Settings, agency.toml or a key file: nothing was opened
  bad_input = 2,        ///< the message, see `mistakes`; nothing was queued
  stopped = 3,          ///< pre-flight says that the broker would return it, see `findings`; nothing was queued
  denied = 4,           ///< the broker does not admit this agency's transport key
  not_ours = 5,         ///< what listens there is another broker than the settings name
  rolled_back = 6,      ///< the broker lacks records that this agency holds proof of
  unreachable = 7,      ///< no session, or no answer, within the time given; nothing was queued
  outcome_unknown = 8,  ///< queued as `number`, no receipt within the time given: it is kept and sent again
  refused = 9,          ///< the broker can never take message `number`; nothing of it was recorded
  fenced = 10,          ///< a newer session of this agency took the mailbox
  lane_busy = 11,       ///< another program has this lane open
  lane_full = 12,       ///< 1,024 messages wait for their receipts already; nothing was queued
  no_rules = 13,        ///< no pack is here yet, or the site has none in force
  not_found = 14,       ///< no such step, transfer, number or part
  local_fault = 15,     ///< disk or key failed here
  wrong_thread = 16,    ///< a call that waits was made from a callback, which would wait for itself
  closed = 17,          ///< the client ended while the call waited
};
CASEWAY_API const char* name_of(Failure failure);  ///< "outcome_unknown"

/// CASEWAY_VERSION_STRING of the library that runs, which may be newer than the header.
CASEWAY_API const char* version();

/// One mistake in a message. `path` is a place in the document, "documents[2].fields.issued".
struct Mistake {
  std::string file;
  int line = 0;    ///< from 1; 0: `path` says where
  int column = 0;  ///< from 1, in characters
  std::string path;
  std::string what;  ///< what was expected, and what was found
};

/// What a procedure asks for and the message does not meet, in words with article and who can supply it.
struct Finding {
  std::string code;  ///< id of the requirement, "K01.D04"
  std::string path;  ///< "D03.items[2].needsTest"; empty: the message as a whole
  std::string fault;
  std::string zh, en;
  std::string bars;    ///< the later step that it keeps closed; empty: none
  bool stops = false;  ///< it returns the message to its sender
};

/// Thrown by every call of Client that fails. what() is one line: of mistakes the first.
class CASEWAY_API Error : public std::runtime_error {
 public:
  Error(Failure how, std::string at, std::string what_is_wrong, std::string what_to_do);
  ~Error() override;

  Failure failure;
  std::string where;              ///< a file, a path in the message, an endpoint, a number of the lane
  std::string problem;            ///< what is wrong there
  std::string to_do;              ///< what the caller or his operator can do about it
  std::uint64_t number = 0;       ///< with outcome_unknown and refused
  std::vector<Mistake> mistakes;  ///< with bad_input
  std::vector<Finding> findings;  ///< with stopped
};

/// A message to be said. Its form is docs/FOLDER.md, "The form".
struct Message {
  std::string json;
  std::map<std::string, Blob> files = {};  ///< evidence by the name that `head.evidence[].file` has; 1 MiB each at most
  std::string folder = {};                 ///< where files that are not in `files` are read; empty: nowhere
  /// The caller's own name for it, e.g. a database key. Of a name that waits in the lane, or is among the last 256 that
  /// were answered, the first message stands: it is not queued twice, whatever ended the program in between. Once a
  /// Client told that it was refused or returned, the mended message goes out under the same name as a new one.
  std::string name = {};
  bool unchecked = false;  ///< send it although pre-flight stops it: the broker answers

  /// Reads `path`; evidence is read beside it when the message is queued. Throws Error bad_input.
  CASEWAY_API static Message from_file(const std::string& path);
};

enum class Verdict : int { proceeds = 1, proceeds_with_findings = 2, next_step_barred = 3, returned = 4 };
CASEWAY_API const char* name_of(Verdict verdict);

/// A legal time limit. In a receipt `state` is what happened to it: started, moved, fired, ended.
struct Clock {
  std::string id, zh, en;
  std::string transfer;
  int party = 0;  ///< 0: of the transfer, not of one person
  std::string offence;
  std::string state;         ///< armed, running, warned, fired
  std::string owner;         ///< whose duty; empty in a receipt
  Instant warn, first, due;  ///< `first`: the earlier of two readings of the law
  std::string due_text;      ///< as people write it: "2025-09-30 24:00", law time
  bool provisional = false;  ///< the calendar of that year is not published
};

/// What the broker recorded of a message: verified under the log key, and kept in the lane beside it.
struct Receipt {
  std::uint64_t number = 0;  ///< of the lane
  std::string name;          ///< as in Message
  Verdict verdict = Verdict::returned;
  std::string code;  ///< why it was returned, "step_not_open"
  std::vector<Finding> findings;
  std::vector<std::string> open_steps;  ///< of the transfer, for the sender
  std::vector<Clock> clocks;
  std::string case_id, transfer, procedure, step;
  std::uint64_t record = 0;
  Instant received_at;
  std::string body;   ///< digest of the envelope; `confirms` of a joint step's second half
  bool test = false;  ///< a training site
  std::string json;   ///< all of it, with statement and proof in hex, as docs/FOLDER.md has it
  /// The other party gets it. False: returned, for `code`.
  [[nodiscard]] bool delivered() const { return verdict != Verdict::returned; }
};

/// Pre-flight: the broker's rules, without the broker.
struct Check {
  Verdict verdict = Verdict::proceeds;
  std::string code;
  std::vector<Finding> findings;
  std::vector<std::string> marked;                              ///< places with a state secret's mark
  std::vector<std::pair<std::string, std::string>> not_judged;  ///< code and words: what only the broker knows
  std::string json;
};

/// One part of a message: the head (0), a document, or an evidence file.
struct Part {
  unsigned no = 0;
  std::string name;    ///< "head", the document's type, or "part-3" as `file` in the JSON has it
  std::string digest;  ///< the sender signed it
  bool here = false;   ///< false: not owed to this agency, or erased; only the digest is
  Blob bytes;
};

/// What waits in the mailbox: a message of another agency, or an event that the bus tells. Signatures, digests and
/// proof hold; one that does not is parked by itself and never seen here.
struct Delivery {
  std::uint64_t id = 0;
  bool again = false;  ///< the broker offered it before
  bool event = false;
  std::string from, case_id, procedure, step;
  std::string transfer;  ///< with `procedure`: as this agency sees it
  std::string body;
  Instant received_at;
  std::vector<Finding> findings;
  std::vector<std::pair<std::string, std::string>> facts;  ///< of an event, and dates told along
  std::vector<Part> parts;
  std::string json;   ///< as in/.../message.json of docs/FOLDER.md
  std::string proof;  ///< its receipt as JSON; keep it with the case
};

/// One thing that a step asks for.
struct Requirement {
  std::string code, zh, en;
  std::string document;      ///< its type, "D04"; empty: none in particular
  std::string kind;          ///< required, conditional, practice, local, form, procedure
  bool conditional = false;  ///< it applies only to some messages
  bool stops = false;
  std::vector<std::string> bars;         ///< steps that stay closed until it is met
  std::vector<std::string> supplied_by;  ///< roles that can cure it
  std::vector<std::string> waived_by;
  std::vector<std::string> basis_zh, basis_en;  ///< articles; what is not verified says so
};

/// What the rules say of one step, before anything is written.
struct Policy {
  std::string procedure, step, zh, en;
  std::vector<std::string> said_by;    ///< roles; empty: any
  std::vector<std::string> in_states;  ///< of the transfer; empty: it opens one, or any
  bool opens_transfer = false;
  std::vector<std::string> documents;
  std::vector<Requirement> requirements;
  std::vector<std::string> starts, ends;  ///< clocks
};

/// Under which number an agency keeps a case, as it last told it in a transfer that this agency sees.
struct OwnNumber {
  std::string agency, number;  ///< `number` is empty when the broker cannot read it any more
  std::string case_id;
  std::uint64_t record = 0;  ///< whose message told it
};

/// A transfer that this agency is a party of, as it stands at the broker.
struct Transfer {
  std::string transfer, case_id, procedure, state, sender, recipient;
  bool final = false;
  std::vector<std::string> open_steps;  ///< what this agency may say now
  std::vector<Clock> clocks;
  std::vector<Finding> open;            ///< requirements that are not met yet; a waived one is left out
  std::string json;                     ///< pairs, documents held and what waits for confirmation too
  std::vector<OwnNumber> numbers = {};  ///< from transfer() alone: to_do() reads none
};

/// A record that a search found.
struct FoundRecord {
  std::uint64_t record = 0;
  Instant received_at;
  std::string sender, recipient, case_id, transfer, procedure, step;
  std::string number;  ///< under which its sender keeps the case; empty: it told none there
};

struct Found {
  std::vector<OwnNumber> numbers;    ///< of the cases found, all that this agency sees
  std::vector<FoundRecord> records;  ///< latest first
  bool more = false;                 ///< others were left out
  bool behind = false;               ///< the broker's index lacks the latest records still: ask again
  std::string json;
};

}  // namespace caseway
