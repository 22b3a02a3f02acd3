#include "desk/sign_in.hpp"

#include "base/text.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/access.hpp"
#include "store/credentials.hpp"
#include "store/identity_keys.hpp"
#include "usher/scim/comparison.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using invitation::ProblemCode;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

// From one network at one person; at one person from anywhere, which somebody else may be doing to
// them; from one network at anybody, behind which there may be many people.
constexpr AttemptBounds pair_bounds{
    .free = 5, .first = std::chrono::seconds(2), .longest = std::chrono::minutes(15)};
constexpr AttemptBounds login_bounds{
    .free = 50, .first = std::chrono::seconds(1), .longest = std::chrono::seconds(30)};
constexpr AttemptBounds network_bounds{
    .free = 50, .first = std::chrono::seconds(1), .longest = std::chrono::minutes(5)};

std::string login_of(const PasswordForm& form) {
    return form.slug + " " + base::fold_case(base::trimmed(form.login));
}

Problem refused() {
    return {
        ProblemCode::unauthorized, "the user name or e-mail and the password do not fit together"};
}

StoredResource require_user(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    auto user = store::lock_resource(tx, organization_id, "User", user_id);
    if (!user) throw refused();
    return std::move(*user);
}

}  // namespace

SignIn::SignIn(const Office& office)
    : office_(office),
      second_factors_(office),
      admission_(office, second_factors_),
      by_login_and_network_(pair_bounds, office.clock),
      by_login_(login_bounds, office.clock),
      by_network_(network_bounds, office.clock) {}

SignInStep SignIn::start(const PasswordForm& form) {
    require_patience(form);
    const Known known = find(form);
    if (!passwords_.match(form.password, known.hash)) throw refused();
    forgive(form);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, known.organization_id);
        const StoredResource user = require_user(tx, known.organization_id, known.user_id);
        // It may have been changed while its hash was computed.
        if (store::password_hash_of(tx, known.organization_id, user.id) != known.hash) {
            throw refused();
        }
        return admission_.admit(
            tx,
            organization,
            user,
            {.via = "password", .terms_version = form.terms_version, .request_id = form.request_id}
        );
    });
}

SignInStep SignIn::choose(const FactorForm& form) {
    const std::string organization_id = second_factors_.organization_of(form.token);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, organization_id);
        const auto before = second_factors_.require_challenge(tx, organization_id, form.token);
        const StoredResource user = require_user(tx, organization_id, *before.user_id);
        const FactorOwner owner{.organization = organization, .user = user};
        const auto challenge = second_factors_.require_challenge(tx, organization_id, form.token);
        const bool sets_up = factor_purpose_of(challenge).sets_up;
        auto able =
            sets_up ? second_factors_.possible(tx, owner) : second_factors_.usable(tx, owner);
        if (std::find(able.begin(), able.end(), form.factor) == able.end()) {
            throw Problem::invalid("/factor", "unknown", "this is none of your factors");
        }
        PosedFactor posed = second_factors_.pose_again(tx, owner, challenge, form.factor);
        auto letters = std::move(posed.effects.letters);
        return Outcome<SignInStep>{
            .value =
                {.kind = sets_up ? SignInStep::Kind::set_up : SignInStep::Kind::second_factor,
                        .organization_id = organization_id,
                        .user_id = user.id,
                        .session = {},
                        .posed = std::move(posed),
                        .factors = std::move(able)},
            .events = {                                                   },
            .letters = std::move(letters)
        };
    });
}

SignInStep SignIn::confirm(const FactorForm& form) {
    struct Judged {
        FactorVerdict verdict;
        SignInStep step;
    };

    const std::string organization_id = second_factors_.organization_of(form.token);
    Judged judged = office_.database.change([&](Transaction& tx) {
        Outcome<Judged> outcome{.value = {}, .events = {}};
        const Organization organization = require_organization(tx, organization_id);
        const auto before = second_factors_.require_challenge(tx, organization_id, form.token);
        const StoredResource user = require_user(tx, organization_id, *before.user_id);
        const auto challenge = second_factors_.require_challenge(tx, organization_id, form.token);
        if (!factor_purpose_of(challenge).opens_session) return outcome;
        FactorVerdict verdict =
            second_factors_.judge(tx, organization_id, challenge, form.code.reveal());
        outcome.value.verdict = verdict;
        if (verdict.kind != FactorVerdict::Kind::right) return outcome;
        auto finished = admission_.finish(tx, organization, user, verdict.purpose, form.request_id);
        outcome.value.step = std::move(finished.value);
        outcome.events = std::move(finished.events);
        return outcome;
    });
    require_right(judged.verdict, "/code");
    return std::move(judged.step);
}

SignIn::Known SignIn::find(const PasswordForm& form) {
    const auto organization = store::find_organization(office_.database, form.slug);
    if (!organization) return {};
    return office_.database.read([&](store::Session& session) {
        Known known{.organization_id = organization->id, .user_id = {}, .hash = {}};
        const auto user = find_login(session, office_, organization->id, form.login);
        if (!user) return known;
        known.user_id = *user;
        known.hash = store::password_hash_of(session, organization->id, *user);
        return known;
    });
}

void SignIn::require_patience(const PasswordForm& form) {
    const std::string login = login_of(form);
    if (const auto wait = by_network_.take(form.network)) throw Problem::rate_limited(*wait);
    if (const auto wait = by_login_and_network_.take(login + " from " + form.network)) {
        throw Problem::rate_limited(*wait);
    }
    if (const auto wait = by_login_.take(login)) throw Problem::rate_limited(*wait);
}

void SignIn::forgive(const PasswordForm& form) {
    const std::string login = login_of(form);
    by_network_.forgive_one(form.network);
    by_login_and_network_.forgive_all(login + " from " + form.network);
    by_login_.forgive_one(login);
}

std::optional<std::string> find_login(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    const std::string& login
) {
    const std::string name(base::trimmed(login));
    const auto* attribute = office.user_type().schema->find(invitation::user_name_path);
    if (const auto fold = scim::comparison_key(*attribute, scim::Json(name))) {
        auto holders = store::holders_of(
            session,
            organization_id,
            "User",
            {.path = std::string(invitation::user_name_path), .fold = *fold},
            1
        );
        if (!holders.empty()) return holders.front();
    }
    const auto key = invitation::email_key(name);
    if (!key) return std::nullopt;
    auto holders = store::holders_of_key(session, organization_id, store::email_kind, *key, 2);
    if (holders.size() != 1) return std::nullopt;
    return holders.front();
}

}  // namespace usher::desk
