// A real site on disk, written by the production flow in this process: what the audit tool is tried on.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/trial_site.h"
#include "broker/flow/turn.h"
#include "broker/host/disk.h"
#include "broker/host/keyring.h"
#include "broker/host/system.h"
#include "broker/wire/session.h"

namespace caseway::audit {

/// Segments of such a site: small, so that a few messages fill several.
inline constexpr std::uint64_t small_segment_bytes = 128 * core::limits::kib;

class SmallSite {
 public:
  /// A new site in `dir`, opened.
  explicit SmallSite(const std::filesystem::path& dir);
  ~SmallSite();

  void open();
  void stop();  ///< cleanly: snapshot, head

  void order(core::Order order, std::vector<std::uint8_t> content = {});
  bench::Member admit(const core::AgencyId& id, core::Role role);
  void activate_packs();
  /// One turn over `frames` of `member`, then turns in which every delivery that came is acknowledged.
  void send(const bench::Member& member, const std::vector<std::vector<std::uint8_t>>& frames);
  /// One turn over one frame.
  void say(const core::AgencyId& agency, const wire::ClientFrame& frame);

  [[nodiscard]] const engine::State& state() const;
  [[nodiscard]] const std::vector<wire::BrokerFrame>& heard() const { return heard_; }
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }

 private:
  struct Parts;
  flow::SessionNo session_of(const core::AgencyId& agency);
  void turn(flow::SessionNo session, const core::AgencyId& agency,
            const std::vector<std::vector<std::uint8_t>>& frames);

  std::filesystem::path dir_;
  std::unique_ptr<Parts> parts_;
  core::Digest previous_order_;
  std::vector<wire::BrokerFrame> heard_;
};

/// The packs that the project ships, compiled: bundle, then calendar.
const std::vector<std::vector<std::uint8_t>>& shipped_packs();

}  // namespace caseway::audit
