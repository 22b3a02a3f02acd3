#include "tests/support/scim_client.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>

namespace usher::test {

namespace {

constexpr const char* scim_path = "/scim/v2";
constexpr const char* media_type = "application/scim+json";

std::string shortened_text(const std::string& text) {
    constexpr std::size_t enough = 600;
    return text.size() <= enough ? text : text.substr(0, enough) + "…";
}

bool has(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
        return base::equal_ignoring_case(header.first, name);
    });
}

Answer expect(Answer answer, int status, const std::string& what) {
    if (answer.status != status) {
        throw std::runtime_error(
            what + " answers " + std::to_string(answer.status) + " " + shortened_text(answer.body)
        );
    }
    return answer;
}

}  // namespace

ScimClient::ScimClient(std::string label, int port, std::string token)
    : label_(std::move(label)), port_(port), token_(std::move(token)), http_(port) {}

Headers ScimClient::authorization() const {
    return {
        {"Authorization", "Bearer " + token_}
    };
}

Answer ScimClient::send(
    std::string_view method,
    const std::string& target,
    const std::string& body,
    const Headers& headers
) {
    auto all = headers;
    if (!has(headers, "Authorization")) {
        all.emplace_back("Authorization", "Bearer " + token_);
    }
    auto answer = http_.send(method, target, all, body);
    UNSCOPED_INFO(
        label_ << ": " << method << " " << shortened_text(target) << " " << shortened_text(body)
               << "\n  -> " << answer.status << " " << shortened_text(answer.body)
    );
    return answer;
}

Answer ScimClient::send_json(
    std::string_view method, const std::string& path, const Json& body, const Headers& headers
) {
    auto all = headers;
    if (!has(headers, "Content-Type")) {
        all.emplace_back("Content-Type", media_type);
    }
    return send(method, scim_path + path, body.dump(), all);
}

Answer ScimClient::get(const std::string& path, const Headers& headers) {
    return send("GET", scim_path + path, {}, headers);
}

Answer ScimClient::post(const std::string& path, const Json& body, const Headers& headers) {
    return send_json("POST", path, body, headers);
}

Answer ScimClient::put(const std::string& path, const Json& body, const Headers& headers) {
    return send_json("PUT", path, body, headers);
}

Answer ScimClient::patch(const std::string& path, const Json& operations, const Headers& headers) {
    const Json message{
        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}             },
        {"Operations", operations.is_array() ? operations : Json::array({operations})},
    };
    return send_json("PATCH", path, message, headers);
}

Answer ScimClient::remove(const std::string& path, const Headers& headers) {
    return send("DELETE", scim_path + path, {}, headers);
}

Answer ScimClient::bulk(const Json& operations, const Json& more) {
    Json message{
        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:BulkRequest"}},
        {"Operations", operations                                           },
    };
    message.update(more);
    return post("/Bulk", message);
}

Json ScimClient::create(const std::string& endpoint, const Json& body) {
    return expect(post(endpoint, body), 201, "POST " + endpoint).json();
}

std::string ScimClient::create_id(const std::string& endpoint, const Json& body) {
    return create(endpoint, body).at("id").get<std::string>();
}

Json ScimClient::read(const std::string& path) {
    return expect(get(path), 200, "GET " + path).json();
}

Json ScimClient::list(
    const std::string& endpoint, const std::vector<std::pair<std::string, std::string>>& parameters
) {
    return read(endpoint + query(parameters));
}

Texts ScimClient::find(
    const std::string& endpoint, const std::string& filter, const std::string& key
) {
    return sorted(pluck(
        list(
            endpoint,
            {
                {"filter", filter}
    }
        ).at("Resources"),
        key
    ));
}

void check_error(const Answer& answer, int status, std::string_view scim_type) {
    CHECK(answer.status == status);
    CHECK(answer.header("Content-Type").starts_with(media_type));
    const auto body = Json::parse(answer.body, nullptr, false);
    REQUIRE(body.is_object());
    CHECK(
        body.value("schemas", Json()) == R"(["urn:ietf:params:scim:api:messages:2.0:Error"])"_body
    );
    CHECK(body.value("status", "") == std::to_string(status));
    CHECK(body.value("scimType", "") == scim_type);
    CHECK_FALSE(body.value("detail", "").empty());
}

void check_filter_error(ScimClient& client, const std::string& filter, std::string_view scim_type) {
    INFO("filter: " << filter.substr(0, 100));
    const auto answer = client.get(
        "/Users" + query({
                       {"filter", filter}
    })
    );
    check_error(answer, scim_type == "sensitive" ? 403 : 400, scim_type);
}

}  // namespace usher::test
