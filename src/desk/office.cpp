#include "desk/office.hpp"

#include "invitation/problem.hpp"
#include "store/members.hpp"

#include <stdexcept>

namespace usher::desk {

namespace {

using invitation::Problem;

const scim::ResourceType& require_type(const scim::Registry& registry, std::string_view name) {
    const scim::ResourceType* type = registry.find_type(name);
    if (type == nullptr)
        throw std::logic_error("the desk needs the resource type " + std::string(name));
    return *type;
}

}  // namespace

const scim::ResourceType& Office::user_type() const {
    return require_type(registry, "User");
}

const scim::ResourceType& Office::group_type() const {
    return require_type(registry, "Group");
}

std::string Office::join_url(const base::Secret& secret) const {
    return public_url + "/join/" + secret.reveal();
}

Organization require_organization(store::Session& session, const std::string& organization_id) {
    auto row = store::find_organization_row(session, organization_id);
    if (!row) throw Problem::not_found("organization " + organization_id);
    invitation::Settings settings = invitation::read_settings(row->settings);
    return {.row = std::move(*row), .settings = std::move(settings)};
}

directory::Call call_of(const Caller& caller, const Organization& organization) {
    return {
        .organization_id = caller.organization_id,
        .organization_settings = organization.row.settings,
        .directory = {},
        .actor = caller.actor,
        .request_id = caller.request_id,
        .habits = {}};
}

invitation::Cause cause_of(const Caller& caller) {
    return {
        .organization_id = caller.organization_id,
        .actor = caller.actor,
        .request_id = caller.request_id};
}

void require_permission(const Caller& caller, invitation::Permission permission) {
    if (caller.may(permission)) return;
    throw Problem::forbidden(
        "this needs the permission " + std::string(invitation::name_of(permission))
    );
}

void require_sight(store::Session& session, const Caller& caller, const std::string& user_id) {
    if (!caller.limited_to_teams() || caller.user_id == user_id) return;
    const bool shares =
        store::shares_managed_group(session, caller.organization_id, caller.user_id, user_id);
    if (!shares) throw Problem::not_found("user " + user_id);
}

}  // namespace usher::desk
