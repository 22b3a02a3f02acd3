#include "store/unkeyed_users.hpp"

#include "store/binder.hpp"

namespace usher::store {

Value organization_with_unkeyed_users(Session& session) {
    const auto row = session.find(
        "SELECT organization_id FROM unkeyed_user ORDER BY organization_id LIMIT 1", {}, 1
    );
    return row ? row->front() : std::nullopt;
}

std::vector<UnkeyedUser> take_unkeyed_users(
    Transaction& tx, const std::string& organization_id, std::size_t limit
) {
    std::vector<std::string> ids;
    for (Row& row : tx.select(
             "DELETE FROM unkeyed_user WHERE organization_id = :organization AND user_id IN "
             "(SELECT user_id FROM unkeyed_user WHERE organization_id = :organization "
             "ORDER BY user_id LIMIT :limit) RETURNING user_id",
             {
                 {"organization", organization_id      },
                 {"limit",        std::to_string(limit)}
    },
             1
         )) {
        ids.push_back(std::move(*row[0]));
    }
    std::vector<UnkeyedUser> users;
    in_pieces(ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        for (Row& row : tx.select(
                 "SELECT id, document FROM resource WHERE organization_id = " + organization +
                     " AND type = 'User' AND id IN " + binder.bind_list(piece) +
                     " ORDER BY id $FOR_UPDATE",
                 binder.parameters(),
                 2
             )) {
            users.push_back({.id = std::move(*row[0]), .document = std::move(*row[1])});
        }
    });
    return users;
}

void list_unkeyed_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    tx.execute(
        "INSERT INTO unkeyed_user (organization_id, user_id) VALUES (:organization, :user) "
        "ON CONFLICT DO NOTHING",
        {
            {"organization", organization_id},
            {"user",         user_id        }
    }
    );
}

void list_everybody_unkeyed(Transaction& tx, const std::string& organization_id) {
    tx.execute(
        "INSERT INTO unkeyed_user (organization_id, user_id) SELECT organization_id, id "
        "FROM resource WHERE organization_id = :organization AND type = 'User' "
        "ON CONFLICT DO NOTHING",
        {
            {"organization", organization_id}
    }
    );
}

}  // namespace usher::store
