// What an agency asks for as JSON. Names are listed in docs/SDK.md and stay.
#include "broker/core/instant.h"
#include "broker/rules/describe.h"
#include "sdk/asks.h"
#include "sdk/told.h"
#include "sdk/told_json.h"

namespace caseway::sdk {
namespace {

void put(Json& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.with(name, Json::of(text));
}
void put(Json& json, std::string_view name, const rules::Label& label) {
  put(json, std::string(name) + "Zh", label.zh);
  put(json, std::string(name) + "En", label.en);
}
void put_label(Json& json, const rules::Label& label) {
  put(json, "zh", label.zh);
  put(json, "en", label.en);
}
void put(Json& json, std::string_view name, const std::optional<core::Date>& date) {
  if (date) json.with(name, Json::of(core::print_date(*date)));
}
void put(Json& json, std::string_view name, const rules::Condition& when) {
  if (when.op != rules::Op::always) json.with(name, Json::of(rules::print_condition(when)));
}
void put(Json& json, std::string_view name, const std::optional<rules::Path>& path) {
  if (path) put(json, name, path->text);
}

template <class List, class Make>
void put_list(Json& json, std::string_view name, const List& from, Make make) {
  if (from.empty()) return;
  Json list = Json::array();
  for (const auto& one : from) list.list.push_back(make(one));
  json.with(name, std::move(list));
}

Json role_json(core::Role role) { return Json::of(core::name_of(role)); }

std::string_view name_of(rules::Confidence confidence) {
  switch (confidence) {
    case rules::Confidence::verified: return "verified";
    case rules::Confidence::page: return "page";
    case rules::Confidence::recalled: return "recalled";
    case rules::Confidence::site: return "site";
    case rules::Confidence::design: return "design";
  }
  return {};
}

std::string_view name_of(rules::Unit unit) {
  switch (unit) {
    case rules::Unit::hours: return "hours";
    case rules::Unit::days: return "days";
    case rules::Unit::months: return "months";
  }
  return {};
}

std::string_view name_of(rules::DayBasis basis) {
  switch (basis) {
    case rules::DayBasis::none: return {};
    case rules::DayBasis::calendar: return "calendar";
    case rules::DayBasis::working: return "working";
    case rules::DayBasis::disputed: return "disputed";
  }
  return {};
}

std::string_view name_of(rules::Side side) {
  switch (side) {
    case rules::Side::sender: return "sender";
    case rules::Side::receiver: return "receiver";
    case rules::Side::either: return "either";
    case rules::Side::both: return "both";
    case rules::Side::system: return "system";
    case rules::Side::opener: return "opener";
    case rules::Side::other: return "other";
  }
  return {};
}

std::string_view name_of(rules::AnchorKind anchor) {
  switch (anchor) {
    case rules::AnchorKind::step: return "step";
    case rules::AnchorKind::received: return "received";
    case rules::AnchorKind::asserted: return "asserted";
  }
  return {};
}

Json basis_json(const rules::PackBundle& bundle, const rules::Basis& basis) {
  Json json = Json::object();
  put(json, "instrument", basis.instrument.view());
  put(json, "article", basis.article);
  json.with("confidence", Json::of(name_of(basis.confidence)));
  if (basis.confidence == rules::Confidence::recalled) json.with("percent", Json::of(unsigned{basis.percent}));
  put(json, "note", basis.note);
  put(json, "zh", rules::cite(bundle, basis, rules::Language::zh));
  put(json, "en", rules::cite(bundle, basis, rules::Language::en));
  return json;
}

void put_basis(Json& json, const rules::PackBundle& bundle, const std::vector<rules::Basis>& all) {
  put_list(json, "basis", all, [&](const rules::Basis& one) { return basis_json(bundle, one); });
}

void put_local(Json& json, const rules::PackBundle& bundle, const rules::Local& local) {
  if (local.region.empty()) return;
  Json told = Json::object().with("region", Json::of(local.region));
  if (const auto* region = bundle.region(local.region)) put_label(told, region->label);
  put(told, "from", local.from);
  put(told, "to", local.to);
  json.with("local", std::move(told));
}

Json limit_json(const rules::PackBundle& bundle, const rules::LocalLimit& limit) {
  Json json = Json::object().with("length", Json::of(std::int64_t{limit.length}));
  put_local(json, bundle, limit.local);
  put_basis(json, bundle, limit.basis);
  return json;
}

/// What the law leaves open, and what holds where the site's officers say nothing else.
void put_setting(Json& json, const rules::PackBundle& bundle, const core::Code& id) {
  const auto* setting = id.empty() ? nullptr : bundle.setting(id);
  if (setting == nullptr) return;
  Json told = Json::object().with("id", Json::of(id.view()));
  put_label(told, setting->title);
  put(told, "byDefault", setting->default_value);
  json.with("setting", std::move(told));
}

void put_anchor(Json& json, const rules::ClockRule& rule) {
  json.with("anchor", Json::of(name_of(rule.anchor)));
  if (rule.anchor == rules::AnchorKind::asserted) put(json, "anchorPath", rule.anchor_path.text);
  if (rule.anchor == rules::AnchorKind::received) put(json, "anchorDocument", rule.anchor_document.str());
}

Json clock_json(const AskedVersion& version, const AskedClock& clock) {
  const auto& bundle = *version.of.bundle;
  Json json = Json::object().with("clock", Json::of(clock.id.view()));
  if (clock.per_pair) json.with("perPair", Json::of(true));
  if (clock.on_receipt) json.with("onReceipt", Json::of(true));
  put(json, "when", *clock.when);
  if (clock.rule == nullptr) return json;
  const auto& rule = *clock.rule;
  put_label(json, rule.label);
  if (rule.length != 0) json.with("length", Json::of(std::int64_t{rule.length}));
  if (rule.second_length != 0) json.with("secondLength", Json::of(std::int64_t{rule.second_length}));
  json.with("unit", Json::of(name_of(rule.unit)));
  put(json, "dayBasis", name_of(rule.basis_of_days));
  put(json, "lengthFrom", rule.length_from);
  put(json, "lengthOr", rule.length_or);
  put_anchor(json, rule);
  json.with("owner", Json::of(name_of(rule.owner)));
  put_setting(json, bundle, rule.setting);
  put(json, "consequence", rule.consequence);
  put_basis(json, bundle, rule.basis);
  put_list(json, "earlierLimits", clock.limits, [&](const rules::LocalLimit* one) { return limit_json(bundle, *one); });
  return json;
}

Json copy_json(const AskedVersion& version, const rules::Copy& copy) {
  Json json = Json::object();
  put_list(json, "roles", copy.roles, role_json);
  put_list(json, "documents", copy.documents, [](const core::DocumentType& one) { return Json::of(one.str()); });
  put_list(json, "facts", copy.facts, [](const core::Code& one) { return Json::of(one.view()); });
  put(json, "when", copy.when);
  put_local(json, *version.of.bundle, copy.local);
  put_basis(json, *version.of.bundle, copy.basis);
  return json;
}

void add_to_requirement(Json& json, const AskedVersion& version, const rules::Requirement& rule) {
  put(json, "when", rule.when);
  if (rule.until_waived) json.with("untilWaived", Json::of(true));
  if (rule.per_party) json.with("perParty", Json::of(true));
  put_setting(json, *version.of.bundle, rule.setting);
  put_basis(json, *version.of.bundle, rule.basis);
  put_local(json, *version.of.bundle, rule.local);
}

/// What `policy` tells of the step (told_json.h), and more.
Json step_json(const AskedVersion& version, const AskedStep& asked) {
  Json json = policy_value(tell_step(*version.of.bundle, *version.kind, *asked.step, asked.requirements));
  for (auto& member : json.members) {
    if (member.name != "requirements") continue;
    for (std::size_t i = 0; i < asked.requirements.size(); ++i)
      add_to_requirement(member.value.list[i], version, *asked.requirements[i]);
  }
  put_list(json, "saidBySides", asked.step->by, [](const rules::Actor& one) { return Json::of(name_of(one.side)); });
  json.with("toAgency", Json::of(asked.to_it)).with("byAgency", Json::of(asked.by_it));
  if (asked.step->holds.op != rules::Op::always) {
    put(json, "holds", asked.step->holds);
    put(json, "barred", asked.step->barred);
  }
  put_list(json, "clocks", asked.starts, [&](const AskedClock& one) { return clock_json(version, one); });
  put_list(json, "endsClocks", asked.ends, [&](const AskedClock& one) { return clock_json(version, one); });
  put_list(json, "localCopies", asked.copies, [&](const rules::Copy* one) { return copy_json(version, *one); });
  return json;
}

Json days_json(const rules::Days& days) {
  Json json = Json::object();
  put(json, "from", days.from);
  put(json, "to", days.to);
  return json;
}

Json version_json(const AskedVersion& version) {
  const auto& bundle = *version.of.bundle;
  Json json = Json::object()
                  .with("digest", Json::of(core::hex(bundle.digest)))
                  .with("id", Json::of(bundle.id))
                  .with("version", Json::of(bundle.version));
  put(json, "issuer", bundle.issuer);
  put(json, "agreement", bundle.agreement);
  put(json, "from", bundle.effective_from);
  put(json, "to", bundle.effective_to);
  put(json, "checkedAsOf", bundle.checked_as_of);
  json.with("inForce", Json::of(version.of.in_force));
  put_list(json, "days", version.of.days, days_json);
  if (version.absent) json.with("absent", Json::of(true));
  if (version.kind == nullptr) return json;
  json.with("zh", Json::of(version.kind->label.zh)).with("en", Json::of(version.kind->label.en));
  json.with("maySend", Json::of(version.may_send)).with("mayReceive", Json::of(version.may_receive));
  put_list(json, "steps", version.steps, [&](const AskedStep& one) { return step_json(version, one); });
  return json;
}

}  // namespace

Json asks_json(const Asks& asks) {
  Json agency = Json::object().with("id", Json::of(asks.agency.id));
  put(agency, "nameZh", asks.agency.name_zh);
  put(agency, "nameEn", asks.agency.name_en);
  put_list(agency, "roles", asks.agency.roles, role_json);
  put(agency, "region", asks.agency.region);
  Json json = Json::object().with("agency", std::move(agency)).with("procedure", Json::of(asks.kind));
  json.with("day", Json::of(core::print_date(asks.day)));
  put_list(json, "versions", asks.versions, version_json);
  return json;
}

}  // namespace caseway::sdk
