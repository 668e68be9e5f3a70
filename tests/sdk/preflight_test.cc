#include "sdk/preflight.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "broker/flow/secrecy.h"
#include "broker/rules/evaluate.h"
#include "desk.h"

namespace caseway::tests {
namespace {

core::Instant at(std::string_view text) { return *core::parse_instant(text); }

sdk::Preflight judge(const sdk::Composed& message) {
  return sdk::preflight(message, "luoyuan-amr", packs(), &calendar(), at("2025-09-26T11:05:00+08:00"));
}

std::set<std::string> codes(const std::vector<core::Finding>& findings) {
  std::set<std::string> found;
  for (const auto& finding : findings) found.insert(finding.code);
  return found;
}

/// Row 6 with a text of its own somewhere; pre-flighted.
sdk::Preflight with(const std::string& from, const std::string& to) {
  std::string text = read_text(case_file("06-transfer.json"));
  const auto place = text.find(from);
  REQUIRE(place != text.npos);
  text.replace(place, from.size(), to);
  sdk::Mistakes mistakes;
  auto draft = sdk::read_message(text, "m", packs(), beside_case(), mistakes);
  for (const auto& mistake : mistakes) MESSAGE(sdk::print_mistake(mistake));
  REQUIRE(draft.has_value());
  Dice dice;
  const auto made = sdk::compose(std::move(*draft), dice, "m", mistakes);
  REQUIRE(made.has_value());
  return judge(*made);
}

}  // namespace

TEST_CASE("sdk: preflight: the opening transfer gets the findings that the script expects, offline") {
  const auto result = judge(composed("06-transfer.json"));
  const auto found = codes(result.findings);
  for (const char* code : {"K01.D07", "K01.D04", "K01.D133", "K01.D98", "K01.D103"})
    CHECK_MESSAGE(found.contains(code), code);
  CHECK(result.verdict == core::Verdict::proceeds_with_findings);
  CHECK(result.code == core::ReturnCode::none);
}

TEST_CASE("sdk: preflight: a requirement that needs the broker is named as not judged, and gives no finding") {
  const auto result = judge(composed("08-accepted.json"));
  std::set<std::string> open;
  for (const auto& one : result.not_judged) {
    open.insert(one.code);
    CHECK_FALSE(one.what.zh.empty());
    CHECK_FALSE(one.what.en.empty());
  }
  CHECK(open.contains("state"));
  CHECK(open.contains("role"));
  for (const auto& finding : result.findings) CHECK_FALSE(open.contains(finding.code));
}

TEST_CASE("sdk: preflight: what it judges, it judges as rules::evaluate does with the same view") {
  const auto message = composed("06-transfer.json");
  const auto* procedure = packs().procedure("K01");
  REQUIRE(procedure != nullptr);
  core::Envelope envelope = message.envelope;
  envelope.sender = "luoyuan-amr";
  envelope.signed_at = at("2025-09-26T11:05:00+08:00");
  const core::Facts facts;
  const std::vector<rules::Surrounding> told;
  const std::vector<std::pair<core::Code, std::string>> settings;
  rules::View view;
  view.bundle = &packs();
  view.procedure = procedure;
  view.step = rules::find_step(*procedure, "transfer");
  view.envelope = &envelope;
  view.dossier = &message.dossier;
  view.part_digests = &message.part_digests;
  view.received_at = envelope.signed_at;
  view.facts = &facts;
  view.calendar = &calendar();
  view.surroundings = &told;
  view.settings = &settings;
  auto expected = rules::evaluate(view).findings;
  const auto result = judge(message);
  std::erase_if(expected, [&](const core::Finding& finding) {
    return std::any_of(result.not_judged.begin(), result.not_judged.end(),
                       [&](const auto& one) { return one.code == finding.code; });
  });
  CHECK(result.findings == expected);
}

TEST_CASE("sdk: preflight: a printed mark stops the message and names the place") {
  const auto in_field = with("现场检查当场查获", "现场检查 机密★ 十年");
  CHECK(in_field.verdict == core::Verdict::returned);
  CHECK(in_field.code == core::ReturnCode::state_secret);
  CHECK(in_field.secret == std::vector<std::string>{"documents[1]"});
  CHECK(in_field.findings.empty());  // a secret is judged no further
}

TEST_CASE("sdk: preflight: marks in head and evidence count, bare words and trade secrets do not") {
  CHECK(with("林某、陈某涉嫌假冒注册商标案", "绝密★ 某案").secret.front() == "head");
  CHECK(with("林某、陈某涉嫌假冒注册商标案", "侵犯商业秘密案,机密文件,秘密配方").code !=
        core::ReturnCode::state_secret);
  CHECK(with("\"own", "\"secrecy\": \"trade_secret\", \"own").code != core::ReturnCode::state_secret);
  for (const char* level : {"confidential", "secret", "top_secret"}) {
    const auto result = with("\"own", "\"secrecy\": \"" + std::string(level) + "\", \"own");
    CHECK(result.code == core::ReturnCode::state_secret);
    CHECK(result.secret == std::vector<std::string>{"head"});
  }
  const std::string marked = "附件:秘密★ 五年";
  sdk::Draft draft;
  draft.procedure = "K01";
  draft.step = "transfer";
  core::EvidenceItem item;
  item.id = "ev1";
  draft.head.evidence = {item};
  draft.evidence = {{marked.begin(), marked.end()}};
  Dice dice;
  sdk::Mistakes mistakes;
  const auto made = sdk::compose(std::move(draft), dice, "m", mistakes);
  REQUIRE(made.has_value());
  CHECK(judge(*made).secret == std::vector<std::string>{"head.evidence[0].file"});
}

TEST_CASE("sdk: preflight: a kind or step that no pack knows is returned by name") {
  auto message = composed("06-transfer.json");
  message.envelope.procedure = "K99";
  CHECK(judge(message).code == core::ReturnCode::unknown_procedure);
  message.envelope.procedure = "K01";
  message.envelope.step = "celebrate";
  CHECK(judge(message).code == core::ReturnCode::unknown_step);
}

}  // namespace caseway::tests
