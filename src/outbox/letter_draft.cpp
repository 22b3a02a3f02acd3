#include "outbox/letter_draft.hpp"

#include "invitation/code.hpp"
#include "invitation/keys.hpp"
#include "invitation/link.hpp"
#include "outbox/working_hours.hpp"
#include "store/invitations.hpp"
#include "store/letter_facts.hpp"
#include "store/people.hpp"
#include "store/requests.hpp"
#include "store/resources.hpp"

#include <optional>

#include <nlohmann/json.hpp>

namespace usher::outbox {

namespace {

using event::LetterKind;

/// The recipient of a letter to a user.
struct Recipient {
    store::StoredResource user;
    store::Person person;
    PersonText text;
};

/// One letter at one moment: what each kind looks at again, and what it says.
class Drafting {
  public:
    Drafting(
        store::Session& session,
        const store::Delivery& delivery,
        const invitation::Settings& settings,
        base::Time now
    )
        : session_(session), delivery_(delivery), settings_(settings), now_(now) {}

    [[nodiscard]] Drafted draft(LetterKind kind, const LetterLinks& links) const;

  private:
    [[nodiscard]] Drafted invitation(const LetterLinks& links) const;
    [[nodiscard]] Drafted moved_invitation() const;
    [[nodiscard]] Drafted sign_in_hint() const;
    [[nodiscard]] Drafted request(std::string_view state) const;
    [[nodiscard]] Drafted challenge(LetterKind kind, const LetterLinks& links) const;
    [[nodiscard]] Drafted waiting_request() const;
    [[nodiscard]] Drafted paused_directory() const;
    [[nodiscard]] Drafted to_admin() const;

    [[nodiscard]] const std::string& organization() const { return delivery_.organization_id; }

    [[nodiscard]] bool is_sms() const { return delivery_.channel == "sms"; }

    [[nodiscard]] std::optional<Recipient> recipient(const std::string& user_id) const;
    [[nodiscard]] std::string data(const char* name) const;
    [[nodiscard]] std::string local(const std::string& time, const PersonText& person) const;
    [[nodiscard]] std::string phone_of(const PersonText& person) const;

    store::Session& session_;
    const store::Delivery& delivery_;
    const invitation::Settings& settings_;
    base::Time now_;
};

std::optional<Recipient> Drafting::recipient(const std::string& user_id) const {
    auto user = store::find_resource(session_, organization(), "User", user_id);
    if (!user) return std::nullopt;
    PersonText text = person_text(user->document);
    auto person = store::person_of(session_, organization(), user_id);
    return Recipient{
        .user = std::move(*user), .person = std::move(person), .text = std::move(text)};
}

std::string Drafting::data(const char* name) const {
    return nlohmann::json::parse(delivery_.data).value(name, "");
}

std::string Drafting::local(const std::string& time, const PersonText& person) const {
    const std::string& zone =
        person.time_zone.empty() ? settings_.default_time_zone : person.time_zone;
    return local_text(base::time_from(time), zone);
}

std::string Drafting::phone_of(const PersonText& person) const {
    return invitation::phone_key(person.phone, settings_.default_region).value_or("");
}

Drafted Drafting::draft(LetterKind kind, const LetterLinks& links) const {
    switch (kind) {
        case LetterKind::invitation:
            return invitation(links);
        case LetterKind::invitation_moved:
            return moved_invitation();
        case LetterKind::sign_in_hint:
            return sign_in_hint();
        case LetterKind::request_reconciled:
            return request("reconciled");
        case LetterKind::request_approved:
            return request("approved");
        case LetterKind::request_dismissed:
            return request("dismissed");
        case LetterKind::code:
        case LetterKind::sign_in_link:
            return challenge(kind, links);
        case LetterKind::request_waiting:
            return waiting_request();
        case LetterKind::directory_paused:
            return paused_directory();
        case LetterKind::seat_limit_reached:
            return to_admin();
    }
    return Dropped{"unknown_kind"};
}

Drafted Drafting::invitation(const LetterLinks& links) const {
    const auto found = store::find_invitation(session_, organization(), delivery_.subject.id);
    if (!found) return Dropped{"invitation_gone"};
    if (found->state != "open") return Dropped{"invitation_" + found->state};
    if (found->expires_at <= base::to_text(now_)) return Dropped{"invitation_expired"};
    const auto invited = recipient(found->user_id);
    if (!invited) return Dropped{"user_gone"};
    if (!invited->user.active) return Dropped{"user_inactive"};
    if (invited->user.joined_at) return Dropped{"user_joined"};
    const auto channel = is_sms() ? invitation::LinkChannel::sms : invitation::LinkChannel::email;
    const auto counter = found->counters.find(std::string(invitation::name_of(channel)));
    if (counter == found->counters.end() || counter->second == 0) return Dropped{"channel_revoked"};
    const base::Secret secret = invitation::link_secret(
        links.link_key,
        {.organization_id = organization(),
         .invitation_id = found->id,
         .channel = channel,
         .counter = counter->second}
    );
    Draft draft{
        .to = is_sms() ? phone_of(invited->text) : found->email.value_or(""),
        .locale = found->locale.value_or(invited->person.locale.value_or("")),
        .person = invited->text,
        .sms_consent = invited->person.sms_consent_at.has_value(),
        .values = {}};
    draft.values["link"] = links.public_url + "/join/" + secret.reveal();
    draft.values["expires"] = local(found->expires_at, invited->text);
    return draft;
}

Drafted Drafting::moved_invitation() const {
    const auto found = store::find_invitation(session_, organization(), delivery_.subject.id);
    if (!found) return Dropped{"invitation_gone"};
    const std::string told = data("email");
    return Draft{
        .to = told.empty() ? found->email.value_or("") : told,
        .locale = found->locale.value_or(""),
        .person = {},
        .values = {}};
}

Drafted Drafting::sign_in_hint() const {
    const auto member = recipient(delivery_.subject.id);
    if (!member) return Dropped{"user_gone"};
    if (!member->user.active) return Dropped{"user_inactive"};
    if (!member->user.joined_at) return Dropped{"not_a_member"};
    return Draft{
        .to = member->text.email,
        .locale = member->person.locale.value_or(""),
        .person = member->text,
        .values = {}};
}

Drafted Drafting::request(std::string_view state) const {
    const auto found = store::find_request(session_, organization(), delivery_.subject.id);
    if (!found) return Dropped{"request_gone"};
    if (found->state != state) return Dropped{"request_" + found->state};
    Draft draft{
        .to = found->email, .locale = found->locale.value_or(""), .person = {}, .values = {}};
    if (state == "reconciled" && found->user_id) {
        const auto user = recipient(*found->user_id);
        if (!user) return Dropped{"user_gone"};
        if (!user->user.active) return Dropped{"user_inactive"};
    }
    if (const auto reason = shown_message(data("reason")); !reason.empty())
        draft.values["reason"] = reason;
    return draft;
}

Drafted Drafting::challenge(LetterKind kind, const LetterLinks& links) const {
    const auto found = store::challenge_facts(session_, organization(), delivery_.subject.id);
    if (!found) return Dropped{"challenge_gone"};
    if (found->proved_at) return Dropped{"challenge_proved"};
    if (found->expires_at <= base::to_text(now_)) return Dropped{"challenge_expired"};
    Draft draft{.to = found->target.value_or(""), .locale = "", .person = {}, .values = {}};
    if (found->user_id) {
        const auto user = recipient(*found->user_id);
        if (!user) return Dropped{"user_gone"};
        if (!user->user.active) return Dropped{"user_inactive"};
        draft.locale = user->person.locale.value_or("");
        draft.person = user->text;
    }
    // Whoever asks for a code now consents to get it now.
    draft.sms_consent = true;
    draft.person.working_hours.clear();
    const invitation::ChallengeTarget target{
        .organization_id = organization(), .challenge_id = delivery_.subject.id};
    const auto left =
        std::chrono::ceil<std::chrono::minutes>(base::time_from(found->expires_at) - now_);
    draft.values["minutes"] = std::to_string(left.count());
    draft.values["expires"] = local(found->expires_at, draft.person);
    if (kind == LetterKind::code) {
        draft.values["code"] = invitation::challenge_code(links.challenge_key, target).reveal();
    } else {
        draft.values["link"] = links.public_url + "/sign-in/" +
                               invitation::challenge_link(links.challenge_key, target).reveal();
    }
    return draft;
}

Drafted Drafting::to_admin() const {
    const auto admin = recipient(data("user_id"));
    if (!admin) return Dropped{"user_gone"};
    if (!admin->user.active) return Dropped{"user_inactive"};
    return Draft{
        .to = admin->text.email,
        .locale = admin->person.locale.value_or(""),
        .person = admin->text,
        .values = {}};
}

Drafted Drafting::waiting_request() const {
    const auto found = store::find_request(session_, organization(), delivery_.subject.id);
    if (!found) return Dropped{"request_gone"};
    if (found->state != "pending") return Dropped{"request_" + found->state};
    Drafted drafted = to_admin();
    auto* const draft = std::get_if<Draft>(&drafted);
    if (draft == nullptr) return drafted;
    draft->values["requester_email"] = found->email;
    if (const auto name = shown_name(found->name.value_or("")); !name.empty())
        draft->values["requester"] = name;
    if (const auto message = shown_message(found->message.value_or("")); !message.empty())
        draft->values["message"] = message;
    return drafted;
}

Drafted Drafting::paused_directory() const {
    Drafted drafted = to_admin();
    auto* const draft = std::get_if<Draft>(&drafted);
    if (draft == nullptr || delivery_.subject.kind != "directory") return drafted;
    const auto found = store::directory_facts(session_, organization(), delivery_.subject.id);
    if (!found) return Dropped{"directory_gone"};
    if (!found->paused_at) return Dropped{"directory_released"};
    draft->values["directory"] = shown_name(found->name);
    return drafted;
}

}  // namespace

Drafted draft_letter(
    store::Session& session,
    const store::Delivery& delivery,
    const invitation::Settings& settings,
    const LetterLinks& links,
    base::Time now
) {
    const auto kind = event::letter_kind_from(delivery.kind);
    if (!kind) return Dropped{"unknown_kind"};
    return Drafting(session, delivery, settings, now).draft(*kind, links);
}

}  // namespace usher::outbox
