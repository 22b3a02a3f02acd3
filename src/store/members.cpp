#include "store/members.hpp"

#include "base/id.hpp"
#include "store/binder.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace usher::store {

namespace {

std::vector<std::string> each_once(const std::vector<std::string>& ids) {
    std::vector<std::string> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

std::vector<std::string> first_column(const std::vector<Row>& rows) {
    std::vector<std::string> values;
    values.reserve(rows.size());
    for (const Row& row : rows)
        values.push_back(*row[0]);
    return values;
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// Sorted `ids` that are not in `known`.
std::vector<std::string> without(
    const std::vector<std::string>& ids, const std::vector<std::string>& known
) {
    const std::unordered_set<std::string> have(known.begin(), known.end());
    std::vector<std::string> rest;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(rest), [&](const std::string& id) {
        return !have.contains(id);
    });
    return rest;
}

std::vector<std::string> insert_piece(
    Transaction& tx,
    const GroupKey& group,
    const std::vector<std::string>& member_types,
    const std::vector<std::string>& ids
) {
    Binder binder;
    const std::string organization = binder.bind(group.organization_id);
    // SELECT from the members themselves: who is not there is not added, and the foreign key holds
    // off a deletion at the same moment.
    const std::string sql =
        "INSERT INTO membership (organization_id, group_id, member_id, group_type, member_type, "
        "role, created_at) SELECT r.organization_id, " +
        binder.bind(group.id) + ", r.id, " + binder.bind(group.type) + ", r.type, " +
        binder.bind(group.member_role) + ", " + binder.bind(base::to_text(tx.now())) +
        " FROM resource r WHERE r.organization_id = " + organization + " AND r.type IN " +
        binder.bind_list(member_types) + " AND r.id " + binder.bind_among(ids) +
        " ON CONFLICT DO NOTHING RETURNING member_id";
    return first_column(tx.select(sql, binder.parameters(), 1));
}

std::vector<std::string> members_among(
    Session& session, const GroupKey& group, const std::vector<std::string>& ids
) {
    Binder binder;
    const std::string organization = binder.bind(group.organization_id);
    const std::string group_id = binder.bind(group.id);
    return first_column(session.select(
        "SELECT member_id FROM membership WHERE organization_id = " + organization +
            " AND group_id = " + group_id + " AND member_id IN " + binder.bind_list(ids),
        binder.parameters(),
        1
    ));
}

}  // namespace

MembersChanged add_members(
    Transaction& tx,
    const GroupKey& group,
    const std::vector<std::string>& member_types,
    const std::vector<std::string>& ids
) {
    MembersChanged changed;
    in_pieces(each_once(ids), [&](const std::vector<std::string>& piece) {
        std::vector<std::string> added = insert_piece(tx, group, member_types, piece);
        if (added.size() < piece.size()) {
            const auto rest = without(piece, added);
            append(changed.unknown, without(rest, members_among(tx, group, rest)));
        }
        append(changed.added, std::move(added));
    });
    return changed;
}

MembersChanged remove_members(
    Transaction& tx, const GroupKey& group, const std::vector<std::string>& ids
) {
    MembersChanged changed;
    in_pieces(each_once(ids), [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(group.organization_id);
        const std::string group_id = binder.bind(group.id);
        append(
            changed.removed,
            first_column(tx.select(
                "DELETE FROM membership WHERE organization_id = " + organization +
                    " AND group_id = " + group_id + " AND member_id IN " + binder.bind_list(piece) +
                    " RETURNING member_id",
                binder.parameters(),
                1
            ))
        );
    });
    return changed;
}

MembersChanged replace_members(
    Transaction& tx,
    const GroupKey& group,
    const std::vector<std::string>& member_types,
    const std::vector<std::string>& ids
) {
    const std::vector<std::string> wanted = each_once(ids);
    const std::vector<std::string> present = member_ids(tx, group);
    MembersChanged changed = add_members(tx, group, member_types, without(wanted, present));
    changed.removed = remove_members(tx, group, without(present, wanted)).removed;
    return changed;
}

void each_member(
    Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& group_ids,
    const std::function<void(const Member&)>& each
) {
    in_pieces(each_once(group_ids), [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        session.each(
            "SELECT m.group_id, m.member_id, m.member_type, r.display FROM membership m "
            "JOIN resource r ON r.organization_id = m.organization_id "
            "AND r.type = m.member_type AND r.id = m.member_id WHERE m.organization_id = " +
                organization + " AND m.group_id " + binder.bind_among(piece) +
                " ORDER BY m.group_id, m.member_id",
            binder.parameters(),
            4,
            [&](const Row& row) {
                each({.group_id = *row[0], .id = *row[1], .type = *row[2], .display = *row[3]});
                return true;
            }
        );
    });
}

std::vector<std::string> member_ids(Session& session, const GroupKey& group) {
    return first_column(session.select(
        "SELECT member_id FROM membership WHERE organization_id = :organization AND group_id = :id "
        "ORDER BY member_id",
        {
            {"organization", group.organization_id},
            {"id",           group.id             }
    },
        1
    ));
}

std::optional<std::string> membership_role(
    Session& session,
    const std::string& organization_id,
    const std::string& group_id,
    const std::string& member_id
) {
    const auto row = session.find(
        "SELECT role FROM membership WHERE organization_id = :organization AND group_id = :group "
        "AND member_id = :member",
        {
            {"organization", organization_id},
            {"group",        group_id       },
            {"member",       member_id      }
    },
        1
    );
    return row ? row->front() : std::nullopt;
}

bool shares_managed_group(
    Session& session,
    const std::string& organization_id,
    const std::string& manager_id,
    const std::string& user_id
) {
    return session
        .find(
            "SELECT 1 FROM membership m JOIN membership o ON o.organization_id = m.organization_id "
            "AND o.group_id = m.group_id WHERE m.organization_id = :organization "
            "AND m.member_id = :manager AND m.role = 'manager' AND o.member_id = :user LIMIT 1",
            {
                {"organization", organization_id},
                {"manager",      manager_id     },
                {"user",         user_id        }
    },
            1
        )
        .has_value();
}

bool set_membership_role(
    Transaction& tx, const GroupKey& group, const std::string& member_id, const std::string& role
) {
    return tx.execute(
               "UPDATE membership SET role = :role WHERE organization_id = :organization "
               "AND group_id = :group AND member_id = :member AND role <> :role",
               {
                   {"organization", group.organization_id},
                   {"group",        group.id             },
                   {"member",       member_id            },
                   {"role",         role                 }
    }
           ) == 1;
}

Membership read_member(const Row& row) {
    return {
        .id = *row[0], .type = *row[1], .display = *row[2], .role = *row[3], .created_at = *row[4]};
}

std::vector<Membership> find_members(
    Session& session, const GroupKey& group, const std::vector<std::string>& ids
) {
    std::vector<Membership> members;
    in_pieces(each_once(ids), [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(group.organization_id);
        const std::string group_id = binder.bind(group.id);
        const std::string sql = std::string("SELECT ") + member_columns +
                                " FROM membership m JOIN resource r ON r.organization_id = "
                                "m.organization_id AND r.type = m.member_type "
                                "AND r.id = m.member_id WHERE m.organization_id = " +
                                organization + " AND m.group_id = " + group_id +
                                " AND m.member_id IN " + binder.bind_list(piece) +
                                " ORDER BY m.member_id";
        for (const Row& row : session.select(sql, binder.parameters(), member_column_count))
            members.push_back(read_member(row));
    });
    return members;
}

std::size_t count_members(Session& session, const GroupKey& group) {
    const auto row = session.find(
        "SELECT count(*) FROM membership WHERE organization_id = :organization AND group_id = :id",
        {
            {"organization", group.organization_id},
            {"id",           group.id             }
    },
        1
    );
    return std::stoull(*row->at(0));
}

std::vector<std::string> groups_with_role(
    Session& session,
    const std::string& organization_id,
    const std::string& member_id,
    const std::string& role
) {
    return first_column(session.select(
        "SELECT group_id FROM membership WHERE organization_id = :organization "
        "AND member_id = :member AND role = :role ORDER BY group_id",
        {
            {"organization", organization_id},
            {"member",       member_id      },
            {"role",         role           }
    },
        1
    ));
}

}  // namespace usher::store
