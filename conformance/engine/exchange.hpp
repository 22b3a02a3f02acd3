// One request and what came back: what a verdict shows.
#pragma once

#include "conformance/engine/value.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::conformance {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method = "GET";
    std::string path;  ///< below the base URL, query included: "/Users?count=1"
    Headers headers;   ///< take the place of the usual ones; an empty value leaves one out
    std::string body;
};

struct Response {
    int status = 0;  ///< 0: no answer, and `fault` says why
    Headers headers;
    std::string body;
    std::string fault;

    /// In any letter case; empty if there is none.
    [[nodiscard]] std::string header(std::string_view name) const {
        for (const auto& [key, value] : headers)
            if (lower(key) == lower(name)) return value;
        return {};
    }
};

struct Exchange {
    Request request;
    Response response;
    Value body;  ///< of the response; absent if it is no JSON

    [[nodiscard]] int status() const { return response.status; }

    [[nodiscard]] std::string header(std::string_view name) const { return response.header(name); }

    [[nodiscard]] bool ok() const { return status() >= 200 && status() < 300; }
};

}  // namespace usher::conformance
