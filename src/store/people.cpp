#include "store/people.hpp"

#include "store/person_rows.hpp"

namespace usher::store {

namespace {

Parameters person_key(const std::string& organization_id, const std::string& user_id) {
    return {
        {"organization", organization_id},
        {"user",         user_id        }
    };
}

std::optional<OrganizationRow> find_row(
    Session& session, const std::string& sql, const std::string& organization_id
) {
    const auto row = session.find(
        sql,
        {
            {"organization", organization_id}
    },
        4
    );
    if (!row) return std::nullopt;
    return OrganizationRow{
        .id = *(*row)[0], .slug = *(*row)[1], .name = *(*row)[2], .settings = *(*row)[3]};
}

const std::string select_organization =
    "SELECT id, slug, name, settings FROM organization WHERE id = :organization";

}  // namespace

Person read_person(const Row& row) {
    return {
        .user_id = *row[0],
        .source = *row[1],
        .organization_role = *row[2],
        .permissions = *row[3],
        .locale = row[4],
        .submitted_profile = row[5],
        .profile_note = row[6],
        .terms_accepted_at = row[7],
        .sms_consent_at = row[8],
        .sms_consent_by = row[9]};
}

Person person_of(Session& session, const std::string& organization_id, const std::string& user_id) {
    static const std::string sql = std::string("SELECT ") + person_columns +
                                   " FROM person p WHERE p.organization_id = :organization "
                                   "AND p.user_id = :user";
    const auto row = session.find(sql, person_key(organization_id, user_id), person_column_count);
    if (row) return read_person(*row);
    Person person;
    person.user_id = user_id;
    return person;
}

void store_person(Transaction& tx, const std::string& organization_id, const Person& person) {
    Parameters parameters = person_key(organization_id, person.user_id);
    parameters.insert(
        parameters.end(),
        {
            {"source",      person.source           },
            {"role",        person.organization_role},
            {"permissions", person.permissions      },
            {"locale",      person.locale           },
            {"submitted",   person.submitted_profile},
            {"note",        person.profile_note     },
            {"terms",       person.terms_accepted_at},
            {"consent",     person.sms_consent_at   },
            {"consent_by",  person.sms_consent_by   },
            {"now",         base::to_text(tx.now()) }
    }
    );
    tx.execute(
        "INSERT INTO person (organization_id, user_id, source, organization_role, permissions, "
        "locale, submitted_profile, profile_note, terms_accepted_at, sms_consent_at, "
        "sms_consent_by, created_at) VALUES (:organization, :user, :source, :role, :permissions, "
        ":locale, :submitted, :note, :terms, :consent, :consent_by, :now) "
        "ON CONFLICT (organization_id, user_id) DO UPDATE SET source = excluded.source, "
        "organization_role = excluded.organization_role, permissions = excluded.permissions, "
        "locale = excluded.locale, submitted_profile = excluded.submitted_profile, "
        "profile_note = excluded.profile_note, terms_accepted_at = excluded.terms_accepted_at, "
        "sms_consent_at = excluded.sms_consent_at, sms_consent_by = excluded.sms_consent_by",
        parameters
    );
}

void erase_person(Transaction& tx, const std::string& organization_id, const std::string& user_id) {
    tx.execute(
        "DELETE FROM person WHERE organization_id = :organization AND user_id = :user",
        person_key(organization_id, user_id)
    );
}

void end_sessions_of_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    tx.execute(
        "DELETE FROM session WHERE organization_id = :organization AND user_id = :user",
        person_key(organization_id, user_id)
    );
}

void forget_secrets_of_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    end_sessions_of_user(tx, organization_id, user_id);
    tx.execute(
        "DELETE FROM second_factor WHERE organization_id = :organization AND user_id = :user",
        person_key(organization_id, user_id)
    );
    tx.execute(
        "DELETE FROM challenge WHERE organization_id = :organization AND user_id = :user",
        person_key(organization_id, user_id)
    );
}

void set_profile_state(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view state
) {
    Parameters parameters = person_key(organization_id, user_id);
    parameters.push_back({"state", std::string(state)});
    tx.execute(
        "UPDATE resource SET profile_state = :state "
        "WHERE organization_id = :organization AND type = 'User' AND id = :user",
        parameters
    );
}

void set_terms_version(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const std::string& version
) {
    Parameters parameters = person_key(organization_id, user_id);
    parameters.push_back({"version", version});
    tx.execute(
        "UPDATE resource SET terms_version = :version "
        "WHERE organization_id = :organization AND type = 'User' AND id = :user",
        parameters
    );
}

std::vector<std::string> members_of_role(
    Session& session, const std::string& organization_id, std::string_view role
) {
    std::vector<std::string> ids;
    session.each(
        "SELECT p.user_id FROM person p JOIN resource r ON r.organization_id = p.organization_id "
        "AND r.type = 'User' AND r.id = p.user_id WHERE p.organization_id = :organization "
        "AND p.organization_role = :role AND r.active = 1 AND r.joined_at IS NOT NULL "
        "ORDER BY p.user_id",
        {
            {"organization", organization_id  },
            {"role",         std::string(role)}
    },
        1,
        [&](const Row& row) {
            ids.push_back(*row[0]);
            return true;
        }
    );
    return ids;
}

std::optional<OrganizationRow> find_organization_row(
    Session& session, const std::string& organization_id
) {
    return find_row(session, select_organization, organization_id);
}

std::optional<OrganizationRow> lock_organization_row(
    Transaction& tx, const std::string& organization_id
) {
    return find_row(tx, select_organization + " $FOR_UPDATE", organization_id);
}

void update_organization_row(Transaction& tx, const OrganizationRow& organization) {
    tx.execute(
        "UPDATE organization SET name = :name, settings = :settings WHERE id = :organization",
        {
            {"organization", organization.id      },
            {"name",         organization.name    },
            {"settings",     organization.settings}
    }
    );
}

std::vector<std::string> organization_ids(Session& session) {
    std::vector<std::string> ids;
    session.each("SELECT id FROM organization ORDER BY id", {}, 1, [&](const Row& row) {
        ids.push_back(*row[0]);
        return true;
    });
    return ids;
}

}  // namespace usher::store
