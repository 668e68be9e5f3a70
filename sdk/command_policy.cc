// caseway policy: what an agency of the site asks for in one kind, by every version of the rules in force or to come.
#include <CLI/CLI.hpp>
#include <iostream>
#include <list>

#include "broker/core/shown.h"
#include "sdk/asks.h"
#include "sdk/command_agency.h"
#include "sdk/command_failed.h"
#include "sdk/site_versions.h"

namespace caseway::sdk {
namespace {

constexpr int wait_ms = 15'000;

struct PolicyWords {
  std::string agency;
  std::string kind;
  std::string step;  ///< empty: all
};

/// ": " and what hinders the session, where something does.
std::string why_of(Client& client) {
  const auto trouble = client.trouble();
  return trouble.empty() ? trouble : ": " + trouble;
}

SiteVersions versions_of(Client& client) {
  wire::Query query;
  query.kind = wire::QueryKind::status;
  const auto answer = client.ask(std::move(query), wait_ms);
  auto versions = answer && answer->found ? read_versions(answer->json) : std::nullopt;
  if (!versions)
    throw CommandFailed(Exit::outcome_unknown, "the broker does not tell the versions of its rules" + why_of(client));
  if (versions->soon.empty())
    throw CommandFailed(Exit::bad_input, "no version of the rules is in force at this site, and none is to come");
  return *std::move(versions);
}

Member member_of(Client& client, const std::string& id) {
  const auto* members = client.members();
  if (members == nullptr)
    throw CommandFailed(Exit::outcome_unknown, "the broker does not tell its members" + why_of(client));
  const auto at = members->find(id);
  if (at != members->end()) return at->second;
  std::string there;
  for (const auto& [name, member] : *members) {
    if (!member.retired) there += (there.empty() ? "" : ", ") + name;
  }
  throw CommandFailed(Exit::bad_input, id + ": no such member of this site; there are " + there);
}

/// The version that this desk holds already, else the broker's. Nothing where this program cannot read it: that is said
/// on stderr, and the others are told.
std::optional<rules::PackBundle> bundle_of(Client& client, const Desk& desk, const SiteVersion& version) {
  if (desk.bundle() != nullptr && desk.bundle()->digest == version.digest) return *desk.bundle();
  auto bundle = fetch_version(client, version.digest);
  if (bundle.ok()) return std::move(bundle).value();
  const auto what = version.id + " " + version.version + ": " + bundle.refused().what;
  if (bundle.refused().code == core::Refusal::try_later) throw CommandFailed(Exit::outcome_unknown, what);
  std::cerr << core::shown(what + "; it is left out") << "\n";
  return std::nullopt;
}

void policy(const PolicyWords& words, const CommonWords& common) {
  Desk desk(common);
  ClientOptions options;
  options.send = false;
  Client& client = desk.open(options);
  desk.connect(wait_ms);
  const Member agency = member_of(client, words.agency);
  if (agency.retired) throw CommandFailed(Exit::bad_input, agency.id + " is retired: no step is said to it any more");
  const Member asker = member_of(client, desk.agency.id);
  const auto site = versions_of(client);
  std::list<rules::PackBundle> bundles;  // versions point to them
  std::vector<LoadedVersion> versions;
  for (const auto& one : site.soon) {
    auto bundle = bundle_of(client, desk, one);
    if (!bundle) continue;
    bundles.push_back(std::move(*bundle));
    versions.push_back({&bundles.back(), one.in_force, one.counts, one.tables});
  }
  if (versions.empty()) throw CommandFailed(Exit::bad_input, "no version can be read by this program");
  const auto asks = asks_of(versions, agency, asker.region, words.kind, words.step, site.day);
  print_text(common.json ? print_json(asks_json(asks)) : asks_text(asks, common.lang()));
}

}  // namespace

void add_policy(CLI::App& app, std::shared_ptr<CommonWords> common) {
  auto words = std::make_shared<PolicyWords>();
  auto* command = app.add_subcommand("policy", "What an agency asks for in one kind, with the days on which it does");
  command->add_option("AGENCY", words->agency, "a member of the site, or this agency itself")->required();
  command->add_option("KIND", words->kind, "of transfer: K01 ...")->required();
  command->add_option("--step", words->step, "this step alone");
  command->add_option("--lang", common->language, "language of what is printed")->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--json", common->json, "print data as JSON");
  command->footer(
      "Exit codes: 0 done, 2 no such agency, kind or step, a retired agency or one without a role in the kind,\n"
      "or no version in force or to come that this program can read, 3 the broker did not answer.");
  command->callback([=] { policy(*words, *common); });
}

}  // namespace caseway::sdk
