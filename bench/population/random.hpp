// A small deterministic source of numbers (splitmix64). The standard distributions differ between
// libraries; these do not, so that a seed means the same people everywhere.
#pragma once

#include <cstddef>
#include <cstdint>

namespace usher::bench {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }

    /// One of 0 ... bound - 1; `bound` is above 0.
    [[nodiscard]] std::size_t below(std::size_t bound) { return next() % bound; }

    [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }

    template <class Items>
    [[nodiscard]] const auto& pick(const Items& items) {
        return items[below(items.size())];
    }

  private:
    std::uint64_t state_;
};

}  // namespace usher::bench
