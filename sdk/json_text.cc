#include "sdk/json_text.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "broker/core/shown.h"

namespace caseway::sdk {
namespace {

namespace bj = boost::json;

/// Builds the tree while Boost.JSON reads. Returning false stops the parser; `error_` says why.
class Builder {
 public:
  static constexpr std::size_t max_object_size = 1024;  // names are compared with each other
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = json_bytes_max;
  using Error = bj::error_code;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return open(Json::object()); }
  bool on_object_end(std::size_t, Error&) { return close(); }
  bool on_array_begin(Error&) { return open(Json::array()); }
  bool on_array_end(std::size_t, Error&) { return close(); }
  bool on_key_part(bj::string_view part, std::size_t, Error&) { return gather(part); }
  bool on_key(bj::string_view part, std::size_t, Error& error) {
    gather(part);
    const Json& object = open_.back();
    if (object.find(text_) != nullptr) {
      twice = text_;
      error = bj::make_error_code(bj::error::syntax);
      return false;
    }
    names_.push_back(std::move(text_));
    text_.clear();
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, Error&) { return gather(part); }
  bool on_string(bj::string_view part, std::size_t, Error&) {
    gather(part);
    Json value = Json::of(text_);
    text_.clear();
    return put(std::move(value));
  }
  bool on_number_part(bj::string_view part, Error&) { return gather(part); }
  bool on_int64(std::int64_t value, bj::string_view, Error&) {
    text_.clear();
    return put(Json::of(value));
  }
  bool on_uint64(std::uint64_t, bj::string_view part, Error&) { return decimal(part); }  // beyond int64
  bool on_double(double, bj::string_view part, Error&) { return decimal(part); }
  bool on_bool(bool value, Error&) { return put(Json::of(value)); }
  bool on_null(Error&) { return put(Json()); }
  bool on_comment_part(bj::string_view, Error&) { return true; }
  bool on_comment(bj::string_view, Error&) { return true; }

  Json root;
  std::string twice;  ///< the name that stood twice

 private:
  bool gather(bj::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool decimal(bj::string_view part) {
    gather(part);
    Json value;
    value.kind = Json::Kind::decimal;
    value.text = std::move(text_);
    text_.clear();
    return put(std::move(value));
  }
  bool open(Json value) {
    open_.push_back(std::move(value));
    return true;
  }
  bool close() {
    Json value = std::move(open_.back());
    open_.pop_back();
    return put(std::move(value));
  }
  bool put(Json value) {
    if (open_.empty()) {
      root = std::move(value);
    } else if (open_.back().kind == Json::Kind::list) {
      open_.back().list.push_back(std::move(value));
    } else {
      open_.back().members.push_back({std::move(names_.back()), std::move(value)});
      names_.pop_back();
    }
    return true;
  }

  std::vector<Json> open_;
  std::vector<std::string> names_;
  std::string text_;
};

/// Line and column (in characters) of byte `at`.
void place(std::string_view text, std::size_t at, Mistake& mistake) {
  mistake.line = 1;
  mistake.column = 1;
  for (const char c : text.substr(0, std::min(at, text.size()))) {
    if (c == '\n') {
      ++mistake.line;
      mistake.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++mistake.column;
    }
  }
}

// What a terminal would obey is escaped, so that JSON may be looked at there too.
void print_text(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t obeyed = core::obeyed_bytes(text);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (obeyed > 0) {
          out += core::escaped(text, obeyed);
        } else {
          out += c;
        }
    }
    text.remove_prefix(std::max<std::size_t>(obeyed, 1));
  }
  out += '"';
}

void print(const Json& json, bool indented, std::size_t level, std::string& out) {
  const auto line = [&](std::size_t depth) {
    if (indented) out.append("\n").append(depth, ' ');
  };
  const auto inside = [&](const auto& elements, char first, char last, auto&& each) {
    out += first;
    bool more = false;
    for (const auto& element : elements) {
      if (more) out += ',';
      more = true;
      line(level + 1);
      each(element);
    }
    if (more) line(level);
    out += last;
  };
  switch (json.kind) {
    case Json::Kind::null: out += "null"; break;
    case Json::Kind::boolean: out += json.boolean ? "true" : "false"; break;
    case Json::Kind::integer: out += std::to_string(json.integer); break;
    case Json::Kind::decimal: out += json.text; break;
    case Json::Kind::text: print_text(json.text, out); break;
    case Json::Kind::list:
      inside(json.list, '[', ']', [&](const Json& element) { print(element, indented, level + 1, out); });
      break;
    case Json::Kind::object:
      inside(json.members, '{', '}', [&](const JsonMember& member) {
        print_text(member.name, out);
        out += indented ? ": " : ":";
        print(member.value, indented, level + 1, out);
      });
      break;
  }
}

}  // namespace

std::string print_mistake(const Mistake& mistake) {
  std::string line = mistake.file;
  if (mistake.line > 0) line += ":" + std::to_string(mistake.line) + ":" + std::to_string(mistake.column);
  if (!line.empty()) line += ": ";
  if (!mistake.path.empty()) line += mistake.path + ": ";
  return line + mistake.what;
}

Json Json::of(std::string_view text) {
  Json json;
  json.kind = Kind::text;
  json.text = text;
  return json;
}

Json Json::of(bool value) {
  Json json;
  json.kind = Kind::boolean;
  json.boolean = value;
  return json;
}

Json Json::of(std::int64_t value) {
  Json json;
  json.kind = Kind::integer;
  json.integer = value;
  return json;
}

Json Json::of(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(INT64_MAX)) return of(static_cast<std::int64_t>(value));
  Json json;
  json.kind = Kind::decimal;
  json.text = std::to_string(value);
  return json;
}

Json Json::array() {
  Json json;
  json.kind = Kind::list;
  return json;
}

Json Json::object() {
  Json json;
  json.kind = Kind::object;
  return json;
}

Json& Json::with(std::string_view name, Json value) & {
  members.push_back({std::string(name), std::move(value)});
  return *this;
}

Json&& Json::with(std::string_view name, Json value) && { return std::move(with(name, std::move(value))); }

const Json* Json::find(std::string_view name) const {
  const auto at = std::find_if(members.begin(), members.end(), [&](const JsonMember& m) { return m.name == name; });
  return at == members.end() ? nullptr : &at->value;
}

std::string Json::text_of(std::string_view name) const {
  const Json* value = find(name);
  return value != nullptr && value->kind == Kind::text ? value->text : std::string();
}

std::int64_t Json::integer_of(std::string_view name) const {
  const Json* value = find(name);
  return value != nullptr && value->kind == Kind::integer ? value->integer : 0;
}

bool Json::boolean_of(std::string_view name) const {
  const Json* value = find(name);
  return value != nullptr && value->kind == Kind::boolean && value->boolean;
}

const std::vector<Json>& Json::list_of(std::string_view name) const {
  const Json* value = find(name);
  static const std::vector<Json> none;
  return value != nullptr ? value->list : none;
}

std::string_view name_of(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::null: return "null";
    case Json::Kind::boolean: return "true or false";
    case Json::Kind::integer: return "a whole number";
    case Json::Kind::decimal: return "a number that is not whole";
    case Json::Kind::text: return "a text";
    case Json::Kind::list: return "a list";
    case Json::Kind::object: return "an object";
  }
  return "nothing";
}

std::optional<Json> parse_json(std::string_view text, std::string_view file, Mistakes& mistakes) {
  Mistake mistake;
  mistake.file = file;
  if (text.size() > json_bytes_max) {
    mistake.what = "longer than " + std::to_string(json_bytes_max) + " bytes";
    mistakes.push_back(std::move(mistake));
    return std::nullopt;
  }
  bj::parse_options options;
  options.max_depth = json_depth_max;
  bj::basic_parser<Builder> parser(options);
  bj::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = bj::make_error_code(bj::error::extra_data);
  if (!error) return std::move(parser.handler().root);

  place(text, read, mistake);
  if (!parser.handler().twice.empty()) {
    mistake.what = "the name \"" + parser.handler().twice + "\" stands twice in one object";
  } else if (error == bj::error::too_deep) {
    mistake.what = "nested deeper than " + std::to_string(json_depth_max);
  } else {
    mistake.what = "not JSON: " + error.message();
  }
  mistakes.push_back(std::move(mistake));
  return std::nullopt;
}

std::string print_json(const Json& json, bool indented) {
  std::string out;
  print(json, indented, 0, out);
  if (indented) out += '\n';
  return out;
}

}  // namespace caseway::sdk
