#include "desk/print.hpp"

#include "base/secret.hpp"
#include "desk/qr.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace usher::desk {

namespace {

/// What the page says; {organization}, {person}, {date} and {contact} are replaced.
struct Texts {
    std::string_view language;
    std::string_view heading;
    std::string_view greeting;
    std::string_view greeting_by_name;
    std::array<std::string_view, 4> steps;
    std::string_view by_hand;
    std::string_view until;
    std::string_view contact;
    std::string_view date;  ///< {day}, {month}, {year}, {time}
    std::array<std::string_view, 12> months;
};

constexpr std::array<std::string_view, 4> english_steps{
    "Open the camera of your phone and point it at the square below.",
    "Tap the link that appears. It opens a page of {organization}.",
    "Fill in the form and choose a password.",
    "Press the button at the end of the form. Then you are in."};

constexpr std::array<std::string_view, 12> english_months{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"};

constexpr Texts english{
    .language = "en",
    .heading = "Invitation to {organization}",
    .greeting = "You are invited to join {organization}.",
    .greeting_by_name = "{person}, you are invited to join {organization}.",
    .steps = english_steps,
    .by_hand = "No camera at hand? Type this address into a browser:",
    .until = "This invitation is yours alone. It is valid until {date}.",
    .contact = "Questions? {contact}",
    .date = "{day} {month} {year}, {time} UTC",
    .months = english_months};

constexpr std::array<std::string_view, 4> spanish_steps{
    "Abre la cámara de tu teléfono y apunta al cuadrado de abajo.",
    "Toca el enlace que aparece. Se abre una página de {organization}.",
    "Rellena el formulario y elige una contraseña.",
    "Pulsa el botón al final del formulario. Ya estás dentro."};

constexpr std::array<std::string_view, 12> spanish_months{
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre"};

constexpr Texts spanish{
    .language = "es",
    .heading = "Invitación a {organization}",
    .greeting = "Queremos que formes parte de {organization}.",
    .greeting_by_name = "{person}: queremos que formes parte de {organization}.",
    .steps = spanish_steps,
    .by_hand = "¿No tienes cámara a mano? Escribe esta dirección en un navegador:",
    .until = "Esta invitación es solo para ti. Es válida hasta el {date}.",
    .contact = "¿Preguntas? {contact}",
    .date = "{day} de {month} de {year}, {time} UTC",
    .months = spanish_months};

using Values = std::map<std::string, std::string, std::less<>>;

/// `text` with each word between `open` and `close` replaced by its value, once: a value is never
/// looked into.
std::string filled(
    std::string_view text, std::string_view open, std::string_view close, const Values& values
) {
    std::string result;
    for (;;) {
        const auto start = text.find(open);
        result += text.substr(0, start);
        if (start == std::string_view::npos) return result;
        const auto end = text.find(close, start);
        result += values.find(text.substr(start + open.size(), end - start - open.size()))->second;
        text.remove_prefix(end + close.size());
    }
}

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

/// "14 December 2026, 10:05 UTC"
std::string date_of(base::Time time, const Texts& texts) {
    const std::string text = base::to_text(time);  // 2026-12-14T10:05:00.000Z
    const auto month = std::stoul(text.substr(5, 2));
    Values parts;
    parts["day"] = std::to_string(std::stoul(text.substr(8, 2)));
    parts["month"] = texts.months.at(month - 1);
    parts["year"] = text.substr(0, 4);
    parts["time"] = text.substr(11, 5);
    return filled(texts.date, "{", "}", parts);
}

}  // namespace

std::string print_page(const PrintedInvitation& invitation) {
    const Texts& texts = invitation.locale.substr(0, 2) == "es" ? spanish : english;
    Values facts;
    facts["organization"] = invitation.organization;
    facts["person"] = invitation.person;
    facts["contact"] = invitation.contact;
    facts["date"] = date_of(invitation.expires_at, texts);
    const auto said = [&](std::string_view text) { return escaped(filled(text, "{", "}", facts)); };
    std::string steps;
    for (const auto step : texts.steps)
        steps += "<li>" + said(step) + "</li>\n";
    Values parts;
    parts["language"] = texts.language;
    parts["steps"] = steps;
    parts["heading"] = said(texts.heading);
    parts["greeting"] = said(invitation.person.empty() ? texts.greeting : texts.greeting_by_name);
    parts["code"] = QrCode(invitation.url).svg();
    parts["by_hand"] = said(texts.by_hand);
    parts["url"] = escaped(invitation.url);
    parts["until"] = said(texts.until);
    parts["contact"] = invitation.contact.empty() ? "" : "<p>" + said(texts.contact) + "</p>\n";
    return filled(print_page_template(), "{{", "}}", parts);
}

std::string print_page_policy() {
    const auto page = print_page_template();
    const auto start = page.find("<style>") + std::string_view("<style>").size();
    std::string hash =
        base::base64url(base::sha256(page.substr(start, page.find("</style>") - start)));
    std::ranges::replace(hash, '-', '+');
    std::ranges::replace(hash, '_', '/');
    return "default-src 'none'; style-src 'sha256-" + hash +
           "='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

}  // namespace usher::desk
