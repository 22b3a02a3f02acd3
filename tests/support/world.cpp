#include "tests/support/world.hpp"

#include "desk/reconciliation.hpp"
#include "invitation/authority.hpp"
#include "invitation/code.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/members.hpp"
#include "store/people.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

const base::Time beginning = base::time_from("2026-03-02T09:00:00.000Z");
constexpr const char* public_url = "https://usher.example.org";

base::Secret server_key() {
    return base::Secret(std::string(32, 'k'));
}

std::string next_slug() {
    static std::atomic<int> count{0};
    return "world-" + std::to_string(++count);
}

Json patch_message(const Json& operation) {
    return {
        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
        {"Operations", Json::array({operation})                         }
    };
}

}  // namespace

base::Time StandingClock::now() const {
    return beginning + ahead_.load();
}

void StandingClock::advance(std::chrono::hours by) {
    ahead_ = ahead_.load() + by;
}

Ground::Ground(Kind kind) : Ground(fresh_database_url(kind)) {}

Ground::Ground(const std::string& database_url)
    : registry(scim::Registry::load(scim::embedded_schema_files())),
      database({.url = database_url}, clock),
      resources(
          database,
          registry,
          clock,
          {},
          std::string(public_url) + "/scim/v2",
          base::derive_key(server_key(), "cursors")
      ),
      office{
          .database = database,
          .registry = registry,
          .clock = clock,
          .server_key = server_key(),
          .public_url = public_url},
      people(office),
      invitations(office),
      requests(office),
      sign_in(office),
      joining(office, sign_in.second_factors()),
      phones(office, sign_in.admission()) {}

Ground& shared_ground(Kind kind) {
    if (kind == Kind::sqlite) {
        static Ground sqlite(kind);
        return sqlite;
    }
    static Ground postgresql(kind);
    return postgresql;
}

World::World(Ground& ground, const WorldOptions& options)
    : ground_(ground),
      organization_(store::create_organization(ground.database, next_slug(), "World").value()) {
    change_settings([&](invitation::Settings& settings) {
        settings.requests_enabled = true;
        if (options.settings) options.settings(settings);
    });
    store::Directory directory{
        .id = "", .name = "HR", .on_create = options.on_create, .dialect = "strict"};
    // Many rounds remove many people, and this clock stands: to the guard all that is one moment.
    directory.policies.guard.enabled = false;
    directory_token_ =
        store::create_directory(ground.database, organization_, directory).token.text.reveal();
}

World::World(const std::string& slug, Ground& ground)
    : ground_(ground), organization_(store::find_organization(ground.database, slug).value()) {}

void World::change_settings(const std::function<void(invitation::Settings&)>& change) {
    ground_.database.change([&](store::Transaction& tx) {
        auto row = store::lock_organization_row(tx, id()).value();
        auto settings = invitation::read_settings(row.settings);
        change(settings);
        row.settings = invitation::write_settings(settings);
        store::update_organization_row(tx, row);
        return store::Outcome<bool>{.value = true, .events = {}};
    });
}

desk::Caller World::token(invitation::Role role) const {
    return {
        .organization_id = id(),
        .actor = {.kind = "token", .id = std::string(invitation::name_of(role))},
        .user_id = "",
        .role = role,
        .permissions = invitation::permissions_of(role),
        .request_id = "test"
    };
}

desk::Caller World::person(const std::string& user_id) const {
    const auto authority = ground_.database.read([&](store::Session& session) {
        return invitation::authority_of_user(session, id(), user_id);
    });
    return {
        .organization_id = id(),
        .actor = {.kind = "user", .id = user_id},
        .user_id = user_id,
        .role = authority.role,
        .permissions = authority.permissions,
        .request_id = "test"
    };
}

std::string World::register_person(const std::string& email) {
    desk::RegisterWish wish;
    wish.fields = {
        {"given_name",  "Ann"               },
        {"family_name", "Example"           },
        {"emails",      {{{"value", email}}}},
    };
    return ground_.people.register_user(token(invitation::Role::founder), wish).user.id;
}

void World::give_role(const std::string& user_id, const std::string& role) {
    ground_.database.change([&](store::Transaction& tx) {
        auto person = store::person_of(tx, id(), user_id);
        person.organization_role = role;
        store::store_person(tx, id(), person);
        return store::Outcome<bool>{.value = true, .events = {}};
    });
}

void World::give_group_role(
    const std::string& group_id, const std::string& user_id, const std::string& role
) {
    ground_.database.change([&](store::Transaction& tx) {
        store::set_membership_role(
            tx, {.organization_id = id(), .type = "Group", .id = group_id}, user_id, role
        );
        return store::Outcome<bool>{.value = true, .events = {}};
    });
}

std::string World::new_member(const std::string& email, const std::string& role) {
    const std::string user_id = register_person(email);
    sign_in(user_id);
    give_role(user_id, role);
    return user_id;
}

directory::Call World::push() const {
    const auto grant =
        store::authenticate(ground_.database, directory_token_, ground_.clock.now()).value();
    return {
        .organization_id = id(),
        .organization_settings = grant.organization_settings,
        .directory = grant.directory.value(),
        .actor = {.kind = "directory", .id = grant.directory->id},
        .dialect = scim::Dialect::strict,
        .request_id = "test",
        .habits = {                   }
    };
}

std::string World::post(const Json& user) {
    auto call = push();
    return ground_.resources.create(call, ground_.office.user_type(), user).resource.id;
}

void World::put(const std::string& id, const Json& user) {
    auto call = push();
    static_cast<void>(ground_.resources.replace(call, ground_.office.user_type(), id, user, ""));
}

void World::patch(const std::string& id, const Json& operation) {
    auto call = push();
    static_cast<void>(
        ground_.resources.patch(call, ground_.office.user_type(), id, patch_message(operation), "")
    );
}

void World::set_active(const std::string& id, bool active) {
    patch(
        id,
        {
            {"op",    "replace"},
            {"path",  "active" },
            {"value", active   }
    }
    );
}

void World::remove(const std::string& id) {
    auto call = push();
    ground_.resources.remove(call, ground_.office.user_type(), id, "");
}

std::string World::post_group(const std::string& display_name, const Texts& member_ids) {
    auto call = push();
    return ground_.resources
        .create(call, ground_.office.group_type(), group(display_name, member_ids))
        .resource.id;
}

void World::sign_in(const std::string& user_id) {
    ground_.database.change([&](store::Transaction& tx) {
        const auto organization = store::find_organization_row(tx, id()).value();
        const auto settings = invitation::read_settings(organization.settings);
        const auto seen = store::find_resource(tx, id(), "User", user_id);
        if (!seen) throw invitation::Problem::not_found("user");
        const auto keys_of = [&](const store::StoredResource& user) {
            return invitation::keys_of(Json::parse(user.document), settings.default_region);
        };
        tx.lock(invitation::locks_of(id(), keys_of(*seen)));
        auto user = store::lock_resource(tx, id(), "User", user_id);
        if (!user) throw invitation::Problem::not_found("user");
        auto effects = invitation::arrive(
            tx,
            settings,
            {
                .user = *user, .keys = keys_of(*user), .request_ids = {}
        },
            {.kind = invitation::RoadKind::sso,
             .joins = true,
             .cause =
                 {.organization_id = id(),
                  .actor = {.kind = "connection", .id = "sso"},
                  .request_id = "test"},
             .directory_id = {},
             .connection_id = "sso"}
        );
        return store::Outcome<bool>{
            .value = true,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

std::string World::invite(const std::string& email, const desk::InvitationTerms& terms) {
    const auto results = ground_.invitations.invite(
        token(),
        terms,
        {
            {.email = email, .user_id = "", .line = 0}
    },
        false
    );
    if (!results.at(0).sent()) throw std::runtime_error("not sent: " + results.at(0).reason);
    return results.at(0).invitation_id;
}

std::string World::secret(const std::string& invitation_id, invitation::LinkChannel channel) const {
    const auto found = ground_.database.read([&](store::Session& session) {
        return store::find_invitation(session, id(), invitation_id);
    });
    const auto counter = found.value().counters.find(std::string(invitation::name_of(channel)));
    return invitation::link_secret(
               invitation::link_key(server_key()),
               {.organization_id = id(),
                .invitation_id = invitation_id,
                .channel = channel,
                .counter = counter == found->counters.end() ? 1 : counter->second}
    )
        .reveal();
}

std::string World::sent_code() const {
    const auto challenge = ground_.database.read([&](store::Session& session) {
        return session.find(
            "SELECT d.subject_id FROM delivery d WHERE d.organization_id = :organization "
            "AND d.kind = 'code' ORDER BY d.id DESC LIMIT 1",
            {
                {"organization", id()}
        },
            1
        );
    });
    return invitation::challenge_code(
               invitation::challenge_key(server_key()),
               {.organization_id = id(), .challenge_id = challenge.value().at(0).value()}
    )
        .reveal();
}

std::string World::accept(const std::string& secret) {
    return ground_.joining.accept(secret, join_form(), "test").user_id;
}

void World::ask(const std::string& email) {
    ground_.requests.submit(
        slug(), {.email = email, .name = {}, .message = {}, .locale = {}}, "test"
    );
}

void World::sweep() {
    static_cast<void>(desk::reconcile(ground_.office, id(), false));
}

Json person_of(const std::string& user_name, const std::string& email) {
    return user(
        user_name,
        {
            {"active", true                                  },
            {"emails", {{{"value", email}, {"type", "work"}}}}
    }
    );
}

desk::JoinForm join_form() {
    return {
        .given_name = "Ann",
        .family_name = "Example",
        .mobile = {},
        .password = base::Secret("nine quiet lanterns over Vigo"),
        .terms_version = "",
        .factor_token = "",
        .factor_code = base::Secret(""),
        .consents_to_sms = false,
        .locale = {}};
}

}  // namespace usher::test
