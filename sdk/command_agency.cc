#include "sdk/command_agency.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <iostream>

#include "adapters/bridge/inbox.h"
#include "broker/core/receipt.h"
#include "broker/core/shown.h"
#include "broker/core/version.h"
#include "sdk/command_failed.h"
#include "sdk/outgoing.h"

namespace caseway::sdk {
namespace {

constexpr int round_ms = 200;
constexpr int quiet_rounds = 3;
constexpr int unpark_wait_ms = 15'000;
constexpr std::size_t mistakes_most = 200;

volatile std::sig_atomic_t stop_asked = 0;
extern "C" void ask_to_stop(int) { stop_asked = 1; }

/// Of several messages the worst counts. Ordered by what the caller must do about it, and so are the codes, but for
/// "outcome unknown": that one says that the lane still holds something.
int worse(int a, int b) {
  static constexpr int order[] = {0, 10, 11, 12, 3};
  const auto rank = [](int code) { return std::find(std::begin(order), std::end(order), code) - std::begin(order); };
  return rank(a) >= rank(b) ? a : b;
}

int exit_of(core::Verdict verdict) {
  switch (verdict) {
    case core::Verdict::proceeds: return static_cast<int>(Exit::ok);
    case core::Verdict::proceeds_with_findings: return static_cast<int>(Exit::findings);
    case core::Verdict::next_step_barred: return static_cast<int>(Exit::barred);
    case core::Verdict::returned: return static_cast<int>(Exit::returned);
  }
  return static_cast<int>(Exit::outcome_unknown);
}

[[noreturn]] void fail_with(const Mistakes& mistakes) {
  std::string text;
  for (std::size_t i = 0; i < mistakes.size() && i < mistakes_most; ++i) {
    text += (i == 0 ? "" : "\n") + print_mistake(mistakes[i]);
  }
  if (mistakes.size() > mistakes_most) text += "\n... and " + std::to_string(mistakes.size() - mistakes_most) + " more";
  throw CommandFailed(Exit::bad_input, text);
}

/// Before anything is opened or waited for.
void require_files(const std::vector<std::string>& files) {
  Mistakes mistakes;
  for (const auto& file : files) {
    if (!std::filesystem::exists(file)) mistakes.push_back({file, 0, 0, "", "no such file; name messages as JSON"});
  }
  if (!mistakes.empty()) fail_with(mistakes);
}

struct SendWords {
  std::vector<std::string> files;
  std::vector<std::uint64_t> again;
  std::string endpoint;
  unsigned lane = 1;
  int wait_s = 30;
  bool unchecked = false;
};

void print_record(const LaneRecord& record, Desk& desk, const CommonWords& common) {
  const auto told = record.told(desk.bundle(), desk.client->open() ? desk.client->members() : nullptr);
  print_text(common.json ? print_json(recorded_json(told)) : recorded_text(told, common.lang()));
}

/// From the first queued message on every failure is "outcome unknown": a caller who took it for bad input would send
/// the same again, under another number.
int or_unknown(const std::function<int()>& work) {
  try {
    return work();
  } catch (const CommandFailed&) {
    throw;
  } catch (const std::exception& error) {
    throw CommandFailed(Exit::outcome_unknown,
                        "outcome unknown: " + std::string(error.what()) +
                            "; what was queued is kept, and the next `send` or adapter on this lane sends it again");
  }
}

int send_again(const SendWords& words, const CommonWords& common) {
  Desk desk(common);
  ClientOptions options;
  options.lane = lane_or_fail(words.again[0]);
  options.endpoint = words.endpoint;
  Client& client = desk.open(options);
  const core::LaneNumber number = words.again[1];
  if (!client.lane().message(number)) {
    throw CommandFailed(Exit::bad_input,
                        "lane " + std::to_string(options.lane) + " has no number " + std::to_string(number));
  }
  const int wait_ms = words.wait_s * 1000;
  desk.connect(wait_ms);
  return or_unknown([&] {
    if (client.lane().waiting().contains(number)) client.settle(number, wait_ms);
    const auto receipt = client.send_again(number, wait_ms);
    const auto record = receipt ? lane_record(client.lane(), number, &*receipt) : std::nullopt;
    if (!record) throw CommandFailed(Exit::outcome_unknown, "no answer in " + std::to_string(words.wait_s) + " s");
    print_record(*record, desk, common);
    return exit_of(record->statement.verdict);
  });
}

/// All files or none: a mistake in one of them stops all, and so does pre-flight, with its exit code in `code`.
std::vector<Outgoing> prepare_all(const SendWords& words, Desk& desk, const CommonWords& common, int& code) {
  std::vector<Outgoing> all;
  std::string stopped;
  Mistakes mistakes;
  const core::Instant now = desk.client->now();
  for (const auto& file : words.files) {
    auto outgoing = prepare(file, desk.rules, desk.agency.id, desk.random, now, mistakes);
    if (!outgoing) continue;
    if (outgoing->preflight.verdict == core::Verdict::returned && !words.unchecked) {
      code = worse(code, exit_of(core::Verdict::returned));
      stopped += common.json ? print_json(preflight_json(outgoing->preflight, outgoing->message, *desk.bundle()))
                             : preflight_text(outgoing->preflight, outgoing->message, *desk.bundle(), common.lang());
    }
    all.push_back(std::move(*outgoing));
  }
  if (!mistakes.empty()) fail_with(mistakes);
  if (!stopped.empty()) print_text(stopped);
  return all;
}

/// Waits for the answer of one number, under whatever number it ends, and prints it.
int settle(core::LaneNumber number, int wait_ms, Desk& desk, const CommonWords& common) {
  Client& client = *desk.client;
  Fate fate = client.settle(number, wait_ms);
  while (fate == Fate::renumbered) {
    const auto again = client.renumbered(number).value();
    std::cerr << "number " << number << " was used by another copy of this lane: the message is number " << again
              << "\n";
    number = again;
    fate = client.settle(number, wait_ms);
  }
  if (fate == Fate::receipted) {
    const auto record = lane_record(client.lane(), number);
    print_record(record.value(), desk, common);
    return exit_of(record->statement.verdict);
  }
  if (fate == Fate::refused) {
    const auto why = client.lane().refused(number).value();
    std::cerr << "number " << number << " refused: " << core::name_of(why.code) << ": "
              << core::shown(why.where + ": " + why.what) << "\n";
    return static_cast<int>(Exit::returned);  // it was sent, and a void took its number: not "nothing was sent"
  }
  std::cerr << "outcome unknown: number " << number << " of lane " << client.lane().no()
            << " has no receipt yet; it is kept, and the next `send` or adapter on this lane sends it again. "
            << core::shown(client.trouble()) << "\n";
  return static_cast<int>(Exit::outcome_unknown);
}

int queue_and_settle(const std::vector<Outgoing>& all, const SendWords& words, Desk& desk, const CommonWords& common) {
  int code = 0;
  std::vector<core::LaneNumber> numbers;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto number = desk.client->queue(all[i].message, words.files[i]);
    if (!number) {
      if (i == 0) throw CommandFailed(Exit::bad_input, "too many messages wait in this lane; nothing was queued");
      std::cerr << "too many messages wait in this lane; queued are those before " << words.files[i] << "\n";
      code = static_cast<int>(Exit::outcome_unknown);
      break;
    }
    numbers.push_back(*number);
  }
  const int wait_ms = desk.client->open() ? words.wait_s * 1000 : 0;
  for (const auto number : numbers) code = worse(code, settle(number, wait_ms, desk, common));
  return code;
}

int send(const SendWords& words, const CommonWords& common) {
  if (!words.again.empty()) return send_again(words, common);
  if (words.files.empty()) throw CommandFailed(Exit::bad_input, "send: name at least one FILE, or --again LANE NUMBER");
  Desk desk(common);
  require_files(words.files);
  ClientOptions options;
  options.lane = lane_or_fail(words.lane);
  options.endpoint = words.endpoint;
  const Client& client = desk.open(options);
  if (!desk.client->connect(words.wait_s * 1000) &&
      !client.site()) {  // a lane that never heard of its site cannot sign
    throw CommandFailed(Exit::bad_input,
                        "nothing is queued: no session with " + desk.agency.origin + " yet: " + client.trouble());
  }
  std::string why;
  if (!fetch_rules(*desk.client, desk.agency.packs, desk.rules, why)) {
    throw CommandFailed(Exit::bad_input, "nothing is queued: " + why);
  }
  int code = 0;
  const auto all = prepare_all(words, desk, common, code);
  if (code != 0) return code;  // pre-flight stops one: nothing is sent
  return or_unknown([&] { return queue_and_settle(all, words, desk, common); });
}

struct UnparkWords {
  std::uint64_t delivery = 0;
  std::string endpoint;
};

/// Whether the broker says that the delivery is parked.
bool is_parked(Client& client, std::uint64_t delivery) {
  wire::Query query;
  query.kind = wire::QueryKind::status;
  const auto answer = client.ask(std::move(query), unpark_wait_ms);
  Mistakes mistakes;
  const auto json = answer && answer->found ? parse_json(answer->json, "status", mistakes) : std::nullopt;
  if (!json) throw CommandFailed(Exit::outcome_unknown, "the broker does not tell its status: " + client.trouble());
  for (const Json& entry : json->list_of("parked")) {
    if (static_cast<std::uint64_t>(entry.integer_of("delivery")) == delivery) return true;
  }
  return false;
}

void unpark(const UnparkWords& words, const CommonWords& common) {
  Desk desk(common);
  ClientOptions options;
  options.send = false;
  options.consume = true;  // only the session that has the mailbox may say it
  options.delivery_credit = 0;
  options.endpoint = words.endpoint;
  Client& client = desk.open(options);
  desk.connect(unpark_wait_ms);
  const std::string named = "delivery " + std::to_string(words.delivery);
  if (!is_parked(client, words.delivery)) throw CommandFailed(Exit::bad_input, named + " is not parked");
  client.unpark(words.delivery);
  if (is_parked(client, words.delivery)) throw CommandFailed(Exit::outcome_unknown, named + " is still parked");
  print_text(common.json ? print_json(Json::object().with("unparked", Json::of(words.delivery)))
                         : named + " is offered again\n");
}

struct ReceiveWords {
  std::string endpoint;
  int wait_s = 30;
  bool once = false;
};

void receive(const ReceiveWords& words, const CommonWords& common) {
  Desk desk(common);
  ClientOptions options;
  options.consume = true;
  options.send = false;
  options.endpoint = words.endpoint;
  Client& client = desk.open(options);
  bridge::Inbox inbox(desk.agency.in);
  client.on_delivery([&](const Delivered& delivered) {
    const auto place = inbox.take(delivered, desk.bundle());
    print_text(common.json ? print_json(Json::object()
                                            .with("delivery", Json::of(delivered.frame.delivery))
                                            .with("folder", Json::of(place.folder.string()))
                                            .with("again", Json::of(place.again))
                                            .with("from", Json::of(delivered.statement.sender))
                                            .with("procedure", Json::of(delivered.frame.procedure.view()))
                                            .with("step", Json::of(delivered.envelope.step.view())),
                                        false) +
                                 "\n"
                           : delivery_line(delivered, desk.bundle(), client.members(), common.lang()) + " -> " +
                                 place.folder.string() + "\n");
    return Taken{};
  });
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  desk.connect(words.wait_s * 1000);
  std::string why;
  (void)fetch_rules(client, desk.agency.packs, desk.rules, why);  // without rules deliveries are taken all the same
  for (int quiet = 0; stop_asked == 0 && !(words.once && quiet >= quiet_rounds);) {
    quiet = client.run(round_ms) ? 0 : quiet + 1;
    if (client.fenced()) throw CommandFailed(Exit::outcome_unknown, "a newer session of this agency took the mailbox");
  }
}

/// By which time pre-flight judges without a session: a training site's clock stands where the broker last said it.
struct JudgedBy {
  core::Instant time;
  bool site = false;

  [[nodiscard]] std::string text(Language language) const {
    const bool zh = language == Language::zh;
    const std::string at = core::print_instant(time);
    if (zh) return "  判断时刻：" + at + (site ? "（培训站点最近告知的时钟）\n" : "（本机时钟）\n");
    return "  judged at " + at + (site ? ", the training site's clock when last heard\n" : ", this machine's clock\n");
  }
};

JudgedBy judged_by(const Client& client, Desk& desk) {
  if (client.site() && client.site()->training) return {client.site()->time, true};
  return {desk.time.wall(), false};
}

int check(const std::vector<std::string>& files, const CommonWords& common) {
  Desk desk(common);
  require_files(files);
  ClientOptions options;
  options.send = false;
  const Client& client = desk.open(options);  // not connected: only what it remembers of the site
  if (desk.bundle() == nullptr) {
    throw CommandFailed(
        Exit::bad_input,
        desk.agency.packs.string() + ": no pack yet; `caseway --agency DIR show status` fetches it from the broker");
  }
  const JudgedBy by = judged_by(client, desk);
  int code = 0;
  Mistakes mistakes;
  for (const auto& file : files) {
    const auto outgoing = prepare(file, desk.rules, desk.agency.id, desk.random, by.time, mistakes);
    if (!outgoing) continue;
    const auto& [message, judged] = *outgoing;
    code = worse(code, exit_of(judged.verdict));
    Json json = preflight_json(judged, message, *desk.bundle());
    json.with("judgedAt", Json::of(core::print_instant(by.time))).with("clock", Json::of(by.site ? "site" : "machine"));
    print_text(common.json ? print_json(json)
                           : preflight_text(judged, message, *desk.bundle(), common.lang()) + by.text(common.lang()));
  }
  if (!mistakes.empty()) fail_with(mistakes);
  return code;
}

}  // namespace

core::LaneNo lane_or_fail(std::uint64_t lane) {
  if (lane >= core::limits::lanes_max) throw CommandFailed(Exit::bad_input, "lanes are numbered 0 to 15");
  return static_cast<core::LaneNo>(lane);
}

void print_text(const std::string& text) { std::cout << core::shown(text) << std::flush; }

Desk::Desk(const CommonWords& words) {
  if (words.agency.empty()) {
    throw CommandFailed(Exit::bad_input,
                        "no agency named: put its directory before the command, caseway --agency DIR COMMAND");
  }
  Mistakes mistakes;
  agency = read_agency(words.agency, mistakes);
  if (!mistakes.empty()) fail_with(mistakes);
  rules = load_rules(agency.packs);
  store.emplace(agency.lane);
}

Client& Desk::open(ClientOptions options) {
  options.software = "caseway " + std::string(core::version());
  if (options.lane >= core::limits::lanes_max) throw CommandFailed(Exit::bad_input, "lanes are numbered 0 to 15");
  if (options.send) lock.emplace(agency.lane / (std::to_string(options.lane) + ".lock"));
  client = std::make_unique<Client>(agency, options, *store, time);
  return *client;
}

void Desk::connect(int wait_ms) {
  if (client->connect(wait_ms)) return;
  throw CommandFailed(Exit::outcome_unknown, "no session with " + agency.origin + ": " + client->trouble());
}

void add_agency_commands(CLI::App& app, std::shared_ptr<CommonWords> common, std::shared_ptr<int> exit_code) {
  auto sending = std::make_shared<SendWords>();
  auto* send_command = app.add_subcommand("send", "Send messages and print what the broker recorded");
  send_command->add_option("FILE", sending->files, "messages as JSON, evidence files beside them");
  send_command->add_option("--again", sending->again, "LANE NUMBER: send the same bytes again")->expected(2);
  send_command->add_option("--lane", sending->lane, "outbox, 0 to 15 (adapters use 0)");
  send_command->add_option("--wait", sending->wait_s, "seconds until the outcome counts as unknown")
      ->check(CLI::Range(1, 3600));
  send_command->add_option("--site-endpoint", sending->endpoint, "where the broker listens");
  send_command->add_flag("--unchecked", sending->unchecked, "send although pre-flight stops it: the broker answers");
  send_command->footer(
      "Exit codes: 0 proceeds, 10 delivered with findings, 11 delivered and a later step barred, 12 returned to "
      "sender\n"
      "(stopped by pre-flight, returned or refused by the broker), 3 outcome unknown (the message is kept, and goes "
      "out\n"
      "again with the next session of its lane); of several files the worst, in this order.\n"
      "2 bad input or usage: nothing of any file was sent.");
  send_command->callback([=] { *exit_code = send(*sending, *common); });

  auto receiving = std::make_shared<ReceiveWords>();
  auto* receive_command =
      app.add_subcommand("receive", "Take deliveries into in/ and acknowledge them, until interrupted (or --once)");
  receive_command->add_flag("--once", receiving->once, "end when nothing more waits");
  receive_command->add_option("--wait", receiving->wait_s, "seconds to wait for a session")->check(CLI::Range(1, 3600));
  receive_command->add_option("--site-endpoint", receiving->endpoint, "where the broker listens");
  receive_command->callback([=] { receive(*receiving, *common); });

  auto unparking = std::make_shared<UnparkWords>();
  auto* unpark_command = app.add_subcommand(
      "unpark", "Have a parked delivery offered again; stop the adapter first, since this takes the mailbox");
  unpark_command->add_option("DELIVERY", unparking->delivery, "its number, see `show status`")->required();
  unpark_command->add_option("--site-endpoint", unparking->endpoint, "where the broker listens");
  unpark_command->callback([=] { unpark(*unparking, *common); });

  auto files = std::make_shared<std::vector<std::string>>();
  auto* check_command = app.add_subcommand("check", "Judge messages by the local pack, without sending");
  check_command->add_option("FILE", *files)->required();
  check_command->footer(
      "A training site's clock is taken as it was last heard, else this machine's; which one is printed.\n"
      "Exit codes: 0 proceeds, 10 with findings, 11 a later step would be barred, 12 would be returned; of several "
      "files\n"
      "the worst; 2 bad input or usage.");
  check_command->callback([=] { *exit_code = check(*files, *common); });

  add_show(app, common);
  add_policy(app, common);
}

}  // namespace caseway::sdk
