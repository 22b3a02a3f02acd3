#include "directory/resources.hpp"

#include "base/id.hpp"
#include "directory/change_events.hpp"
#include "directory/documents.hpp"
#include "directory/group_kind.hpp"
#include "directory/guard.hpp"
#include "directory/member_patch.hpp"
#include "directory/notices.hpp"
#include "directory/unit_of_work.hpp"
#include "invitation/problem.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/patch.hpp"
#include "usher/scim/validate.hpp"

namespace usher::directory {

namespace {

using scim::Json;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

/// The hash of the password in `body`, if there is one. Slow: made before the transaction, not in
/// it.
std::optional<std::string> hashed_password(const Json& body, const scim::ResourceType& type) {
    if (type.schema->find("password") == nullptr) return std::nullopt;
    const Json* password = find_ignoring_case(body, "password");
    if (password == nullptr || !password->is_string() || password->get<std::string>().empty()) {
        return std::nullopt;
    }
    return base::hash_password(base::Secret(password->get<std::string>()));
}

/// As hashed_password(), for the last operation that sets one.
std::optional<std::string> hashed_password(
    const std::vector<scim::PatchOperation>& operations, const scim::ResourceType& type
) {
    std::optional<std::string> hash;
    for (const scim::PatchOperation& operation : operations) {
        if (operation.verb == scim::PatchVerb::remove) continue;
        const bool whole = operation.target && operation.target->text() == "password";
        const auto body = whole ? Json{{"password", operation.value}} : operation.value;
        if (whole || !operation.target) {
            if (auto found = hashed_password(body, type)) hash = std::move(found);
        }
    }
    return hash;
}

}  // namespace

template <class Body>
auto Resources::write(const Call& call, Body&& body) {
    if (call.directory.stopped) {
        throw scim::Error::forbidden("an admin has stopped this directory: it may only read");
    }
    try {
        return database_.change(std::forward<Body>(body));
    } catch (const RemovalRefused& refused) {
        pause_by_guard(database_, call, refused);
        throw scim::Error::unavailable(retry_when_paused);
    } catch (const invitation::Problem& refused) {
        if (refused.code() == invitation::ProblemCode::seat_limit) {
            tell_admins(database_, call, event::LetterKind::seat_limit_reached);
        }
        throw scim::Error::forbidden(refused.what());
    }
}

Resources::Resources(
    store::Database& database,
    const scim::Registry& registry,
    const base::Clock& clock,
    const scim::ServiceLimits& limits,
    std::string base_url,
    base::Secret cursor_key
)
    : database_(database),
      registry_(registry),
      clock_(clock),
      limits_(limits),
      renderer_(registry, clock, std::move(base_url)),
      cursor_key_(std::move(cursor_key)) {}

Written Resources::create(Call& call, const scim::ResourceType& type, Json body) {
    body = scim::adapt_resource(std::move(body), type, call.dialect, call.habits);
    Json document = scim::accept_new(body, type, scim::body_rules(call.dialect));
    const auto password = hashed_password(body, type);
    const auto members = take_members(document, body, type);
    drop_password(document);
    const bool has_active = type.schema->find("active") != nullptr;
    if (has_active && find_ignoring_case(body, "active") == nullptr) document["active"] = true;
    if (has_kind(type)) complete_kind(document, Json(), call.directory.policies);

    return write(call, [&](Transaction& tx) {
        const UnitOfWork work(call, type, tx);
        auto [resource, effects, reclaimed] = work.insert_or_reclaim(document);
        if (password) work.store_password(resource, *password);
        if (members) {
            // Born with its members: one version.
            auto changed =
                store::add_members(tx, work.group(resource), member_types(type), *members);
            require_known(changed);
            work.add_member_events(resource, changed, effects.events);
        }
        return Outcome<Written>{
            .value =
                {.resource = std::move(resource),
                        .related_to_nothing = !reclaimed && (!members || members->empty())},
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)
        };
    });
}

Shown Resources::show(
    const Call& call,
    const scim::ResourceType& type,
    const std::string& id,
    const scim::Projection& projection
) {
    return database_.read([&](store::Session& session) {
        const View view{.type = type, .projection = projection, .viewer = call.directory.id};
        const bool groups = type.memberships != nullptr && projection.wants(*type.memberships);
        std::optional<store::ResourceWithGroups> found;
        if (base::is_id(id) && groups) {
            found = store::find_with_groups(session, call.organization_id, type.name, id);
        } else if (base::is_id(id)) {
            if (auto resource =
                    store::find_resource(session, call.organization_id, type.name, id)) {
                found = store::ResourceWithGroups{.resource = std::move(*resource), .groups = {}};
            }
        }
        if (!found) throw scim::Error::not_found(type.name + " " + id);
        Related related;
        if (!found->groups.empty()) related.groups[id] = std::move(found->groups);
        if (type.members != nullptr)
            related = renderer_.related(session, call.organization_id, view, {id});
        return Shown{
            .version = found->resource.version,
            .location = renderer_.location(type, id),
            .body = renderer_.render(found->resource, view, related)};
    });
}

Shown Resources::show(
    const Call& call,
    const scim::ResourceType& type,
    const Written& written,
    const scim::Projection& projection
) {
    const View view{.type = type, .projection = projection, .viewer = call.directory.id};
    const std::string& id = written.resource.id;
    Related related;
    if (!written.related_to_nothing) {
        related = database_.read([&](store::Session& session) {
            return renderer_.related(session, call.organization_id, view, {id});
        });
    }
    return {
        .version = written.resource.version,
        .location = renderer_.location(type, id),
        .body = renderer_.render(written.resource, view, related)};
}

Written Resources::replace(
    Call& call,
    const scim::ResourceType& type,
    const std::string& id,
    Json body,
    const std::string& if_match
) {
    body = scim::adapt_resource(std::move(body), type, call.dialect, call.habits);
    const scim::BodyRules rules = scim::body_rules(call.dialect);
    const auto password = hashed_password(body, type);
    return write(call, [&](Transaction& tx) {
        const UnitOfWork work(call, type, tx);
        StoredResource resource = work.lock(id, if_match);
        const Guard guard(call, type, tx, resource);
        const Json before = document_of(resource);
        Json after = scim::accept_replacement(before, body, type, rules);
        const auto members = take_members(after, body, type);
        drop_password(after);
        // A PUT that does not mention `active` neither wakes nor loses anybody (OK2).
        if (find_ignoring_case(body, "active") == nullptr && before.contains("active")) {
            after["active"] = before["active"];
        }
        if (has_kind(type)) complete_kind(after, before, call.directory.policies);
        auto effects = work.overwrite(resource, before, after);
        if (password) work.store_password(resource, *password);
        if (members) {
            const auto changed =
                store::replace_members(tx, work.group(resource), member_types(type), *members);
            require_known(changed);
            work.count_members(resource, changed, effects.events);
        }
        guard.after_change(resource);
        return Outcome<Written>{
            .value = {.resource = std::move(resource), .related_to_nothing = false},
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)
        };
    });
}

Written Resources::patch(
    Call& call,
    const scim::ResourceType& type,
    const std::string& id,
    Json message,
    const std::string& if_match
) {
    message = scim::adapt_patch(std::move(message), type, call.dialect, call.habits);
    const PartedPatch patch = part_patch(scim::parse_patch(message, type), type);
    const auto password = hashed_password(patch.on_document, type);
    return write(call, [&](Transaction& tx) {
        const UnitOfWork work(call, type, tx);
        StoredResource resource = work.lock(id, if_match);
        const Guard guard(call, type, tx, resource);
        store::Effects effects;
        if (!patch.on_document.empty()) {
            const Json before = document_of(resource);
            Json after = scim::apply_patch(before, patch.on_document, type);
            drop_password(after);
            // What a PATCH has removed stays removed: then the policies say the kind.
            if (has_kind(type)) complete_kind(after, Json(), call.directory.policies);
            effects = work.overwrite(resource, before, after);
        }
        if (password) work.store_password(resource, *password);
        if (!patch.on_members.empty()) {
            const auto changed = patch_members(tx, work.group(resource), type, patch.on_members);
            work.count_members(resource, changed, effects.events);
        }
        guard.after_change(resource);
        return Outcome<Written>{
            .value = {.resource = std::move(resource), .related_to_nothing = false},
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)
        };
    });
}

void Resources::remove(
    Call& call, const scim::ResourceType& type, const std::string& id, const std::string& if_match
) {
    write(call, [&](Transaction& tx) {
        const UnitOfWork work(call, type, tx);
        const StoredResource resource = work.lock(id, if_match);
        const Guard guard(call, type, tx, resource);
        auto effects = work.remove(registry_, resource);
        guard.after_deletion();
        return Outcome<bool>{
            .value = true,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

}  // namespace usher::directory
