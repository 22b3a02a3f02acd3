#include "store/consistency.hpp"

namespace usher::store {

namespace {

/// `sql` as a list of at most most_findings, one result for each row.
template <class Finding, class Read>
std::vector<Finding> findings(
    Session& session,
    const std::string& organization_id,
    const std::string& sql,
    std::size_t columns,
    const Read& read
) {
    std::vector<Finding> found;
    session.each(
        sql + " LIMIT " + std::to_string(most_findings),
        {
            {"organization", organization_id}
    },
        columns,
        [&](const Row& row) {
            found.push_back(read(row));
            return true;
        }
    );
    return found;
}

std::vector<Invitation> invitations_where(
    Session& session, const std::string& organization_id, const std::string& condition
) {
    return findings<Invitation>(
        session,
        organization_id,
        std::string("SELECT ") + invitation_columns +
            " FROM invitation i WHERE i.organization_id = :organization AND i.state = 'open' AND " +
            condition + " ORDER BY i.id",
        invitation_column_count,
        [](const Row& row) { return read_invitation(row); }
    );
}

/// The user of an invitation `i`, as a sub-select's beginning.
const std::string user_of_invitation =
    "(SELECT 1 FROM resource r WHERE r.organization_id = i.organization_id AND r.type = 'User' "
    "AND r.id = i.user_id";

}  // namespace

std::vector<RequestOfMember> requests_of_members(
    Session& session, const std::string& organization_id
) {
    return findings<RequestOfMember>(
        session,
        organization_id,
        "SELECT q.id, min(r.id) FROM invitation_request q "
        "JOIN identity_key k ON k.organization_id = q.organization_id AND k.kind = 'email' "
        "AND k.match_key = q.email_key "
        "JOIN resource r ON r.organization_id = k.organization_id AND r.type = 'User' "
        "AND r.id = k.user_id AND r.active = 1 AND r.joined_at IS NOT NULL "
        "WHERE q.organization_id = :organization AND q.state = 'pending' "
        "GROUP BY q.id ORDER BY q.id",
        2,
        [](const Row& row) { return RequestOfMember{.request_id = *row[0], .user_id = *row[1]}; }
    );
}

std::vector<Invitation> invitations_of_members(
    Session& session, const std::string& organization_id
) {
    return invitations_where(
        session,
        organization_id,
        "EXISTS " + user_of_invitation + " AND r.active = 1 AND r.joined_at IS NOT NULL)"
    );
}

std::vector<Invitation> surplus_invitations(Session& session, const std::string& organization_id) {
    return invitations_where(
        session,
        organization_id,
        "EXISTS (SELECT 1 FROM invitation n WHERE n.organization_id = i.organization_id "
        "AND n.user_id = i.user_id AND n.state = 'open' AND n.id > i.id)"
    );
}

std::vector<Invitation> invitations_of_nobody(
    Session& session, const std::string& organization_id
) {
    return invitations_where(session, organization_id, "NOT EXISTS " + user_of_invitation + ")");
}

std::vector<std::string> keys_of_nobody(Session& session, const std::string& organization_id) {
    return findings<std::string>(
        session,
        organization_id,
        "SELECT DISTINCT k.user_id FROM identity_key k WHERE k.organization_id = :organization "
        "AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.organization_id = k.organization_id "
        "AND r.type = 'User' AND r.id = k.user_id) ORDER BY k.user_id",
        1,
        [](const Row& row) { return *row[0]; }
    );
}

std::vector<std::string> users_with_wrong_invitation_times(
    Session& session, const std::string& organization_id
) {
    // The latest: the open one, else the one that ended last. Ids alone do not say it: a unit of
    // work that waited for another began before it.
    static const std::string sql =
        "SELECT r.id FROM resource r LEFT JOIN (SELECT organization_id, user_id, state, "
        "expires_at, ROW_NUMBER() OVER (PARTITION BY user_id "
        "ORDER BY COALESCE(closed_at, '9') DESC, id DESC) AS place "
        "FROM invitation WHERE organization_id = :organization) l "
        "ON l.organization_id = r.organization_id AND l.user_id = r.id AND l.place = 1 "
        "WHERE r.organization_id = :organization AND r.type = 'User' "
        "AND (r.invitation_expires_at IS NOT NULL OR l.user_id IS NOT NULL) "
        "AND COALESCE(r.invitation_expires_at, '') <> "
        "CASE WHEN l.state IN ('open', 'expired') THEN l.expires_at ELSE '' END ORDER BY r.id";
    return findings<std::string>(session, organization_id, sql, 1, [](const Row& row) {
        return *row[0];
    });
}

std::vector<UserWithoutKeys> users_without_email_keys(
    Session& session, const std::string& organization_id
) {
    return findings<UserWithoutKeys>(
        session,
        organization_id,
        "SELECT r.id, r.document FROM resource r WHERE r.organization_id = :organization "
        "AND r.type = 'User' AND r.id IN (SELECT a.resource_id FROM attribute a "
        "WHERE a.organization_id = :organization AND a.type = 'User' AND a.path = 'emails.value') "
        "AND NOT EXISTS (SELECT 1 FROM identity_key k WHERE k.organization_id = r.organization_id "
        "AND k.user_id = r.id AND k.kind = 'email') ORDER BY r.id",
        2,
        [](const Row& row) { return UserWithoutKeys{.user_id = *row[0], .document = *row[1]}; }
    );
}

std::vector<Twins> twins_without_case(Session& session, const std::string& organization_id) {
    return findings<Twins>(
        session,
        organization_id,
        "SELECT a.match_key, a.user_id, b.user_id FROM identity_key a "
        "JOIN identity_key b ON b.organization_id = a.organization_id AND b.kind = a.kind "
        "AND b.match_key = a.match_key AND b.user_id > a.user_id "
        "WHERE a.organization_id = :organization AND a.kind = 'email' "
        "AND NOT EXISTS (SELECT 1 FROM identity_case c "
        "WHERE c.organization_id = a.organization_id "
        "AND ((c.user_id = a.user_id AND c.other_user_id = b.user_id) "
        "OR (c.user_id = b.user_id AND c.other_user_id = a.user_id))) "
        "ORDER BY a.match_key, a.user_id, b.user_id",
        3,
        [](const Row& row) {
            return Twins{.email_key = *row[0], .earlier_id = *row[1], .later_id = *row[2]};
        }
    );
}

}  // namespace usher::store
