#include "store/invitations.hpp"

#include "usher/scim/json.hpp"

#include <nlohmann/json.hpp>

namespace usher::store {

namespace {

using scim::Json;

Json groups_json(const std::vector<PromisedGroup>& groups) {
    Json list = Json::array();
    for (const PromisedGroup& group : groups) {
        list.push_back({
            {"id",   group.id  },
            {"role", group.role}
        });
    }
    return list;
}

std::vector<PromisedGroup> groups_from(const std::string& text) {
    std::vector<PromisedGroup> groups;
    for (const Json& group : Json::parse(text)) {
        groups.push_back({.id = group.at("id"), .role = group.at("role")});
    }
    return groups;
}

Parameters invitation_key(const std::string& organization_id, const std::string& id) {
    return {
        {"organization", organization_id},
        {"id",           id             }
    };
}

std::optional<Invitation> find_where(
    Session& session, const std::string& condition, const Parameters& parameters
) {
    const auto row = session.find(
        std::string("SELECT ") + invitation_columns + " FROM invitation i WHERE " + condition,
        parameters,
        invitation_column_count
    );
    if (!row) return std::nullopt;
    return read_invitation(*row);
}

void note_times(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const Value& invited_at,
    const Value& expires_at
) {
    tx.execute(
        "UPDATE resource SET invited_at = COALESCE(:invited, invited_at), "
        "invitation_expires_at = :expires "
        "WHERE organization_id = :organization AND type = 'User' AND id = :id",
        {
            {"organization", organization_id},
            {"id",           user_id        },
            {"invited",      invited_at     },
            {"expires",      expires_at     }
    }
    );
}

}  // namespace

Invitation read_invitation(const Row& row, std::size_t first) {
    const auto at = [&](std::size_t column) -> const Value& { return row[first + column]; };
    return {
        .id = *at(0),
        .user_id = *at(1),
        .email = at(2),
        .state = *at(3),
        .reason = at(4),
        .via = at(5),
        .channels = Json::parse(*at(6)).get<std::vector<std::string>>(),
        .groups = groups_from(*at(7)),
        .organization_role = at(8),
        .counters = Json::parse(*at(9)).get<std::map<std::string, std::uint32_t>>(),
        .created_by = {.kind = *at(10), .id = *at(11)},
        .request_id = at(12),
        .predecessor_id = at(13),
        .locale = at(14),
        .created_at = *at(15),
        .expires_at = *at(16),
        .closed_at = at(17),
        .last_sent_at = at(18),
        .sent_count = std::stoul(*at(19))
    };
}

bool insert_invitation(
    Transaction& tx, const std::string& organization_id, const Invitation& invitation
) {
    const auto inserted = tx.find(
        "INSERT INTO invitation (organization_id, id, user_id, email, state, channels, "
        "promised_groups, organization_role, counters, created_by_kind, created_by_id, request_id, "
        "predecessor_id, locale, created_at, expires_at) VALUES (:organization, :id, :user, "
        ":email, "
        "'open', :channels, :groups, :role, :counters, :by_kind, :by, :request, :predecessor, "
        ":locale, :created, :expires) ON CONFLICT DO NOTHING RETURNING id",
        {
            {"organization", organization_id                      },
            {"id",           invitation.id                        },
            {"user",         invitation.user_id                   },
            {"email",        invitation.email                     },
            {"channels",     Json(invitation.channels).dump()     },
            {"groups",       groups_json(invitation.groups).dump()},
            {"role",         invitation.organization_role         },
            {"counters",     Json(invitation.counters).dump()     },
            {"by_kind",      invitation.created_by.kind           },
            {"by",           invitation.created_by.id             },
            {"request",      invitation.request_id                },
            {"predecessor",  invitation.predecessor_id            },
            {"locale",       invitation.locale                    },
            {"created",      invitation.created_at                },
            {"expires",      invitation.expires_at                }
    },
        1
    );
    if (!inserted) return false;
    note_times(
        tx, organization_id, invitation.user_id, invitation.created_at, invitation.expires_at
    );
    return true;
}

std::optional<Invitation> find_invitation(
    Session& session, const std::string& organization_id, const std::string& id
) {
    return find_where(
        session,
        "i.organization_id = :organization AND i.id = :id",
        invitation_key(organization_id, id)
    );
}

std::optional<Invitation> find_open_invitation(
    Session& session, const std::string& organization_id, const std::string& user_id
) {
    return find_where(
        session,
        "i.organization_id = :organization AND i.user_id = :id AND i.state = 'open'",
        invitation_key(organization_id, user_id)
    );
}

std::optional<Invitation> find_latest_invitation(
    Session& session, const std::string& organization_id, const std::string& user_id
) {
    return find_where(
        session,
        "i.organization_id = :organization AND i.user_id = :id "
        "ORDER BY COALESCE(i.closed_at, '9') DESC, i.id DESC LIMIT 1",
        invitation_key(organization_id, user_id)
    );
}

bool close_invitation(
    Transaction& tx,
    const std::string& organization_id,
    const Invitation& invitation,
    const Closing& closing
) {
    Parameters parameters = invitation_key(organization_id, invitation.id);
    parameters.insert(
        parameters.end(),
        {
            {"state",  std::string(closing.state)},
            {"reason", closing.reason            },
            {"via",    closing.via               },
            {"now",    base::to_text(tx.now())   }
    }
    );
    const auto closed = tx.find(
        "UPDATE invitation SET state = :state, reason = :reason, via = :via, closed_at = :now "
        "WHERE organization_id = :organization AND id = :id AND state = 'open' RETURNING id",
        parameters,
        1
    );
    if (!closed) return false;
    if (closing.state != "expired") {
        note_times(tx, organization_id, invitation.user_id, std::nullopt, std::nullopt);
    }
    return true;
}

bool update_invitation(
    Transaction& tx, const std::string& organization_id, const Invitation& invitation
) {
    Parameters parameters = invitation_key(organization_id, invitation.id);
    parameters.insert(
        parameters.end(),
        {
            {"email",    invitation.email                },
            {"channels", Json(invitation.channels).dump()},
            {"counters", Json(invitation.counters).dump()},
            {"locale",   invitation.locale               }
    }
    );
    return tx.execute(
               "UPDATE invitation SET email = :email, channels = :channels, counters = :counters, "
               "locale = :locale "
               "WHERE organization_id = :organization AND id = :id AND state = 'open'",
               parameters
           ) == 1;
}

void note_latest_invitation(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    const auto latest = find_latest_invitation(tx, organization_id, user_id);
    const bool shows_end = latest && (latest->state == "open" || latest->state == "expired");
    note_times(
        tx,
        organization_id,
        user_id,
        latest ? Value(latest->created_at) : std::nullopt,
        shows_end ? Value(latest->expires_at) : std::nullopt
    );
}

void note_invitation_sent(
    Transaction& tx, const std::string& organization_id, const std::string& id
) {
    Parameters parameters = invitation_key(organization_id, id);
    parameters.push_back({"now", base::to_text(tx.now())});
    tx.execute(
        "UPDATE invitation SET last_sent_at = :now, sent_count = sent_count + 1 "
        "WHERE organization_id = :organization AND id = :id",
        parameters
    );
}

std::vector<Invitation> overdue_invitations(
    Session& session, const std::string& organization_id, const std::string& now, std::size_t limit
) {
    std::vector<Invitation> overdue;
    session.each(
        std::string("SELECT ") + invitation_columns +
            " FROM invitation i WHERE i.organization_id = :organization AND i.state = 'open' "
            "AND i.expires_at <= :now ORDER BY i.expires_at, i.id LIMIT :limit",
        {
            {"organization", organization_id      },
            {"now",          now                  },
            {"limit",        std::to_string(limit)}
    },
        invitation_column_count,
        [&](const Row& row) {
            overdue.push_back(read_invitation(row));
            return true;
        }
    );
    return overdue;
}

std::size_t count_overdue_invitations(
    Session& session, const std::string& organization_id, const std::string& now
) {
    const auto row = session.find(
        "SELECT count(*) FROM invitation WHERE organization_id = :organization "
        "AND state = 'open' AND expires_at <= :now",
        {
            {"organization", organization_id},
            {"now",          now            }
    },
        1
    );
    return std::stoul(row->front().value());
}

SeatCount count_seats(
    Session& session, const std::string& organization_id, const std::string& now
) {
    const auto row = session.find(
        "SELECT (SELECT count(*) FROM resource WHERE organization_id = :organization "
        "AND type = 'User' AND active = 1 AND joined_at IS NOT NULL), "
        "(SELECT count(*) FROM invitation WHERE organization_id = :organization "
        "AND state = 'open' AND expires_at > :now)",
        {
            {"organization", organization_id},
            {"now",          now            }
    },
        2
    );
    return {.members = std::stoul(*(*row)[0]), .reserved = std::stoul(*(*row)[1])};
}

void mark_joined(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    Value& joined_at
) {
    joined_at = base::to_text(tx.now());
    Parameters parameters = invitation_key(organization_id, user_id);
    parameters.push_back({"now", joined_at});
    tx.execute(
        "UPDATE resource SET joined_at = :now "
        "WHERE organization_id = :organization AND type = 'User' AND id = :id",
        parameters
    );
}

}  // namespace usher::store
