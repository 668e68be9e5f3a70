// Orders on paper: what `order new` writes, officers sign, and `order send` hands in. One JSON file; the bytes that are
// signed stand in it as hex, and beside them the same in words, so that an officer sees what he signs.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"
#include "broker/wire/session.h"
#include "sdk/json_text.h"

namespace caseway::sdk {

struct OrderFile {
  std::string origin;               ///< the site it is for; part of what is signed
  std::vector<std::uint8_t> bytes;  ///< wire::encode_order
  std::vector<core::OfficerSignature> signatures;
  std::string content_file;  ///< pack or calendar, relative to the order file; empty: none
};

/// Words of an order for people: kind, agency, digest, instant.
Json order_in_words(const core::Order& order);
void write_order_file(const std::filesystem::path& path, const OrderFile& order);
/// Throws CommandFailed(bad_input) with file and place.
OrderFile read_order_file(const std::filesystem::path& path);
/// The same of a text that `name` holds.
OrderFile parse_order_file(std::string_view text, const std::string& name);

/// The entry of an agency as `agency new` writes it (admit.json) and `order new admit` reads it. `name` is the file
/// that holds `text`. Throws as read_order_file().
Json agency_json(const core::Agency& agency);
core::Agency agency_from_json(std::string_view text, const std::string& name);
/// [{"agency":..,"role":"police","counterpart":..}, ...]
std::vector<core::Counterpart> counterparts_from_json(std::string_view text, const std::string& name);

std::string read_text_file(const std::filesystem::path& path);  ///< throws CommandFailed(bad_input)
core::Instant instant_or_fail(const std::string& text, const std::string& what);
core::Role role_or_fail(const std::string& text);  ///< "administrative" or "ADM"

}  // namespace caseway::sdk
