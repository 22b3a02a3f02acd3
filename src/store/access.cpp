#include "store/access.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "store/removals.hpp"

#include <algorithm>

namespace usher::store {

namespace {

constexpr std::size_t secret_bytes = 32;

struct NewToken {
    IssuedToken issued;
    std::string hash;
};

NewToken make_token(const std::string& organization_id, base::Time now) {
    const std::string id = base::new_id(now);
    const std::string secret = base::random_bytes(secret_bytes);
    return {
        .issued =
            {.id = id,
                     .text = base::Secret(base::base64url(
                 base::id_to_bytes(organization_id) + base::id_to_bytes(id) + secret
             ))},
        .hash = base::hex(base::sha256(secret))
    };
}

struct TokenOwner {
    Value directory_id;
    Value role;
    Value expires_at;
};

void insert_token(
    Transaction& tx,
    const std::string& organization_id,
    const NewToken& token,
    const TokenOwner& owner
) {
    tx.execute(
        "INSERT INTO token (organization_id, id, directory_id, role, hash, created_at, expires_at) "
        "VALUES (:organization, :id, :directory, :role, :hash, :now, :expires)",
        {
            {"organization", organization_id        },
            {"id",           token.issued.id        },
            {"directory",    owner.directory_id     },
            {"role",         owner.role             },
            {"hash",         token.hash             },
            {"now",          base::to_text(tx.now())},
            {"expires",      owner.expires_at       }
    }
    );
}

event::Event system_event(
    const std::string& organization_id, event::Action action, std::string kind, std::string id
) {
    return {
        .organization_id = organization_id,
        .action = action,
        .actor = {.kind = "system",        .id = ""           },
        .subject = {.kind = std::move(kind), .id = std::move(id)},
        .data = "{}",
        .request_id = ""
    };
}

bool is_slug(const std::string& slug) {
    return !slug.empty() && slug.size() <= 63 && std::all_of(slug.begin(), slug.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '-';
    });
}

}  // namespace

std::optional<Organization> create_organization(
    Database& database, const std::string& slug, const std::string& name
) {
    if (!is_slug(slug)) return std::nullopt;
    return database.change([&](Transaction& tx) {
        const Organization made{.id = base::new_id(tx.now()), .slug = slug, .name = name};
        const auto inserted = tx.find(
            "INSERT INTO organization (id, slug, name, settings, created_at) "
            "VALUES (:id, :slug, :name, '{}', :now) ON CONFLICT DO NOTHING RETURNING id",
            {
                {"id",   made.id                },
                {"slug", slug                   },
                {"name", name                   },
                {"now",  base::to_text(tx.now())}
        },
            1
        );
        Outcome<std::optional<Organization>> outcome;
        if (inserted) {
            outcome.value = made;
            outcome.events.push_back(
                system_event(made.id, event::Action::organization_created, "organization", made.id)
            );
        }
        return outcome;
    });
}

std::optional<Organization> find_organization(Database& database, const std::string& slug) {
    return database.read([&](Session& session) -> std::optional<Organization> {
        const auto row = session.find(
            "SELECT id, slug, name FROM organization WHERE slug = :slug",
            {
                {"slug", slug}
        },
            3
        );
        if (!row) return std::nullopt;
        return Organization{.id = *row->at(0), .slug = *row->at(1), .name = *row->at(2)};
    });
}

CreatedDirectory insert_directory(
    Transaction& tx, const std::string& organization_id, const Directory& wish
) {
    Directory made = wish;
    made.id = base::new_id(tx.now());
    tx.execute(
        "INSERT INTO directory (organization_id, id, name, on_create, dialect, policies, "
        "created_at) VALUES (:organization, :id, :name, :on_create, :dialect, :policies, :now)",
        {
            {"organization", organization_id              },
            {"id",           made.id                      },
            {"name",         made.name                    },
            {"on_create",    made.on_create               },
            {"dialect",      made.dialect                 },
            {"policies",     write_policies(wish.policies)},
            {"now",          base::to_text(tx.now())      }
    }
    );
    const NewToken token = make_token(organization_id, tx.now());
    insert_token(
        tx, organization_id, token, {.directory_id = made.id, .role = {}, .expires_at = {}}
    );
    return {.directory = made, .token = token.issued};
}

CreatedDirectory create_directory(
    Database& database, const Organization& organization, const Directory& wish
) {
    return database.change([&](Transaction& tx) {
        auto created = insert_directory(tx, organization.id, wish);
        const std::string id = created.directory.id;
        return Outcome<CreatedDirectory>{
            .value = std::move(created),
            .events = {
                system_event(organization.id, event::Action::directory_created, "directory", id)}};
    });
}

std::optional<IssuedToken> add_token(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& directory_id,
    std::optional<std::chrono::seconds> old_tokens_end_after
) {
    const Parameters scope{
        {"organization", organization_id        },
        {"directory",    directory_id           },
        {"now",          base::to_text(tx.now())}
    };
    const auto directory = tx.find(
        "SELECT id FROM directory WHERE organization_id = :organization AND id = :directory "
        "AND deleted_at IS NULL $FOR_UPDATE",
        {
            {"organization", organization_id},
            {"directory",    directory_id   }
    },
        1
    );
    const auto valid = tx.select(
        "SELECT id FROM token WHERE organization_id = :organization "
        "AND directory_id = :directory AND (expires_at IS NULL OR expires_at > :now)",
        scope,
        1
    );
    if (!directory || valid.size() >= 2) return std::nullopt;
    if (old_tokens_end_after) {
        tx.execute(
            "UPDATE token SET expires_at = :ends WHERE organization_id = :organization "
            "AND directory_id = :directory AND (expires_at IS NULL OR expires_at > :ends)",
            {
                {"organization", organization_id                                },
                {"directory",    directory_id                                   },
                {"ends",         base::to_text(tx.now() + *old_tokens_end_after)}
        }
        );
    }
    const NewToken token = make_token(organization_id, tx.now());
    insert_token(
        tx, organization_id, token, {.directory_id = directory_id, .role = {}, .expires_at = {}}
    );
    return token.issued;
}

std::optional<IssuedToken> rotate_token(
    Database& database,
    const Organization& organization,
    const std::string& directory_id,
    std::optional<std::chrono::seconds> old_tokens_end_after
) {
    return database.change([&](Transaction& tx) {
        Outcome<std::optional<IssuedToken>> outcome;
        outcome.value = add_token(tx, organization.id, directory_id, old_tokens_end_after);
        if (outcome.value) {
            outcome.events.push_back(system_event(
                organization.id, event::Action::directory_token_rotated, "directory", directory_id
            ));
        }
        return outcome;
    });
}

IssuedToken create_admin_token(
    Database& database,
    const Organization& organization,
    const std::string& role,
    std::optional<std::chrono::seconds> time_to_live
) {
    return database.change([&](Transaction& tx) {
        const NewToken token = make_token(organization.id, tx.now());
        Value expires;
        if (time_to_live) expires = base::to_text(tx.now() + *time_to_live);
        insert_token(
            tx, organization.id, token, {.directory_id = {}, .role = role, .expires_at = expires}
        );
        return Outcome<IssuedToken>{
            .value = token.issued,
            .events = {system_event(
                organization.id, event::Action::token_created, "token", token.issued.id
            )}};
    });
}

std::optional<Grant> authenticate(Database& database, std::string_view token, base::Time now) {
    const std::string bytes = base::from_base64url(token);
    if (bytes.size() != 2 * base::id_bytes + secret_bytes) return std::nullopt;
    Grant grant{
        .organization_id = base::id_from_bytes(std::string_view(bytes).substr(0, base::id_bytes)),
        .token_id =
            base::id_from_bytes(std::string_view(bytes).substr(base::id_bytes, base::id_bytes)),
        .directory = {},
        .role = ""};
    const auto row = database.read([&](Session& session) {
        return session.find(
            "SELECT t.hash, t.expires_at, t.role, d.id, d.name, d.on_create, d.dialect, "
            "o.settings, "
            "d.policies, d.pause_reason, d.deleted_at "
            "FROM token t JOIN organization o ON o.id = t.organization_id "
            "LEFT JOIN directory d ON d.organization_id = t.organization_id AND d.id = "
            "t.directory_id "
            "WHERE t.organization_id = :organization AND t.id = :id",
            {
                {"organization", grant.organization_id},
                {"id",           grant.token_id       }
        },
            11
        );
    });
    if (!row || row->at(10)) return std::nullopt;
    const std::string hash = base::hex(base::sha256(bytes.substr(2 * base::id_bytes)));
    if (!base::equal_in_constant_time(hash, *row->at(0))) return std::nullopt;
    if (row->at(1) && *row->at(1) <= base::to_text(now)) return std::nullopt;
    grant.role = row->at(2).value_or("");
    grant.organization_settings = *row->at(7);
    if (row->at(3)) {
        grant.directory = Directory{
            .id = *row->at(3),
            .name = *row->at(4),
            .on_create = *row->at(5),
            .dialect = *row->at(6),
            .policies = read_policies(*row->at(8)),
            .stopped = row->at(9) == stopped_by_admin};
    }
    return grant;
}

void record_use(Database& database, const Grant& grant) {
    database.change([&](Transaction& tx) {
        tx.execute(
            "UPDATE token SET last_used_at = :now WHERE organization_id = :organization AND id = "
            ":id",
            {
                {"organization", grant.organization_id  },
                {"id",           grant.token_id         },
                {"now",          base::to_text(tx.now())}
        }
        );
        return Outcome<bool>{.value = true, .events = {}};
    });
}

}  // namespace usher::store
