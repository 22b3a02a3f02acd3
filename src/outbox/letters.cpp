#include "outbox/letters.hpp"

#include "invitation/code.hpp"
#include "invitation/keys.hpp"
#include "invitation/link.hpp"
#include "outbox/letter_draft.hpp"
#include "outbox/message_text.hpp"
#include "outbox/wording.hpp"
#include "outbox/working_hours.hpp"
#include "store/mail_templates.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace usher::outbox {

namespace {

using event::LetterKind;

/// A code or link was asked for this minute; everything else comes unasked for.
bool is_asked_for(LetterKind kind) {
    return kind == LetterKind::code || kind == LetterKind::sign_in_link;
}

/// The domain in A-labels, which every mail server takes.
std::string sendable(const std::string& address) {
    const auto at = address.rfind('@');
    if (at == std::string::npos) return address;
    const auto domain = invitation::domain_key(std::string_view(address).substr(at + 1));
    return domain ? address.substr(0, at + 1) + *domain : address;
}

void add_common_values(
    Draft& draft,
    const store::OrganizationRow& organization,
    const invitation::Settings& settings,
    const std::string& public_url
) {
    draft.values["organization"] = shown_name(organization.name);
    draft.values["sign_in_url"] = public_url + "/o/" + organization.slug;
    draft.values["console_url"] = public_url + "/";
    if (!draft.person.given_name.empty()) draft.values["given_name"] = draft.person.given_name;
    if (!settings.support_contact.empty()) draft.values["support"] = settings.support_contact;
    if (draft.locale.empty()) draft.locale = settings.locale;
    if (draft.person.time_zone.empty()) draft.person.time_zone = settings.default_time_zone;
}

/// An SMS at night is worse than one in the morning.
Letter sms_of(
    const store::Delivery& delivery, LetterKind kind, const Draft& draft, base::Time now
) {
    const auto wording = sms_wording(kind, draft.locale);
    if (!wording) return Dropped{"not_by_sms"};
    if (!draft.sms_consent) return Dropped{"no_consent"};
    const auto hours = parse_working_hours(draft.person.working_hours);
    if (hours && !is_asked_for(kind)) {
        const base::Time next = next_working_time(*hours, draft.person.time_zone, now);
        if (next > now) return PutOff{next};
    }
    return Sms{.id = delivery.id, .to = draft.to, .text = fill_plain(*wording, draft.values)};
}

}  // namespace

LetterWriter::LetterWriter(LetterOptions options, const base::Secret& server_key)
    : options_(std::move(options)),
      link_key_(invitation::link_key(server_key)),
      challenge_key_(invitation::challenge_key(server_key)) {}

Letter LetterWriter::write(store::Session& session, const store::Delivery& delivery, base::Time now)
    const {
    const auto kind = event::letter_kind_from(delivery.kind);
    if (!kind) return Dropped{"unknown_kind"};
    const auto organization = store::find_organization_row(session, delivery.organization_id);
    if (!organization) return Dropped{"organization_gone"};
    const auto settings = invitation::read_settings(organization->settings);
    auto drafted = draft_letter(
        session, delivery, settings, {options_.public_url, link_key_, challenge_key_}, now
    );
    if (auto* const dropped = std::get_if<Dropped>(&drafted)) return std::move(*dropped);
    auto& draft = std::get<Draft>(drafted);
    if (draft.to.empty()) return Dropped{"no_address"};
    add_common_values(draft, *organization, settings, options_.public_url);
    if (delivery.channel == "sms") return sms_of(delivery, *kind, draft, now);
    const auto own = store::mail_templates_of(session, delivery.organization_id, delivery.kind);
    Wording written = filled(wording_for(*kind, draft.locale, own), draft.values);
    const bool contact_is_mailbox = is_mailbox(settings.support_contact);
    return Mail{
        .id = delivery.id,
        .from = options_.mail_from,
        .from_name = draft.values["organization"],
        .to = sendable(draft.to),
        .reply_to = contact_is_mailbox ? settings.support_contact : "",
        .unsubscribe = is_asked_for(*kind)  ? ""
                       : contact_is_mailbox ? settings.support_contact
                                            : options_.mail_from,
        .locale = std::move(written.locale),
        .subject = std::move(written.subject),
        .text = std::move(written.text),
        .html = std::move(written.html),
        .at = now};
}

}  // namespace usher::outbox
