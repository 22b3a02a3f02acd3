#include "desk/organization.hpp"

#include "base/text.hpp"
#include "invitation/problem.hpp"
#include "invitation/rekeying.hpp"
#include "invitation/settings.hpp"
#include "store/people.hpp"
#include "store/unkeyed_users.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using scim::Json;

constexpr std::size_t longest_organization_name = 200;

std::string checked_organization_name(const std::string& wish) {
    const std::string name(base::trimmed(wish));
    const bool printable = std::all_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ';
    });
    if (name.empty() || name.size() > longest_organization_name || !printable) {
        throw Problem::invalid(
            "/name",
            "invalid",
            "name must be a text of 1 to " + std::to_string(longest_organization_name) + " bytes"
        );
    }
    return name;
}

Json shown(const store::OrganizationRow& organization) {
    return {
        {"slug",     organization.slug                                                    },
        {"name",     organization.name                                                    },
        {"settings", invitation::to_json(invitation::read_settings(organization.settings))}
    };
}

/// The names of what differs, for the event.
Json changed_parts(const Json& before, const Json& after) {
    Json changed = Json::array();
    if (before["name"] != after["name"]) changed.push_back("name");
    for (const auto& [name, value] : after["settings"].items()) {
        if (before["settings"][name] != value) changed.push_back(name);
    }
    return changed;
}

}  // namespace

Json show_organization(store::Database& database, const std::string& organization_id) {
    const auto organization = database.read([&](store::Session& session) {
        return store::find_organization_row(session, organization_id);
    });
    if (!organization) throw Problem::not_found("such organization");
    return shown(*organization);
}

Json change_organization(
    store::Database& database, const Caller& caller, const OrganizationChange& change
) {
    Json answer = database.change([&](store::Transaction& tx) {
        auto organization = store::lock_organization_row(tx, caller.organization_id);
        if (!organization) throw Problem::not_found("such organization");
        const Json before = shown(*organization);
        if (change.name) organization->name = checked_organization_name(*change.name);
        if (change.settings != nullptr) {
            organization->settings = invitation::write_settings(invitation::apply_changes(
                invitation::read_settings(organization->settings), *change.settings
            ));
        }
        store::Outcome<Json> outcome{.value = shown(*organization), .events = {}};
        const Json changed = changed_parts(before, outcome.value);
        if (changed.empty()) return outcome;
        store::update_organization_row(tx, *organization);
        // A number without a country is another one now.
        if (before["settings"]["default_region"] != outcome.value["settings"]["default_region"])
            store::list_everybody_unkeyed(tx, organization->id);
        outcome.events.push_back(caller.event(
            event::Action::settings_changed,
            {
                .kind = "organization", .id = organization->id
        },
            scim::to_text(Json{{"changed", changed}})
        ));
        return outcome;
    });
    // Nothing to do costs one look; what a sudden end leaves over, the next start does.
    invitation::make_missing_keys(database);
    return answer;
}

}  // namespace usher::desk
