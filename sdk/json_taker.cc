#include "sdk/json_taker.h"

#include <algorithm>

#include "broker/core/limits.h"

namespace caseway::sdk {

namespace limits = core::limits;

std::string expected_found(std::string_view expected, const Json& found) {
  std::string what = "expected " + std::string(expected) + "; found ";
  if (found.kind == Json::Kind::text && found.text.size() <= 40) return what + print_json(found, false);
  if (found.kind == Json::Kind::integer || found.kind == Json::Kind::decimal) return what + print_json(found, false);
  return what + std::string(name_of(found.kind));
}

Taker::Taker(const Json& json, std::string path, std::string_view file, Mistakes& mistakes)
    : json_(json), path_(std::move(path)), file_(file), mistakes_(mistakes) {
  if (json_.kind != Json::Kind::object) wrong(path_, expected_found("an object", json_));
}

std::string Taker::inner(std::string_view name) const {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"'; });
  std::string shown = plain && !name.empty() ? std::string(name) : print_json(Json::of(name), false);
  return path_.empty() ? shown : path_ + "." + shown;
}

void Taker::wrong(std::string path, std::string what) {
  Mistake mistake;
  mistake.file = file_;
  mistake.path = std::move(path);
  mistake.what = std::move(what);
  mistakes_.push_back(std::move(mistake));
}

void Taker::mistake(const std::string& name, const std::string& expected, const Json& found) {
  wrong(inner(name), expected_found(expected, found));
}

const Json* Taker::take(std::string_view name) {
  taken_.emplace_back(name);
  return json_.find(name);
}

const Json* Taker::require(std::string_view name) {
  const Json* value = take(name);
  if (value == nullptr && json_.kind == Json::Kind::object) wrong(inner(name), "missing");
  return value;
}

std::string Taker::text(std::string_view name) {
  const Json* value = take(name);
  if (value == nullptr) return {};
  if (value->kind != Json::Kind::text) {
    mistake(std::string(name), "a text", *value);
    return {};
  }
  if (value->text.size() > limits::text_bytes_max) {
    wrong(inner(name), "longer than " + std::to_string(limits::text_bytes_max) + " bytes");
    return {};
  }
  return value->text;
}

std::string Taker::required(std::string_view name) {
  const Json* value = require(name);
  std::string found = text(name);
  if (value != nullptr && value->kind == Json::Kind::text && value->text.empty())
    wrong(inner(name), "may not be empty");
  return found;
}

bool Taker::boolean(std::string_view name) {
  const Json* value = take(name);
  if (value == nullptr) return false;
  if (value->kind == Json::Kind::boolean) return value->boolean;
  mistake(std::string(name), "true or false", *value);
  return false;
}

std::int64_t Taker::integer(std::string_view name, std::int64_t least, std::int64_t most, bool needed) {
  const Json* value = needed ? require(name) : take(name);
  if (value == nullptr) return 0;
  if (value->kind == Json::Kind::integer && value->integer >= least && value->integer <= most) return value->integer;
  mistake(std::string(name), "a whole number from " + std::to_string(least) + " to " + std::to_string(most), *value);
  return 0;
}

core::Code Taker::code(std::string_view name, bool needed) {
  const Json* value = needed ? require(name) : take(name);
  if (value == nullptr) return {};
  if (value->kind == Json::Kind::text && (!needed || !value->text.empty())) {
    if (const auto code = core::Code::make(value->text)) return *code;
  }
  mistake(std::string(name), "a name of printable ASCII without space, at most 31 bytes", *value);
  return {};
}

core::Date Taker::date(std::string_view name) {
  const Json* value = take(name);
  if (value == nullptr) return {};
  if (value->kind == Json::Kind::text) {
    if (const auto date = core::parse_date(value->text)) return *date;
  }
  mistake(std::string(name), "a date that exists, as in \"2025-09-26\"", *value);
  return {};
}

core::Instant Taker::instant(std::string_view name, bool needed) {
  const Json* value = needed ? require(name) : take(name);
  if (value == nullptr) return {};
  if (value->kind == Json::Kind::text) {
    if (const auto instant = core::parse_instant(value->text)) return *instant;
  }
  mistake(std::string(name), "an instant with its offset, as in \"2025-09-26T11:05:00+08:00\"", *value);
  return {};
}

std::vector<std::string> Taker::texts(std::string_view name) {
  std::vector<std::string> found;
  list(name, [&](const Json& element, const std::string& path) {
    if (element.kind != Json::Kind::text || element.text.empty()) {
      wrong(path, expected_found("a text", element));
    } else if (element.text.size() > limits::text_bytes_max) {
      wrong(path, "longer than " + std::to_string(limits::text_bytes_max) + " bytes");
    } else {
      found.push_back(element.text);
    }
  });
  return found;
}

void Taker::done() {
  if (json_.kind != Json::Kind::object) return;
  for (const auto& member : json_.members) {
    if (std::find(taken_.begin(), taken_.end(), member.name) != taken_.end()) continue;
    std::string known;
    for (const auto& name : taken_) known += (known.empty() ? "" : ", ") + name;
    wrong(inner(member.name), "unknown; known here: " + known);
  }
}

}  // namespace caseway::sdk
