#include "desk/mail_templates.hpp"

#include "base/text.hpp"
#include "desk/office.hpp"
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

void require_kind(const std::string& kind) {
    if (!event::letter_kind_from(kind)) throw Problem::not_found("letter of this kind");
}

/// "es", "pt-BR"
bool is_locale(const std::string& locale) {
    constexpr std::size_t longest = 11;
    return locale.size() >= 2 && locale.size() <= longest && base::is_letter(locale[0]) &&
           base::is_letter(locale[1]) && std::all_of(locale.begin(), locale.end(), [](char c) {
               return base::is_letter(c) || c == '-' || base::is_digit(c);
           });
}

void check(const outbox::Wording& wording) {
    std::vector<FieldProblem> wrong;
    const auto look_at = [&](const char* pointer, const std::string& text, std::size_t longest) {
        if (text.empty()) wrong.push_back({pointer, "required", "it is empty"});
        if (text.size() > longest) wrong.push_back({pointer, "too_long", "it is too long"});
        if (const auto problem = outbox::template_problem(text))
            wrong.push_back({pointer, "invalid", *problem});
    };
    look_at("/subject", wording.subject, longest_subject);
    look_at("/text", wording.text, longest_body);
    look_at("/html", wording.html, longest_body);
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

MailTemplateView put_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const outbox::Wording& wording
) {
    require_permission(caller, Permission::settings_manage);
    require_kind(kind);
    check(wording);
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
    require_kind(kind);
    database.change([&](store::Transaction& tx) {
        if (!store::delete_mail_template(tx, caller.organization_id, kind, locale))
            throw Problem::not_found("wording of your own for this letter in this language");
        return store::Outcome<bool>{.value = true, .events = {changed(caller, kind, locale)}};
    });
}

}  // namespace usher::desk
