#include "invitation/opening.hpp"

#include "base/id.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/states.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

using event::Action;
using scim::Json;
using store::Effects;
using store::Invitation;
using store::StoredResource;
using store::Transaction;

event::Party party(const Invitation& invitation) {
    return {.kind = "invitation", .id = invitation.id};
}

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// A letter for each channel on which something is sent; link, QR and paper are shown instead.
std::vector<event::Letter> letters_for(
    const std::string& organization_id, const Invitation& invitation
) {
    std::vector<event::Letter> letters;
    const auto add = [&](event::Channel channel) {
        letters.push_back(
            {.organization_id = organization_id,
             .channel = channel,
             .kind = event::LetterKind::invitation,
             .subject = party(invitation)}
        );
    };
    if (has(invitation.channels, "email") && invitation.email) add(event::Channel::mail);
    if (has(invitation.channels, "sms")) add(event::Channel::sms);
    return letters;
}

Opened opened(const Cause& cause, Invitation invitation) {
    Opened result;
    result.effects.events.push_back(cause.event(
        Action::invitation_opened,
        party(invitation),
        scim::to_text(Json{
            {"user_id",    invitation.user_id   },
            {"channels",   invitation.channels  },
            {"expires_at", invitation.expires_at}
    })
    ));
    result.effects.letters = letters_for(cause.organization_id, invitation);
    result.invitation = std::move(invitation);
    return result;
}

Action action_of(InvitationState state) {
    switch (state) {
        case InvitationState::accepted:
            return Action::invitation_accepted;
        case InvitationState::revoked:
            return Action::invitation_revoked;
        case InvitationState::expired:
            return Action::invitation_expired;
        case InvitationState::superseded:
            return Action::invitation_superseded;
        case InvitationState::open:
            break;
    }
    throw std::logic_error("an invitation does not end as open");
}

bool is_over(const Transaction& tx, const Invitation& invitation) {
    return invitation.expires_at <= base::to_text(tx.now());
}

Cause by_time(const Cause& cause) {
    return {
        .organization_id = cause.organization_id,
        .actor = {.kind = "system", .id = "time"},
        .request_id = cause.request_id
    };
}

}  // namespace

event::Event Cause::event(Action action, event::Party subject, std::string data) const {
    return {
        .organization_id = organization_id,
        .action = action,
        .actor = actor,
        .subject = std::move(subject),
        .data = std::move(data),
        .request_id = request_id};
}

std::optional<Effects> close_with_event(
    Transaction& tx, const Cause& cause, const Invitation& invitation, const store::Closing& closing
) {
    if (!store::close_invitation(tx, cause.organization_id, invitation, closing)) {
        return std::nullopt;
    }
    Json data{
        {"user_id", invitation.user_id}
    };
    if (closing.reason) data["reason"] = *closing.reason;
    if (closing.via) data["via"] = *closing.via;
    Effects effects;
    effects.events.push_back(cause.event(
        action_of(invitation_state_from(closing.state)), party(invitation), scim::to_text(data)
    ));
    return effects;
}

std::optional<Opened> open_invitation(
    Transaction& tx,
    const Cause& cause,
    const Settings& settings,
    const StoredResource& user,
    const Offer& offer
) {
    const Json document = scim::parse_json(user.document);
    const std::string address = mail_address_of(document);
    Invitation invitation;
    invitation.id = base::new_id(tx.now());
    invitation.user_id = user.id;
    if (!address.empty()) invitation.email = address;
    invitation.channels = offer.channels;
    invitation.groups = offer.groups;
    invitation.organization_role = offer.organization_role;
    for (const std::string& channel : offer.channels)
        invitation.counters[channel] = 1;
    invitation.created_by = cause.actor;
    invitation.request_id = offer.request_id;
    invitation.locale = offer.locale;
    invitation.created_at = base::to_text(tx.now());
    invitation.expires_at = base::to_text(tx.now() + offer.ttl.value_or(settings.invitation_ttl));

    Effects before;
    if (user.invitation_expires_at) {
        const auto old = store::find_open_invitation(tx, cause.organization_id, user.id);
        if (old && is_over(tx, *old)) {
            auto ended = close_with_event(
                tx, by_time(cause), *old, {.state = "expired", .reason = {}, .via = {}}
            );
            if (ended) before = std::move(*ended);
        }
    }
    if (!store::insert_invitation(tx, cause.organization_id, invitation)) return std::nullopt;
    Opened result = opened(cause, std::move(invitation));
    before.append(std::move(result.effects));
    result.effects = std::move(before);
    return result;
}

std::optional<Opened> succeed_invitation(
    Transaction& tx,
    const Cause& cause,
    const Settings& settings,
    const StoredResource& user,
    const Invitation& old,
    std::string_view reason
) {
    Effects effects;
    if (old.state == "open") {
        auto ended =
            is_over(tx, old)
                ? close_with_event(
                      tx, by_time(cause), old, {.state = "expired", .reason = {}, .via = {}}
                  )
                : close_with_event(
                      tx,
                      cause,
                      old,
                      {.state = "superseded", .reason = std::string(reason), .via = {}}
                  );
        if (!ended) return std::nullopt;
        effects = std::move(*ended);
    }
    Invitation next = old;
    next.id = base::new_id(tx.now());
    next.state = "open";
    const std::string address = mail_address_of(scim::parse_json(user.document));
    next.email = address.empty() ? std::nullopt : store::Value(address);
    for (auto& [channel, counter] : next.counters)
        counter = 1;
    next.created_by = cause.actor.kind == "invitee" ? old.created_by : cause.actor;
    next.predecessor_id = old.id;
    next.created_at = base::to_text(tx.now());
    next.expires_at = base::to_text(tx.now() + settings.invitation_ttl);
    next.closed_at.reset();
    next.reason.reset();
    next.last_sent_at.reset();
    next.sent_count = 0;
    if (!store::insert_invitation(tx, cause.organization_id, next)) return std::nullopt;
    Opened result = opened(cause, std::move(next));
    effects.append(std::move(result.effects));
    result.effects = std::move(effects);
    return result;
}

Effects end_invitation(
    Transaction& tx, const Cause& cause, const StoredResource& user, const store::Closing& closing
) {
    if (!user.invitation_expires_at) return {};
    const auto open = store::find_open_invitation(tx, cause.organization_id, user.id);
    if (!open) return {};
    const bool over = is_over(tx, *open);
    auto ended = over ? close_with_event(
                            tx, by_time(cause), *open, {.state = "expired", .reason = {}, .via = {}}
                        )
                      : close_with_event(tx, cause, *open, closing);
    return ended ? std::move(*ended) : Effects{};
}

Effects follow_address(
    Transaction& tx, const Cause& cause, const Settings& settings, const StoredResource& user
) {
    if (!user.invitation_expires_at) return {};
    const auto open = store::find_open_invitation(tx, cause.organization_id, user.id);
    if (!open || !open->email || is_over(tx, *open)) return {};
    const store::IdentityKeys keys =
        keys_of(scim::parse_json(user.document), settings.default_region);
    const auto mailed = email_key(*open->email);
    if (mailed && has(keys.emails, *mailed)) return {};
    auto next = succeed_invitation(tx, cause, settings, user, *open, "address_changed");
    if (!next) return {};
    next->effects.letters.push_back({
        .organization_id = cause.organization_id,
        .channel = event::Channel::mail,
        .kind = event::LetterKind::invitation_moved,
        .subject = {.kind = "invitation", .id = open->id}
    });
    return std::move(next->effects);
}

}  // namespace usher::invitation
