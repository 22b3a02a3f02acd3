// What holds for every code that is mailed or sent to somebody, whatever it proves.
#pragma once

#include <chrono>
#include <cstddef>

namespace usher::desk {

inline constexpr std::chrono::minutes code_good_for{10};
/// Wrong ones, after which the code is over.
inline constexpr std::size_t most_code_attempts = 5;
/// Codes asked for, and wrong ones, count against a person so long. The store keeps what has ended
/// for longer (store/challenges.cpp).
inline constexpr std::chrono::hours codes_counted_for{1};

}  // namespace usher::desk
