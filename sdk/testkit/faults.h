// What a test asked to break between the broker and its world: on which hop, and how often yet.
#pragma once

#include <array>
#include <deque>
#include <mutex>
#include <string>

#include "broker/core/refusal.h"
#include "broker/host/daemon.h"
#include "sdk/testkit/caseway_testkit.h"

namespace caseway::testkit {

/// Asked from the test's thread, asked for by the broker's.
class Faults final : public host::Between, private flow::Net {
 public:
  void fail_at(Hop hop, std::size_t times);
  void refuse_next(core::Refusal code, std::size_t times);
  [[nodiscard]] std::size_t failed_at(Hop hop) const;

  /// Whether this is the time to fail at `hop`; counted when it is.
  bool due(Hop hop);

  flow::Net& net(flow::Net& real) override;
  flow::Disk& journal(flow::Disk& real) override;
  void arrived(std::vector<flow::Inbound>& frames) override;

 private:
  void send(flow::SessionNo session, flow::BytesView frame) override;
  void drop(flow::SessionNo session, std::string_view why) override { net_->drop(session, why); }
  void close(flow::SessionNo session, std::string_view why) override { net_->close(session, why); }
  bool takes_away(const flow::Inbound& frame);

  struct Asked {
    std::size_t left = 0;
    std::size_t failed = 0;
  };
  mutable std::mutex mutex_;
  std::array<Asked, 9> hops_;  ///< by the hop's number
  std::deque<core::Refusal> refusals_;
  flow::Net* net_ = nullptr;
  std::unique_ptr<flow::Disk> disk_;
};

}  // namespace caseway::testkit
