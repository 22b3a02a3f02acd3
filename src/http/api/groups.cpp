// /groups: groups and their members.
#include "desk/groups.hpp"

#include "base/id.hpp"
#include "desk/group_members.hpp"
#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/list.hpp"
#include "invitation/group_role.hpp"
#include "store/group_list.hpp"

#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Permission;
using invitation::Problem;
using scim::Json;

constexpr ApiAccess writers = needs(Permission::users_register);

desk::GroupChange read_group_change(const Json& body) {
    FieldReader fields(body);
    desk::GroupChange change{
        .display_name = fields.text("display_name"),
        .kind = fields.text("kind"),
        .default_role = fields.text("default_role")};
    // null takes the group's own default away.
    if (!change.default_role && fields.has("default_role")) change.default_role = "";
    fields.finish();
    return change;
}

desk::MemberWish read_member(FieldReader& fields) {
    desk::MemberWish wish{.id = fields.required_text("id"), .role = {}};
    if (!wish.id.empty() && !base::is_id(wish.id))
        fields.refuse("id", "invalid", "the id of a user or a group");
    if (const auto role = fields.text("role")) {
        wish.role = *role;
        if (!invitation::is_group_role(*role))
            fields.refuse("role", "invalid", "a name of 1 to 64 bytes, such as manager");
    }
    return wish;
}

/// The number in `If-Match: "7"` or `W/"7"`; nullopt without the header.
std::optional<std::uint64_t> version_asked_for(const ApiExchange& exchange) {
    const std::string* header = exchange.request.header("If-Match");
    if (header == nullptr || *header == "*") return std::nullopt;
    std::string_view text = *header;
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) {
        text = text.substr(1, text.size() - 2);
    }
    std::uint64_t version = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (fault != std::errc() || end != text.data() + text.size())
        throw Problem::conflict("If-Match: the version of a group is a number");
    return version;
}

Response list_groups(ApiServices& services, ApiExchange& exchange) {
    const bool limited = exchange.caller.limited_to_teams();
    store::Parameters parameters;
    if (limited) parameters.push_back({"manager", exchange.caller.user_id});
    return answer_list(
        services,
        exchange,
        limited ? store::managed_group_list() : store::group_list(),
        parameters,
        [](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows)
                items.push_back(desk::group_item(store::read_resource(row)));
            return items;
        }
    );
}

Response create_group(ApiServices& services, ApiExchange& exchange) {
    const auto wish = read_group_change(exchange.body());
    return json_answer(services.groups.create(exchange.caller, wish), 201);
}

Response show_group(ApiServices& services, ApiExchange& exchange) {
    return json_answer(services.groups.show(exchange.caller, exchange.path("id")));
}

Response change_group(ApiServices& services, ApiExchange& exchange) {
    const auto change = read_group_change(exchange.body());
    return json_answer(services.groups.update(
        exchange.caller, exchange.path("id"), change, version_asked_for(exchange)
    ));
}

Response delete_group(ApiServices& services, ApiExchange& exchange) {
    services.groups.remove(exchange.caller, exchange.path("id"));
    return no_content();
}

Response list_members(ApiServices& services, ApiExchange& exchange) {
    const std::string& id = exchange.path("id");
    services.groups.require(exchange.caller, id);
    return answer_list(
        services,
        exchange,
        store::member_list(),
        {
            {"group", id}
    },
        [](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows)
                items.push_back(desk::member_item(store::read_member(row)));
            return items;
        }
    );
}

Response add_members(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    std::vector<desk::MemberWish> members;
    const bool several =
        fields.objects("members", [&](FieldReader& each) { members.push_back(read_member(each)); });
    if (!several) members.push_back(read_member(fields));
    fields.finish();
    const Json items = services.groups.add_members(exchange.caller, exchange.path("id"), members);
    return json_answer(several ? Json{{"items", items}} : items.front(), 201);
}

Response change_member(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    FieldReader fields(body);
    const std::string role = fields.required_text("role");
    fields.finish();
    return json_answer(services.groups.set_role(
        exchange.caller, exchange.path("id"), {.id = exchange.path("member"), .role = role}
    ));
}

Response remove_member(ApiServices& services, ApiExchange& exchange) {
    services.groups.remove_member(exchange.caller, exchange.path("id"), exchange.path("member"));
    return no_content();
}

constexpr std::array groups_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/groups",
             .handler = &list_groups,
             .access = any_admin,
             .operation = "listGroups",
             .summary = "Groups; for a team admin the teams where they are manager",
             .response = "Group",
             .list = true},
    ApiRoute{
             .method = "POST",
             .pattern = "/groups",
             .handler = &create_group,
             .access = writers,
             .operation = "createGroup",
             .summary = "Makes a group",
             .request = "GroupChange",
             .response = "Group",
             .status = 201},
    ApiRoute{
             .method = "GET",
             .pattern = "/groups/{id}",
             .handler = &show_group,
             .access = any_admin,
             .operation = "showGroup",
             .summary = "A group, with how many members it has",
             .response = "Group"              },
    ApiRoute{
             .method = "PATCH",
             .pattern = "/groups/{id}",
             .handler = &change_group,
             .access = writers,
             .operation = "changeGroup",
             .summary = "Changes name, kind or default role",
             .request = "GroupChange",
             .response = "Group"},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/groups/{id}",
             .handler = &delete_group,
             .access = writers,
             .operation = "deleteGroup",
             .summary = "Deletes a group; its members stay users",
             .status = 204         },
    ApiRoute{
             .method = "GET",
             .pattern = "/groups/{id}/members",
             .handler = &list_members,
             .access = any_admin,
             .operation = "listMembers",
             .summary = "Direct members of a group with their roles",
             .response = "Member",
             .list = true},
    ApiRoute{
             .method = "POST",
             .pattern = "/groups/{id}/members",
             .handler = &add_members,
             .access = any_admin,
             .operation = "addMembers",
             .summary = "Adds one member, or `members`; a role that is given counts for members too",
             .request = "MembersWish",
             .response = "Members",
             .status = 201},
    ApiRoute{
             .method = "PATCH",
             .pattern = "/groups/{id}/members/{member}",
             .handler = &change_member,
             .access = any_admin,
             .operation = "changeMember",
             .summary = "Gives a member another role",
             .request = "MemberChange",
             .response = "Member"},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/groups/{id}/members/{member}",
             .handler = &remove_member,
             .access = any_admin,
             .operation = "removeMember",
             .summary = "Takes a member out of a group",
             .status = 204             },
};

}  // namespace

std::span<const ApiRoute> group_routes() {
    return groups_table;
}

}  // namespace usher::http
