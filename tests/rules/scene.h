// Small worlds for the tests of rules: values, conditions and messages written in one line each, and the packs of the
// tree.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "broker/rules/compile.h"
#include "broker/rules/evaluate.h"

namespace caseway::rules::tests {

core::Value text(std::string value, core::FieldKind kind = core::FieldKind::text);
core::Value integer(std::int64_t value, core::FieldKind kind = core::FieldKind::integer);
core::Value yes(bool value = true);
core::Value date(const char* value);
core::Value instant(const char* value);
core::Value group(std::vector<core::Field> fields);
core::Field field(std::string name, std::vector<core::Value> values);
core::Field field(std::string name, core::Value value);
/// `id` empty: the type in lower case.
core::Document document(const char* type, std::vector<core::Field> fields = {}, std::string id = {});

Path path(const char* written);
Condition present(const char* where);
Condition all(std::vector<Condition> children);
Condition any(std::vector<Condition> children);
Condition no(Condition child);
Condition over(Op op, const char* where, Condition child);
Condition compare(const char* left, Compare how, core::Value right);
Condition compare_paths(const char* left, Compare how, const char* right, std::int64_t plus = 0);
Condition in(const char* left, std::vector<std::string> values);
Condition at(Op op, const char* where, std::int64_t number = 0);
Condition two(Op op, const char* left, const char* right);

FieldType type(const char* name, core::FieldKind kind, Need need = Need::required);
FieldType list_of(FieldType one, std::int64_t least = 0);
FieldType codes_of(FieldType one, std::vector<std::string> codes);
FieldType with_fields(FieldType one, std::vector<FieldType> fields);

/// A message with everything around it; the view borrows the scene.
struct Scene {
  PackBundle bundle;
  Procedure procedure;
  Step step;
  core::Envelope envelope;
  core::Dossier dossier;
  std::vector<core::Digest> part_digests;
  core::Facts facts;
  core::Calendar calendar;
  std::vector<Surrounding> surroundings;
  std::vector<std::pair<Code, std::string>> settings;
  core::Instant received_at;

  Scene();
  /// Carried by the message, as its next part.
  Scene& carry(core::Document one);
  /// Held by the transfer from an earlier message.
  Scene& hold(core::Document one);
  Scene& tell(std::string name, core::Value value);
  Scene& know(const char* document_type, std::vector<FieldType> fields);
  [[nodiscard]] View view() const;
  [[nodiscard]] bool holds(const Condition& condition, std::string* where = nullptr) const;
};

/// "code path fault" of each finding, in order.
std::vector<std::string> said(const std::vector<core::Finding>& findings);
/// Codes alone.
std::vector<std::string> codes(const std::vector<core::Finding>& findings);

/// The files of schemas/packs/cn-ip, and what they compile to. MUST compile.
const std::map<std::string, std::string>& cn_ip_texts();
const PackBundle& cn_ip();
const core::Calendar& cn_calendar();

}  // namespace caseway::rules::tests
