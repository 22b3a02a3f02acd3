// Invitations::invite_one(): who the recipient is, whether they may be invited, and the invitation.
#include "base/text.hpp"
#include "desk/invitations.hpp"
#include "desk/registration.hpp"
#include "desk/user_fields.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "invitation/seats.hpp"
#include "store/group_references.hpp"
#include "store/identity_keys.hpp"
#include "store/locks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::ProblemCode;
using scim::Json;
using store::StoredResource;
using store::Transaction;

/// Why somebody cannot be invited.
struct Refusal {
    std::string reason;
    std::string detail;
};

struct Found {
    std::optional<StoredResource> user;
    std::optional<Refusal> refusal;
};

bool allowed_domain(const invitation::Settings& settings, const std::string& email_key) {
    const auto& domains = settings.allowed_domains;
    return domains.empty() ||
           std::find(domains.begin(), domains.end(), invitation::domain_of(email_key)) !=
               domains.end();
}

Found find_by_id(Transaction& tx, const Caller& caller, const std::string& id) {
    require_sight(tx, caller, id);
    Found found{
        .user = store::lock_resource(tx, caller.organization_id, "User", id), .refusal = {}};
    if (!found.user) found.refusal = {.reason = "not_allowed", .detail = "there is no such user"};
    return found;
}

/// The holder of an address, or nobody. The mailbox is locked from then on.
Found find_by_address(Transaction& tx, const Caller& caller, const std::string& email_key) {
    tx.lock({store::mailbox_lock(caller.organization_id, email_key)});
    const auto holders =
        store::holders_of_key(tx, caller.organization_id, store::email_kind, email_key, 2);
    if (holders.size() > 1) {
        return {
            .user = {                                                              },
            .refusal = Refusal{
                     .reason = "not_allowed",
                     .detail = "several people have this address: settle that first"}
        };
    }
    if (holders.empty()) return {};
    return {
        .user = store::lock_resource(tx, caller.organization_id, "User", holders.front()),
        .refusal = {}};
}

std::optional<Refusal> refusal_for(Transaction& tx, const StoredResource& user) {
    if (user.active && user.joined_at) {
        return Refusal{
            .reason = "already_member", .detail = "the person is in the organization already"};
    }
    if (!user.active) {
        return Refusal{.reason = "not_allowed", .detail = "the person is deactivated"};
    }
    if (user.invitation_expires_at && *user.invitation_expires_at > base::to_text(tx.now())) {
        return Refusal{
            .reason = "already_invited", .detail = "an invitation is open; send it again instead"};
    }
    return std::nullopt;
}

bool has_word(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Registered register_recipient(
    Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization,
    const InvitationTerms& terms,
    const Recipient& recipient
) {
    Json document = document_for_address(std::string(base::trimmed(recipient.email)));
    if (!recipient.fields.is_null()) {
        write_fields(document, recipient.fields, organization.settings.default_region);
    }
    document["timezone"] = document.value("timezone", organization.settings.default_time_zone);
    return register_user(
        tx,
        office,
        caller,
        organization,
        {.document = std::move(document),
         .source = terms.source,
         .groups = {},
         .locale = terms.locale}
    );
}

/// What the channels need: an address to mail to, a consent to send to a phone.
std::optional<Refusal> channel_refusal(
    const InvitationTerms& terms, const StoredResource& user, const std::string& region
) {
    const Json document = scim::parse_json(user.document);
    if (has_word(terms.channels, "email") && invitation::mail_address_of(document).empty()) {
        return Refusal{.reason = "not_allowed", .detail = "no e-mail address is known"};
    }
    if (!has_word(terms.channels, "sms")) return std::nullopt;
    const Json fields = read_fields(document);
    if (fields["consented_to_sms"] != true) {
        return Refusal{
            .reason = "not_allowed", .detail = "the person has not agreed to be sent SMS"};
    }
    if (invitation::keys_of(document, region).phones.empty()) {
        return Refusal{.reason = "not_allowed", .detail = "no phone number is known"};
    }
    return std::nullopt;
}

Invitations::InvitedOne refused(InviteResult result, const Refusal& refusal) {
    result.reason = refusal.reason;
    result.detail = refusal.detail;
    return {.result = std::move(result), .effects = {}};
}

}  // namespace

Invitations::InvitedOne Invitations::invite_one(
    Transaction& tx, const Caller& caller, const InvitationTerms& terms, const Recipient& recipient
) {
    InviteResult result;
    result.email = recipient.email;
    result.line = recipient.line;
    const Organization organization = require_organization(tx, caller.organization_id);
    const std::string& region = organization.settings.default_region;
    const auto key = invitation::email_key(recipient.email);
    if (recipient.user_id.empty() && !key) {
        return refused(
            std::move(result),
            {.reason = "invalid_email", .detail = recipient.email + " is no e-mail address"}
        );
    }
    if (key && !allowed_domain(organization.settings, *key)) {
        return refused(
            std::move(result),
            {.reason = "not_allowed",
             .detail = "the organization invites no addresses of this domain"}
        );
    }
    Found found = recipient.user_id.empty() ? find_by_address(tx, caller, *key)
                                            : find_by_id(tx, caller, recipient.user_id);
    if (!found.refusal && found.user) found.refusal = refusal_for(tx, *found.user);
    if (!found.refusal && found.user) {
        found.refusal = channel_refusal(terms, *found.user, region);
    }
    if (found.refusal) return refused(std::move(result), *found.refusal);

    // The seat before the person: who cannot be invited is not registered either.
    invitation::require_seat(
        tx, caller.organization_id, organization.settings, invitation::Seat::reserve
    );
    store::Effects effects;
    if (!found.user) {
        Registered registered =
            register_recipient(tx, office_, caller, organization, terms, recipient);
        found.user = std::move(registered.user);
        effects = std::move(registered.effects);
    }
    auto opened = invitation::open_invitation(
        tx,
        cause_of(caller),
        organization.settings,
        *found.user,
        {.channels = terms.channels,
         .groups = terms.groups,
         .organization_role = terms.organization_role,
         .ttl = terms.ttl,
         .request_id = {},
         .locale = terms.locale}
    );
    if (!opened) {
        return refused(
            std::move(result), {.reason = "already_invited", .detail = "an invitation is open"}
        );
    }
    effects.append(std::move(opened->effects));
    result.invitation_id = opened->invitation.id;
    result.user_id = found.user->id;
    if (result.email.empty()) result.email = opened->invitation.email.value_or("");
    if (has_word(terms.channels, "link")) {
        result.link =
            link_of(caller.organization_id, opened->invitation, invitation::LinkChannel::link);
    }
    const bool in_none =
        terms.groups.empty() &&
        store::group_references(tx, caller.organization_id, {found.user->id}).empty();
    if (in_none) result.warnings.emplace_back("no_group_access");
    return {.result = std::move(result), .effects = std::move(effects)};
}

}  // namespace usher::desk
