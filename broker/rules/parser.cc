#include "broker/rules/parser.h"

#include <algorithm>

#include "broker/rules/expansion.h"
#include "schemas/texts.h"

namespace caseway::rules {
namespace {

/// What the schemas import of Cap'n Proto's own: its annotations for C++, with their ids.
constexpr schemas::Text annotations{"capnp/c++.capnp",
                                    "@0xbdf87d7bb8304e81; $namespace(\"capnp::annotations\");\n"
                                    "annotation namespace(file): Text;\n"
                                    "annotation name(field, enumerant, struct, enum, interface, method, param, group, "
                                    "union): Text;\n"};

/// The text of a schema that is held in the program; null for any other name.
const schemas::Text* built_in(std::string_view name) {
  if (name == annotations.name) return &annotations;
  const auto all = schemas::texts();
  const auto at = std::find_if(all.begin(), all.end(), [&](const schemas::Text& one) { return one.name == name; });
  return at == all.end() ? nullptr : &*at;
}

/// Walks `text` and returns where its brackets are nested too deep; npos when they are not. Brackets in comments and
/// strings do not count; a string ends at the end of its line, as it does for the parser.
std::size_t too_deep(const std::string& text) {
  enum class In { code, comment, string };
  In in = In::code;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') in = In::code;
    if (in == In::string && c == '\\') ++i;
    if (in == In::string && c == '"') {
      in = In::code;
    } else if (in == In::code) {
      if (c == '#') in = In::comment;
      if (c == '"') in = In::string;
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (depth > bracket_depth_max) return i;
    }
  }
  return std::string::npos;
}

/// kj::Exception in one line.
std::string words_of(const kj::Exception& exception) {
  std::string words(exception.getDescription().cStr());
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

}  // namespace

std::pair<int, int> line_and_column(const std::string& text, std::size_t byte) {
  int line = 1;
  int column = 1;
  for (std::size_t i = 0; i < byte && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++column;
    }
  }
  return {line, column};
}

/// One file of the set, or a schema of the program. Reports to the parser that made it.
class Parser::File final : public capnp::SchemaFile {
 public:
  File(Parser& parser, std::string name, std::string_view text, bool own)
      : parser_(parser), name_(std::move(name)), text_(text), own_(own) {}

  kj::StringPtr getDisplayName() const override { return name_.c_str(); }
  kj::Array<const char> readContent() const override { return kj::heapArray<const char>(text_.data(), text_.size()); }
  /// "/rules.capnp" and "rules.capnp" alike are the program's own; any other name is a neighbour. No name is a path.
  kj::Maybe<kj::Own<SchemaFile>> import(kj::StringPtr path) const override {
    std::string name(path.cStr());
    if (!name.empty() && name[0] == '/') name.erase(0, 1);
    if (const auto* schema = built_in(name))
      return kj::Own<SchemaFile>(kj::heap<File>(parser_, name, schema->text, false));
    const auto at = parser_.texts_.find(name);
    if (at == parser_.texts_.end() || !parser_.is_bounded(name, at->second)) return nullptr;
    return kj::Own<SchemaFile>(kj::heap<File>(parser_, name, at->second, true));
  }
  bool operator==(const SchemaFile& other) const override { return getDisplayName() == other.getDisplayName(); }
  bool operator!=(const SchemaFile& other) const override { return !(*this == other); }
  size_t hashCode() const override { return std::hash<std::string>()(name_); }
  void reportError(SourcePos start, SourcePos, kj::StringPtr message) const override {
    PackError error{name_, 0, 0, message.cStr()};
    std::tie(error.line, error.column) = line_and_column(std::string(text_), start.byte);
    if (!own_) error.file = "/" + error.file;
    parser_.errors_.push_back(std::move(error));
  }

 private:
  Parser& parser_;
  std::string name_;
  std::string_view text_;
  bool own_;
};

Parser::Parser(const Texts& texts) : texts_(texts) {}
Parser::~Parser() = default;

bool Parser::is_bounded(const std::string& name, const std::string& text) {
  PackError error{name, 1, 1, {}};
  if (text.size() > pack_text_bytes_max) {
    error.what = "longer than " + std::to_string(pack_text_bytes_max) + " bytes";
  } else if (const auto at = too_deep(text); at != std::string::npos) {
    std::tie(error.line, error.column) = line_and_column(text, at);
    error.what = "brackets nested deeper than " + std::to_string(bracket_depth_max);
  } else {
    return true;
  }
  const bool known = std::any_of(errors_.begin(), errors_.end(), [&](const PackError& one) {
    return one.file == error.file && one.line == error.line && one.what == error.what;
  });
  if (!known) errors_.push_back(std::move(error));
  return false;
}

void Parser::parse(const std::function<bool(const std::string&)>& wanted) {
  if (const auto beyond = expansion_of(texts_); !beyond.constant.empty()) {
    PackError error{beyond.file, 0, 0, beyond.constant + ": with what it names written out, the set is too long"};
    std::tie(error.line, error.column) = line_and_column(texts_.at(beyond.file), beyond.byte);
    return add_error(std::move(error));
  }
  for (const auto& [name, text] : texts_) {
    if (!wanted(name)) continue;
    if (built_in(name) != nullptr) {
      errors_.push_back(
          PackError{name, 1, 1, "this schema is part of the program; a copy beside the packs is not read"});
      continue;
    }
    if (!is_bounded(name, text)) continue;
    try {
      auto parser = std::make_unique<capnp::SchemaParser>();
      const auto schema = parser->parseFile(kj::heap<File>(*this, name, text, true));
      for (const auto nested : schema.getAllNested()) {
        if (nested.getProto().isConst()) nested.asConst();
      }
      parsed_.push_back(Parsed{name, std::move(parser), schema});
    } catch (const kj::Exception& exception) {
      if (errors_.empty()) errors_.push_back(PackError{name, 1, 1, words_of(exception)});
    }
  }
  const auto key = [](const PackError& one) { return std::tie(one.file, one.line, one.column, one.what); };
  std::sort(errors_.begin(), errors_.end(), [&](const PackError& a, const PackError& b) { return key(a) < key(b); });
  errors_.erase(std::unique(errors_.begin(), errors_.end(),
                            [&](const PackError& a, const PackError& b) { return key(a) == key(b); }),
                errors_.end());
}

void Parser::each_constant(const char* name,
                           const std::function<void(const std::string&, capnp::DynamicStruct::Reader)>& use) {
  for (const auto& [file, parser, schema] : parsed_) {
    try {
      KJ_IF_MAYBE (nested, schema.findNested(name)) {
        use(file, nested->asConst().as<capnp::DynamicStruct>());
      }
    } catch (const kj::Exception& exception) {
      const auto at = texts_.at(file).find("const " + std::string(name));
      PackError error{file, 1, 1, words_of(exception)};
      if (at != std::string::npos) std::tie(error.line, error.column) = line_and_column(texts_.at(file), at);
      errors_.push_back(std::move(error));
    }
  }
}

}  // namespace caseway::rules
