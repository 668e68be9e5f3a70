// What holds of every message under the shipped pack: it is judged, always alike, in whatever order its parts lie, and
// what is added to it makes nothing missing.
#include "tests/rules/properties.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "broker/rules/trace.h"
#include "tests/rules/twin.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Fault;
using caseway::core::Finding;

namespace {

constexpr Straying careless{12, 4, false};
constexpr Straying extreme{8, 8, true};

/// A finding without its part; of a requirement without its place too: that is the first of several that lies there.
using Bare = std::tuple<std::string, Fault, caseway::core::FindingClass, std::string, std::string, bool>;

std::multiset<Bare> bare(const std::vector<Finding>& findings) {
  std::multiset<Bare> all;
  for (const auto& one : findings) {
    const auto path = one.cls == caseway::core::FindingClass::form ? one.path : std::string();
    all.insert({one.code, one.fault, one.cls, path, one.barred_step.str(), one.stops});
  }
  return all;
}

bool same(const Judgement& one, const Judgement& other) {
  return one.findings == other.findings && one.met == other.met && one.met_for == other.met_for &&
         one.stopped == other.stopped;
}

/// The documents of the message in another order, with part numbers and digests as their sender would then give them.
void permute(Choices& choices, World& world) {
  auto& dossier = world.dossier;
  const auto digests = world.part_digests;
  std::vector<std::size_t> order(dossier.documents.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[choices.of(static_cast<unsigned>(i))]);
  auto old = dossier;
  for (std::size_t i = 0; i < order.size(); ++i) {
    dossier.documents[i] = old.documents[order[i]];
    if (!digests.empty()) world.part_digests[old.document_parts[i]] = digests[old.document_parts[order[i]]];
  }
}

/// Documents that a condition looks at.
void add_documents_of(const Condition& it, std::set<DocumentType>& types) {
  for (const auto* operand : {&it.left, &it.factor, &it.right}) {
    if (operand->is_path && operand->path.root == Root::document) types.insert(operand->path.document);
  }
  for (const auto& child : it.children) add_documents_of(child, types);
}

/// Codes of what is found at all, and of what tells that a document is missing.
struct Codes {
  std::set<std::string> all;
  std::set<std::string> missing;
};

Codes codes_of(const Judgement& judgement) {
  Codes codes;
  for (const auto& one : judgement.findings) {
    codes.all.insert(one.code);
    const auto type = document_at(one.path);
    if (one.fault == Fault::absent && type && type->str() == one.path) codes.missing.insert(one.code);
  }
  return codes;
}

}  // namespace

TEST_CASE("evaluate: every message is judged: what stops and bars is told, and no number is too large (1,000 worlds)") {
  std::size_t in_part = 0;
  for_worlds(1000, extreme, [&](Choices&, const World& world) {
    const auto judged = evaluate(world.view());
    bool stops = false;
    bool partly = false;
    for (const auto& one : judged.findings) {
      stops = stops || one.stops;
      partly = partly || one.code == "judged_in_part";
      RC_ASSERT(one.bars == !one.barred_step.empty());
      const bool known = one.code.starts_with("form.") || one.code == "judged_in_part" ||
                         find_requirement(cn_ip(), one.code) != nullptr;
      RC_ASSERT(known);
      RC_ASSERT(one.part <= world.dossier.documents.size());
    }
    RC_ASSERT(stops == judged.stopped);
    const bool unread =
        std::any_of(world.facts.begin(), world.facts.end(), [](const auto& fact) { return fact.unread; });
    RC_ASSERT(partly == unread);  // the messages are small: nothing else is left unseen
    in_part += partly ? 1 : 0;
  });
  CHECK(in_part > 10);
}

TEST_CASE("evaluate: the same message is judged alike twice, and with its parts in another order (1,000 worlds)") {
  std::size_t findings = 0;
  for_worlds(1000, careless, [&](Choices& choices, World& world) {
    const auto once = evaluate(world.view());
    RC_ASSERT(same(once, evaluate(world.view())));
    permute(choices, world);
    const auto again = evaluate(world.view());
    RC_ASSERT(bare(once.findings) == bare(again.findings));
    RC_ASSERT(once.met == again.met);
    RC_ASSERT(once.met_for == again.met_for);
    findings += once.findings.size();
  });
  CHECK(findings > 5000);
}

TEST_CASE("evaluate: a document that is added makes none missing but what the law asks for beside it (2,000 worlds)") {
  std::size_t fewer = 0;
  std::set<std::string> beside;
  for_worlds(2000, careless, [&](Choices& choices, World& world) {
    if (world.subject->documents.empty()) return;
    const auto type = choices.among(world.subject->documents);
    const auto before = codes_of(evaluate(world.view()));
    add_document(world, full_document(choices, *world.subject, type, "added"));
    const auto after = codes_of(evaluate(world.view()));
    for (const auto& code : after.missing) {
      if (before.all.count(code) != 0) continue;
      const auto* requirement = find_requirement(cn_ip(), code);
      RC_LOG() << type.str() << " makes " << code << " fail\n";
      RC_ASSERT(requirement != nullptr);
      std::set<DocumentType> asked_by;
      add_documents_of(requirement->when, asked_by);
      RC_ASSERT(asked_by.count(type) != 0);
      beside.insert(code);
    }
    fewer += after.missing.size() < before.missing.size() ? 1 : 0;
  });
  CHECK(fewer > 50);
  CHECK_FALSE(beside.empty());  // the exception is met too, or it could go
}

namespace {

/// A leaf that fails is named in the words of the pack, with all that the twin sees there, or "nothing".
void check_traced(const Condition& it, const Traced& traced, const Twin& twin, const Twin::Seen* element) {
  RC_ASSERT(!traced.asks.empty());
  RC_ASSERT(traced.holds == twin.test(it, element));
  if (it.op == Op::for_all || it.op == Op::exists || it.op == Op::count) {
    const auto all = twin.see(it.left, element);
    if (all.empty()) RC_ASSERT(traced.seen == std::vector<std::string>{it.left.path.text + ": nothing"});
    if (it.children.empty()) return;
    RC_ASSERT(traced.children.size() == std::min(all.size(), Traced::elements_most));
    for (std::size_t i = 0; i < traced.children.size(); ++i) {
      check_traced(it.children[0], traced.children[i], twin, &all[i]);
    }
    return;
  }
  if (!it.children.empty()) {
    RC_ASSERT(traced.children.size() == it.children.size());
    for (std::size_t i = 0; i < it.children.size(); ++i) {
      check_traced(it.children[i], traced.children[i], twin, element);
    }
    return;
  }
  std::size_t lines = 0;
  for (const auto* operand : {&it.left, &it.factor, &it.right}) {
    if (!operand->is_path || operand->path.text.empty()) continue;
    auto unshifted = *operand;
    unshifted.plus = 0;
    const auto all = twin.see(unshifted, element);
    lines += all.empty() ? 1 : std::min(all.size(), Traced::seen_most);
    if (!all.empty()) continue;
    const auto nothing = operand->path.text + ": nothing";
    RC_ASSERT(std::count(traced.seen.begin(), traced.seen.end(), nothing) >= 1);
  }
  RC_ASSERT(traced.seen.size() == lines);
}

}  // namespace

TEST_CASE("trace: each leaf of each requirement is named with what the twin sees there (500 worlds)") {
  const caseway::tests::DayByDay days(cn_calendar());
  std::size_t failed = 0;
  for_worlds(500, careless, [&](Choices&, const World& world) {
    const auto view = world.view();
    const Twin twin(view, days);
    std::set<std::string> by_trace;
    std::set<std::string> by_judgement;
    const auto parties = twin.see(at(Op::present, "party").left, nullptr);
    for (const auto& one : trace(view)) {
      const auto party = std::find_if(parties.begin(), parties.end(), [&](const Twin::Seen& seen) {
        return seen.value.fields[0].values[0].integer == one.party;
      });
      const Twin::Seen* element = one.party == 0 ? nullptr : &*party;
      check_traced(one.requirement->when, one.when, twin, element);
      if (!one.when.holds) continue;
      check_traced(one.requirement->must, one.must, twin, element);
      if (!one.must.holds) by_trace.insert(one.requirement->id);
    }
    for (const auto& one : evaluate(view).findings) {
      if (!one.code.starts_with("form.")) by_judgement.insert(one.code);
    }
    RC_ASSERT(by_trace == by_judgement);
    failed += by_trace.size();
  });
  CHECK(failed > 400);
}
