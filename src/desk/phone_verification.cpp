#include "desk/phone_verification.hpp"

#include "base/id.hpp"
#include "desk/codes.hpp"
#include "desk/factor_purpose.hpp"
#include "directory/documents.hpp"
#include "invitation/arrival.hpp"
#include "invitation/code.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/access.hpp"
#include "store/cases.hpp"
#include "store/credentials.hpp"
#include "store/identity_keys.hpp"
#include "store/locks.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using invitation::ProblemCode;
using scim::Json;
using store::Challenge;
using store::Effects;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

constexpr std::size_t most_phone_codes = 5;

Problem phone_code_over() {
    return {ProblemCode::unauthorized, "this verification is over: begin again"};
}

/// One number, several people: an admin decides (C12).
Effects open_cases(
    Transaction& tx,
    const Organization& organization,
    const std::vector<std::string>& holders,
    const PhoneForm& form,
    const std::string& key
) {
    Effects effects;
    const Json evidence{
        {"phone", key}
    };
    for (std::size_t other = 1; other < holders.size(); ++other) {
        const store::IdentityCase opened{
            .id = base::new_id(tx.now()),
            .kind = "ambiguous",
            .user_id = holders.at(other),
            .other_user_id = holders.front(),
            .evidence = scim::to_text(evidence),
            .directory_id = {},
            .connection_id = {},
            .undo = {},
            .opened_at = {},
            .closed_at = {},
            .closed_by = {}};
        if (!store::insert_case(tx, organization.row.id, opened)) continue;
        effects.events.push_back({
            .organization_id = organization.row.id,
            .action = event::Action::case_opened,
            .actor = {.kind = "system", .id = ""       },
            .subject = {.kind = "case",   .id = opened.id},
            .request_id = form.request_id
        });
    }
    return effects;
}

/// The person to whom a code may be sent.
std::optional<StoredResource> find_owner(
    Transaction& tx,
    const Organization& organization,
    const std::vector<std::string>& holders,
    const std::string& key
) {
    if (holders.size() != 1) return std::nullopt;
    auto user = store::find_resource(tx, organization.row.id, "User", holders.front());
    if (!user || !user->active) return std::nullopt;
    if (sms_number_of({.organization = organization, .user = *user}) != key) return std::nullopt;
    const bool has_password =
        store::password_hash_of(tx, organization.row.id, user->id).has_value();
    if (user->joined_at && has_password) return std::nullopt;
    const auto sent = store::count_challenges(
        tx, organization.row.id, user->id, store::phone_code_kind, tx.now() - codes_counted_for
    );
    if (sent.challenges >= most_phone_codes) return std::nullopt;
    return user;
}

std::vector<std::string> holders_of_phone(
    Transaction& tx, const std::string& organization_id, const std::string& key
) {
    return store::holders_of_key(tx, organization_id, store::phone_kind, key);
}

}  // namespace

/// What a typed code came to.
struct PhoneVerifications::Attempt {
    FactorVerdict::Kind kind = FactorVerdict::Kind::over;
    SignInStep step = {};
};

PhoneVerifications::PhoneVerifications(const Office& office, const Admission& admission)
    : office_(office),
      admission_(admission),
      challenge_key_(invitation::challenge_key(office.server_key)) {}

base::Secret PhoneVerifications::start(const PhoneForm& form) const {
    const auto found = store::find_organization(office_.database, form.slug);
    if (!found) throw Problem::not_found("organization " + form.slug);
    const std::string made = office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, found->id);
        const auto key = invitation::phone_key(form.phone, organization.settings.default_region);
        if (!key) {
            throw Problem::invalid("/phone", "invalid", "this is not a phone number");
        }
        tx.lock({store::phone_lock(found->id, *key)});
        const auto holders = holders_of_phone(tx, found->id, *key);
        Effects effects = open_cases(tx, organization, holders, form, *key);
        const auto owner = find_owner(tx, organization, holders, *key);
        const Challenge challenge = store::insert_challenge(
            tx,
            found->id,
            {.kind = store::phone_code_kind,
             .user_id = owner ? store::Value(owner->id) : std::nullopt,
             .purpose = "{}",
             .target = owner ? store::Value(*key) : std::nullopt,
             .lifetime = code_good_for}
        );
        if (owner) {
            effects.letters.push_back({
                .organization_id = found->id,
                .channel = event::Channel::sms,
                .kind = event::LetterKind::code,
                .subject = {.kind = "challenge", .id = challenge.id}
            });
        }
        return Outcome<std::string>{
            .value = challenge.id,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
    return invitation::challenge_link(
        challenge_key_, {.organization_id = found->id, .challenge_id = made}
    );
}

SignInStep PhoneVerifications::confirm(const PhoneCode& form) const {
    const auto named = invitation::open_challenge_link(challenge_key_, form.token);
    if (!named) throw phone_code_over();
    Attempt attempted = office_.database.change([&](Transaction& tx) {
        const auto challenge =
            store::find_challenge(tx, named->organization_id, named->challenge_id);
        if (!challenge || challenge->kind != store::phone_code_kind) throw phone_code_over();
        return attempt(tx, named->organization_id, *challenge, form);
    });
    require_right({.kind = attempted.kind, .user_id = {}, .purpose = {}}, "/code");
    return std::move(attempted.step);
}

Outcome<PhoneVerifications::Attempt> PhoneVerifications::attempt(
    Transaction& tx,
    const std::string& organization_id,
    const Challenge& challenge,
    const PhoneCode& form
) const {
    const Organization organization = require_organization(tx, organization_id);
    const auto keys_now = [&](const StoredResource& user) {
        return invitation::keys_of(
            directory::document_of(user), organization.settings.default_region
        );
    };
    std::optional<StoredResource> user;
    if (challenge.user_id) {
        user = store::find_resource(tx, organization_id, "User", *challenge.user_id);
        if (user) tx.lock(invitation::locks_of(organization_id, keys_now(*user)));
        user = store::lock_resource(tx, organization_id, "User", *challenge.user_id);
    }
    Outcome<Attempt> outcome{.value = {}, .events = {}};
    if (!store::take_attempt(tx, organization_id, challenge.id, most_code_attempts)) return outcome;
    outcome.value.kind = FactorVerdict::Kind::wrong;
    const bool right = invitation::challenge_code_matches(
        challenge_key_,
        {.organization_id = organization_id, .challenge_id = challenge.id},
        form.code
    );
    if (!user || !right) return outcome;
    if (holders_of_phone(tx, organization_id, *challenge.target).size() != 1)
        throw phone_code_over();
    require_terms(organization, *user, form.terms_version);
    store::remove_challenge(tx, organization_id, challenge.id);
    const store::IdentityKeys keys = keys_now(*user);
    Effects effects = invitation::arrive(
        tx,
        organization.settings,
        {
            .user = *user, .keys = keys, .request_ids = {}
    },
        {.kind = invitation::RoadKind::phone,
         .joins = true,
         .cause =
             {.organization_id = organization_id,
              .actor = {.kind = "invitee", .id = user->id},
              .request_id = form.request_id},
         .directory_id = {},
         .connection_id = {}}
    );
    auto admitted = admission_.admit(
        tx,
        organization,
        *user,
        {.via = "phone", .terms_version = form.terms_version, .request_id = form.request_id}
    );
    effects.append({.events = std::move(admitted.events), .letters = std::move(admitted.letters)});
    outcome.value = {.kind = FactorVerdict::Kind::right, .step = std::move(admitted.value)};
    outcome.events = std::move(effects.events);
    outcome.letters = std::move(effects.letters);
    return outcome;
}

}  // namespace usher::desk
