// caseway-rules explain: a message file judged as pre-flight does, and every finding, clock and open question in words.
#pragma once

#include <string>

namespace caseway::rules {

struct ExplainOptions {
  std::string pack;       ///< ID.pack with ID.calendar beside it, or the folder of a set
  std::string procedure;  ///< empty: the message's own
  std::string step;       ///< empty: the message's own
  std::string dossier;    ///< path of the JSON message; files that it names lie beside it
  std::string language = "zh";
  std::string at;  ///< instant; empty: when it occurred
  bool as_json = false;
  bool trace = false;  ///< the tree of each requirement too, with the values seen
};

/// Prints to stdout; mistakes of the files to stderr. Returns the exit code.
int explain_message(const ExplainOptions& options);

}  // namespace caseway::rules
