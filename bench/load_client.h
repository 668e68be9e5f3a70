// One session of a load client over CURVE: raw frames, no lane on disk, so that what is measured is the broker.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/trial_site.h"
#include "broker/wire/session.h"

namespace caseway::bench {

class LoadClient {
 public:
  /// Connects and says hello; throws when no welcome comes in 10 s.
  LoadClient(void* context, const TrialSite& site, const Member& member, bool consume);

  void send(const std::vector<std::uint8_t>& frame);
  void send(const wire::ClientFrame& frame) { send(wire::encode(frame)); }
  /// The next frame, waiting at most `wait_ms`.
  std::optional<wire::BrokerFrame> hear(int wait_ms);
  [[nodiscard]] const wire::Welcome& welcome() const { return welcome_; }

 private:
  std::unique_ptr<void, int (*)(void*)> dealer_;
  wire::Welcome welcome_;
};

}  // namespace caseway::bench
