#include "broker/core/instant.h"
#include "sdk/caseway_client.h"
#include "sdk/caseway_dossier.h"
#include "sdk/json_text.h"

namespace caseway {
namespace {

using sdk::Json;

std::string printed(const Json& json) { return sdk::print_json(json, false); }
std::string quoted(const std::string& text) { return printed(Json::of(text)); }
core::Instant own(Instant at) { return {at.time_since_epoch().count()}; }

template <class List, class Print>
std::string listed(const List& list, Print print) {
  std::string text = "[";
  for (const auto& one : list) text += (text.size() == 1 ? "" : ",") + print(one);
  return text + "]";
}

void put_text(Fields& into, const char* name, const std::string& value) {
  if (!value.empty()) into.text(name, value);
}

}  // namespace

Fields::Fields() = default;
Fields::Fields(const Fields&) = default;
Fields::Fields(Fields&&) noexcept = default;
Fields& Fields::operator=(const Fields&) = default;
Fields& Fields::operator=(Fields&&) noexcept = default;
Fields::~Fields() = default;

Fields& Fields::put(const std::string& name, const std::string& json) {
  members_ += (members_.empty() ? "" : ",") + quoted(name) + ":" + json;
  return *this;
}

Fields& Fields::text(const std::string& name, const std::string& value) { return put(name, quoted(value)); }
Fields& Fields::texts(const std::string& name, const std::vector<std::string>& values) {
  return put(name, listed(values, quoted));
}
Fields& Fields::number(const std::string& name, std::int64_t value) { return put(name, printed(Json::of(value))); }
Fields& Fields::yes(const std::string& name, bool value) { return put(name, value ? "true" : "false"); }
Fields& Fields::instant(const std::string& name, Instant value) { return text(name, core::print_instant(own(value))); }
Fields& Fields::date(const std::string& name, Instant value) {
  return text(name, core::print_date(core::law_date_of(own(value))));
}
Fields& Fields::group(const std::string& name, const Fields& value) { return put(name, value.json()); }
Fields& Fields::groups(const std::string& name, const std::vector<Fields>& values) {
  return put(name, listed(values, [](const Fields& one) { return one.json(); }));
}
std::string Fields::json() const { return "{" + members_ + "}"; }

namespace {

/// The file of an evidence item in the message, whatever it is called outside.
std::string file_of(std::size_t index) { return "evidence-" + std::to_string(index + 1); }

std::string object(const Fields& first, const Fields& more) {
  const std::string a = first.json();
  if (more.empty()) return a;
  const std::string b = more.json();
  return first.empty() ? b : a.substr(0, a.size() - 1) + "," + b.substr(1);
}

std::string party_json(const Party& party) {
  Fields all;
  all.number("no", party.no).text("kind", party.kind);
  put_text(all, "name", party.name);
  if (!party.roles.empty()) all.texts("roles", party.roles);
  return object(all, party.more);
}

std::string pair_json(const Pair& pair) {
  return object(Fields().number("party", pair.party).text("offence", pair.offence), pair.more);
}

std::string document_json(const Document& document) {
  Fields all;
  all.text("id", document.id).text("type", document.type).text("carrier", document.carrier);
  all.text("stamp", document.stamp).group("fields", document.fields);
  return object(all, document.more);
}

std::string evidence_json(const Evidence& item, const std::string& file) {
  Fields all;
  all.text("id", item.id).text("class", item.kind).text("title", item.title);
  if (!item.bytes.empty()) all.text("file", file);
  put_text(all, "fileName", item.file_name);
  return object(all, item.more);
}

std::string head_json(const Dossier& dossier) {
  Fields start;
  put_text(start, "title", dossier.title);
  put_text(start, "ownCaseNumber", dossier.own_case_number);
  std::string head = object(start, dossier.head);
  std::size_t index = 0;
  const std::string lists =
      "\"parties\":" + listed(dossier.parties, party_json) + ",\"pairs\":" + listed(dossier.pairs, pair_json) +
      ",\"evidence\":" +
      listed(dossier.evidence, [&](const Evidence& item) { return evidence_json(item, file_of(index++)); });
  head.pop_back();
  return head + (head.size() == 1 ? "" : ",") + lists + "}";
}

}  // namespace

Message compose(const Dossier& dossier) {
  Fields start;
  start.text("procedure", dossier.procedure).text("step", dossier.step).instant("occurredAt", dossier.occurred_at);
  put_text(start, "recipient", dossier.recipient);
  put_text(start, "case", dossier.case_id);
  put_text(start, "transfer", dossier.transfer);
  put_text(start, "confirms", dossier.confirms);
  Message message;
  message.json = start.json();
  message.json.pop_back();
  message.json +=
      ",\"head\":" + head_json(dossier) + ",\"documents\":" + listed(dossier.documents, document_json) + "}";
  for (std::size_t i = 0; i < dossier.evidence.size(); ++i) {
    if (!dossier.evidence[i].bytes.empty()) Client::put(message, file_of(i), dossier.evidence[i].bytes);
  }
  return message;
}

}  // namespace caseway
