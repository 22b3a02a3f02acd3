#include "desk/invitations.hpp"

#include "base/id.hpp"
#include "desk/registration.hpp"
#include "invitation/keys.hpp"
#include "invitation/opening.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "invitation/states.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using invitation::InvitationAction;
using invitation::InvitationState;
using invitation::LinkChannel;
using invitation::Mover;
using invitation::Permission;
using invitation::Problem;
using invitation::ProblemCode;
using scim::Json;
using store::Invitation;
using store::Outcome;
using store::Transaction;

/// Thrown to take back what a dry run did.
struct DryRunOver {
    InviteResult result;
};

/// An invitation with its user's row locked, so that nothing else moves it meanwhile.
struct Locked {
    Invitation invitation;
    store::StoredResource user;
};

Invitation require_invitation(
    store::Session& session, const Caller& caller, const std::string& id
) {
    auto invitation = base::is_id(id) ? store::find_invitation(session, caller.organization_id, id)
                                      : std::nullopt;
    if (!invitation) throw Problem::not_found("invitation " + id);
    require_sight(session, caller, invitation->user_id);
    return std::move(*invitation);
}

Locked lock_invitation(Transaction& tx, const Caller& caller, const std::string& id) {
    const std::string user_id = require_invitation(tx, caller, id).user_id;
    auto user = store::lock_resource(tx, caller.organization_id, "User", user_id);
    if (!user) throw Problem(ProblemCode::not_open, "the person is no longer there");
    // Again, now that nobody else can move it.
    return {.invitation = require_invitation(tx, caller, id), .user = std::move(*user)};
}

InvitationState state_now(const Transaction& tx, const Invitation& invitation) {
    return effective(
        invitation::invitation_state_from(invitation.state),
        invitation.expires_at,
        base::to_text(tx.now())
    );
}

void require_transition(
    const Transaction& tx, const Locked& locked, InvitationAction action, const std::string& what
) {
    const InvitationState state = state_now(tx, locked.invitation);
    if (invitation::find_transition(state, action, Mover::admin) != nullptr) return;
    throw Problem(
        ProblemCode::not_open,
        "this invitation is " + std::string(name_of(state)) + " and cannot be " + what
    );
}

/// What an e-mail address or a user id is to be told apart by.
std::string identity_of(const Recipient& recipient) {
    if (!recipient.user_id.empty()) return recipient.user_id;
    return invitation::email_key(recipient.email).value_or(recipient.email);
}

}  // namespace

Invitations::Invitations(const Office& office)
    : office_(office), link_key_(invitation::link_key(office.server_key)) {}

std::string Invitations::link_of(
    const std::string& organization_id, const Invitation& invitation, LinkChannel channel
) const {
    const auto counter = invitation.counters.find(std::string(name_of(channel)));
    return office_.join_url(invitation::link_secret(
        link_key_,
        {.organization_id = organization_id,
         .invitation_id = invitation.id,
         .channel = channel,
         .counter = counter == invitation.counters.end() ? 1 : counter->second}
    ));
}

void Invitations::require_terms(
    const Caller& caller, const InvitationTerms& terms, std::size_t recipients
) {
    require_permission(caller, Permission::users_invite);
    if (recipients > 1) require_permission(caller, Permission::users_bulk_invite);
    for (const std::string& channel : terms.channels) {
        if (!invitation::link_channel_from(channel)) {
            throw Problem::invalid(
                "/channels", "invalid", "channels are email, sms, link, qr and print"
            );
        }
    }
    if (terms.channels.empty()) {
        throw Problem::invalid("/channels", "required", "name at least one channel");
    }
    if (terms.organization_role) {
        const auto role = invitation::role_from(*terms.organization_role);
        if (!role) {
            throw Problem::invalid("/organization_role", "invalid", "there is no such role");
        }
        if (*role > caller.role) {
            throw Problem::forbidden("you cannot give a role above your own");
        }
    }
    if (caller.limited_to_teams() && terms.groups.empty()) {
        throw Problem::invalid("/groups", "required", "choose one of your teams");
    }
    office_.database.read([&](store::Session& session) {
        require_groups(session, caller, terms.groups);
        return true;
    });
}

std::vector<InviteResult> Invitations::invite(
    const Caller& caller,
    const InvitationTerms& terms,
    const std::vector<Recipient>& recipients,
    bool dry_run
) {
    require_terms(caller, terms, recipients.size());
    std::vector<InviteResult> results;
    std::set<std::string> seen;
    std::size_t without_seat = 0;
    for (const Recipient& recipient : recipients) {
        InviteResult result;
        result.email = recipient.email;
        result.line = recipient.line;
        if (!seen.insert(identity_of(recipient)).second) {
            result.reason = "duplicate";
            result.detail = "this address stands here twice";
            results.push_back(std::move(result));
            continue;
        }
        try {
            result = office_.database.change([&](Transaction& tx) {
                InvitedOne one = invite_one(tx, caller, terms, recipient);
                if (dry_run) throw DryRunOver{std::move(one.result)};
                return Outcome<InviteResult>{
                    .value = std::move(one.result),
                    .events = std::move(one.effects.events),
                    .letters = std::move(one.effects.letters)};
            });
        } catch (const DryRunOver& over) {
            result = over.result;
            result.link.reset();
        } catch (const Problem& problem) {
            without_seat += problem.code() == ProblemCode::seat_limit ? 1 : 0;
            result.reason = "not_allowed";
            result.detail = problem.what();
        }
        results.push_back(std::move(result));
    }
    if (without_seat == recipients.size() && without_seat > 0) {
        throw Problem(ProblemCode::seat_limit, results.front().detail);
    }
    return results;
}

Invitation Invitations::show(const Caller& caller, const std::string& id) {
    return office_.database.read([&](store::Session& session) {
        return require_invitation(session, caller, id);
    });
}

Invitation Invitations::resend(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::users_invite);
    return office_.database.change([&](Transaction& tx) {
        const Organization organization = require_organization(tx, caller.organization_id);
        const Locked locked = lock_invitation(tx, caller, id);
        if (locked.user.active && locked.user.joined_at) {
            throw Problem(ProblemCode::already_member, "the person is in the organization already");
        }
        if (!locked.user.active) {
            throw Problem(ProblemCode::not_open, "the person is deactivated: activate them first");
        }
        require_transition(tx, locked, InvitationAction::resend, "sent again");
        const auto latest =
            store::find_latest_invitation(tx, caller.organization_id, locked.user.id);
        if (latest && latest->id != id) {
            throw Problem(ProblemCode::not_open, "there is a newer invitation: " + latest->id);
        }
        if (state_now(tx, locked.invitation) == InvitationState::expired) {
            invitation::require_seat(
                tx, caller.organization_id, organization.settings, invitation::Seat::reserve
            );
        }
        auto next = invitation::succeed_invitation(
            tx, cause_of(caller), organization.settings, locked.user, locked.invitation, "resent"
        );
        if (!next) throw Problem(ProblemCode::not_open, "somebody else was quicker");
        return Outcome<Invitation>{
            .value = std::move(next->invitation),
            .events = std::move(next->effects.events),
            .letters = std::move(next->effects.letters)};
    });
}

Invitation Invitations::revoke(const Caller& caller, const std::string& id) {
    require_permission(caller, Permission::users_invite);
    return office_.database.change([&](Transaction& tx) {
        const Locked locked = lock_invitation(tx, caller, id);
        require_transition(tx, locked, InvitationAction::revoke, "revoked");
        auto effects = invitation::end_invitation(
            tx,
            cause_of(caller),
            locked.user,
            {.state = name_of(InvitationState::revoked), .reason = "by_admin", .via = {}}
        );
        return Outcome<Invitation>{
            .value = require_invitation(tx, caller, id),
            .events = std::move(effects.events),
            .letters = std::move(effects.letters)};
    });
}

std::string Invitations::show_link(
    const Caller& caller, const std::string& id, LinkChannel channel
) {
    return change_link(caller, id, channel, false);
}

std::string Invitations::renew_link(
    const Caller& caller, const std::string& id, LinkChannel channel
) {
    return change_link(caller, id, channel, true);
}

std::string Invitations::change_link(
    const Caller& caller, const std::string& id, LinkChannel channel, bool renew
) {
    require_permission(caller, Permission::users_invite);
    return office_.database.change([&](Transaction& tx) {
        Locked locked = lock_invitation(tx, caller, id);
        const InvitationState state = state_now(tx, locked.invitation);
        if (state != InvitationState::open) {
            throw Problem(
                ProblemCode::not_open,
                "this invitation is " + std::string(name_of(state)) + ": it has no link"
            );
        }
        Invitation& invitation = locked.invitation;
        const std::string word(name_of(channel));
        std::uint32_t& counter = invitation.counters[word];
        const bool is_new = counter == 0;
        if (is_new || renew) ++counter;
        auto& channels = invitation.channels;
        if (std::find(channels.begin(), channels.end(), word) == channels.end()) {
            channels.push_back(word);
        }
        if ((is_new || renew) &&
            !store::update_invitation(tx, caller.organization_id, invitation)) {
            throw Problem(ProblemCode::not_open, "this invitation is not open any more");
        }
        return Outcome<std::string>{
            .value = link_of(caller.organization_id, invitation, channel),
            .events = {caller.event(
                Action::invitation_link_shown,
                       {.kind = "invitation", .id = id},
                       scim::to_text(Json{{"channel", word}, {"renewed", renew}})
            )}
        };
    });
}

}  // namespace usher::desk
