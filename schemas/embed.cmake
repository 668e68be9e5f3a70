# Writes OUTPUT, a C++ source whose FUNCTION (of texts.h) gives the texts of NAMES (files in FOLDER, separated by commas). Run with cmake -P.
string(REPLACE "," ";" names "${NAMES}")
list(SORT names)
set(rows "")
foreach(name IN LISTS names)
  file(READ ${FOLDER}/${name} text HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" text "${text}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," text "${text}")
  string(MAKE_C_IDENTIFIER ${name} id)
  string(APPEND arrays "constexpr unsigned char ${id}[] = {\n${text}0x00};\n")
  string(APPEND rows "    {\"${name}\", {reinterpret_cast<const char*>(${id}), sizeof ${id} - 1}},\n")
endforeach()
file(WRITE ${OUTPUT}.new "// Generated from files of schemas/; see schemas/embed.cmake.
#include \"schemas/texts.h\"

namespace caseway::schemas {
namespace {
${arrays}}  // namespace

std::span<const Text> ${FUNCTION}() {
  static const Text all[] = {
${rows}  };
  return all;
}

}  // namespace caseway::schemas
")
file(RENAME ${OUTPUT}.new ${OUTPUT})
