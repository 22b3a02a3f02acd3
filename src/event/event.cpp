#include "event/event.hpp"

namespace usher::event {

const std::array<std::string_view, 19>& action_names() {
    static constexpr std::array<std::string_view, 19> names{
        "user.registered",      "user.updated",      "user.joined",
        "user.deactivated",     "user.activated",    "user.deleted",
        "user.adopted",         "group.created",     "group.updated",
        "group.deleted",        "membership.added",  "membership.removed",
        "resource.created",     "resource.updated",  "resource.deleted",
        "organization.created", "directory.created", "directory.token_rotated",
        "token.created",
    };
    return names;
}

std::string_view name_of(Action action) {
    return action_names().at(static_cast<std::size_t>(action));
}

}  // namespace usher::event
