// What is wrong in a pack, by the rows in which it stands; compile.cc finds their lines.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace caseway::rules {

struct Mistake {
  std::vector<std::string> rows;  ///< from the outside in: {"K01", "K01.D04"}
  std::string literal;            ///< the word that is wrong, as written; empty: the row itself
  std::string what;               ///< what is wrong, or what it needs
  std::string list;               ///< the word before whose " = " the innermost row may not stand: "steps"; empty: none
};

/// Collects mistakes under the row being read.
class Mistakes {
 public:
  /// Holds a row open while it lives.
  class Row {
   public:
    /// `list`: where rows of several lists have the same name, the word of the one that is meant: "steps".
    Row(Mistakes& mistakes, std::string name, std::string list = {})
        : mistakes_(mistakes), outer_(std::exchange(mistakes.list_, std::move(list))) {
      mistakes_.rows_.push_back(std::move(name));
    }
    ~Row() {
      mistakes_.rows_.pop_back();
      mistakes_.list_ = std::move(outer_);
    }
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

   private:
    Mistakes& mistakes_;
    std::string outer_;
  };

  void add(std::string literal, std::string what) {
    if (all_.size() < mistakes_max) all_.push_back(Mistake{rows_, std::move(literal), std::move(what), list_});
  }
  [[nodiscard]] const std::vector<Mistake>& all() const { return all_; }

 private:
  static constexpr std::size_t mistakes_max = 1000;
  std::vector<std::string> rows_;
  std::string list_;
  std::vector<Mistake> all_;
};

/// "no step of K01; there are transfer, cured": of a word that is the id of none of `rows`.
template <class Rows>
std::string none_of(const std::string& what, const Rows& rows) {
  std::string there;
  for (const auto& row : rows) there += (there.empty() ? "" : ", ") + row.id.str();
  return "no " + what + (there.empty() ? "; there are none" : "; there are " + there);
}

}  // namespace caseway::rules
