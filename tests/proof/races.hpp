// What the races of domain.md share: many rounds, each with people of its own, and after each the
// invariants over the organization.
#pragma once

#include "tests/support/outcome.hpp"
#include "tests/support/world.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace usher::test {

/// 20, or as many as USHER_RACE_ROUNDS says.
[[nodiscard]] inline int race_rounds() {
    const char* wished = std::getenv("USHER_RACE_ROUNDS");
    return wished != nullptr ? std::stoi(wished) : 20;
}

/// Of races in which many passwords are hashed, which is slow by design.
[[nodiscard]] inline int slow_race_rounds() {
    return std::max(1, race_rounds() / 3);
}

/// Somebody whom no other round knows.
struct Newcomer {
    std::string user_name;
    std::string email;
};

[[nodiscard]] inline Newcomer newcomer(int round) {
    const std::string name = "p" + std::to_string(round);
    return {.user_name = name, .email = name + "@one.example"};
}

[[nodiscard]] inline std::size_t count_of(
    const std::vector<std::string>& outcomes, const std::string& outcome
) {
    return static_cast<std::size_t>(std::count(outcomes.begin(), outcomes.end(), outcome));
}

[[nodiscard]] inline bool is_one_of(
    const std::string& outcome, const std::vector<std::string>& all
) {
    return std::find(all.begin(), all.end(), outcome) != all.end();
}

/// An attempt to invite an address or, where `user_id` is not "", a user.
inline void invite_or_throw(
    const World& world,
    const desk::Caller& caller,
    const std::string& email,
    const std::string& user_id = "",
    const desk::InvitationTerms& terms = {}
) {
    const auto results = world.ground().invitations.invite(
        caller,
        terms,
        {
            {.email = email, .user_id = user_id, .line = 0, .fields = {}}
    },
        false
    );
    if (!results.at(0).sent()) throw NotSent(results.at(0).reason);
}

}  // namespace usher::test
