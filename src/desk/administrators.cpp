#include "desk/administrators.hpp"

#include "base/text.hpp"
#include "desk/registration.hpp"
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "invitation/arrival.hpp"
#include "invitation/code.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/access.hpp"
#include "store/challenges.hpp"
#include "store/identity_keys.hpp"
#include "store/locks.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using invitation::ProblemCode;
using invitation::Role;
using store::Effects;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

constexpr std::chrono::hours link_good_for{24};

/// Who has a shell on the server.
Caller operator_of(const std::string& organization_id) {
    Caller caller;
    caller.organization_id = organization_id;
    caller.actor = {.kind = "system", .id = ""};
    caller.role = Role::founder;
    caller.permissions = invitation::permissions_of(Role::founder);
    return caller;
}

/// The one person with the address, locked; made if there is none.
StoredResource make_or_find(
    Transaction& tx,
    const Office& office,
    const Organization& organization,
    const std::string& email,
    Effects& effects
) {
    const std::string& organization_id = organization.row.id;
    const auto key = invitation::email_key(email);
    const auto holders = store::holders_of_key(tx, organization_id, store::email_kind, *key, 2);
    if (holders.size() > 1) {
        throw Problem::conflict("several people have the address " + email);
    }
    if (holders.empty()) {
        auto made = register_user(
            tx,
            office,
            operator_of(organization_id),
            organization,
            {.document = document_for_address(email),
             .source = "manual",
             .groups = {},
             .locale = {}}
        );
        effects.append(std::move(made.effects));
        return std::move(made.user);
    }
    auto user = store::lock_resource(tx, organization_id, "User", holders.front());
    if (!user) throw Problem::conflict("the person is being deleted");
    if (!user->active) throw Problem(ProblemCode::inactive, "this person is inactive");
    return std::move(*user);
}

/// Founder if there is none, else account_admin; who has more keeps it.
void give_role(
    Transaction& tx, const Organization& organization, const std::string& user_id, Effects& effects
) {
    const std::string& organization_id = organization.row.id;
    const auto founders =
        store::members_of_role(tx, organization_id, invitation::name_of(Role::founder));
    const Role wanted = founders.empty() ? Role::founder : Role::account_admin;
    store::Person person = store::person_of(tx, organization_id, user_id);
    if (invitation::role_from(person.organization_role) >= wanted) return;
    person.organization_role = invitation::name_of(wanted);
    store::store_person(tx, organization_id, person);
    effects.events.push_back(
        operator_of(organization_id)
            .event(event::Action::user_updated, user_party(user_id), R"(["organization_role"])")
    );
}

}  // namespace

Administrators::Administrators(const Office& office)
    : office_(office), challenge_key_(invitation::challenge_key(office.server_key)) {}

CreatedAdmin Administrators::create(const std::string& slug, const std::string& email) const {
    const std::string address(base::trimmed(email));
    const auto key = invitation::email_key(address);
    if (!key) throw Problem(ProblemCode::invalid_email, email + " is not an e-mail address");
    const auto found = store::find_organization(office_.database, slug);
    if (!found) throw Problem::not_found("organization " + slug);
    return office_.database.change([&](Transaction& tx) {
        tx.lock({store::mailbox_lock(found->id, *key), store::founders_lock(found->id)});
        const Organization organization = require_organization(tx, found->id);
        Effects effects;
        StoredResource user = make_or_find(tx, office_, organization, address, effects);
        const auto keys =
            invitation::keys_of(directory::document_of(user), organization.settings.default_region);
        effects.append(invitation::arrive(
            tx,
            organization.settings,
            {.user = user, .keys = keys, .request_ids = {}},
            {.kind = invitation::RoadKind::admin,
             .joins = true,
             .cause = cause_of(operator_of(found->id)),
             .directory_id = {},
             .connection_id = {}}
        ));
        give_role(tx, organization, user.id, effects);
        const auto challenge = store::insert_challenge(
            tx,
            found->id,
            {.kind = store::sign_in_link_kind,
             .user_id = user.id,
             .purpose = "{}",
             .target = {},
             .lifetime = link_good_for}
        );
        const base::Secret secret = invitation::challenge_link(
            challenge_key_, {.organization_id = found->id, .challenge_id = challenge.id}
        );
        return Outcome<CreatedAdmin>{
            .value =
                {.user_id = user.id,
                        .link = base::Secret(office_.public_url + "/sign-in/" + secret.reveal())},
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)
        };
    });
}

SignInStep Administrators::redeem(
    const Admission& admission,
    const std::string& secret,
    const std::string& terms_version,
    const std::string& http_request_id
) const {
    const auto named = invitation::open_challenge_link(challenge_key_, secret);
    if (!named) throw Problem::not_found("such sign-in link");
    const std::string& organization_id = named->organization_id;
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, organization_id);
        const auto challenge = store::find_challenge(tx, organization_id, named->challenge_id);
        if (!challenge || challenge->kind != store::sign_in_link_kind || !challenge->user_id) {
            throw Problem::not_found("such sign-in link");
        }
        const auto user = store::lock_resource(tx, organization_id, "User", *challenge->user_id);
        if (!user) throw Problem::not_found("such sign-in link");
        if (!store::prove_challenge(tx, organization_id, challenge->id)) {
            throw Problem(
                ProblemCode::expired, "this link was used already or is over: ask for another"
            );
        }
        return admission.admit(
            tx,
            organization,
            *user,
            {.via = "link", .terms_version = terms_version, .request_id = http_request_id}
        );
    });
}

}  // namespace usher::desk
