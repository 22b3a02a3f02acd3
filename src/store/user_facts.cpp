#include "store/user_facts.hpp"

#include "store/binder.hpp"
#include "store/group_references.hpp"
#include "store/person_rows.hpp"

#include <set>

namespace usher::store {

namespace {

using Roles = std::map<std::pair<std::string, std::string>, std::string>;  // by member and group

Roles direct_roles(
    Session& session, const std::string& organization_id, const std::vector<std::string>& user_ids
) {
    Roles roles;
    in_pieces(user_ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const std::string sql =
            "SELECT m.member_id, m.group_id, m.role FROM membership m WHERE m.organization_id = " +
            organization + " AND m.member_id " + binder.bind_among(piece);
        for (const Row& row : session.select(sql, binder.parameters(), 3))
            roles[{*row[0], *row[1]}] = *row[2];
    });
    return roles;
}

std::map<std::string, std::string> kinds_of(
    Session& session, const std::string& organization_id, const std::set<std::string>& group_ids
) {
    std::map<std::string, std::string> kinds;
    in_pieces({group_ids.begin(), group_ids.end()}, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const std::string sql =
            "SELECT a.resource_id, a.fold FROM attribute a WHERE a.organization_id = " +
            organization + " AND a.resource_id " + binder.bind_among(piece) +
            " AND a.path = 'urn:ietf:params:scim:schemas:extension:usher:2.0:Group:kind'";
        for (const Row& row : session.select(sql, binder.parameters(), 2))
            kinds[*row[0]] = *row[1];
    });
    return kinds;
}

void read_groups(
    Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& user_ids,
    UserFacts& facts
) {
    const auto references = group_references(session, organization_id, user_ids);
    if (references.empty()) return;
    std::set<std::string> group_ids;
    for (const GroupReference& reference : references)
        group_ids.insert(reference.group_id);
    const Roles roles = direct_roles(session, organization_id, user_ids);
    const auto kinds = kinds_of(session, organization_id, group_ids);
    for (const GroupReference& reference : references) {
        const auto role = roles.find({reference.member_id, reference.group_id});
        const auto kind = kinds.find(reference.group_id);
        facts.groups[reference.member_id].push_back(
            {.id = reference.group_id,
             .display = reference.display,
             .kind = kind == kinds.end() ? "team" : kind->second,
             .role = role == roles.end() ? "" : role->second,
             .direct = reference.direct}
        );
    }
}

void read_invitations(
    Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& user_ids,
    UserFacts& facts
) {
    in_pieces(user_ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const std::string sql =
            std::string("SELECT ") + invitation_columns +
            " FROM invitation i WHERE i.organization_id = " + organization + " AND i.user_id " +
            binder.bind_among(piece) +
            " AND i.id = (SELECT max(latest.id) FROM invitation latest "
            "WHERE latest.organization_id = i.organization_id AND latest.user_id = i.user_id)";
        for (const Row& row : session.select(sql, binder.parameters(), invitation_column_count)) {
            Invitation invitation = read_invitation(row);
            std::string user_id = invitation.user_id;
            facts.invitations.emplace(std::move(user_id), std::move(invitation));
        }
    });
}

void read_people(
    Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& user_ids,
    UserFacts& facts
) {
    in_pieces(user_ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const std::string sql = std::string("SELECT ") + person_columns +
                                " FROM person p WHERE p.organization_id = " + organization +
                                " AND p.user_id " + binder.bind_among(piece);
        for (const Row& row : session.select(sql, binder.parameters(), person_column_count)) {
            Person person = read_person(row);
            std::string user_id = person.user_id;
            facts.people.emplace(std::move(user_id), std::move(person));
        }
    });
}

}  // namespace

UserFacts user_facts(
    Session& session, const std::string& organization_id, const std::vector<std::string>& user_ids
) {
    UserFacts facts;
    if (user_ids.empty()) return facts;
    read_groups(session, organization_id, user_ids, facts);
    read_invitations(session, organization_id, user_ids, facts);
    read_people(session, organization_id, user_ids, facts);
    return facts;
}

}  // namespace usher::store
