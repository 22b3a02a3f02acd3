// /users: everybody's records, for admins.
#include "desk/user_view.hpp"
#include "directory/etag.hpp"
#include "http/api/areas.hpp"
#include "http/api/list.hpp"
#include "http/api/terms.hpp"

#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Permission;
using invitation::Problem;
using scim::Json;

Response user_answer(
    ApiServices& services, const ApiExchange& exchange, const desk::UserChanged& changed, int status
) {
    Json item = services.office.database.read([&](store::Session& session) {
        return desk::view_user(session, exchange.caller, exchange.now, changed.user);
    });
    item["warnings"] = changed.warnings;
    Response response = json_answer(item, status);
    response.headers.emplace_back("ETag", directory::etag_of(changed.user.version));
    return response;
}

Response list_deleted_users(ApiServices& services, const ApiExchange& exchange) {
    if (exchange.caller.limited_to_teams()) {
        throw Problem::forbidden("deleted users are not for team admins");
    }
    static const store::ListSource source = store::deleted_user_list();
    return answer_list(
        services,
        exchange,
        source,
        {},
        [&](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows) {
                items.push_back(
                    desk::view_deleted_user(exchange.caller, store::read_deleted_user(row))
                );
            }
            return items;
        }
    );
}

Response list_users(ApiServices& services, ApiExchange& exchange) {
    if (exchange.flag("deleted")) return list_deleted_users(services, exchange);
    static const std::array sources{
        store::user_list(store::UserScope::everybody, desk::status_sql()),
        store::user_list(store::UserScope::managed_teams, desk::status_sql())};
    return answer_list(
        services,
        exchange,
        sources.at(exchange.caller.limited_to_teams() ? 1 : 0),
        {
            {"now",    base::to_text(exchange.now)},
            {"viewer", exchange.caller.user_id    }
    },
        [&](store::Session& session, const std::vector<store::Row>& rows) {
            std::vector<store::StoredResource> users;
            users.reserve(rows.size());
            for (const store::Row& row : rows)
                users.push_back(store::read_resource(row));
            return desk::view_users(session, exchange.caller, exchange.now, users);
        }
    );
}

Response show_user(ApiServices& services, ApiExchange& exchange) {
    const Json item = desk::show_user(services.office, exchange.caller, exchange.path("id"));
    Response response = json_answer(item);
    response.headers.emplace_back(
        "ETag", directory::etag_of(item.at("version").get<std::uint64_t>())
    );
    return response;
}

Response check_availability(ApiServices& services, ApiExchange& exchange) {
    return json_answer(services.people.availability(
        exchange.caller,
        exchange.parameter("user_name").value_or(""),
        exchange.parameter("email").value_or("")
    ));
}

/// `name` taken out of `body`; null if it is not there.
Json take(Json& body, const char* name) {
    const auto found = body.find(name);
    if (found == body.end()) return nullptr;
    Json value = std::move(*found);
    body.erase(found);
    return value;
}

/// The channels of `invite: false | {channels: [...]}`.
std::vector<std::string> channels_of(const Json& invite) {
    if (invite.is_null() || invite == false) return {};
    if (!invite.is_object()) {
        throw Problem::invalid("/invite", "invalid", "invite must be false or {channels: [...]}");
    }
    FieldReader fields(invite, "/invite");
    auto channels = fields.texts("channels").value_or(std::vector<std::string>{"email"});
    fields.finish();
    if (channels.empty()) {
        throw Problem::invalid("/invite/channels", "required", "choose a channel");
    }
    return channels;
}

Response register_user(ApiServices& services, ApiExchange& exchange) {
    Json body = exchange.body();
    const Json around{
        {"groups",           take(body, "groups")          },
        {"complete_profile", take(body, "complete_profile")}
    };
    const Json invite = take(body, "invite");
    FieldReader fields(around);
    desk::RegisterWish wish;
    wish.groups = read_groups(fields);
    wish.complete_profile = fields.flag("complete_profile", false);
    fields.finish();
    wish.invite_channels = channels_of(invite);
    wish.fields = std::move(body);
    const auto changed = services.people.register_user(exchange.caller, std::move(wish));
    Response response = user_answer(services, exchange, changed, 201);
    response.headers.emplace_back(
        "Location", services.office.public_url + "/api/v1/users/" + changed.user.id
    );
    return response;
}

/// The version that If-Match names; nullopt if there is no such header, or "*".
std::optional<std::uint64_t> version_of(const Request& request) {
    const std::string* header = request.header("If-Match");
    if (header == nullptr || *header == "*") return std::nullopt;
    std::string_view text = *header;
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    std::uint64_t version = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if (!whole) throw Problem::invalid("If-Match", "invalid", "If-Match is an ETag of the user");
    return version;
}

Response update_user(ApiServices& services, ApiExchange& exchange) {
    const auto changed = services.people.update(
        exchange.caller, exchange.path("id"), exchange.body(), version_of(exchange.request)
    );
    return user_answer(services, exchange, changed, 200);
}

Response delete_user(ApiServices& services, ApiExchange& exchange) {
    services.people.remove(exchange.caller, exchange.path("id"));
    return no_content();
}

Response activate_user(ApiServices& services, ApiExchange& exchange) {
    const auto changed = services.people.set_active(exchange.caller, exchange.path("id"), true);
    return user_answer(services, exchange, changed, 200);
}

Response deactivate_user(ApiServices& services, ApiExchange& exchange) {
    const auto changed = services.people.set_active(exchange.caller, exchange.path("id"), false);
    return user_answer(services, exchange, changed, 200);
}

Response restore_user(ApiServices& services, ApiExchange& exchange) {
    const auto changed = services.people.restore(exchange.caller, exchange.path("id"));
    return user_answer(services, exchange, changed, 200);
}

Response complete_profile(ApiServices& services, ApiExchange& exchange) {
    const auto changed =
        services.people.complete_profile(exchange.caller, exchange.path("id"), exchange.body());
    return user_answer(services, exchange, changed, 200);
}

Response return_profile(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string reason = fields.required_text("reason");
    fields.finish();
    const auto changed =
        services.people.return_profile(exchange.caller, exchange.path("id"), reason);
    return user_answer(services, exchange, changed, 200);
}

// clang-format 14 crashes on this table.
// clang-format off
constexpr std::array users_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/users",
             .handler = &list_users,
             .access = any_admin,
             .operation = "listUsers",
             .summary = "Users; deleted=true lists those who can be restored",
             .response = "User",
             .parameters = "deleted",
             .list = true},
    ApiRoute{
             .method = "POST",
             .pattern = "/users",
             .handler = &register_user,
             .access = needs(Permission::users_register),
             .operation = "registerUser",
             .summary = "Registers a user, puts them into groups, and invites them if asked to",
             .request = "UserRegistration",
             .response = "User",
             .status = 201},
    ApiRoute{
             .method = "GET",
             .pattern = "/users/availability",
             .handler = &check_availability,
             .access = any_admin,
             .operation = "checkAvailability",
             .summary = "Whether a user name or an e-mail address is free",
             .response = "Availability",
             .parameters = "user_name email"},
    ApiRoute{
             .method = "GET",
             .pattern = "/users/{id}",
             .handler = &show_user,
             .access = any_admin,
             .operation = "showUser",
             .summary = "One user",
             .response = "User"                                                           },
    ApiRoute{
             .method = "PATCH",
             .pattern = "/users/{id}",
             .handler = &update_user,
             .access = needs(Permission::users_register),
             .operation = "updateUser",
             .summary = "Changes the fields that are sent; null takes one away",
             .request = "UserChange",
             .response = "User"                                        },
    ApiRoute{
             .method = "DELETE",
             .pattern = "/users/{id}",
             .handler = &delete_user,
             .access = needs(Permission::users_register),
             .operation = "deleteUser",
             .summary = "Deletes a user, who can be restored until the retention ends",
             .status = 204         },
    ApiRoute{
             .method = "POST",
             .pattern = "/users/{id}/deactivate",
             .handler = &deactivate_user,
             .access = needs(Permission::users_register),
             .operation = "deactivateUser",
             .summary = "Takes the entitlement away: sessions end, an open invitation is revoked",
             .response = "User"                                                                },
    ApiRoute{
             .method = "POST",
             .pattern = "/users/{id}/activate",
             .handler = &activate_user,
             .access = needs(Permission::users_register),
             .operation = "activateUser",
             .summary = "Gives the entitlement back",
             .response = "User"                                                              },
    ApiRoute{
             .method = "POST",
             .pattern = "/users/{id}/restore",
             .handler = &restore_user,
             .access = needs(Permission::users_register),
             .operation = "restoreUser",
             .summary = "Brings a deleted user back, with the same id",
             .response = "User"                                                                  },
    ApiRoute{
             .method = "POST",
             .pattern = "/users/{id}/profile/complete",
             .handler = &complete_profile,
             .access = needs(Permission::users_register),
             .operation = "completeProfile",
             .summary = "Fills the profile in, or takes over what the person submitted",
             .request = "UserChange",
             .response = "User"                                      },
    ApiRoute{
             .method = "POST",
             .pattern = "/users/{id}/profile/return",
             .handler = &return_profile,
             .access = needs(Permission::users_register),
             .operation = "returnProfile",
             .summary = "Returns a submitted profile to the person, saying why",
             .request = "Reason",
             .response = "User"                                                },
};
// clang-format on

}  // namespace

std::span<const ApiRoute> user_routes() {
    return users_table;
}

}  // namespace usher::http
