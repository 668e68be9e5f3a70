// Who makes good exactly what a finding names is rid of that finding; and a pack judges as the texts that it was
// compiled from, however they are written and named.
#include <algorithm>
#include <charconv>

#include "broker/rules/compile.h"
#include "tests/rules/properties.h"

using namespace caseway::rules;
using namespace caseway::rules::tests;
using caseway::core::Fault;
using caseway::core::Field;
using caseway::core::FieldKind;
using caseway::core::Finding;
using caseway::core::Value;

namespace {

struct Name {
  std::string text;
  std::size_t index = 0;
};

/// "items[2].needsTest"
std::vector<Name> names_of(std::string_view path) {
  std::vector<Name> names;
  while (!path.empty()) {
    const auto end = std::min(path.find('.'), path.size());
    Name name{std::string(path.substr(0, end)), 0};
    if (const auto bracket = name.text.find('['); bracket != std::string::npos) {
      std::from_chars(name.text.data() + bracket + 1, name.text.data() + name.text.size(), name.index);
      name.text.resize(bracket);
    }
    names.push_back(name);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return names;
}

/// The document of the message that a finding names; null where it names none.
caseway::core::Document* named_document(World& world, const Finding& finding) {
  auto& dossier = world.dossier;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    if (finding.part != 0 && dossier.document_parts[i] == finding.part) return &dossier.documents[i];
  }
  return nullptr;
}

/// Puts `value` where the names lead, as often as a list wants it; false where the dictionary knows no such field.
bool put(std::vector<Field>& fields, const std::vector<FieldType>& types, const std::vector<Name>& names,
         std::size_t at, const Value& value) {
  const auto type =
      std::find_if(types.begin(), types.end(), [&](const FieldType& one) { return one.name.view() == names[at].text; });
  if (type == types.end()) return false;
  auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == names[at].text; });
  if (field == fields.end()) {
    fields.push_back({names[at].text, {}});
    field = fields.end() - 1;
  }
  auto& values = field->values;
  if (at + 1 < names.size()) {
    return names[at].index < values.size() && put(values[names[at].index].fields, type->fields, names, at + 1, value);
  }
  values.assign(static_cast<std::size_t>(type->list ? std::max<std::int64_t>(type->least, 1) : 1), value);
  return true;
}

const FieldType* type_at(const std::vector<FieldType>& types, const std::vector<Name>& names, std::size_t at) {
  for (const auto& type : types) {
    if (type.name.view() != names[at].text) continue;
    return at + 1 == names.size() ? &type : type_at(type.fields, names, at + 1);
  }
  return nullptr;
}

bool is_there(const World& world, const Finding& finding) {
  const auto judged = evaluate(world.view());
  return std::any_of(judged.findings.begin(), judged.findings.end(), [&](const Finding& one) {
    return one.code == finding.code && one.path == finding.path && one.part == finding.part &&
           one.fault == finding.fault;
  });
}

enum class Cure { cleared, not_cleared, not_ours };

/// A well-formed document, of several one.
Cure cure_document(Choices& choices, const World& world, const Finding& finding, const DocumentType& type) {
  for (int i = 0; i < 32; ++i) {
    auto cured = world;
    add_document(cured, full_document(choices, *world.subject, type, "cure"));
    if (!is_there(cured, finding)) return Cure::cleared;
  }
  return Cure::not_cleared;
}

/// A well-formed value, of several one.
Cure cure_field(Choices& choices, const World& world, const Finding& finding, const std::vector<Name>& names) {
  auto tried = world;
  auto* document = named_document(tried, finding);
  const auto* rule = cn_ip().document(document->type);
  if (names.size() == 1 && names[0].text == "stamp") {
    document->stamp = caseway::core::Stamp::valid;
    return is_there(tried, finding) ? Cure::not_cleared : Cure::cleared;
  }
  const auto* type = rule == nullptr ? nullptr : type_at(rule->fields, names, 0);
  if (type == nullptr) return Cure::not_ours;
  for (int i = 0; i < 8; ++i) {
    for (const auto& value : values_for(choices, *world.subject, *type)) {
      tried = world;
      document = named_document(tried, finding);
      if (!put(document->fields, rule->fields, names, 0, value)) return Cure::not_ours;
      if (!is_there(tried, finding)) return Cure::cleared;
    }
  }
  return Cure::not_cleared;
}

Cure cure(Choices& choices, const World& world, const Finding& finding) {
  const auto type = document_at(finding.path);
  if (!type) return Cure::not_ours;  // a party, the head, or what the engine tells
  const auto written = type->str().size();
  if (finding.path.size() == written) return cure_document(choices, world, finding, *type);
  auto copy = world;
  if (named_document(copy, finding) == nullptr) return cure_document(choices, world, finding, *type);
  return cure_field(choices, world, finding, names_of(std::string_view(finding.path).substr(written + 1)));
}

}  // namespace

TEST_CASE(
    "evaluate: who supplies exactly the document or field that a finding says is absent is rid of it (600 worlds)") {
  std::size_t cleared = 0;
  std::size_t others = 0;
  std::set<std::string> required;
  for_worlds(600, Straying{12, 0, false}, [&](Choices& choices, World& world) {
    for (const auto& finding : evaluate(world.view()).findings) {
      if (finding.fault != Fault::absent) continue;
      const auto outcome = cure(choices, world, finding);
      RC_LOG() << finding.code << " at " << finding.path << " of part " << finding.part << "\n";
      RC_ASSERT(outcome != Cure::not_cleared);
      cleared += outcome == Cure::cleared ? 1 : 0;
      others += outcome == Cure::not_ours ? 1 : 0;
      if (outcome == Cure::cleared && !finding.code.starts_with("form.")) required.insert(finding.code);
    }
  });
  CHECK(cleared > 5000);
  CHECK(required.size() > 40);
  CHECK(others < cleared / 20);
}

namespace {

/// Without comments; a number sign within a string is none.
std::string without_comments(const std::string& text) {
  std::string bare;
  bool in_string = false;
  bool in_comment = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') in_string = in_comment = false;
    if (in_comment) continue;
    if (in_string && c == '\\')
      bare += text[i++];
    else if (c == '"')
      in_string = !in_string;
    else if (c == '#' && !in_string) {
      in_comment = true;
      continue;
    }
    bare += text[i];
  }
  return bare;
}

/// The files in the opposite order, with each import of one following its name.
std::map<std::string, std::string> renamed(const std::map<std::string, std::string>& texts) {
  std::map<std::string, std::string> names;
  for (const auto& one : texts) {
    if (!one.first.ends_with("_test.capnp")) names[one.first] = std::to_string(999 - names.size()) + "_" + one.first;
  }
  std::map<std::string, std::string> all;
  for (const auto& [from, to] : names) {
    auto text = texts.at(from);
    for (const auto& other : names) {
      const auto written = "import \"" + other.first + "\"";
      for (auto at = text.find(written); at != std::string::npos; at = text.find(written, at + 1)) {
        text.replace(at, written.size(), "import \"" + other.second + "\"");
      }
    }
    all[to] = std::move(text);
  }
  return all;
}

}  // namespace

TEST_CASE("compile: the shipped texts give the same bytes without their comments") {
  auto bare = cn_ip_texts();
  for (auto& [name, text] : bare) text = without_comments(text);
  CHECK(load_bundle(compile_bundle(bare).binary).value().digest == cn_ip().digest);
  CHECK(load_calendar(compile_calendar(bare).binary).value().digest == cn_calendar().digest);
}

TEST_CASE("compile: the shipped texts under other names, in the opposite order, judge alike (500 worlds)") {
  const auto compiled = compile_bundle(renamed(cn_ip_texts()));
  for (const auto& error : compiled.errors) MESSAGE(error.file, ":", error.line, ": ", error.what);
  REQUIRE(compiled.errors.empty());
  const auto loaded = load_bundle(compiled.binary);
  REQUIRE(loaded.ok());
  const auto& other = loaded.value();
  CHECK(other.documents.size() == cn_ip().documents.size());
  for_worlds(500, Straying{12, 4, false}, [&](Choices&, const World& world) {
    const auto here = evaluate(world.view());
    auto view = world.view();
    view.bundle = &other;
    view.procedure = other.procedure(world.subject->procedure->id);
    view.step = find_step(*view.procedure, world.subject->step->id);
    const auto there = evaluate(view);
    RC_ASSERT(here.findings == there.findings);
    RC_ASSERT(here.met == there.met);
    RC_ASSERT(here.met_for == there.met_for);
  });
}
