// casewayd: the broker as a process. main() wires the parts of broker/host to the path of broker/flow and drives its
// turns.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "broker/core/digest.h"
#include "broker/core/version.h"
#include "broker/flow/journal.h"
#include "broker/flow/turn.h"
#include "broker/host/aside.h"
#include "broker/host/config.h"
#include "broker/host/disk.h"
#include "broker/host/index.h"
#include "broker/host/keyring.h"
#include "broker/host/last_words.h"
#include "broker/host/listener.h"
#include "broker/host/log.h"
#include "broker/host/system.h"

namespace {

using namespace caseway;
using Level = host::Log::Level;

enum Exit { clean = 0, fault = 1, bad_input = 2, refused = 3 };

constexpr const char* exit_codes = R"(Exit codes:
  0  stopped cleanly; with --check: what it looks at is right
  1  a disk, socket, key or the memory failed; stderr says which, and what to do. Starting again recovers.
     With --snapshot also: none was written, because it found no room; nothing is lost
  2  the configuration, the keys or the command line are wrong; every mistake is told
  3  the journal or vault is not what it should be; stderr says why. Starting again does not help: somebody must
     look. With --snapshot also, and with --check only: an agency proved that the journal was rolled back, and the
     proof lies in it. --check reads nothing else of journal and vault; caseway-audit verify does
  A signal that ends it (134 and more for a shell) is told by the last line on stderr too, but SIGKILL. Starting
  again recovers.
On stderr one line of key=value for each event; on stdout one line, "listening on ENDPOINT", once agencies may connect.
The endpoint is also in the file `endpoint` beside the configuration while the broker runs.)";

constexpr std::size_t index_slice = 256;
constexpr std::int64_t members_every_ms = 1000;

struct Options {
  std::string config;
  bool check = false;
  bool rebuild_index = false;
  bool snapshot = false;
};

/// The file that tells where the broker listens, there while it does.
class EndpointFile {
 public:
  EndpointFile(std::filesystem::path path, const std::string& endpoint) : path_(std::move(path)) {
    const std::filesystem::path unfinished = path_.string() + ".new";
    std::ofstream(unfinished) << endpoint << '\n';
    std::filesystem::rename(unfinished, path_);
  }
  ~EndpointFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  EndpointFile(const EndpointFile&) = delete;
  EndpointFile& operator=(const EndpointFile&) = delete;

 private:
  std::filesystem::path path_;
};

/// Logs a condition of the broker when it begins and when it has passed.
class Watched {
 public:
  Watched(host::Log& log, std::string name) : log_(log), name_(std::move(name)) {}
  void now(const std::string& why) {
    if (why == said_) return;
    log_.line(why.empty() ? Level::info : Level::alarm, name_, {{"why", why.empty() ? "passed" : why}});
    said_ = why;
  }

 private:
  host::Log& log_;
  std::string name_;
  std::string said_;
};

/// The beginning of `text`, whole characters, for one line of the log.
std::string shortened(const std::string& text) {
  constexpr std::size_t most = 200;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

/// Whose connections the directory allows at `now`.
host::Members members_of(const engine::State& state, core::Instant now) {
  host::Members members;
  for (const auto& [id, agency] : state.agencies) {
    if (engine::is_member(agency, now) && !agency.agency.transport.empty()) members[agency.agency.transport] = id;
  }
  return members;
}

/// The directory of an index, which is deleted when `rebuild`.
const std::filesystem::path& emptied(const std::filesystem::path& directory, bool rebuild) {
  if (rebuild) host::SqliteIndex::erase(directory);
  return directory;
}

/// One broker and what it stands on, in the order of its making.
class Daemon : private flow::Net {
 public:
  /// `rebuild_index`: it is emptied once the site is locked: another broker's is not touched.
  Daemon(const host::Config& config, host::Log& log, int stop_fd, bool rebuild_index)
      : config_(config),
        log_(log),
        stop_fd_(stop_fd),
        genesis_(host::read_whole(config.genesis, core::limits::mib)),
        signer_(config.keys / "log.key"),
        journal_(config.journal),
        vault_(config.vault, host::PosixDisk::Room::beside_reserve),
        index_(emptied(config.index, rebuild_index), core::digest_of(genesis_), log),
        listener_(
            {host::read_transport_key(config.keys / "transport.key"), config.handshake_ms, config.agency_sessions_max},
            log),
        aside_(journal_),
        broker_(ports(), genesis_) {
    tell_notes();
    index_.catch_up_to(broker_.state().next_record);
    log_.line(Level::info, "opened",
              {{"origin", config_.origin},
               {"records", std::to_string(broker_.state().next_record)},
               {"last_at", core::print_instant(broker_.state().now)},
               {"indexed_to", std::to_string(index_.indexed_to())}});
  }

  void serve() {
    admit();
    const std::string endpoint = listener_.bind(config_.endpoint);
    const EndpointFile told(config_.directory / "endpoint", endpoint);
    log_.line(Level::info, "listening", {{"endpoint", endpoint}});
    std::printf("listening on %s\n", endpoint.c_str());
    std::fflush(stdout);

    Watched clock(log_, "clock_alarm");
    Watched serving(log_, "stopped_serving");
    Watched room(log_, "disk_full");
    for (bool stop = false; !stop;) {
      auto arrivals = listener_.receive(index_lacks() ? 0 : broker_.wait_ms(), stop_fd_);
      stop = arrivals.stop;
      for (const auto& [session, agency] : arrivals.opened) broker_.session_opened(session, agency);
      broker_.turn(arrivals.frames);
      for (const auto session : arrivals.closed) broker_.session_closed(session);
      admit();
      feed_index();
      index_lag_max_ = std::max(index_lag_max_, broker_.state().next_record - index_.indexed_to());
      tell_notes();
      clock.now(broker_.alarm());
      serving.now(broker_.stopped_serving());
      room.now(broker_.disk_full());
    }
  }

  /// Snapshot, head, sessions cut; the index is written to its end when the daemon goes. False: no snapshot was
  /// written.
  bool stop() {
    const bool snapshot = broker_.stop();
    tell_notes();
    log_.line(
        Level::info, "stopped",
        {{"records", std::to_string(broker_.state().next_record)}, {"index_lag_max", std::to_string(index_lag_max_)}});
    return snapshot;
  }

 private:
  /// Tells the listener who may connect, when the directory changed or somebody's dates may have passed.
  void admit() {
    const std::int64_t now = host::monotonic_ms();
    if (admitted_version_ == broker_.directory_version() && now - admitted_ms_ < members_every_ms) return;
    admitted_version_ = broker_.directory_version();
    admitted_ms_ = now;
    auto members = members_of(broker_.state(), broker_.now());
    if (members == admitted_) return;
    listener_.admit(members);
    admitted_ = std::move(members);
  }

  /// What the broker passed over or could not do without harm, once each.
  void tell_notes() {
    for (; notes_told_ < broker_.notes().size(); ++notes_told_) {
      log_.line(Level::warning, "note", {{"what", broker_.notes()[notes_told_]}});
    }
    for (; faults_told_ < broker_.faults().size(); ++faults_told_) {
      log_.line(Level::alarm, "unreadable", {{"what", broker_.faults()[faults_told_]}});
    }
    for (const auto& park : broker_.take_parked()) {
      log_.peer_line(
          "parked",
          {{"agency", park.agency}, {"delivery", std::to_string(park.delivery)}, {"reason", shortened(park.reason)}});
    }
  }

  /// A record that cannot be read leaves the index short, and rebuilding: agencies are served without it.
  void feed_index() {
    if (!index_lacks()) return;
    try {
      index_.put(broker_.index_entries(index_.wanted(), index_slice));
    } catch (const flow::Fault& fault) {
      index_unfed_ = true;
      log_.line(Level::alarm, "index_not_fed", {{"why", fault.what()}});
    }
  }

  [[nodiscard]] bool index_lacks() {
    return !index_unfed_ && index_.wanted() < broker_.state().next_record && index_.has_room(index_slice);
  }

  // Whom an order admits may come the moment its answer is there: the door knows before anybody is answered.
  void send(flow::SessionNo session, flow::BytesView frame) override {
    if (let_in_version_ != broker_.directory_version()) {
      let_in_version_ = broker_.directory_version();
      listener_.let_in(members_of(broker_.state(), broker_.now()));
    }
    listener_.send(session, frame);
  }
  void drop(flow::SessionNo session, std::string_view why) override { listener_.drop(session, why); }
  void close(flow::SessionNo session, std::string_view why) override { listener_.close(session, why); }

  flow::Ports ports() {
    flow::Ports ports{&journal_, &vault_, this, &time_, &index_, &signer_, &random_, &aside_};
    ports.snapshot_segments = static_cast<std::uint32_t>(config_.snapshot_segments);
    return ports;
  }

  const host::Config& config_;
  host::Log& log_;
  int stop_fd_;
  flow::Bytes genesis_;
  host::SystemTime time_;
  host::SystemRandom random_;
  host::LogSigner signer_;
  host::PosixDisk journal_;
  host::PosixDisk vault_;
  host::SqliteIndex index_;
  host::Listener listener_;
  host::AsideThread aside_;
  flow::Broker broker_;
  host::Members admitted_;
  std::uint64_t admitted_version_ = 0;
  std::uint64_t let_in_version_ = 0;
  std::int64_t admitted_ms_ = 0;
  std::size_t notes_told_ = 0;
  std::size_t faults_told_ = 0;
  bool index_unfed_ = false;
  core::RecordIndex index_lag_max_ = 0;
};

int run(const Options& options, host::Log& log) {
  host::Mistakes mistakes;
  const host::Config config = host::read_config(options.config, mistakes);
  if (mistakes.empty()) host::check_site(config, mistakes);
  for (const auto& mistake : mistakes) std::fprintf(stderr, "%s\n", mistake.c_str());
  if (!mistakes.empty()) return bad_input;
  if (options.check) {
    const auto why = host::check_rolled_back(config);
    if (!why.empty()) std::fprintf(stderr, "%s\n", why.c_str());
    return why.empty() ? clean : refused;
  }

  host::raise_descriptor_limit();
  const host::StopSignal stop;  // before any thread starts
  Daemon daemon(config, log, stop.fd(), options.rebuild_index);
  bool snapshot = false;
  try {
    if (!options.snapshot) daemon.serve();
    snapshot = daemon.stop();
  } catch (const flow::JournalRefused&) {
    throw;
  } catch (const flow::Fault& why) {  // told before the daemon goes, which may wait for the disk that failed
    log.line(Level::alarm, "fault", {{"why", why.what()}});
    return fault;
  }
  if (!options.snapshot || snapshot) return clean;
  if (const auto why = host::check_rolled_back(config); !why.empty()) {
    log.line(Level::alarm, "refused", {{"why", "no snapshot of a journal that was rolled back: " + why}});
    return refused;
  }
  log.line(Level::alarm, "fault", {{"why", "no snapshot was written: the note says why. Make room and ask again"}});
  return fault;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("casewayd: carries legal cases between agencies, and remembers what was said");
  app.footer(exit_codes);
  app.set_version_flag("--version", core::version_line("casewayd"));
  app.add_option("--config", options.config, "casewayd.toml of the site")->required();
  app.add_flag("--check", options.check, "check configuration, keys, genesis and directories, and leave");
  app.add_flag("--rebuild-index", options.rebuild_index,
               "empty the index first; it is fed again while the broker serves");
  app.add_flag("--snapshot", options.snapshot, "write a snapshot of a site that no broker has open, and leave");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? clean : bad_input;
  }
  host::leave_last_words(2, fault);
  host::Log log(2);
  try {
    return run(options, log);
  } catch (const flow::JournalRefused& why) {
    log.line(Level::alarm, "refused", {{"why", why.what()}});
    return refused;
  } catch (const std::exception& why) {  // flow::Fault, or a library's own: file system, Cap'n Proto
    log.line(Level::alarm, "fault", {{"why", why.what()}});
    return fault;
  }
}
