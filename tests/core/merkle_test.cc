#include "broker/core/merkle.h"

#include <doctest/doctest.h>

#include <bit>
#include <boost/json.hpp>

#include "broker/core/digest.h"
#include "tests/core/material.h"

using namespace caseway::core;
using caseway::tests::from_base64;

namespace {

std::vector<Digest> leaves_of(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    const std::array<std::uint8_t, 2> data{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)};
    leaves.push_back(leaf_hash(data));
  }
  return leaves;
}

// The recursive definition of RFC 9162 2.1.1, word for word: the slow twin of merkle_root().
Digest root_by_definition(std::span<const Digest> leaves) {
  if (leaves.size() == 1) return leaves.front();
  std::size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  return node_hash(root_by_definition(leaves.first(left)), root_by_definition(leaves.subspan(left)));
}

// A digest of a vector, which may be of a wrong length: then no proof with it can hold.
std::optional<Digest> as_digest(const boost::json::value& value) {
  const auto bytes = from_base64(std::string_view(value.as_string()));
  if (bytes.size() != Digest::size) return std::nullopt;
  Digest digest;
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

std::optional<std::vector<Digest>> as_path(const boost::json::value& value) {
  std::vector<Digest> path;
  if (value.is_null()) return path;
  for (const auto& each : value.as_array()) {
    const auto digest = as_digest(each);
    if (!digest) return std::nullopt;
    path.push_back(*digest);
  }
  return path;
}

}  // namespace

TEST_CASE("merkle: hashes: a leaf, a node and the empty tree are those of RFC 9162") {
  const auto text = [](const Digest& digest) { return hex(digest); };
  CHECK(text(merkle_root({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(text(leaf_hash({})) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const Digest empty = leaf_hash({});
  CHECK(text(node_hash(empty, empty)) == "fe43d66afa4a9a5c4f9c9da89f4ffb52635c8f342e7ffb731d68e36c5982072a");
}

TEST_CASE("merkle: vectors: inclusion proofs of others hold or fail as they say") {
  int held = 0;
  const auto files = caseway::tests::material_files("merkle-rfc6962/inclusion");
  for (const auto& file : files) {
    CAPTURE(file);
    const auto vector = caseway::tests::read_json(file);
    const auto leaf = as_digest(vector.at("leafHash"));
    const auto root = as_digest(vector.at("root"));
    const auto path = as_path(vector.at("proof"));
    const bool holds = leaf && root && path &&
                       check_inclusion(*leaf, vector.at("leafIdx").to_number<std::uint64_t>(),
                                       vector.at("treeSize").to_number<std::uint64_t>(), *path, *root);
    CHECK(holds != vector.at("wantErr").as_bool());
    held += holds ? 1 : 0;
  }
  if (!files.empty()) CHECK(held > 0);
}

TEST_CASE("merkle: vectors: consistency proofs of others hold or fail as they say") {
  int held = 0;
  const auto files = caseway::tests::material_files("merkle-rfc6962/consistency");
  for (const auto& file : files) {
    CAPTURE(file);
    const auto vector = caseway::tests::read_json(file);
    const auto root1 = as_digest(vector.at("root1"));
    const auto root2 = as_digest(vector.at("root2"));
    const auto path = as_path(vector.at("proof"));
    const bool holds = root1 && root2 && path &&
                       check_consistency(vector.at("size1").to_number<std::uint64_t>(), *root1,
                                         vector.at("size2").to_number<std::uint64_t>(), *root2, *path);
    CHECK(holds != vector.at("wantErr").as_bool());
    held += holds ? 1 : 0;
  }
  if (!files.empty()) CHECK(held > 0);
}

TEST_CASE("merkle: frontier: its root is that of the whole tree after every leaf (300 leaves)") {
  const auto leaves = leaves_of(300);
  Frontier frontier;
  CHECK(frontier.root() == merkle_root({}));
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    frontier.append(leaves[size - 1]);
    const auto all = std::span(leaves).first(size);
    REQUIRE(frontier.size == size);
    REQUIRE(frontier.root() == merkle_root(all));
    REQUIRE(frontier.root() == root_by_definition(all));
    REQUIRE(frontier.roots.size() == static_cast<std::size_t>(std::popcount(size)));
  }
}

TEST_CASE("merkle: inclusion: every leaf of every tree has a path that holds only in its place (33 leaves)") {
  const auto leaves = leaves_of(33);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const auto tree = std::span(leaves).first(size);
    const Digest root = merkle_root(tree);
    const auto paths = inclusion_paths(tree, 0, size);
    for (std::size_t index = 0; index < size; ++index) {
      const auto path = inclusion_path(tree, index);
      REQUIRE(path == paths[index]);
      REQUIRE(check_inclusion(tree[index], index, size, path, root));
      REQUIRE_FALSE(check_inclusion(tree[index], index + size, size, path, root));
      for (std::size_t other = 0; other < size; ++other) {
        REQUIRE(check_inclusion(tree[index], other, size, path, root) == (other == index));
      }
      auto longer = path;
      longer.push_back(root);
      REQUIRE_FALSE(check_inclusion(tree[index], index, size, longer, root));
      if (!path.empty()) {
        REQUIRE_FALSE(check_inclusion(tree[index], index, size, std::span(path).first(path.size() - 1), root));
      }
    }
  }
}

TEST_CASE("merkle: inclusion: nothing is in an empty tree") {
  CHECK_FALSE(check_inclusion(leaf_hash({}), 0, 0, {}, merkle_root({})));
  CHECK_FALSE(root_over(leaf_hash({}), 0, 0, {}).has_value());
}

TEST_CASE("merkle: batch: paths from a frontier are those of the whole tree (all splits of 70 leaves)") {
  const auto leaves = leaves_of(70);
  const auto all = std::span(leaves);
  Frontier before;
  for (std::size_t split = 0; split < leaves.size(); ++split) {
    for (const std::size_t end : {split + 1, (split + leaves.size() + 1) / 2, leaves.size()}) {
      const auto tree = all.first(end);
      const auto batch = tree.subspan(split);
      const auto paths = inclusions_in_batch(before, batch, 0, batch.size());
      for (std::size_t index = split; index < end; ++index) {
        REQUIRE(paths[index - split] == inclusion_path(tree, index));
        REQUIRE(inclusion_in_batch(before, batch, index - split) == paths[index - split]);
      }
    }
    before.append(leaves[split]);
  }
}

TEST_CASE("merkle: consistency: every pair of sizes is proved, and no other root is (all pairs of 33)") {
  const auto leaves = leaves_of(33);
  const auto all = std::span(leaves);
  for (std::size_t size2 = 0; size2 <= leaves.size(); ++size2) {
    const Digest root2 = merkle_root(all.first(size2));
    for (std::size_t size1 = 0; size1 <= size2; ++size1) {
      const Digest root1 = merkle_root(all.first(size1));
      const auto path = consistency_path(all.first(size2), size1);
      REQUIRE(check_consistency(size1, root1, size2, root2, path));
      const Digest wrong = leaf_hash(root1.bytes);
      REQUIRE_FALSE(check_consistency(size1, wrong, size2, root2, path));
      // Nothing binds a tree to the empty one before it.
      REQUIRE(check_consistency(size1, root1, size2, wrong, path) == (size1 == 0 && size2 != 0));
      REQUIRE_FALSE(check_consistency(size2 + 1, root1, size2, root2, path));
      if (!path.empty()) {
        auto changed = path;
        changed.back().bytes[0] ^= 1;
        REQUIRE_FALSE(check_consistency(size1, root1, size2, root2, changed));
        changed.pop_back();
        REQUIRE_FALSE(check_consistency(size1, root1, size2, root2, changed));
      }
    }
  }
}
