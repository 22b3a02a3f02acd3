// A list of the tests' own: random things of every kind of field, in a table on a fresh database.
#pragma once

#include "store/listing.hpp"
#include "tests/support/databases.hpp"

#include <cstddef>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace usher::store {

using Texts = std::vector<std::string>;

/// The same numbers in every run.
class RandomThings {
  public:
    explicit RandomThings(unsigned seed) : engine_(seed) {}

    /// A whole number of [0, end).
    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
    }

    std::string one_of(const Texts& texts) { return texts[below(texts.size())]; }

  private:
    std::mt19937 engine_;
};

/// What is listed: values by field name, as they were given.
struct Thing {
    std::string id;
    std::map<std::string, std::string> values;
    std::set<std::string> tags;
};

/// Values for each field, for things and for the literals of filters.
[[nodiscard]] const std::map<std::string, Texts>& thing_samples();

[[nodiscard]] ListSource things_list();

/// A database of one kind with `count` things in it.
struct Things {
    Things(Kind kind, std::size_t count);

    [[nodiscard]] ListPage page(const ListQuery& query, const ListWindow& window);
    /// The ids of what a filter finds, in order.
    [[nodiscard]] Texts find(const std::string& filter);

    base::SystemClock clock;
    Database database;
    ListSource list = things_list();
    std::vector<Thing> all;
};

}  // namespace usher::store
