// Overlays and filing standards. What a region adds is put among the rows of the kinds, marked with the region; what it
// may not do (steps.md d.18) is a mistake here: bar, stop, show to more, or give more time than the national row.
#include <algorithm>

#include "broker/rules/edition.h"
#include "broker/rules/unpack.h"

namespace caseway::rules {
namespace {

Procedure* kind_of(Words& words, PackBundle& bundle, capnp::Text::Reader id) {
  const auto wanted = words.text(id);
  for (auto& one : bundle.procedures) {
    if (one.id.view() == wanted) return &one;
  }
  words.mistakes().add(wanted, "no kind of the set");
  return nullptr;
}

void add_requirement(Words& words, schema::LocalRequirement::Reader from, const Local& local, PackBundle& to) {
  auto* kind = kind_of(words, to, from.getProcedure());
  auto one = unpack_requirement(words, from.getRequirement());
  const Mistakes::Row row(words.mistakes(), one.id);
  const auto refuse = [&](bool is, const char* what) {
    if (is) words.mistakes().add({}, std::string("an overlay ") + what);
  };
  refuse(one.stops, "stops no message: that is for the national rule");
  refuse(!one.bars.empty(), "bars no step: that is for the national rule");
  refuse(!one.waived_by.empty() || one.until_waived, "has nothing to waive: it bars no step");
  refuse(!one.setting.empty(), "hangs on no site setting");
  if (kind == nullptr) return;
  const auto begins = kind->id.str() + "." + local.region + ".";
  if (!one.id.starts_with(begins)) words.mistakes().add(one.id, "the id needs to begin with " + begins);
  one.cls = core::FindingClass::local;
  one.local = local;
  kind->requirements.push_back(std::move(one));
}

bool is_copied(const Step& step, const DocumentType& type) {
  return std::any_of(step.copies.begin(), step.copies.end(), [&](const Copy& one) {
    const bool named = std::find(one.documents.begin(), one.documents.end(), type) != one.documents.end();
    const bool always = one.setting.empty() && one.when.op == Op::always;
    return one.local.region.empty() && always && (one.whole || named);
  });
}

void add_copy(Words& words, schema::LocalCopy::Reader from, const Local& local, PackBundle& to) {
  auto* kind = kind_of(words, to, from.getProcedure());
  auto one = unpack_copy(words, from.getCopy());
  if (kind == nullptr) return;
  const Mistakes::Row row(words.mistakes(), kind->id.str());
  const auto wanted = words.text(from.getStep());
  const auto step =
      std::find_if(kind->steps.begin(), kind->steps.end(), [&](const Step& each) { return each.id.view() == wanted; });
  if (step == kind->steps.end()) return words.mistakes().add(wanted, none_of("step of " + kind->id.str(), kind->steps));
  const auto refuse = [&](bool is, const char* what) {
    if (is) words.mistakes().add(wanted, std::string("a copy of an overlay ") + what);
  };
  refuse(one.to != CopyTo::role, "goes to the counterparts of a role");
  refuse(one.whole || !one.under.empty(), "shows facts, and documents that the step copies by the national rule");
  refuse(!one.setting.empty(), "hangs on no site setting");
  for (const auto& type : one.documents) {
    if (is_copied(*step, type)) continue;
    words.mistakes().add(type.str(),
                         "a document that no national copy of " + wanted + " shows: it would be seen by more");
  }
  one.local = local;
  step->copies.push_back(std::move(one));
}

ClockRule* clock_of(PackBundle& bundle, const Code& id) {
  for (auto& one : bundle.universal_clocks) {
    if (one.id == id) return &one;
  }
  for (auto& kind : bundle.procedures) {
    for (auto& one : kind.clocks) {
      if (one.id == id) return &one;
    }
  }
  return nullptr;
}

void add_limit(Words& words, schema::LocalLimit::Reader from, const Local& local, PackBundle& to) {
  const auto id = words.code(from.getClock());
  const Mistakes::Row row(words.mistakes(), id.str());
  auto* clock = clock_of(to, id);
  if (clock == nullptr) return words.mistakes().add(id.str(), "no clock of the set");
  const auto unit = words.number(from.getLength().getUnit(), Unit::months);
  const auto length = from.getLength().getAmount();
  const auto shortest = clock->second_length > 0 ? std::min(clock->length, clock->second_length) : clock->length;
  if (clock->length <= 0) return words.mistakes().add(id.str(), "no clock whose own row gives its length");
  if (unit != clock->unit || length <= 0 || length >= shortest) {
    return words.mistakes().add(id.str(), "no earlier limit; in the clock's own unit it is 1 to " +
                                              std::to_string(shortest - 1) + ", for it ends after " +
                                              std::to_string(shortest));
  }
  clock->local.push_back(LocalLimit{local, length, words.bases(from.getBasis())});
}

bool fits_region(const std::string& code) {
  return (code.size() == 2 || code.size() == 4 || code.size() == 6) && !code.ends_with("00") &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void add_overlay(Words& words, schema::Overlay::Reader from, PackBundle& to) {
  const Local local{words.text(from.getRegion()), words.date(from.getEffectiveFrom()),
                    words.date(from.getEffectiveTo())};
  const Mistakes::Row row(words.mistakes(), local.region);
  if (!fits_region(local.region)) {
    words.mistakes().add(
        local.region, "needs the first 2, 4 or 6 digits of a region's code, without zeros for what it holds: \"51\"");
  }
  if (is_never_in_force({local.from, local.to})) {
    words.mistakes().add(core::print_date(*local.to), "its last day lies before its first");
  }
  to.regions.push_back(Region{local.region, words.label(from.getLabel()), words.bases(from.getBasis())});
  for (const auto one : from.getRequirements()) add_requirement(words, one, local, to);
  for (const auto one : from.getCopies()) add_copy(words, one, local, to);
  for (const auto one : from.getLimits()) add_limit(words, one, local, to);
}

}  // namespace

// From the province down to the county: of two limits of one clock the first counts.
void add_overlays(Words& words, schema::Pack::Reader from, PackBundle& to) {
  std::vector<schema::Overlay::Reader> all;
  for (const auto one : from.getOverlays()) all.push_back(one);
  std::stable_sort(all.begin(), all.end(), [](auto& a, auto& b) {
    return a.getRegion().size() != b.getRegion().size() ? a.getRegion().size() < b.getRegion().size()
                                                        : a.getRegion() < b.getRegion();
  });
  for (const auto one : all) add_overlay(words, one, to);
}

Standard unpack_standard(Words& words, schema::Standard::Reader from) {
  Standard to;
  to.offence = words.code(from.getOffence());
  to.version = words.text(from.getVersion());
  const Mistakes::Row row(words.mistakes(), to.version);
  to.effective_from = words.date(from.getEffectiveFrom());
  to.effective_to = words.date(from.getEffectiveTo());
  for (const auto limb : from.getLimbs()) {
    Limb& one = to.limbs.emplace_back();
    for (const auto each : limb.getMeasures()) {
      one.measures.push_back(Measure{words.codes(each.getKinds()), each.getAtLeast()});
    }
    one.when = unpack_condition(words, limb.getWhen());
    one.label = words.label(limb.getLabel());
    one.basis = words.bases(limb.getBasis());
  }
  to.basis = words.bases(from.getBasis());
  return to;
}

}  // namespace caseway::rules
