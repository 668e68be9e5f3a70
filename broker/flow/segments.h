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
  /// Finds and checks the headers of all segments, for reading: changes nothing. A last one that was taken but never
  /// begun is not counted. Throws JournalRefused (damaged, wrong_site). `disk` must outlive this.
  Segments(Disk& disk, const Site& site, wire::SegmentKind kind);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::string name(std::uint32_t number) const;
  /// Segment `number`, below count(). Valid until the next call: few files are kept open.
  File& at(std::uint32_t number);
  /// Call it once recovery has judged what is there: a last one that was never begun is removed, and the disk is told
  /// that the next will be wanted.
  void start_writing();
  /// Takes the next segment and begins it; after start_writing() only. Throws DiskFull.
  void take();

 private:
  void prepare();
  void check(std::uint32_t number, bool last);

  Disk& disk_;
  Site site_;
  wire::SegmentKind kind_;
  std::uint32_t count_ = 0;
  bool unbegun_ = false;  // segment count_ is there, without a header
  std::vector<std::pair<std::uint32_t, std::unique_ptr<File>>> open_;
};

}  // namespace caseway::flow
