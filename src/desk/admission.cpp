#include "desk/admission.hpp"

#include "invitation/authority.hpp"
#include "invitation/problem.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using invitation::ProblemCode;
using invitation::TwoFactor;
using scim::Json;
using store::Outcome;
using store::StoredResource;
using store::Transaction;

void require_member(const StoredResource& user) {
    if (!user.active) {
        throw Problem(ProblemCode::inactive, "this account is inactive: ask an administrator");
    }
    if (!user.joined_at) {
        throw Problem(ProblemCode::not_joined, "join first, with the link in your invitation");
    }
}

event::Event signed_in_event(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const FactorPurpose& proved,
    const std::string& request_id
) {
    const auto authority = invitation::authority_of_user(tx, organization_id, user_id);
    const bool admin = authority.role >= invitation::Role::team_admin;
    Json data{
        {"via", proved.via}
    };
    if (!proved.factor.empty()) data["second_factor"] = proved.factor;
    return {
        .organization_id = organization_id,
        .action = admin ? event::Action::admin_signed_in : event::Action::user_signed_in,
        .actor = user_party(user_id),
        .subject = user_party(user_id),
        .data = scim::to_text(data),
        .request_id = request_id};
}

SignInStep waiting(
    SignInStep::Kind kind,
    const FactorOwner& owner,
    PosedFactor posed,
    std::vector<std::string> factors
) {
    return {
        .kind = kind,
        .organization_id = owner.organization.row.id,
        .user_id = owner.user.id,
        .session = {},
        .posed = std::move(posed),
        .factors = std::move(factors)};
}

}  // namespace

Outcome<SignInStep> Admission::admit(
    Transaction& tx,
    const Organization& organization,
    const StoredResource& user,
    const FirstFactor& first
) const {
    require_member(user);
    require_terms(organization, user, first.terms_version);
    FactorPurpose purpose{.via = first.via, .factor = {}, .terms_version = first.terms_version};
    const FactorOwner owner{.organization = organization, .user = user};
    const TwoFactor wanted = organization.settings.two_factor;
    auto usable =
        wanted == TwoFactor::off ? std::vector<std::string>{} : second_factors_.usable(tx, owner);
    // Who came by a code to their phone has shown that phone; a second code there shows no more.
    if (first.via == "phone") std::erase(usable, sms_factor);
    if (wanted == TwoFactor::off || (wanted == TwoFactor::optional && usable.empty())) {
        return finish(tx, organization, user, purpose, first.request_id);
    }
    auto kind = SignInStep::Kind::second_factor;
    if (usable.empty()) {
        kind = SignInStep::Kind::set_up;
        purpose.sets_up = true;
        usable = second_factors_.possible(tx, owner);
    } else {
        purpose.factor = usable.front();
    }
    PosedFactor posed = second_factors_.pose(tx, owner, purpose);
    auto letters = std::move(posed.effects.letters);
    return {
        .value = waiting(kind, owner, std::move(posed), std::move(usable)),
        .events = {},
        .letters = std::move(letters)};
}

Outcome<SignInStep> Admission::finish(
    Transaction& tx,
    const Organization& organization,
    const StoredResource& user,
    const FactorPurpose& proved,
    const std::string& request_id
) const {
    require_member(user);
    require_terms(organization, user, proved.terms_version);
    accept_terms(tx, organization, user);
    const std::string& organization_id = organization.row.id;
    return {
        .value =
            {.kind = SignInStep::Kind::signed_in,
                    .organization_id = organization_id,
                    .user_id = user.id,
                    .session = store::create_session(tx, organization_id,                        user.id),
                    .posed = {},
                    .factors = {}},
        .events = {signed_in_event(tx,                         organization_id,                      user.id,    proved,  request_id)}
    };
}

void require_terms(
    const Organization& organization, const StoredResource& user, const std::string& version
) {
    const std::string& present = organization.settings.terms_version;
    if (present.empty() || user.terms_version == present || version == present) return;
    throw Problem(
        ProblemCode::terms_not_accepted,
        "accept the terms of version " + present + ": send terms_version"
    );
}

void accept_terms(Transaction& tx, const Organization& organization, const StoredResource& user) {
    const std::string& present = organization.settings.terms_version;
    if (present.empty() || user.terms_version == present) return;
    const std::string& organization_id = organization.row.id;
    store::set_terms_version(tx, organization_id, user.id, present);
    store::Person person = store::person_of(tx, organization_id, user.id);
    person.terms_accepted_at = base::to_text(tx.now());
    store::store_person(tx, organization_id, person);
}

}  // namespace usher::desk
