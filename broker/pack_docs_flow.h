// Draws states and the steps between them as SVG. Knows no pack: a value in, text out.
//
//   +---------+   transfer
//   |  start  |-------------*   A box for each state, below each other, in the order given. Each arrow leaves its box
//   +---------+             |   on a line of its own and says its name above it, so that nothing is drawn over a word.
//   +---------+             |   Arrows to one state meet in one trunk at the right (*), which ends at the box. Trunks
//   |  sent   |<------------+   whose spans overlap stand in lanes beside each other, the short ones nearest.
//   |         |   presented
//   |         |------------- ...
//   +---------+
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace caseway::rules {

/// A name in the reader's language, and small beside it in the other.
struct FlowName {
  std::string first;
  std::string other;
};

struct FlowBox {
  FlowName name;
  bool is_final = false;  ///< drawn with a double edge
  bool is_state = true;   ///< else it stands for several states, or for none yet: round, with a dashed edge
};

/// From one box to another, by place in `boxes`. An arrow from a box to itself is not drawn: the caller leaves it out.
struct FlowArrow {
  std::size_t from = 0;
  std::size_t to = 0;
  FlowName name;
  std::string remark;   ///< who says it, under what condition; small behind the names; may be empty
  std::string link;     ///< where a click on its name leads: a URL of letters, digits and . _ - ~ #
  bool is_own = false;  ///< said by no agency: dashed
};

struct FlowChart {
  std::string title;  ///< read aloud in place of the picture
  std::vector<FlowBox> boxes;
  std::vector<FlowArrow> arrows;  ///< drawn in this order within each box
};

/// An `<svg>` element as HTML holds it: text is escaped, no script, no font, no file. Equal charts give equal bytes.
std::string draw(const FlowChart& chart);

}  // namespace caseway::rules
