#include "desk/mail_templates.hpp"

#include "base/text.hpp"
#include "invitation/problem.hpp"
#include "store/mail_templates.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::FieldProblem;
using invitation::Permission;
using invitation::Problem;

constexpr std::size_t longest_subject = 200;
constexpr std::size_t longest_body = 65536;
constexpr std::array<const char*, 2> shipped_locales{"en", "es"};

event::LetterKind require_kind(const std::string& kind) {
    const auto found = event::letter_kind_from(kind);
    if (!found) throw Problem::not_found("letter of this kind");
    return *found;
}

/// Without what a letter is of no use; empty: there is nothing.
std::string_view purpose_of(event::LetterKind kind) {
    switch (kind) {
        case event::LetterKind::invitation:
        case event::LetterKind::sign_in_link:
            return "link";
        case event::LetterKind::code:
            return "code";
        default:
            return "";
    }
}

/// "es", "pt-BR"
bool is_locale(const std::string& locale) {
    constexpr std::size_t longest = 11;
    return locale.size() >= 2 && locale.size() <= longest && base::is_letter(locale[0]) &&
           base::is_letter(locale[1]) && std::all_of(locale.begin(), locale.end(), [](char c) {
               return base::is_letter(c) || c == '-' || base::is_digit(c);
           });
}

void check(event::LetterKind kind, const outbox::Wording& wording) {
    std::vector<FieldProblem> wrong;
    const auto look_at = [&](const char* pointer, const std::string& text, std::size_t longest) {
        if (text.empty()) wrong.push_back({pointer, "required", "it is empty"});
        if (text.size() > longest) wrong.push_back({pointer, "too_long", "it is too long"});
        if (const auto problem = outbox::template_problem(text))
            wrong.push_back({pointer, "invalid", *problem});
    };
    const std::string purpose(purpose_of(kind));
    const auto look_for_purpose = [&](const char* pointer, const std::string& text) {
        if (purpose.empty() || text.empty() || outbox::fills_in(text, purpose)) return;
        wrong.push_back({pointer, "required", "{{" + purpose + "}} is missing"});
    };
    look_at("/subject", wording.subject, longest_subject);
    look_at("/text", wording.text, longest_body);
    look_at("/html", wording.html, longest_body);
    look_for_purpose("/text", wording.text);
    look_for_purpose("/html", wording.html);
    if (!is_locale(wording.locale))
        wrong.push_back({"/locale", "invalid", "a locale reads like es or pt-BR"});
    if (!wrong.empty()) throw Problem(std::move(wrong));
}

event::Event changed(const Caller& caller, const std::string& kind, const std::string& locale) {
    return caller.event(
        event::Action::settings_changed,
        {
            .kind = "organization", .id = caller.organization_id
    },
        nlohmann::json{{"mail_template", {{"kind", kind}, {"locale", locale}}}}.dump()
    );
}

MailTemplateView view_of(const store::MailTemplate& own) {
    return {
        .kind = own.kind,
        .wording =
            {.locale = own.locale,
                      .subject = own.subject,
                      .text = own.body_text,
                      .html = own.body_html},
        .own = true,
        .updated_at = own.updated_at
    };
}

/// What a letter to somebody made up would say.
outbox::Values sample_values(const store::OrganizationRow& organization, const Office& office) {
    const base::Time soon = office.clock.now() + std::chrono::hours(24);
    return {
        {"code",            "123456"                                     },
        {"console_url",     office.public_url + "/"                      },
        {"directory",       "HR"                                         },
        {"expires",         base::to_text(soon)                          },
        {"given_name",      "Ada"                                        },
        {"link",            office.public_url + "/..."                   },
        {"message",         "..."                                        },
        {"minutes",         "10"                                         },
        {"organization",    organization.name                            },
        {"reason",          "..."                                        },
        {"requester",       "Ada Lovelace"                               },
        {"requester_email", "ada@example.org"                            },
        {"sign_in_url",     office.public_url + "/o/" + organization.slug},
        {"support",         "support@example.org"                        }
    };
}

}  // namespace

std::vector<MailTemplateView> list_mail_templates(store::Database& database, const Caller& caller) {
    require_permission(caller, Permission::settings_manage);
    std::map<std::pair<std::string, std::string>, MailTemplateView> views;
    const auto own = database.read([&](store::Session& session) {
        return store::mail_templates_of(session, caller.organization_id, "");
    });
    for (const store::MailTemplate& one : own)
        views.emplace(std::pair(one.kind, one.locale), view_of(one));
    for (const std::string_view name : event::letter_kind_names()) {
        const std::string kind(name);
        for (const char* locale : shipped_locales) {
            auto shipped = outbox::shipped_wording(event::letter_kind_from(kind).value(), locale);
            if (!shipped) continue;
            views.emplace(
                std::pair(kind, locale),
                MailTemplateView{.kind = kind, .wording = std::move(*shipped), .updated_at = ""}
            );
        }
    }
    std::vector<MailTemplateView> list;
    for (auto& [key, view] : views)
        list.push_back(std::move(view));
    return list;
}

MailTemplateView show_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const std::string& locale
) {
    for (MailTemplateView& view : list_mail_templates(database, caller)) {
        if (view.kind == kind && view.wording.locale == locale) return std::move(view);
    }
    throw Problem::not_found("wording for this letter in this language");
}

MailTemplateView mail_template_in_use(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const std::string& locale
) {
    require_permission(caller, Permission::settings_manage);
    const event::LetterKind known = require_kind(kind);
    const auto own = database.read([&](store::Session& session) {
        return store::mail_templates_of(session, caller.organization_id, kind);
    });
    return show_mail_template(
        database, caller, kind, outbox::wording_for(known, locale, own).locale
    );
}

outbox::Wording preview_mail_template(
    const Office& office,
    const Caller& caller,
    const std::string& kind,
    const outbox::Wording& wording
) {
    require_permission(caller, Permission::settings_manage);
    check(require_kind(kind), wording);
    const Organization organization = office.database.read([&](store::Session& session) {
        return require_organization(session, caller.organization_id);
    });
    return outbox::filled(wording, sample_values(organization.row, office));
}

MailTemplateView put_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const outbox::Wording& wording
) {
    require_permission(caller, Permission::settings_manage);
    check(require_kind(kind), wording);
    return database.change([&](store::Transaction& tx) {
        store::MailTemplate own{
            .kind = kind,
            .locale = wording.locale,
            .subject = wording.subject,
            .body_text = wording.text,
            .body_html = wording.html,
            .updated_at = ""};
        store::put_mail_template(tx, caller.organization_id, own);
        return store::Outcome<MailTemplateView>{
            .value = view_of(own), .events = {changed(caller, kind, wording.locale)}};
    });
}

void remove_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const std::string& locale
) {
    require_permission(caller, Permission::settings_manage);
    static_cast<void>(require_kind(kind));
    database.change([&](store::Transaction& tx) {
        if (!store::delete_mail_template(tx, caller.organization_id, kind, locale))
            throw Problem::not_found("wording of your own for this letter in this language");
        return store::Outcome<bool>{.value = true, .events = {changed(caller, kind, locale)}};
    });
}

}  // namespace usher::desk
