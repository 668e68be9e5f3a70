// The ceiling: what a bare ZeroMQ + CURVE + append + sync + forward loop does with the same bytes, one consumer that
// acknowledges each, its acknowledgements journalled too. No signature, no rules, no memory. What the path is compared
// with, in one run.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "bench/figures.h"
#include "bench/load.h"
#include "broker/core/must.h"

namespace {

using namespace caseway::bench;

constexpr int turn_messages = 64;
constexpr std::size_t segment_bytes = std::size_t{64} << 20;
constexpr std::size_t ack_bytes = 64;

struct Options {
  std::uint32_t window = 256;
  std::uint32_t producers = 8;
  std::uint32_t size = 0;  // 0: as the path's
  std::uint64_t messages = 100'000;
  std::string directory = "build/bench";
};

struct Keys {
  char server_public[41], server_secret[41], client_public[41], client_secret[41];
};

void no_linger(void* socket) {
  const int zero = 0, none = 0;
  zmq_setsockopt(socket, ZMQ_LINGER, &zero, sizeof zero);
  zmq_setsockopt(socket, ZMQ_SNDHWM, &none, sizeof none);
  zmq_setsockopt(socket, ZMQ_RCVHWM, &none, sizeof none);
}

/// The loop: drain, append, sync once, forward and acknowledge. Ends when the last message was acknowledged by the
/// consumer.
[[noreturn]] void serve(const Options& options, const Keys& keys, int ready_fd) {
  void* context = zmq_ctx_new();
  void* router = zmq_socket(context, ZMQ_ROUTER);
  no_linger(router);
  const int one = 1;
  zmq_setsockopt(router, ZMQ_CURVE_SERVER, &one, sizeof one);
  zmq_setsockopt(router, ZMQ_CURVE_SECRETKEY, keys.server_secret, 41);
  MUST(zmq_bind(router, "tcp://127.0.0.1:*") == 0);
  char endpoint[128];
  std::size_t length = sizeof endpoint;
  zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, endpoint, &length);

  const std::string path = options.directory + "/ceiling.bin";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
  MUST(file >= 0);
  const std::vector<char> zeros(1 << 20, 0);
  for (std::size_t filled = 0; filled < segment_bytes; filled += zeros.size()) {
    MUST(::write(file, zeros.data(), zeros.size()) == static_cast<ssize_t>(zeros.size()));
  }
  MUST(::fsync(file) == 0);
  MUST(::write(ready_fd, endpoint, length) == static_cast<ssize_t>(length));

  struct Got {
    std::string from;
    std::string body;
  };
  std::vector<Got> turn;
  std::string batch;
  std::size_t offset = 0;
  std::uint64_t done = 0;
  std::uint64_t groups = 0;
  char buffer[1 << 16];
  while (done < options.messages) {
    turn.clear();
    batch.clear();
    zmq_pollitem_t item{router, 0, ZMQ_POLLIN, 0};
    zmq_poll(&item, 1, 100);
    while (turn.size() < turn_messages) {
      const int from = zmq_recv(router, buffer, sizeof buffer, ZMQ_DONTWAIT);
      if (from < 0) break;
      Got got{std::string(buffer, static_cast<std::size_t>(from)), {}};
      const int body = zmq_recv(router, buffer, sizeof buffer, 0);
      got.body.assign(buffer, static_cast<std::size_t>(body));
      batch += got.body;
      turn.push_back(std::move(got));
    }
    if (turn.empty()) continue;
    if (offset + batch.size() > segment_bytes)
      offset = 0;  // the same zeroed blocks again: as good as a segment filled ahead
    MUST(::pwrite(file, batch.data(), batch.size(), static_cast<off_t>(offset)) == static_cast<ssize_t>(batch.size()));
    MUST(::fdatasync(file) == 0);
    offset += batch.size();
    ++groups;
    for (const auto& got : turn) {
      if (got.from == "consumer") {
        ++done;
        continue;
      }
      zmq_send(router, "consumer", 8, ZMQ_SNDMORE);
      zmq_send(router, got.body.data(), got.body.size(), 0);
      zmq_send(router, got.from.data(), got.from.size(), ZMQ_SNDMORE);
      zmq_send(router, got.body.data(), ack_bytes, 0);
    }
  }
  MUST(::write(ready_fd, &groups, sizeof groups) == sizeof groups);
  zmq_close(router);
  zmq_ctx_term(context);
  ::unlink(path.c_str());
  ::_exit(0);
}

void* client(void* context, const Keys& keys, const std::string& endpoint, const std::string& name) {
  void* dealer = zmq_socket(context, ZMQ_DEALER);
  no_linger(dealer);
  zmq_setsockopt(dealer, ZMQ_ROUTING_ID, name.data(), name.size());
  zmq_setsockopt(dealer, ZMQ_CURVE_SERVERKEY, keys.server_public, 41);
  zmq_setsockopt(dealer, ZMQ_CURVE_PUBLICKEY, keys.client_public, 41);
  zmq_setsockopt(dealer, ZMQ_CURVE_SECRETKEY, keys.client_secret, 41);
  MUST(zmq_connect(dealer, endpoint.c_str()) == 0);
  return dealer;
}

void consume(void* dealer, std::uint64_t messages) {
  char buffer[1 << 16];
  char ack[ack_bytes] = {};
  for (std::uint64_t i = 0; i < messages; ++i) {
    MUST(zmq_recv(dealer, buffer, sizeof buffer, 0) > 0);
    zmq_send(dealer, ack, sizeof ack, 0);
  }
}

void produce(void* dealer, const Options& options, std::uint64_t messages, std::vector<std::uint32_t>& ack_us) {
  const std::uint32_t window = std::max(1u, options.window / options.producers);
  std::string body(options.size, 'x');
  char buffer[1 << 16];
  std::uint64_t sent = 0;
  for (std::uint64_t acked = 0; acked < messages; ++acked) {
    for (; sent < messages && sent - acked < window; ++sent) {
      const std::uint64_t at = now_us();
      std::memcpy(body.data(), &at, sizeof at);
      zmq_send(dealer, body.data(), body.size(), 0);
    }
    MUST(zmq_recv(dealer, buffer, sizeof buffer, 0) > 0);
    std::uint64_t at = 0;
    std::memcpy(&at, buffer, sizeof at);
    ack_us.push_back(static_cast<std::uint32_t>(now_us() - at));
  }
}

Figures run(const Options& options) {
  Keys keys{};
  zmq_curve_keypair(keys.server_public, keys.server_secret);
  zmq_curve_keypair(keys.client_public, keys.client_secret);
  int pipe_fds[2];
  MUST(::pipe(pipe_fds) == 0);
  const pid_t server = ::fork();
  MUST(server >= 0);
  if (server == 0) serve(options, keys, pipe_fds[1]);
  char endpoint[128] = {};
  MUST(::read(pipe_fds[0], endpoint, sizeof endpoint) > 0);

  void* context = zmq_ctx_new();
  void* consumer = client(context, keys, endpoint, "consumer");
  std::vector<void*> dealers;
  for (std::uint32_t i = 0; i < options.producers; ++i) {
    dealers.push_back(client(context, keys, endpoint, "p" + std::to_string(i)));
  }
  const std::uint64_t each = options.messages / options.producers;
  const std::uint64_t first = options.messages - each * (options.producers - 1);
  std::vector<std::vector<std::uint32_t>> ack_us(options.producers);
  const double cpu = own_cpu_s();
  const std::uint64_t start = now_us();
  std::thread consuming([&] { consume(consumer, options.messages); });
  std::vector<std::thread> producing;
  for (std::uint32_t i = 0; i < options.producers; ++i) {
    producing.emplace_back([&, i] { produce(dealers[i], options, i == 0 ? first : each, ack_us[i]); });
  }
  for (auto& thread : producing) thread.join();
  consuming.join();

  Figures figures;
  std::uint64_t groups = 0;
  MUST(::read(pipe_fds[0], &groups, sizeof groups) == sizeof groups);
  figures.seconds = static_cast<double>(now_us() - start) / 1e6;
  figures.client_cpu_s = own_cpu_s() - cpu;
  rusage usage{};
  int status = 0;
  MUST(::wait4(server, &status, 0, &usage) == server);
  figures.broker_cpu_s = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  figures.broker_peak_mb = static_cast<double>(usage.ru_maxrss) / 1024;
  figures.bench = "ceiling";
  figures.window = options.window;
  figures.producers = options.producers;
  figures.size = options.size;
  figures.messages = options.messages;
  figures.msgs_per_group = static_cast<double>(options.messages) / static_cast<double>(groups);
  for (auto& one : ack_us) figures.ack_us.insert(figures.ack_us.end(), one.begin(), one.end());
  for (void* dealer : dealers) zmq_close(dealer);
  zmq_close(consumer);
  zmq_ctx_term(context);
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Bare ZeroMQ + CURVE + append + sync + forward: the ceiling of the path. Prints one JSON line."};
  app.add_option("--window", options.window, "messages under way, over all producers")->check(CLI::Range(1u, 65536u));
  app.add_option("--producers", options.producers)->check(CLI::Range(1u, 256u));
  app.add_option("--size", options.size, "bytes of a message; as large as the path's if not given")
      ->check(CLI::Range(64u, 60000u));
  app.add_option("--messages", options.messages);
  app.add_option("--dir", options.directory, "where the file that is synced lies");
  std::string unused_signature;
  app.add_option("--signature", unused_signature,
                 "without effect, taken because the other benches take it: nothing is signed here");
  CLI11_PARSE(app, argc, argv);
  if (options.size == 0) options.size = transfer_size();
  std::puts(json_line(run(options)).c_str());
  return 0;
}
