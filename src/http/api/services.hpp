// What the API's handlers work on: made once by the server, in order, each on those above it.
#pragma once

#include "base/secret.hpp"
#include "desk/account.hpp"
#include "desk/administrators.hpp"
#include "desk/directories.hpp"
#include "desk/groups.hpp"
#include "desk/invitations.hpp"
#include "desk/joining.hpp"
#include "desk/office.hpp"
#include "desk/people.hpp"
#include "desk/phone_verification.hpp"
#include "desk/requests.hpp"
#include "desk/sign_in.hpp"
#include "desk/webhooks.hpp"
#include "http/rate_limit.hpp"

namespace usher::http {

/// Thread-safe.
struct ApiServices {
    /// `private_webhooks`: whether webhooks may be at http:// URLs.
    ApiServices(desk::Office at, bool private_webhooks);
    ApiServices(const ApiServices&) = delete;
    ApiServices& operator=(const ApiServices&) = delete;
    ~ApiServices() = default;

    /// Whether the console is served over https, hence which session cookie is its.
    [[nodiscard]] bool https() const { return office.public_url.starts_with("https://"); }

    desk::Office office;
    base::Secret cursor_key;
    base::Secret csrf_key;
    desk::People people;
    desk::Invitations invitations;
    desk::Requests requests;
    desk::Groups groups;
    desk::Directories directories;
    desk::SignIn sign_in;
    desk::PhoneVerifications phones;
    desk::Administrators administrators;
    desk::Account account;
    desk::Joining joining;
    desk::Webhooks webhooks;
    RateLimit public_pace;   ///< of networks, for what takes no session
    RateLimit address_pace;  ///< of addresses that ask to be invited
};

}  // namespace usher::http
