#include "tests/support/invariants.hpp"

#include "invitation/matching.hpp"
#include "invitation/settings.hpp"
#include "store/people.hpp"

#include <array>
#include <set>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

using store::Row;
using store::Session;

/// A question whose every answer is a violation: one column, the id to name.
struct Question {
    const char* violation;
    const char* sql;
};

constexpr std::array questions{
    Question{
             "a member has a pending request",                                   "SELECT q.id FROM invitation_request q "
        "JOIN identity_key k ON k.organization_id = q.organization_id AND k.kind = 'email' "
        "AND k.match_key = q.email_key "
        "JOIN resource r ON r.organization_id = k.organization_id AND r.type = 'User' "
        "AND r.id = k.user_id "
        "WHERE q.organization_id = :organization AND q.state = 'pending' AND r.active = 1 "
        "AND r.joined_at IS NOT NULL"                                                                        },
    Question{
             "an invitation is open for somebody who has joined or is inactive", "SELECT i.id FROM invitation i JOIN resource r ON r.organization_id = i.organization_id "
        "AND r.type = 'User' AND r.id = i.user_id WHERE i.organization_id = :organization "
        "AND i.state = 'open' AND i.expires_at > :now "
        "AND (r.joined_at IS NOT NULL OR r.active = 0)"                    },
    Question{
             "an invitation is open for a user who is gone",                     "SELECT i.id FROM invitation i WHERE i.organization_id = :organization "
        "AND i.state = 'open' AND NOT EXISTS (SELECT 1 FROM resource r "
        "WHERE r.organization_id = i.organization_id AND r.type = 'User' AND r.id = i.user_id)"},
    Question{
             "a user has several open invitations",                              "SELECT i.user_id FROM invitation i WHERE i.organization_id = :organization "
        "AND i.state = 'open' GROUP BY i.user_id HAVING COUNT(*) > 1"                                   },
    Question{
             "an accepted invitation's user has not joined",                     "SELECT i.id FROM invitation i WHERE i.organization_id = :organization "
        "AND i.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM resource r "
        "WHERE r.organization_id = i.organization_id AND r.type = 'User' AND r.id = i.user_id "
        "AND r.joined_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM tombstone t "
        "WHERE t.organization_id = i.organization_id AND t.type = 'User' AND t.id = i.user_id "
        "AND t.joined_at IS NOT NULL)"                                                         },
    Question{
             "a session belongs to nobody who may be in",                        "SELECT s.id FROM session s WHERE s.organization_id = :organization "
        "AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.organization_id = s.organization_id "
        "AND r.type = 'User' AND r.id = s.user_id AND r.active = 1 AND r.joined_at IS NOT NULL)"  },
    Question{
             "a second factor belongs to a user who is gone",                    "SELECT f.user_id FROM second_factor f WHERE f.organization_id = :organization "
        "AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.organization_id = f.organization_id "
        "AND r.type = 'User' AND r.id = f.user_id)"                                           },
    Question{
             "a user's times are not those of the latest invitation",            "SELECT r.id FROM resource r JOIN invitation i ON i.organization_id = r.organization_id "
        "AND i.user_id = r.id WHERE r.organization_id = :organization AND r.type = 'User' "
        "AND NOT EXISTS (SELECT 1 FROM invitation l WHERE l.organization_id = i.organization_id "
        "AND l.user_id = i.user_id AND l.id > i.id) "
        "AND (COALESCE(r.invited_at, '') <> i.created_at OR "
        "COALESCE(r.invitation_expires_at, '') <> "
        "CASE WHEN i.state IN ('open', 'expired') THEN i.expires_at ELSE '' END)"     },
    Question{
             "a user was never invited and has the times of an invitation",      "SELECT r.id FROM resource r WHERE r.organization_id = :organization AND r.type = 'User' "
        "AND (r.invited_at IS NOT NULL OR r.invitation_expires_at IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM invitation i "
        "WHERE i.organization_id = r.organization_id AND i.user_id = r.id)"     },
    Question{
             "a group has a member who is gone",                                 "SELECT m.member_id FROM membership m WHERE m.organization_id = :organization "
        "AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.organization_id = m.organization_id "
        "AND r.type = m.member_type AND r.id = m.member_id)"                                               },
    Question{
             "an invitation's end and its closed_at disagree",                   "SELECT i.id FROM invitation i WHERE i.organization_id = :organization "
        "AND (CASE WHEN i.state = 'open' THEN 1 ELSE 0 END) <> "
        "(CASE WHEN i.closed_at IS NULL THEN 1 ELSE 0 END)"                                  },
    Question{
             "an invitation's end does not say how it came",                     "SELECT i.id FROM invitation i WHERE i.organization_id = :organization "
        "AND ((i.state = 'accepted' AND i.via IS NULL) "
        "OR (i.state IN ('revoked', 'superseded') AND i.reason IS NULL) "
        "OR (i.state = 'expired' AND i.expires_at > i.closed_at))"                             },
    Question{
             "a request's end and its closed_at disagree",                       "SELECT q.id FROM invitation_request q WHERE q.organization_id = :organization "
        "AND (CASE WHEN q.state = 'pending' THEN 1 ELSE 0 END) <> "
        "(CASE WHEN q.closed_at IS NULL THEN 1 ELSE 0 END)"                                      },
    Question{
             "a request's end does not say how it came",                         "SELECT q.id FROM invitation_request q WHERE q.organization_id = :organization "
        "AND ((q.state = 'reconciled' AND (q.via IS NULL OR q.user_id IS NULL)) "
        "OR (q.state = 'approved' AND (q.invitation_id IS NULL OR q.user_id IS NULL)) "
        "OR (q.state IN ('approved', 'dismissed') AND q.reviewed_by_kind IS NULL))"                },
    Question{
             "two pending requests have one address",                            "SELECT q.email_key FROM invitation_request q WHERE q.organization_id = :organization "
        "AND q.state = 'pending' GROUP BY q.email_key HAVING COUNT(*) > 1"                            },
    Question{
             "a case is open about a user who is gone",                          "SELECT c.id FROM identity_case c WHERE c.organization_id = :organization "
        "AND c.state = 'open' AND (NOT EXISTS (SELECT 1 FROM resource r "
        "WHERE r.organization_id = c.organization_id AND r.type = 'User' AND r.id = c.user_id) "
        "OR NOT EXISTS (SELECT 1 FROM resource o WHERE o.organization_id = c.organization_id "
        "AND o.type = 'User' AND o.id = c.other_user_id))"                                          },
    Question{
             "the audit trail and the invitations disagree",                     "SELECT i.id FROM invitation i WHERE i.organization_id = :organization AND "
        "((SELECT COUNT(*) FROM event e WHERE e.organization_id = i.organization_id "
        "AND e.subject_kind = 'invitation' AND e.subject_id = i.id "
        "AND e.action = 'invitation.opened') <> 1 OR "
        "(SELECT COUNT(*) FROM event e WHERE e.organization_id = i.organization_id "
        "AND e.subject_kind = 'invitation' AND e.subject_id = i.id "
        "AND e.action IN ('invitation.accepted', 'invitation.revoked', 'invitation.expired', "
        "'invitation.superseded')) <> (CASE WHEN i.state = 'open' THEN 0 ELSE 1 END) OR "
        "(SELECT COUNT(*) FROM event e WHERE e.organization_id = i.organization_id "
        "AND e.subject_kind = 'invitation' AND e.subject_id = i.id "
        "AND e.action = 'invitation.' || i.state) <> "
        "(CASE WHEN i.state = 'open' THEN 0 ELSE 1 END))"                                      },
    Question{
             "the audit trail and the requests disagree",                        "SELECT q.id FROM invitation_request q WHERE q.organization_id = :organization AND "
        "((SELECT COUNT(*) FROM event e WHERE e.organization_id = q.organization_id "
        "AND e.subject_kind = 'request' AND e.subject_id = q.id "
        "AND e.action = 'request.submitted') <> 1 OR "
        "(SELECT COUNT(*) FROM event e WHERE e.organization_id = q.organization_id "
        "AND e.subject_kind = 'request' AND e.subject_id = q.id "
        "AND e.action <> 'request.submitted') <> "
        "(CASE WHEN q.state = 'pending' THEN 0 ELSE 1 END) OR "
        "(SELECT COUNT(*) FROM event e WHERE e.organization_id = q.organization_id "
        "AND e.subject_kind = 'request' AND e.subject_id = q.id "
        "AND e.action = 'request.' || q.state) <> "
        "(CASE WHEN q.state = 'pending' THEN 0 ELSE 1 END))"                                      },
    Question{
             "the audit trail does not say once that a user has joined",         "SELECT r.id FROM resource r WHERE r.organization_id = :organization AND r.type = 'User' "
        "AND (SELECT COUNT(*) FROM event e WHERE e.organization_id = r.organization_id "
        "AND e.subject_kind = 'user' AND e.subject_id = r.id AND e.action = 'user.joined') <> "
        "(CASE WHEN r.joined_at IS NULL THEN 0 ELSE 1 END)"                        },
};

/// All questions as one statement, so that all are answered from one snapshot.
std::string whole_question() {
    std::string sql;
    for (std::size_t number = 0; number < questions.size(); ++number) {
        if (number > 0) sql += " UNION ALL ";
        sql += "SELECT " + std::to_string(number) + " AS number, a" + std::to_string(number) +
               ".* FROM (" + questions.at(number).sql + ") a" + std::to_string(number);
    }
    return sql;
}

std::vector<std::string> answered(
    Session& session, const std::string& organization_id, base::Time now
) {
    static const std::string sql = whole_question();
    std::vector<std::string> found;
    const store::Parameters parameters{
        {"organization", organization_id   },
        {"now",          base::to_text(now)}
    };
    for (const Row& row : session.select(sql, parameters, 2)) {
        const auto number = static_cast<std::size_t>(std::stoul(row.at(0).value()));
        found.push_back(std::string(questions.at(number).violation) + ": " + row.at(1).value());
    }
    return found;
}

/// (user, kind, key)
using KeyRows = std::set<std::array<std::string, 3>>;

/// Who is recognised by what, against what their documents say.
std::vector<std::string> wrong_keys(
    Session& session, const std::string& organization_id, const std::string& region
) {
    KeyRows expected;
    const store::Parameters parameters{
        {"organization", organization_id}
    };
    for (const Row& row : session.select(
             "SELECT r.id, r.document FROM resource r "
             "WHERE r.organization_id = :organization AND r.type = 'User'",
             parameters,
             2
         )) {
        const auto keys = invitation::keys_of(scim::Json::parse(row.at(1).value()), region);
        for (const std::string& email : keys.emails)
            expected.insert({row.at(0).value(), "email", email});
        for (const std::string& phone : keys.phones)
            expected.insert({row.at(0).value(), "phone", phone});
        for (const std::string& likeness : keys.likenesses)
            expected.insert({row.at(0).value(), "likeness", likeness});
    }
    KeyRows kept;
    for (const Row& row : session.select(
             "SELECT k.user_id, k.kind, k.match_key FROM identity_key k "
             "WHERE k.organization_id = :organization",
             parameters,
             3
         )) {
        kept.insert({row.at(0).value(), row.at(1).value(), row.at(2).value()});
    }
    std::vector<std::string> found;
    for (const auto& [user, kind, key] : expected) {
        if (!kept.contains({user, kind, key}))
            found.push_back("a user is not recognised by " + kind + " " + key + ": " + user);
    }
    for (const auto& [user, kind, key] : kept) {
        if (!expected.contains({user, kind, key}))
            found.push_back("a key is nobody's: " + kind + " " + key + " of " + user);
    }
    return found;
}

/// The ledger: nobody beyond the limit that the organization has now.
std::vector<std::string> too_many_seats(
    Session& session, const std::string& organization_id, std::size_t limit, base::Time now
) {
    const auto row = session.find(
        "SELECT (SELECT COUNT(*) FROM resource r WHERE r.organization_id = :organization "
        "AND r.type = 'User' AND r.active = 1 AND r.joined_at IS NOT NULL) + "
        "(SELECT COUNT(*) FROM invitation i WHERE i.organization_id = :organization "
        "AND i.state = 'open' AND i.expires_at > :now)",
        {
            {"organization", organization_id   },
            {"now",          base::to_text(now)}
    },
        1
    );
    const std::size_t taken = std::stoul(row.value().at(0).value());
    if (taken <= limit) return {};
    return {std::to_string(taken) + " seats are taken or reserved of " + std::to_string(limit)};
}

}  // namespace

std::vector<std::string> violations(
    store::Database& database, const std::string& organization_id, base::Time now
) {
    return database.read([&](Session& session) {
        const auto row = store::find_organization_row(session, organization_id).value();
        const auto settings = invitation::read_settings(row.settings);
        auto found = answered(session, organization_id, now);
        const auto add = [&](const std::vector<std::string>& more) {
            found.insert(found.end(), more.begin(), more.end());
        };
        add(wrong_keys(session, organization_id, settings.default_region));
        if (settings.seat_limit)
            add(too_many_seats(session, organization_id, *settings.seat_limit, now));
        return found;
    });
}

std::vector<std::string> violations(store::Database& database, base::Time now) {
    const auto organizations =
        database.read([](Session& session) { return store::organization_ids(session); });
    std::vector<std::string> found;
    for (const std::string& id : organizations) {
        const auto more = violations(database, id, now);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

}  // namespace usher::test
