// Challenges: something to prove within minutes, once, in a few attempts. What proves one is
// derived from its id (invitation/code.hpp) and never stored.
//
// An attempt is counted before it is judged, in a unit of work that commits whatever the judgement
// is: a wrong code that is rolled back would be a free one.
#pragma once

#include "store/database.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace usher::store {

inline constexpr std::string_view sign_in_link_kind = "sign_in_link";
inline constexpr std::string_view second_factor_kind = "second_factor";
inline constexpr std::string_view email_code_kind = "email_code";
inline constexpr std::string_view phone_code_kind = "phone_code";

struct Challenge {
    std::string id;
    std::string kind;
    Value user_id;               ///< NULL: nobody, nothing proves it
    std::string purpose = "{}";  ///< JSON: what is allowed once it is proved
    Value target;                ///< the address or number that its code goes to
    std::size_t attempts = 0;    ///< the present one included
    std::string created_at;
    std::string expires_at;
    Value proved_at;
};

/// What a new challenge says beside its id and times.
struct NewChallenge {
    std::string_view kind;
    Value user_id;
    std::string purpose = "{}";
    Value target;
    std::chrono::seconds lifetime{};
};

[[nodiscard]] Challenge insert_challenge(
    Transaction& tx, const std::string& organization_id, const NewChallenge& wanted
);

[[nodiscard]] std::optional<Challenge> find_challenge(
    Session& session, const std::string& organization_id, const std::string& id
);

/// Counts an attempt at a challenge that is neither proved nor over, while fewer than `most` were
/// made. nullopt: there is nothing to attempt. Of two at once, each counts.
[[nodiscard]] std::optional<Challenge> take_attempt(
    Transaction& tx, const std::string& organization_id, const std::string& id, std::size_t most
);

/// Marks it proved. False: it was already, or is over.
[[nodiscard]] bool prove_challenge(
    Transaction& tx, const std::string& organization_id, const std::string& id
);

/// Rewrites purpose and target of a challenge that is not proved yet, under a new id, so that what
/// proved the old one is dead; attempts stay counted. nullopt: it is proved or over.
[[nodiscard]] std::optional<Challenge> replace_challenge(
    Transaction& tx, const std::string& organization_id, const Challenge& changed
);

/// A challenge has served: nothing can be done with it any more.
void remove_challenge(Transaction& tx, const std::string& organization_id, const std::string& id);

/// How many attempts at challenges of `kind` a user made since `since`, and how many of these
/// challenges were made.
struct ChallengeCount {
    std::size_t attempts = 0;
    std::size_t challenges = 0;
};

[[nodiscard]] ChallengeCount count_challenges(
    Session& session,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view kind,
    base::Time since
);

/// Removes challenges that ended a day before tx.now() or earlier: until then they are counted.
void sweep_challenges(Transaction& tx, const std::string& organization_id);

}  // namespace usher::store
