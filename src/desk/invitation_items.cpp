#include "desk/invitation_items.hpp"

#include "desk/item.hpp"
#include "desk/similar_users.hpp"
#include "invitation/states.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::InvitationState;
using invitation::Permission;
using scim::Json;

Json shown_party(const event::Party& party) {
    return {
        {"kind", party.kind},
        {"id",   party.id  }
    };
}

template <class State>
Json actions_of(const Caller& caller, Permission permission, State state) {
    Json actions = Json::array();
    if (!caller.may(permission)) return actions;
    for (const std::string_view action : invitation::admin_actions(state))
        actions.push_back(action);
    return actions;
}

Json shown_request(const Caller& caller, const store::InvitationRequest& request) {
    const auto state = invitation::request_state_from(request.state);
    Json item;
    item["id"] = request.id;
    item["email"] = request.email;
    item["name"] = text_or_null(request.name);
    item["message"] = text_or_null(request.message);
    item["state"] = request.state;
    item["via"] = text_or_null(request.via);
    item["reason"] = text_or_null(request.reason);
    item["user_id"] = text_or_null(request.user_id);
    item["invitation_id"] = text_or_null(request.invitation_id);
    item["directory_id"] = text_or_null(request.directory_id);
    item["connection_id"] = text_or_null(request.connection_id);
    item["reviewed_by"] = request.reviewed_by ? shown_party(*request.reviewed_by) : Json(nullptr);
    item["repeats"] = request.repeats;
    item["created_at"] = request.created_at;
    item["closed_at"] = text_or_null(request.closed_at);
    item["actions"] = actions_of(caller, Permission::requests_review, state);
    return item;
}

}  // namespace

Json invitation_item(
    const Caller& caller, const std::string& now, const store::Invitation& invitation
) {
    const InvitationState state = invitation::effective(
        invitation::invitation_state_from(invitation.state), invitation.expires_at, now
    );
    Json groups = Json::array();
    for (const store::PromisedGroup& group : invitation.groups) {
        groups.push_back({
            {"id",   group.id                                             },
            {"role", group.role.empty() ? Json(nullptr) : Json(group.role)}
        });
    }
    const bool accepted = state == InvitationState::accepted;
    Json item;
    item["id"] = invitation.id;
    item["user_id"] = invitation.user_id;
    item["email"] = text_or_null(invitation.email);
    item["state"] = name_of(state);
    item["reason"] = text_or_null(invitation.reason);
    item["via"] = text_or_null(invitation.via);
    item["channels"] = invitation.channels;
    item["groups"] = groups;
    item["organization_role"] = text_or_null(invitation.organization_role);
    item["created_by"] = shown_party(invitation.created_by);
    item["created_at"] = invitation.created_at;
    item["expires_at"] = invitation.expires_at;
    item["last_sent_at"] = text_or_null(invitation.last_sent_at);
    item["sent_count"] = invitation.sent_count;
    item["accepted_at"] = accepted ? text_or_null(invitation.closed_at) : Json(nullptr);
    item["closed_at"] = text_or_null(invitation.closed_at);
    item["request_id"] = text_or_null(invitation.request_id);
    item["predecessor_id"] = text_or_null(invitation.predecessor_id);
    item["actions"] = actions_of(caller, Permission::users_invite, state);
    return item;
}

Json request_items(
    store::Session& session,
    const Caller& caller,
    const std::vector<store::InvitationRequest>& requests
) {
    std::vector<std::string> pending;
    for (const store::InvitationRequest& request : requests) {
        if (request.state == "pending") pending.push_back(request.email_key);
    }
    // A team admin sees only the people of their teams.
    if (caller.limited_to_teams()) pending.clear();
    const auto similar = similar_users(session, caller.organization_id, pending);
    Json items = Json::array();
    for (const store::InvitationRequest& request : requests) {
        Json item = shown_request(caller, request);
        const auto found = similar.find(request.email_key);
        item["similar"] =
            request.state == "pending" && found != similar.end() ? found->second : Json::array();
        items.push_back(std::move(item));
    }
    return items;
}

Json request_item(
    store::Database& database, const Caller& caller, const store::InvitationRequest& request
) {
    return database.read([&](store::Session& session) {
        return request_items(session, caller, {request}).front();
    });
}

}  // namespace usher::desk
