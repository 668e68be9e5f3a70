// RFC 9162 Merkle trees: leaf H(0x00, data), node H(0x01, left, right). Append-only frontier, proofs and their checks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "broker/core/ids.h"

namespace caseway::core {

Digest leaf_hash(std::span<const std::uint8_t> data);
Digest node_hash(const Digest& left, const Digest& right);
/// Root of leaves already hashed; of none: H("").
Digest merkle_root(std::span<const Digest> leaves);
/// Inclusion path of leaf `index` among `leaves` (hashed), leaf to root.
std::vector<Digest> inclusion_path(std::span<const Digest> leaves, std::uint64_t index);
/// The same for `count` leaves from `first` on, at the cost of one tree.
std::vector<std::vector<Digest>> inclusion_paths(std::span<const Digest> leaves, std::uint64_t first,
                                                 std::uint64_t count);
/// Root to which `path` leads from `leaf` (hashed) at `index` of a tree of `size`; nothing when the path is too long or
/// too short for that place.
std::optional<Digest> root_over(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                std::span<const Digest> path);
/// Whether `leaf` (hashed) at `index` of a tree of `size` leads over `path` to `root` (RFC 9162 2.1.3.2).
bool check_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> path,
                     const Digest& root);
/// Consistency of tree (size1, root1) with (size2, root2) (RFC 9162 2.1.4.2). Equal sizes need equal roots and no path;
/// the empty tree is consistent with every tree, without a path.
bool check_consistency(std::uint64_t size1, const Digest& root1, std::uint64_t size2, const Digest& root2,
                       std::span<const Digest> path);
/// Consistency path between the first `size1` leaves and all of `leaves`.
std::vector<Digest> consistency_path(std::span<const Digest> leaves, std::uint64_t size1);

/// The right edge of a growing tree: roots of its perfect subtrees, largest first. At most frontier_max hashes.
struct Frontier {
  std::uint64_t size = 0;
  std::vector<Digest> roots;

  void append(const Digest& leaf);
  [[nodiscard]] Digest root() const;
  friend bool operator==(const Frontier&, const Frontier&) = default;
};

/// Inclusion path of a leaf that was appended in the last batch: `before` is the frontier before the batch, `leaves`
/// the batch. No older leaf is needed.
std::vector<Digest> inclusion_in_batch(const Frontier& before, std::span<const Digest> leaves,
                                       std::uint64_t index_in_batch);
/// The same for `count` leaves of the batch from `first` on, at the cost of one tree.
std::vector<std::vector<Digest>> inclusions_in_batch(const Frontier& before, std::span<const Digest> leaves,
                                                     std::uint64_t first, std::uint64_t count);

}  // namespace caseway::core
