// The message as JSON, one to one with broker/core/dossier.h and envelope.h: what a clerk's system writes into a file,
// and what a delivery is printed as. docs/FOLDER.md shows the form. The kinds of a document's fields come from the
// pack's dictionary.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/dossier.h"
#include "broker/core/envelope.h"
#include "broker/rules/pack.h"
#include "sdk/json_text.h"
#include "sdk/ports.h"

namespace caseway::sdk {

/// A message before it has salts, a number and a signature.
struct Draft {
  core::Code procedure;
  core::Code step;
  core::AgencyId recipient;   ///< empty: the other party of the transfer, or the counterpart
  core::CaseId case_id;       ///< empty: a new one is drawn
  core::TransferId transfer;  ///< empty: a new one is drawn
  core::Instant occurred_at;
  core::Digest confirms;
  core::DossierHead head;  ///< `part` of evidence items is filled by compose()
  std::vector<core::Document> documents;
  std::vector<Bytes> evidence;  ///< bytes of head.evidence[i]; empty: it has no file
};

/// Reads a file that the message names, by its relative path; nothing, with the reason in `why`, when it cannot.
using ReadFile = std::function<std::optional<Bytes>(const std::string& path, std::string& why)>;

/// Reads one message. Every mistake is added to `mistakes` with its path; there is a draft only when there was none:
/// an unknown name, a wrong type, an impossible date, a document or field that the dictionary lacks, a local id used
/// twice, a file that is missing, absolute, outside its folder, empty or longer than a part may be. What the rules
/// judge is not judged here.
std::optional<Draft> read_message(std::string_view text, std::string_view file, const rules::PackBundle& bundle,
                                  const ReadFile& read_file, Mistakes& mistakes);

/// The same form from values: `procedure`, `step`, `recipient`, `case`, `transfer`, `occurredAt`, `confirms`, `head`,
/// `documents`. `files[i]` is the relative path written as `file` of head.evidence[i]; empty: none. `bundle` may be
/// null: then a field with one value is written as one value.
Json message_json(const core::Envelope& envelope, const core::DossierHead& head,
                  const std::vector<core::Document>& documents, const std::vector<std::string>& files,
                  const rules::PackBundle* bundle);
Json head_json(const core::DossierHead& head, const std::vector<std::string>& files);
Json document_json(const core::Document& document, const rules::PackBundle* bundle);

}  // namespace caseway::sdk
