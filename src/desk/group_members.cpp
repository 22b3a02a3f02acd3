#include "desk/group_members.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "directory/member_patch.hpp"
#include "invitation/authority.hpp"
#include "invitation/group_role.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using scim::Json;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

/// A group whose members are about to change: locked, with what that needs.
class MembersChange {
  public:
    MembersChange(
        Transaction& tx, const Office& office, const Caller& caller, const std::string& id
    )
        : tx_(tx),
          type_(office.group_type()),
          caller_(caller),
          call_(call_of(caller, require_organization(tx, caller.organization_id))),
          work_(call_, type_, tx),
          group_(lock_group(tx, caller, id)) {
        const invitation::Authority authority{
            .role = caller.role,
            .permissions = caller.permissions,
            .limited_to_teams = caller.limited_to_teams()};
        const bool may = invitation::may_give_group(
            tx, caller.organization_id, authority, caller.actor, group_.id
        );
        if (!may) throw Problem::forbidden("you may not change who is in the group " + group_.id);
    }

    /// A team admin adds only whom they see.
    void require_known_to_caller(const std::vector<MemberWish>& members) const {
        if (!caller_.limited_to_teams()) return;
        for (const MemberWish& member : members)
            require_sight(tx_, caller_, member.id);
    }

    void add(const std::vector<MemberWish>& members) {
        std::map<std::string, std::vector<std::string>> by_role;
        for (const MemberWish& member : members)
            by_role[member.role].push_back(member.id);
        store::MembersChanged all;
        for (const auto& [role, ids] : by_role) {
            store::GroupKey key = work_.group(group_);
            if (!role.empty()) key.member_role = role;
            const auto changed = store::add_members(tx_, key, directory::member_types(type_), ids);
            if (!changed.unknown.empty()) {
                throw Problem::invalid(
                    "/members", "unknown", "there is nobody with the id " + changed.unknown.front()
                );
            }
            all.added.insert(all.added.end(), changed.added.begin(), changed.added.end());
        }
        work_.count_members(group_, all, events);
        for (const auto& [role, ids] : by_role) {
            if (!role.empty()) give_role(role, ids);
        }
    }

    /// One event for all whose role it was not.
    void give_role(const std::string& role, const std::vector<std::string>& ids) {
        Json changed = Json::array();
        const store::GroupKey key = work_.group(group_);
        for (const std::string& id : ids) {
            if (store::set_membership_role(tx_, key, id, role)) changed.push_back(id);
        }
        if (changed.empty()) return;
        const Json data{
            {"members", changed},
            {"role",    role   }
        };
        events.push_back(call_.event(
            event::Action::membership_role_changed, "group", group_.id, scim::to_text(data)
        ));
    }

    void remove(const std::string& member_id) {
        const auto changed = store::remove_members(tx_, work_.group(group_), {member_id});
        if (changed.removed.empty()) throw Problem::not_found("member " + member_id);
        work_.count_members(group_, changed, events);
    }

    [[nodiscard]] Json items(const std::vector<std::string>& ids) const {
        Json found = Json::array();
        for (const store::Membership& member : store::find_members(tx_, work_.group(group_), ids))
            found.push_back(member_item(member));
        return found;
    }

    std::vector<event::Event> events;

  private:
    Transaction& tx_;
    const scim::ResourceType& type_;
    const Caller& caller_;
    directory::Call call_;
    directory::UnitOfWork work_;
    StoredResource group_;
};

std::vector<std::string> ids_of(const std::vector<MemberWish>& members) {
    std::vector<std::string> ids;
    for (const MemberWish& member : members)
        ids.push_back(member.id);
    return ids;
}

void check(const std::vector<MemberWish>& members) {
    if (members.empty() || members.size() > most_member_wishes) {
        throw Problem::invalid(
            "/members", "invalid", "name 1 to " + std::to_string(most_member_wishes) + " members"
        );
    }
    for (const MemberWish& member : members) {
        if (!base::is_id(member.id))
            throw Problem::invalid("/members", "invalid", "each has the id of a user or a group");
        if (!member.role.empty()) require_role_name(member.role, "/members");
    }
}

}  // namespace

void require_role_name(const std::string& role, const std::string& pointer) {
    if (invitation::is_group_role(role)) return;
    throw Problem::invalid(
        pointer, "invalid", "a role is a name of 1 to 64 bytes, such as member or manager"
    );
}

StoredResource lock_group(Transaction& tx, const Caller& caller, const std::string& id) {
    require_group_sight(tx, caller, id);
    auto group = base::is_id(id) ? store::lock_resource(tx, caller.organization_id, "Group", id)
                                 : std::nullopt;
    if (!group) throw Problem::not_found("group " + id);
    return std::move(*group);
}

Json member_item(const store::Membership& member) {
    return {
        {"id",           member.id                     },
        {"type",         base::ascii_lower(member.type)},
        {"role",         member.role                   },
        {"display_name", member.display                },
        {"added_at",     member.created_at             }
    };
}

Json Groups::add_members(
    const Caller& caller, const std::string& id, const std::vector<MemberWish>& members
) {
    check(members);
    return office_.database.change([&](Transaction& tx) {
        MembersChange change(tx, office_, caller, id);
        change.require_known_to_caller(members);
        change.add(members);
        return Outcome<Json>{
            .value = change.items(ids_of(members)), .events = std::move(change.events)};
    });
}

Json Groups::set_role(const Caller& caller, const std::string& id, const MemberWish& member) {
    require_role_name(member.role, "/role");
    return office_.database.change([&](Transaction& tx) {
        MembersChange change(tx, office_, caller, id);
        change.give_role(member.role, {member.id});
        const Json items = change.items({member.id});
        if (items.empty()) throw Problem::not_found("member " + member.id);
        return Outcome<Json>{.value = items.front(), .events = std::move(change.events)};
    });
}

void Groups::remove_member(
    const Caller& caller, const std::string& id, const std::string& member_id
) {
    office_.database.change([&](Transaction& tx) {
        MembersChange change(tx, office_, caller, id);
        change.remove(member_id);
        return Outcome<bool>{.value = true, .events = std::move(change.events)};
    });
}

}  // namespace usher::desk
