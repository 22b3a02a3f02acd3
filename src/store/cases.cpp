#include "store/cases.hpp"

namespace usher::store {

IdentityCase read_case(const Row& row, std::size_t first) {
    const auto at = [&](std::size_t column) -> const Value& { return row[first + column]; };
    std::optional<event::Party> closed_by;
    if (at(11)) closed_by = event::Party{.kind = *at(11), .id = at(12).value_or("")};
    return {
        .id = *at(0),
        .kind = *at(1),
        .state = *at(2),
        .user_id = *at(3),
        .other_user_id = *at(4),
        .evidence = *at(5),
        .directory_id = at(6),
        .connection_id = at(7),
        .undo = at(8),
        .opened_at = *at(9),
        .closed_at = at(10),
        .closed_by = std::move(closed_by)};
}

bool insert_case(Transaction& tx, const std::string& organization_id, const IdentityCase& opened) {
    return tx
        .find(
            "INSERT INTO identity_case (organization_id, id, kind, state, user_id, "
            "other_user_id, evidence, directory_id, connection_id, opened_at) VALUES "
            "(:organization, :id, :kind, 'open', :user, :other, :evidence, :directory, "
            ":connection, :now) ON CONFLICT DO NOTHING RETURNING id",
            {
                {"organization", organization_id        },
                {"id",           opened.id              },
                {"kind",         opened.kind            },
                {"user",         opened.user_id         },
                {"other",        opened.other_user_id   },
                {"evidence",     opened.evidence        },
                {"directory",    opened.directory_id    },
                {"connection",   opened.connection_id   },
                {"now",          base::to_text(tx.now())}
    },
            1
        )
        .has_value();
}

std::optional<IdentityCase> find_case(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row = session.find(
        std::string("SELECT ") + case_columns +
            " FROM identity_case c WHERE c.organization_id = :organization AND c.id = :id",
        {
            {"organization", organization_id},
            {"id",           id             }
    },
        case_column_count
    );
    if (!row) return std::nullopt;
    return read_case(*row);
}

bool move_case(
    Transaction& tx,
    const std::string& organization_id,
    const IdentityCase& moved,
    const std::string& to,
    const event::Party& by
) {
    return tx
        .find(
            "UPDATE identity_case SET state = :to, undo = :undo, closed_at = :now, "
            "closed_by_kind = :by_kind, closed_by_id = :by "
            "WHERE organization_id = :organization AND id = :id AND state = :from "
            "RETURNING id",
            {
                {"organization", organization_id        },
                {"id",           moved.id               },
                {"from",         moved.state            },
                {"to",           to                     },
                {"undo",         moved.undo             },
                {"by_kind",      by.kind                },
                {"by",           by.id                  },
                {"now",          base::to_text(tx.now())}
    },
            1
        )
        .has_value();
}

bool reopen_case(Transaction& tx, const std::string& organization_id, const std::string& id) {
    return tx
        .find(
            "UPDATE identity_case SET state = 'open', undo = NULL, closed_at = NULL, "
            "closed_by_kind = NULL, closed_by_id = NULL "
            "WHERE organization_id = :organization AND id = :id AND state = 'linked' "
            "AND NOT EXISTS (SELECT 1 FROM identity_case o "
            "WHERE o.organization_id = :organization AND o.state = 'open' "
            "AND o.user_id = identity_case.user_id "
            "AND o.other_user_id = identity_case.other_user_id) RETURNING id",
            {
                {"organization", organization_id},
                {"id",           id             }
    },
            1
        )
        .has_value();
}

void close_cases_of(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const event::Party& by
) {
    tx.execute(
        "UPDATE identity_case SET state = 'rejected', closed_at = :now, closed_by_kind = :by_kind, "
        "closed_by_id = :by WHERE organization_id = :organization AND state = 'open' "
        "AND (user_id = :user OR other_user_id = :user)",
        {
            {"organization", organization_id        },
            {"user",         user_id                },
            {"by_kind",      by.kind                },
            {"by",           by.id                  },
            {"now",          base::to_text(tx.now())}
    }
    );
}

}  // namespace usher::store
