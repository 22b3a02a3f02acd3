#include "desk/joining.hpp"

#include "base/id.hpp"
#include "desk/password_policy.hpp"
#include "desk/user_change.hpp"
#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "invitation/arrival.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "invitation/states.hpp"
#include "store/sessions.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::InvitationAction;
using invitation::InvitationState;
using invitation::LinkTarget;
using invitation::Mover;
using invitation::Problem;
using invitation::ProblemCode;
using scim::Json;
using store::Effects;
using store::Invitation;
using store::Outcome;
using store::Transaction;

constexpr std::chrono::minutes fresh_every{10};

/// Why a link does not work any more, with the way on.
Problem over(InvitationState state) {
    switch (state) {
        case InvitationState::accepted:
            return {ProblemCode::accepted, "this invitation was accepted: sign in instead"};
        case InvitationState::expired:
            return {ProblemCode::expired, "this invitation has expired: ask for a new one here"};
        case InvitationState::superseded:
            return {
                ProblemCode::superseded, "a newer invitation was sent: use the link in that one"};
        case InvitationState::revoked:
            return {
                ProblemCode::revoked,
                "this invitation was revoked: ask an administrator for a new invitation"};
        case InvitationState::open:
            break;
    }
    throw std::logic_error("an open invitation is not over");
}

LinkTarget require_target(const base::Secret& key, const std::string& secret) {
    auto target = invitation::open_link(key, secret);
    if (!target) throw Problem::not_found("such invitation");
    return std::move(*target);
}

Invitation require_invitation(store::Session& session, const LinkTarget& target) {
    auto found = store::find_invitation(session, target.organization_id, target.invitation_id);
    if (!found) throw Problem::not_found("such invitation");
    return std::move(*found);
}

InvitationState state_at(const Invitation& invitation, base::Time now) {
    return effective(
        invitation::invitation_state_from(invitation.state),
        invitation.expires_at,
        base::to_text(now)
    );
}

/// The link is the present one of its channel: a new counter kills the old link.
bool is_present(const Invitation& invitation, const LinkTarget& target) {
    const auto counter = invitation.counters.find(std::string(name_of(target.channel)));
    return counter != invitation.counters.end() && counter->second == target.counter;
}

void require_acceptable(const Invitation& invitation, const LinkTarget& target, base::Time now) {
    const InvitationState state = state_at(invitation, now);
    if (!invitation::find_transition(state, InvitationAction::accept, Mover::invitee)) {
        throw over(state);
    }
    if (!is_present(invitation, target)) throw over(InvitationState::superseded);
}

/// The invitee as somebody who writes: their own record, nothing else.
Caller invitee(const Invitation& invitation, const LinkTarget& target, const std::string& request) {
    Caller caller;
    caller.organization_id = target.organization_id;
    caller.actor = {.kind = "invitee", .id = invitation.user_id};
    caller.user_id = invitation.user_id;
    caller.request_id = request;
    return caller;
}

void require_form(const JoinForm& form, const Organization& organization) {
    std::vector<invitation::FieldProblem> problems;
    const auto require = [&](const std::string& value, const char* pointer, const char* what) {
        if (!value.empty()) return;
        problems.push_back({.pointer = pointer, .code = "required", .detail = what});
    };
    require(form.given_name, "/given_name", "the first name is required");
    require(form.family_name, "/family_name", "the last name is required");
    require(form.password.reveal(), "/password", "a password is required");
    const std::string& terms = organization.settings.terms_version;
    if (!terms.empty() && form.terms_version != terms) {
        problems.push_back(
            {.pointer = "/terms_version",
             .code = "required",
             .detail = "the terms of version " + terms + " must be accepted"}
        );
    }
    if (!problems.empty()) throw Problem(std::move(problems));
}

/// The form's fields in the document. What a directory manages stays the directory's.
void fill_in(UserChange& change, const JoinForm& form, const Organization& organization) {
    Json fields = Json::object();
    if (!change.user().directory_id) {
        fields["given_name"] = form.given_name;
        fields["family_name"] = form.family_name;
        fields["display_name"] = form.given_name + " " + form.family_name;
    }
    const Json present = read_fields(change.document());
    const bool takes_mobile = !change.user().directory_id || present["phones"].empty();
    if (form.mobile && takes_mobile) fields["mobile"] = *form.mobile;
    if (form.consents_to_sms) fields["consented_to_sms"] = true;
    write_fields(change.document(), fields, organization.settings.default_region);
}

void note_person(
    Transaction& tx, const Caller& self, const JoinForm& form, const Invitation& invitation
) {
    store::Person person = store::person_of(tx, self.organization_id, self.user_id);
    const std::string now = base::to_text(tx.now());
    if (form.consents_to_sms && !person.sms_consent_at) {
        person.sms_consent_at = now;
        person.sms_consent_by = "user " + self.user_id;
    }
    if (form.locale || !person.locale) {
        person.locale = form.locale ? form.locale : invitation.locale;
    }
    store::store_person(tx, self.organization_id, person);
}

}  // namespace

Joining::Joining(const Office& office, const SecondFactors& second_factors)
    : office_(office),
      second_factors_(second_factors),
      link_key_(invitation::link_key(office.server_key)) {}

InvitationView Joining::look(const std::string& secret) {
    const LinkTarget target = require_target(link_key_, secret);
    return office_.database.read([&](store::Session& session) {
        Invitation invitation = require_invitation(session, target);
        require_acceptable(invitation, target, office_.clock.now());
        auto user =
            store::find_resource(session, target.organization_id, "User", invitation.user_id);
        if (!user || !user->active) throw over(InvitationState::revoked);
        return InvitationView{
            .organization = require_organization(session, target.organization_id),
            .invitation = std::move(invitation),
            .user = std::move(*user),
            .channel = target.channel};
    });
}

PosedFactor Joining::pose_factor(const std::string& secret, const FactorWish& wish) {
    const InvitationView seen = look(secret);
    return office_.database.change([&](Transaction& tx) {
        const auto user = store::lock_resource(tx, seen.organization.row.id, "User", seen.user.id);
        if (!user) throw over(InvitationState::revoked);
        const FactorOwner owner{
            .organization = seen.organization,
            .user = *user,
            .offered_phone = wish.consents_to_sms ? wish.mobile : std::string()};
        const auto possible = second_factors_.possible(tx, owner);
        if (std::find(possible.begin(), possible.end(), wish.factor) == possible.end()) {
            throw Problem::invalid("/factor", "impossible", "this factor cannot be set up here");
        }
        FactorPurpose purpose;
        purpose.sets_up = true;
        purpose.opens_session = false;
        purpose.via = "invitation";
        purpose.factor = wish.factor;
        PosedFactor posed = second_factors_.pose(tx, owner, std::move(purpose));
        store::Effects effects = std::move(posed.effects);
        return Outcome<PosedFactor>{
            .value = std::move(posed),
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

// In a unit of work of its own: an attempt counts whatever becomes of the form.
void Joining::prove_factor(const InvitationView& seen, const JoinForm& form) {
    if (!form.factor_token.empty()) {
        (void)second_factors_.prove(
            seen.user.id, form.factor_token, form.factor_code.reveal(), "/two_factor/code"
        );
        return;
    }
    if (seen.organization.settings.two_factor != invitation::TwoFactor::required) return;
    const bool has_one = office_.database.read([&](store::Session& session) {
        const FactorOwner owner{.organization = seen.organization, .user = seen.user};
        return !second_factors_.usable(session, owner).empty();
    });
    if (has_one) return;
    throw Problem(
        ProblemCode::second_factor_required, "this organization asks for a second factor: set it up"
    );
}

SignInStep Joining::accept(
    const std::string& secret, const JoinForm& form, const std::string& http_request_id
) {
    const LinkTarget target = require_target(link_key_, secret);
    const InvitationView seen = look(secret);
    require_form(form, seen.organization);
    require_good_password(form.password, own_names_of(seen.user));
    prove_factor(seen, form);
    // Slow by design: made before the transaction, not in it.
    const std::string password = base::hash_password(form.password);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, target.organization_id);
        const Caller self = invitee(seen.invitation, target, http_request_id);
        const auto keys_now = [&](const Json& document) {
            return invitation::keys_of(document, organization.settings.default_region);
        };
        tx.lock(invitation::locks_of(
            target.organization_id, keys_now(directory::document_of(seen.user))
        ));
        if (!store::lock_resource(tx, target.organization_id, "User", self.user_id)) {
            throw over(InvitationState::revoked);  // deleted since the look
        }
        UserChange change(tx, office_, self, organization, seen.invitation.user_id);
        // Again, now that nobody else can move it: of two submissions one is the first.
        const Invitation invitation = require_invitation(tx, target);
        require_acceptable(invitation, target, tx.now());
        if (!change.user().active) throw over(InvitationState::revoked);
        fill_in(change, form, organization);
        change.write();
        note_person(tx, self, form, invitation);
        accept_terms(tx, organization, change.user());
        store::store_password(tx, target.organization_id, "User", self.user_id, password);
        const store::IdentityKeys keys = keys_now(change.document());
        change.effects.append(invitation::arrive(
            tx,
            organization.settings,
            {.user = change.user(), .keys = keys, .request_ids = {}},
            {.kind = invitation::RoadKind::form,
             .joins = true,
             .cause = cause_of(self),
             .directory_id = {},
             .connection_id = {}}
        ));
        auto session = store::create_session(tx, target.organization_id, self.user_id);
        SignInStep step;
        step.organization_id = target.organization_id;
        step.user_id = self.user_id;
        step.session = std::move(session);
        return Outcome<SignInStep>{
            .value = std::move(step),
            .events = std::move(change.effects.events),
            .letters = std::move(change.effects.letters)};
    });
}

void Joining::ask_for_fresh(const std::string& secret, const std::string& http_request_id) {
    const LinkTarget target = require_target(link_key_, secret);
    office_.database.change([&](Transaction& tx) {
        Outcome<bool> nothing{.value = false, .events = {}};
        const Organization organization = require_organization(tx, target.organization_id);
        const std::string user_id = require_invitation(tx, target).user_id;
        const auto user = store::lock_resource(tx, target.organization_id, "User", user_id);
        const auto latest = store::find_latest_invitation(tx, target.organization_id, user_id);
        if (!user || !user->active || user->joined_at || !latest || !latest->email) return nothing;
        if (state_at(*latest, tx.now()) != InvitationState::expired) return nothing;
        if (latest->created_at > base::to_text(tx.now() - fresh_every)) return nothing;
        const bool seat = invitation::has_seat(
            tx, target.organization_id, organization.settings, invitation::Seat::reserve
        );
        if (!seat) return nothing;
        auto next = invitation::succeed_invitation(
            tx,
            cause_of(invitee(*latest, target, http_request_id)),
            organization.settings,
            *user,
            *latest,
            "asked_for_fresh"
        );
        if (!next) return nothing;
        return Outcome<bool>{
            .value = true,
            .events = std::move(next->effects.events),
            .letters = std::move(next->effects.letters)};
    });
}

}  // namespace usher::desk
