// Words of rules.capnp that are read and checked, and that nothing judges yet. A pack that used one would promise what
// does not happen, so each is refused by its name: one line a word, taken out with the change that judges the word.
#include <algorithm>
#include <array>

#include "broker/rules/check.h"

namespace caseway::rules {
namespace {

class Later {
 public:
  explicit Later(Mistakes& mistakes) : mistakes_(mistakes) {}

  void step(const Step& it) {
    const Mistakes::Row row(mistakes_, it.id.str());
    word(!it.links.empty(), "links");
    word(!it.waived_by.empty(), "waivedBy");
    word(it.receiver == NewReceiver::named, "receiver = named");
    word(it.receiver == NewReceiver::sayer, "receiver = sayer");
    for (const auto& one : it.copies) copy(one);
    for (const auto& one : it.opens) opening(one);
    for (const auto& one : it.starts) start(one);
  }

  void clock(const ClockRule& it) {
    const bool twice = it.basis_of_days == DayBasis::disputed || it.second_length != 0;
    word(it.suspends && twice, "suspends", "a clock with two readings");
    word(it.line_of == Side::receiver, "lineOf");
    word(!it.line_kinds.empty(), "lineKinds");
    word(!it.on_ack, "onAck");
  }

 private:
  void word(bool is_used, const std::string& written, const std::string& what = "") {
    if (is_used) mistakes_.add(written, (what.empty() ? what : what + ": ") + "not evaluated yet");
  }

  void copy(const Copy& it) {
    word(it.of == Side::receiver, "of = receiver");
    word(it.to == CopyTo::earlier_senders, "earlierSenders", "copies");
    word(it.to == CopyTo::holders, "holders", "copies");
    word(it.to == CopyTo::region_members, "regionMembers", "copies");
  }

  void opening(const Opening& it) {
    word(it.to == CopyTo::earlier_senders, "earlierSenders", "openings");
    word(it.to == CopyTo::holders, "holders", "openings");
    word(it.to == CopyTo::region_members, "regionMembers", "openings");
  }

  void start(const ClockStart& it) { word(it.warn_from.has_value(), "warnFrom"); }

  Mistakes& mistakes_;
};

}  // namespace

bool is_told_later(const Code& name_of_transfer) {
  static constexpr std::array<std::string_view, 2> names{
      "parties",      //
      "signedOffAt",  //
  };
  return std::find(names.begin(), names.end(), name_of_transfer.view()) != names.end();
}

void refuse_later(const Procedure& of, Mistakes& mistakes) {
  Later later(mistakes);
  for (const auto& one : of.steps) later.step(one);
}

void refuse_later(const ClockRule& clock, Mistakes& mistakes) { Later(mistakes).clock(clock); }

}  // namespace caseway::rules
