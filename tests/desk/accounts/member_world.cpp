#include "tests/desk/accounts/member_world.hpp"

#include "desk/registration.hpp"
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "invitation/arrival.hpp"
#include "invitation/code.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "tests/scim/served_types.hpp"

#include <nlohmann/json.hpp>

namespace usher::test {

using store::Effects;
using store::Transaction;

MemberWorld::MemberWorld(Kind kind)
    : database({.url = fresh_database_url(kind)}, clock),
      acme(store::create_organization(database, "acme", "Acme").value()),
      office{
          .database = database,
          .registry = served_registry(),
          .clock = clock,
          .server_key = base::Secret("a server's key"),
          .public_url = "https://usher.example.org"},
      sign_in(office) {}

void MemberWorld::in_transaction(const std::function<Effects(Transaction&)>& body) {
    database.change([&](Transaction& tx) {
        Effects effects = body(tx);
        return store::Outcome<bool>{
            .value = true,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

std::string MemberWorld::person(const std::string& email, bool joins) {
    return person(email, scim::Json::object(), joins);
}

std::string MemberWorld::person(const std::string& email, const scim::Json& fields, bool joins) {
    std::string id;
    in_transaction([&](Transaction& tx) {
        const desk::Organization organization = desk::require_organization(tx, acme.id);
        scim::Json document = desk::document_for_address(email);
        document["userName"] = email.substr(0, email.find('@'));
        desk::write_fields(document, fields, organization.settings.default_region);
        desk::Caller admin;
        admin.organization_id = acme.id;
        admin.actor = {.kind = "token", .id = "admin"};
        auto made = desk::register_user(
            tx,
            office,
            admin,
            organization,
            {.document = document, .source = "manual", .groups = {}, .locale = {}}
        );
        id = made.user.id;
        const auto keys = invitation::keys_of(directory::document_of(made.user), "");
        invitation::Road road;
        road.kind = invitation::RoadKind::admin;
        road.joins = joins;
        road.cause = desk::cause_of(admin);
        made.effects.append(invitation::arrive(
            tx, organization.settings, {.user = made.user, .keys = keys, .request_ids = {}}, road
        ));
        return std::move(made.effects);
    });
    return id;
}

void MemberWorld::give_password(const std::string& user_id, const std::string& password) {
    const std::string hash = base::hash_password(base::Secret(password));
    in_transaction([&](Transaction& tx) {
        store::store_password(tx, acme.id, "User", user_id, hash);
        return Effects{};
    });
}

void MemberWorld::deactivate(const std::string& user_id) {
    in_transaction([&](Transaction& tx) {
        tx.execute(
            "UPDATE resource SET active = 0 "
            "WHERE organization_id = :organization AND type = 'User' AND id = :id",
            {
                {"organization", acme.id},
                {"id",           user_id}
        }
        );
        return Effects{};
    });
}

void MemberWorld::set(const scim::Json& settings) {
    in_transaction([&](Transaction& tx) {
        desk::Organization organization = desk::require_organization(tx, acme.id);
        organization.row.settings =
            invitation::write_settings(invitation::apply_changes(organization.settings, settings));
        store::update_organization_row(tx, organization.row);
        return Effects{};
    });
}

desk::SignInStep MemberWorld::enter(
    const std::string& login, const std::string& password, const std::string& terms
) {
    return sign_in.start(
        {.slug = "acme",
         .login = login,
         .password = base::Secret(password),
         .terms_version = terms,
         .network = "192.0.2.1",
         .request_id = "request"}
    );
}

desk::SignInStep MemberWorld::confirm(const base::Secret& token, const std::string& code) {
    return sign_in.confirm(
        {.token = token.reveal(), .factor = "", .code = base::Secret(code), .request_id = "request"}
    );
}

desk::SignInStep MemberWorld::choose(const base::Secret& token, const std::string& factor) {
    return sign_in.choose(
        {.token = token.reveal(),
         .factor = factor,
         .code = base::Secret(""),
         .request_id = "request"}
    );
}

bool MemberWorld::is_signed_in(const desk::SignInStep& step) {
    if (step.kind != desk::SignInStep::Kind::signed_in || !step.session) return false;
    return store::find_session(database, step.session->secret.reveal(), clock.now()).has_value();
}

std::string MemberWorld::sent_code() {
    return invitation::challenge_code(
               invitation::challenge_key(office.server_key),
               {.organization_id = acme.id, .challenge_id = letters().back().subject_id}
    )
        .reveal();
}

std::vector<QueuedLetter> MemberWorld::letters() {
    return database.read([&](store::Session& session) {
        std::vector<QueuedLetter> found;
        session.each(
            "SELECT channel, kind, subject_id FROM delivery "
            "WHERE organization_id = :organization ORDER BY id",
            {
                {"organization", acme.id}
        },
            3,
            [&](const store::Row& row) {
                found.push_back({.channel = *row[0], .kind = *row[1], .subject_id = *row[2]});
                return true;
            }
        );
        return found;
    });
}

std::vector<std::string> MemberWorld::events() {
    return database.read([&](store::Session& session) {
        std::vector<std::string> found;
        session.each(
            "SELECT action FROM event WHERE organization_id = :organization ORDER BY id",
            {
                {"organization", acme.id}
        },
            1,
            [&](const store::Row& row) {
                found.push_back(*row[0]);
                return true;
            }
        );
        return found;
    });
}

std::optional<store::StoredResource> MemberWorld::find(const std::string& user_id) {
    return database.read([&](store::Session& session) {
        return store::find_resource(session, acme.id, "User", user_id);
    });
}

desk::Caller MemberWorld::self(const std::string& user_id) const {
    desk::Caller caller;
    caller.organization_id = acme.id;
    caller.actor = {.kind = "user", .id = user_id};
    caller.user_id = user_id;
    return caller;
}

std::string MemberWorld::everything_in(const std::string& table, std::size_t columns) {
    return database.read([&](store::Session& session) {
        std::string text;
        session.each("SELECT * FROM " + table, {}, columns, [&](const store::Row& row) {
            for (const auto& value : row)
                text += value.value_or("") + "\n";
            return true;
        });
        return text;
    });
}

std::string problem_of(const std::function<void()>& body) {
    try {
        body();
    } catch (const invitation::Problem& problem) {
        return std::string(problem.kind().word);
    }
    return {};
}

std::string field_problem_of(const std::function<void()>& body) {
    try {
        body();
    } catch (const invitation::Problem& problem) {
        return problem.fields().empty() ? std::string(problem.kind().word)
                                        : problem.fields().front().code;
    }
    return {};
}

}  // namespace usher::test
