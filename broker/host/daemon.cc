#include "broker/host/daemon.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "broker/core/digest.h"
#include "broker/flow/turn.h"
#include "broker/host/aside.h"
#include "broker/host/disk.h"
#include "broker/host/index.h"
#include "broker/host/keyring.h"
#include "broker/host/listener.h"
#include "broker/host/system.h"

namespace caseway::host {
namespace {

using Level = Log::Level;

constexpr std::size_t index_slice = 256;
constexpr std::int64_t members_every_ms = 1000;

/// The file that tells where the broker listens, there while it does. Throws Fault when it cannot be written.
class EndpointFile {
 public:
  EndpointFile(std::filesystem::path path, const std::string& endpoint) : path_(std::move(path)) {
    const std::filesystem::path unfinished = path_.string() + ".new";
    std::ofstream out(unfinished);
    out << endpoint << '\n';
    std::error_code why;
    if (out.flush()) std::filesystem::rename(unfinished, path_, why);
    if (!out || why) {
      throw flow::Fault((out ? path_ : unfinished).string() +
                        ": cannot be written, and no agency would find the broker" + (why ? ": " + why.message() : "") +
                        "; make room or mend the directory, then start again");
    }
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
  Watched(Log& log, std::string name) : log_(log), name_(std::move(name)) {}
  void now(const std::string& why) {
    if (why == said_) return;
    log_.line(why.empty() ? Level::info : Level::alarm, name_, {{"why", why.empty() ? "passed" : why}});
    said_ = why;
  }

 private:
  Log& log_;
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
Members members_of(const engine::State& state, core::Instant now) {
  Members members;
  for (const auto& [id, agency] : state.agencies) {
    if (engine::is_member(agency, now) && !agency.agency.transport.empty()) members[agency.agency.transport] = id;
  }
  return members;
}

/// The directory of an index, which is deleted when `rebuild`.
const std::filesystem::path& emptied(const std::filesystem::path& directory, bool rebuild) {
  if (rebuild) SqliteIndex::erase(directory);
  return directory;
}

}  // namespace

/// In the order of its making.
class Daemon::Parts : private flow::Net {
 public:
  Parts(const Config& config, Log& log, int stop_fd, bool rebuild_index, Between* between)
      : config_(config),
        log_(log),
        stop_fd_(stop_fd),
        between_(between != nullptr ? *between : nothing_),
        genesis_(read_whole(config.genesis, core::limits::mib)),
        signer_(config.keys / "log.key"),
        journal_(config.journal),
        vault_(config.vault, PosixDisk::Room::beside_reserve),
        index_(emptied(config.index, rebuild_index), core::digest_of(genesis_), log),
        listener_({read_transport_key(config.keys / "transport.key"), config.handshake_ms, config.agency_sessions_max},
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

  void serve(const std::function<void(const std::string&)>& listening) {
    admit();
    const std::string endpoint = listener_.bind(config_.endpoint);
    const EndpointFile told(config_.directory / "endpoint", endpoint);
    log_.line(Level::info, "listening", {{"endpoint", endpoint}});
    listening(endpoint);

    Watched clock(log_, "clock_alarm");
    Watched serving(log_, "stopped_serving");
    Watched room(log_, "disk_full");
    for (bool stop = false; !stop;) {
      auto arrivals = listener_.receive(index_lacks() ? 0 : broker_.wait_ms(), stop_fd_);
      stop = arrivals.stop;
      for (const auto& [session, agency] : arrivals.opened) broker_.session_opened(session, agency);
      between_.arrived(arrivals.frames);
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
    const std::int64_t now = monotonic_ms();
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
    for (const auto session : broker_.take_no_hello()) listener_.tell(session, "no_hello");
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
    flow::Ports ports{
        &between_.journal(journal_), &vault_, &between_.net(*this), &time_, &index_, &signer_, &random_, &aside_};
    ports.snapshot_segments = static_cast<std::uint32_t>(config_.snapshot_segments);
    return ports;
  }

  const Config& config_;
  Log& log_;
  int stop_fd_;
  Between nothing_;
  Between& between_;
  flow::Bytes genesis_;
  SystemTime time_;
  SystemRandom random_;
  LogSigner signer_;
  PosixDisk journal_;
  PosixDisk vault_;
  SqliteIndex index_;
  Listener listener_;
  AsideThread aside_;
  flow::Broker broker_;
  Members admitted_;
  std::uint64_t admitted_version_ = 0;
  std::uint64_t let_in_version_ = 0;
  std::int64_t admitted_ms_ = 0;
  std::size_t notes_told_ = 0;
  std::size_t faults_told_ = 0;
  bool index_unfed_ = false;
  core::RecordIndex index_lag_max_ = 0;
};

Daemon::Daemon(const Config& config, Log& log, int stop_fd, bool rebuild_index, Between* between)
    : parts_(std::make_unique<Parts>(config, log, stop_fd, rebuild_index, between)) {}
Daemon::~Daemon() = default;

void Daemon::serve(const std::function<void(const std::string&)>& listening) { parts_->serve(listening); }
bool Daemon::stop() { return parts_->stop(); }

}  // namespace caseway::host
