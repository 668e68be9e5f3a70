// Rules: how long one decision takes, how long the rules take of it, the slowest step of any shipped kind, and how long
// 1,000 requirements take to load; each line with its aim. All in this process, under the shipped packs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/load.h"
#include "bench/rules_steps.h"
#include "broker/core/digest.h"
#include "broker/engine/decide.h"
#include "broker/rules/compile.h"
#include "broker/rules/evaluate.h"

namespace {

using namespace caseway;
namespace effect = core::effect;

std::map<std::string, std::string> read_packs(const std::string& directory) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    texts[entry.path().filename().string()] = text.str();
  }
  return texts;
}

core::Agency agency(const char* id, core::Role role) {
  core::Agency made;
  made.id = id;
  made.roles = {role};
  made.level = 4;
  made.region = "350123";
  made.since = {1};
  return made;
}

/// A site in memory: three members, counterparts, pack and calendar in force.
struct World {
  engine::Library library;
  engine::State state;

  explicit World(const std::map<std::string, std::string>& texts) {
    auto bundle = rules::load_bundle(rules::compile_bundle(texts).binary);
    auto calendar = rules::load_calendar(rules::compile_calendar(texts).binary);
    if (!bundle.ok() || !calendar.ok()) throw std::runtime_error("the packs do not compile; see caseway-rules check");
    core::Genesis genesis;
    genesis.origin = "bench.example";
    core::Event event;
    event.type = core::EventType::genesis;
    event.body = genesis;
    record(event, {});
    for (auto each : {agency("adm", core::Role::administrative), agency("pol", core::Role::police),
                      agency("proc", core::Role::procuratorate)}) {
      core::Order order;
      order.agency = each;
      record(order_event(), {effect::DirectoryChanged{order}});
    }
    core::Order counterparts;
    counterparts.kind = core::OrderKind::set_counterparts;
    counterparts.counterparts = {{"adm", core::Role::police, "pol"}, {"adm", core::Role::procuratorate, "proc"}};
    record(order_event(),
           {effect::DirectoryChanged{counterparts}, effect::PackActivated{bundle.value().digest, false, {}},
            effect::PackActivated{calendar.value().digest, true, {}}});
    library.bundles[bundle.value().digest] = std::make_shared<const rules::PackBundle>(std::move(bundle).value());
    library.calendars[calendar.value().digest] = std::make_shared<const core::Calendar>(std::move(calendar).value());
  }

  core::Event order_event() const {
    core::Event event;
    event.type = core::EventType::order;
    event.body = core::OrderEvent{};
    event.received_at = {2};
    return event;
  }
  void record(const core::Event& event, std::vector<core::Effect> effects) {
    core::Record made;
    made.index = state.next_record;
    made.event = event;
    made.outcome.effects = std::move(effects);
    engine::apply(state, made);
  }
};

core::Event transfer_event(std::uint32_t items) {
  constexpr core::Instant at{1758855900000};  // 2025-09-26 11:05 law time
  core::MessageEvent message;
  auto& envelope = message.message.envelope;
  envelope.origin = "bench.example";
  envelope.sender = "adm";
  envelope.number = 1;
  envelope.case_id.bytes[0] = 1;
  envelope.transfer.bytes[0] = 1;
  envelope.procedure = "K01";
  envelope.step = "transfer";
  envelope.occurred_at = envelope.signed_at = at;
  message.dossier.head.parties.resize(1);
  message.dossier.head.parties[0].no = 1;
  message.dossier.head.parties[0].kind = "person";
  message.dossier.head.pairs = {{1, "213", false}};
  message.dossier.documents =
      bench::transfer_documents("adm", items, core::law_date_of(at).days, at.ms - core::hour_ms);
  for (std::size_t i = 0; i < message.dossier.documents.size(); ++i) {
    message.dossier.document_parts.push_back(static_cast<core::PartNo>(i + 1));
  }
  message.message.part_digests.resize(message.dossier.documents.size() + 1);
  message.message.parts.resize(message.dossier.documents.size() + 1);
  message.part_sizes.resize(message.dossier.documents.size() + 1);
  core::Event event;
  event.type = core::EventType::message;
  event.agency = "adm";
  event.received_at = at;
  event.body = std::move(message);
  return event;
}

using Clock = std::chrono::steady_clock;

/// Microseconds of each of `rounds` calls, sorted; what a call gives is dropped outside its time.
template <class Call>
std::vector<double> measure(std::uint32_t rounds, Call call) {
  std::vector<double> us;
  us.reserve(rounds);
  for (std::uint32_t i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    const auto kept = call();
    us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  std::sort(us.begin(), us.end());
  return us;
}

double median(const std::vector<double>& sorted) { return sorted[sorted.size() / 2]; }
double p99(const std::vector<double>& sorted) { return sorted[sorted.size() * 99 / 100]; }

/// One K01 transfer: the whole decision, and the rules' part of it, which the aim is for.
void bench_decision(const World& world, std::uint32_t items, std::uint32_t rounds) {
  const core::Event event = transfer_event(items);
  const auto decide = [&] { return engine::decide(world.library, world.state, {}, event); };
  const auto outcome = decide();
  const auto decided = measure(rounds, decide);
  fmt::print(R"({{"bench":"rules","what":"decide","items":{},"rounds":{},"p50_us":{:.1f},"p99_us":{:.1f},)"
             R"("aim_us":10,"findings":{},"verdict":"{}"}})"
             "\n",
             items, rounds, median(decided), p99(decided), outcome.findings.size(), core::name_of(outcome.verdict));
  const auto& message = std::get<core::MessageEvent>(event.body);
  const auto& bundle = *world.library.bundles.begin()->second;
  bench::Said said(bundle, *bundle.procedure("K01"), "transfer", *world.library.calendars.begin()->second);
  said.dossier = message.dossier;
  said.part_digests = message.message.part_digests;
  const auto judge = [&] { return rules::evaluate(said.view()); };
  const auto findings = judge().findings.size();
  const auto judged = measure(rounds, judge);
  fmt::print(R"({{"bench":"rules","what":"evaluate","items":{},"rounds":{},"p50_us":{:.1f},"p99_us":{:.1f},)"
             R"("aim_us":10,"findings":{}}})"
             "\n",
             items, rounds, median(judged), p99(judged), findings);
}

/// Each step of each kind, with every document that it carries, all fields filled and three of each list.
void bench_steps(const World& world, std::uint32_t rounds) {
  const auto& bundle = *world.library.bundles.begin()->second;
  std::string slowest;
  std::vector<double> most{0};
  std::size_t steps = 0;
  for (const auto& procedure : bundle.procedures) {
    for (const auto& step : procedure.steps) {
      bench::Said said(bundle, procedure, step.id, *world.library.calendars.begin()->second);
      said.fill(3);
      const auto us = measure(rounds, [&] { return rules::evaluate(said.view()); });
      ++steps;
      if (median(us) <= median(most)) continue;
      slowest = procedure.id.str() + "." + step.id.str();
      most = us;
    }
  }
  fmt::print(R"({{"bench":"rules","what":"slowest_step","step":"{}","of_steps":{},"rounds":{},"p50_us":{:.1f},)"
             R"("p99_us":{:.1f},"aim_us":50}})"
             "\n",
             slowest, steps, rounds, median(most), p99(most));
}

std::size_t requirements_of(const rules::PackBundle& bundle) {
  std::size_t count = 0;
  for (const auto& procedure : bundle.procedures) count += procedure.requirements.size();
  return count;
}

/// The shipped set with the requirements of K01 written out again under other ids until there are `least`.
std::vector<std::uint8_t> set_of(std::map<std::string, std::string> texts, std::size_t held, std::size_t least) {
  constexpr std::string_view row_begins = "(id = \"K01.";
  auto& rows = texts.at("k01_requirements.capnp");
  const auto begin = rows.find("= [", rows.find("const requirements")) + 3;
  const auto own = rows.substr(begin, rows.rfind("];") - begin);
  for (int copy = 1; held < least; ++copy) {
    std::string again = own;
    for (auto at = again.find(row_begins); at != std::string::npos; at = again.find(row_begins, at + 1)) {
      again.insert(at + row_begins.size(), "copy" + std::to_string(copy) + ".");
      ++held;
    }
    rows.insert(rows.rfind("];"), "," + again);
  }
  auto compiled = rules::compile_bundle(texts);
  if (!compiled.errors.empty()) throw std::runtime_error("the copied rows do not compile: " + compiled.errors[0].what);
  return std::move(compiled.binary);
}

void bench_load(const World& world, const std::map<std::string, std::string>& texts, std::size_t least) {
  const auto binary = set_of(texts, requirements_of(*world.library.bundles.begin()->second), least);
  const auto count = requirements_of(rules::load_bundle(binary).value());
  const auto us = measure(50, [&] { return rules::load_bundle(binary); });
  fmt::print(R"({{"bench":"rules","what":"load","requirements":{},"bytes":{},"rounds":50,"p50_ms":{:.2f},)"
             R"("p99_ms":{:.2f},"aim_ms":50}})"
             "\n",
             count, binary.size(), median(us) / 1000, p99(us) / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint32_t items = 40, rounds = 20'000;
  std::string packs = "schemas/packs/cn-ip";
  CLI::App app{"Time of decisions and of loading. Prints JSON lines, each with its aim."};
  app.add_option("--items", items, "exhibits of the dossier");
  app.add_option("--rounds", rounds, "of each measurement; a hundredth of it for each step")
      ->check(CLI::Range(100u, 10'000'000u));
  app.add_option("--packs", packs);
  std::uint32_t unused = 0;
  std::string unused_signature;
  app.add_option("--window,--producers", unused,
                 "without effect, taken because the other benches take it: nothing is sent here");
  app.add_option("--signature", unused_signature,
                 "without effect, taken because the other benches take it: nothing is signed here");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto texts = read_packs(packs);
    const World world(texts);
    bench_decision(world, items, rounds);
    bench_steps(world, rounds / 100);
    bench_load(world, texts, 1000);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-rules: %s\n", error.what());
    return 1;
  }
  return 0;
}
