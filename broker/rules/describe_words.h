// The small words that rows are described with; made for describe.cc alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broker/rules/pack.h"

namespace caseway::rules {

// Each is empty where the value says nothing.
inline std::string text_of(const std::string& text) { return text; }
inline std::string text_of(const Code& code) { return code.str(); }
std::string text_of(const DocumentType& type);
std::string text_of(core::Role role);
std::string text_of(core::Carrier carrier);
std::string text_of(const std::optional<Path>& path);
std::string text_of(const std::optional<core::Date>& date);
std::string text_of(const Label& label);
std::string text_of(const Condition& condition);
std::string text_of(const CodeValue& value);
std::string_view text_of(Side side);
std::string text_of(const Actor& actor);
std::string text_of(const ClockStart& start);
std::string text_of(const ClockStop& stop);
std::string text_of(const Copy& copy);
std::string text_of(const Opening& opening);
/// "region 51 from 2025-03-01 to 2025-12-31".
std::string text_of(const Local& local);
std::string text_of(const LocalLimit& limit);
std::string text_of(Transition transition);
/// "turnover 5000000 and gain 3000000 when ...".
std::string text_of(const Limb& limb);

template <class T>
std::string text_of(const std::vector<T>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + text_of(one);
  return text;
}

/// Where a step leads, in which states it is open; how long a clock runs, and from what.
std::string lead_of(const Step& step);
std::string states_of(const Step& step);
std::string length_of(const ClockRule& rule);
std::string anchor_of(const ClockRule& rule);

}  // namespace caseway::rules
