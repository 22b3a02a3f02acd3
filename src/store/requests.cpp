#include "store/requests.hpp"

#include "store/binder.hpp"

namespace usher::store {

InvitationRequest read_request(const Row& row, std::size_t first) {
    const auto at = [&](std::size_t column) -> const Value& { return row[first + column]; };
    std::optional<event::Party> reviewer;
    if (at(13)) reviewer = event::Party{.kind = *at(13), .id = at(14).value_or("")};
    return {
        .id = *at(0),
        .email = *at(1),
        .email_key = *at(2),
        .name = at(3),
        .message = at(4),
        .locale = at(5),
        .state = *at(6),
        .via = at(7),
        .reason = at(8),
        .user_id = at(9),
        .invitation_id = at(10),
        .directory_id = at(11),
        .connection_id = at(12),
        .reviewed_by = std::move(reviewer),
        .repeats = std::stoul(*at(15)),
        .created_at = *at(16),
        .closed_at = at(17)};
}

bool insert_request(
    Transaction& tx, const std::string& organization_id, const InvitationRequest& request
) {
    const auto inserted = tx.find(
        "INSERT INTO invitation_request (organization_id, id, email, email_key, name, message, "
        "locale, state, created_at) VALUES (:organization, :id, :email, :key, :name, :message, "
        ":locale, 'pending', :created) ON CONFLICT DO NOTHING RETURNING id",
        {
            {"organization", organization_id   },
            {"id",           request.id        },
            {"email",        request.email     },
            {"key",          request.email_key },
            {"name",         request.name      },
            {"message",      request.message   },
            {"locale",       request.locale    },
            {"created",      request.created_at}
    },
        1
    );
    if (inserted) return true;
    tx.execute(
        "UPDATE invitation_request SET repeats = repeats + 1 WHERE organization_id = "
        ":organization "
        "AND email_key = :key AND state = 'pending'",
        {
            {"organization", organization_id  },
            {"key",          request.email_key}
    }
    );
    return false;
}

std::optional<InvitationRequest> find_request(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row = session.find(
        std::string("SELECT ") + request_columns +
            " FROM invitation_request q WHERE q.organization_id = :organization AND q.id = :id",
        {
            {"organization", organization_id},
            {"id",           id             }
    },
        request_column_count
    );
    if (!row) return std::nullopt;
    return read_request(*row);
}

bool close_request(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& id,
    const RequestClosing& closing
) {
    const bool reviewed = closing.reviewed_by.has_value();
    return tx
        .find(
            "UPDATE invitation_request SET state = :state, via = :via, reason = :reason, "
            "user_id = :user, invitation_id = :invitation, directory_id = :directory, "
            "connection_id = :connection, reviewed_by_kind = :by_kind, reviewed_by_id = :by, "
            "closed_at = :now WHERE organization_id = :organization AND id = :id "
            "AND state = 'pending' RETURNING id",
            {
                {"organization", organization_id                                           },
                {"id",           id                                                        },
                {"state",        std::string(closing.state)                                },
                {"via",          closing.via                                               },
                {"reason",       closing.reason                                            },
                {"user",         closing.user_id                                           },
                {"invitation",   closing.invitation_id                                     },
                {"directory",    closing.directory_id                                      },
                {"connection",   closing.connection_id                                     },
                {"by_kind",      reviewed ? Value(closing.reviewed_by->kind) : std::nullopt},
                {"by",           reviewed ? Value(closing.reviewed_by->id) : std::nullopt  },
                {"now",          base::to_text(tx.now())                                   }
    },
            1
        )
        .has_value();
}

void note_approval(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& id,
    const std::string& user_id,
    const std::string& invitation_id
) {
    tx.execute(
        "UPDATE invitation_request SET user_id = :user, invitation_id = :invitation "
        "WHERE organization_id = :organization AND id = :id",
        {
            {"organization", organization_id},
            {"id",           id             },
            {"user",         user_id        },
            {"invitation",   invitation_id  }
    }
    );
}

std::vector<std::string> pending_request_ids(
    Session& session, const std::string& organization_id, const std::vector<std::string>& email_keys
) {
    std::vector<std::string> ids;
    if (email_keys.empty()) return ids;
    in_pieces(email_keys, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        session.each(
            "SELECT id FROM invitation_request WHERE organization_id = " + organization +
                " AND state = 'pending' AND email_key IN " + binder.bind_list(piece),
            binder.parameters(),
            1,
            [&](const Row& row) {
                ids.push_back(*row[0]);
                return true;
            }
        );
    });
    return ids;
}

}  // namespace usher::store
