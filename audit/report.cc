#include "audit/report.h"

#include <boost/json.hpp>
#include <sstream>

#include "broker/core/instant.h"

namespace caseway::audit {
namespace {

const char* word(Exit exit) {
  switch (exit) {
    case Exit::agrees: return "agrees";
    case Exit::mismatch: return "mismatch";
    case Exit::unreadable: return "unreadable";
    case Exit::incomplete: return "incomplete";
  }
  return "mismatch";
}

}  // namespace

Exit exit_of(const Verified& verified, const Judged* judged) {
  if (judged != nullptr && !judged->disagreements.empty()) return Exit::mismatch;
  bool missing = false;
  for (const auto& problem : verified.problems) {
    if (!problem.missing) return Exit::mismatch;
    missing = true;
  }
  return missing || verified.records == 0 ? Exit::incomplete : Exit::agrees;
}

std::string text_report(const Verified& verified, const Judged* judged) {
  std::ostringstream out;
  for (const auto& problem : verified.problems) {
    out << (problem.missing ? "missing: " : "mismatch: ") << problem.where << ": " << problem.what << "\n";
  }
  if (judged != nullptr) {
    for (const auto& each : judged->disagreements) out << "disagrees: record " << each.index << ": " << each.what << "\n";
  }
  out << "origin      " << verified.genesis.origin << (verified.genesis.training ? " (training site)" : "") << "\n"
      << "records     " << verified.records << " in " << verified.groups.size() << " groups\n"
      << "transfers   " << verified.transfers << "\n"
      << "parts       " << verified.parts << "\n"
      << "bytes       journal " << verified.journal_bytes << ", vault " << verified.vault_bytes << ", all accounted for: "
      << (verified.problems.empty() ? "yes" : "no") << "\n"
      << "checkpoint  " << verified.checkpoint.tree_size << " " << core::hex(verified.checkpoint.root) << " "
      << core::print_instant(verified.checkpoint.time) << "\n";
  if (judged != nullptr) {
    out << "judged      " << judged->records << " records again, " << judged->disagreements.size() << " disagree\n"
        << "state       " << core::hex(judged->state) << "\n";
  }
  out << "audit       " << word(exit_of(verified, judged)) << "\n";
  return out.str();
}

std::string json_report(const Verified& verified, const Judged* judged) {
  namespace json = boost::json;
  json::array problems;
  for (const auto& problem : verified.problems) {
    problems.push_back({{"where", problem.where}, {"what", problem.what}, {"missing", problem.missing}});
  }
  json::object out{{"audit", word(exit_of(verified, judged))},
                   {"origin", verified.genesis.origin},
                   {"training", verified.genesis.training},
                   {"records", verified.records},
                   {"groups", verified.groups.size()},
                   {"transfers", verified.transfers},
                   {"parts", verified.parts},
                   {"journalBytes", verified.journal_bytes},
                   {"vaultBytes", verified.vault_bytes},
                   {"treeSize", verified.checkpoint.tree_size},
                   {"root", core::hex(verified.checkpoint.root)},
                   {"problems", problems}};
  if (judged != nullptr) {
    json::array disagreements;
    for (const auto& each : judged->disagreements) disagreements.push_back({{"record", each.index}, {"what", each.what}});
    out["judged"] = judged->records;
    out["state"] = core::hex(judged->state);
    out["disagreements"] = disagreements;
  }
  return json::serialize(out);
}

}  // namespace caseway::audit
