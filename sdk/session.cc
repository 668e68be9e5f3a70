#include "sdk/session.h"

#include <poll.h>

#include <algorithm>

#include "broker/core/receipt.h"

namespace caseway::sdk {
namespace {

constexpr std::int64_t pause_first_ms = 100;
constexpr std::int64_t pause_most_ms = 5'000;
constexpr std::int64_t denied_pause_ms =
    2'000;  // an order may admit us any moment, but asking costs the broker a handshake
constexpr std::int64_t fatal_pause_ms = 60'000;  // only people can mend it
constexpr std::int64_t welcome_within_ms = 10'000;
constexpr std::int64_t heartbeat_every_ms = 10'000;
constexpr std::int64_t silence_most_ms = 30'000;

}  // namespace

Session::Session(const Agency& agency, Options options, Time& time)
    : agency_(agency), options_(std::move(options)), time_(time), key_(read_transport_key(agency.transport_key)) {}

const wire::Welcome& Session::welcome() const {
  MUST(welcome_.has_value());
  return *welcome_;
}

void Session::hold(const core::Checkpoint& checkpoint) { held_ = checkpoint; }

void Session::drop(std::string why, std::int64_t pause_ms, Trouble trouble) {
  why_ = std::move(why);
  kind_ = trouble;
  ++drops_;
  welcome_.reset();
  socket_.reset();
  pause_ms_ = std::clamp(2 * pause_ms_, pause_first_ms, pause_most_ms);
  next_try_ = time_.monotonic_ms() + (pause_ms > 0 ? pause_ms : pause_ms_);
}

void Session::connect() {
  const std::string endpoint = options_.endpoint.empty() ? endpoint_of(agency_) : options_.endpoint;
  if (endpoint.empty())
    return drop(agency_.endpoint_file.string() + ": not there; the broker writes it when it listens");
  if (!is_endpoint(endpoint))
    return drop("endpoint " + endpoint + " of " + agency_.endpoint_file.string() + ": expected \"tcp://HOST:PORT\"");
  try {
    socket_.emplace(context_, endpoint, agency_.broker_key, key_);
  } catch (const Fault& fault) {  // no descriptor is left, no such host: it may pass
    return drop(fault.what());
  }
  began_ = heard_ = said_ = time_.monotonic_ms();
  wire::Hello hello;
  hello.fingerprint = wire::schema_fingerprint();
  hello.software = options_.software;
  hello.checkpoint = held_;
  hello.consume = options_.consume;
  hello.delivery_credit = options_.delivery_credit;
  if (!socket_->send(wire::encode(wire::ClientFrame(hello)))) drop("the connection does not take a frame");
}

void Session::hear(const wire::Welcome& welcome) {
  if (welcome.version != wire::protocol_version)
    return drop("the broker speaks another version", fatal_pause_ms, Trouble::not_ours);
  if (welcome.origin != agency_.origin || welcome.log_key != agency_.log_key) {
    return drop("this is not broker " + agency_.origin + " with the log key that agency.toml names", fatal_pause_ms,
                Trouble::not_ours);
  }
  const core::Checkpoint& theirs = welcome.checkpoint;
  if (!core::check_checkpoint(theirs, agency_.log_key) || theirs.origin != agency_.origin) {
    return drop("the broker's checkpoint does not hold under its log key", fatal_pause_ms, Trouble::not_ours);
  }
  if (held_ && held_->epoch == theirs.epoch &&
      (theirs.tree_size < held_->tree_size || (theirs.tree_size == held_->tree_size && theirs.root != held_->root))) {
    return drop("rolled_back: we hold checkpoint " + std::to_string(held_->tree_size) + ", the broker shows " +
                    std::to_string(theirs.tree_size) + "; keep our checkpoint and ask the site's operator",
                fatal_pause_ms, Trouble::rolled_back);
  }
  welcome_ = welcome;
  why_.clear();
  kind_ = Trouble::none;
  pause_ms_ = 0;
  ++serial_;
}

void Session::keep_alive(std::int64_t now) {
  if (!welcome_ && now - began_ > welcome_within_ms) return drop("no welcome from the broker");
  if (now - heard_ > silence_most_ms) return drop("the broker is silent");
  if (welcome_ && now - said_ > heartbeat_every_ms) (void)send(wire::Heartbeat{++heartbeats_});
}

bool Session::send(const wire::ClientFrame& frame) {
  if (!welcome_ || !socket_->send(wire::encode(frame))) return false;
  said_ = time_.monotonic_ms();
  return true;
}

std::optional<wire::BrokerFrame> Session::next() {
  const std::int64_t now = time_.monotonic_ms();
  if (!socket_) {
    if (now < next_try_) return std::nullopt;
    connect();
  }
  while (socket_) {
    const auto bytes = socket_->receive();
    if (!bytes) break;
    heard_ = now;
    auto frame = wire::decode_broker(*bytes);
    if (!frame.ok()) {
      drop("the broker sent what is no frame: " + frame.refused().where + ": " + frame.refused().what);
      break;
    }
    if (const auto* welcome = std::get_if<wire::Welcome>(&frame.value())) {
      hear(*welcome);
    } else if (!std::holds_alternative<wire::Heartbeat>(frame.value())) {
      return std::move(frame).value();
    }
  }
  if (!socket_) return std::nullopt;
  switch (socket_->state()) {
    case Socket::State::denied: drop(socket_->why(), denied_pause_ms, Trouble::denied); break;
    case Socket::State::lost: drop(socket_->why()); break;
    default: keep_alive(now);
  }
  return std::nullopt;
}

void Session::wait(int wait_ms) { wait_for(wait_ms, options_.wake); }
void Session::wait_asleep(int wait_ms) { wait_for(wait_ms, -1); }

void Session::wait_for(int wait_ms, int wake) {
  if (wait_ms <= 0) return;
  if (socket_) return socket_->wait(std::min(wait_ms, 1000), wake);
  const std::int64_t until_try = std::max<std::int64_t>(next_try_ - time_.monotonic_ms(), 1);
  const int pause_ms = static_cast<int>(std::min<std::int64_t>(wait_ms, until_try));
  if (wake < 0) return time_.pause(pause_ms);
  ::pollfd item{wake, POLLIN, 0};
  ::poll(&item, 1, pause_ms);
}

}  // namespace caseway::sdk
