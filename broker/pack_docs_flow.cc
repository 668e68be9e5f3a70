#include "broker/pack_docs_flow.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "broker/core/must.h"
#include "broker/pack_docs_words.h"

namespace caseway::rules {
namespace {

// All lengths are pixels of the picture at its own size.
constexpr int edge = 8;        ///< around the picture
constexpr int name_size = 14;  ///< of letters
constexpr int small_size = 11;
constexpr int row_height = 28;  ///< of an arrow that leaves a box, and of the one that comes in
constexpr int box_gap = 14;
constexpr int box_height_min = 46;
constexpr int lane_width = 14;
constexpr int above_line = 6;  ///< from a line up to the words that it carries

/// Dark enough on white paper. Lanes take them in turn, so that trunks beside each other differ.
constexpr std::array<std::string_view, 6> colours{"#0b4f8a", "#8c1c13", "#1b6b2f", "#6a3d9a", "#7a4a00", "#333333"};

/// How wide a text is drawn at most: a Chinese character fills its square, a letter three fifths of it.
int width_of(std::string_view text, int size) {
  int fifths = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) fifths += byte >= 0xe2 ? 5 : 3;  // counted at its first byte; U+2000 on is wide
  }
  return fifths * size / 5 + 1;
}

int width_of(const FlowName& name) {
  return std::max(width_of(name.first, name_size), width_of(name.other, small_size));
}

struct Box {
  int top = 0;
  int height = 0;
  int entry = 0;  ///< where what leads here comes in; 0: nothing does
};

struct Trunk {
  std::size_t to = 0;
  int top = 0;
  int bottom = 0;
  std::size_t lane = 0;
};

struct Layout {
  int box_width = 0;
  int lanes_left = 0;  ///< where the first lane stands
  int width = 0;
  int height = 0;
  std::vector<Box> boxes;
  std::vector<int> rows;  ///< of each arrow, the height of its line
  std::vector<Trunk> trunks;
};

/// From the top down: for each box a line for what comes in, then one for each arrow that leaves.
void place_boxes(const FlowChart& chart, Layout& layout) {
  int y = edge;
  layout.rows.resize(chart.arrows.size());
  for (std::size_t i = 0; i < chart.boxes.size(); ++i) {
    Box box{y, 0, 0};
    const bool led_to =
        std::any_of(chart.arrows.begin(), chart.arrows.end(), [&](const FlowArrow& one) { return one.to == i; });
    int line = y - row_height / 4;
    if (led_to) box.entry = line += row_height;
    for (std::size_t k = 0; k < chart.arrows.size(); ++k) {
      if (chart.arrows[k].from == i) layout.rows[k] = line += row_height;
    }
    box.height = std::max(box_height_min, line + row_height / 3 - y);
    y += box.height + box_gap;
    layout.boxes.push_back(box);
  }
  layout.height = y - box_gap + edge;
}

/// One trunk for each box that is led to, over all heights from which something leads to it.
void place_trunks(const FlowChart& chart, Layout& layout) {
  for (std::size_t i = 0; i < chart.boxes.size(); ++i) {
    if (layout.boxes[i].entry == 0) continue;
    Trunk trunk{i, layout.boxes[i].entry, layout.boxes[i].entry, 0};
    for (std::size_t k = 0; k < chart.arrows.size(); ++k) {
      if (chart.arrows[k].to != i) continue;
      trunk.top = std::min(trunk.top, layout.rows[k]);
      trunk.bottom = std::max(trunk.bottom, layout.rows[k]);
    }
    layout.trunks.push_back(trunk);
  }
  auto order = layout.trunks;
  std::stable_sort(order.begin(), order.end(),
                   [](const Trunk& a, const Trunk& b) { return a.bottom - a.top < b.bottom - b.top; });
  std::vector<Trunk> placed;
  for (auto& trunk : order) {
    const auto taken = [&](const Trunk& other) {
      return other.lane == trunk.lane && other.top < trunk.bottom + box_gap && trunk.top < other.bottom + box_gap;
    };
    while (std::any_of(placed.begin(), placed.end(), taken)) ++trunk.lane;
    placed.push_back(trunk);
  }
  layout.trunks = std::move(placed);
}

Layout lay_out(const FlowChart& chart) {
  Layout layout;
  int names = 0;
  for (const auto& one : chart.boxes) layout.box_width = std::max(layout.box_width, width_of(one.name) + 28);
  for (const auto& one : chart.arrows) {
    MUST(one.from < chart.boxes.size() && one.to < chart.boxes.size() && one.from != one.to);
    names = std::max(names, width_of(one.name.first, name_size) + width_of(one.name.other, small_size) +
                                width_of(one.remark, small_size) + 2 * small_size);
  }
  place_boxes(chart, layout);
  place_trunks(chart, layout);
  std::size_t lanes = 0;
  for (const auto& one : layout.trunks) lanes = std::max(lanes, one.lane + 1);
  layout.lanes_left = edge + layout.box_width + names + 2 * lane_width;
  layout.width = layout.lanes_left + static_cast<int>(lanes) * lane_width + edge;
  return layout;
}

std::string number(std::string_view name, int value) {
  return " " + std::string(name) + "=\"" + std::to_string(value) + "\"";
}

std::string text_at(int x, int y, std::string_view anchor, const std::string& inside) {
  return "<text" + number("x", x) + number("y", y) + " text-anchor=\"" + std::string(anchor) + "\">" + inside +
         "</text>";
}

std::string span(int size, std::string_view colour, std::string_view text) {
  return "<tspan" + number("font-size", size) + " fill=\"" + std::string(colour) + "\">" + html(text) + "</tspan>";
}

std::string rectangle(int x, int y, int width, int height, int round, std::string_view style) {
  return "<rect" + number("x", x) + number("y", y) + number("width", width) + number("height", height) +
         number("rx", round) + " stroke=\"#333\" " + std::string(style) + "/>\n";
}

std::string box_drawn(const FlowBox& box, const Box& at, int width) {
  std::string text = rectangle(edge, at.top, width, at.height, box.is_state ? 5 : 20,
                               box.is_state ? "fill=\"#eef3f8\"" : "fill=\"#fff\" stroke-dasharray=\"4 3\"");
  if (box.is_final) text += rectangle(edge + 4, at.top + 4, width - 8, at.height - 8, 2, "fill=\"#dfe3e6\"");
  const int middle = at.top + at.height / 2;
  text += text_at(edge + width / 2, middle - 2, "middle", span(name_size, "#111", box.name.first)) + "\n";
  return text + text_at(edge + width / 2, middle + 14, "middle", span(small_size, "#555", box.name.other)) + "\n";
}

std::string stroke(int x, int y, std::string_view rest, std::string_view colour, bool dashed) {
  return "<path d=\"M" + std::to_string(x) + " " + std::to_string(y) + std::string(rest) +
         "\" fill=\"none\" stroke=\"" + std::string(colour) + "\" stroke-width=\"1.5\"" +
         (dashed ? " stroke-dasharray=\"6 3\"" : "") + "/>\n";
}

std::string trunk_drawn(const FlowChart& chart, const Layout& layout, const Trunk& trunk) {
  const auto colour = colours[trunk.lane % colours.size()];
  const int right = edge + layout.box_width;
  const int x = layout.lanes_left + static_cast<int>(trunk.lane) * lane_width;
  const int entry = layout.boxes[trunk.to].entry;
  std::string text = stroke(x, trunk.top, "V" + std::to_string(trunk.bottom), colour, false);
  text += stroke(x, entry, "H" + std::to_string(right + 8), colour, false);
  text += "<path d=\"M" + std::to_string(right + 1) + " " + std::to_string(entry) + "l10 -5v10z\" fill=\"" +
          std::string(colour) + "\"/>\n";
  for (std::size_t k = 0; k < chart.arrows.size(); ++k) {
    const auto& arrow = chart.arrows[k];
    if (arrow.to != trunk.to) continue;
    const int y = layout.rows[k];
    text += stroke(right, y, "H" + std::to_string(x), colour, arrow.is_own);
    text += "<circle" + number("cx", x) + number("cy", y) + " r=\"3\" fill=\"" + std::string(colour) + "\"/>\n";
    text += "<a href=\"" + html(arrow.link) + "\">" +
            text_at(right + small_size, y - above_line, "start",
                    span(name_size, colour, arrow.name.first) + " " + span(small_size, "#555", arrow.name.other) + " " +
                        span(small_size, "#555", arrow.remark)) +
            "</a>\n";
  }
  return text;
}

}  // namespace

std::string draw(const FlowChart& chart) {
  const auto layout = lay_out(chart);
  std::string text = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"" + html(chart.title) + "\"" +
                     number("width", layout.width) + number("height", layout.height) + " viewBox=\"0 0 " +
                     std::to_string(layout.width) + " " + std::to_string(layout.height) + "\">\n";
  for (std::size_t i = 0; i < chart.boxes.size(); ++i) {
    text += box_drawn(chart.boxes[i], layout.boxes[i], layout.box_width);
  }
  for (const auto& one : layout.trunks) text += trunk_drawn(chart, layout, one);
  return text + "</svg>\n";
}

}  // namespace caseway::rules
