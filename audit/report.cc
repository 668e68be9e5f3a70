#include "audit/report.h"

#include <boost/json.hpp>
#include <map>
#include <sstream>
#include <tuple>

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
  bool missing = false;
  if (judged != nullptr) {
    for (const auto& each : judged->disagreements) {
      if (!each.missing) return Exit::mismatch;
      missing = true;
    }
  }
  for (const auto& problem : verified.problems) {
    if (!problem.missing) return Exit::mismatch;
    missing = true;
  }
  return missing || verified.records == 0 || !verified.trust ? Exit::incomplete : Exit::agrees;
}

namespace {

/// One line a problem, in the order met. What is missing is met by every group that needs it: told once, with how
/// often.
void tell_problems(std::ostringstream& out, const std::vector<Problem>& problems) {
  const auto once = [](const Problem& problem) {
    return std::tuple(problem.missing, problem.where,
                      problem.missing ? problem.what.substr(0, problem.what.find(',')) : problem.what);
  };
  std::map<decltype(once(problems.front())), std::size_t> met;
  for (const auto& problem : problems) ++met[once(problem)];
  for (const auto& problem : problems) {
    const auto at = met.find(once(problem));
    if (at == met.end()) continue;
    out << (problem.missing ? "missing: " : "mismatch: ") << problem.where << ": " << problem.what;
    if (at->second > 1) out << " (met " << at->second << " times)";
    out << "\n";
    met.erase(at);
  }
}

std::string erased_by(core::RecordIndex record, core::PartNo part, const flow::ErasedBy& by) {
  return "part " + std::to_string(part) + " of record " + std::to_string(record) + " was erased by order " +
         std::to_string(by.order) + " at " + core::print_instant(by.at);
}

void tell_erased(std::ostringstream& out, const Verified& verified, const Judged* judged) {
  for (const auto& [key, by] : verified.erased) out << "erased: " << erased_by(key.first, key.second, by) << "\n";
  if (judged == nullptr) return;
  for (const auto& each : judged->left_out)
    out << "left out: record " << each.index << " is not judged again: " << erased_by(each.record, each.part, each.by)
        << "\n";
}

std::string checkpoint_line(const core::Checkpoint& checkpoint) {
  if (checkpoint.tree_size == 0) return "none: no record was read";
  const std::string time = checkpoint.time.empty() ? "without a time" : core::print_instant(checkpoint.time);
  return std::to_string(checkpoint.tree_size) + " " + core::hex(checkpoint.root) + " " + time;
}

}  // namespace

std::string text_report(const Verified& verified, const Judged* judged) {
  std::ostringstream out;
  tell_problems(out, verified.problems);
  if (judged != nullptr) {
    for (const auto& each : judged->disagreements)
      out << (each.missing ? "missing: record " : "disagrees: record ") << each.index << ": " << each.what << "\n";
  }
  tell_erased(out, verified, judged);
  for (const auto& doubt : verified.doubts) {
    out << "in doubt: record " << doubt.record << " of " << doubt.agency << ", "
        << core::print_instant(doubt.received_at) << ": its key " << core::hex(doubt.key) << " was compromised then\n";
  }
  if (verified.trust) {
    const auto& genesis = verified.trust->genesis;
    out << "origin      " << genesis.origin << (genesis.training ? " (training site)" : "") << "\n"
        << "log key     " << core::hex(genesis.log_key) << "\n";
  }
  out << "records     " << verified.records << "\n"
      << "transfers   " << verified.transfers << "\n"
      << "parts       " << verified.parts << ", and " << verified.unrecorded << " of turns that were never recorded\n"
      << "bytes       journal " << verified.journal_bytes << ", vault " << verified.vault_bytes
      << ", all accounted for: " << (verified.problems.empty() ? "yes" : "no") << "\n"
      << "checkpoint  " << checkpoint_line(verified.checkpoint) << "\n";
  if (judged != nullptr) {
    out << "judged      " << judged->records << " records again, " << judged->disagreements.size() << " disagree, "
        << judged->left_out.size() << " left out\n"
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
  json::array doubts;
  for (const auto& doubt : verified.doubts) {
    doubts.push_back({{"record", doubt.record},
                      {"agency", doubt.agency},
                      {"key", core::hex(doubt.key)},
                      {"receivedAt", core::print_instant(doubt.received_at)}});
  }
  json::array erased;
  for (const auto& [key, by] : verified.erased)
    erased.push_back(
        {{"record", key.first}, {"part", key.second}, {"order", by.order}, {"at", core::print_instant(by.at)}});
  json::object out{{"audit", word(exit_of(verified, judged))},
                   {"records", verified.records},
                   {"transfers", verified.transfers},
                   {"parts", verified.parts},
                   {"unrecordedParts", verified.unrecorded},
                   {"journalBytes", verified.journal_bytes},
                   {"vaultBytes", verified.vault_bytes},
                   {"treeSize", verified.checkpoint.tree_size},
                   {"root", core::hex(verified.checkpoint.root)},
                   {"problems", problems},
                   {"erased", erased},
                   {"inDoubt", doubts}};
  if (verified.trust) {
    out["origin"] = verified.trust->genesis.origin;
    out["training"] = verified.trust->genesis.training;
    out["logKey"] = core::hex(verified.trust->genesis.log_key);
  }
  if (judged != nullptr) {
    json::array disagreements;
    for (const auto& each : judged->disagreements)
      disagreements.push_back({{"record", each.index}, {"what", each.what}, {"missing", each.missing}});
    out["judged"] = judged->records;
    out["state"] = core::hex(judged->state);
    out["disagreements"] = disagreements;
    json::array left_out;
    for (const auto& each : judged->left_out) left_out.push_back(each.index);
    out["leftOut"] = left_out;
    json::object deliveries;
    for (const auto& [agency, count] : judged->deliveries) deliveries[agency] = count;
    out["deliveries"] = deliveries;
  }
  return json::serialize(out);
}

}  // namespace caseway::audit
