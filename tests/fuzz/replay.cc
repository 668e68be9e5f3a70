// Stands in for libFuzzer where it is absent: runs every file of the given folders through the target once, so that the
// corpus and every input that was ever found are regression tests of the ordinary builds. Every file of corpus/ must be
// accepted by its target: a seed that falls at the first check teaches a fuzzer nothing. One that falls at the last
// check lies in found/. Arguments that begin with '-' are libFuzzer's and passed over. A folder without a file fails:
// then nothing was tested.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"

int main(int count, char** words) {
  bool held = true;
  for (int i = 1; i < count; ++i) {
    if (words[i][0] == '-') continue;
    const bool corpus = std::filesystem::path(words[i]).parent_path().filename() == "corpus";
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(words[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
      std::printf("%s\n", entry.path().c_str());  // the last line before a crash names its input
      std::fflush(stdout);
      if (!caseway::fuzz::accepts(bytes) && corpus) {
        std::fprintf(stderr, "%s: its target does not accept it\n", entry.path().c_str());
        held = false;
      }
      ++files;
    }
    if (files == 0) {
      std::fprintf(stderr, "%s: no file\n", words[i]);
      return 1;
    }
  }
  return held ? 0 : 1;
}
