// The wording that an organization uses instead of the shipped one: rows of `mail_template`.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::store {

struct MailTemplate {
    std::string kind;    ///< a letter's kind (event/letter.hpp)
    std::string locale;  ///< "en", "es-MX"
    std::string subject;
    std::string body_text;
    std::string body_html;
    std::string updated_at;
};

/// Inserts or overwrites; updated_at = tx.now().
void put_mail_template(Transaction& tx, const std::string& organization_id, MailTemplate& wording);
/// Whether there was one.
[[nodiscard]] bool delete_mail_template(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& kind,
    const std::string& locale
);
/// All of one kind, or of every kind if `kind` is empty, by kind and locale.
[[nodiscard]] std::vector<MailTemplate> mail_templates_of(
    Session& session, const std::string& organization_id, const std::string& kind
);

}  // namespace usher::store
