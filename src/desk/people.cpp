#include "desk/people.hpp"

#include "desk/invitations.hpp"
#include "desk/similar_users.hpp"
#include "desk/user_change.hpp"
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "directory/unit_of_work.hpp"
#include "invitation/keys.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "invitation/status.hpp"
#include "store/group_references.hpp"
#include "store/identity_keys.hpp"
#include "store/locks.hpp"
#include "usher/scim/comparison.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::Permission;
using invitation::Problem;
using invitation::ProblemCode;
using scim::Json;
using store::Outcome;
using store::Transaction;

std::vector<std::string> warnings_for(
    store::Session& session, const std::string& organization_id, const std::string& user_id
) {
    const bool in_none = store::group_references(session, organization_id, {user_id}).empty();
    return in_none ? std::vector<std::string>{"no_group_access"} : std::vector<std::string>{};
}

Outcome<UserChanged> outcome_of(UserChange& change, std::vector<std::string> warnings) {
    return {
        .value = {.user = change.user(), .warnings = std::move(warnings)},
        .events = std::move(change.effects.events),
        .letters = std::move(change.effects.letters)
    };
}

/// The user name of somebody who registers without one: the suggestion from the address.
void complete_names(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    Json& document
) {
    if (!document.contains("userName")) {
        const std::string email = [&] {
            const auto emails = document.find("emails");
            const bool any = emails != document.end() && emails->is_array() && !emails->empty();
            return any ? emails->front()["value"].get<std::string>() : std::string();
        }();
        if (email.empty()) {
            throw Problem::invalid(
                "/user_name", "required", "user_name is required where there is no e-mail"
            );
        }
        document["userName"] = suggest_user_name(session, office, organization_id, email);
    }
    const auto name = document.find("name");
    if (document.contains("displayName") || name == document.end()) return;
    const std::string given = name->value("givenName", "");
    const std::string family = name->value("familyName", "");
    const std::string both = given + (given.empty() || family.empty() ? "" : " ") + family;
    if (!both.empty()) document["displayName"] = both;
}

}  // namespace

UserChanged People::register_user(const Caller& caller, RegisterWish wish) {
    require_permission(caller, Permission::users_register);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        require_groups(tx, caller, wish.groups);
        if (caller.limited_to_teams() && wish.groups.empty()) {
            throw Problem::invalid("/groups", "required", "choose one of your teams");
        }
        Json document{
            {"schemas", {"urn:ietf:params:scim:schemas:core:2.0:User"}},
            {"active",  true                                          }
        };
        write_fields(document, wish.fields, organization.settings.default_region);
        require_fields(document, organization.settings.required_fields);
        if (!document.contains("timezone")) {
            document["timezone"] = organization.settings.default_time_zone;
        }
        complete_names(tx, office_, caller.organization_id, document);
        Registered registered = desk::register_user(
            tx,
            office_,
            caller,
            organization,
            {.document = std::move(document),
             .source = wish.source,
             .groups = wish.groups,
             .locale = {}}
        );
        auto& [user, effects] = registered;
        if (wish.complete_profile) {
            store::set_profile_state(tx, caller.organization_id, user.id, "complete");
            user.profile_state = "complete";
            effects.events.push_back(caller.event(Action::profile_completed, user_party(user.id)));
        }
        if (!wish.invite_channels.empty()) {
            InvitationTerms terms;
            terms.channels = wish.invite_channels;
            auto invited = Invitations(office_).invite_one(
                tx, caller, terms, {.email = {}, .user_id = user.id, .line = 0, .fields = {}}
            );
            if (!invited.result.sent()) {
                throw Problem(ProblemCode::not_allowed, invited.result.detail);
            }
            effects.append(std::move(invited.effects));
        }
        auto warnings = warnings_for(tx, caller.organization_id, user.id);
        user = *store::find_resource(tx, caller.organization_id, "User", user.id);
        return Outcome<UserChanged>{
            .value = {.user = std::move(user), .warnings = std::move(warnings)},
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)
        };
    });
}

UserChanged People::set_active(const Caller& caller, const std::string& id, bool active) {
    require_permission(caller, Permission::users_register);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        UserChange change(tx, office_, caller, organization, id);
        change.document()["active"] = active;
        change.write();
        return outcome_of(change, {});
    });
}

void People::remove(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::users_register);
    office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        UserChange change(tx, office_, caller, organization, id);
        const directory::Call call = call_of(caller, organization);
        auto effects = directory::UnitOfWork(call, office_.user_type(), tx)
                           .remove(office_.registry, change.user());
        return Outcome<bool>{
            .value = true,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

Json People::availability(
    const Caller& caller, const std::string& user_name, const std::string& email
) {
    if (!caller.may(Permission::users_invite)) {
        require_permission(caller, Permission::users_register);
    }
    return office_.database.read([&](store::Session& session) {
        Json answer{
            {"user_name", nullptr},
            {"email",     nullptr}
        };
        if (!user_name.empty()) {
            const auto* attribute = office_.user_type().schema->find("userName");
            const auto fold = scim::comparison_key(*attribute, Json(user_name));
            const bool free =
                fold &&
                store::holders_of(
                    session, caller.organization_id, "User", {.path = "userName", .fold = *fold}, 1
                )
                    .empty();
            answer["user_name"] = {
                {"free",                  free                    },
                { "suggestion",
                 free ? Json(nullptr)
                      : Json(suggest_user_name(session, office_, caller.organization_id, user_name)
                        )}
            };
        }
        if (!email.empty()) {
            const auto key = invitation::email_key(email);
            if (!key) {
                throw Problem(ProblemCode::invalid_email, email + " is no e-mail address");
            }
            const auto holders =
                store::holders_of_key(session, caller.organization_id, store::email_kind, *key, 1);
            Json status = nullptr;
            if (!holders.empty()) {
                const auto user =
                    store::find_resource(session, caller.organization_id, "User", holders.front());
                if (user) {
                    status =
                        name_of(invitation::status_of(*user, base::to_text(office_.clock.now())));
                }
            }
            auto similar = similar_users(session, caller.organization_id, {*key});
            const bool alone = similar.empty() || caller.limited_to_teams();
            answer["email"] = {
                {"free",    holders.empty()                                    },
                {"status",  status                                             },
                {"similar", alone ? Json::array() : std::move(similar.at(*key))}
            };
        }
        return answer;
    });
}

}  // namespace usher::desk
