#include "broker/pack_docs.h"

#include <fstream>
#include <iostream>
#include <map>

#include "broker/core/must.h"
#include "broker/core/shown.h"
#include "broker/pack_docs_pages.h"
#include "broker/pack_set.h"

namespace caseway::rules {
namespace {

namespace fs = std::filesystem;

/// Every page by its file.
std::map<std::string, std::string> handbook(const PackBundle& bundle) {
  std::map<std::string, std::string> pages;
  for (const auto language : {Language::zh, Language::en}) {
    const Book book{bundle, language};
    pages[index_file(language)] = index_page(book);
    for (const auto& kind : bundle.procedures) {
      pages[kind_file(language, kind.id)] = kind_page(book, kind);
      pages[checklist_file(language, kind.id)] = checklist_page(book, kind);
    }
  }
  return pages;
}

}  // namespace

int write_handbook(const std::string& pack, const fs::path& out) {
  const auto sets = read_sets({pack});
  if (!sets) return exit_bad_input;
  const auto built = build(sets->front());
  if (const auto errors = built.errors(); !errors.empty()) {
    print_errors(sets->front(), errors);
    return exit_bad_input;
  }
  const auto bundle = load_bundle(built.bundle.binary);
  MUST(bundle.ok());  // compiled means checked
  std::error_code error;
  fs::create_directories(out, error);
  const auto pages = handbook(bundle.value());
  for (const auto& page : pages) {
    std::ofstream file(out / page.first, std::ios::binary | std::ios::trunc);
    file << page.second;
    file.close();
    if (!file.good()) return complain((out / page.first).string() + ": cannot be written");
  }
  std::cout << core::shown((out / index_file(Language::zh)).string()) << ", "
            << core::shown((out / index_file(Language::en)).string()) << ": " << pages.size() << " pages\n";
  return exit_ok;
}

}  // namespace caseway::rules
