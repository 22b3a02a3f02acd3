#include "desk/requests.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "desk/registration.hpp"
#include "desk/user_fields.hpp"
#include "invitation/keys.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "invitation/states.hpp"
#include "store/access.hpp"
#include "store/identity_keys.hpp"
#include "store/letters.hpp"
#include "store/locks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::Permission;
using invitation::Problem;
using invitation::ProblemCode;
using invitation::RequestState;
using scim::Json;
using store::Effects;
using store::InvitationRequest;
using store::Outcome;
using store::Transaction;

constexpr std::chrono::hours reviewers_told_every{1};
constexpr std::chrono::minutes resent_every{10};
constexpr std::size_t resent_at_most = 5;

event::Party request_party(const std::string& id) {
    return {.kind = "request", .id = id};
}

event::Letter mail(
    const std::string& organization_id,
    event::LetterKind kind,
    event::Party subject,
    std::string data = "{}"
) {
    return {
        .organization_id = organization_id,
        .channel = event::Channel::mail,
        .kind = kind,
        .subject = std::move(subject),
        .data = std::move(data)};
}

InvitationRequest require_request(
    store::Session& session, const Caller& caller, const std::string& id
) {
    auto request =
        base::is_id(id) ? store::find_request(session, caller.organization_id, id) : std::nullopt;
    if (!request) throw Problem::not_found("invitation request " + id);
    return std::move(*request);
}

/// The request, still pending, with its mailbox locked. Else the Problem says who and what won.
InvitationRequest lock_pending(Transaction& tx, const Caller& caller, const std::string& id) {
    const std::string key = require_request(tx, caller, id).email_key;
    tx.lock({store::mailbox_lock(caller.organization_id, key)});
    InvitationRequest request = require_request(tx, caller, id);
    const RequestState state = invitation::request_state_from(request.state);
    if (state == RequestState::pending) return request;
    if (state == RequestState::reconciled) {
        throw Problem(
            ProblemCode::already_member,
            "the person has arrived by " + request.via.value_or("another road") + " meanwhile"
        );
    }
    const std::string by = request.reviewed_by
                               ? request.reviewed_by->kind + " " + request.reviewed_by->id
                               : "somebody";
    throw Problem(
        ProblemCode::not_pending, "this request was " + request.state + " by " + by + " already"
    );
}

/// One letter an hour to everybody who may review, not one for each request.
std::vector<event::Letter> tell_reviewers(
    Transaction& tx, const std::string& organization_id, const event::Party& request
) {
    std::vector<event::Letter> letters;
    const auto kind = event::LetterKind::request_waiting;
    if (store::letter_queued_since(tx, organization_id, kind, tx.now() - reviewers_told_every)) {
        return letters;
    }
    for (const char* role : {"founder", "account_admin"}) {
        for (const auto& id : store::members_of_role(tx, organization_id, role)) {
            letters.push_back(mail(
                organization_id,
                kind,
                request,
                scim::to_text(Json{
                    {"user_id", id}
            })
            ));
        }
    }
    return letters;
}

/// The letter for an invitation that is open, again, unless it went out a moment ago.
std::vector<event::Letter> send_again(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    const auto open = store::find_open_invitation(tx, organization_id, user_id);
    if (!open || !open->email || open->sent_count >= resent_at_most) return {};
    const std::string& last = open->last_sent_at.value_or(open->created_at);
    if (last > base::to_text(tx.now() - resent_every)) return {};
    return {mail(
        organization_id, event::LetterKind::invitation, {.kind = "invitation", .id = open->id}
    )};
}

Json document_for(const InvitationRequest& request) {
    Json document = document_for_address(std::string(base::trimmed(request.email)));
    if (request.name) document["displayName"] = *request.name;
    return document;
}

void require_short(const store::Value& text, const char* pointer, std::size_t longest) {
    if (text && text->size() > longest) {
        throw Problem::invalid(
            pointer, "too_long", "at most " + std::to_string(longest) + " bytes"
        );
    }
}

}  // namespace

void Requests::submit(
    const std::string& slug, const RequestWish& wish, const std::string& http_request_id
) {
    const auto found = store::find_organization(office_.database, slug);
    if (!found) throw Problem::not_found("organization " + slug);
    const auto key = invitation::email_key(wish.email);
    if (!key) throw Problem::invalid("/email", "invalid_email", "this is no e-mail address");
    require_short(wish.name, "/name", 200);
    require_short(wish.message, "/message", 2000);
    Caller requester;
    requester.organization_id = found->id;
    requester.actor = {.kind = "requester", .id = ""};
    requester.request_id = http_request_id;
    office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, found->id);
        if (!organization.settings.requests_enabled) {
            throw Problem(
                ProblemCode::requests_disabled, "ask an administrator to be invited instead"
            );
        }
        Effects effects = submit_in(tx, organization, wish, *key, requester);
        return Outcome<bool>{
            .value = true,
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

Effects Requests::submit_in(
    Transaction& tx,
    const Organization& organization,
    const RequestWish& wish,
    const std::string& email_key,
    const Caller& requester
) {
    const std::string& organization_id = organization.row.id;
    tx.lock({store::mailbox_lock(organization_id, email_key)});
    Effects effects;
    for (const auto& id :
         store::holders_of_key(tx, organization_id, store::email_kind, email_key)) {
        const auto user = store::lock_resource(tx, organization_id, "User", id);
        if (!user || !user->active) continue;
        if (user->joined_at) {
            effects.letters.push_back(
                mail(organization_id, event::LetterKind::sign_in_hint, user_party(id))
            );
            return effects;
        }
        if (user->invitation_expires_at && *user->invitation_expires_at > base::to_text(tx.now())) {
            effects.letters = send_again(tx, organization_id, id);
            return effects;
        }
    }
    InvitationRequest request;
    request.id = base::new_id(tx.now());
    request.email = std::string(base::trimmed(wish.email));
    request.email_key = email_key;
    request.name = wish.name;
    request.message = wish.message;
    request.locale = wish.locale;
    request.created_at = base::to_text(tx.now());
    if (!store::insert_request(tx, organization_id, request)) return effects;
    effects.events.push_back(requester.event(Action::request_submitted, request_party(request.id)));
    const auto& domains = organization.settings.auto_approve_domains;
    const bool by_rule =
        std::find(domains.begin(), domains.end(), invitation::domain_of(email_key)) !=
        domains.end();
    if (by_rule) {
        Caller rule = requester;
        rule.actor = {.kind = "system", .id = "domain_rule"};
        rule.role = invitation::Role::founder;
        rule.permissions = invitation::permissions_of(invitation::Role::founder);
        effects.append(approve_in(tx, organization, rule, request, InvitationTerms{}));
    } else {
        effects.append(
            {.events = {},
             .letters = tell_reviewers(tx, organization_id, request_party(request.id))}
        );
    }
    return effects;
}

InvitationRequest Requests::show(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::requests_review);
    return office_.database.read([&](store::Session& session) {
        return require_request(session, caller, id);
    });
}

InvitationRequest Requests::approve(
    const Caller& caller, const std::string& id, const InvitationTerms& terms
) {
    require_permission(caller, Permission::requests_review);
    Invitations(office_).require_terms(caller, terms, 1);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        const InvitationRequest request = lock_pending(tx, caller, id);
        Effects effects = approve_in(tx, organization, caller, request, terms);
        return Outcome<InvitationRequest>{
            .value = require_request(tx, caller, id),
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

Effects Requests::approve_in(
    Transaction& tx,
    const Organization& organization,
    const Caller& reviewer,
    const InvitationRequest& request,
    const InvitationTerms& terms
) {
    const std::string& organization_id = organization.row.id;
    const auto holders =
        store::holders_of_key(tx, organization_id, store::email_kind, request.email_key, 2);
    if (holders.size() > 1) {
        throw Problem::conflict("several people have this address: settle that first");
    }
    std::optional<store::StoredResource> user;
    if (!holders.empty()) user = store::lock_resource(tx, organization_id, "User", holders.front());
    if (user && user->active && user->joined_at) {
        throw Problem(ProblemCode::already_member, "the person is in the organization already");
    }
    if (user && !user->active) {
        throw Problem::conflict("this person is deactivated: activate them first");
    }
    // Approved before the person is registered: registration is an arrival, which would reconcile
    // it.
    const bool closed = store::close_request(
        tx,
        organization_id,
        request.id,
        {.state = name_of(RequestState::approved),
         .via = {},
         .reason = {},
         .user_id = user ? store::Value(user->id) : std::nullopt,
         .invitation_id = {},
         .directory_id = {},
         .connection_id = {},
         .reviewed_by = reviewer.actor}
    );
    if (!closed) throw Problem(ProblemCode::not_pending, "somebody else was quicker");
    Effects effects;
    if (!user) {
        invitation::require_seat(
            tx, organization_id, organization.settings, invitation::Seat::reserve
        );
        Registered registered = register_user(
            tx,
            office_,
            reviewer,
            organization,
            {.document = document_for(request),
             .source = "request",
             .groups = {},
             .locale = request.locale}
        );
        user = std::move(registered.user);
        effects = std::move(registered.effects);
    }
    auto invited = Invitations(office_).invite_one(
        tx, reviewer, terms, {.email = request.email, .user_id = {}, .line = 0, .fields = {}}
    );
    std::string invitation_id = invited.result.invitation_id;
    if (invited.result.reason == "already_invited") {
        const auto open = store::find_open_invitation(tx, organization_id, user->id);
        if (open) invitation_id = open->id;
    } else if (!invited.result.sent()) {
        throw Problem(ProblemCode::not_allowed, invited.result.detail);
    }
    effects.append(std::move(invited.effects));
    store::note_approval(tx, organization_id, request.id, user->id, invitation_id);
    effects.events.push_back(reviewer.event(
        Action::request_approved,
        request_party(request.id),
        scim::to_text(Json{
            {"user_id",       user->id     },
            {"invitation_id", invitation_id}
    })
    ));
    return effects;
}

InvitationRequest Requests::dismiss(
    const Caller& caller, const std::string& id, const store::Value& reason, bool tell
) {
    require_permission(caller, Permission::requests_review);
    require_short(reason, "/reason", 1000);
    return office_.database.change([&](Transaction& tx) {
        const InvitationRequest request = lock_pending(tx, caller, id);
        const bool closed = store::close_request(
            tx,
            caller.organization_id,
            id,
            {.state = name_of(RequestState::dismissed),
             .via = {},
             .reason = reason,
             .user_id = {},
             .invitation_id = {},
             .directory_id = {},
             .connection_id = {},
             .reviewed_by = caller.actor}
        );
        if (!closed) throw Problem(ProblemCode::not_pending, "somebody else was quicker");
        Outcome<InvitationRequest> outcome{
            .value = require_request(tx, caller, id),
            .events = {caller.event(Action::request_dismissed, request_party(id))}};
        if (tell) {
            outcome.letters.push_back(mail(
                caller.organization_id, event::LetterKind::request_dismissed, request_party(id)
            ));
        }
        return outcome;
    });
}

}  // namespace usher::desk
