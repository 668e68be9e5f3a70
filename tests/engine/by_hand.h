// A small bundle made by hand, for what no procedure of the project's packs does yet: bars and waivers, openings,
// reopening, branches, clocks per person in custody, steps of a third agency.
#pragma once

#include "site.h"

namespace caseway::tests {

rules::Condition present(std::string_view path);
rules::Condition is(std::string_view path, std::string value);
rules::Step step(std::string_view id, std::vector<core::Code> in_states, rules::Side side);
rules::Step leading(rules::Step made, std::string_view state);
rules::ClockRule days(std::string_view id, std::int32_t length);

/// X1: ADM -> POL. `accepted` is barred until D01 is there (held:) or police waive it; it starts X1.term for each pair,
/// without roll for a person in custody; `moved` opens an X2 back to ADM; `weighed` leads by a condition; `judged` is a
/// third agency's.
rules::PackBundle by_hand();

/// Of many transfers the one with this number.
core::TransferId numbered(std::size_t no);
Draft x1(std::string sender, std::string step, std::vector<core::Document> documents = {});

}  // namespace caseway::tests
