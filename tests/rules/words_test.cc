// The words of a row: what each is read as, beside which others it stands, and which are refused because nothing judges
// them yet. The set that is changed here is tests/golden/pack.txt, so that its own bytes are pinned too.
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/rules/compile.h"
#include "broker/rules/parser.h"
#include "broker/rules/unpack.h"
#include "tests/rules/pack_texts.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;

namespace {

/// One change of a set: `words` written in place of `there`, or before it where `there` stands at their end.
struct Change {
  std::string file;
  std::string there;
  std::string words;
};

// Places in the set.
const std::string kind = "policy = \"P1\"";
const std::string transfer = "documents = [\"D01\"], starts";
const std::string filed = "holds = (compare";
const std::string late = "inStates = [\"sent\"],\n       copies";
const std::string letter = "suppliedBy = [administrative]";
const std::string papers = "when = (present = \"party\")";
const std::string review = "raises = \"late\"";
const std::string send = "secondLength = 3";
const std::string copied = "(roles = [procuratorate], ";
const std::string opened = "to = firstSender)],\n       counters";
const std::string started = "perPair = true, when";
const std::string ended = "ends = [(clock = \"K01.review\", perPair = true";
const std::string extended = "anyState = true,";
const std::string signoff = "owner = receiver, lineTo = [superiorAgency]";

Change before(const std::string& there, const std::string& words, const std::string& file = "k01.capnp") {
  return {file, there, words + there};
}
Change after(const std::string& there, const std::string& words, const std::string& file = "k01.capnp") {
  return {file, there, there + words};
}
Change instead(const std::string& there, const std::string& words) { return {"k01.capnp", there, words}; }

/// The set of the golden, with a code list of links and a requirement of asked items; its step "filed" is called
/// "file", for a place is looked for behind the first row of a name, and a state is called "filed" too.
Texts base() {
  auto texts = files_of(file_of("tests/golden/pack.txt"));
  auto& laws = texts.at("laws.capnp");
  const std::string lists = "codeLists = [";
  laws.insert(laws.find(lists) + lists.size(),
              "(name = \"link\", values = [(code = \"follow_on\", label = (zh = \"接续\", en = \"follow-on\"))]), ");
  auto& rows = texts.at("k01.capnp");
  const std::string requirements = "requirements = [";
  rows.insert(rows.find(requirements) + requirements.size(),
              "(id = \"K01.items\", steps = [\"transfer\"], label = (zh = \"物品\", en = \"items\"), missing = (zh = "
              "\"未答\", en = \"open\"), basis = [L.law]), ");
  for (const std::string there : {"id = \"filed\", label = (zh = \"立案\"", "bars = [\"filed\"]"}) {
    const auto at = rows.find(there);
    REQUIRE_MESSAGE(at != std::string::npos, there);
    rows.erase(at + there.find("d\""), 1);
  }
  return texts;
}

Texts changed(const std::vector<Change>& changes) {
  auto texts = base();
  for (const auto& one : changes) {
    replace(texts, one.file, one.there, one.words);
  }
  return texts;
}

/// "k01.capnp:13:78: " of `word` within the words of `change`.
std::string place_in(const Texts& texts, const Change& change, const std::string& word) {
  const auto at = texts.at(change.file).find(change.words);
  const auto within = change.words.find(word);
  REQUIRE_MESSAGE(at != std::string::npos, change.words);
  REQUIRE_MESSAGE(within != std::string::npos, word);
  return place_at(texts, change.file, at + within);
}

/// All mistakes of the set with these changes are "not evaluated yet", one for each word of the last change named here.
void check_later(const std::vector<Change>& changes, const std::vector<std::string>& words, const std::string& rows) {
  const auto texts = changed(changes);
  const auto errors = errors_of(texts);
  CHECK_MESSAGE(errors.size() == words.size(), changes.back().words);
  for (const auto& word : words) {
    const auto wanted = place_in(texts, changes.back(), word) + rows + "\"";
    const bool found = std::any_of(errors.begin(), errors.end(), [&](const std::string& one) {
      return one.starts_with(wanted) && one.find(word) != std::string::npos && one.ends_with("not evaluated yet");
    });
    CHECK_MESSAGE(found, wanted, word, " in ", errors.empty() ? "no errors" : errors.front());
  }
}

/// K01.late said with these steps: `rest` stands behind them in the row.
std::vector<Change> said_with(const std::string& steps, const std::string& rest = {}) {
  return {instead("raises = \"late\",", ""),
          instead("say = event, by = [(side = system)], inStates = [\"sent\"],\n       copies",
                  "say = with, withSteps = [" + steps + "], " + rest +
                      "by = [(side = system)], inStates = [\"sent\"],\n       copies")};
}

/// Among the mistakes of the set with these changes is this one, where `word` stands in the last of them.
void check_wrong(const std::vector<Change>& changes, const std::string& word, const std::string& what) {
  const auto texts = changed(changes);
  const auto errors = errors_of(texts);
  const auto place = place_in(texts, changes.back(), word);
  const bool found = std::any_of(errors.begin(), errors.end(), [&](const std::string& one) {
    return one.starts_with(place) && one.find(what) != std::string::npos;
  });
  CHECK_MESSAGE(found, place, what, " in ", errors.empty() ? "no errors" : errors.front());
}

/// What the rows of k01.capnp are read as, whether judged or not.
Procedure read(const std::vector<Change>& changes) {
  const auto texts = changed(changes);
  Procedure kind_read;
  Parser parser(texts);
  parser.parse([](const std::string&) { return true; });
  parser.know<schema::Pack>();
  REQUIRE(parser.errors().empty());
  parser.each_constant("pack", [&](const std::string& file, capnp::DynamicStruct::Reader pack) {
    Mistakes mistakes;  // the step that it takes stands in the other file
    if (file == "k01.capnp") kind_read = unpack_bundle(pack.as<schema::Pack>(), mistakes).procedures.at(0);
  });
  return kind_read;
}

const Step& step_of(const Procedure& procedure, const char* id) {
  const auto* step = find_step(procedure, Code(id));
  REQUIRE(step != nullptr);
  return *step;
}

}  // namespace

TEST_CASE("words: a pack written before a word was added compiles to the same bytes, and has the same digest") {
  const auto texts = files_of(file_of("tests/golden/pack.txt"));
  const auto golden = file_of("tests/golden/pack.bin");
  const std::vector<std::uint8_t> bytes(golden.begin(), golden.end());
  CHECK(errors_of(texts).empty());
  CHECK(compile_bundle(texts).binary == bytes);
  const auto loaded = load_bundle(bytes);
  REQUIRE(loaded.ok());
  CHECK(caseway::core::hex(loaded.value().digest) ==
        "a1ecf16be897a1d95a8eacab669bc7e19ab55990d1fb417affbbc26f63c0c27d");
  CHECK(errors_of(base()).empty());
}

TEST_CASE("words: of copies, openings and clocks of a step that nothing judges yet are refused by name") {
  const std::string row = "K01: transfer: ";
  for (const char* to : {"holders", "regionMembers"}) {
    check_later({instead(copied, std::string("(to = ") + to + ", ")}, {to}, row);
    check_later({instead(opened, std::string("to = ") + to + ")],\n       counters")}, {to}, row);
  }
}

TEST_CASE("words: of clocks that nothing judges yet are refused by name") {
  check_later({before(send, "suspends = true, ")}, {"suspends"}, "K01: K01.send: ");  // it has a second length
}

TEST_CASE("words: that are judged are found wrong no more") {
  const auto is_judged = [](const std::vector<Change>& changes) {
    const auto errors = errors_of(changed(changes));
    CHECK_MESSAGE(errors.empty(), changes.back().words, ": ", errors.empty() ? "" : errors.front());
  };
  is_judged({before(filed, "pairsAdded = true, ")});
  is_judged({before(filed, "receiver = named, ")});
  is_judged({before(filed, "receiver = sayer, ")});
  is_judged({after(copied, "of = receiver, ")});
  is_judged({instead(copied, "(to = earlierSenders, ")});
  is_judged({instead(opened, "to = earlierSenders)],\n       counters")});
  is_judged({before(filed, "links = \"follow_on\", ")});
  is_judged({before(filed, "links = \"*\", ")});
  is_judged(said_with("\"K02.forward\", \"K02.taken_over\""));
  const auto calendar = instead("dayBasis = disputed", "dayBasis = calendar");
  check_later({before(review, "suspends = true, ")}, {"suspends"}, "K01: K01.review: ");  // its days are disputed
  is_judged({calendar, before(review, "suspends = true, "), before(filed, "pauses = [\"K01.review\"], ")});
  is_judged({calendar, before(review, "suspends = true, suspendedBy = [police], suspendDocument = \"D64\", "),
             before(filed, "resumes = [\"K01.review\"], ")});
  is_judged({before(review, "lengthOr = \"D01.items.no\", ")});
  is_judged({instead("lengthFrom = \"D01.due\"", "lengthFrom = \"D01.items.no\"")});
  is_judged({before(send, "extension = (document = \"D64\", mostIs = (amount = 15)), ")});
  is_judged({before(send, "custodyNoRoll = true, ")});
  is_judged({instead(ended, ended + ", when = (present = \"element.id\")")});
  is_judged({before(filed,
                    "documents = [\"D01\"], asks = (requirement = \"K01.items\", list = \"D01.items\"), "
                    "answers = (requirement = \"K01.items\", list = \"D01.items\", "
                    "when = (present = \"element.what\")), ")});
  is_judged({after(extended, " finalOnly = true,", "laws.capnp")});
  is_judged(
      {before(letter, "barsWhile = (compare = (left = \"transfer.openPairs\", is = more, right = (int = 0))), ")});
  is_judged({instead(started, "perPair = true, warnFrom = \"D01.due\", when")});
  is_judged({instead(started, "perPair = true, warnFrom = \"transfer.signedOffAt\", when")});
  is_judged({before(review, "lineOf = receiver, ")});
  is_judged({after(signoff, ", lineKinds = [\"K01\", \"K02\"]", "laws.capnp")});
  is_judged({after(signoff, ", onAck = false", "laws.capnp")});
  for (const char* name : {"asked", "unanswered", "final", "signedOffAt"}) {
    is_judged({instead(papers, std::string("when = (present = \"transfer.") + name + "\")")});
  }
  is_judged({before(letter, "perParty = true, when = (present = \"element.measure\"), ")});
  is_judged({before(kind, "stages = [\"filed\"], ")});
  is_judged({before(review, "custodyNoRoll = true, "), before(filed, "starts = [(clock = \"K01.review\")], ")});
}

TEST_CASE("words: that stand alone, or beside what contradicts them, are found where they stand") {
  check_wrong({after(extended, " finalToo = true, finalOnly = true,", "laws.capnp")}, "finalOnly",
              "K01: extend: \"finalOnly\": stands with anyState, and not with finalToo");
  check_wrong({before(filed, "finalOnly = true, ")}, "finalOnly", "stands with anyState");
  check_wrong({before(late, "pairsAdded = true, ")}, "pairsAdded",
              "K01: late: \"pairsAdded\": stands with a step that");
  check_wrong({before(transfer, "pairsAdded = true, ")}, "pairsAdded", "a step that opens takes the pairs");
  check_wrong({before(late, "receiver = sayer, ")}, "receiver = sayer", "stands with a step that a message says");
  check_wrong({before(late, "waivedBy = [procuratorate], holds = (present = \"party\"), ")}, "waivedBy",
              "K01: late: \"waivedBy\": stands with `holds`, on a step that a message says");
  check_wrong({before(transfer, "waivedBy = [procuratorate], ")}, "waivedBy", "stands with `holds`");
  check_wrong({before(transfer, "receiver = named, ")}, "receiver = named", "a step that opens has its receiver");
  check_wrong({before(late, "links = \"*\", ")}, "links", "stands with a step that a message says");
  check_wrong({before(filed, "links = \"cousin\", ")}, "\"cousin\"",
              "K01: file: \"cousin\": neither \"*\" nor a value of");
  check_wrong({before(filed, "withSteps = [\"K01.transfer\"], ")}, "withSteps", "stands with say = with");
  check_wrong(said_with("\"K01.transfer\""), "\"K01.transfer\"", "no step of another kind");
  check_wrong(said_with("\"K02.forward\"", "itemsListed = true, "), "withSteps", "neither pairs nor items");
  check_wrong(said_with("\"K02.forward\"", "pairsAdded = true, "), "withSteps", "neither pairs nor items");
  check_wrong(said_with("\"K02.forward\"", "holds = (present = \"held:D01\"), "), "withSteps",
              "reads no earlier document: D01");
  for (const char* step : {"K01", "K01.late", "K01.nothing", "K03.transfer"}) {
    const auto quoted = std::string("\"") + step + "\"";
    check_wrong({before(filed, "withSteps = [" + quoted + "], ")}, quoted,
                "no step of a kind of the set that a message");
  }
  check_wrong({before(kind, "stages = [\"told\"], ")}, "\"told\"", "K01: \"told\": no outcome of K01");
  check_wrong({after(copied, "of = opener, ")}, "of = opener", "only the sender and the receiver have counterparts");
  check_wrong({instead(copied, "(to = firstSender, of = receiver, ")}, "of = receiver", "stands with a copy to a role");
}

TEST_CASE("words: of items are found where their list or requirement is none that can be asked for") {
  const auto asking = [](const std::string& requirement, const std::string& list, const std::string& more = "") {
    return before(filed, "documents = [\"D01\"], asks = (requirement = \"" + requirement + "\", list = \"" + list +
                             "\"" + more + "), ");
  };
  check_wrong({asking("K01.none", "D01.items")}, "\"K01.none\"", "no requirement of K01");
  check_wrong({asking("K01.D01", "D01.items")}, "\"K01.D01\"", "a requirement of items has no `must`");
  for (const char* list : {"D64", "D01.ground", "held:D01.items", "party"}) {
    const auto quoted = std::string("\"") + list + "\"";
    check_wrong({asking("K01.items", list)}, quoted, "no list of groups of this message");
  }
  check_wrong({before(filed, "asks = (requirement = \"K01.items\", list = \"D01.items\"), ")}, "\"D01.items\"",
              "of no document that the step carries");
  check_wrong({asking("K01.items", "D01.items", ", when = (present = \"element.colour\")")}, "\"element.colour\"",
              "no field colour there");
  check_wrong({before(filed, "documents = [\"D01\"], asks = (list = \"D01.items\"), ")}, "asks",
              "needs the requirement that stands for its items");
  check_wrong({before(filed, "documents = [\"D01\"], answers = (requirement = \"K01.items\", list = \"D01.items\"), ")},
              "\"K01.items\"", "no requirement that a step of K01 asks for");
  check_wrong({before(late, "asks = (requirement = \"K01.items\", list = \"D01.items\"), ")}, "asks",
              "stands with a step that a message says");
}

TEST_CASE("words: of requirements and clocks that stand alone, or lead to no time, are found where they stand") {
  check_wrong({instead("bars = [\"file\"]", "bars = [\"late\"], perParty = true")}, "\"late\"",
              "perParty bars a step that makes an outcome");
  check_wrong({before(papers, "barsWhile = (never = void), ")}, "barsWhile", "stands with `bars`");
  check_wrong({before(letter, "barsWhile = (present = \"D64\"), ")}, "\"D64\"", "barsWhile asks what the engine tells");
  check_wrong({before(letter, "barsWhile = (present = \"transfer.mood\"), ")}, "\"transfer.mood\"", "no name that");
  check_wrong({instead(papers, "when = (present = \"transfer.parties\")")}, "\"transfer.parties\"", "no name that");
  check_wrong({before(letter, "when = (present = \"element.measure\"), ")}, "\"element.measure\"", "`element` stands");
  check_wrong({before(send, "lengthOr = \"D01.due\", ")}, "lengthOr", "stands with lengthFrom");
  check_wrong({before(review, "lengthOr = \"D01.ground\", ")}, "\"D01.ground\"",
              "leads to no date, instant or integer");
  check_wrong({instead("lengthFrom = \"D01.due\"", "lengthFrom = \"D01.ground\"")}, "\"D01.ground\"",
              "leads to no date, instant or integer");
  check_wrong({instead("endPath = \"step.receivedAt\"", "endPath = \"D01.items.no\"")}, "\"D01.items.no\"",
              "leads to no date or instant");
  check_wrong({instead("anchorPath = \"D01.due\"", "anchorPath = \"D01.ground\"")}, "\"D01.ground\"",
              "leads to no date or instant");
  check_wrong({instead(started, "perPair = true, warnFrom = \"transfer.state\", when")}, "\"transfer.state\"",
              "leads to no date or instant");
  check_wrong({instead(started, "perPair = true, onReceipt = true, warnFrom = \"D01.due\", when")}, "warnFrom",
              "K01: transfer: \"warnFrom\": stands with a clock that counts from the step itself");
  check_wrong({before(review, "anchor = received, anchorDocument = \"D01\", "),
               instead(started, "perPair = true, warnFrom = \"D01.due\", when")},
              "warnFrom", "stands with a clock that counts from the step itself");
  check_wrong({instead("most = 30", "most = 30, mostIs = (amount = 15)")}, "mostIs",
              "stands beside `most`: one of them");
  check_wrong({instead("most = 30", "mostIs = (amount = 15, unit = minutes)")}, "mostIs", "hours, days or months");
  CHECK(errors_of(changed({instead("most = 30", "most = -1")})).size() == 1);
  check_wrong({before(review, "lineOf = system, ")}, "lineOf = system",
              "only the sender and the receiver have counterparts");
  check_wrong({before(send, "lineOf = receiver, ")}, "lineOf", "stands with lineTo");
  check_wrong({before(review, "lineKinds = [\"K01\"], ")}, "lineKinds", "on a clock of `universal`");
  check_wrong({after(signoff, ", lineKinds = [\"K77\"]", "laws.capnp")}, "\"K77\"", "no kind of the set");
  check_wrong({after(signoff, ", suspends = true", "laws.capnp")}, "suspends", "hours are never suspended");
  check_wrong({before(review, "suspendedBy = [police], suspendDocument = \"D64\", ")}, "suspendedBy",
              "stands with suspends");
  check_wrong({before(review, "suspends = true, suspendedBy = [police], ")}, "suspendedBy", "stand together");
  check_wrong({before(review, "suspends = true, suspendDocument = \"D64\", ")}, "suspendDocument", "stand together");
  check_wrong({before(review, "suspends = true, suspendedBy = [police], suspendDocument = \"D99\", ")}, "\"D99\"",
              "no document of the dictionary");
  check_wrong({before(review, "onAck = false, ")}, "onAck", "stands with a clock that waits for a receipt");
  check_wrong({before(review, "mayPass = true, ")}, "mayPass", "nobody is late");
  check_wrong({before(filed, "pauses = [\"K01.nothing\"], ")}, "\"K01.nothing\"", "no clock of the set");
}

TEST_CASE("words: of a step are read as they are written, and none where none is written") {
  const auto plain = step_of(read({}), "file");
  CHECK(!plain.pairs_added);
  CHECK(plain.links.empty());
  CHECK(plain.asks.requirement.empty());
  CHECK(plain.answers.requirement.empty());
  CHECK(!plain.in_final_only);
  CHECK(plain.receiver == NewReceiver::same);
  CHECK(plain.waived_by.empty());
  CHECK(!plain.without_document);
  CHECK(plain.ends.at(0).when.op == Op::always);
  const auto procedure = read({before(
      filed,
      "pairsAdded = true, links = \"*\", finalOnly = true, receiver = sayer, waivedBy = [court], withoutDocument = "
      "true, asks = (requirement = "
      "\"K01.items\", "
      "list = \"D01.items\"), answers = (requirement = \"K01.D01\", list = \"D64.to\", when = (present = "
      "\"held:D64\")), starts = [(clock = \"K01.send\", warnFrom = \"D01.due\")], copies = [(of = receiver)], ")});
  const auto& step = step_of(procedure, "file");
  CHECK(step.pairs_added);
  CHECK(step.links == "*");
  CHECK(step.in_final_only);
  CHECK(step.receiver == NewReceiver::sayer);
  CHECK(step.waived_by == std::vector<caseway::core::Role>{caseway::core::Role::court});
  CHECK(step.without_document);
  CHECK(step.asks.requirement == "K01.items");
  CHECK(step.asks.list.text == "D01.items");
  CHECK(step.answers.when.op == Op::present);
  CHECK(step.reads == std::vector<DocumentType>{*DocumentType::parse("D64")});
  CHECK(step.starts.at(0).warn_from->text == "D01.due");
  CHECK(step.copies.at(0).of == Side::receiver);
  CHECK(step_of(read({before(filed, "receiver = named, ")}), "file").receiver == NewReceiver::named);
  const auto ends = read({instead(ended, ended + ", when = (present = \"held:D01\")")});
  CHECK(step_of(ends, "file").ends.at(0).when.op == Op::present);
  CHECK(step_of(ends, "file").reads == std::vector<DocumentType>{*DocumentType::parse("D01")});
}

TEST_CASE("words: of requirements, clocks and kinds are read as they are written, and none where none is written") {
  const auto plain = read({});
  CHECK(plain.stages.empty());
  CHECK(!plain.requirements.at(1).per_party);
  CHECK(plain.requirements.at(1).bars_while.op == Op::always);
  CHECK(plain.clocks.at(0).line_of == Side::sender);
  CHECK(plain.clocks.at(0).on_ack);
  CHECK(!plain.clocks.at(0).may_pass);
  CHECK(plain.clocks.at(0).extension.most == 30);
  CHECK(!plain.clocks.at(0).extension.most_unit);
  const auto written =
      read({before(kind, "stages = [\"filed\"], "), before(letter, "perParty = true, barsWhile = (never = void), "),
            before(review,
                   "lengthOr = \"D01.items.no\", lineOf = receiver, lineKinds = [\"K01\", \"K02\"], suspends = true, "
                   "suspendedBy = [police, court], suspendDocument = \"D64\", onAck = false, "),
            instead("most = 30", "mostIs = (amount = 15, unit = months)")});
  CHECK(written.stages == std::vector<Code>{"filed"});
  CHECK(written.requirements.at(1).per_party);
  CHECK(written.requirements.at(1).bars_while.op == Op::any);
  const auto& clock = written.clocks.at(0);
  REQUIRE(clock.length_or);
  CHECK(clock.length_or->text == "D01.items.no");
  CHECK(clock.line_of == Side::receiver);
  CHECK(clock.line_kinds == std::vector<Code>{"K01", "K02"});
  CHECK(clock.suspended_by == std::vector{caseway::core::Role::police, caseway::core::Role::court});
  CHECK(clock.suspend_document == *DocumentType::parse("D64"));
  CHECK(!clock.on_ack);
  CHECK(clock.extension.most == 15);
  CHECK(clock.extension.most_unit == Unit::months);
}

TEST_CASE("words: a clock whose passing is no fault is read as such, where nothing says that somebody is late") {
  const auto written = read({before(review, "mayPass = true, "), instead("lateFinding = \"late_review\", ", "")});
  CHECK(written.clocks.at(0).may_pass);
}

TEST_CASE("words: an extension with a unit of its own that is the clock's is judged already") {
  const auto compiled = compile_bundle(changed({instead("most = 30", "mostIs = (amount = 15)")}));
  REQUIRE(compiled.errors.empty());
  const auto loaded = load_bundle(compiled.binary);
  REQUIRE(loaded.ok());
  CHECK(loaded.value().clock("K01.review")->extension.most == 15);
}

TEST_CASE("words: the seed with every one of them is refused for nothing else, as text and as binary") {
  const auto errors = errors_of(files_of(file_of("tests/fuzz/found/pack_text/words-not-evaluated-yet")));
  CHECK(!errors.empty());
  for (const auto& one : errors) CHECK_MESSAGE(one.ends_with("not evaluated yet"), one);
  const auto binary = file_of("tests/fuzz/found/pack_binary/words-not-evaluated-yet.pack");
  const auto loaded = load_bundle(std::vector<std::uint8_t>(binary.begin(), binary.end()));
  REQUIRE(!loaded.ok());
  CHECK(loaded.refused().code == caseway::core::Refusal::malformed);
  CHECK(loaded.refused().what.ends_with("not evaluated yet"));
}
