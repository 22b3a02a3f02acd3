// The one domain error of the SCIM side: RFC 7644 §3.12 and RFC 9865 §2.1 as named constructors.
//
// Throwing an Error ends the unit of work; the HTTP front turns it into a SCIM error body. `detail`
// is written for the person who configures the client: it names the attribute, path or column, and
// never holds a secret or a text from a library's exception.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace usher::scim {

/// RFC 7644 table 9, and the three that RFC 9865 adds.
enum class ScimType {
    none,
    invalid_filter,
    too_many,
    uniqueness,
    mutability,
    invalid_syntax,
    invalid_path,
    no_target,
    invalid_value,
    invalid_vers,
    sensitive,
    invalid_cursor,
    expired_cursor,
    invalid_count,
};

/// The keyword of RFC 7644 ("invalidFilter", ...); empty for none.
[[nodiscard]] std::string_view keyword(ScimType type);

class Error : public std::runtime_error {
  public:
    Error(int status, ScimType type, const std::string& detail);

    [[nodiscard]] int status() const { return status_; }

    [[nodiscard]] ScimType type() const { return type_; }

    [[nodiscard]] std::string detail() const { return what(); }

    /// For 429 and 503: what goes into Retry-After.
    [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

    // 400
    static Error invalid_filter(const std::string& detail);
    static Error too_many(const std::string& detail);
    static Error mutability(const std::string& detail);
    static Error invalid_syntax(const std::string& detail);
    static Error invalid_path(const std::string& detail);
    static Error no_target(const std::string& detail);
    static Error invalid_value(const std::string& detail);
    static Error invalid_vers(const std::string& detail);
    static Error invalid_cursor();
    static Error expired_cursor();
    static Error invalid_count(const std::string& detail);
    // 401, 403, 404, 405
    static Error unauthorized(const std::string& detail);
    static Error forbidden(const std::string& detail);
    static Error sensitive(const std::string& detail);
    static Error not_found(std::string_view what);
    static Error method_not_allowed(std::string_view method);
    // 409, 412, 413, 415, 429
    static Error uniqueness(const std::string& detail);
    static Error conflict(const std::string& detail);
    static Error precondition_failed();
    static Error payload_too_large(const std::string& detail);
    static Error unsupported_media_type(const std::string& detail);
    static Error too_many_requests(std::chrono::seconds retry_after);
    // 500, 501, 503
    static Error internal(std::string_view request_id);
    static Error not_implemented(const std::string& detail);
    static Error unavailable(std::chrono::seconds retry_after);

  private:
    int status_;
    ScimType type_;
    std::optional<std::chrono::seconds> retry_after_;
};

/// The body of RFC 7644 §3.12: schemas, status (a string), scimType where there is one, detail.
[[nodiscard]] std::string error_body(const Error& error);

}  // namespace usher::scim
