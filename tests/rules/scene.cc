#include "tests/rules/scene.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/where.h"

namespace caseway::rules::tests {

using core::FieldKind;

core::Value text(std::string value, FieldKind kind) {
  core::Value it;
  it.kind = kind;
  it.text = std::move(value);
  return it;
}

core::Value integer(std::int64_t value, FieldKind kind) {
  core::Value it;
  it.kind = kind;
  it.integer = value;
  return it;
}

core::Value yes(bool value) { return integer(value ? 1 : 0, FieldKind::boolean); }
core::Value date(const char* value) { return integer(core::parse_date(value)->days, FieldKind::date); }
core::Value instant(const char* value) { return integer(core::parse_instant(value)->ms, FieldKind::instant); }

core::Value group(std::vector<core::Field> fields) {
  core::Value it;
  it.kind = FieldKind::group;
  it.fields = std::move(fields);
  return it;
}

core::Field field(std::string name, std::vector<core::Value> values) { return {std::move(name), std::move(values)}; }
core::Field field(std::string name, core::Value value) { return {std::move(name), {std::move(value)}}; }

core::Document document(const char* type, std::vector<core::Field> fields, std::string id) {
  core::Document it;
  it.type = *DocumentType::parse(type);
  it.id = std::move(id);
  if (it.id.empty()) {
    it.id = type;
    it.id[0] = 'd';
  }
  it.stamp = core::Stamp::valid;
  it.fields = std::move(fields);
  return it;
}

Path path(const char* written) {
  auto it = parse_path(written);
  REQUIRE_MESSAGE(it, written);
  return *it;
}

Condition at(Op op, const char* where, std::int64_t number) {
  Condition it;
  it.op = op;
  it.left.is_path = true;
  it.left.path = path(where);
  it.number = number;
  return it;
}

Condition present(const char* where) { return at(Op::present, where); }

namespace {
Condition of_children(Op op, std::vector<Condition> children) {
  Condition it;
  it.op = op;
  it.children = std::move(children);
  return it;
}
}  // namespace

Condition all(std::vector<Condition> children) { return of_children(Op::all, std::move(children)); }
Condition any(std::vector<Condition> children) { return of_children(Op::any, std::move(children)); }
Condition no(Condition child) { return of_children(Op::not_, {std::move(child)}); }

Condition over(Op op, const char* where, Condition child) {
  auto it = at(op, where);
  it.children.push_back(std::move(child));
  return it;
}

Condition compare(const char* left, Compare how, core::Value right) {
  auto it = at(Op::compare, left);
  it.compare = how;
  it.right.constant = std::move(right);
  return it;
}

Condition two(Op op, const char* left, const char* right) {
  auto it = at(op, left);
  it.right.is_path = true;
  it.right.path = path(right);
  return it;
}

Condition compare_paths(const char* left, Compare how, const char* right, std::int64_t plus) {
  auto it = two(Op::compare, left, right);
  it.compare = how;
  it.right.plus = plus;
  return it;
}

Condition in(const char* left, std::vector<std::string> values) {
  auto it = at(Op::in, left);
  it.constants = std::move(values);
  return it;
}

FieldType type(const char* name, FieldKind kind, Need need) {
  FieldType it;
  it.name = name;
  it.label = {name, name};
  it.kind = kind;
  it.need = need;
  return it;
}

FieldType list_of(FieldType one, std::int64_t least) {
  one.list = true;
  one.least = least;
  return one;
}

FieldType codes_of(FieldType one, std::vector<std::string> codes) {
  one.codes = std::move(codes);
  return one;
}

FieldType with_fields(FieldType one, std::vector<FieldType> fields) {
  one.fields = std::move(fields);
  return one;
}

Scene::Scene() {
  received_at = *core::parse_instant("2025-09-26T11:05:00+08:00");
  envelope.occurred_at = received_at;
  envelope.signed_at = received_at;
  envelope.sender = "luoyuan-amr";
  envelope.procedure = "K01";
  envelope.step = "transfer";
  procedure.id = "K01";
  step.id = "transfer";
}

Scene& Scene::carry(core::Document one) {
  dossier.document_parts.push_back(static_cast<core::PartNo>(dossier.documents.size() + 1));
  dossier.documents.push_back(std::move(one));
  return *this;
}

Scene& Scene::hold(core::Document one) {
  core::Fact fact;
  fact.type = one.type;
  fact.document = std::move(one);
  tell("transfer.documents", text(fact.type.str()));
  facts.push_back(std::move(fact));
  return *this;
}

Scene& Scene::tell(std::string name, core::Value value) {
  surroundings.push_back(Surrounding{std::move(name), std::move(value)});
  return *this;
}

Scene& Scene::know(const char* document_type, std::vector<FieldType> fields) {
  DocumentRule rule;
  rule.type = *DocumentType::parse(document_type);
  rule.label = {document_type, document_type};
  rule.fields = std::move(fields);
  bundle.documents.push_back(std::move(rule));
  return *this;
}

View Scene::view() const {
  View it;
  it.bundle = &bundle;
  it.procedure = &procedure;
  it.step = &step;
  it.envelope = &envelope;
  it.dossier = &dossier;
  it.part_digests = &part_digests;
  it.received_at = received_at;
  it.facts = &facts;
  it.calendar = &calendar;
  it.surroundings = &surroundings;
  it.settings = &settings;
  return it;
}

bool Scene::holds(const Condition& condition, std::string* where) const {
  return rules::holds(condition, view(), where);
}

std::vector<std::string> said(const std::vector<core::Finding>& findings) {
  std::vector<std::string> all;
  for (const auto& one : findings) all.push_back(one.code + " " + one.path + " " + std::string(name_of(one.fault)));
  return all;
}

std::vector<std::string> codes(const std::vector<core::Finding>& findings) {
  std::vector<std::string> all;
  for (const auto& one : findings) all.push_back(one.code);
  return all;
}

const std::map<std::string, std::string>& cn_ip_texts() {
  static const auto texts = [] {
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(CASEWAY_SOURCE_DIR "/schemas/packs/cn-ip")) {
      std::ifstream in(entry.path(), std::ios::binary);
      all[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }();
  return texts;
}

const PackBundle& cn_ip() {
  static const auto bundle = [] {
    const auto compiled = compile_bundle(cn_ip_texts());
    for (const auto& error : compiled.errors) MESSAGE(error.file, ":", error.line, ": ", error.what);
    return load_bundle(compiled.binary).value();
  }();
  return bundle;
}

const core::Calendar& cn_calendar() {
  static const auto calendar = load_calendar(compile_calendar(cn_ip_texts()).binary).value();
  return calendar;
}

}  // namespace caseway::rules::tests
