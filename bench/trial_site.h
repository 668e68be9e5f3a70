// A site of one's own for benches and end-to-end tests: made, admitted to, started and stopped as an operator would, in
// one call each.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/signature.h"
#include "broker/host/keyring.h"

namespace caseway::bench {

/// A member with the keys that its client needs.
struct Member {
  core::AgencyId id;
  core::KeyPair signing;
  host::TransportKey transport;
};

/// What a broker process used, told when it has ended.
struct Usage {
  double cpu_s = 0;
  double peak_mb = 0;
  int status = 0;
  std::uint64_t index_lag_max = 0;  ///< records, as the broker said when it stopped cleanly
};

/// One site directory and its broker process. Programs are taken from `bin`. Throws std::runtime_error with what
/// failed.
class TrialSite {
 public:
  /// A new site in `dir` (removed first) with the origin "trial.example".
  TrialSite(std::filesystem::path bin, std::filesystem::path dir);
  ~TrialSite();  ///< kills a broker that still runs
  TrialSite(const TrialSite&) = delete;
  TrialSite& operator=(const TrialSite&) = delete;

  /// `option` is one more word for casewayd, e.g. --rebuild-index.
  void start(const char* option = nullptr);
  /// SIGTERM and wait; SIGKILL when `kill`.
  Usage stop(bool kill = false);
  /// Records of the journal, as the broker said when it was last started.
  [[nodiscard]] std::uint64_t records() const;
  [[nodiscard]] pid_t process() const { return process_; }
  [[nodiscard]] std::string endpoint() const;
  [[nodiscard]] const core::PublicKey& broker_key() const { return broker_key_; }
  [[nodiscard]] const core::PublicKey& log_key() const { return log_key_; }
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }

  /// New keys, and an order of both officers that admits the agency.
  Member admit(const core::AgencyId& id, core::Role role, const std::string& region = "350123");
  void counterparts(const std::vector<core::Counterpart>& rows);
  /// Compiles the packs of `packs` and activates bundle and calendar.
  void activate(const std::filesystem::path& packs);
  /// Signs with both officers and sends; throws with the broker's reason when it is not accepted.
  void order(core::Order order, std::vector<std::uint8_t> content = {});

 private:
  std::filesystem::path bin_;
  std::filesystem::path dir_;
  core::PublicKey broker_key_;
  core::PublicKey log_key_;
  core::Digest previous_;
  pid_t process_ = -1;
};

}  // namespace caseway::bench
