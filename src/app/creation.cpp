#include "app/creation.hpp"

#include "app/wiring.hpp"
#include "desk/administrators.hpp"
#include "store/access.hpp"

#include <stdexcept>

namespace usher::app {

namespace {

store::Organization require_organization(store::Database& database, const std::string& slug) {
    if (auto found = store::find_organization(database, slug)) return *std::move(found);
    throw std::runtime_error("there is no organization " + slug);
}

}  // namespace

void create_organization(const base::Config& config, const OrganizationWish& wish, Output output) {
    MigratedDatabase migrated(config);
    const auto created = store::create_organization(migrated.database(), wish.slug, wish.name);
    if (!created && store::find_organization(migrated.database(), wish.slug)) {
        throw std::runtime_error("there is an organization " + wish.slug + " already");
    }
    if (!created) {
        throw std::runtime_error("a slug is 1 to 63 of a-z, 0-9 and '-', not '" + wish.slug + "'");
    }
    print_answer(
        output,
        {
            {"id",   "Organization id", created->id  },
            {"slug", "Slug",            created->slug}
    }
    );
}

void create_directory(const base::Config& config, const DirectoryWish& wish, Output output) {
    MigratedDatabase migrated(config);
    const auto organization = require_organization(migrated.database(), wish.organization);
    const auto created = store::create_directory(
        migrated.database(),
        organization,
        {.id = {}, .name = wish.name, .on_create = wish.on_create, .dialect = wish.dialect}
    );
    print_answer(
        output,
        {
            {"id",       "Directory id",                created.directory.id          },
            {"scim_url", "SCIM URL",                    config.public_url + "/scim/v2"},
            {"token",    "SCIM token (shown only now)", created.token.text.reveal()   }
    }
    );
}

void create_token(const base::Config& config, const TokenWish& wish, Output output) {
    MigratedDatabase migrated(config);
    const auto organization = require_organization(migrated.database(), wish.organization);
    const auto issued =
        store::create_admin_token(migrated.database(), organization, wish.role, wish.time_to_live);
    print_answer(
        output,
        {
            {"id",    "Token id",                     issued.id           },
            {"token", "Admin token (shown only now)", issued.text.reveal()}
    }
    );
}

void create_admin(const base::Config& config, const AdminWish& wish, Output output) {
    MigratedDatabase migrated(config);
    const scim::Registry registry = load_registry(config);
    const base::SystemClock clock;
    const desk::Office office{
        .database = migrated.database(),
        .registry = registry,
        .clock = clock,
        .server_key = require_server_key(config),
        .public_url = public_url_of(config)};
    const auto created = desk::Administrators(office).create(wish.organization, wish.email);
    print_answer(
        output,
        {
            {"id",   "User id",                             created.user_id      },
            {"link", "Sign-in link (good once, for a day)", created.link.reveal()}
    }
    );
}

void rotate_token(const base::Config& config, const RotationWish& wish, Output output) {
    MigratedDatabase migrated(config);
    const auto organization = require_organization(migrated.database(), wish.organization);
    const auto issued =
        store::rotate_token(migrated.database(), organization, wish.directory, wish.old_ends_after);
    if (!issued) {
        throw std::runtime_error(
            wish.organization + " has no directory " + wish.directory +
            ", or one with two valid tokens: wait until the older ends"
        );
    }
    print_answer(
        output,
        {
            {"id",    "Token id",                    issued->id           },
            {"token", "SCIM token (shown only now)", issued->text.reveal()}
    }
    );
}

}  // namespace usher::app
