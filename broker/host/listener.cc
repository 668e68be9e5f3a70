#include "broker/host/listener.h"

#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "broker/host/connections.h"
#include "broker/host/fair_share.h"
#include "broker/host/system.h"

namespace caseway::host {
namespace {

/// Room for everything a session may have under way, so that a full queue means a peer that no longer reads: a receipt
/// for each message, as many deliveries, some control frames. Twice, because libzmq counts a queue's room anew only
/// when half of it has been read.
constexpr int send_queue_max = 2 * (2 * static_cast<int>(core::limits::credit_messages) + 64);
constexpr int receive_queue_max = 2 * static_cast<int>(core::limits::credit_messages);
constexpr std::int64_t watch_every_ms = 50;
/// Connections the kernel keeps until ZeroMQ accepts them. With ZeroMQ's own 100 a flood lost those of members too, who
/// then came in a second later.
constexpr int backlog = 4096;
constexpr std::size_t router_id_bytes = 5;  ///< ZeroMQ's own routing ids: a zero byte and a 32-bit number

[[noreturn]] void fail(std::string_view doing) {
  throw flow::Fault("ZeroMQ: " + std::string(doing) + ": " + zmq_strerror(errno));
}

void set(void* socket, int option, int value) {
  if (zmq_setsockopt(socket, option, &value, sizeof value) != 0) fail("set option " + std::to_string(option));
}

/// One ZeroMQ part.
class Part {
 public:
  Part() { zmq_msg_init(&message_); }
  ~Part() { zmq_msg_close(&message_); }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  /// False when nothing is there.
  bool receive(void* socket) {
    while (zmq_msg_recv(&message_, socket, ZMQ_DONTWAIT) < 0) {
      if (errno == EAGAIN) return false;
      if (errno != EINTR) fail("receive");
    }
    return true;
  }
  [[nodiscard]] std::string_view text() const {
    auto* message = const_cast<zmq_msg_t*>(&message_);
    return {static_cast<const char*>(zmq_msg_data(message)), zmq_msg_size(message)};
  }
  [[nodiscard]] bool more() const { return zmq_msg_more(&message_) != 0; }
  [[nodiscard]] std::string property(const char* name) const {
    const char* value = zmq_msg_gets(&message_, name);
    return value ? value : "";
  }
  [[nodiscard]] int descriptor() const { return zmq_msg_get(&message_, ZMQ_SRCFD); }

 private:
  zmq_msg_t message_;
};

struct Session {
  std::string routing_id;
  core::AgencyId agency;
  std::string key;  ///< transport key in hex, as ZAP proved it
  int fd = -1;
  bool told = false;                        ///< the broker knows of it
  bool cut = false;                         ///< what still comes from it is discarded, see discard() too
  std::uint64_t read_round = 0;             ///< in which the ROUTER last had something of it
  std::uint64_t pass = 0;                   ///< likewise
  std::optional<std::uint64_t> gone_round;  ///< in which its connection was known to have ended
};

/// ZeroMQ's context, closed only after everything that lives in it.
struct Context {
  void* handle = zmq_ctx_new();
  ~Context() { zmq_ctx_term(handle); }
};
struct Socket {
  void* handle;
  ~Socket() { zmq_close(handle); }
};
/// Wakes the doorkeeper's thread, whose destructor then joins it.
struct Shutdown {
  void* context;
  ~Shutdown() { zmq_ctx_shutdown(context); }
};

}  // namespace

struct Listener::Parts {
  Parts(const Options& given, Log& to) : options(given), log(to) {
    set(router.handle, ZMQ_LINGER, 0);
    set(router.handle, ZMQ_ROUTER_MANDATORY, 1);
    set(router.handle, ZMQ_SNDHWM, send_queue_max);
    set(router.handle, ZMQ_RCVHWM, receive_queue_max);
    set(router.handle, ZMQ_HANDSHAKE_IVL, static_cast<int>(options.handshake_ms));
    set(router.handle, ZMQ_TCP_KEEPALIVE, 1);
    set(router.handle, ZMQ_TCP_KEEPALIVE_IDLE, 30);
    set(router.handle, ZMQ_TCP_KEEPALIVE_INTVL, 10);
    set(router.handle, ZMQ_TCP_KEEPALIVE_CNT, 3);
    set(router.handle, ZMQ_BACKLOG, backlog);
    set(router.handle, ZMQ_CURVE_SERVER, 1);
    const auto longest = static_cast<std::int64_t>(core::limits::message_bytes_max);
    if (zmq_setsockopt(router.handle, ZMQ_MAXMSGSIZE, &longest, sizeof longest) != 0 ||
        zmq_setsockopt(router.handle, ZMQ_ZAP_DOMAIN, Doorkeeper::domain.data(), Doorkeeper::domain.size()) != 0 ||
        zmq_setsockopt(router.handle, ZMQ_CURVE_SECRETKEY, options.key.secret.data(), options.key.secret.size()) != 0) {
      fail("set up CURVE");
    }
  }

  Session* find(flow::SessionNo no) {
    const auto found = sessions.find(no);
    return found == sessions.end() ? nullptr : &found->second;
  }

  bool take_message(Arrivals& arrivals);
  flow::SessionNo session_of(const Part& id, const Part& frame, Arrivals& arrivals);
  [[nodiscard]] bool is_member(const Session& session) const;
  void cut(flow::SessionNo no, std::string_view why, bool in_good_order = false);
  void read_monitor();
  void gone(flow::SessionNo no);
  void close_gone(bool empty);
  void close(flow::SessionNo no, Session& session);
  void discard(flow::SessionNo no);
  void watch();
  void bound_unsent(const Session& session, std::size_t bytes);

  // In the order of their making; taken down in reverse: connections and router, then the context is shut down, which
  // ends the doorkeeper, then it is terminated.
  Options options;
  Log& log;
  Context context;
  Doorkeeper doorkeeper{context.handle, log};
  Shutdown shutdown{context.handle};
  Socket router{zmq_socket(context.handle, ZMQ_ROUTER)};
  Connections connections{context.handle, router.handle, options.connections_max, log};

  Members members;
  flow::SessionNo next_session = 1;
  std::unordered_map<flow::SessionNo, Session> sessions;
  std::unordered_map<std::string, flow::SessionNo> by_routing_id;
  std::map<core::AgencyId, std::int64_t> sessions_of;
  std::set<flow::SessionNo> ended;            // their connection did; what they sent before may still lie in the ROUTER
  std::uint64_t round = 0;                    // of reading: see close_gone()
  std::size_t round_reads = 0;                // in this one
  std::uint64_t pass = 0;                     // over the connections, each met once: see receive()
  bool met_again = false;                     // the last message came from a connection that this pass had met
  std::map<flow::SessionNo, Session> ending;  // closed, not yet told, because something of it waits to be heard
  std::vector<flow::SessionNo> closed;        // not yet told
  FairShare share;                            // what was read, and not yet handed on
  std::int64_t watched_ms = 0;
};

Listener::Listener(const Options& options, Log& log) {
  if (zmq_has("curve") != 1) throw flow::Fault("ZeroMQ was built without CURVE");
  parts_ = std::make_unique<Parts>(options, log);
}

Listener::~Listener() = default;

std::string Listener::bind(const std::string& endpoint) {
  if (endpoint.find('[') != std::string::npos) set(parts_->router.handle, ZMQ_IPV6, 1);
  if (zmq_bind(parts_->router.handle, endpoint.c_str()) != 0) fail("listen on " + endpoint);
  char bound[256];
  std::size_t length = sizeof bound;
  if (zmq_getsockopt(parts_->router.handle, ZMQ_LAST_ENDPOINT, bound, &length) != 0) fail("read the endpoint");
  return bound;
}

void Listener::admit(const Members& members) {
  Parts& p = *parts_;
  p.members = members;
  let_in(members);
  for (const auto& [no, session] : p.sessions) {
    if (!session.cut && !p.is_member(session)) p.cut(no, "not admitted any more");
  }
  for (auto at = p.ending.begin(); at != p.ending.end();) {  // left before, or said bye
    const auto [no, session] = *at++;
    if (!p.is_member(session)) p.discard(no);
  }
}

void Listener::let_in(const Members& members) { parts_->doorkeeper.admit(members); }

void Listener::tell(flow::SessionNo no, std::string_view event) {
  const Session* session = parts_->find(no);
  if (!session) return;
  parts_->log.peer_line(
      event,
      {{"session", std::to_string(no)}, {"agency", session->agency}, {"peer", parts_->connections.peer(session->fd)}});
}

std::size_t Listener::sessions() const { return parts_->sessions.size(); }

Listener::Arrivals Listener::receive(std::int64_t wait_ms, int stop_fd) {
  Parts& p = *parts_;
  Arrivals arrivals;
  if (!p.connections.empty()) wait_ms = std::min(wait_ms, watch_every_ms);
  if (!p.closed.empty() || !p.share.empty()) wait_ms = 0;
  zmq_pollitem_t items[] = {{p.router.handle, 0, ZMQ_POLLIN, 0},
                            {p.connections.monitor(), 0, ZMQ_POLLIN, 0},
                            {nullptr, stop_fd, ZMQ_POLLIN, 0}};
  if (zmq_poll(items, stop_fd >= 0 ? 3 : 2, wait_ms) < 0 && errno != EINTR) fail("wait");
  arrivals.stop = stop_fd >= 0 && (items[2].revents & ZMQ_POLLIN) != 0;

  p.read_monitor();
  // A turn's worth, and of each connection what lies first: many of one agency keep nobody from being heard. No more,
  // or what waits of one that floods would grow with each turn.
  bool more = true;
  while (more && !p.share.full() && !p.share.has_a_turn()) more = p.take_message(arrivals);
  ++p.pass;
  p.met_again = false;
  while (more && !p.share.full() && !p.met_again) more = p.take_message(arrivals);
  arrivals.frames = p.share.take(monotonic_ms());
  p.close_gone(!more);
  p.watch();
  for (const auto& frame : arrivals.frames)
    if (!p.share.waits(frame.session) && p.ending.erase(frame.session) > 0) p.closed.push_back(frame.session);
  arrivals.closed = std::exchange(p.closed, {});
  return arrivals;
}

/// One message of the ROUTER; false: there is none.
bool Listener::Parts::take_message(Arrivals& arrivals) {
  Part id;
  Part frame;
  if (!id.receive(router.handle)) return false;
  ++round_reads;
  const bool whole = id.more() && frame.receive(router.handle) && !frame.more();
  std::size_t length = frame.text().size();
  for (bool more = frame.more(); more;) {  // read to the end and thrown away: the parts lie in memory already
    Part rest;
    more = rest.receive(router.handle) && rest.more();
    length += rest.text().size();
  }
  connections.seen(frame.descriptor(), length);

  const flow::SessionNo no = session_of(id, frame, arrivals);
  if (no == 0) return true;
  std::string_view why;
  if (!whole) {
    why = "a message of several parts";
  } else if (sessions.at(no).agency != frame.property("User-Id")) {
    why = "another agency on this routing id";
  } else {
    const std::string_view text = frame.text();
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());  // from char they are copied one by one
    why = share.add({no, sessions.at(no).agency, {bytes, bytes + text.size()}});
  }
  if (!why.empty()) cut(no, why);
  return true;
}

/// The session that `frame` belongs to, opened now if it is the first of its connection; 0: nothing of it counts.
flow::SessionNo Listener::Parts::session_of(const Part& id, const Part& frame, Arrivals& arrivals) {
  const std::string routing_id(id.text());
  if (const auto known = by_routing_id.find(routing_id); known != by_routing_id.end()) {
    Session& session = sessions.at(known->second);
    session.read_round = round;
    met_again = std::exchange(session.pass, pass) == pass;
    return session.cut ? 0 : known->second;
  }
  read_monitor();  // so that the descriptor is the connection we think it is
  const flow::SessionNo no = next_session++;
  Session& session = sessions[no];
  session.routing_id = routing_id;
  session.agency = frame.property("User-Id");
  session.key = frame.property(Doorkeeper::transport_key_property);
  session.fd = frame.descriptor();
  session.read_round = round;
  session.pass = pass;
  by_routing_id.emplace(routing_id, no);
  const auto open = ++sessions_of[session.agency];
  if (const auto over = connections.bind(session.fd, no, session.agency); over != 0) gone(over);

  const bool own_id = routing_id.size() != router_id_bytes || routing_id[0] != 0 || !frame.property("Identity").empty();
  std::string_view why;
  if (own_id) why = "it chose its own routing id";
  if (!is_member(session)) why = "not admitted any more";
  if (open > options.agency_sessions_max) why = "too many sessions of one agency";
  if (!why.empty()) {
    cut(no, why);
    return 0;
  }
  session.told = true;
  arrivals.opened.emplace_back(no, session.agency);
  return no;
}

bool Listener::Parts::is_member(const Session& session) const {
  const auto key = core::from_hex<core::PublicKey>(session.key);
  const auto found = key ? members.find(*key) : members.end();
  return found != members.end() && found->second == session.agency;
}

/// Ends the connection; what still comes from it is discarded until ZeroMQ reports its end, and so is what waits of it
/// but in good order.
void Listener::Parts::cut(flow::SessionNo no, std::string_view why, bool in_good_order) {
  Session& session = sessions.at(no);
  log.peer_line(in_good_order ? "session_ended" : "session_cut",
                {{"session", std::to_string(no)},
                 {"agency", session.agency},
                 {"peer", connections.peer(session.fd)},
                 {"why", std::string(why)}},
                in_good_order ? Log::Level::info : Log::Level::warning);
  session.cut = true;
  if (!in_good_order) discard(no);
  close(no, session);
  if (!connections.cut(session.fd, no)) gone(no);  // its connection is gone already
}

void Listener::Parts::read_monitor() {
  std::vector<flow::SessionNo> over;
  connections.read_monitor(over);
  for (const flow::SessionNo no : over) gone(no);
}

/// The connection of `no` has ended: from now on it does not count among its agency's.
void Listener::Parts::gone(flow::SessionNo no) {
  Session* session = find(no);
  if (!session || session->gone_round) return;
  session->gone_round = round;
  ended.insert(no);
  if (--sessions_of[session->agency] == 0) sessions_of.erase(session->agency);
}

/// Forgets the sessions whose connection ended, once nothing of them can come any more: the ROUTER was empty, or, while
/// somebody floods and it never is, a whole round of reading has passed that brought nothing of theirs. ZeroMQ takes
/// one message of each connection in turn, so as many reads as there are sessions meet every one that has something. A
/// round ends only between two calls of receive(), whose wait makes ZeroMQ take in what its own thread has read.
void Listener::Parts::close_gone(bool empty) {
  if (round_reads >= sessions.size()) {
    ++round;
    round_reads = 0;
  }
  for (auto at = ended.begin(); at != ended.end();) {
    const auto found = sessions.find(*at);
    Session& session = found->second;
    if (!empty && round < std::max(*session.gone_round, session.read_round) + 2) {
      ++at;
      continue;
    }
    close(*at, session);
    by_routing_id.erase(session.routing_id);
    sessions.erase(found);
    at = ended.erase(at);
  }
}

/// The broker is told that the session closed, after the last of its frames.
void Listener::Parts::close(flow::SessionNo no, Session& session) {
  if (!std::exchange(session.told, false)) return;
  if (share.waits(no)) {
    ending.emplace(no, session);
  } else {
    closed.push_back(no);
  }
}

/// What waits of the session is not heard any more: it was cut, and whoever holds its connection is not to be trusted.
void Listener::Parts::discard(flow::SessionNo no) {
  share.forget(no);
  if (ending.erase(no) > 0) closed.push_back(no);
}

/// Cuts who brings bytes without end and never a whole message: those parts lie in ZeroMQ's memory, unseen. And who is
/// let in and says nothing: ZeroMQ ends a handshake that takes too long, but not that.
void Listener::Parts::watch() {
  const std::int64_t now = monotonic_ms();
  if (now - watched_ms < watch_every_ms) return;
  watched_ms = now;
  read_monitor();
  connections.cut_silent(now - options.handshake_ms - options.first_frame_ms);
  for (const int fd : connections.unread_over(unread_bytes_max)) {
    const std::string peer = connections.peer(fd);
    const flow::SessionNo no = connections.cut_unread(fd);
    Session* session = find(no);
    // Before its first whole message nothing says which agency it is: ZeroMQ names it with one.
    log.peer_line(
        "unread_flood",
        {{"session", std::to_string(no)}, {"agency", session ? session->agency : "unknown yet"}, {"peer", peer}});
    if (!session) continue;
    session->cut = true;
    discard(no);
    close(no, *session);
  }
}

void Listener::Parts::bound_unsent(const Session& session, std::size_t bytes) {
  const auto over = connections.sent(session.fd, bytes, unsent_bytes_max, agency_unsent_bytes_max);
  if (!over) return;
  cut(over->session, over->of_agency ? "its agency does not take what it is sent, and this session the least"
                                     : "it does not take what it is sent");
}

void Listener::send(flow::SessionNo no, flow::BytesView frame) {
  Parts& p = *parts_;
  const Session* session = p.find(no);
  if (!session || session->cut) return;
  void* router = p.router.handle;
  if (zmq_send(router, session->routing_id.data(), session->routing_id.size(), ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0) {
    if (zmq_send(router, frame.data(), frame.size(), ZMQ_DONTWAIT) < 0) fail("send");
    p.bound_unsent(*session, frame.size());
  } else if (errno == EHOSTUNREACH) {
    p.gone(no);
  } else if (errno == EAGAIN) {
    p.cut(no, "it does not read what it is sent");
  } else {
    fail("send");
  }
}

void Listener::drop(flow::SessionNo session, std::string_view why) {
  if (const Session* found = parts_->find(session); found && !found->cut) parts_->cut(session, why);
}

void Listener::close(flow::SessionNo session, std::string_view why) {
  if (const Session* found = parts_->find(session); found && !found->cut) parts_->cut(session, why, true);
}

}  // namespace caseway::host
