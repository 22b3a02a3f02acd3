#include "desk/bulk_plan.hpp"

#include "base/id.hpp"
#include "desk/bulk_texts.hpp"
#include "desk/registration.hpp"
#include "desk/user_fields.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/attribute_index.hpp"
#include "store/identity_keys.hpp"
#include "store/resources.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using scim::Json;

std::string only_one(
    const std::vector<std::string>& ids, const std::string& pointer, const std::string& what
) {
    if (ids.empty()) throw Problem::invalid(pointer, "not_found", "there is no " + what);
    if (ids.size() > 1) throw Problem::invalid(pointer, "ambiguous", "there are several: " + what);
    return ids.front();
}

}  // namespace

std::vector<std::string> InvitationPlanner::holders(
    store::Session& session,
    const scim::ResourceType& type,
    const Json& document,
    std::string_view path
) const {
    for (const auto& entry : store::index_entries(document, type, "")) {
        if (entry.path != path) continue;
        const store::IndexKey key{.path = entry.path, .fold = entry.fold};
        return store::holders_of(session, caller_.organization_id, std::string(type.name), key, 2);
    }
    return {};
}

std::string InvitationPlanner::group_id(store::Session& session, const std::string& name) const {
    if (base::is_id(name)) return name;
    Json document = Json::object();
    document["displayName"] = name;
    const auto found = holders(session, office_.group_type(), document, "displayName");
    return only_one(found, "/groups", "group called " + name);
}

std::string InvitationPlanner::manager_id(store::Session& session, const std::string& manager)
    const {
    if (base::is_id(manager)) return manager;
    const std::string what = "user with the address or code " + manager;
    if (const auto key = invitation::email_key(manager)) {
        const auto found =
            store::holders_of_key(session, caller_.organization_id, store::email_kind, *key, 2);
        return only_one(found, "/manager", what);
    }
    Json document = Json::object();
    document[enterprise_urn]["employeeNumber"] = manager;
    const auto found = holders(session, office_.user_type(), document, invitation::code_path);
    return only_one(found, "/manager", what);
}

std::vector<store::PromisedGroup> InvitationPlanner::groups_of(
    store::Session& session, const RecipientEntry& entry
) const {
    auto groups = entry.groups.empty() ? terms_.groups : std::vector<store::PromisedGroup>();
    for (const std::string& name : entry.groups)
        groups.push_back({.id = group_id(session, name), .role = {}});
    if (!entry.role.empty()) {
        for (store::PromisedGroup& group : groups)
            group.role = entry.role;
    }
    require_groups(session, caller_, groups);
    return groups;
}

PlannedInvitation InvitationPlanner::plan(store::Session& session, const RecipientEntry& entry)
    const {
    PlannedInvitation planned{
        .recipient =
            {.email = entry.email,
                        .user_id = entry.user_id,
                        .line = entry.line,
                        .fields = fields_of(entry)},
        .terms = terms_
    };
    if (!entry.manager.empty()) {
        planned.recipient.fields["manager"] = manager_id(session, entry.manager);
    }
    planned.terms.groups = groups_of(session, entry);
    if (!entry.locale.empty()) planned.terms.locale = entry.locale;
    return planned;
}

}  // namespace usher::desk
