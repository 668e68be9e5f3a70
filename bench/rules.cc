// Rules: how long one decision takes. A K01 transfer with 40 exhibits is decided again and again under the shipped
// packs, in this process.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/figures.h"
#include "bench/load.h"
#include "broker/core/digest.h"
#include "broker/engine/decide.h"
#include "broker/rules/compile.h"

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

  explicit World(const std::string& packs) {
    const auto texts = read_packs(packs);
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

}  // namespace

int main(int argc, char** argv) {
  std::uint32_t items = 40, rounds = 20'000;
  std::string packs = "schemas/packs/cn-ip";
  CLI::App app{"Time of one decision. Prints one JSON line."};
  app.add_option("--items", items, "exhibits of the dossier");
  app.add_option("--rounds", rounds)->check(CLI::Range(1u, 10'000'000u));
  app.add_option("--packs", packs);
  std::uint32_t unused = 0;
  std::string unused_signature;
  app.add_option("--window,--producers", unused,
                 "without effect, taken because the other benches take it: nothing is sent here");
  app.add_option("--signature", unused_signature,
                 "without effect, taken because the other benches take it: nothing is signed here");
  CLI11_PARSE(app, argc, argv);
  try {
    const World world(packs);
    const core::Event event = transfer_event(items);
    std::vector<double> us;
    std::size_t findings = 0;
    core::Verdict verdict{};
    for (std::uint32_t i = 0; i < rounds; ++i) {
      const auto start = std::chrono::steady_clock::now();
      const auto outcome = engine::decide(world.library, world.state, {}, event);
      us.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
      findings = outcome.findings.size();
      verdict = outcome.verdict;
    }
    std::sort(us.begin(), us.end());
    bench::Figures figures;
    figures.bench = "rules";
    figures.messages = rounds;
    const auto more =
        fmt::format(R"("items":{},"decide_p50_us":{:.1f},"decide_p99_us":{:.1f},"findings":{},"verdict":"{}")", items,
                    us[us.size() / 2], us[us.size() * 99 / 100], findings, core::name_of(verdict));
    std::puts(bench::json_line(figures, more).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-rules: %s\n", error.what());
    return 1;
  }
  return 0;
}
