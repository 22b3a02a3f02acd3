// The invitation as a sheet of paper: what to do, in plain steps, and the person's own QR code.
//
// One page of HTML for A4 and Letter, in English or Spanish, without script and without anything
// loaded from elsewhere; every text in it is escaped. Pure.
#pragma once

#include "base/clock.hpp"

#include <string>
#include <string_view>

namespace usher::desk {

struct PrintedInvitation {
    std::string organization;  ///< its name
    std::string person;        ///< whom it is for; empty: not known
    std::string url;           ///< the link, which the QR code holds too
    base::Time expires_at;
    std::string contact;  ///< whom to ask; may be empty
    std::string locale;   ///< "es", "es-MX": Spanish; anything else: English
};

[[nodiscard]] std::string print_page(const PrintedInvitation& invitation);

/// The Content-Security-Policy under which the page is shown: nothing but its own style.
[[nodiscard]] std::string print_page_policy();

/// print_page.html, whose {{words}} are replaced.
[[nodiscard]] std::string_view print_page_template();

}  // namespace usher::desk
