#include "sdk/socket.h"

#include <doctest/doctest.h>

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

}  // namespace caseway::sdk
