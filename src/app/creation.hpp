// The commands that create organizations, directories and tokens, on a database that is migrated.
//
// Each prints what it made; a token is shown this once. What stands in the way is thrown as
// std::runtime_error with a text for the operator.
#pragma once

#include "app/answer.hpp"
#include "base/config.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace usher::app {

struct OrganizationWish {
    std::string slug;
    std::string name;
};

struct DirectoryWish {
    std::string organization;  ///< slug
    std::string name;
    std::string on_create = "auto";
    std::string dialect = "auto";
};

struct TokenWish {
    std::string organization;  ///< slug
    std::string role;
    std::optional<std::chrono::seconds> time_to_live;
};

struct RotationWish {
    std::string organization;  ///< slug
    std::string directory;     ///< id
    std::optional<std::chrono::seconds> old_ends_after;
};

struct AdminWish {
    std::string organization;  ///< slug
    std::string email;
};

void create_organization(const base::Config& config, const OrganizationWish& wish, Output output);
void create_directory(const base::Config& config, const DirectoryWish& wish, Output output);
void create_token(const base::Config& config, const TokenWish& wish, Output output);
/// Makes or finds the person, who joins as founder or account admin; prints a one-time link. Needs
/// the server's key, as the link is derived from it.
void create_admin(const base::Config& config, const AdminWish& wish, Output output);
/// Gives a directory a second token, while the first is still good for a while.
void rotate_token(const base::Config& config, const RotationWish& wish, Output output);

}  // namespace usher::app
