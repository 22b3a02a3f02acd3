#include "store/sessions.hpp"

#include "base/id.hpp"

namespace usher::store {

namespace {

constexpr std::size_t session_secret_bytes = 32;
constexpr std::chrono::minutes noted_every{1};

/// What a session's row must satisfy to count, beside its key.
constexpr const char* still_open = "expires_at > :now AND last_used_at > :idle_since";

/// The parameters of `still_open`.
Parameters open_at(base::Time now, Parameters parameters) {
    parameters.push_back({"now", base::to_text(now)});
    parameters.push_back({"idle_since", base::to_text(now - session_idle_time)});
    return parameters;
}

Parameters one_session(const std::string& organization_id, const std::string& id) {
    return {
        {"organization", organization_id},
        {"id",           id             }
    };
}

Parameters one_user(const std::string& organization_id, const std::string& user_id) {
    return {
        {"organization", organization_id},
        {"user",         user_id        }
    };
}

void note_use(Database& database, const SessionGrant& grant) {
    database.change([&](Transaction& tx) {
        Parameters parameters = one_session(grant.organization_id, grant.session_id);
        parameters.push_back({"now", base::to_text(tx.now())});
        tx.execute(
            "UPDATE session SET last_used_at = :now "
            "WHERE organization_id = :organization AND id = :id",
            parameters
        );
        return Outcome<bool>{.value = true, .events = {}};
    });
}

}  // namespace

IssuedSession create_session(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::chrono::seconds lifetime
) {
    const std::string id = base::new_id(tx.now());
    const std::string secret = base::random_bytes(session_secret_bytes);
    tx.execute(
        "INSERT INTO session (organization_id, id, user_id, hash, created_at, expires_at, "
        "last_used_at) VALUES (:organization, :id, :user, :hash, :now, :expires, :now)",
        {
            {"organization", organization_id                   },
            {"id",           id                                },
            {"user",         user_id                           },
            {"hash",         base::hex(base::sha256(secret))   },
            {"now",          base::to_text(tx.now())           },
            {"expires",      base::to_text(tx.now() + lifetime)}
    }
    );
    return {
        .id = id,
        .secret = base::Secret(
            base::base64url(base::id_to_bytes(organization_id) + base::id_to_bytes(id) + secret)
        )};
}

std::optional<SessionGrant> find_session(
    Database& database, std::string_view secret, base::Time now
) {
    const std::string bytes = base::from_base64url(secret);
    if (bytes.size() != 2 * base::id_bytes + session_secret_bytes) return std::nullopt;
    const std::string_view ids(bytes);
    SessionGrant grant{
        .organization_id = base::id_from_bytes(ids.substr(0, base::id_bytes)),
        .user_id = "",
        .session_id = base::id_from_bytes(ids.substr(base::id_bytes, base::id_bytes))};
    const auto row = database.read([&](Session& session) {
        return session.find(
            std::string("SELECT hash, user_id, last_used_at FROM session "
                        "WHERE organization_id = :organization AND id = :id AND "
            ) + still_open,
            open_at(now, one_session(grant.organization_id, grant.session_id)),
            3
        );
    });
    if (!row) return std::nullopt;
    const std::string hash = base::hex(base::sha256(bytes.substr(2 * base::id_bytes)));
    if (!base::equal_in_constant_time(hash, *row->at(0))) return std::nullopt;
    grant.user_id = *row->at(1);
    if (*row->at(2) <= base::to_text(now - noted_every)) note_use(database, grant);
    return grant;
}

void end_session(Transaction& tx, const std::string& organization_id, const std::string& id) {
    tx.execute(
        "DELETE FROM session WHERE organization_id = :organization AND id = :id",
        one_session(organization_id, id)
    );
}

std::vector<OpenSession> sessions_of_user(
    Session& session, const std::string& organization_id, const std::string& user_id, base::Time now
) {
    std::vector<OpenSession> found;
    session.each(
        std::string("SELECT id, created_at, last_used_at, expires_at FROM session "
                    "WHERE organization_id = :organization AND user_id = :user AND ") +
            still_open + " ORDER BY id DESC",
        open_at(now, one_user(organization_id, user_id)),
        4,
        [&](const Row& row) {
            found.push_back(
                {.id = *row[0],
                 .created_at = *row[1],
                 .last_used_at = *row[2],
                 .expires_at = *row[3]}
            );
            return true;
        }
    );
    return found;
}

bool end_own_session(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::string& id
) {
    Parameters parameters = one_user(organization_id, user_id);
    parameters.push_back({"id", id});
    const auto ended = tx.execute(
        "DELETE FROM session "
        "WHERE organization_id = :organization AND id = :id AND user_id = :user",
        parameters
    );
    return ended > 0;
}

void end_other_sessions(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::string& kept_id
) {
    Parameters parameters = one_user(organization_id, user_id);
    parameters.push_back({"kept", kept_id});
    tx.execute(
        "DELETE FROM session "
        "WHERE organization_id = :organization AND user_id = :user AND id <> :kept",
        parameters
    );
}

void sweep_sessions(Transaction& tx, const std::string& organization_id) {
    tx.execute(
        "DELETE FROM session WHERE organization_id = :organization "
        "AND (expires_at <= :now OR last_used_at <= :idle_since)",
        open_at(
            tx.now(),
            {
                {"organization", organization_id}
    }
        )
    );
}

}  // namespace usher::store
