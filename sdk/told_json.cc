#include "sdk/told_json.h"

#include "broker/core/instant.h"

namespace caseway::sdk {
namespace {

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const auto& text : texts) list.list.push_back(Json::of(text));
  return list;
}

Json instant(Instant at) {
  const core::Instant told{at.time_since_epoch().count()};
  return Json::of(told.empty() ? std::string() : core::print_instant(told));
}

Json requirement_json(const Requirement& one) {
  return Json::object()
      .with("code", Json::of(one.code))
      .with("zh", Json::of(one.zh))
      .with("en", Json::of(one.en))
      .with("document", Json::of(one.document))
      .with("kind", Json::of(one.kind))
      .with("conditional", Json::of(one.conditional))
      .with("stops", Json::of(one.stops))
      .with("bars", list_of(one.bars))
      .with("suppliedBy", list_of(one.supplied_by))
      .with("waivedBy", list_of(one.waived_by))
      .with("basisZh", list_of(one.basis_zh))
      .with("basisEn", list_of(one.basis_en));
}

}  // namespace

std::string error_json(const Error& error) {
  Json mistakes = Json::array();
  for (const auto& one : error.mistakes) {
    mistakes.list.push_back(Json::object()
                                .with("file", Json::of(one.file))
                                .with("line", Json::of(one.line))
                                .with("column", Json::of(one.column))
                                .with("path", Json::of(one.path))
                                .with("what", Json::of(one.what)));
  }
  Json findings = Json::array();
  for (const auto& one : error.findings) {
    findings.list.push_back(Json::object()
                                .with("code", Json::of(one.code))
                                .with("path", Json::of(one.path))
                                .with("zh", Json::of(one.zh))
                                .with("en", Json::of(one.en)));
  }
  return print_json(Json::object()
                        .with("failure", Json::of(name_of(error.failure)))
                        .with("where", Json::of(error.where))
                        .with("problem", Json::of(error.problem))
                        .with("toDo", Json::of(error.to_do))
                        .with("number", Json::of(error.number))
                        .with("mistakes", std::move(mistakes))
                        .with("findings", std::move(findings)));
}

Json policy_value(const Policy& policy) {
  Json requirements = Json::array();
  for (const auto& one : policy.requirements) requirements.list.push_back(requirement_json(one));
  return Json::object()
      .with("procedure", Json::of(policy.procedure))
      .with("step", Json::of(policy.step))
      .with("zh", Json::of(policy.zh))
      .with("en", Json::of(policy.en))
      .with("saidBy", list_of(policy.said_by))
      .with("inStates", list_of(policy.in_states))
      .with("opensTransfer", Json::of(policy.opens_transfer))
      .with("documents", list_of(policy.documents))
      .with("requirements", std::move(requirements))
      .with("starts", list_of(policy.starts))
      .with("ends", list_of(policy.ends));
}

std::string policy_json(const Policy& policy) { return print_json(policy_value(policy)); }

std::string transfers_json(const std::vector<Transfer>& transfers) {
  Json list = Json::array();
  for (const auto& one : transfers) {
    Mistakes none;
    if (auto json = parse_json(one.json, "transfer", none)) list.list.push_back(std::move(*json));
  }
  return print_json(list);
}

std::string clocks_json(const std::vector<Clock>& clocks) {
  Json list = Json::array();
  for (const auto& one : clocks) {
    list.list.push_back(Json::object()
                            .with("clock", Json::of(one.id))
                            .with("zh", Json::of(one.zh))
                            .with("en", Json::of(one.en))
                            .with("transfer", Json::of(one.transfer))
                            .with("party", Json::of(one.party))
                            .with("offence", Json::of(one.offence))
                            .with("state", Json::of(one.state))
                            .with("owner", Json::of(one.owner))
                            .with("warn", instant(one.warn))
                            .with("first", instant(one.first))
                            .with("due", instant(one.due))
                            .with("dueText", Json::of(one.due_text))
                            .with("provisional", Json::of(one.provisional)));
  }
  return print_json(list);
}

std::string waiting_json(const std::vector<std::pair<std::uint64_t, std::string>>& waiting) {
  Json list = Json::array();
  for (const auto& one : waiting)
    list.list.push_back(Json::object().with("number", Json::of(one.first)).with("name", Json::of(one.second)));
  return print_json(list);
}

}  // namespace caseway::sdk
