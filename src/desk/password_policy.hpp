// What a password must be (NIST SP 800-63B §5.1.1.2): long enough, not one that everybody tries
// first, not the person's own name.
#pragma once

#include "base/secret.hpp"
#include "invitation/problem.hpp"
#include "store/resources.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::desk {

inline constexpr std::size_t shortest_password = 8;
/// From this length on, any characters will do.
inline constexpr std::size_t plain_password = 12;
/// What libcrypt takes.
inline constexpr std::size_t longest_password = 511;

/// What a person must not have as a password: the user name and every address.
[[nodiscard]] std::vector<std::string> own_names_of(const store::StoredResource& user);

/// What is wrong with `password` as the password of somebody with these names (own_names_of());
/// its code is too_short, too_long, too_simple, common or own_name. nullopt: nothing.
[[nodiscard]] std::optional<invitation::FieldProblem> password_fault(
    const base::Secret& password, const std::vector<std::string>& own_names
);

/// Throws Problem validation_failed at `pointer` if something is wrong.
void require_good_password(
    const base::Secret& password,
    const std::vector<std::string>& own_names,
    const std::string& pointer = "/password"
);

}  // namespace usher::desk
