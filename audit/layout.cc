#include "audit/layout.h"

#include <toml++/toml.h>

#include "audit/site_reader.h"
#include "broker/wire/settings_text.h"

namespace caseway::audit {

Layout read_layout(const std::filesystem::path& root) {
  const auto file = root / "casewayd.toml";
  toml::table config;
  if (std::filesystem::exists(file)) {
    const MappedFile mapped(file);
    const auto bytes = mapped.bytes();
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (const auto mistake = wire::settings_mistake(text))  // the site is somebody else's
      throw Unreadable(file.string() + ":" + std::to_string(mistake->line) + ": " + mistake->what);
    try {
      config = toml::parse(text);
    } catch (const toml::parse_error& error) {
      throw Unreadable(file.string() + ":" + std::to_string(error.source().begin.line) + ": " +
                       std::string(error.description()));
    }
  }
  const auto said = [&](const char* path, const char* otherwise) {
    return root / config.at_path(path).value_or(std::string(otherwise));
  };
  return {said("directories.journal", "journal"), said("directories.vault", "vault"),
          said("site.genesis", "genesis.bin")};
}

}  // namespace caseway::audit
