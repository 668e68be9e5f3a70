// The values of the public headers cross the library's edge by value: a member that comes, goes or moves breaks
// programs that were compiled before, though every symbol is still there.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <utility>

#include "desk.h"
#include "sdk/caseway_client.h"
#include "sdk/caseway_dossier.h"
#include "tests/where.h"

namespace caseway::tests {
namespace {

using Members = std::initializer_list<std::pair<const char*, std::size_t>>;

#define AT(type, member) \
  { #member, offsetof(type, member) }
#define LAYOUT(type, ...) line(#type, sizeof(type), {__VA_ARGS__})

// A line a type: its size, then its members and where they begin, in bytes.
std::string layout() {
  std::string all;
  const auto line = [&](const char* type, std::size_t size, Members members) {
    all += type + (" " + std::to_string(size)) + ":";
    for (const auto& [name, offset] : members) all += " " + std::string(name) + " " + std::to_string(offset);
    all += "\n";
  };
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"  // of types that are no standard layout: here it is well defined
  LAYOUT(Mistake, AT(Mistake, file), AT(Mistake, line), AT(Mistake, column), AT(Mistake, path), AT(Mistake, what));
  LAYOUT(Finding, AT(Finding, code), AT(Finding, path), AT(Finding, fault), AT(Finding, zh), AT(Finding, en),
         AT(Finding, bars), AT(Finding, stops));
  LAYOUT(Error, AT(Error, failure), AT(Error, where), AT(Error, problem), AT(Error, to_do), AT(Error, number),
         AT(Error, mistakes), AT(Error, findings));
  LAYOUT(Message, AT(Message, json), AT(Message, files), AT(Message, folder), AT(Message, name),
         AT(Message, unchecked));
  LAYOUT(Clock, AT(Clock, id), AT(Clock, zh), AT(Clock, en), AT(Clock, transfer), AT(Clock, party), AT(Clock, offence),
         AT(Clock, state), AT(Clock, owner), AT(Clock, warn), AT(Clock, first), AT(Clock, due), AT(Clock, due_text),
         AT(Clock, provisional));
  LAYOUT(Receipt, AT(Receipt, number), AT(Receipt, name), AT(Receipt, verdict), AT(Receipt, code),
         AT(Receipt, findings), AT(Receipt, open_steps), AT(Receipt, clocks), AT(Receipt, case_id),
         AT(Receipt, transfer), AT(Receipt, procedure), AT(Receipt, step), AT(Receipt, record),
         AT(Receipt, received_at), AT(Receipt, body), AT(Receipt, test), AT(Receipt, json));
  LAYOUT(Check, AT(Check, verdict), AT(Check, code), AT(Check, findings), AT(Check, marked), AT(Check, not_judged),
         AT(Check, json));
  LAYOUT(Part, AT(Part, no), AT(Part, name), AT(Part, digest), AT(Part, here), AT(Part, bytes));
  LAYOUT(Delivery, AT(Delivery, id), AT(Delivery, again), AT(Delivery, event), AT(Delivery, from),
         AT(Delivery, case_id), AT(Delivery, procedure), AT(Delivery, step), AT(Delivery, transfer), AT(Delivery, body),
         AT(Delivery, received_at), AT(Delivery, findings), AT(Delivery, facts), AT(Delivery, parts),
         AT(Delivery, json), AT(Delivery, proof));
  LAYOUT(Requirement, AT(Requirement, code), AT(Requirement, zh), AT(Requirement, en), AT(Requirement, document),
         AT(Requirement, kind), AT(Requirement, conditional), AT(Requirement, stops), AT(Requirement, bars),
         AT(Requirement, supplied_by), AT(Requirement, waived_by), AT(Requirement, basis_zh),
         AT(Requirement, basis_en));
  LAYOUT(Policy, AT(Policy, procedure), AT(Policy, step), AT(Policy, zh), AT(Policy, en), AT(Policy, said_by),
         AT(Policy, in_states), AT(Policy, opens_transfer), AT(Policy, documents), AT(Policy, requirements),
         AT(Policy, starts), AT(Policy, ends));
  LAYOUT(Transfer, AT(Transfer, transfer), AT(Transfer, case_id), AT(Transfer, procedure), AT(Transfer, state),
         AT(Transfer, sender), AT(Transfer, recipient), AT(Transfer, final), AT(Transfer, open_steps),
         AT(Transfer, clocks), AT(Transfer, open), AT(Transfer, json), AT(Transfer, numbers));
  LAYOUT(OwnNumber, AT(OwnNumber, agency), AT(OwnNumber, number), AT(OwnNumber, case_id), AT(OwnNumber, record));
  LAYOUT(FoundRecord, AT(FoundRecord, record), AT(FoundRecord, received_at), AT(FoundRecord, sender),
         AT(FoundRecord, recipient), AT(FoundRecord, case_id), AT(FoundRecord, transfer), AT(FoundRecord, procedure),
         AT(FoundRecord, step), AT(FoundRecord, number));
  LAYOUT(Found, AT(Found, numbers), AT(Found, records), AT(Found, more), AT(Found, behind), AT(Found, json));
  LAYOUT(Settings, AT(Settings, directory), AT(Settings, agency), AT(Settings, origin), AT(Settings, endpoint),
         AT(Settings, server_key), AT(Settings, log_key), AT(Settings, lane), AT(Settings, receives),
         AT(Settings, deliveries_ahead), AT(Settings, software));
  LAYOUT(Party, AT(Party, no), AT(Party, name), AT(Party, roles), AT(Party, kind), AT(Party, more));
  LAYOUT(Pair, AT(Pair, party), AT(Pair, offence), AT(Pair, more));
  LAYOUT(Document, AT(Document, id), AT(Document, type), AT(Document, fields), AT(Document, carrier),
         AT(Document, stamp), AT(Document, more));
  LAYOUT(Evidence, AT(Evidence, id), AT(Evidence, kind), AT(Evidence, title), AT(Evidence, bytes),
         AT(Evidence, file_name), AT(Evidence, more));
  LAYOUT(Dossier, AT(Dossier, procedure), AT(Dossier, step), AT(Dossier, occurred_at), AT(Dossier, recipient),
         AT(Dossier, case_id), AT(Dossier, transfer), AT(Dossier, confirms), AT(Dossier, title),
         AT(Dossier, own_case_number), AT(Dossier, parties), AT(Dossier, pairs), AT(Dossier, documents),
         AT(Dossier, evidence), AT(Dossier, head));
  LAYOUT(Fields);
  LAYOUT(Client);
#pragma GCC diagnostic pop
  return all;
}

}  // namespace

TEST_CASE("sdk: layout: values have the size and members that sdk/layout.txt lists") {
  // When it differs: raise the minor number (the major one from 1.0 on) in CMakeLists.txt, sdk/caseway_version.h and
  // sdk/package/exported.map, and write the list anew from what is printed here.
  CHECK(layout() == read_text(CASEWAY_SOURCE_DIR "/sdk/layout.txt"));
}

}  // namespace caseway::tests
