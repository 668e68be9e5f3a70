// The messages of case cn-01 (rows of its script), with as little in them as the rules look at.
#pragma once

#include "site.h"

namespace caseway::tests::cn01 {

core::DossierHead two_suspects();
std::vector<std::vector<core::Field>> three_items();
core::Document counted_slip();
core::Document approval(std::string_view reported = "2025-09-24 10:00", std::string_view decided = "2025-09-25 16:20");
Draft said(std::string sender, std::string step, std::string occurred, std::vector<core::Document> documents = {});
/// Row 6: parts are 1 D01, 2 D02, 3 D03, 4 D05, 5 D06, 6 D55, 7 D96, 8 D97, 9 D99, 10 D101, 11 D102, 12 D103.
Draft transfer(std::string occurred = "2025-09-26 11:05");
Draft outcome(std::string step, core::PartyNo party, std::string occurred, std::vector<core::Document> documents);
core::TransferId handover();
Draft k07(std::string sender, std::string step, std::string occurred, std::vector<core::Document> documents = {});
Draft counted_on_paper();
Draft handed_over(std::string occurred);
/// A site after row `row` of the script (6, 8, 10, 15, 18 or 22), at that row's time, with every mailbox taken.
void play_to(Site& site, int row);

}  // namespace caseway::tests::cn01
