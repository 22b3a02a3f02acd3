#include "directory/group_roles.hpp"

#include "invitation/roles.hpp"
#include "store/group_references.hpp"
#include "store/people.hpp"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

namespace usher::directory {

namespace {

using invitation::Role;

class Follower {
  public:
    Follower(const Call& call, store::Transaction& tx) : call_(call), tx_(tx) {}

    void raise(const std::string& user_id, Role role) {
        store::Person person = person_of(user_id);
        if (role_of(person) < role) give(person, role);
    }

    void lower(const std::string& user_id, Role lost) {
        store::Person person = person_of(user_id);
        if (role_of(person) != lost || lost == Role::founder) return;
        Role left = Role::member;
        for (const auto& group : store::group_references(tx_, call_.organization_id, {user_id})) {
            const auto* role = call_.directory.policies.role_of(group.group_id, group.display);
            if (role == nullptr || !group.direct) continue;
            left = std::max(left, invitation::role_from(*role).value_or(Role::member));
        }
        if (left < lost) give(person, left);
    }

    [[nodiscard]] std::vector<event::Event> take_events() { return std::move(events_); }

  private:
    [[nodiscard]] store::Person person_of(const std::string& user_id) {
        return store::person_of(tx_, call_.organization_id, user_id);
    }

    static Role role_of(const store::Person& person) {
        return invitation::role_from(person.organization_role).value_or(Role::member);
    }

    void give(store::Person& person, Role role) {
        person.organization_role = invitation::name_of(role);
        store::store_person(tx_, call_.organization_id, person);
        events_.push_back(call_.event(
            event::Action::user_updated,
            "user",
            person.user_id,
            scim::to_text(scim::Json{
                {"attributes",        scim::Json::array({"organization_role"})},
                {"organization_role", person.organization_role                }
        })
        ));
    }

    const Call& call_;
    store::Transaction& tx_;
    std::vector<event::Event> events_;
};

/// Those of `ids` that are users: groups in the group have no organization role.
bool is_user(store::Transaction& tx, const Call& call, const std::string& id) {
    return store::find_resource(tx, call.organization_id, "User", id).has_value();
}

}  // namespace

std::vector<event::Event> follow_group_roles(
    const Call& call,
    store::Transaction& tx,
    const store::StoredResource& group,
    const store::MembersChanged& changed
) {
    if (!call.by_directory()) return {};
    const auto* const name = call.directory.policies.role_of(group.id, group.display);
    if (name == nullptr) return {};
    const Role role = invitation::role_from(*name).value_or(Role::member);
    Follower follower(call, tx);
    for (const std::string& id : changed.added) {
        if (is_user(tx, call, id)) follower.raise(id, role);
    }
    for (const std::string& id : changed.removed) {
        if (is_user(tx, call, id)) follower.lower(id, role);
    }
    return follower.take_events();
}

}  // namespace usher::directory
