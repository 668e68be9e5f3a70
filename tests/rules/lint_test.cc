// What `check` finds in a set that compiles: each finding on both sides, by a word more or less of one small set.
#include "broker/rules/lint.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "broker/rules/compile.h"
#include "tests/rules/pack_texts.h"
#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;

namespace {

/// A set without a finding: one kind, a universal step that gives up, a document, a clock.
Texts clean() {
  return {{"k01.capnp", R"capnp(@0x9a1f3c0f5d4b2a72;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (
  documents = [(type = "D01", label = (zh = "移送书", en = "letter"), class = letter, basis = [L.law], fields = [
    (name = "ground", label = (zh = "依据", en = "ground"), kind = code, codes = ["3(1)", "3(2)"]),
    (name = "penaltyImposed", label = (zh = "已处罚", en = "penalty"), kind = boolean),
    (name = "items", label = (zh = "物品", en = "items"), kind = group, list = true, fields = [
      (name = "no", label = (zh = "序号", en = "number"), kind = integer)])]),
    (type = "D07", label = (zh = "决定书", en = "decision"), class = decision, basis = [L.law], fields = [
    (name = "no", label = (zh = "文号", en = "number"))])],
  procedures = [(id = "K01", name = "adm.pol.crime_transfer", label = (zh = "移送", en = "transfer"), basis = [L.law],
    from = [administrative], to = [police], takes = ["withdraw"],
    states = [(id = "sent", label = (zh = "已发送", en = "sent")),
              (id = "accepted", label = (zh = "已签收", en = "accepted")),
              (id = "closed", final = true, label = (zh = "办结", en = "closed")),
              (id = "withdrawn", final = true, label = (zh = "撤回", en = "withdrawn"))],
    steps = [
      (id = "transfer", label = (zh = "移送", en = "transfer"), opens = true, by = [(side = opener)],
       documents = ["D01"], starts = [(clock = "K01.review")], leads = (state = "sent"), basis = [L.law]),
      (id = "accepted", label = (zh = "签收", en = "accepted"), by = [(side = receiver, roles = [police])],
       inStates = ["sent"], documents = ["D07"], ends = [(clock = "K01.review")], leads = (state = "accepted"),
       basis = [L.law]),
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)],
       inStates = ["accepted"], leads = (state = "closed"), basis = [L.law])],
    requirements = [(id = "K01.D01", document = "D01", steps = ["transfer"], label = (zh = "移送书", en = "the letter"),
      missing = (zh = "缺移送书", en = "missing: the letter"), must = (present = "D01"), basis = [L.law])],
    clocks = [(id = "K01.review", label = (zh = "审查", en = "review"), length = (amount = 3), dayBasis = calendar,
      consequence = (zh = "示", en = "seen"), basis = [L.law])])]
);
)capnp"},
          {"laws.capnp", R"capnp(@0x9a1f3c0f5d4b2a71;
using R = import "/rules.capnp";
const law :R.Basis = (instrument = "O310", article = "6(1)", confidence = verified);
const pack :R.Pack = (id = "small", version = "1",
  instruments = [(key = "O310", title = (zh = "规定", en = "rules"), number = "国务院令第310号", confidence = verified)],
  absent = [(id = "K02", name = "pol.pol.forward", label = (zh = "转送", en = "forwarding"))],
  universal = (steps = [(id = "withdraw", label = (zh = "撤回", en = "withdrawal"), by = [(side = sender)],
    anyState = true, documents = ["D01"], leads = (state = "withdrawn"), basis = [.law])])
);
)capnp"}};
}

struct Change {
  std::string there;
  std::string words;
  std::string file = "k01.capnp";
};

Texts changed(const std::vector<Change>& changes) {
  auto texts = clean();
  for (const auto& one : changes) {
    replace(texts, one.file, one.there, one.words);
  }
  return texts;
}

/// Findings of `texts`, which compile: "k01.capnp:13:5: K01: ...".
std::vector<std::string> findings_of(const Texts& texts) {
  const auto compiled = compile_bundle(texts);
  for (const auto& one : compiled.errors) FAIL_CHECK(one.file, ":", one.line, ":", one.column, ": ", one.what);
  REQUIRE(compiled.errors.empty());
  const auto loaded = load_bundle(compiled.binary);
  REQUIRE(loaded.ok());  // a broker takes it, whatever is found
  std::vector<std::string> all;
  for (const auto& one : lint(texts, loaded.value())) {
    all.push_back(one.file + ":" + std::to_string(one.line) + ":" + std::to_string(one.column) + ": " + one.what);
  }
  return all;
}

/// The one finding of the set with these changes is `what`, and stands where `place` does in `file`.
void check_found(const std::vector<Change>& changes, const std::string& place, const std::string& what,
                 const std::string& file = "k01.capnp") {
  const auto texts = changed(changes);
  const auto at = texts.at(file).find(place);
  REQUIRE_MESSAGE(at != std::string::npos, place);
  const auto wanted = place_at(texts, file, at + place.find('"')) + what;
  const auto found = findings_of(texts);
  CHECK_MESSAGE(found == std::vector<std::string>{wanted}, "wanted ", wanted, ", came ", found.size(), ": ",
                (found.empty() ? "" : found.front()));
}

void check_clean(const std::vector<Change>& changes) {
  const auto found = findings_of(changed(changes));
  CHECK_MESSAGE(found.empty(), (found.empty() ? "" : found.front()));
}

}  // namespace

TEST_CASE("lint: a small set and the shipped one have no finding") {
  check_clean({});
  for (const auto& one : lint(cn_ip_texts(), cn_ip())) {
    FAIL_CHECK(one.file, ":", one.line, ":", one.column, ": ", one.what);
  }
}

TEST_CASE("lint: a state that no step leaves is found unless it is final, though a universal step gives it up") {
  const Change close{"inStates = [\"accepted\"], leads", "inStates = [\"sent\"], leads"};
  check_found({close}, "id = \"accepted\", label = (zh = \"已签收\"",
              "K01: accepted: no step leaves this state, and it is not final: after accepted a transfer stays in it "
              "for ever");
  check_clean({close, {"(id = \"accepted\", label", "(id = \"accepted\", final = true, label"}});
  check_clean(
      {close,
       {"inStates = [\"sent\"], documents", "inStates = [\"sent\", \"accepted\"], documents"},
       {"leads = (state = \"accepted\")",
        "leads = (firstThatHolds = [(when = (present = \"D07\"), state = \"closed\"), (state = \"accepted\")])"}});
}

TEST_CASE("lint: a state that no step leads to is found, and one that is led to from such states alone") {
  const std::string states = "states = [";
  const std::string more = "states = [(id = \"lost\", label = (zh = \"无\", en = \"lost\")), ";
  check_found({{states, more}, {"inStates = [\"accepted\"], leads", "inStates = [\"accepted\", \"lost\"], leads"}},
              "id = \"lost\"", "K01: lost: no step leads to this state");
  const std::string beyond = more + "(id = \"beyond\", final = true, label = (zh = \"外\", en = \"beyond\")), ";
  const Change step{"steps = [\n",
                    "steps = [(id = \"on\", label = (zh = \"续\", en = \"on\"), by = [(side = sender)], documents = "
                    "[\"D01\"], inStates = [\"lost\"], leads = (state = \"beyond\"), basis = [L.law]),\n"};
  const auto found = findings_of(changed({{states, beyond}, step}));
  REQUIRE(found.size() == 2);
  CHECK(found[0].ends_with("K01: lost: no step leads to this state"));
  CHECK(
      found[1].ends_with("K01: beyond: no transfer comes to this state: on leads to it, and is open in states alone "
                         "to which none comes"));
  check_clean(
      {{states, beyond},
       step,
       {"leads = (state = \"accepted\")", "leads = (noPairOpen = (state = \"accepted\", otherwise = \"lost\"))"}});
}

TEST_CASE("lint: a step that no party of its kind may say is found, with the roles of both") {
  const std::string by = "by = [(side = receiver, roles = [police])]";
  const auto said_by = [&](const std::string& actors) { return Change{by, "by = [" + actors + "]"}; };
  const std::string place = "id = \"accepted\", label = (zh = \"签收\"";
  const std::string nobody = "K01: accepted: nobody may say this step: ";
  check_found({said_by("(side = receiver, roles = [court])")}, place,
              nobody + "of the receiver asked for: court; receivers: police");
  check_found({said_by("(side = sender, roles = [police]), (side = system)")}, place,
              nobody + "of the sender asked for: police; senders of K01: administrative; or the bus says no message");
  check_found({said_by("(side = either, roles = [court])")}, place,
              nobody + "of either side asked for: court; senders of K01: administrative; receivers: police");
  check_found({said_by("(side = both, roles = [police])")}, place,
              nobody + "of both sides asked for: police; senders of K01: administrative; receivers: police");
  for (const char* actors :
       {"(side = receiver)", "(side = receiver, roles = [court, police])", "(side = other, roles = [court])",
        "(side = receiver, roles = [court]), (side = either, roles = [administrative])",
        "(side = both, roles = [police, administrative])"}) {
    check_clean({said_by(actors)});
  }
  check_clean({said_by("(side = receiver, roles = [court])"), {"to = [police]", "to = []"}});  // anybody receives it
}

TEST_CASE("lint: who takes a transfer over by saying a step may say the receiver's from then on") {
  const Change court{"by = [(side = receiver, roles = [police])]", "by = [(side = receiver, roles = [court])]"};
  const std::string taken =
      "(id = \"take\", label = (zh = \"接\", en = \"take\"), by = [(side = other, roles = [court])], "
      "inStates = [\"sent\"], documents = [\"D01\"], basis = [L.law]";
  check_clean({court, {"steps = [\n", "steps = [" + taken + ", receiver = sayer),\n"}});
  CHECK(findings_of(changed({court, {"steps = [\n", "steps = [" + taken + "),\n"}})).size() == 1);
}

TEST_CASE("lint: a step that a message says has a document, or is marked as one without") {
  const std::string place = "id = \"accepted\", label = (zh = \"签收\"";
  const std::string documents = "documents = [\"D07\"], ends";
  const Change asked{
      "requirements = [",
      "requirements = [(id = \"K01.D07\", document = \"D07\", steps = [\"accepted\"], label = "
      "(zh = \"书\", en = \"paper\"), missing = (zh = \"缺\", en = \"missing\"), must = (present = \"D07\"), "
      "basis = [L.law]), "};
  const Change used{"must = (present = \"D01\")", "must = (any = [(present = \"D01\"), (present = \"D07\")])"};
  check_found({{documents, "ends"}, used}, place,
              "K01: accepted: no document is asked for, and it does not say withoutDocument = true");
  check_clean({{documents, "withoutDocument = true, ends"}, used});
  check_clean({{documents, "ends"}, asked});  // its requirement asks for one
  check_found({{documents, "withoutDocument = true, " + documents}}, place,
              "K01: accepted: it says withoutDocument, and a document is asked for");
  check_found({{documents, "withoutDocument = true, ends"}, asked}, place,
              "K01: accepted: it says withoutDocument, and a document is asked for");
}

TEST_CASE("lint: a universal step is found once and where it stands, though two kinds take it") {
  auto texts = changed({{"documents = [\"D01\"], leads", "leads", "laws.capnp"}});
  auto& other = texts["k03.capnp"] = texts.at("k01.capnp");
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (auto at = other.find(from); at != std::string::npos; at = other.find(from, at))
      other.replace(at, from.size(), to);
  };
  replace_all("K01", "K03");
  replace_all("2a72", "2a73");
  const auto documents = other.find("documents = [(type");
  other.erase(documents, other.find("procedures = ") - documents);
  const auto found = findings_of(texts);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == place_at(texts, "laws.capnp", texts.at("laws.capnp").find("\"withdraw\"")) +
                        "K01: withdraw: no document is asked for, and it does not say withoutDocument = true");
}

TEST_CASE("lint: a document that no step carries, no requirement looks at and no other names is found") {
  const std::string type = "(type = \"D07\"";
  const std::string more =
      "(type = \"D09\", label = (zh = \"单\", en = \"list\"), class = list, basis = [L.law], fields = "
      "[(name = \"no\", label = (zh = \"号\", en = \"number\"))]), ";
  const Change added{type, more + type};
  check_found({added}, "type = \"D09\"",
              "D09: no step carries this document, no requirement looks at it, and no document in use names it");
  check_clean({added, {"documents = [\"D07\"], ends", "documents = [\"D07\", \"D09\"], ends"}});
  check_clean({added,
               {"(name = \"no\", label = (zh = \"文号\"",
                "(name = \"of\", label = (zh = \"附\", en = \"of\"), kind = document, "
                "documents = [\"D09\"]), (name = \"no\", label = (zh = \"文号\""}});  // D07 names it
  check_clean(
      {added, {"must = (present = \"D01\")", "must = (any = [(present = \"D01\"), (present = \"held:D09.no\")])"}});
  check_clean(
      {added,
       {"dayBasis = calendar,", "dayBasis = calendar, extension = (approvers = [police], document = \"D09\"),"}});
}

TEST_CASE("lint: a clock that no step starts and no document dates is found, and a date that nobody looks at") {
  const std::string start = "starts = [(clock = \"K01.review\")], ";
  const std::string end = "ends = [(clock = \"K01.review\")], ";
  const std::string dated = "dayBasis = calendar, anchor = asserted, anchorPath = \"D01.issued\",";
  const Change field{"(name = \"ground\"",
                     "(name = \"issued\", label = (zh = \"日\", en = \"day\"), kind = date), (name = \"ground\""};
  const std::string clock = "id = \"K01.review\", label";
  check_found({{start, ""}}, clock,
              "K01: K01.review: no step starts this clock, and no document dates it: it never runs");
  check_clean({{end, ""}});  // it starts, and runs out
  check_clean({field, {start, ""}, {"dayBasis = calendar,", dated}});
  check_found({field, {start, ""}, {end, ""}, {"dayBasis = calendar,", dated}}, clock,
              "K01: K01.review: D01.issued dates this clock, and no step starts or ends it: nobody looks at it");
  check_clean({field,
               {start, ""},
               {end, ""},
               {"dayBasis = calendar,", dated},
               {"must = (present = \"D01\")", "must = (inTime = \"K01.review\")"}});
}

TEST_CASE("lint: a set whose last day lies before its first is found, one of a single day is not") {
  const auto days = [](const std::string& last) {
    return Change{"version = \"1\"", "version = \"1\", effectiveFrom = \"2025-12-01\", effectiveTo = \"" + last + "\"",
                  "laws.capnp"};
  };
  check_clean({days("2025-12-01")});
  check_found({days("2025-11-30")}, "\"2025-11-30\"", "\"2025-11-30\": the last day of the set lies before its first",
              "laws.capnp");
}

TEST_CASE("lint: a clock warns within the longer of its lengths, and neither is below 0") {
  const std::string clock = "id = \"K01.review\", label";
  const auto of = [](const std::string& length, const std::string& basis = "dayBasis = calendar,") {
    return Change{"length = (amount = 3), dayBasis = calendar,", length + ", " + basis};
  };
  const std::string found = "K01: K01.review: the preWarning is not shorter than the length";
  const std::string hours = "length = (amount = 24, unit = hours), preWarning = (unit = hours, amount = ";
  check_clean({of(hours + "23)", "")});
  check_found({of(hours + "24)", "")}, clock, found);
  check_clean({of(hours + "71), secondLength = 72", "")});
  check_found({of(hours + "72), secondLength = 72", "")}, clock, found);
  check_clean({of("length = (amount = 3), preWarning = (amount = 2)")});
  check_found({of("length = (amount = 3), preWarning = (amount = 3)")}, clock, found);
  const std::string month = "length = (amount = 1, unit = months), preWarning = (amount = ";
  check_clean({of(month + "27)", "")});
  check_found({of(month + "28)", "")}, clock, found);
  check_found({of("length = (amount = 3), preWarning = (amount = -1)")}, clock,
              "K01: K01.review: the preWarning is below 0");
  const Change due{"(name = \"ground\"",
                   "(name = \"due\", label = (zh = \"日\", en = \"day\"), kind = date), (name = \"ground\""};
  check_found({due, of("length = (amount = -1), lengthFrom = \"D01.due\"")}, clock,
              "K01: K01.review: the length is below 0");
}

TEST_CASE("lint: a row without a source or a translation is found, by loading or by this") {
  check_found({{"en = \"transfer\"), basis = [L.law],\n    from", "en = \"transfer\"),\n    from"}}, "id = \"K01\"",
              "K01: needs a basis: an article, a site setting, or our own design");
  check_found({{"leads = (state = \"closed\")", "barred = (zh = \"不\"), leads = (state = \"closed\")"}},
              "id = \"close\", label", "K01: close: needs the sentence `barred` in English");
  check_clean({{"leads = (state = \"closed\")", "barred = (zh = \"不\", en = \"no\"), leads = (state = \"closed\")"}});
  for (const auto& change :
       std::vector<Change>{{"label = (zh = \"审查\", en = \"review\")", "label = (zh = \"审查\")"},
                           {"consequence = (zh = \"示\", en = \"seen\"), ", ""},
                           {"missing = (zh = \"缺移送书\", en", "missing = (en"},
                           {"leads = (state = \"sent\"), basis = [L.law]", "leads = (state = \"sent\")"}}) {
    CHECK_MESSAGE(!errors_of(changed({change})).empty(), change.there);
  }
}

namespace {

/// K01.D01 and another requirement of `transfer`, K01.other, with these words in each.
std::vector<Change> asking(const std::string& words, const std::string& other) {
  return {
      {"must = (present = \"D01\"), basis = [L.law])]",
       words +
           ", basis = [L.law]), (id = \"K01.other\", steps = [\"transfer\"], label = (zh = \"另\", en = \"other\"), "
           "missing = (zh = \"缺\", en = \"missing\"), " +
           other + ", basis = [L.law])]"}};
}

const std::string plain = "must = (present = \"D01\")";
const std::string penalty = "(compare = (left = \"D01.penaltyImposed\", right = (bool = ";

}  // namespace

TEST_CASE("lint: a requirement that never applies is found, with what it would take") {
  const auto never = [](const std::string& when, const std::string& why) {
    check_found(asking(plain, "when = " + when + ", must = (present = \"D07\")"), "id = \"K01.other\"",
                "K01: K01.other: it never applies: " + why);
  };
  const std::string none = "(not = (present = \"D01\"))";
  never("(never = void)", "its `when` holds for no message");
  never("(all = [" + none + ", " + penalty + "true)))])",
        "that would take no D01, D01.penaltyImposed = true, which no message can be");
  never("(all = [(not = (present = \"held:D01\")), (present = \"D01.ground\")])",
        "that would take no held:D01, D01.ground, which no message can be");
  const std::string early =
      "(compare = (left = \"step.occurredAt\", is = less, right = (instant = \"2025-01-01T00:00:00+08:00\")))";
  const std::string late =
      "(compare = (left = \"step.occurredAt\", is = atLeast, right = (instant = \"2025-01-01T00:00:00+08:00\")))";
  never("(all = [" + early + ", " + late + "])",
        "that would take step.occurredAt < 2025-01-01T00:00:00+08:00, step.occurredAt >= 2025-01-01T00:00:00+08:00, "
        "which no "
        "message can be");
  for (const auto& when : {"(any = [" + none + ", " + penalty + "true)))])", "(any = [" + early + ", " + late + "])",
                           "(all = [" + penalty + "true))), " + penalty + "false)))])",  // of two letters
                           std::string("(all = [(not = (present = \"D01\")), (present = \"earlier:D01\")])")}) {
    check_clean(asking(plain, "when = " + when + ", must = (present = \"D07\")"));
  }
}

TEST_CASE("lint: a requirement that never fails is found, with a message that meets it") {
  const auto never = [](const std::string& words, const std::string& met) {
    check_found(asking(plain, words), "id = \"K01.other\"",
                "K01: K01.other: it never fails: wherever it applies it is met, as with " + met);
  };
  never("when = (present = \"D07\")", "D07");  // no `must`
  never("when = (present = \"D07.no\"), must = (present = \"D07\")", "D07.no, D07");
  never("when = (present = \"D01.penaltyImposed\"), must = (any = [" + penalty + "true))), " + penalty + "false)))])",
        "D01.penaltyImposed, D01.penaltyImposed = true, not (D01.penaltyImposed = false)");
  check_clean(asking(plain, "when = (present = \"D07\"), must = (present = \"D07.no\")"));
  check_clean(asking(plain, "must = (any = [" + penalty + "true))), " + penalty + "false)))])"));  // not stated
}

TEST_CASE("lint: two requirements of one step that cannot both be met are found, with what makes them contradict") {
  const std::string not_punished = "when = " + penalty + "false))), must = (not = (present = \"D07\"))";
  const std::string finding =
      "K01: K01.D01: it contradicts K01.other: with D01.penaltyImposed = false, K01.D01 asks for D07 and "
      "K01.other asks for no D07";
  const std::string place = "id = \"K01.D01\"";
  check_found(asking("must = (present = \"D07\")", not_punished), place, finding);
  check_clean(asking("when = " + penalty + "true))), must = (present = \"D07\")",
                     "when = (not = " + penalty + "true)))), must = (not = (present = \"D07\"))"));
  check_clean(asking("must = (present = \"D07\")", not_punished + ", perParty = true"));  // of each party
  auto elsewhere = asking("must = (present = \"D07\")", not_punished);
  elsewhere.push_back({"steps = [\"transfer\"], label = (zh = \"另\"", "steps = [\"accepted\"], label = (zh = \"另\""});
  check_clean(elsewhere);
  // A flag stands wherever it applies: what is met by no message contradicts nothing.
  check_clean(asking(plain, "when = " + penalty + "false))), must = (never = void)"));
}

TEST_CASE("lint: sixteen leaves are searched, and of more nothing is said") {
  const auto asks = [](int leaves) {  // the first of them never applies
    std::string all = "(not = (present = \"D01\")), (present = \"D01.ground\")";
    for (int i = 2; i < leaves; ++i) {
      all += ", (compare = (left = \"D01.items.no\", right = (int = " + std::to_string(i) + ")))";
    }
    return findings_of(changed(asking(plain, "when = (all = [" + all + "])")));
  };
  CHECK(asks(16).size() == 1);
  CHECK(asks(17).empty());
}
