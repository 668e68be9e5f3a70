// One line of figures, the same fields for every bench; percentiles of ack latencies; CPU and memory of a child
// process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace caseway::bench {

struct Figures {
  std::string bench;
  std::string signature = "none";  ///< each | batch | none
  bool curve = true;
  std::uint32_t window = 0;  ///< total, over all producers
  std::uint32_t producers = 0;
  std::uint32_t size = 0;  ///< bytes of one message as sent
  std::uint64_t messages = 0;
  double seconds = 0;                 ///< first sent to last received and acknowledged
  std::vector<std::uint32_t> ack_us;  ///< send to acknowledgement, one a message
  double broker_cpu_s = 0;
  double client_cpu_s = 0;
  double broker_peak_mb = 0;
  double msgs_per_group = 0;  ///< 0: not known
  std::uint64_t index_lag_max = 0;
};

/// One JSON object, no newline at the end; `more` holds what only this bench tells: `"name":value,...`.
std::string json_line(const Figures& figures, const std::string& more = {});

/// User + system time of this process so far, seconds.
double own_cpu_s();

/// Milliseconds-free clock for latencies.
std::uint64_t now_us();

}  // namespace caseway::bench
