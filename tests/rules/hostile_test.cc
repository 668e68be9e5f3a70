// Packs that mean harm: each bound on text and binary, on both sides. What is within is parsed, what is beyond is
// refused before.
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <doctest/doctest.h>

#include <algorithm>

#include "broker/core/limits.h"
#include "broker/rules/compile.h"
#include "broker/rules/parser.h"
#include "schemas/rules.capnp.h"
#include "tests/rules/pack_texts.h"
#include "tests/rules/scene.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::limits::pack_bytes_max;

namespace {

constexpr std::size_t magic_bytes = 8;

Texts calendar_of(std::string more) {
  return {{"calendar.capnp", R"capnp(@0x9a1f3c0f5d4b2a05;
using R = import "/rules.capnp";
const calendar :R.Calendar = (id = "cn", version = "1", years = [(year = 2025, instrument = "国办",
  published = "2024-11-12", rest = ["2025-01-01"], working = ["2025-09-28"])]);
)capnp" + more}};
}

std::string first_error(const Texts& texts) {
  const auto compiled = compile_calendar(texts);
  return compiled.errors.empty() ? std::string() : compiled.errors[0].what;
}

/// The shipped set with the condition of its first requirement under `depth` times `not`.
std::vector<std::uint8_t> nested(int depth) {
  static const auto good = compile_bundle(cn_ip_texts()).binary;
  auto words = kj::heapArray<capnp::word>((good.size() - magic_bytes) / sizeof(capnp::word));
  std::copy(good.begin() + magic_bytes, good.end(), words.asBytes().begin());
  const kj::ArrayPtr<const capnp::word> segments[] = {words};
  capnp::ReaderOptions options;
  options.traversalLimitInWords = std::uint64_t{1} << 30;
  capnp::SegmentArrayMessageReader reader(kj::arrayPtr(segments, 1), options);
  capnp::MallocMessageBuilder message;
  message.setRoot(reader.getRoot<schema::Pack>());
  auto pack = message.getRoot<schema::Pack>();
  auto condition = pack.getProcedures()[0].getRequirements()[0].getMust();
  for (int i = 0; i < depth; ++i) condition = condition.initNot();
  condition.setNever();
  const auto canonical = capnp::canonicalize(pack.asReader());
  std::vector<std::uint8_t> binary(good.begin(), good.begin() + magic_bytes);
  binary.insert(binary.end(), canonical.asBytes().begin(), canonical.asBytes().end());
  return binary;
}

}  // namespace

TEST_CASE("compile: hostile: a text of 1 MiB is read, one byte more is not") {
  const auto rest = pack_text_bytes_max - calendar_of("").at("calendar.capnp").size();
  CHECK(first_error(calendar_of("#" + std::string(rest - 1, 'x'))).empty());
  CHECK(first_error(calendar_of("#" + std::string(rest, 'x'))) == "longer than 1048576 bytes");
  auto beside = calendar_of("");  // one that is imported is bounded too
  beside["other.capnp"] = "@0x9a1f3c0f5d4b2a06;\n#" + std::string(pack_text_bytes_max, 'x');
  beside["calendar.capnp"] += "using O = import \"other.capnp\";\n";
  const auto errors = compile_calendar(beside).errors;
  CHECK(std::any_of(errors.begin(), errors.end(), [](const PackError& one) {
    return one.file == "other.capnp" && one.what == "longer than 1048576 bytes";
  }));
}

TEST_CASE("compile: hostile: brackets are parsed 64 deep, the 65th is refused unread, whatever kind they are") {
  for (const auto& [open, close] : {std::pair{'(', ')'}, {'[', ']'}, {'{', '}'}}) {
    const auto brackets = [&, left = open, right = close](std::size_t depth) {
      return first_error(
          calendar_of("const deep :R.Condition = " + std::string(depth, left) + std::string(depth, right) + ";\n"));
    };
    CHECK(brackets(65) == "brackets nested deeper than 64");
    CHECK(brackets(64) != "brackets nested deeper than 64");  // whatever it means
  }
  std::string condition = "(always = void)";
  for (int depth = 1; depth < 64; ++depth) condition = "(not = " + condition + ")";
  CHECK(first_error(calendar_of("const deep :R.Condition = " + condition + ";\n")).empty());
  CHECK(first_error(calendar_of("const deep :R.Condition = (not = " + condition + ");\n")) ==
        "brackets nested deeper than 64");
}

TEST_CASE("compile: hostile: constants that name constants are written out to a bound, and refused unread beyond it") {
  const auto named = [](int times, int levels) {
    std::string text = "const c0 :R.Condition = (present = \"D01\");\n";
    for (int level = 1; level <= levels; ++level) {
      text += "const c" + std::to_string(level) + " :R.Condition = (all = [";
      for (int i = 0; i < times; ++i) text += (i == 0 ? ".c" : ", .c") + std::to_string(level - 1);
      text += "]);\n";
    }
    return calendar_of(text);
  };
  CHECK(first_error(named(10, 5)).empty());
  CHECK(first_error(named(10, 6)) == "c6: with what it names written out, the set is too long");
  CHECK(first_error(named(2, 40)).find("too long") != std::string::npos);  // 2^40 of them
  CHECK(first_error(named(1, 64)).empty());
  CHECK(first_error(named(1, 65)).find("too long") != std::string::npos);  // a chain as deep as brackets may be
  // However the name is written: with blanks, by an alias, behind an import.
  const auto spelled = [&](const std::string& from, const std::string& to) {
    auto texts = named(10, 7);
    auto& text = texts.at("calendar.capnp");
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    return first_error(texts);
  };
  CHECK(spelled(".c", ". c").find("too long") != std::string::npos);
  CHECK(spelled(".c", "import \"calendar.capnp\".c").find("too long") != std::string::npos);
  auto aliased = named(10, 4);
  aliased.at("calendar.capnp") +=
      "using B = .c4;\nconst d :R.Condition = (all = [.B, .B, .B, .B, .B, .B, .B, .B, .B, .B]);\n"
      "const e :R.Condition = (all = [.d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, .d, "
      ".d]);\n";
  CHECK(first_error(aliased).find("too long") != std::string::npos);
  CHECK(first_error(calendar_of("const a :R.Condition = (not = .b);\nconst b :R.Condition = (not = .a);\n")) != "");
}

TEST_CASE("compile: hostile: a binary of the most bytes is looked at, a word more is not") {
  std::vector<std::uint8_t> most(pack_bytes_max);
  CHECK(load_bundle(most).refused().code == caseway::core::Refusal::malformed);
  CHECK(load_calendar(most).refused().code == caseway::core::Refusal::malformed);
  most.resize(pack_bytes_max + 8);
  CHECK(load_bundle(most).refused().code == caseway::core::Refusal::too_large);
  CHECK(load_calendar(most).refused().code == caseway::core::Refusal::too_large);
}

TEST_CASE("compile: hostile: a binary is read as deep as a text can be, and one nested deeper is refused unread") {
  CHECK(load_bundle(nested(64)).ok());
  for (const int depth : {300, 5000}) {
    const auto loaded = load_bundle(nested(depth));
    REQUIRE_FALSE(loaded.ok());
    CHECK(loaded.refused().code == caseway::core::Refusal::malformed);
  }
}
