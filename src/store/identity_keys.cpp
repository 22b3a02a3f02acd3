#include "store/identity_keys.hpp"

#include "store/binder.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <span>

namespace usher::store {

namespace {

struct Key {
    std::string kind;
    std::string key;
    auto operator<=>(const Key&) const = default;
};

std::vector<Key> flat(const IdentityKeys& keys) {
    std::vector<Key> all;
    for (const std::string& email : keys.emails)
        all.push_back({.kind = std::string(email_kind), .key = email});
    for (const std::string& phone : keys.phones)
        all.push_back({.kind = std::string(phone_kind), .key = phone});
    for (const std::string& likeness : keys.likenesses)
        all.push_back({.kind = std::string(likeness_kind), .key = likeness});
    return all;
}

std::vector<Key> only_in(const std::vector<Key>& left, const std::vector<Key>& right) {
    std::vector<Key> rest;
    std::set_difference(
        left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(rest)
    );
    return rest;
}

struct OwnedKey {
    std::string user_id;
    Key key;
};

void insert(Transaction& tx, const std::string& organization_id, std::span<const OwnedKey> rows) {
    Binder binder;
    const std::string organization = binder.bind(organization_id);
    std::string sql =
        "INSERT INTO identity_key (organization_id, kind, match_key, user_id) VALUES ";
    // Filled up to a power of two with the last one: few different statements.
    for (std::size_t at = 0; at < std::bit_ceil(rows.size()); ++at) {
        const OwnedKey& row = rows[std::min(at, rows.size() - 1)];
        sql += std::string(at == 0 ? "(" : ", (") + organization + ", " +
               binder.bind(row.key.kind) + ", " + binder.bind(row.key.key) + ", " +
               binder.bind(row.user_id) + ")";
    }
    tx.execute(sql + " ON CONFLICT DO NOTHING", binder.parameters());
}

void remove(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::vector<Key>& keys
) {
    for (const Key& key : keys) {
        tx.execute(
            "DELETE FROM identity_key WHERE organization_id = :organization AND kind = :kind "
            "AND match_key = :key AND user_id = :user",
            {
                {"organization", organization_id},
                {"kind",         key.kind       },
                {"key",          key.key        },
                {"user",         user_id        }
        }
        );
    }
}

}  // namespace

void replace_identity_keys(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const IdentityKeys& before,
    const IdentityKeys& after
) {
    auto old_keys = flat(before);
    auto new_keys = flat(after);
    std::sort(old_keys.begin(), old_keys.end());
    std::sort(new_keys.begin(), new_keys.end());
    if (const auto gone = only_in(old_keys, new_keys); !gone.empty()) {
        remove(tx, organization_id, user_id, gone);
    }
    if (const auto come = only_in(new_keys, old_keys); !come.empty()) {
        std::vector<OwnedKey> rows;
        for (const Key& key : come)
            rows.push_back({.user_id = user_id, .key = key});
        insert(tx, organization_id, rows);
    }
}

void set_identity_keys(
    Transaction& tx, const std::string& organization_id, const std::vector<UserKeys>& users
) {
    std::vector<std::string> ids;
    std::vector<OwnedKey> rows;
    for (const UserKeys& user : users) {
        ids.push_back(user.user_id);
        for (const Key& key : flat(user.keys))
            rows.push_back({.user_id = user.user_id, .key = key});
    }
    in_pieces(ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        tx.execute(
            "DELETE FROM identity_key WHERE organization_id = " + organization +
                " AND user_id IN " + binder.bind_list(piece),
            binder.parameters()
        );
    });
    for (std::span<const OwnedKey> rest(rows); !rest.empty();) {
        const auto piece = rest.first(std::min(rest.size(), longest_list));
        insert(tx, organization_id, piece);
        rest = rest.subspan(piece.size());
    }
}

void remove_identity_keys(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    tx.execute(
        "DELETE FROM identity_key WHERE organization_id = :organization AND user_id = :user",
        {
            {"organization", organization_id},
            {"user",         user_id        }
    }
    );
}

std::vector<std::string> holders_of_key(
    Session& session,
    const std::string& organization_id,
    std::string_view kind,
    const std::string& key,
    std::size_t limit
) {
    std::vector<std::string> ids;
    session.each(
        "SELECT user_id FROM identity_key WHERE organization_id = :organization AND kind = :kind "
        "AND match_key = :key ORDER BY user_id LIMIT :limit",
        {
            {"organization", organization_id      },
            {"kind",         std::string(kind)    },
            {"key",          key                  },
            {"limit",        std::to_string(limit)}
    },
        1,
        [&](const Row& row) {
            ids.push_back(*row[0]);
            return true;
        }
    );
    return ids;
}

std::vector<Lookalike> lookalikes(
    Session& session, const std::string& organization_id, const std::vector<std::string>& likenesses
) {
    std::vector<Lookalike> found;
    in_pieces(likenesses, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        session.each(
            "SELECT k.match_key, k.user_id, r.display, e.match_key FROM identity_key k "
            "JOIN resource r ON r.organization_id = k.organization_id AND r.type = 'User' "
            "AND r.id = k.user_id JOIN identity_key e ON e.organization_id = k.organization_id "
            "AND e.user_id = k.user_id AND e.kind = 'email' WHERE k.organization_id = " +
                organization + " AND k.kind = 'likeness' AND k.match_key IN " +
                binder.bind_list(piece) + " ORDER BY k.match_key, k.user_id, e.match_key",
            binder.parameters(),
            4,
            [&](const Row& row) {
                found.push_back(
                    {.likeness = *row[0],
                     .user_id = *row[1],
                     .display_name = row[2].value_or(""),
                     .email_key = *row[3]}
                );
                return true;
            }
        );
    });
    return found;
}

}  // namespace usher::store
