// One case of a pack test as the rules see it.
#pragma once

#include "broker/rules/evaluate.h"
#include "schemas/pack_test.capnp.h"

namespace caseway::rules {

/// Owns what the view borrows. Neither copied nor moved.
class TrialScene {
 public:
  TrialScene(const PackBundle& bundle, const core::Calendar& calendar, const Procedure& procedure, const Step& step,
             schema::TestCase::Reader from);
  TrialScene(const TrialScene&) = delete;
  TrialScene& operator=(const TrialScene&) = delete;

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const core::Dossier& dossier() const { return dossier_; }
  /// Pairs that have no outcome, this message's outcomes counted.
  [[nodiscard]] std::size_t open_pairs() const;
  /// By the measure that this message states of the party, else by what the case says of its pairs.
  [[nodiscard]] bool in_custody(core::PartyNo party) const;
  /// Whether somebody with an open pair is.
  [[nodiscard]] bool anybody_in_custody() const;
  [[nodiscard]] const std::vector<std::pair<Code, std::string>>& settings() const { return settings_; }

 private:
  [[nodiscard]] bool is_stage(const Code& outcome) const;
  void add_documents(schema::TestCase::Reader from);
  void add_head(schema::TestCase::Reader from);
  void add_rows();
  void tell(schema::TestCase::Reader from);
  void tell_agency(const std::string& side, schema::TestAgency::Reader from);
  void tell_text(std::string name, std::string text);
  core::Document document_of(schema::TestDocument::Reader from);
  core::Value value_of(schema::TestValue::Reader from, const FieldType* type);
  std::vector<core::Field> fields_of(capnp::List<schema::TestField>::Reader from, const std::vector<FieldType>* types);
  core::Field field_of(schema::TestField::Reader from, const std::vector<FieldType>* types);

  const PackBundle& bundle_;
  core::Envelope envelope_;
  core::Dossier dossier_;
  std::vector<core::Digest> part_digests_;
  core::Facts facts_;
  std::vector<Surrounding> told_;
  std::vector<std::pair<Code, std::string>> settings_;
  std::vector<std::string> decided_before_;  ///< "1.213" of pairs that have an outcome
  std::vector<core::PartyNo> in_custody_before_;
  View view_;
};

/// An instant, or a date for its 00:00; nothing for any other text.
std::optional<core::Instant> instant_written(std::string_view text);

std::string text_of(capnp::Text::Reader from);

}  // namespace caseway::rules
