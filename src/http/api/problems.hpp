// The one place where what went wrong becomes an answer of the API (RFC 9457).
#pragma once

#include "http/front/message.hpp"
#include "invitation/problem.hpp"
#include "usher/scim/error.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace usher::http {

/// `application/problem+json` with type, title, status, detail, code, the request's id, and what is
/// wrong where; Retry-After and WWW-Authenticate where they belong.
[[nodiscard]] Response problem_response(
    const invitation::Problem& problem, std::string_view request_id
);

/// What the SCIM engine refuses, in the API's words: it reads filters, cursors and documents for
/// both.
[[nodiscard]] invitation::Problem problem_of(const scim::Error& error);

/// Runs one of several units of work whose answer tells of each: what refused it, or nullopt.
/// Everything else is thrown on.
[[nodiscard]] std::optional<invitation::Problem> refusal_of(const std::function<void()>& work);

/// A request that could not be framed: a problem with the front's own `status`.
[[nodiscard]] Response framing_response(
    int status, const std::string& reason, std::string_view request_id
);

}  // namespace usher::http
