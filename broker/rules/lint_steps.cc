// Who may say a step of a kind, and what he carries.
#include <algorithm>

#include "broker/rules/lint.h"

namespace caseway::rules {
namespace {

using core::Role;
using Roles = std::vector<Role>;

std::string words_of(const Roles& roles) {
  std::string text;
  for (const auto role : roles) text += (text.empty() ? "" : ", ") + std::string(name_of(role));
  return text.empty() ? "anybody" : text;
}

/// Empty on either side: any role.
bool meet(const Roles& one, const Roles& other) {
  if (one.empty() || other.empty()) return true;
  return std::any_of(one.begin(), one.end(),
                     [&](Role role) { return std::find(other.begin(), other.end(), role) != other.end(); });
}

/// Who may receive a transfer of the kind: those of `to`, and whoever takes it over by saying a step.
Roles receivers_of(const Procedure& of) {
  Roles all = of.to;
  for (const auto& step : of.steps) {
    if (step.receiver != NewReceiver::sayer || all.empty()) continue;
    for (const auto& actor : step.by) {
      if (actor.roles.empty()) return {};
      all.insert(all.end(), actor.roles.begin(), actor.roles.end());
    }
    if (!step.with_steps.empty()) return {};  // who says the other kind's step
  }
  return all;
}

/// Empty where an agency of the kind can say it; else why none can.
std::string why_nobody(const Actor& actor, const Procedure& of, const Roles& receivers) {
  const auto asked = " asked for: " + words_of(actor.roles);
  const auto senders_are = "; senders of " + of.id.str() + ": " + words_of(of.from);
  const auto receivers_are = "; receivers: " + words_of(receivers);
  const bool sends = meet(actor.roles, of.from);
  const bool receives = meet(actor.roles, receivers);
  switch (actor.side) {
    case Side::sender: return sends ? "" : "of the sender" + asked + senders_are;
    case Side::opener: return sends ? "" : "of the opener" + asked + senders_are;
    case Side::receiver: return receives ? "" : "of the receiver" + asked + receivers_are;
    case Side::either: return sends || receives ? "" : "of either side" + asked + senders_are + receivers_are;
    case Side::both: return sends && receives ? "" : "of both sides" + asked + senders_are + receivers_are;
    case Side::system: return "the bus says no message";
    case Side::other: return "";  // by role alone
  }
  return "";
}

bool reads(const Condition& it, std::string_view path) {
  if (it.left.is_path && it.left.path.text == path) return true;
  return std::any_of(it.children.begin(), it.children.end(),
                     [&](const Condition& child) { return reads(child, path); });
}

/// Its row names one, or a requirement of this step is about one, or asks how many there are.
bool has_document(const Step& step, const Procedure& of) {
  if (!step.documents.empty()) return true;
  return std::any_of(of.requirements.begin(), of.requirements.end(), [&](const Requirement& it) {
    const bool looks = std::find(it.steps.begin(), it.steps.end(), step.id) != it.steps.end();
    return looks && (!it.document.empty() || reads(it.must, "step.documents"));
  });
}

}  // namespace

void lint_steps(const Procedure& of, Mistakes& mistakes) {
  const auto receivers = receivers_of(of);
  for (const auto& step : of.steps) {
    if (step.say != Say::message) continue;  // the bus may say its own, and carries nothing
    const Mistakes::Row row(mistakes, step.id.str(), step.taken ? "universal" : "steps");
    std::string why;
    bool somebody = false;
    for (const auto& actor : step.by) {
      const auto not_he = why_nobody(actor, of, receivers);
      somebody = somebody || not_he.empty();
      why += (why.empty() ? "" : "; or ") + not_he;
    }
    if (!somebody) mistakes.add({}, "nobody may say this step: " + why);
    if (has_document(step, of) == step.without_document) {
      mistakes.add({}, step.without_document ? "it says withoutDocument, and a document is asked for"
                                             : "no document is asked for, and it does not say withoutDocument = true");
    }
  }
}

}  // namespace caseway::rules
