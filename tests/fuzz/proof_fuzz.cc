#include "broker/core/merkle.h"
#include "tests/fuzz/fuzz.h"

using namespace caseway;

namespace {

/// Little-endian numbers and digests off the front of the input; zeros behind its end.
class Input {
 public:
  explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint64_t number(std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width && !bytes_.empty(); ++i, bytes_ = bytes_.subspan(1)) {
      value |= std::uint64_t{bytes_[0]} << (8 * i);
    }
    return value;
  }
  core::Digest digest() {
    core::Digest digest;
    for (auto& byte : digest.bytes) byte = static_cast<std::uint8_t>(number(1));
    return digest;
  }
  std::vector<core::Digest> path() {
    std::vector<core::Digest> path;
    while (!bytes_.empty() && path.size() < 70) path.push_back(digest());
    return path;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

/// Of a small tree every proof holds, and none with one bit changed, or for another place.
void check_true_proofs(Input& input) {
  const auto size = 1 + input.number(1) % 70;
  const auto index = input.number(1) % size;
  const auto older = input.number(1) % (size + 1);
  std::vector<core::Digest> leaves;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::uint8_t number = static_cast<std::uint8_t>(i);
    leaves.push_back(core::leaf_hash({&number, 1}));
  }
  const auto root = core::merkle_root(leaves);
  core::Frontier frontier;
  for (const auto& leaf : leaves) frontier.append(leaf);
  MUST(frontier.root() == root);

  auto path = core::inclusion_path(leaves, index);
  MUST(core::check_inclusion(leaves[index], index, size, path, root));
  const auto other = input.number(1) % size;
  MUST(other == index || !core::check_inclusion(leaves[index], other, size, path, root));
  const auto old_root = core::merkle_root(std::span(leaves).first(older));
  auto consistency = core::consistency_path(leaves, older);
  MUST(core::check_consistency(older, old_root, size, root, consistency));

  const auto bit = input.number(2);
  for (auto* proof : {&path, &consistency}) {
    if (proof->empty()) continue;
    (*proof)[(bit >> 8) % proof->size()].bytes[(bit >> 3) % 32] ^= static_cast<std::uint8_t>(1 << (bit % 8));
  }
  MUST(path.empty() || !core::check_inclusion(leaves[index], index, size, path, root));
  MUST(consistency.empty() || !core::check_consistency(older, old_root, size, root, consistency));
}

}  // namespace

// Inclusion and consistency proofs: true ones that are then damaged, and any sizes, places and paths at all.
bool fuzz::accepts(std::span<const std::uint8_t> bytes) {
  Input input(bytes);
  check_true_proofs(input);
  const auto from = input.number(8);
  const auto to = input.number(8);
  const auto leaf = input.digest();
  const auto root = input.digest();
  const auto path = input.path();
  if (const auto reached = core::root_over(leaf, from, to, path)) {
    MUST(from < to && path.size() <= 64);
    MUST(core::check_inclusion(leaf, from, to, path, *reached));
  }
  (void)core::check_inclusion(leaf, from, to, path, root);
  (void)core::check_consistency(from, leaf, to, root, path);
  return true;  // any bytes name a tree and a proof
}
