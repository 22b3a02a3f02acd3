#include "outbox/wording.hpp"

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <stdexcept>

namespace usher::outbox {

namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view default_locale = "en";
constexpr std::string_view subject_prefix = "Subject: ";

constexpr std::array<std::string_view, 15> known_placeholders{
    "code",
    "console_url",
    "directory",
    "expires",
    "given_name",
    "link",
    "locale",
    "message",
    "minutes",
    "organization",
    "reason",
    "requester",
    "requester_email",
    "sign_in_url",
    "support",
};

std::optional<std::string> shipped(const std::string& name) {
    for (const TemplateFile& file : shipped_templates()) {
        if (file.name == name) return std::string(file.text);
    }
    return std::nullopt;
}

std::string file_name(event::LetterKind kind, const std::string& locale, const char* ending) {
    return locale + "/" + std::string(event::name_of(kind)) + ending;
}

mustache::data data_of(const Values& values) {
    mustache::data data;
    for (const auto& [name, value] : values)
        data.set(name, value);
    return data;
}

std::string fill_html(const std::string& text, const mustache::data& data) {
    return mustache::mustache(text).render(data);
}

/// Whether a tag's content is the name of a value, or opens or closes a section of one.
bool is_known_tag(std::string tag) {
    if (!tag.empty() && std::string_view("#^/").find(tag.front()) != std::string_view::npos)
        tag.erase(0, 1);
    tag = mustache::trim(tag);
    return std::find(known_placeholders.begin(), known_placeholders.end(), tag) !=
           known_placeholders.end();
}

}  // namespace

std::span<const std::string_view> placeholders() {
    return known_placeholders;
}

std::vector<std::string> locales_for(const std::string& locale) {
    std::vector<std::string> wanted;
    if (!locale.empty()) wanted.push_back(locale);
    if (const auto dash = locale.find_first_of("-_"); dash != std::string::npos)
        wanted.push_back(locale.substr(0, dash));
    wanted.emplace_back(default_locale);
    return wanted;
}

std::optional<Wording> shipped_wording(event::LetterKind kind, const std::string& locale) {
    const auto text = shipped(file_name(kind, locale, ".txt"));
    const auto html = shipped(file_name(kind, locale, ".html"));
    if (!text || !html || !text->starts_with(subject_prefix)) return std::nullopt;
    const auto end_of_subject = text->find('\n');
    return Wording{
        .locale = locale,
        .subject = text->substr(subject_prefix.size(), end_of_subject - subject_prefix.size()),
        .text = text->substr(text->find_first_not_of('\n', end_of_subject)),
        .html = *html};
}

Wording wording_for(
    event::LetterKind kind, const std::string& locale, const std::vector<store::MailTemplate>& own
) {
    for (const std::string& wanted : locales_for(locale)) {
        for (const store::MailTemplate& one : own) {
            if (one.kind == event::name_of(kind) && one.locale == wanted)
                return {wanted, one.subject, one.body_text, one.body_html};
        }
        if (auto found = shipped_wording(kind, wanted)) return std::move(*found);
    }
    throw std::logic_error("no template for " + std::string(event::name_of(kind)));
}

std::optional<std::string> sms_wording(event::LetterKind kind, const std::string& locale) {
    for (const std::string& wanted : locales_for(locale)) {
        if (auto found = shipped(file_name(kind, wanted, ".sms"))) {
            found->erase(found->find_last_not_of('\n') + 1);
            return found;
        }
    }
    return std::nullopt;
}

std::string fill_plain(const std::string& text, const Values& values) {
    mustache::mustache parsed(text);
    parsed.set_custom_escape([](const std::string& value) { return value; });
    return parsed.render(data_of(values));
}

Wording filled(const Wording& wording, const Values& values) {
    Values with_locale = values;
    with_locale["locale"] = wording.locale;
    Wording written{
        .locale = wording.locale,
        .subject = fill_plain(wording.subject, with_locale),
        .text = fill_plain(wording.text, with_locale),
        .html = ""};
    mustache::data frame = data_of(with_locale);
    frame.set("subject", written.subject);
    frame.set("content", fill_html(wording.html, data_of(with_locale)));
    written.html = fill_html(shipped("frame.html").value(), frame);
    return written;
}

bool fills_in(const std::string& text, std::string_view placeholder) {
    std::string_view rest = text;
    for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
        rest.remove_prefix(open + 2);
        const auto close = rest.find("}}");
        if (close == std::string_view::npos) return false;
        if (mustache::trim(std::string(rest.substr(0, close))) == placeholder) return true;
    }
    return false;
}

std::optional<std::string> template_problem(const std::string& text) {
    std::string_view rest = text;
    for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
        rest.remove_prefix(open + 2);
        const auto close = rest.find("}}");
        if (close == std::string_view::npos) return "a tag is not closed";
        const std::string tag(rest.substr(0, close));
        if (!is_known_tag(tag)) return "there is no placeholder {{" + tag + "}}";
        rest.remove_prefix(close + 2);
    }
    const mustache::mustache parsed(text);
    if (!parsed.is_valid()) return parsed.error_message();
    return std::nullopt;
}

}  // namespace usher::outbox
