#include "directory/change_events.hpp"

#include "directory/status.hpp"

#include <nlohmann/json.hpp>

namespace usher::directory {

namespace {

struct Actions {
    event::Action created;
    event::Action updated;
    event::Action deleted;
    std::string subject;
};

Actions actions_of(const scim::ResourceType& type) {
    using enum event::Action;
    if (shows_status(type)) {
        return {
            .created = user_registered,
            .updated = user_updated,
            .deleted = user_deleted,
            .subject = "user"};
    }
    if (type.members != nullptr) {
        return {
            .created = group_created,
            .updated = group_updated,
            .deleted = group_deleted,
            .subject = "group"};
    }
    return {
        .created = resource_created,
        .updated = resource_updated,
        .deleted = resource_deleted,
        .subject = type.name};
}

}  // namespace

std::vector<event::Event> created_events(
    const Call& call, const scim::ResourceType& type, const store::StoredResource& made
) {
    const Actions actions = actions_of(type);
    std::vector<event::Event> events{call.event(actions.created, actions.subject, made.id)};
    if (made.joined_at)
        events.push_back(call.event(event::Action::user_joined, actions.subject, made.id));
    return events;
}

std::vector<event::Event> updated_events(
    const Call& call,
    const scim::ResourceType& type,
    const store::StoredResource& before,
    const store::StoredResource& after,
    const std::string& data
) {
    const Actions actions = actions_of(type);
    std::vector<event::Event> events{call.event(actions.updated, actions.subject, after.id, data)};
    if (shows_status(type) && before.active != after.active) {
        events.push_back(call.event(
            after.active ? event::Action::user_activated : event::Action::user_deactivated,
            actions.subject,
            after.id
        ));
    }
    return events;
}

event::Event adopted_event(const Call& call, const store::StoredResource& user) {
    return call.event(event::Action::user_adopted, "user", user.id);
}

event::Event deleted_event(
    const Call& call, const scim::ResourceType& type, const std::string& id
) {
    const Actions actions = actions_of(type);
    return call.event(actions.deleted, actions.subject, id);
}

std::vector<event::Event> membership_events(
    const Call& call, const std::string& group_id, const store::MembersChanged& changed
) {
    std::vector<event::Event> events;
    const auto tell = [&](event::Action action, const std::vector<std::string>& ids) {
        if (ids.empty()) return;
        events.push_back(call.event(
            action,
            "group",
            group_id,
            scim::to_text(scim::Json{
                {"members", ids}
        })
        ));
    };
    tell(event::Action::membership_added, changed.added);
    tell(event::Action::membership_removed, changed.removed);
    return events;
}

}  // namespace usher::directory
