#include "sdk/json.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "desk.h"
#include "tests/where.h"

namespace caseway::tests {
namespace {

using sdk::Json;
using sdk::Mistakes;

/// Row 6 of the case with one replacement in its text; what is said of it.
std::vector<std::string> mistakes_of(const std::string& from, const std::string& to) {
  std::string text = read_text(case_file("06-transfer.json"));
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != text.npos, from);
  text.replace(at, from.size(), to);
  Mistakes mistakes;
  const auto draft = sdk::read_message(text, "m.json", packs(), beside_case(), mistakes);
  CHECK(draft.has_value() == mistakes.empty());
  std::vector<std::string> lines;
  for (const auto& mistake : mistakes) lines.push_back(sdk::print_mistake(mistake));
  return lines;
}

std::string only(const std::vector<std::string>& lines) {
  REQUIRE(lines.size() == 1);
  return lines.front();
}

std::string parse_mistake(std::string_view text) {
  Mistakes mistakes;
  CHECK_FALSE(sdk::parse_json(text, "m.json", mistakes).has_value());
  REQUIRE(mistakes.size() == 1);
  return sdk::print_mistake(mistakes.front());
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(case_file(""))) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".json" && name != "script.json") names.push_back(name);
  }
  return names;
}

}  // namespace

TEST_CASE("sdk: json: every message of the case says the same after values and back") {
  for (const auto& name : cases()) {
    CAPTURE(name);
    const auto message = composed(name);
    std::vector<std::string> files;
    for (const auto& item : message.dossier.head.evidence) {
      files.push_back(item.part == 0 ? "" : "evidence/" + item.file_name);
    }
    const Json first =
        sdk::message_json(message.envelope, message.dossier.head, message.dossier.documents, files, &packs());
    Mistakes mistakes;
    auto draft = sdk::read_message(sdk::print_json(first), name, packs(), beside_case(), mistakes);
    for (const auto& mistake : mistakes) MESSAGE(sdk::print_mistake(mistake));
    REQUIRE(draft.has_value());
    Dice dice;
    const auto again = sdk::compose(std::move(*draft), dice, name, mistakes);
    REQUIRE(again.has_value());
    CHECK(again->content == message.content);
    CHECK(again->envelope.content_root == message.envelope.content_root);
    const Json second =
        sdk::message_json(again->envelope, again->dossier.head, again->dossier.documents, files, &packs());
    CHECK(sdk::print_json(second) == sdk::print_json(first));
  }
}

TEST_CASE("sdk: json: an unknown name is told with its path and with what is known there") {
  CHECK(only(mistakes_of("\"procedure\": \"K01\",", "\"procedure\": \"K01\", \"urgent\": true,")) ==
        "m.json: urgent: unknown; known here: procedure, step, recipient, case, transfer, occurredAt, confirms, head, "
        "documents");
  CHECK(only(mistakes_of("\"title\":", "\"tilte\": \"x\", \"title\":"))
            .starts_with("m.json: head.tilte: unknown; known here: title,"));
  CHECK(only(mistakes_of("\"no\": 1,\n    \"kind\"", "\"no\": 1, \"age\": 30,\n    \"kind\""))
            .starts_with("m.json: head.parties[0].age: unknown"));
  CHECK(only(mistakes_of("\"registrationNo\"", "\"registrationNumber\""))
            .starts_with("m.json: documents[0].fields.registrationNumber: unknown; known here: number, issuer,"));
  CHECK(only(mistakes_of("\"quantity\": 7241,", "\"quantity\": 7241, \"weight\": 1,"))
            .starts_with("m.json: documents[2].fields.items[0].weight: unknown"));
}

TEST_CASE("sdk: json: a wrong type is told with what was expected and found") {
  CHECK(only(mistakes_of("\"quantity\": 7241,", "\"quantity\": \"7241\",")) ==
        "m.json: documents[2].fields.items[0].quantity: expected a whole number; found \"7241\"");
  CHECK(only(mistakes_of("\"quantity\": 7241,", "\"quantity\": 7241.5,")) ==
        "m.json: documents[2].fields.items[0].quantity: expected a whole number; found 7241.5");
  CHECK(only(mistakes_of("\"penaltyImposed\": true", "\"penaltyImposed\": \"yes\"")) ==
        "m.json: documents[0].fields.penaltyImposed: expected true, false, or null for \"not stated\"; found \"yes\"");
  CHECK(only(mistakes_of("\"suspectedOffences\": [\n     \"213\"\n    ]", "\"suspectedOffences\": \"213\"")) ==
        "m.json: documents[0].fields.suspectedOffences: expected a list; found \"213\"");
  CHECK(only(mistakes_of("\"party\": 1,", "\"party\": 0,")) ==
        "m.json: head.pairs[0].party: expected a whole number from 1 to 65535; found 0");
  CHECK(only(mistakes_of("\"stamp\": \"valid\"", "\"stamp\": \"ok\""))
            .starts_with("m.json: documents[0].stamp: expected one of none, valid,"));
  CHECK(only(mistakes_of("\"carrier\": \"E\"", "\"carrier\": \"X\""))
            .starts_with("m.json: documents[0].carrier: expected E (electronic)"));
}

TEST_CASE("sdk: json: an impossible date or instant is told") {
  CHECK(only(mistakes_of("\"from\": \"2018-01-01\"", "\"from\": \"2018-02-30\"")) ==
        "m.json: head.acts[0].from: expected a date that exists, as in \"2025-09-26\"; found \"2018-02-30\"");
  CHECK(only(mistakes_of("\"issued\": \"2025-09-26\"", "\"issued\": \"26.9.2025\""))
            .starts_with("m.json: documents[0].fields.issued: expected a date"));
  CHECK(only(mistakes_of("\"occurredAt\": \"2025-09-26T11:05:00+08:00\"", "\"occurredAt\": \"2025-09-26 11:05\""))
            .starts_with("m.json: occurredAt: expected an instant with its offset"));
  CHECK(only(mistakes_of("\"occurredAt\": \"2025-09-26T11:05:00+08:00\",", "")) == "m.json: occurredAt: missing");
}

TEST_CASE("sdk: json: documents, ids and files must be there once") {
  CHECK(only(mistakes_of("\"type\": \"D01\"", "\"type\": \"D999\""))
            .starts_with("m.json: documents[0].type: \"D999\" is no document of pack"));
  CHECK(only(mistakes_of("\"id\": \"d02\"", "\"id\": \"d01\"")) == "m.json: documents[1].id: \"d01\" is used twice");
  CHECK(only(mistakes_of("evidence/photo-shoes.svg", "evidence/none.svg")) ==
        "m.json: head.evidence[0].file: there is no file evidence/none.svg");
  for (const char* outside : {"/etc/passwd", "../case.json", "evidence/../../x"}) {
    CHECK(only(mistakes_of("evidence/photo-shoes.svg", outside)) ==
          "m.json: head.evidence[0].file: a file beside the message, by a relative path without \"..\"");
  }
  CHECK(only(mistakes_of("\"transfer\": \"a1000000000000000000000000000001\"", "\"transfer\": \"a1\"")) ==
        "m.json: transfer: expected 32 hexadecimal digits, not all zero; found \"a1\"");
}

TEST_CASE("sdk: json: where a misspelt kind or step is why ids may not be left out, it is named") {
  const auto first = [](const std::string& procedure, const std::string& step) {
    Mistakes mistakes;
    const auto text = R"({"procedure": ")" + procedure + R"(", "step": ")" + step +
                      R"(", "recipient": "luoyuan-police", "occurredAt": "2025-09-26T11:05:00+08:00"})";
    CHECK_FALSE(sdk::read_message(text, "m.json", packs(), beside_case(), mistakes).has_value());
    REQUIRE(mistakes.size() == 2);
    return sdk::print_mistake(mistakes[0]);
  };
  const std::string missing = "m.json: case: missing; only a step that opens a transfer may leave it out";
  CHECK(first("K01", "accepted") == missing);
  CHECK(first("K01", "tranfser") == missing + ", and K01 has no step \"tranfser\"");
  CHECK(first("K99", "transfer") == missing + ", and this set has no kind \"K99\"");
}

TEST_CASE("sdk: json: all mistakes are told at once") {
  Mistakes mistakes;
  const char* text =
      R"({"procedure": "K 01", "step": 5, "occurredAt": "now", "head": [], "documents": [{"id": "d1"}, 7], "x": 1})";
  CHECK_FALSE(sdk::read_message(text, "m.json", packs(), beside_case(), mistakes).has_value());
  std::vector<std::string> paths;
  for (const auto& mistake : mistakes) paths.push_back(mistake.path);
  CHECK(paths == std::vector<std::string>{"procedure", "step", "occurredAt", "head", "documents[0].type",
                                          "documents[1]", "x", "case", "transfer"});
}

TEST_CASE("sdk: json: what is no JSON is told with line and column, in characters") {
  CHECK(parse_mistake("{\n \"案\": }").starts_with("m.json:2:"));
  CHECK(parse_mistake("{\"a\": 1, \"a\": 2}") == "m.json:1:12: the name \"a\" stands twice in one object");
  CHECK(parse_mistake("").starts_with("m.json:1:1: not JSON"));
  CHECK(parse_mistake("{} x").starts_with("m.json:1:4: not JSON"));
  CHECK(parse_mistake("\xEF\xBB\xBF{}").starts_with("m.json:1:1: not JSON"));
  CHECK(parse_mistake("[1,]").starts_with("m.json:1:"));
  CHECK(parse_mistake("// c\n{}").starts_with("m.json:1:1"));
}

TEST_CASE("sdk: json: nesting and length are bounded on both sides of the limit") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
  };
  Mistakes mistakes;
  CHECK(sdk::parse_json(nested(sdk::json_depth_max), "m.json", mistakes).has_value());
  CHECK(parse_mistake(nested(sdk::json_depth_max + 1)).find("nested deeper than 64") != std::string::npos);
  CHECK(parse_mistake(nested(100'000)).find("nested deeper than 64") != std::string::npos);
  const auto filled = [](std::size_t bytes) { return "\"" + std::string(bytes - 2, 'x') + "\""; };
  CHECK(sdk::parse_json(filled(sdk::json_bytes_max), "m.json", mistakes).has_value());
  CHECK(parse_mistake(filled(sdk::json_bytes_max + 1)).find("longer than") != std::string::npos);
}

TEST_CASE("sdk: json: numbers keep their value to the last digit or are no whole numbers") {
  Mistakes mistakes;
  const auto most = sdk::parse_json("9223372036854775807", "", mistakes);
  REQUIRE(most.has_value());
  CHECK(most->integer == INT64_MAX);
  const auto beyond = sdk::parse_json("9223372036854775808", "", mistakes);
  REQUIRE(beyond.has_value());
  CHECK(beyond->kind == Json::Kind::decimal);
  CHECK(sdk::print_json(*beyond, false) == "9223372036854775808");
}

TEST_CASE("sdk: json: others' test files parse, or are refused, as they say (JSONTestSuite)") {
  const std::filesystem::path folder = std::filesystem::path(CASEWAY_SOURCE_DIR) / "../shared/material/badinput/json";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("badinput/json is not here: skipped");
    return;
  }
  int taken = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".json" || name.size() < 2 || name[1] != '_') continue;
    CAPTURE(name);
    const std::string text = read_text(entry.path());
    Mistakes mistakes;
    const auto json = sdk::parse_json(text, name, mistakes);
    const bool twice = name.find("duplicated_key") != name.npos;  // legal JSON, and never what a clerk meant
    if (name[0] == 'y') CHECK(json.has_value() == !twice);
    if (name[0] == 'n') CHECK_FALSE(json.has_value());
    CHECK(json.has_value() == mistakes.empty());
    if (!mistakes.empty()) CHECK(mistakes.front().line >= 1);
    const auto draft =
        sdk::read_message(text, name, packs(), beside_case(), mistakes);  // no message either: refused, never worse
    CHECK_FALSE(draft.has_value());
    CHECK_FALSE(mistakes.empty());
    ++taken;
  }
  CHECK(taken > 200);
}

TEST_CASE("sdk: json: strings that break programs come back as they were (big list of naughty strings)") {
  const std::filesystem::path folder =
      std::filesystem::path(CASEWAY_SOURCE_DIR) / "../shared/material/badinput/naughty";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("badinput/naughty is not here: skipped");
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    Mistakes mistakes;
    const auto list = sdk::parse_json(read_text(entry.path()), "naughty", mistakes);
    REQUIRE(list.has_value());
    for (const Json& one : list->list) {
      const auto again = sdk::parse_json(sdk::print_json(one), "", mistakes);
      REQUIRE(again.has_value());
      CHECK(again->text == one.text);
    }
  }
}

}  // namespace caseway::tests
