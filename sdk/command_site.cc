#include "sdk/command_site.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>

#include "broker/core/digest.h"
#include "broker/host/config.h"
#include "broker/host/keyring.h"
#include "broker/host/new_agency.h"
#include "broker/host/site.h"
#include "broker/host/system.h"
#include "broker/wire/order.h"
#include "sdk/command_agency.h"
#include "sdk/command_failed.h"
#include "sdk/order_file.h"
#include "sdk/order_session.h"

namespace caseway::sdk {
namespace {

namespace fs = std::filesystem;
constexpr int order_wait_ms = 10'000;
constexpr const char* order_exit_codes =
    "Exit codes: 0 accepted, 12 not accepted, 2 bad input or usage, 3 outcome unknown (ask before sending it again).";

using Common = std::shared_ptr<CommonWords>;

[[noreturn]] void bad(const std::string& what) { throw CommandFailed(Exit::bad_input, what); }

/// What the commands need to know of a site they act on.
struct Site {
  host::Config config;
  core::Genesis genesis;
};

Site read_site(const std::string& dir) {
  host::Mistakes mistakes;
  Site site;
  site.config = host::read_config(fs::path(dir) / "casewayd.toml", mistakes);
  if (!mistakes.empty()) bad(mistakes.front());
  auto genesis = wire::decode_genesis(host::read_whole(site.config.genesis, 1 << 20));
  if (!genesis.ok()) bad(site.config.genesis.string() + ": " + genesis.refused().what);
  site.genesis = std::move(genesis).value();
  return site;
}

Agency operator_of(const Site& site) {
  Agency home;
  home.origin = site.genesis.origin;
  home.endpoint_file = site.config.directory / "endpoint";
  if (endpoint_of(home).empty()) bad(home.endpoint_file.string() + ": the broker is not running");
  home.broker_key = host::read_public_key(site.config.keys / "transport.pub");
  home.log_key = site.genesis.log_key;
  home.transport_key = site.config.keys / "operator-transport.key";
  return home;
}

/// What a command did: as JSON, or in a sentence.
void tell(const CommonWords& common, const Json& json, const std::string& text) {
  print_text(common.json ? print_json(json) : text + "\n");
}

core::Digest previous_of(const Site& site) {
  std::string why;
  const auto previous = ask_previous(operator_of(site), order_wait_ms, why);
  if (!previous) throw CommandFailed(Exit::outcome_unknown, "the broker did not tell the last order's digest: " + why);
  return *previous;
}

core::OfficerSignature sign_order(const OrderFile& order, const std::string& officer, const fs::path& key_file) {
  const auto key = host::read_signing_key(key_file);
  return {officer, core::sign_bytes(key.secret_key, wire::order_signing_bytes(order.origin, order.bytes))};
}

void send(const CommonWords& common, const Site& site, const OrderFile& order, const fs::path& beside) {
  wire::SendOrder frame{order.bytes, order.signatures, {}, 1};
  if (!order.content_file.empty())
    frame.content = host::read_whole(beside / order.content_file, core::limits::pack_bytes_max);
  const auto outcome = send_order(operator_of(site), frame, order_wait_ms);
  if (!outcome.answered) throw CommandFailed(Exit::outcome_unknown, outcome.why);
  if (!outcome.accepted) throw CommandFailed(Exit::returned, "the order was not accepted: " + outcome.why);
  const auto statement = core::check_receipt(outcome.receipt, site.genesis.log_key);
  if (!statement.ok())
    throw CommandFailed(Exit::outcome_unknown, "the receipt does not hold: " + statement.refused().what);
  const auto index = statement.value().index;
  const auto tree_size = outcome.receipt.proof.checkpoint.tree_size;
  tell(common, Json::object().with("record", Json::of(index)).with("treeSize", Json::of(tree_size)),
       "accepted: record " + std::to_string(index) + ", checkpoint " + std::to_string(tree_size));
}

void add_init(CLI::App& app, const Common& common) {
  struct Words {
    std::string dir, origin = "caseway.example", training, endpoint = "tcp://127.0.0.1:0", region = "350000";
  };
  auto words = std::make_shared<Words>();
  auto* init = app.add_subcommand("init", "Make a new site: casewayd.toml, keys/, genesis.bin, journal/ vault/ index/");
  init->add_option("DIR", words->dir, "new or empty directory")->required();
  init->add_option("--origin", words->origin, "name of the broker, for ever");
  init->add_option("--training", words->training, "a training site whose clock stands at this instant");
  init->add_option("--endpoint", words->endpoint, "where it listens; port 0: any free one");
  init->add_option("--region", words->region, "region of the operator, GB/T 2260");
  init->callback([words, common] {
    host::SiteOptions options{words->origin, words->endpoint, words->region, std::nullopt};
    if (!words->training.empty()) options.training_from = instant_or_fail(words->training, "--training");
    host::init_site(words->dir, options);
    tell(*common, Json::object().with("site", Json::of(words->dir)).with("origin", Json::of(words->origin)),
         "site " + words->dir + " made; start it with: casewayd --config " + words->dir + "/casewayd.toml");
  });
}

struct NewAgency {
  std::string dir, site, id, name_zh, name_en, region, org_code;
  std::vector<std::string> roles;
  int level = 4;
};

void make_agency(const NewAgency& words, const CommonWords& common) {
  const Site site = read_site(words.site);
  core::Agency agency;
  agency.id = words.id;
  agency.name_zh = words.name_zh;
  agency.name_en = words.name_en;
  agency.level = static_cast<std::uint8_t>(words.level);
  agency.region = words.region;
  agency.org_code = words.org_code;
  for (const auto& role : words.roles) agency.roles.push_back(role_or_fail(role));
  agency = host::make_agency(words.dir, site.config, site.genesis, std::move(agency));
  const fs::path dir = words.dir;
  std::ofstream out(dir / "admit.json");
  out << print_json(agency_json(agency));
  if (!out.flush()) bad((dir / "admit.json").string() + ": cannot be written");
  const std::string entry = words.dir + "/admit.json";
  tell(common,
       Json::object()
           .with("agency", Json::of(words.id))
           .with("directory", Json::of(words.dir))
           .with("entry", Json::of(entry)),
       "agency " + words.id + " made in " + words.dir + "; admit it with: caseway order new admit " + entry +
           " --site " + words.site + " --out admit-order.json");
}

void add_agency(CLI::App& app, const Common& common) {
  auto words = std::make_shared<NewAgency>();
  auto* agency = app.add_subcommand("agency", "Directories of member agencies")->require_subcommand(1);
  auto* make =
      agency->add_subcommand("new", "Make an agency's directory: agency.toml keys/ lane/ in/ out/ packs/ admit.json");
  make->add_option("DIR", words->dir)->required();
  make->add_option("--site", words->site, "directory of the site")->required();
  make->add_option("--id", words->id, "directory id: a-z 0-9 . -")->required();
  make->add_option("--name-zh", words->name_zh)->required();
  make->add_option("--name-en", words->name_en)->required();
  make->add_option("--role", words->roles, "administrative, police, procuratorate ...")->required();
  make->add_option("--level", words->level, "1 nation, 2 province, 3 city, 4 county")->check(CLI::Range(1, 4));
  make->add_option("--region", words->region, "GB/T 2260, 6 digits")->required();
  make->add_option("--org-code", words->org_code, "unified social credit code");
  make->callback([words, common] { make_agency(*words, *common); });
}

struct NewOrder {
  std::string site, out;
  std::string file, id, key, at, since, setting, value;
  std::uint64_t record = 0;
  std::vector<core::PartNo> parts;
};

void write_new_order(const NewOrder& words, core::Order order, const CommonWords& common) {
  const Site site = read_site(words.site);
  order.previous = previous_of(site);
  OrderFile file{site.genesis.origin, {}, {}, {}};
  if (order.kind == core::OrderKind::activate_pack || order.kind == core::OrderKind::activate_calendar) {
    order.digest = core::digest_of(host::read_whole(words.file, core::limits::pack_bytes_max));
    file.content_file = fs::absolute(words.file).string();
  }
  file.bytes = wire::encode_order(order);
  write_order_file(words.out, file);
  tell(common, Json::object().with("file", Json::of(words.out)).with("order", order_in_words(order)),
       "order written to " + words.out + "; two officers sign it with: caseway order sign " + words.out +
           " --officer officer-1 --key KEYFILE");
}

/// `order new KIND`: one subcommand a kind, all of which write into the same words.
class OrderKinds {
 public:
  OrderKinds(CLI::App& order, Common common)
      : common_(std::move(common)),
        make_(order.add_subcommand("new", "Write an order for two officers to sign")->require_subcommand(1)) {}

  using Fill = std::function<void(const NewOrder&, core::Order&)>;
  CLI::App* add(const char* name, const char* what, core::OrderKind kind, Fill fill) {
    auto* command = make_->add_subcommand(name, what);
    command->add_option("--site", words->site, "directory of the site; its broker runs")->required();
    command->add_option("--out", words->out, "order file to write")->required();
    command->callback([words = words, common = common_, kind, fill = std::move(fill)] {
      core::Order made;
      made.kind = kind;
      fill(*words, made);
      write_new_order(*words, std::move(made), *common);
    });
    return command;
  }

  const std::shared_ptr<NewOrder> words = std::make_shared<NewOrder>();

 private:
  Common common_;
  CLI::App* make_;
};

using Kind = core::OrderKind;

void add_member_orders(OrderKinds& kinds) {
  auto& words = *kinds.words;
  auto* admit = kinds.add("admit", "An agency joins", Kind::admit_agency, [](const NewOrder& w, core::Order& o) {
    o.agency = agency_from_json(read_text_file(w.file), w.file);
  });
  admit->add_option("FILE", words.file, "admit.json of agency new")->required();
  auto* retire = kinds.add("retire", "An agency leaves", Kind::retire_agency, [](const NewOrder& w, core::Order& o) {
    o.agency.id = w.id;
    o.instant = instant_or_fail(w.at, "--at");
  });
  retire->add_option("ID", words.id)->required();
  retire->add_option("--at", words.at)->required();
  auto* counterparts = kinds.add("counterparts", "Who plays which role for whom", Kind::set_counterparts,
                                 [](const NewOrder& w, core::Order& o) {
                                   o.counterparts = counterparts_from_json(read_text_file(w.file), w.file);
                                 });
  counterparts->add_option("FILE", words.file, "JSON list")->required();
}

void add_key_orders(OrderKinds& kinds) {
  auto& words = *kinds.words;
  auto* add =
      kinds.add("add-key", "A further signing key of an agency", Kind::add_key, [](const NewOrder& w, core::Order& o) {
        o.agency.id = w.id;
        core::AgencyKey key;
        key.key = host::read_public_key(w.key);
        key.valid_from = instant_or_fail(w.at, "--at");
        o.agency.keys.push_back(key);
      });
  add->add_option("ID", words.id)->required();
  add->add_option("--key", words.key, "its .pub file")->required();
  add->add_option("--at", words.at, "valid from")->required();
  auto* revoke =
      kinds.add("revoke-key", "A signing key is revoked", Kind::revoke_key, [](const NewOrder& w, core::Order& o) {
        o.agency.id = w.id;
        o.key = core::key_id(host::read_public_key(w.key));
        o.instant = instant_or_fail(w.at, "--at");
        if (!w.since.empty()) o.since = instant_or_fail(w.since, "--since");
      });
  revoke->add_option("ID", words.id)->required();
  revoke->add_option("--key", words.key, "its .pub file")->required();
  revoke->add_option("--at", words.at, "revoked at")->required();
  revoke->add_option("--since", words.since, "compromised since");
}

void add_site_orders(OrderKinds& kinds) {
  auto& words = *kinds.words;
  const auto nothing = [](const NewOrder&, core::Order&) {};
  auto* pack = kinds.add("pack", "A pack bundle comes into force", Kind::activate_pack, nothing);
  pack->add_option("FILE", words.file, "cn-ip.pack")->required();
  auto* calendar = kinds.add("calendar", "Holiday data come into force", Kind::activate_calendar, nothing);
  calendar->add_option("FILE", words.file, "cn-ip.calendar")->required();
  auto* clock = kinds.add("clock", "Training sites: the clock moves forward", Kind::set_clock,
                          [](const NewOrder& w, core::Order& o) { o.instant = instant_or_fail(w.at, "INSTANT"); });
  clock->add_option("INSTANT", words.at)->required();
  auto* time = kinds.add("time", "The broker's clock jumped, and is right: it shows INSTANT, give or take 10 minutes",
                         Kind::confirm_time,
                         [](const NewOrder& w, core::Order& o) { o.instant = instant_or_fail(w.at, "INSTANT"); });
  time->add_option("INSTANT", words.at, "the time by another clock; within 10 minutes both sign, and it is sent")
      ->required();
  auto* setting = kinds.add("setting", "A site setting", Kind::set_setting, [](const NewOrder& w, core::Order& o) {
    o.setting = w.setting;
    o.value = w.value;
  });
  setting->add_option("ID", words.setting, "S01 ... S41")->required();
  setting->add_option("VALUE", words.value)->required();
  auto* erase = kinds.add("erase", "The bytes of recalled parts leave the vault", Kind::erase,
                          [](const NewOrder& w, core::Order& o) {
                            const auto transfer = core::from_hex<core::TransferId>(w.id);
                            if (!transfer) bad("--transfer: '" + w.id + "' is no id of 32 hexadecimal digits");
                            o.transfer = *transfer;
                            o.record = w.record;
                            o.parts = w.parts;
                            std::sort(o.parts.begin(), o.parts.end());
                          });
  erase->add_option("--transfer", words.id, "the transfer in which they were recalled")->required();
  erase->add_option("--record", words.record, "the record of the message, as its receipt says")->required();
  erase->add_option("--part", words.parts, "number of a part, from 0; may be repeated")->required();
  kinds.add("snapshot", "The broker writes a snapshot", Kind::take_snapshot, nothing);
}

void add_order(CLI::App& app, const Common& common) {
  struct Words {
    std::string file, officer, key, site;
  };
  auto words = std::make_shared<Words>();
  auto* order = app.add_subcommand("order", "Changes that two officers sign")->require_subcommand(1);
  OrderKinds kinds(*order, common);
  add_member_orders(kinds);
  add_key_orders(kinds);
  add_site_orders(kinds);
  auto* sign = order->add_subcommand("sign", "Add an officer's signature");
  sign->add_option("FILE", words->file)->required();
  sign->add_option("--officer", words->officer, "officer-1")->required();
  sign->add_option("--key", words->key, "the officer's key file")->required();
  sign->callback([words, common] {
    auto file = read_order_file(words->file);
    file.signatures.push_back(sign_order(file, words->officer, words->key));
    write_order_file(words->file, file);
    const auto signatures = file.signatures.size();
    tell(*common, Json::object().with("file", Json::of(words->file)).with("signatures", Json::of(signatures)),
         words->file + ": " + std::to_string(signatures) + " of 2 signatures");
  });
  auto* hand_in = order->add_subcommand("send", "Hand a signed order to the broker");
  hand_in->add_option("FILE", words->file)->required();
  hand_in->add_option("--site", words->site, "directory of the site; uses the operator's transport key")->required();
  hand_in->footer(order_exit_codes);
  hand_in->callback([words, common] {
    send(*common, read_site(words->site), read_order_file(words->file), fs::absolute(words->file).parent_path());
  });
}

void add_clock(CLI::App& app, const Common& common) {
  struct Words {
    std::string instant, site;
  };
  auto words = std::make_shared<Words>();
  auto* clock = app.add_subcommand("clock", "The standing clock of a training site")->require_subcommand(1);
  auto* set = clock->add_subcommand("set", "Move it forward, signed by the two training officers whose keys init left");
  set->add_option("INSTANT", words->instant)->required();
  set->add_option("--site", words->site)->required();
  set->footer(order_exit_codes);
  set->callback([words, common] {
    const Site site = read_site(words->site);
    if (!site.genesis.training) bad(words->site + ": no training site; its clock is the machine's");
    core::Order order;
    order.kind = core::OrderKind::set_clock;
    order.instant = instant_or_fail(words->instant, "INSTANT");
    order.previous = previous_of(site);
    OrderFile file{site.genesis.origin, wire::encode_order(order), {}, {}};
    for (const char* officer : {"officer-1", "officer-2"}) {
      file.signatures.push_back(sign_order(file, officer, site.config.keys / (std::string(officer) + ".key")));
    }
    send(*common, site, file, {});
  });
}

}  // namespace

void add_site_commands(CLI::App& app, const std::shared_ptr<CommonWords>& common) {
  add_init(app, common);
  add_agency(app, common);
  add_order(app, common);
  add_clock(app, common);
}

}  // namespace caseway::sdk
