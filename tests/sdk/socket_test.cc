#include "sdk/socket.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace caseway::sdk {

TEST_CASE("socket: one after another in the same place, each hears of its own connection (300 sockets)") {
  const auto ours = new_transport_key();
  Context context;
  std::optional<Socket> socket;
  for (int made = 0; made < 300; ++made) {
    CAPTURE(made);
    REQUIRE_NOTHROW(socket.emplace(context, "tcp://127.0.0.1:1", ours.public_key, ours));
    if (made % 10 == 0) {
      while (socket->state() == Socket::State::connecting) socket->wait(1000);
      CHECK(socket->why() == "nobody listens there");
    }
  }
}

TEST_CASE("socket: where no descriptor is left it is a Fault, at each of those it needs (0 to 2 left)") {
  const auto ours = new_transport_key();
  Context context;
  Socket first(context, "tcp://127.0.0.1:1", ours.public_key, ours);  // what the context needs of its own is open then
  while (first.state() == Socket::State::connecting) first.wait(1000);
  ::rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const ::rlimit few{std::min<::rlim_t>(before.rlim_cur, 256), before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  std::vector<int> taken;
  for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken.push_back(fd);
  for (int left = 0; left <= 2; ++left) {
    CAPTURE(left);
    CHECK_THROWS_AS(Socket(context, "tcp://127.0.0.1:1", ours.public_key, ours), Fault);
    ::close(taken.back());
    taken.pop_back();
  }
  for (const int fd : taken) ::close(fd);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK_NOTHROW(Socket(context, "tcp://127.0.0.1:1", ours.public_key, ours));
}

}  // namespace caseway::sdk
