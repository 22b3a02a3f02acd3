// One SCIM request on its way through the handlers, and how answers are made.
#pragma once

#include "directory/call.hpp"
#include "http/front/message.hpp"
#include "http/target.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/project.hpp"
#include "usher/scim/schema.hpp"

#include <cstdint>
#include <string>

namespace usher::http {

inline constexpr std::string_view scim_media_type = "application/scim+json";

/// Lives for one request, on one thread.
struct Exchange {
    const Request& request;
    const Target& target;
    directory::Call call;
    const scim::ResourceType* type = nullptr;  ///< what {type} of the route stands for
    std::string id;                            ///< what {id} stands for

    [[nodiscard]] std::string header(std::string_view name) const {
        const std::string* value = request.header(name);
        return value == nullptr ? std::string() : *value;
    }

    [[nodiscard]] std::string parameter(std::string_view name) const {
        const std::string* value = target.parameter(name);
        return value == nullptr ? std::string() : *value;
    }

    [[nodiscard]] scim::Projection projection() const {
        return scim::parse_projection(
            parameter("attributes"), parameter("excludedAttributes"), *type
        );
    }
};

/// application/scim+json, or application/json for a client that asks for just that (T02). Never
/// 406.
[[nodiscard]] std::string response_media_type(const Request& request);

/// The SCIM error body with its headers: WWW-Authenticate, Retry-After.
[[nodiscard]] Response error_response(const scim::Error& error);

}  // namespace usher::http
