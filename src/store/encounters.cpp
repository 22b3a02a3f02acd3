#include "store/encounters.hpp"

#include "store/binder.hpp"

namespace usher::store {

Encounters find_encounters(
    Session& session,
    const std::string& organization_id,
    const IdentityKeys& keys,
    const std::vector<IndexKey>& attributes
) {
    Binder binder;
    const std::string organization = binder.bind(organization_id);
    std::string sql;
    const auto add = [&sql](const std::string& select) {
        sql += (sql.empty() ? "" : " UNION ALL ") + select;
    };
    if (!keys.emails.empty()) {
        const std::string addresses = binder.bind_list(keys.emails);
        add("SELECT 'user', k.kind, k.match_key, k.user_id, r.directory_id, r.active "
            "FROM identity_key k JOIN resource r ON r.organization_id = k.organization_id "
            "AND r.type = 'User' AND r.id = k.user_id WHERE k.organization_id = " +
            organization + " AND k.kind = 'email' AND k.match_key IN " + addresses);
        add("SELECT 'request', 'email', q.email_key, q.id, NULL, 1 FROM invitation_request q "
            "WHERE q.organization_id = " +
            organization + " AND q.state = 'pending' AND q.email_key IN " + addresses);
    }
    for (const IndexKey& attribute : attributes) {
        add("SELECT 'user', a.path, a.fold, a.resource_id, r.directory_id, r.active "
            "FROM attribute a JOIN resource r ON r.organization_id = a.organization_id "
            "AND r.type = a.type AND r.id = a.resource_id WHERE a.organization_id = " +
            organization + " AND a.type = 'User' AND a.path = " + binder.bind(attribute.path) +
            " AND a.fold = " + binder.bind(attribute.fold));
    }
    Encounters met;
    if (sql.empty()) return met;
    session.each(sql, binder.parameters(), 6, [&](const Row& row) {
        if (row[0] == "request") {
            met.request_ids.push_back(*row[3]);
        } else {
            met.users.push_back(
                {.kind = *row[1],
                 .key = *row[2],
                 .user_id = *row[3],
                 .directory_id = row[4],
                 .active = row[5] == "1"}
            );
        }
        return true;
    });
    return met;
}

}  // namespace usher::store
