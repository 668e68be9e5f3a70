// A copy of a finished site that tests damage, and how they ask what the audit says of it.
#pragma once

#include <fstream>
#include <string>

#include "audit/report.h"
#include "tests/audit/small_site.h"
#include "tests/host/scratch.h"

namespace caseway::audit {

using Bytes = std::vector<std::uint8_t>;

/// A directory of its own, gone with it.
class TouchedSite {
 public:
  explicit TouchedSite(const std::filesystem::path& original) {
    std::filesystem::copy(original, root(), std::filesystem::copy_options::recursive);
  }
  [[nodiscard]] std::filesystem::path root() const { return scratch_ / "site"; }
  [[nodiscard]] Bytes read(const std::string& name) const {
    std::ifstream in(root() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& name, const Bytes& bytes) const {
    std::ofstream(root() / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
  }
  void remove(const std::string& name) const { std::filesystem::remove(root() / name); }
  void flip(const std::string& name, std::uint64_t offset, std::uint8_t bits) const {
    std::fstream file(root() / name, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    const char was = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(was ^ static_cast<char>(bits)));
  }
  [[nodiscard]] Verified verify() const { return audit::verify(open_site(root(), small_segment_bytes)); }
  [[nodiscard]] Exit exit() const { return exit_of(verify(), nullptr); }
  [[nodiscard]] Exit replayed() const {
    const Site site = open_site(root(), small_segment_bytes);
    const Verified verified = audit::verify(site);
    const Judged judged = judge(site, verified);
    return exit_of(verified, &judged);
  }
  /// One line a problem.
  [[nodiscard]] std::string told() const {
    std::string lines;
    for (const auto& problem : verify().problems) lines += problem.where + ": " + problem.what + "\n";
    return lines;
  }

 private:
  host::Scratch scratch_;
};

/// Where each group of a journal segment lies: offset and length.
inline std::vector<std::pair<std::uint64_t, std::uint64_t>> groups_in(const Bytes& segment) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
  for (std::uint64_t at = wire::segment_header_bytes; at < segment.size();) {
    const auto parsed = wire::parse_group(std::span(segment).subspan(at));
    if (parsed.found != wire::Found::group) break;
    places.emplace_back(at, parsed.bytes);
    at += parsed.bytes;
  }
  return places;
}

/// The journal segment that holds the last group.
inline std::string last_written(const TouchedSite& site) {
  const Site listed = open_site(site.root(), small_segment_bytes);
  std::string last;
  for (const auto& segment : listed.journal) {
    if (!groups_in(site.read(segment.name)).empty()) last = segment.name;
  }
  return last;
}

/// Two finished sites, made once: one with agencies, packs, transfers and their copies; one with nothing but a few
/// orders.
const std::filesystem::path& full_site();
const std::filesystem::path& tiny_site();

inline constexpr const char* first_journal = "journal/0000000000000000.journal";
inline constexpr const char* first_vault = "vault/0000000000000000.vault";

}  // namespace caseway::audit
