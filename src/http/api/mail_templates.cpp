// /mail-templates: the words of an organization's letters.
#include "desk/mail_templates.hpp"

#include "http/api/areas.hpp"
#include "http/api/fields.hpp"
#include "http/api/services.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

constexpr ApiAccess template_managers = needs(invitation::Permission::settings_manage);
constexpr std::string_view template_path = "/mail-templates/{kind}/{locale}";

Json to_json(const desk::MailTemplateView& view) {
    return {
        {"kind",       view.kind                                       },
        {"locale",     view.wording.locale                             },
        {"subject",    view.wording.subject                            },
        {"text",       view.wording.text                               },
        {"html",       view.wording.html                               },
        {"own",        view.own                                        },
        {"updated_at", view.own ? Json(view.updated_at) : Json(nullptr)}
    };
}

/// The wording of the body; what is not in it is taken from `otherwise`.
outbox::Wording read_wording(const ApiExchange& exchange, outbox::Wording otherwise) {
    const Json body = exchange.body();
    FieldReader fields(body);
    outbox::Wording wording = std::move(otherwise);
    wording.locale = exchange.path("locale");
    if (auto subject = fields.text("subject")) wording.subject = std::move(*subject);
    if (auto text = fields.text("text")) wording.text = std::move(*text);
    if (auto html = fields.text("html")) wording.html = std::move(*html);
    fields.finish();
    return wording;
}

Response list_mail_templates(ApiServices& services, ApiExchange& exchange) {
    Json items = Json::array();
    for (const auto& view : desk::list_mail_templates(services.office.database, exchange.caller))
        items.push_back(to_json(view));
    const std::size_t total = items.size();
    Json placeholders = Json::array();
    for (const std::string_view name : outbox::placeholders())
        placeholders.push_back(std::string(name));
    return json_answer({
        {"items",        std::move(items)       },
        {"next_cursor",  nullptr                },
        {"total",        total                  },
        {"placeholders", std::move(placeholders)}
    });
}

Response show_mail_template(ApiServices& services, ApiExchange& exchange) {
    return json_answer(to_json(desk::show_mail_template(
        services.office.database, exchange.caller, exchange.path("kind"), exchange.path("locale")
    )));
}

Response put_mail_template(ApiServices& services, ApiExchange& exchange) {
    return json_answer(to_json(desk::put_mail_template(
        services.office.database, exchange.caller, exchange.path("kind"), read_wording(exchange, {})
    )));
}

Response delete_mail_template(ApiServices& services, ApiExchange& exchange) {
    desk::remove_mail_template(
        services.office.database, exchange.caller, exchange.path("kind"), exchange.path("locale")
    );
    return no_content();
}

Response preview_mail_template(ApiServices& services, ApiExchange& exchange) {
    const std::string& kind = exchange.path("kind");
    const auto used = desk::mail_template_in_use(
        services.office.database, exchange.caller, kind, exchange.path("locale")
    );
    const auto letter = desk::preview_mail_template(
        services.office, exchange.caller, kind, read_wording(exchange, used.wording)
    );
    return json_answer({
        {"subject", letter.subject},
        {"text",    letter.text   },
        {"html",    letter.html   }
    });
}

// clang-format 14 crashes on this table.
// clang-format off
constexpr std::array letter_table{
    ApiRoute{
        .method = "GET",
        .pattern = "/mail-templates",
        .handler = &list_mail_templates,
        .access = template_managers,
        .operation = "listMailTemplates",
        .summary = "The words of every letter in every language, own or as shipped",
        .response = "MailTemplateList"},
    ApiRoute{
        .method = "GET",
        .pattern = template_path,
        .handler = &show_mail_template,
        .access = template_managers,
        .operation = "showMailTemplate",
        .summary = "The words of a letter in a language",
        .response = "MailTemplate"},
    ApiRoute{
        .method = "PUT",
        .pattern = template_path,
        .handler = &put_mail_template,
        .access = template_managers,
        .operation = "putMailTemplate",
        .summary = "Words a letter in a language from now on",
        .request = "MailTemplateWording",
        .response = "MailTemplate"},
    ApiRoute{
        .method = "DELETE",
        .pattern = template_path,
        .handler = &delete_mail_template,
        .access = template_managers,
        .operation = "deleteMailTemplate",
        .summary = "Back to the words as shipped",
        .status = 204},
    ApiRoute{
        .method = "POST",
        .pattern = "/mail-templates/{kind}/{locale}/preview",
        .handler = &preview_mail_template,
        .access = template_managers,
        .operation = "previewMailTemplate",
        .summary = "A letter with sample values, as sent words, or those in use, would make it",
        .request = "MailTemplateDraft",
        .response = "MailTemplatePreview"},
};
// clang-format on

}  // namespace

std::span<const ApiRoute> mail_template_routes() {
    return letter_table;
}

}  // namespace usher::http
