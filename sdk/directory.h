// The site's directory as a member sees it: names for people, keys for checking, counterparts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broker/core/directory.h"

namespace caseway::sdk {

struct Member {
  core::AgencyId id;
  std::string name_zh;
  std::string name_en;
  std::vector<core::Role> roles;
  std::uint8_t level = 0;
  std::string region;
  bool retired = false;                         ///< no step is said to it any more
  std::map<core::KeyId, core::AgencyKey> keys;  ///< all it ever had: old messages stay checkable
};

using Members = std::map<core::AgencyId, Member, std::less<>>;

/// Some members, in the order of their ids.
struct DirectoryPage {
  Members members;
  bool more = false;  ///< ask again with the last id as text
};
/// One answer to a directory query (docs/PROTOCOL.md); nothing when it is not of that form.
std::optional<DirectoryPage> read_directory(std::string_view json);

}  // namespace caseway::sdk
