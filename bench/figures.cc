#include "bench/figures.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>

namespace caseway::bench {
namespace {

std::uint32_t percentile(std::vector<std::uint32_t> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

std::string json_line(const Figures& f, const std::string& more) {
  const double hundred_k = static_cast<double>(f.messages) / 100'000.0;
  return fmt::format(
      R"({{"bench":"{}","signature":"{}","curve":{},"window":{},"producers":{},"size":{},"messages":{},)"
      R"("e2e_msg_s":{:.0f},"ack_p50_us":{},"ack_p99_us":{},"broker_cpu_s_100k":{:.2f},"client_cpu_s_100k":{:.2f},)"
      R"("broker_peak_mb":{:.0f},"msgs_per_group":{:.1f},"index_lag_max":{}{}{}}})",
      f.bench, f.signature, f.curve, f.window, f.producers, f.size, f.messages,
      f.seconds > 0 ? static_cast<double>(f.messages) / f.seconds : 0, percentile(f.ack_us, 0.5),
      percentile(f.ack_us, 0.99), hundred_k > 0 ? f.broker_cpu_s / hundred_k : 0,
      hundred_k > 0 ? f.client_cpu_s / hundred_k : 0, f.broker_peak_mb, f.msgs_per_group, f.index_lag_max,
      more.empty() ? "" : ",", more);
}

double own_cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t now_us() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

}  // namespace caseway::bench
