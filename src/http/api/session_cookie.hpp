// The console's session cookie, and the header that proves that a page of ours sent the request
// (RFC 6265bis; OWASP, "HMAC based token").
//
// The cookie is HttpOnly and SameSite=Lax; on https its name begins with __Host-, so that no
// neighbouring domain can set it. The CSRF token is derived from the session's id: nothing is kept
// for it, and it ends with the session.
#pragma once

#include "base/secret.hpp"
#include "http/front/message.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace usher::http {

inline constexpr std::string_view csrf_header = "X-Usher-CSRF";

/// The name under which the cookie travels.
[[nodiscard]] std::string_view session_cookie_name(bool https);

/// The secret that the request's session cookie holds; empty if there is none.
[[nodiscard]] std::string session_secret_of(const Request& request, bool https);

/// The value of Set-Cookie for a new session.
[[nodiscard]] std::string session_cookie(
    const base::Secret& secret, std::chrono::seconds lifetime, bool https
);
/// The value of Set-Cookie that takes it away.
[[nodiscard]] std::string no_session_cookie(bool https);

/// What the console sends in X-Usher-CSRF with every unsafe method.
[[nodiscard]] std::string csrf_token(const base::Secret& csrf_key, std::string_view session_id);

}  // namespace usher::http
