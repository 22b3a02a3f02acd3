// Random filters on sample_type(), random resources of it, and the numbers behind both: the same in
// every run.
#pragma once

#include "usher/scim/filter.hpp"
#include "usher/scim/json.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::test {

class Random {
  public:
    explicit Random(unsigned seed) : engine_(seed) {}

    /// A whole number of [0, end).
    [[nodiscard]] std::size_t below(std::size_t end);
    [[nodiscard]] std::int64_t between(std::int64_t first, std::int64_t last);
    [[nodiscard]] bool chance(double probability);

    template <class Values>
    [[nodiscard]] const auto& one_of(const Values& values) {
        return values[below(std::size(values))];
    }

    /// Of few letters and short, so that random texts meet; sometimes of letters that need escapes.
    [[nodiscard]] std::string text();
    [[nodiscard]] std::string date_time();
    [[nodiscard]] std::string bytes(std::size_t longest);

    /// A filter that binds to sample_type(), with every operator, literal and kind of node.
    [[nodiscard]] scim::Filter filter(int depth = 3);

    /// A resource of sample_type() that such filters match about as often as not.
    [[nodiscard]] scim::Json resource();

  private:
    struct Subject;
    [[nodiscard]] scim::Filter filter_on(const std::vector<Subject>& subjects, int depth);
    [[nodiscard]] scim::Filter comparison(const Subject& subject);
    [[nodiscard]] scim::Literal literal(scim::Type type);
    [[nodiscard]] scim::Json value(scim::Type type);

    std::mt19937 engine_;
};

}  // namespace usher::test
