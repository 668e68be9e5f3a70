// Words of rules.capnp that are read and checked, and that nothing judges yet. A pack that used one would promise what
// does not happen, so each is refused by its name: one line a word, taken out with the change that judges the word.
#include "broker/rules/check.h"

namespace caseway::rules {
namespace {

class Later {
 public:
  explicit Later(Mistakes& mistakes) : mistakes_(mistakes) {}

  void step(const Step& it) {
    const Mistakes::Row row(mistakes_, it.id.str());
    for (const auto& one : it.copies) copy(one);
    for (const auto& one : it.opens) opening(one);
  }

  void clock(const ClockRule& it) {
    const bool twice = it.basis_of_days == DayBasis::disputed || it.second_length != 0;
    word(it.suspends && twice, "suspends", "a clock with two readings");
  }

 private:
  void word(bool is_used, const std::string& written, const std::string& what = "") {
    if (is_used) mistakes_.add(written, (what.empty() ? what : what + ": ") + "not evaluated yet");
  }

  void copy(const Copy& it) {
    word(it.to == CopyTo::holders, "holders", "copies");
    word(it.to == CopyTo::region_members, "regionMembers", "copies");
  }

  void opening(const Opening& it) {
    word(it.to == CopyTo::holders, "holders", "openings");
    word(it.to == CopyTo::region_members, "regionMembers", "openings");
  }

  Mistakes& mistakes_;
};

}  // namespace

void refuse_later(const Procedure& of, Mistakes& mistakes) {
  Later later(mistakes);
  for (const auto& one : of.steps) later.step(one);
}

void refuse_later(const ClockRule& clock, Mistakes& mistakes) { Later(mistakes).clock(clock); }

}  // namespace caseway::rules
