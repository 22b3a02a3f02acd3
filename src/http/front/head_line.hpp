// One line of a request's head, checked (RFC 9112 §3 and §5). Pure; views point into the line.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

namespace usher::http {

/// Why a request cannot be framed: the status to answer with and a short fixed text.
struct FramingError {
    int status = 400;
    std::string_view reason;
};

struct RequestLine {
    std::string_view method;
    std::string_view target;
    bool http_1_0 = false;
};

struct FieldLine {
    std::string_view name;
    std::string_view value;  ///< trimmed
};

/// "GET /Users?startIndex=1 HTTP/1.1" without its line end. The target is not looked into, apart
/// from bytes that must not occur in one.
[[nodiscard]] std::variant<RequestLine, FramingError> parse_request_line(std::string_view line);

/// "Host: example.com" without its line end. Nothing for a folded line, a name that is no token
/// (so also a blank before the colon) or a value with a control character.
[[nodiscard]] std::optional<FieldLine> parse_field_line(std::string_view line);

/// Whether the comma-separated `list` holds `token`, in any case.
[[nodiscard]] bool lists_token(std::string_view list, std::string_view token);

/// Whether `text` could be a header's name, or a method.
[[nodiscard]] bool is_token(std::string_view text);

/// Whether `text` could be a header's value: no control characters but the tab.
[[nodiscard]] bool is_field_value(std::string_view text);

/// Whether `text` could be the value of Host: a name or an address, perhaps with a port.
[[nodiscard]] bool is_authority(std::string_view text);

}  // namespace usher::http
