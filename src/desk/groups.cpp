#include "desk/groups.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "desk/group_members.hpp"
#include "directory/documents.hpp"
#include "directory/group_kind.hpp"
#include "directory/unit_of_work.hpp"
#include "invitation/group_role.hpp"
#include "invitation/problem.hpp"
#include "store/members.hpp"
#include "usher/scim/validate.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::group_extension_urn;
using invitation::Permission;
using invitation::Problem;
using scim::Json;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

constexpr std::size_t longest_group_name = 200;

/// Throws Problem forbidden unless `caller` may make and change groups.
void require_group_rights(const Caller& caller) {
    require_permission(caller, Permission::users_register);
    if (caller.limited_to_teams())
        throw Problem::forbidden("a team admin changes the members of a team, not the team");
}

std::string checked_group_name(const std::string& wish) {
    std::string name(base::trimmed(wish));
    if (name.empty()) throw Problem::invalid("/display_name", "required", "a group needs a name");
    if (name.size() > longest_group_name) {
        throw Problem::invalid(
            "/display_name", "invalid", "at most " + std::to_string(longest_group_name) + " bytes"
        );
    }
    return name;
}

/// `document` with `change`, complete and in canonical form.
Json changed_document(
    const Json& before, const GroupChange& change, const scim::ResourceType& type
) {
    Json document = before;
    if (change.display_name) document["displayName"] = checked_group_name(*change.display_name);
    Json& extension = document[std::string(group_extension_urn)];
    if (!extension.is_object()) extension = Json::object();
    if (change.kind) {
        const auto kind = store::group_kind_from(*change.kind);
        if (!kind) throw Problem::invalid("/kind", "invalid", "kind is team, chat or area");
        extension["kind"] = *kind;
    }
    if (change.default_role && change.default_role->empty()) {
        extension.erase("defaultRole");
    } else if (change.default_role) {
        require_role_name(*change.default_role, "/default_role");
        extension["defaultRole"] = *change.default_role;
    }
    directory::complete_kind(document, before, {});
    return scim::settle(std::move(document), type);
}

StoredResource find_seen(store::Session& session, const Caller& caller, const std::string& id) {
    require_group_sight(session, caller, id);
    auto group = base::is_id(id)
                     ? store::find_resource(session, caller.organization_id, "Group", id)
                     : std::nullopt;
    if (!group) throw Problem::not_found("group " + id);
    return std::move(*group);
}

Json item_with_count(store::Session& session, const Caller& caller, const StoredResource& group) {
    Json item = group_item(group);
    item["member_count"] = store::count_members(
        session, {.organization_id = caller.organization_id, .type = "Group", .id = group.id}
    );
    return item;
}

}  // namespace

Json group_item(const StoredResource& group) {
    const Json document = directory::document_of(group);
    const auto extension = document.find(group_extension_urn);
    const auto external_id = document.find("externalId");
    const bool extended = extension != document.end() && extension->is_object();
    return {
        {"id",                                                            group.id                      },
        {"display_name",                                                  document.value("displayName",   "")},
        {"kind",                                                               extended ? extension->value("kind",                                                                                        "team") : "team"},
        {"default_role",                                               invitation::default_role_of(group.document)},
        {"external_id",external_id == document.end() ? Json(nullptr) : *external_id              },
        {"directory_id",                              group.directory_id ? Json(*group.directory_id) : Json(nullptr)                                             },
        {"created_at",group.created_at},
        {"updated_at",                                                                            group.modified_at                                                                                                                                                     },
        {"version",group.version}
    };
}

void require_group_sight(
    store::Session& session, const Caller& caller, const std::string& group_id
) {
    if (!caller.limited_to_teams()) return;
    const auto role =
        store::membership_role(session, caller.organization_id, group_id, caller.user_id);
    if (role != "manager") throw Problem::not_found("group " + group_id);
}

void Groups::require(const Caller& caller, const std::string& id) {
    office_.database.read([&](store::Session& session) {
        (void)find_seen(session, caller, id);
        return true;
    });
}

Json Groups::show(const Caller& caller, const std::string& id) {
    return office_.database.read([&](store::Session& session) {
        return item_with_count(session, caller, find_seen(session, caller, id));
    });
}

Json Groups::create(const Caller& caller, const GroupChange& wish) {
    require_group_rights(caller);
    GroupChange complete = wish;
    if (!complete.display_name) complete.display_name = "";
    const Json blank{
        {"schemas", Json::array({"urn:ietf:params:scim:schemas:core:2.0:Group"})}
    };
    const Json document = changed_document(blank, complete, office_.group_type());
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        const directory::Call call = call_of(caller, organization);
        const directory::UnitOfWork work(call, office_.group_type(), tx);
        auto inserted = work.insert_or_reclaim(document);
        return Outcome<Json>{
            .value = item_with_count(tx, caller, inserted.resource),
            .events = std::move(inserted.effects.events),
            .letters = std::move(inserted.effects.letters)};
    });
}

Json Groups::update(
    const Caller& caller,
    const std::string& id,
    const GroupChange& change,
    std::optional<std::uint64_t> version
) {
    require_group_rights(caller);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        const directory::Call call = call_of(caller, organization);
        const directory::UnitOfWork work(call, office_.group_type(), tx);
        StoredResource group = lock_group(tx, caller, id);
        if (version && *version != group.version)
            throw Problem::conflict("the group has been changed since: read it again");
        const Json before = directory::document_of(group);
        const Json after = changed_document(before, change, office_.group_type());
        auto effects = work.overwrite(group, before, after);
        return Outcome<Json>{
            .value = item_with_count(tx, caller, group),
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

void Groups::remove(const Caller& caller, const std::string& id) {
    require_group_rights(caller);
    office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        const directory::Call call = call_of(caller, organization);
        const directory::UnitOfWork work(call, office_.group_type(), tx);
        const StoredResource group = lock_group(tx, caller, id);
        auto effects = work.remove(office_.registry, group);
        return Outcome<bool>{
            .value = true,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

}  // namespace usher::desk
