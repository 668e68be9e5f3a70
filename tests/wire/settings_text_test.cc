#include "broker/wire/settings_text.h"

#include <doctest/doctest.h>

namespace caseway::tests {
namespace {

std::string said(std::string_view text) {
  const auto mistake = wire::settings_mistake(text);
  return mistake ? std::to_string(mistake->line) + ":" + std::to_string(mistake->column) + " " + mistake->what : "";
}

}  // namespace

TEST_CASE("wire: settings text: letters beyond ASCII stand in quotes or comments, and nowhere else; no triple quotes") {
  CHECK(said("").empty());
  CHECK(said("a = \"案卷\"  # 注\nb = '案'\n\"é\" = 1\n# é").empty());
  CHECK(said("a = \"x\\\"é\\\\\"").empty());
  const std::string stray = " a letter beyond ASCII outside quotes";
  CHECK(said("a = é") == "1:5" + stray);
  CHECK(said("a = 1\né = 1") == "2:1" + stray);
  CHECK(said("a = \"x\\\\\"é") == "1:10" + stray);
  CHECK(said("a = \"open\né") == "2:1" + stray);
  CHECK(said("a = 'x\\'é'") == "1:9" + stray);
  CHECK(said("a = +l\"é\"") == "1:8" + stray);
  CHECK(said("a = \"x\" \"é\"") == "1:10" + stray);
  CHECK(said("a = 2.'é'") == "1:8" + stray);
  CHECK(said("a = +[\"é\"]") == "1:8" + stray);
  CHECK(said("a = \"\"  # empty").empty());
  const std::string several = " a quote behind a quote: no text has several lines here";
  CHECK(said("a = \"\"\"\\é\"\"\"") == "1:7" + several);
  CHECK(said("'''a'''") == "1:3" + several);
  CHECK(said("a = 1 # é").empty());
  CHECK(said("a = [\"é\", 'é']\n[b.\"é\"]").empty());
  CHECK(said("a = \"\\\né") == "2:1" + stray);
  const std::string table = " a table within a line: write it as a [table] of its own";
  CHECK(said("a = {'#'é7'") == "1:5" + table);
  CHECK(said("a = [{}]") == "1:6" + table);
  CHECK(said("a = \"{\" # {\n'{' = 1").empty());
  const std::string goes_on = " a list that goes on in the next line";
  CHECK(said("a = [\n\"x\", \"#\" , é ]") == "1:6" + goes_on);
  CHECK(said("a = [ [1], 2\n]") == "1:13" + goes_on);
  CHECK(said("a = [ [\"x\"], \"[\" ]\nb = 2 # [\n").empty());
}

TEST_CASE("wire: settings text: 16 KiB, and not one byte more") {
  CHECK(said(std::string(16 * 1024, ' ')).empty());
  CHECK(said(std::string(16 * 1024 + 1, ' ')) == "1:1 longer than 16384 bytes");
}

}  // namespace caseway::tests
