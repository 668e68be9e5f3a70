// What the end-to-end tests share: a real broker process on a site of its own with one regulator, the police, the
// procuratorate and the shipped packs; and how one asks it.
#pragma once

#include <zmq.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/load.h"
#include "bench/load_client.h"
#include "bench/trial_site.h"
#include "tests/run_program.h"

namespace caseway::bench {

class Trial {
 public:
  /// `name` of a directory for it; the broker runs.
  explicit Trial(const std::string& name);

  [[nodiscard]] std::unique_ptr<LoadClient> connect(const Member& member, bool consume = false);
  /// Frames of the regulator's lane 0 from number `first` on, each signed alone.
  [[nodiscard]] std::vector<std::vector<std::uint8_t>> frames(std::uint64_t first, std::uint64_t count,
                                                              const std::string& facts = "") const;

  TrialSite site;
  Member regulator;
  Member police;
  Member procuratorate;

 private:
  std::unique_ptr<void, void (*)(void*)> context_;
};

/// Sends `frame` and waits for its receipt or its refusal, whatever else comes in between.
wire::ReceiptFrame receipt_of(LoadClient& client, const std::vector<std::uint8_t>& frame);
wire::RefusalFrame refusal_of(LoadClient& client, const std::vector<std::uint8_t>& frame);
core::Statement statement_of(const wire::ReceiptFrame& receipt);

/// What a program of this build wrote on stdout, and its exit code.
using tests::Ran;
Ran run_program(const std::string& name, const std::vector<std::string>& words);

std::filesystem::path programs();

}  // namespace caseway::bench
