// The words of an organization's letters: the shipped ones, and its own instead of them.
//
// Needs settings.manage, checked here.
#pragma once

#include "desk/caller.hpp"
#include "desk/office.hpp"
#include "outbox/wording.hpp"
#include "store/database.hpp"

#include <string>
#include <vector>

namespace usher::desk {

struct MailTemplateView {
    std::string kind;
    outbox::Wording wording;
    bool own = false;        ///< false: as shipped
    std::string updated_at;  ///< of an own one
};

/// Every kind in every language that there is a wording in, own or shipped, by kind and language.
[[nodiscard]] std::vector<MailTemplateView> list_mail_templates(
    store::Database& database, const Caller& caller
);

/// The one of `kind` in exactly this language. Throws Problem not_found.
[[nodiscard]] MailTemplateView show_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const std::string& locale
);

/// The one that a letter of `kind` to a reader of `locale` is written with, which may be in another
/// language. Throws Problem not_found for a kind that there is none of.
[[nodiscard]] MailTemplateView mail_template_in_use(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const std::string& locale
);

/// A letter of `kind` as `wording` would make it, for a person who is made up. Throws Problem with
/// what is wrong with it.
[[nodiscard]] outbox::Wording preview_mail_template(
    const Office& office,
    const Caller& caller,
    const std::string& kind,
    const outbox::Wording& wording
);

/// Uses `wording` from now on for letters of `kind` in its locale. Throws Problem with what is
/// wrong with it: a letter that brings a link or code must hold it in its text and in its HTML.
MailTemplateView put_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const outbox::Wording& wording
);

/// Back to the shipped wording. Throws Problem not_found if there is no own one.
void remove_mail_template(
    store::Database& database,
    const Caller& caller,
    const std::string& kind,
    const std::string& locale
);

}  // namespace usher::desk
