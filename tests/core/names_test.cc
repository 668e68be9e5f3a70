#include <doctest/doctest.h>

#include <set>

#include "broker/core/record.h"

using namespace caseway::core;

namespace {

// Names of the numbers 1, 2, ... up to the first without one.
template <class Enum>
std::vector<std::string> names_from_1() {
  std::vector<std::string> names;
  for (int number = 1;; ++number) {
    const auto name = name_of(static_cast<Enum>(number));
    if (name == "unknown") return names;
    names.emplace_back(name);
  }
}

template <class Enum>
void check_names(std::size_t count) {
  const auto names = names_from_1<Enum>();
  CHECK(names.size() == count);
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  CHECK(name_of(static_cast<Enum>(200)) == "unknown");
}

}  // namespace

TEST_CASE("names: every number has one name, no name stands twice, and other numbers are unknown") {
  check_names<Refusal>(14);
  check_names<Verdict>(4);
  check_names<ReturnCode>(14);
  CHECK(name_of(ReturnCode::none) == "none");
  check_names<Fault>(7);
  check_names<FindingClass>(6);
  check_names<EventType>(10);
  check_names<ClockEnd>(6);
  check_names<OrderKind>(13);
  check_names<Role>(17);
  check_names<Suite>(2);
  check_names<Algorithm>(2);
  check_names<PartType>(3);
  check_names<FieldKind>(14);
  check_names<Carrier>(4);
  check_names<Stamp>(6);
}

TEST_CASE("names: are those that the documents use") {
  CHECK(name_of(Refusal::bad_signature) == "bad_signature");
  CHECK(name_of(Verdict::proceeds_with_findings) == "proceeds_with_findings");
  CHECK(name_of(ReturnCode::step_not_open) == "step_not_open");
  CHECK(name_of(Role::administrative) == "administrative");
  CHECK(name_of(Role::operator_) == "operator");
  CHECK(short_of(Role::administrative) == "ADM");
  CHECK(short_of(Role::superior_procuratorate) == "UPROC");
  CHECK(short_of(Role::registry) == "REG");
}
