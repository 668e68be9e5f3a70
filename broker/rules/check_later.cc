// Words of rules.capnp that are read and checked, and that nothing judges yet. A pack that used one would promise what
// does not happen, so each is refused by its name: one line a word, taken out with the change that judges the word.
#include <algorithm>
#include <array>

#include "broker/rules/check.h"

namespace caseway::rules {
namespace {

class Later {
 public:
  Later(const PackBundle& bundle, Mistakes& mistakes) : bundle_(bundle), mistakes_(mistakes) {}

  void step(const Step& it) {
    const Mistakes::Row row(mistakes_, it.id.str());
    word(!it.pauses.empty(), "pauses");
    word(!it.resumes.empty(), "resumes");
    word(!it.with_steps.empty(), "withSteps");
    word(!it.links.empty(), "links");
    word(!it.asks.requirement.empty(), "asks");
    word(!it.answers.requirement.empty(), "answers");
    word(it.in_final_only, "finalOnly");
    word(!it.waived_by.empty(), "waivedBy");
    word(it.receiver == NewReceiver::named, "receiver = named");
    word(it.receiver == NewReceiver::sayer, "receiver = sayer");
    for (const auto& one : it.copies) copy(one);
    for (const auto& one : it.opens) opening(one);
    for (const auto& one : it.starts) start(one);
    for (const auto& one : it.ends) word(one.when.op != Op::always, one.clock.str(), "`when` of a clock that ends");
  }

  void requirement(const Requirement& it) {
    const Mistakes::Row row(mistakes_, it.id);
    word(it.bars_while.op != Op::always, "barsWhile");
  }

  void clock(const ClockRule& it) {
    const auto own = it.extension.most_unit.value_or(it.unit);
    word(it.custody_no_roll && it.anchor == AnchorKind::asserted, "custodyNoRoll", "with an asserted anchor");
    word(it.suspends, "suspends");
    word(!it.suspended_by.empty(), "suspendedBy");
    word(it.length_or.has_value(), "lengthOr");
    word(is_number(it.length_from), "lengthFrom", "a length that is a number in a document");
    word(own != it.unit, "mostIs", "an extension in another unit than its clock");
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

  bool is_number(const std::optional<Path>& path) {
    return path && kind_at(bundle_, *path) == core::FieldKind::integer;
  }

  const PackBundle& bundle_;
  Mistakes& mistakes_;
};

}  // namespace

bool is_told_later(const Code& name_of_transfer) {
  static constexpr std::array<std::string_view, 5> names{
      "asked",        //
      "unanswered",   //
      "final",        //
      "parties",      //
      "signedOffAt",  //
  };
  return std::find(names.begin(), names.end(), name_of_transfer.view()) != names.end();
}

void refuse_later(const PackBundle& bundle, const Procedure& of, Mistakes& mistakes) {
  Later later(bundle, mistakes);
  for (const auto& one : of.steps) later.step(one);
  for (const auto& one : of.requirements) later.requirement(one);
}

void refuse_later(const PackBundle& bundle, const ClockRule& clock, Mistakes& mistakes) {
  Later(bundle, mistakes).clock(clock);
}

}  // namespace caseway::rules
