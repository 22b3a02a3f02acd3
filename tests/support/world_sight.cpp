// What one sees of a World: read from the store, in the words of tests.
#include "invitation/keys.hpp"
#include "invitation/status.hpp"
#include "tests/support/world.hpp"

namespace usher::test {

std::optional<store::StoredResource> World::find_user(const std::string& user_id) const {
    return ground_.database.read([&](store::Session& session) {
        return store::find_resource(session, id(), "User", user_id);
    });
}

std::string World::status(const std::string& user_id) const {
    const auto user = find_user(user_id);
    if (!user) return "gone";
    return std::string(
        invitation::name_of(invitation::status_of(*user, base::to_text(ground_.clock.now())))
    );
}

std::vector<store::Invitation> World::invitations_of(const std::string& user_id) const {
    return ground_.database.read([&](store::Session& session) {
        std::vector<store::Invitation> all;
        const auto rows = session.select(
            std::string("SELECT ") + store::invitation_columns +
                " FROM invitation i WHERE i.organization_id = :organization "
                "AND i.user_id = :user ORDER BY i.id",
            {
                {"organization", id()   },
                {"user",         user_id}
        },
            store::invitation_column_count
        );
        for (const auto& row : rows)
            all.push_back(store::read_invitation(row));
        return all;
    });
}

std::vector<store::InvitationRequest> World::all_requests() const {
    return ground_.database.read([&](store::Session& session) {
        std::vector<store::InvitationRequest> all;
        const auto rows = session.select(
            std::string("SELECT ") + store::request_columns +
                " FROM invitation_request q WHERE q.organization_id = :organization "
                "ORDER BY q.id",
            {
                {"organization", id()}
        },
            store::request_column_count
        );
        for (const auto& row : rows)
            all.push_back(store::read_request(row));
        return all;
    });
}

Texts World::holders(const std::string& email) const {
    return ground_.database.read([&](store::Session& session) {
        return store::holders_of_key(
            session, id(), store::email_kind, invitation::email_key(email).value()
        );
    });
}

Texts World::events_since(const std::string& after) const {
    return ground_.database.read([&](store::Session& session) {
        Texts all;
        const auto rows = session.select(
            "SELECT e.action, e.subject_id FROM event e WHERE e.organization_id = :organization "
            "AND e.id > :after ORDER BY e.id",
            {
                {"organization", id() },
                {"after",        after}
        },
            2
        );
        for (const auto& row : rows)
            all.push_back(row.at(0).value() + " " + row.at(1).value());
        return all;
    });
}

std::string World::last_event() const {
    return ground_.database.read([&](store::Session& session) {
        const auto row = session.find(
            "SELECT e.id FROM event e WHERE e.organization_id = :organization "
            "ORDER BY e.id DESC LIMIT 1",
            {
                {"organization", id()}
        },
            1
        );
        return row ? row->at(0).value() : std::string();
    });
}

bool World::happened_with(const std::string& after, const std::string& text) const {
    return ground_.database.read([&](store::Session& session) {
        return session
            .find(
                "SELECT e.id FROM event e WHERE e.organization_id = :organization "
                "AND e.id > :after AND e.data LIKE '%' || :text || '%'",
                {
                    {"organization", id() },
                    {"after",        after},
                    {"text",         text }
        },
                1
            )
            .has_value();
    });
}

Texts World::members_of(const std::string& group_id) const {
    return ground_.database.read([&](store::Session& session) {
        Texts all;
        const auto rows = session.select(
            "SELECT m.member_id FROM membership m WHERE m.organization_id = :organization "
            "AND m.group_id = :group ORDER BY m.member_id",
            {
                {"organization", id()    },
                {"group",        group_id}
        },
            1
        );
        for (const auto& row : rows)
            all.push_back(row.at(0).value());
        return all;
    });
}

std::size_t World::count_members() const {
    return ground_.database.read([&](store::Session& session) {
        return store::count_seats(session, id(), base::to_text(ground_.clock.now())).members;
    });
}

std::size_t World::count_invitations() const {
    return ground_.database.read([&](store::Session& session) {
        const auto row = session.find(
            "SELECT COUNT(*) FROM invitation i WHERE i.organization_id = :organization",
            {
                {"organization", id()}
        },
            1
        );
        return std::stoul(row.value().at(0).value());
    });
}

std::size_t World::letters(const std::string& kind, const std::string& subject) const {
    return ground_.database.read([&](store::Session& session) {
        const auto row = session.find(
            "SELECT COUNT(*) FROM delivery d WHERE d.organization_id = :organization "
            "AND d.kind = :kind AND (:subject = '' OR d.subject_id = :subject)",
            {
                {"organization", id()   },
                {"kind",         kind   },
                {"subject",      subject}
        },
            1
        );
        return std::stoul(row.value().at(0).value());
    });
}

}  // namespace usher::test
