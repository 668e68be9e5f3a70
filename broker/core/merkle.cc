#include "broker/core/merkle.h"

#include <algorithm>
#include <array>
#include <bit>

#include "broker/core/digest.h"
#include "broker/core/must.h"

namespace caseway::core {
namespace {

// Size of the left subtree of `size` >= 2 leaves: the largest power of two below it.
std::uint64_t left_size(std::uint64_t size) { return std::bit_floor(size - 1); }

// One level up: neighbours become their node; an odd last one is carried as it is. This builds RFC 9162's tree.
std::vector<Digest> level_above(std::span<const Digest> level) {
  std::vector<Digest> above;
  above.reserve((level.size() + 1) / 2);
  for (std::size_t i = 0; i + 1 < level.size(); i += 2) above.push_back(node_hash(level[i], level[i + 1]));
  if (level.size() % 2 == 1) above.push_back(level.back());
  return above;
}

enum class Sibling : std::uint8_t { left, right };

// The way of a node up to the root, by its position and that of the last node of its level.
struct Climb {
  std::uint64_t node;
  std::uint64_t last;

  [[nodiscard]] bool at_root() const { return last == 0; }
  // Goes up past the next sibling and says on which side it stands.
  Sibling rise() {
    const bool left = (node & 1) != 0 || node == last;
    if (left) {
      while ((node & 1) == 0 && node != 0) up();  // levels at which the node was carried: no sibling there
    }
    up();
    return left ? Sibling::left : Sibling::right;
  }
  // Goes up while the node is its parent's right child.
  void skip_right_edges() {
    while ((node & 1) != 0) up();
  }

 private:
  void up() {
    node >>= 1;
    last >>= 1;
  }
};

Digest root_of_nothing() { return digest_of({}); }

}  // namespace

Digest leaf_hash(std::span<const std::uint8_t> data) {
  static constexpr std::array<std::uint8_t, 1> prefix{0x00};
  return Hasher().add(prefix).add(data).finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<std::uint8_t, 1 + 2 * Digest::size> bytes{};
  bytes[0] = 0x01;
  std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), bytes.begin() + 1 + Digest::size);
  return digest_of(bytes);
}

Digest merkle_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return root_of_nothing();
  if (leaves.size() == 1) return leaves.front();
  auto level = level_above(leaves);
  while (level.size() > 1) level = level_above(level);
  return level.front();
}

std::vector<Digest> inclusion_path(std::span<const Digest> leaves, std::uint64_t index) {
  MUST(index < leaves.size());
  return std::move(inclusion_paths(leaves, index, 1).front());
}

std::vector<std::vector<Digest>> inclusion_paths(std::span<const Digest> leaves, std::uint64_t first,
                                                 std::uint64_t count) {
  MUST(first <= leaves.size());
  MUST(count <= leaves.size() - first);
  std::vector<std::vector<Digest>> paths(count);
  std::vector<Digest> level(leaves.begin(), leaves.end());
  for (int height = 0; level.size() > 1; ++height) {
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t sibling = ((first + i) >> height) ^ 1;
      if (sibling < level.size()) paths[i].push_back(level[sibling]);  // a carried node has none
    }
    level = level_above(level);
  }
  return paths;
}

std::optional<Digest> root_over(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                std::span<const Digest> path) {
  if (index >= size) return std::nullopt;
  Climb climb{index, size - 1};
  Digest root = leaf;
  for (const Digest& sibling : path) {
    if (climb.at_root()) return std::nullopt;
    root = climb.rise() == Sibling::left ? node_hash(sibling, root) : node_hash(root, sibling);
  }
  if (!climb.at_root()) return std::nullopt;
  return root;
}

bool check_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> path,
                     const Digest& root) {
  return root_over(leaf, index, size, path) == root;
}

bool check_consistency(std::uint64_t size1, const Digest& root1, std::uint64_t size2, const Digest& root2,
                       std::span<const Digest> path) {
  if (size1 > size2) return false;
  if (size1 == size2) return path.empty() && root1 == root2;
  if (size1 == 0) return path.empty() && root1 == root_of_nothing();
  if (path.empty()) return false;
  Climb climb{size1 - 1, size2 - 1};
  climb.skip_right_edges();
  Digest first = root1;  // a first tree that is perfect is itself a node of the second, so the path leaves it out
  if (!std::has_single_bit(size1)) {
    first = path.front();
    path = path.subspan(1);
  }
  Digest second = first;
  for (const Digest& sibling : path) {
    if (climb.at_root()) return false;
    if (climb.rise() == Sibling::left) {
      first = node_hash(sibling, first);
      second = node_hash(sibling, second);
    } else {
      second = node_hash(second, sibling);
    }
  }
  return climb.at_root() && first == root1 && second == root2;
}

std::vector<Digest> consistency_path(std::span<const Digest> leaves, std::uint64_t size1) {
  MUST(size1 <= leaves.size());
  std::vector<Digest> path;
  if (size1 == 0 || size1 == leaves.size()) return path;
  // Walk down to where the first tree ends; what is passed by is collected on the way, and read leaf to root.
  bool whole = true;  // the part of the first tree below here is the first tree itself
  std::uint64_t first = size1;
  while (first != leaves.size()) {
    const std::uint64_t left = left_size(leaves.size());
    if (first <= left) {
      path.push_back(merkle_root(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      path.push_back(merkle_root(leaves.first(left)));
      leaves = leaves.subspan(left);
      first -= left;
      whole = false;
    }
  }
  if (!whole) path.push_back(merkle_root(leaves));
  std::reverse(path.begin(), path.end());
  return path;
}

void Frontier::append(const Digest& leaf) {
  // As many equal subtrees are closed as the size has ones at its low end, like a carry in addition.
  Digest grown = leaf;
  for (std::uint64_t left = size; (left & 1) != 0; left >>= 1) {
    MUST(!roots.empty());
    grown = node_hash(roots.back(), grown);
    roots.pop_back();
  }
  roots.push_back(grown);
  ++size;
}

Digest Frontier::root() const {
  if (roots.empty()) return root_of_nothing();
  Digest root = roots.back();
  for (auto each = roots.rbegin() + 1; each != roots.rend(); ++each) root = node_hash(*each, root);
  return root;
}

std::vector<Digest> inclusion_in_batch(const Frontier& before, std::span<const Digest> leaves,
                                       std::uint64_t index_in_batch) {
  MUST(index_in_batch < leaves.size());
  return std::move(inclusions_in_batch(before, leaves, index_in_batch, 1).front());
}

std::vector<std::vector<Digest>> inclusions_in_batch(const Frontier& before, std::span<const Digest> leaves,
                                                     std::uint64_t first, std::uint64_t count) {
  MUST(first <= leaves.size());
  MUST(count <= leaves.size() - first);
  // At each height the nodes that the batch touched, and to their left at most one older node: the frontier's subtree
  // of that height, which is there when the old size has this bit.
  std::vector<std::vector<Digest>> paths(count);
  std::vector<Digest> level(leaves.begin(), leaves.end());
  std::uint64_t start = before.size;  // position of level[0] at this height
  auto older = before.roots.rbegin();
  const std::uint64_t leaf_first = before.size + first;
  for (int height = 0; start != 0 || level.size() > 1; ++height) {
    if ((start & 1) != 0) {
      MUST(older != before.roots.rend());
      level.insert(level.begin(), *older++);
      --start;
    }
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t sibling = (((leaf_first + i) >> height) ^ 1) - start;
      if (sibling < level.size()) paths[i].push_back(level[sibling]);
    }
    level = level_above(level);
    start >>= 1;
  }
  return paths;
}

}  // namespace caseway::core
