#include "desk/account.hpp"

#include "desk/admission.hpp"
#include "desk/password_policy.hpp"
#include "desk/user_change.hpp"
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "invitation/authority.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/credentials.hpp"
#include "store/sessions.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::FieldProblem;
using invitation::Problem;
using invitation::ProblemCode;
using scim::Json;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

constexpr std::array<std::string_view, 3> free_fields{
    "time_zone", "working_hours", "consented_to_sms"};
constexpr std::array<std::string_view, 4> directory_fields{
    "given_name", "family_name", "display_name", "mobile"};

StoredResource require_self(Transaction& tx, const Caller& self) {
    auto user = store::lock_resource(tx, self.organization_id, "User", self.user_id);
    if (!user) throw Problem::not_found("such person");
    return std::move(*user);
}

event::Event updated(const Caller& caller, const std::string& user_id, const char* what) {
    return caller.event(
        Action::user_updated, user_party(user_id), scim::to_text(Json::array({what}))
    );
}

Outcome<bool> done(std::vector<event::Event> events) {
    return {.value = true, .events = std::move(events)};
}

void require_own_fields(const StoredResource& user, const Json& fields) {
    std::vector<FieldProblem> problems;
    for (const auto& [name, value] : fields.items()) {
        if (!is_own_field(name)) {
            problems.push_back(
                {.pointer = "/" + name,
                 .code = "not_yours",
                 .detail = "only an administrator changes " + name}
            );
        } else if (user.directory_id && is_directory_field(name)) {
            problems.push_back(
                {.pointer = "/" + name,
                 .code = "managed",
                 .detail = "your organization's directory keeps " + name}
            );
        }
    }
    if (!problems.empty()) throw Problem(std::move(problems));
}

}  // namespace

bool is_own_field(std::string_view name) {
    return std::find(free_fields.begin(), free_fields.end(), name) != free_fields.end() ||
           is_directory_field(name);
}

bool is_directory_field(std::string_view name) {
    return std::find(directory_fields.begin(), directory_fields.end(), name) !=
           directory_fields.end();
}

OwnAccount Account::show(const Caller& self) const {
    return office_.database.read([&](store::Session& session) {
        auto user = store::find_resource(session, self.organization_id, "User", self.user_id);
        if (!user) throw Problem::not_found("such person");
        OwnAccount account{
            .organization = require_organization(session, self.organization_id),
            .user = std::move(*user),
            .person = store::person_of(session, self.organization_id, self.user_id),
            .factors = store::second_factors_of(session, self.organization_id, self.user_id),
            .possible_factors = {},
            .has_password =
                store::password_hash_of(session, self.organization_id, self.user_id).has_value()};
        std::erase_if(account.factors, [](const store::SecondFactor& factor) {
            return !factor.confirmed_at;
        });
        account.possible_factors = second_factors_.possible(
            session, {.organization = account.organization, .user = account.user}
        );
        return account;
    });
}

void Account::update(const Caller& self, const Json& fields) const {
    office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, self.organization_id);
        UserChange change(tx, office_, self, organization, self.user_id);
        require_own_fields(change.user(), fields);
        write_fields(change.document(), fields, organization.settings.default_region);
        change.write();
        store::Person person = store::person_of(tx, self.organization_id, self.user_id);
        const auto consent = fields.find("consented_to_sms");
        if (consent != fields.end()) {
            const bool given = *consent == true;
            person.sms_consent_at = given ? store::Value(base::to_text(tx.now())) : std::nullopt;
            person.sms_consent_by = given ? store::Value("user " + self.user_id) : std::nullopt;
            store::store_person(tx, self.organization_id, person);
        }
        return Outcome<bool>{
            .value = true,
            .events = std::move(change.effects.events),
            .letters = std::move(change.effects.letters)};
    });
}

void Account::change_password(const Caller& self, const PasswordChange& change) const {
    const auto before = office_.database.read([&](store::Session& session) {
        return store::password_hash_of(session, self.organization_id, self.user_id);
    });
    if (before && !base::password_matches(change.current, *before)) {
        throw Problem::invalid("/current_password", "wrong", "this is not your password");
    }
    const OwnAccount account = show(self);
    require_good_password(change.wanted, own_names_of(account.user), "/new_password");
    const std::string hash = base::hash_password(change.wanted);
    office_.database.change([&](Transaction& tx) {
        const StoredResource user = require_self(tx, self);
        // It may have been changed while the hashes were computed.
        if (store::password_hash_of(tx, self.organization_id, user.id) != before) {
            throw Problem::conflict("the password was changed a moment ago");
        }
        store::store_password(tx, self.organization_id, "User", user.id, hash);
        store::end_other_sessions(tx, self.organization_id, user.id, change.session_id);
        return done({updated(self, user.id, "password")});
    });
}

PosedFactor Account::begin_factor(const Caller& self, const std::string& factor) const {
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, self.organization_id);
        const StoredResource user = require_self(tx, self);
        PosedFactor posed = second_factors_.pose(
            tx,
            {.organization = organization, .user = user},
            {.sets_up = true,
             .opens_session = false,
             .via = "session",
             .factor = factor,
             .terms_version = {}}
        );
        auto letters = std::move(posed.effects.letters);
        return Outcome<PosedFactor>{
            .value = std::move(posed), .events = {}, .letters = std::move(letters)};
    });
}

void Account::confirm_factor(const Caller& self, const std::string& token, const base::Secret& code)
    const {
    (void)second_factors_.prove(self.user_id, token, code.reveal(), "/code");
    office_.database.change([&](Transaction&) {
        return done({updated(self, self.user_id, "second_factors")});
    });
}

void Account::remove_factor(const Caller& self, std::string_view factor) const {
    office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, self.organization_id);
        const StoredResource user = require_self(tx, self);
        if (!store::remove_second_factor(tx, self.organization_id, user.id, factor)) {
            throw Problem::not_found("such second factor");
        }
        const bool required = organization.settings.two_factor == invitation::TwoFactor::required;
        const auto left = second_factors_.usable(tx, {.organization = organization, .user = user});
        if (required && left.empty()) {
            throw Problem::conflict(
                "your organization requires a second factor: set another up first"
            );
        }
        return done({updated(self, user.id, "second_factors")});
    });
}

void Account::accept_terms(const Caller& self, const std::string& version) const {
    office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, self.organization_id);
        const StoredResource user = require_self(tx, self);
        require_terms(organization, user, version);
        desk::accept_terms(tx, organization, user);
        return done({});
    });
}

void Account::reset_factors(const Caller& admin, const std::string& user_id) const {
    if (admin.role < invitation::Role::account_admin) {
        throw Problem::forbidden("an account admin resets second factors");
    }
    office_.database.change([&](Transaction& tx) {
        const auto user = store::lock_resource(tx, admin.organization_id, "User", user_id);
        if (!user) throw Problem::not_found("user " + user_id);
        const store::Person person = store::person_of(tx, admin.organization_id, user_id);
        if (invitation::role_from(person.organization_role) > admin.role) {
            throw Problem::forbidden("this person has a higher role than yours");
        }
        store::remove_second_factors(tx, admin.organization_id, user_id);
        store::end_sessions_of_user(tx, admin.organization_id, user_id);
        return done({updated(admin, user_id, "second_factors")});
    });
}

}  // namespace usher::desk
