// Findings, verdicts and clocks in words that a clerk understands, Chinese or English, with article and confidence.
#pragma once

#include <string>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/verdict.h"
#include "broker/rules/pack.h"

namespace caseway::rules {

enum class Language : std::uint8_t { zh = 1, en = 2 };

std::string in(const Label& label, Language language);

/// A role as a clerk says it: 公安机关, the police.
Label label_of(core::Role role);

// Small words of rows: "the police, the court"; "where it applies" / "有此情形时"; "receiver" / "接收方"; "3 days" / "3日".
std::string roles_in_words(const std::vector<core::Role>& all, Language language);
std::string class_in_words(core::FindingClass cls, Language language);
std::string side_in_words(Side side, Language language);
std::string period_in_words(std::int64_t amount, Unit unit, Language language);

/// "国务院令第310号(2020修订) 第6条" / "O310 art. 6", with "[recalled 90 %]" where it is not verified.
std::string cite(const PackBundle& bundle, const Basis& basis, Language language);

/// One finding as a sentence: what, where, article, who can supply, what it bars; "the law is silent; this site chose
/// ..." with the setting behind it and its default. Places are counted from 1. One line, no newline at the end.
std::string explain(const PackBundle& bundle, const core::Finding& finding, Language language);

}  // namespace caseway::rules
