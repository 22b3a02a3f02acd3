// The audit trail's one kind of line, and the closed list of what it can say (api.md, "Events").
//
// Events are written in the transaction of the change they tell of; webhooks, mails and the audit
// view all leave from them. `data` holds ids and attribute names, never secrets and never whole
// people.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace usher::event {

enum class Action {
    user_registered,
    user_updated,
    user_joined,
    user_deactivated,
    user_activated,
    user_deleted,
    user_adopted,
    group_created,
    group_updated,
    group_deleted,
    membership_added,
    membership_removed,
    resource_created,
    resource_updated,
    resource_deleted,
    organization_created,
    directory_created,
    directory_token_rotated,
    token_created,
};

/// The name in the API: `user.registered`.
[[nodiscard]] std::string_view name_of(Action action);
/// Every name, in the order of the enum.
[[nodiscard]] const std::array<std::string_view, 19>& action_names();

struct Party {
    std::string kind;  ///< "directory", "admin", "user", "system", ...
    std::string id;
};

struct Event {
    std::string organization_id;
    Action action;
    Party actor;
    Party subject;
    std::string data = "{}";  ///< JSON text
    std::string request_id;
};

}  // namespace usher::event
