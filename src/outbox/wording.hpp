// What letters say: the shipped templates (templates/LOCALE/KIND.{txt,html,sms}), an organization's
// own instead of them, and how values come into them.
//
// Templates are Mustache: {{name}} and sections that show only where a value is there. Every value
// is escaped in HTML, and an organization's template has no way around it. Pure.
#pragma once

#include "event/letter.hpp"
#include "store/mail_templates.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::outbox {

struct TemplateFile {
    std::string_view name;  ///< "en/invitation.txt"
    std::string_view text;
};

/// The files of templates/.
[[nodiscard]] std::span<const TemplateFile> shipped_templates();

/// By placeholder. A value that is not there has no entry.
using Values = std::map<std::string, std::string>;

/// Every placeholder that some letter fills in.
[[nodiscard]] std::span<const std::string_view> placeholders();

/// The templates of one letter in one language.
struct Wording {
    std::string locale;
    std::string subject;
    std::string text;
    std::string html;  ///< what stands inside <main>
};

/// `locale` and what to look for after it: "es-MX" → "es-MX", "es", "en".
[[nodiscard]] std::vector<std::string> locales_for(const std::string& locale);

[[nodiscard]] std::optional<Wording> shipped_wording(
    event::LetterKind kind, const std::string& locale
);

/// The wording of the first of locales_for() that there is one in: of the organization's `own`, or
/// shipped. Every kind is shipped in English.
[[nodiscard]] Wording wording_for(
    event::LetterKind kind, const std::string& locale, const std::vector<store::MailTemplate>& own
);

/// The SMS text in the first language that there is one in; nullopt: this kind travels by mail
/// only.
[[nodiscard]] std::optional<std::string> sms_wording(
    event::LetterKind kind, const std::string& locale
);

/// A wording with its values: subject and text plain, html a whole page.
[[nodiscard]] Wording filled(const Wording& wording, const Values& values);

/// `text` with its values, unescaped.
[[nodiscard]] std::string fill_plain(const std::string& text, const Values& values);

/// Whether `text` says the value of `placeholder` somewhere, if there is one.
[[nodiscard]] bool fills_in(const std::string& text, std::string_view placeholder);

/// What is wrong with an organization's template text, or nothing: it does not read, names a
/// placeholder that there is none of, or wants values unescaped.
[[nodiscard]] std::optional<std::string> template_problem(const std::string& text);

}  // namespace usher::outbox
