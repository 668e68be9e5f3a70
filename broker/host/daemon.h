// The broker as it runs in one process: the parts of broker/host wired to the path of broker/flow, its turns driven.
// They are wired here and not in a main(), since two run them: casewayd, and the SDK's testkit within an agency's test.
// What such a test breaks must be the broker that runs in earnest, not one wired like it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "broker/flow/ports.h"
#include "broker/host/config.h"
#include "broker/host/log.h"

namespace caseway::host {

/// What may stand between the broker and its world. casewayd has nothing there; the SDK's testkit breaks things. It is
/// no port of the path, which never hears of it, and so it is not in flow/ports.h: it hands the path one of those ports
/// in place of another.
class Between {
 public:
  virtual ~Between() = default;
  /// What the broker is given in place of `real`, which outlives it.
  virtual flow::Net& net(flow::Net& real) { return real; }
  virtual flow::Disk& journal(flow::Disk& real) { return real; }
  /// May take out frames that came, or answer them by itself.
  virtual void arrived(std::vector<flow::Inbound>&) {}
};

/// One broker and what it stands on. All of it from one thread, which owns State.
class Daemon {
 public:
  /// Opens the site: locks it, recovers journal and vault, checks the keys. `rebuild_index`: the index is emptied once
  /// the site is locked, since another broker's is not touched. `stop_fd` becomes readable when serve() is to return.
  /// Borrows `config`, `log` and `between`. Throws JournalRefused, Fault.
  Daemon(const Config& config, Log& log, int stop_fd, bool rebuild_index = false, Between* between = nullptr);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Serves until `stop_fd` is readable. `listening` is told the bound endpoint once agencies may connect; the file
  /// `endpoint` beside the configuration holds it meanwhile. Throws Fault.
  void serve(const std::function<void(const std::string& endpoint)>& listening);

  /// Snapshot, head, sessions cut; the index is written to its end when the daemon goes. False: no snapshot was
  /// written, and the log says why. Throws Fault.
  bool stop();

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace caseway::host
