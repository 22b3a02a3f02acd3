// /directories: SCIM connections, their policies, tokens and request logs.
#include "desk/directories.hpp"

#include "desk/directory_items.hpp"
#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/list.hpp"
#include "store/directory_requests.hpp"
#include "store/request_log_list.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Permission;
using scim::Json;

constexpr ApiAccess managers = needs(Permission::directories_manage);

/// `body` must outlive the change: its policies are borrowed.
desk::DirectoryChange read_directory_change(const Json& body) {
    FieldReader fields(body);
    desk::DirectoryChange change{
        .name = fields.text("name"),
        .on_create = fields.text("on_create"),
        .dialect = fields.text("dialect"),
        .policies = fields.find("policies")};
    if (change.policies != nullptr && !change.policies->is_object())
        fields.refuse("policies", "invalid", "policies must be an object");
    fields.finish();
    return change;
}

/// An organization has few directories: all of them are one page.
Response list_directories(ApiServices& services, ApiExchange& exchange) {
    Json items = services.directories.list(exchange.caller);
    const std::size_t total = items.size();
    return json_answer({
        {"items",       std::move(items)},
        {"next_cursor", nullptr         },
        {"total",       total           }
    });
}

Response create_directory(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    return json_answer(
        services.directories.create(exchange.caller, read_directory_change(body)), 201
    );
}

Response show_directory(ApiServices& services, ApiExchange& exchange) {
    return json_answer(services.directories.show(exchange.caller, exchange.path("id")));
}

Response change_directory(ApiServices& services, ApiExchange& exchange) {
    const Json body = exchange.body();
    return json_answer(services.directories.update(
        exchange.caller, exchange.path("id"), read_directory_change(body)
    ));
}

Response delete_directory(ApiServices& services, ApiExchange& exchange) {
    services.directories.remove(exchange.caller, exchange.path("id"));
    return no_content();
}

Response issue_token(ApiServices& services, ApiExchange& exchange) {
    constexpr std::int64_t longest = 365LL * 24 * 3600;
    const Json body = exchange.body();
    FieldReader fields(body);
    const auto seconds = fields.number("old_tokens_end_after_seconds", 0, longest);
    fields.finish();
    std::optional<std::chrono::seconds> ends;
    if (seconds) ends = std::chrono::seconds(*seconds);
    return json_answer(
        services.directories.issue_token(exchange.caller, exchange.path("id"), ends), 201
    );
}

Response end_token(ApiServices& services, ApiExchange& exchange) {
    services.directories.end_token(exchange.caller, exchange.path("id"), exchange.path("token"));
    return no_content();
}

Response list_logged_requests(ApiServices& services, ApiExchange& exchange) {
    const std::string& id = exchange.path("id");
    services.directories.require(exchange.caller, id);
    return answer_list(
        services,
        exchange,
        store::request_log_list(),
        {
            {"directory", id}
    },
        [](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows)
                items.push_back(desk::request_item(store::read_directory_request(row), false));
            return items;
        }
    );
}

Response show_logged_request(ApiServices& services, ApiExchange& exchange) {
    return json_answer(
        services.directories.request(exchange.caller, exchange.path("id"), exchange.path("request"))
    );
}

Response release_directory(ApiServices& services, ApiExchange& exchange) {
    return json_answer(services.directories.release(exchange.caller, exchange.path("id")));
}

Response stop_directory(ApiServices& services, ApiExchange& exchange) {
    return json_answer(services.directories.stop(exchange.caller, exchange.path("id")));
}

constexpr std::array directories_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/directories",
             .handler = &list_directories,
             .access = managers,
             .operation = "listDirectories",
             .summary = "Every directory with its policies, valid tokens and health",
             .response = "DirectoryList"                  },
    ApiRoute{
             .method = "POST",
             .pattern = "/directories",
             .handler = &create_directory,
             .access = managers,
             .operation = "createDirectory",
             .summary = "Connects an identity provider; the token is shown this once",
             .request = "DirectoryChange",
             .response = "CreatedDirectory",
             .status = 201},
    ApiRoute{
             .method = "GET",
             .pattern = "/directories/{id}",
             .handler = &show_directory,
             .access = managers,
             .operation = "showDirectory",
             .summary = "A directory with its policies, valid tokens and health",
             .response = "Directory"                 },
    ApiRoute{
             .method = "PATCH",
             .pattern = "/directories/{id}",
             .handler = &change_directory,
             .access = managers,
             .operation = "changeDirectory",
             .summary = "Changes what is sent; a policy that is null gets its default",
             .request = "DirectoryChange",
             .response = "Directory"},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/directories/{id}",
             .handler = &delete_directory,
             .access = managers,
             .operation = "deleteDirectory",
             .summary = "Ends its tokens; whom it manages nobody manages from then on",
             .status = 204                           },
    ApiRoute{
             .method = "POST",
             .pattern = "/directories/{id}/tokens",
             .handler = &issue_token,
             .access = managers,
             .operation = "rotateToken",
             .summary = "Another token, shown this once; two are good at once",
             .request = "TokenRotation",
             .response = "IssuedToken",
             .status = 201},
    ApiRoute{
             .method = "DELETE",
             .pattern = "/directories/{id}/tokens/{token}",
             .handler = &end_token,
             .access = managers,
             .operation = "endToken",
             .summary = "Ends a token now",
             .status = 204},
    ApiRoute{
             .method = "GET",
             .pattern = "/directories/{id}/requests",
             .handler = &list_logged_requests,
             .access = managers,
             .operation = "listDirectoryRequests",
             .summary = "What it asked lately and what it got, oldest first; sort=-at for the newest",
             .response = "DirectoryRequest",
             .list = true},
    ApiRoute{
             .method = "GET",
             .pattern = "/directories/{id}/requests/{request}",
             .handler = &show_logged_request,
             .access = managers,
             .operation = "showDirectoryRequest",
             .summary = "One request with both bodies, without secrets",
             .response = "DirectoryRequest"                              },
    ApiRoute{
             .method = "POST",
             .pattern = "/directories/{id}/release",
             .handler = &release_directory,
             .access = managers,
             .operation = "releaseDirectory",
             .summary = "Lets a paused or stopped directory go on; the guard sleeps for its window",
             .response = "Directory"                             },
    ApiRoute{
             .method = "POST",
             .pattern = "/directories/{id}/stop",
             .handler = &stop_directory,
             .access = managers,
             .operation = "stopDirectory",
             .summary = "From now on it may only read, until it is released",
             .response = "Directory"                             },
};

}  // namespace

std::span<const ApiRoute> directory_routes() {
    return directories_table;
}

}  // namespace usher::http
