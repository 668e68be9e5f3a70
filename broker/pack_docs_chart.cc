// The flow of a kind as a chart: its states, and every step that leads from one to another.
#include <algorithm>

#include "broker/pack_docs_flow.h"
#include "broker/pack_docs_pages.h"

namespace caseway::rules {
namespace {

struct Target {
  Code state;
  std::string remark;
};

enum class Known : std::uint8_t { no, yes, open };

/// What a condition says of a step that is said in `state`, as far as its state alone decides it.
Known known_in(const Code& state, const Condition& when) {
  const auto is_state = when.left.path.text == "transfer.state";
  const auto sure = [](bool holds) { return holds ? Known::yes : Known::no; };
  const auto some = [&](Known wanted) {
    return std::any_of(when.children.begin(), when.children.end(),
                       [&](const Condition& one) { return known_in(state, one) == wanted; });
  };
  switch (when.op) {
    case Op::always: return Known::yes;
    case Op::all:
      if (some(Known::no)) return Known::no;
      return some(Known::open) ? Known::open : Known::yes;
    case Op::any:
      if (some(Known::yes)) return Known::yes;
      return some(Known::open) ? Known::open : Known::no;
    case Op::not_: {
      const auto inner = known_in(state, when.children.at(0));
      return inner == Known::open ? inner : sure(inner == Known::no);
    }
    case Op::in:
      if (!is_state) return Known::open;
      return sure(std::find(when.constants.begin(), when.constants.end(), state.view()) != when.constants.end());
    case Op::compare:
      if (!is_state || when.right.is_path) return Known::open;
      if (when.compare == Compare::equal) return sure(when.right.constant.text == state.view());
      if (when.compare == Compare::not_equal) return sure(when.right.constant.text != state.view());
      return Known::open;
    default: return Known::open;
  }
}

/// Where a step leads that is said in `state`; empty: in one of several, or before there is one. A way that the state
/// itself rules out is no arrow: a file that is registered is not led back by what supplements it.
std::vector<Target> targets_of(const Book& book, const Step& step, const Code& state) {
  switch (step.lead) {
    case Lead::same: return {};
    case Lead::state: return {{step.state, ""}};
    case Lead::decided_when_no_pair_open: {
      std::vector<Target> all{{step.state, say(book, "人、罪均有结果后", "once all are decided")}};
      if (!step.otherwise.empty()) all.push_back({step.otherwise, say(book, "尚有未决的", "while some are not")});
      return all;
    }
    case Lead::first_that_holds: {
      std::vector<Target> all;
      for (const auto& one : step.branches) {
        const auto known = state.empty() ? Known::open : known_in(state, one.when);
        if (known == Known::no) continue;
        all.push_back({one.state, known == Known::yes ? "" : say(book, "附条件", "under a condition")});
        if (known == Known::yes) break;
      }
      return all;
    }
  }
  return {};
}

FlowName name_of(const Book& book, const Label& label) {
  return book.language == Language::zh ? FlowName{label.zh, label.en} : FlowName{label.en, label.zh};
}

/// Roles where the row names some, else the side; "the bus" where no agency says it.
std::string who(const Book& book, const Step& step) {
  std::vector<std::string> all;
  for (const auto& one : step.by) {
    if (one.roles.empty()) all.push_back(side_in_words(book, one.side));
    for (const auto role : one.roles) all.push_back(in(label_of(role), book.language));
  }
  return joined(all, say(book, "、", ", "));
}

/// Boxes are found by what they stand for: a state by its id; the start, and groups of states, by words no id can be.
class Boxes {
 public:
  explicit Boxes(FlowChart& chart) : chart_(chart) {}
  std::size_t add(const std::string& key, FlowBox box) {
    const auto at = std::find(keys_.begin(), keys_.end(), key);
    if (at != keys_.end()) return static_cast<std::size_t>(at - keys_.begin());
    keys_.push_back(key);
    chart_.boxes.push_back(std::move(box));
    return keys_.size() - 1;
  }
  /// Of a state, which is there already.
  [[nodiscard]] std::size_t at(const Code& state) const {
    return static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), state.str()) - keys_.begin());
  }

 private:
  FlowChart& chart_;
  std::vector<std::string> keys_;
};

struct Origin {
  std::size_t box = 0;
  Code state;  ///< empty: several, or none yet
};

/// Where a step is said from. A step of any state has one box for them all, so that it is one arrow.
std::vector<Origin> origins_of(const Book& book, const Step& step, Boxes& boxes) {
  std::vector<Origin> all;
  const auto add = [&](const std::string& key, const Label& label) {
    all.push_back({boxes.add(key, FlowBox{name_of(book, label), false, false}), {}});
  };
  if (step.opens_transfer) add(" start", {"启动", "start"});
  for (const auto& one : step.in_states) all.push_back({boxes.at(one), one});
  if (!step.in_any_state) return all;
  if (step.in_final_only) {
    add(" final", {"任一终结状态", "any final state"});
  } else if (step.in_final_too) {
    add(" any", {"任一状态", "any state"});
  } else {
    add(" open", {"任一未终结状态", "any state not final"});
  }
  return all;
}

}  // namespace

std::string flow_picture(const Book& book, const Procedure& kind) {
  FlowChart chart{kind.id.str() + " " + in(kind.label, book.language), {}, {}};
  Boxes boxes(chart);
  boxes.add(" start", FlowBox{name_of(book, {"启动", "start"}), false, false});
  for (const auto& one : kind.states) boxes.add(one.id.str(), FlowBox{name_of(book, one.label), one.final_, true});
  std::vector<std::string> stay;
  for (const auto& step : kind.steps) {
    const auto place = "#" + anchor("step", step.id.view());
    const auto before = chart.arrows.size();
    if (step.lead != Lead::same) {
      for (const auto& from : origins_of(book, step, boxes)) {
        for (const auto& target : targets_of(book, step, from.state)) {
          if (target.state == from.state) continue;
          const auto remark = joined({who(book, step), target.remark}, say(book, ";", "; "));
          chart.arrows.push_back({from.box, boxes.at(target.state), name_of(book, step.label), "(" + remark + ")",
                                  place, step.say != Say::message});
        }
      }
    }
    if (chart.arrows.size() == before && !is_reopening(step)) {
      stay.push_back("<a href=\"" + place + "\">" + html(in(step.label, book.language)) + "</a>");
    }
  }
  auto text = draw(chart);
  text += element("p", "quiet",
                  say(book, "双线框为终结状态;虚线为平台作出的环节。",
                      "A double edge marks a final state; a dashed line a step said by the bus."));
  if (!stay.empty()) {
    text += element(
        "p", "quiet",
        say(book, "不改变状态的环节:", "Steps that leave the state as it is: ") + joined(stay, say(book, "、", ", ")));
  }
  return text + "\n";
}

}  // namespace caseway::rules
