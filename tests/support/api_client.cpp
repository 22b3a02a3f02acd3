#include "tests/support/api_client.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

namespace usher::test {

namespace {

constexpr const char* base_path = "/api/v1";

std::string shortened(const std::string& text) {
    constexpr std::size_t enough = 1000;
    return text.size() <= enough ? text : text.substr(0, enough) + "…";
}

Headers with(Headers headers, const Headers& more) {
    headers.insert(headers.end(), more.begin(), more.end());
    return headers;
}

Headers as_json(const Headers& headers) {
    return with(
        {
            {"Content-Type", "application/json"}
    },
        headers
    );
}

}  // namespace

ApiClient::ApiClient(int port, Headers credentials)
    : port_(port), credentials_(std::move(credentials)), http_(port) {}

Answer ApiClient::send(
    std::string_view method,
    const std::string& target,
    const std::string& body,
    const Headers& headers
) {
    auto answer = http_.send(method, target, with(headers, credentials_), body);
    UNSCOPED_INFO(
        method << " " << shortened(target) << " " << shortened(body) << "\n  -> " << answer.status
               << " " << shortened(answer.body)
    );
    return answer;
}

Answer ApiClient::get(const std::string& path, const Headers& headers) {
    return send("GET", base_path + path, {}, headers);
}

Answer ApiClient::post(const std::string& path, const Json& body, const Headers& headers) {
    return send("POST", base_path + path, body.dump(), as_json(headers));
}

Answer ApiClient::put(const std::string& path, const Json& body, const Headers& headers) {
    return send("PUT", base_path + path, body.dump(), as_json(headers));
}

Answer ApiClient::patch(const std::string& path, const Json& body, const Headers& headers) {
    return send("PATCH", base_path + path, body.dump(), as_json(headers));
}

Answer ApiClient::remove(const std::string& path, const Headers& headers) {
    return send("DELETE", base_path + path, {}, headers);
}

Json ApiClient::read(const std::string& path) {
    const auto answer = get(path);
    if (answer.status != 200) {
        throw std::runtime_error(
            "GET " + path + " answers " + std::to_string(answer.status) + " " +
            shortened(answer.body)
        );
    }
    return answer.json();
}

Json ApiClient::list(
    const std::string& path, const std::vector<std::pair<std::string, std::string>>& parameters
) {
    return read(path + (parameters.empty() ? "" : query(parameters)));
}

Headers bearer(const std::string& token) {
    return {
        {"Authorization", "Bearer " + token}
    };
}

void check_problem(const Answer& answer, int status, std::string_view code) {
    CHECK(answer.status == status);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    const auto body = answer.json();
    CHECK(body["type"] == "urn:usher:problem:" + std::string(code));
    CHECK(body["code"] == code);
    CHECK(body["status"] == status);
    CHECK_FALSE(body["title"].get<std::string>().empty());
    CHECK_FALSE(body["detail"].get<std::string>().empty());
    CHECK(body["request_id"] == answer.header("X-Request-Id"));
}

void check_invalid(const Answer& answer, const Texts& pointers) {
    check_problem(answer, 400, "validation_failed");
    CHECK(pluck(answer.json()["errors"], "pointer") == pointers);
}

}  // namespace usher::test
