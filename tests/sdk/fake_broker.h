// A broker of the other side's making: a real socket with CURVE and ZAP, a small log with real proofs, and answers that
// a test chooses.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "broker/core/merkle.h"
#include "broker/core/signature.h"
#include "broker/wire/session.h"
#include "sdk/keys.h"

namespace caseway::tests {

/// Statements with receipts that prove them.
class SmallLog {
 public:
  SmallLog();
  explicit SmallLog(const core::KeyPair& key) : key_(key) {}
  /// Records a statement and gives its receipt, proved to the checkpoint after it.
  core::Receipt record(core::Statement statement);
  [[nodiscard]] core::Checkpoint checkpoint() const;
  [[nodiscard]] const core::PublicKey& key() const { return key_.public_key; }

 private:
  core::KeyPair key_;
  std::vector<core::Digest> leaves_;
};

class FakeBroker {
 public:
  using Frames = std::vector<wire::BrokerFrame>;
  /// Answers one frame that is no hello, heartbeat or bye; called from the broker's own thread.
  using Answer = std::function<Frames(const wire::ClientFrame&)>;

  explicit FakeBroker(Answer answer);
  ~FakeBroker();
  FakeBroker(const FakeBroker&) = delete;
  FakeBroker& operator=(const FakeBroker&) = delete;

  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
  [[nodiscard]] const core::PublicKey& key() const { return transport_.public_key; }

  /// After it, each thread sees what the other wrote before. The threads hand over by a socket, or by a program that
  /// ran between, which orders them well and is nothing that TSan sees.
  void meet() { const std::scoped_lock lock(answering_); }

  std::atomic<bool> admits = true;  ///< ZAP says 200, else 400
  std::atomic<int> handshakes = 0;  ///< how often ZAP was asked
  std::atomic<int> hellos = 0;
  std::function<wire::Welcome()> welcome;
  std::function<Frames()> with_welcome;   ///< said in the same breath; may be empty
  std::vector<wire::Hello> heard_hellos;  ///< read it after meet()

 private:
  void run(void* router, void* zap);
  Frames answers_to(const wire::ClientFrame& frame);
  Answer answer_;
  sdk::TransportKey transport_;
  void* context_;
  std::string endpoint_;
  std::atomic<bool> stop_ = false;
  std::mutex answering_;  ///< held by the broker's thread from a frame heard to its answers made
  std::thread thread_;
};

}  // namespace caseway::tests
