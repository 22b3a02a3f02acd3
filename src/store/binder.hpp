// Builds SQL with values bound under made-up names; for statements whose number of values varies.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace usher::store {

class Binder {
  public:
    Binder() = default;
    Binder(const Binder&) = delete;
    Binder& operator=(const Binder&) = delete;
    ~Binder() = default;

    /// Binds `value` and returns its placeholder (":v3").
    std::string bind(Value value) {
        names_.push_back("v" + std::to_string(names_.size()));
        parameters_.push_back({.name = names_.back(), .value = std::move(value)});
        return ":" + names_.back();
    }

    /// "(:v0, :v1, ...)". The list is filled up to a power of two with its last value, so that few
    /// different statements are prepared. `values` must not be empty.
    std::string bind_list(const std::vector<std::string>& values);

    /// Takes back what was bound after the first `size` values: a statement is given no value that
    /// its text does not name.
    void forget_after(std::size_t size);

    [[nodiscard]] std::size_t size() const { return parameters_.size(); }

    /// "$AMONG VALUES (:v0), (:v1), ... $END_AMONG", to stand behind an indexed column: each value
    /// is looked up in the index by itself, however small a planner believes the table to be.
    /// Filled up with "", which is no id. Not as a table to join with: SQLite 3.40 takes 256 such
    /// rows for 2^25 and would read the other table from end to end, to make a Bloom filter of it.
    std::string bind_among(const std::vector<std::string>& values);

    [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  private:
    std::deque<std::string> names_;  // stable: Parameter only borrows its name
    Parameters parameters_;
};

/// How many values one IN list holds at most; longer ones are cut into pieces.
inline constexpr std::size_t longest_list = 512;

/// Calls `piece` with consecutive pieces of `values`, each of at most longest_list.
template <class Piece>
void in_pieces(const std::vector<std::string>& values, Piece&& piece) {
    for (std::size_t at = 0; at < values.size(); at += longest_list) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(at);
        const auto size = std::min(longest_list, values.size() - at);
        piece(std::vector<std::string>(first, first + static_cast<std::ptrdiff_t>(size)));
    }
}

}  // namespace usher::store
