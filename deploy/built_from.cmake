# Writes header TO: which commit of SOURCE is built, and whether files were changed since. Run at every build; the header
# is written only where that is new, so that nothing else is built for it.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${TO} CONTENT "#pragma once\n\ninline constexpr const char* built_from_commit = \"${commit}\";\n")
