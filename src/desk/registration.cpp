#include "desk/registration.hpp"

#include "directory/change_events.hpp"
#include "directory/documents.hpp"
#include "directory/unit_of_work.hpp"
#include "invitation/authority.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/attribute_index.hpp"
#include "store/encounters.hpp"
#include "store/members.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/validate.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::FieldProblem;
using invitation::Problem;
using scim::Json;
using store::Transaction;

struct TakenField {
    std::string_view path;
    std::string_view pointer;
    std::string_view what;
};

constexpr std::array taken_fields{
    TakenField{invitation::user_name_path, "/user_name", "user name"     },
    TakenField{store::email_kind,          "/email",     "e-mail address"},
    TakenField{invitation::code_path,      "/code",      "code"          },
};

/// Refuses what somebody else has, each field once.
void require_free(const store::Encounters& met) {
    std::vector<FieldProblem> problems;
    for (const TakenField& field : taken_fields) {
        const bool taken =
            std::any_of(met.users.begin(), met.users.end(), [&](const store::Encounter& one) {
                return one.kind == field.path;
            });
        if (!taken) continue;
        problems.push_back(
            {.pointer = std::string(field.pointer),
             .code = "taken",
             .detail = "somebody has this " + std::string(field.what) + " already"}
        );
    }
    if (!problems.empty()) throw Problem(std::move(problems));
}

std::vector<store::IndexKey> matching_keys(const Json& document, const scim::ResourceType& type) {
    std::vector<store::IndexKey> keys;
    for (const auto& entry : store::index_entries(document, type, "")) {
        if (entry.path == invitation::user_name_path || entry.path == invitation::code_path) {
            keys.push_back({.path = entry.path, .fold = entry.fold});
        }
    }
    return keys;
}

/// Puts a new user into groups, each under its row's lock.
void join_groups(
    Transaction& tx,
    const Office& office,
    const directory::Call& call,
    const std::string& user_id,
    std::vector<store::PromisedGroup> groups,
    store::Effects& effects
) {
    // In one order for everybody: two who join the same groups at once do not hold one each.
    std::sort(groups.begin(), groups.end(), [](const auto& left, const auto& right) {
        return left.id < right.id;
    });
    const directory::UnitOfWork work(call, office.group_type(), tx);
    for (const store::PromisedGroup& group : groups) {
        auto row = store::lock_resource(tx, call.organization_id, "Group", group.id);
        if (!row) throw Problem::not_found("group " + group.id);
        const auto changed = store::add_members(tx, work.group(*row), {"User"}, {user_id});
        if (!group.role.empty()) {
            store::set_membership_role(tx, work.group(*row), user_id, group.role);
        }
        if (changed.nothing()) continue;
        std::vector<event::Event> events;
        work.count_members(*row, changed, events);
        effects.append({.events = std::move(events), .letters = {}});
    }
}

}  // namespace

Registered register_user(
    Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization,
    Registration registration
) {
    const scim::ResourceType& type = office.user_type();
    Json document = scim::settle(std::move(registration.document), type);
    const auto keys = invitation::keys_of(document, organization.settings.default_region);
    tx.lock(invitation::locks_of(caller.organization_id, keys));
    require_free(
        store::find_encounters(tx, caller.organization_id, keys, matching_keys(document, type))
    );
    const directory::Call call = call_of(caller, organization);
    auto inserted = directory::UnitOfWork(call, type, tx).insert_or_reclaim(document);
    Registered registered{
        .user = std::move(inserted.resource), .effects = std::move(inserted.effects)};
    store::Person person = store::person_of(tx, caller.organization_id, registered.user.id);
    person.source = registration.source;
    person.locale = registration.locale;
    store::store_person(tx, caller.organization_id, person);
    join_groups(
        tx, office, call, registered.user.id, std::move(registration.groups), registered.effects
    );
    return registered;
}

void require_groups(
    store::Session& session, const Caller& caller, const std::vector<store::PromisedGroup>& groups
) {
    const invitation::Authority authority{
        .role = caller.role,
        .permissions = caller.permissions,
        .limited_to_teams = caller.limited_to_teams()};
    for (const store::PromisedGroup& group : groups) {
        if (!store::find_resource(session, caller.organization_id, "Group", group.id)) {
            throw Problem::invalid("/groups", "unknown", "there is no group " + group.id);
        }
        const bool may = invitation::may_give_group(
            session, caller.organization_id, authority, caller.actor, group.id
        );
        if (!may) throw Problem::forbidden("you may not put people into the group " + group.id);
    }
}

std::string suggest_user_name(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    const std::string& email
) {
    constexpr int most_tries = 1000;
    const std::string local = email.substr(0, email.rfind('@'));
    const auto* attribute = office.user_type().schema->find("userName");
    for (int number = 1; number <= most_tries; ++number) {
        const std::string name = number == 1 ? local : local + std::to_string(number);
        const auto fold = scim::comparison_key(*attribute, Json(name));
        const bool taken =
            !fold || !store::holders_of(
                          session,
                          organization_id,
                          "User",
                          {.path = std::string(invitation::user_name_path), .fold = *fold},
                          1
                     )
                          .empty();
        if (!taken) return name;
    }
    return email;
}

}  // namespace usher::desk
