#include "desk/directories.hpp"

#include "base/id.hpp"
#include "desk/directory_items.hpp"
#include "invitation/problem.hpp"
#include "store/removals.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::Permission;
using invitation::Problem;
using scim::Json;
using store::DirectoryRecord;
using store::Outcome;
using store::Transaction;

event::Party directory_party(const std::string& id) {
    return {.kind = "directory", .id = id};
}

Problem no_directory(const std::string& id) {
    return Problem::not_found("directory " + id);
}

DirectoryRecord find_record(store::Session& session, const Caller& caller, const std::string& id) {
    auto record = store::find_directory(session, caller.organization_id, id);
    if (!record) throw no_directory(id);
    return std::move(*record);
}

DirectoryRecord lock(Transaction& tx, const Caller& caller, const std::string& id) {
    auto record = store::lock_directory(tx, caller.organization_id, id);
    if (!record) throw no_directory(id);
    return std::move(*record);
}

store::DirectoryKey key_of(const Caller& caller, const std::string& id) {
    return {.organization_id = caller.organization_id, .directory_id = id};
}

Json shown_token(const store::IssuedToken& token) {
    return {
        {"id",    token.id           },
        {"token", token.text.reveal()}
    };
}

/// Whether the guard paused a directory whose guard `change` switches off.
bool loses_guard(const DirectoryRecord& record, const store::Directory& after) {
    return record.pause_reason == store::paused_by_guard && !after.policies.guard.enabled;
}

}  // namespace

void Directories::require(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::directories_manage);
    office_.database.read([&](store::Session& session) {
        (void)find_record(session, caller, id);
        return true;
    });
}

Json Directories::list(const Caller& caller) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.read([&](store::Session& session) {
        Json items = Json::array();
        for (const auto& record : store::list_directories(session, caller.organization_id))
            items.push_back(directory_item(session, office_, caller.organization_id, record));
        return items;
    });
}

Json Directories::show(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.read([&](store::Session& session) {
        return directory_item(
            session, office_, caller.organization_id, find_record(session, caller, id)
        );
    });
}

Json Directories::create(const Caller& caller, const DirectoryChange& wish) {
    require_permission(caller, Permission::directories_manage);
    store::Directory directory{.id = {}, .name = {}, .on_create = "auto", .dialect = "auto"};
    DirectoryChange complete = wish;
    if (!complete.name) complete.name = "";
    apply(directory, complete);
    return office_.database.change([&](Transaction& tx) {
        const auto made = store::insert_directory(tx, caller.organization_id, directory);
        const std::string& id = made.directory.id;
        Json item =
            directory_item(tx, office_, caller.organization_id, find_record(tx, caller, id));
        item["token"] = shown_token(made.token);
        const Json data{
            {"name", directory.name}
        };
        return Outcome<Json>{
            .value = std::move(item),
            .events = {
                caller.event(Action::directory_created, directory_party(id), scim::to_text(data))}};
    });
}

Json Directories::update(
    const Caller& caller, const std::string& id, const DirectoryChange& change
) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.change([&](Transaction& tx) {
        const DirectoryRecord record = lock(tx, caller, id);
        store::Directory after = record.directory;
        apply(after, change);
        Outcome<Json> outcome;
        const Json changed = changed_parts(record.directory, after);
        if (!changed.empty()) {
            store::update_directory(tx, caller.organization_id, after);
            const Json data{
                {"attributes", changed}
            };
            outcome.events.push_back(
                caller.event(Action::directory_updated, directory_party(id), scim::to_text(data))
            );
        }
        if (loses_guard(record, after) &&
            store::release_directory(tx, key_of(caller, id), tx.now())) {
            outcome.events.push_back(caller.event(Action::directory_released, directory_party(id)));
        }
        outcome.value =
            directory_item(tx, office_, caller.organization_id, find_record(tx, caller, id));
        return outcome;
    });
}

void Directories::remove(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::directories_manage);
    office_.database.change([&](Transaction& tx) {
        const DirectoryRecord record = lock(tx, caller, id);
        store::delete_directory(tx, caller.organization_id, id);
        const Json data{
            {"name", record.directory.name}
        };
        return Outcome<bool>{
            .value = true,
            .events = {
                caller.event(Action::directory_deleted, directory_party(id), scim::to_text(data))}};
    });
}

Json Directories::issue_token(
    const Caller& caller, const std::string& id, std::optional<std::chrono::seconds> old_ends_after
) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.change([&](Transaction& tx) {
        (void)lock(tx, caller, id);
        const auto issued = store::add_token(tx, caller.organization_id, id, old_ends_after);
        if (!issued) {
            throw Problem::conflict(
                "two tokens are valid already: end one of them, or wait until the older ends"
            );
        }
        const Json data{
            {"token_id", issued->id}
        };
        return Outcome<Json>{
            .value = shown_token(*issued),
            .events = {caller.event(
                Action::directory_token_rotated, directory_party(id), scim::to_text(data)
            )}};
    });
}

void Directories::end_token(
    const Caller& caller, const std::string& id, const std::string& token_id
) {
    require_permission(caller, Permission::directories_manage);
    office_.database.change([&](Transaction& tx) {
        (void)lock(tx, caller, id);
        if (!store::end_token(tx, caller.organization_id, id, token_id))
            throw Problem::not_found("valid token " + token_id);
        const Json data{
            {"ended_token_id", token_id}
        };
        return Outcome<bool>{
            .value = true,
            .events = {caller.event(
                Action::directory_token_rotated, directory_party(id), scim::to_text(data)
            )}};
    });
}

Json Directories::request(
    const Caller& caller, const std::string& id, const std::string& request_id
) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.read([&](store::Session& session) {
        (void)find_record(session, caller, id);
        const auto request = store::find_directory_request(session, key_of(caller, id), request_id);
        if (!request) throw Problem::not_found("request " + request_id + " in the log");
        return request_item(*request, true);
    });
}

Json Directories::release(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.change([&](Transaction& tx) {
        const DirectoryRecord record = lock(tx, caller, id);
        const base::Time until = tx.now() + record.directory.policies.guard.window;
        if (!store::release_directory(tx, key_of(caller, id), until))
            throw Problem::conflict("this directory is not paused");
        return Outcome<Json>{
            .value =
                directory_item(tx, office_, caller.organization_id, find_record(tx, caller, id)),
            .events = {caller.event(Action::directory_released, directory_party(id))}};
    });
}

Json Directories::stop(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::directories_manage);
    return office_.database.change([&](Transaction& tx) {
        const DirectoryRecord record = lock(tx, caller, id);
        Outcome<Json> outcome;
        if (!record.directory.stopped) {
            store::pause_directory(tx, key_of(caller, id), store::stopped_by_admin);
            const Json data{
                {"reason", store::stopped_by_admin}
            };
            outcome.events.push_back(
                caller.event(Action::directory_paused, directory_party(id), scim::to_text(data))
            );
        }
        outcome.value =
            directory_item(tx, office_, caller.organization_id, find_record(tx, caller, id));
        return outcome;
    });
}

}  // namespace usher::desk
