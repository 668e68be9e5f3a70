// The numbered files of a journal or a vault: same names, same headers, taken zero-filled one ahead.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "broker/flow/ports.h"
#include "broker/flow/site.h"
#include "broker/wire/segment.h"

namespace caseway::flow {

class Segments {
 public:
  /// Makes segment 0 of a new site; does nothing when it is there. One whose header a crash kept from being written is
  /// made anew.
  static void create(Disk& disk, const Site& site, wire::SegmentKind kind);
  /// Finds and checks the headers of all segments. A last one that was taken but never begun is removed. Throws
  /// JournalRefused (damaged, wrong_site). `disk` must outlive this.
  Segments(Disk& disk, const Site& site, wire::SegmentKind kind);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::string name(std::uint32_t number) const;
  /// Segment `number`, below count(). Valid until the next call: few files are kept open.
  File& at(std::uint32_t number);
  /// Takes the next segment and begins it. Throws DiskFull.
  void take();
  /// Tells the disk that the next segment will be wanted.
  void prepare();

 private:
  void check(std::uint32_t number, bool last);

  Disk& disk_;
  Site site_;
  wire::SegmentKind kind_;
  std::uint32_t count_ = 0;
  std::vector<std::pair<std::uint32_t, std::unique_ptr<File>>> open_;
};

}  // namespace caseway::flow
