// What the checks of PATCH have in common.
#pragma once

#include "conformance/engine/run.hpp"

namespace usher::conformance {

/// A user with the title "Guide" and the name {"familyName": "Old", "givenName": "Kept"}, and what
/// else `extra` says. Skips the check on a server without PATCH or these attributes.
[[nodiscard]] Value user_to_patch(Run& run, std::string_view extra = "{}");

/// A user with the title "Guide" and two addresses, w@ of type work and primary, h@ of type home,
/// both at the check's own domain (Run::own).
[[nodiscard]] Value user_with_mails(Run& run);

/// The user after one operation that must succeed.
Value patched(
    Run& run, const Value& user, std::string_view op, std::string_view path, const Value& value = {}
);

/// The title is still the one of user_to_patch().
void expect_unchanged(Run& run, const Value& user);

}  // namespace usher::conformance
