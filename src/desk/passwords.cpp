#include "desk/passwords.hpp"

namespace usher::desk {

namespace {

constexpr std::size_t random_password_bytes = 24;

}  // namespace

Passwords::Passwords()
    : nobodys_hash_(base::hash_password(
          base::Secret(base::base64url(base::random_bytes(random_password_bytes)))
      )) {}

bool Passwords::match(const base::Secret& password, const std::optional<std::string>& hash) const {
    ++computed_;
    const bool right = base::password_matches(password, hash.value_or(nobodys_hash_));
    return right && hash.has_value();
}

}  // namespace usher::desk
