// Sessions of people who signed in: revocable rows, found by a secret of which only the hash is
// kept.
//
// A session's secret is base64url of organization id (16 bytes), session id (16) and 256 random
// bits, as a token's is (store/access.hpp). A session ends when its lifetime is over, when it was
// not used for session_idle_time, or when it is taken away; what ends it is the row.
#pragma once

#include "base/secret.hpp"
#include "store/database.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

inline constexpr std::chrono::hours session_lifetime{12};
inline constexpr std::chrono::hours session_idle_time{2};

/// What a session's secret proves. That the user is still an active member is for
/// invitation/authority.hpp to say.
struct SessionGrant {
    std::string organization_id;
    std::string user_id;
    std::string session_id;
};

/// A session as given out: its secret exists nowhere else.
struct IssuedSession {
    std::string id;
    base::Secret secret;
};

/// The user's row must be locked and the user an active member: whoever deactivates them holds the
/// same lock and ends what was opened before.
[[nodiscard]] IssuedSession create_session(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::chrono::seconds lifetime = session_lifetime
);

/// The session of a secret that is right, and whose session is not over at `now`. Notes the use,
/// once a minute at most.
[[nodiscard]] std::optional<SessionGrant> find_session(
    Database& database, std::string_view secret, base::Time now
);

/// Ends one session of anybody; nothing if it has ended already.
void end_session(Transaction& tx, const std::string& organization_id, const std::string& id);

/// A session as its user sees it.
struct OpenSession {
    std::string id;
    std::string created_at;
    std::string last_used_at;
    std::string expires_at;
};

/// The sessions of a user that are not over at `now`, the newest first.
[[nodiscard]] std::vector<OpenSession> sessions_of_user(
    Session& session, const std::string& organization_id, const std::string& user_id, base::Time now
);

/// Ends one session of `user_id`. False: that user has no such session.
[[nodiscard]] bool end_own_session(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::string& id
);

/// Ends every session of a user but `kept_id` (end_sessions_of_user() in people.hpp ends all).
void end_other_sessions(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::string& kept_id
);

/// Removes the rows of sessions that are over at tx.now().
void sweep_sessions(Transaction& tx, const std::string& organization_id);

}  // namespace usher::store
