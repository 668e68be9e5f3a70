#include "broker/core/instant.h"

#include <doctest/doctest.h>

using namespace caseway::core;

TEST_CASE("instant: dates: only real dates of the printed form are read") {
  for (const auto* good : {"0001-01-01", "1970-01-01", "2024-02-29", "2000-02-29", "2025-12-31", "9999-12-31"}) {
    CAPTURE(good);
    const auto date = parse_date(good);
    REQUIRE(date.has_value());
    CHECK(print_date(*date) == good);
  }
  for (const auto* bad : {"", "2025", "2025-9-26", "2025-02-29", "1900-02-29", "2025-04-31", "2025-00-10", "2025-13-01",
                          "2025-01-00", "2025-01-32", "0000-01-01", "2025-09-26 ", " 2025-09-26", "2025/09/26",
                          "+025-09-26", "10000-01-01", "2025-09-2x", "２025-09-26"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_date(bad).has_value());
  }
}

TEST_CASE("instant: text: law time with offset, read back to the same instant") {
  const auto read = [](const char* text) {
    const auto instant = parse_instant(text);
    REQUIRE(instant.has_value());
    return *instant;
  };
  CHECK(read("2025-09-26T11:05:00+08:00").ms == 1758855900000);
  CHECK(read("2025-09-26T03:05:00Z") == read("2025-09-26T11:05:00+08:00"));
  CHECK(read("2025-09-25T22:35:00-04:30") == read("2025-09-26T11:05:00+08:00"));
  CHECK(read("2025-09-26T11:05:00.250+08:00").ms == 1758855900250);
  for (const auto* text : {"2025-09-26T11:05:00+08:00", "2025-09-26T11:05:00.001+08:00", "1969-12-31T23:59:59+08:00",
                           "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59.999+08:00"}) {
    CHECK(print_instant(read(text)) == text);
  }
}

TEST_CASE("instant: text: anything else is refused") {
  for (const auto* bad : {"", "2025-09-26", "2025-09-26T11:05", "2025-09-26T11:05:00", "2025-09-26 11:05:00+08:00",
                          "2025-09-26T24:00:00+08:00", "2025-09-26T11:60:00+08:00", "2025-09-26T11:05:60+08:00",
                          "2025-09-26T11:05:00+0800", "2025-09-26T11:05:00+24:00", "2025-09-26T11:05:00+08:60",
                          "2025-09-26T11:05:00.1+08:00", "2025-09-26T11:05:00.1234+08:00", "2025-09-26T11:05:00z",
                          "2025-09-26T11:05:00+08:00 ", "2025-02-29T11:05:00+08:00", "0001-01-01T00:00:00+09:00",
                          "9999-12-31T23:59:59+07:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_instant(bad).has_value());
  }
}

TEST_CASE("instant: law date: the day changes at 16:00 UTC") {
  const Instant midnight = *parse_instant("2025-09-25T16:00:00Z");
  CHECK(print_date(law_date_of(midnight)) == "2025-09-26");
  CHECK(print_date(law_date_of({midnight.ms - 1})) == "2025-09-25");
  CHECK(start_of(law_date_of(midnight)) == midnight);
  CHECK(end_of(law_date_of({midnight.ms - 1})) == midnight);
  CHECK(weekday_of(law_date_of(midnight)) == 4);  // a Friday
}

TEST_CASE("instant: due: midnight is 24:00 of the day that ends") {
  CHECK(print_due(end_of(*parse_date("2025-09-28"))) == "2025-09-28 24:00");
  CHECK(print_due(*parse_instant("2025-09-26T17:00:00+08:00")) == "2025-09-26 17:00");
  CHECK(print_due(*parse_instant("2025-09-28T23:59:59+08:00")) == "2025-09-28 23:59");
  CHECK(print_due(*parse_instant("2025-01-01T00:00:00+08:00")) == "2024-12-31 24:00");
}

TEST_CASE("instant: bounds: the ends of the number have a date, and nothing overflows") {
  CHECK(print_date(law_date_of({INT64_MAX})) == "9999-12-31");
  CHECK(print_date(law_date_of({INT64_MIN})) == "0001-01-01");
  CHECK(print_instant({INT64_MAX}) == "9999-12-31T23:59:59.999+08:00");
  CHECK(print_instant({INT64_MIN}) == "0001-01-01T00:00:00+08:00");
  CHECK(print_date(date_from({123456, 1, 1})) == "9999-12-31");
}
