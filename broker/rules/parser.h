// Pack files as Cap'n Proto text, read with the schema parser from memory: no file is opened, nothing outside the set
// is seen.
#pragma once

#include <capnp/dynamic.h>
#include <capnp/schema-parser.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "broker/rules/compile.h"

namespace caseway::rules {

/// Most bytes of one pack file, and deepest nesting of its brackets: the schema parser recurses.
inline constexpr std::size_t pack_text_bytes_max = 1 << 20;
inline constexpr int bracket_depth_max = 64;

using Texts = std::map<std::string, std::string>;

/// Line and column (from 1; columns count characters) of a byte of `text`.
std::pair<int, int> line_and_column(const std::string& text, std::size_t byte);

/// The files of one set, parsed. The readers given by `each_constant` borrow from it.
class Parser {
 public:
  explicit Parser(const Texts& texts);
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// Parses all files for which `wanted` says so. All mistakes of all of them are in errors() afterwards, in the order
  /// of file and line; nothing may be read when there are any.
  void parse(const std::function<bool(const std::string&)>& wanted);
  /// Calls `use` with each constant `name` that a parsed file declares at its top. A kj exception on the way becomes an
  /// error.
  void each_constant(const char* name,
                     const std::function<void(const std::string&, capnp::DynamicStruct::Reader)>& use);
  /// Makes a compiled type known, so that constants of it can be read by its generated reader.
  template <class Type>
  void know() {
    for (auto& one : parsed_) one.parser->loadCompiledTypeAndDependencies<Type>();
  }

  [[nodiscard]] const std::vector<PackError>& errors() const { return errors_; }
  void add_error(PackError error) { errors_.push_back(std::move(error)); }

 private:
  class File;
  bool is_bounded(const std::string& name, const std::string& text);

  /// A file and the parser that read it: one each, for a capnp::SchemaParser 0.9 that reads a second file has forgotten
  /// the groups of the types that the first one used ("Struct has no field named").
  struct Parsed {
    std::string name;
    std::unique_ptr<capnp::SchemaParser> parser;
    capnp::ParsedSchema schema;
  };

  const Texts& texts_;
  std::vector<PackError> errors_;
  std::vector<Parsed> parsed_;
};

}  // namespace caseway::rules
