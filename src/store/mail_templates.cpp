#include "store/mail_templates.hpp"

namespace usher::store {

void put_mail_template(Transaction& tx, const std::string& organization_id, MailTemplate& wording) {
    wording.updated_at = base::to_text(tx.now());
    tx.execute(
        "INSERT INTO mail_template (organization_id, kind, locale, subject, body_text, body_html, "
        "updated_at) VALUES (:organization, :kind, :locale, :subject, :text, :html, :now) "
        "ON CONFLICT (organization_id, kind, locale) DO UPDATE SET subject = excluded.subject, "
        "body_text = excluded.body_text, body_html = excluded.body_html, "
        "updated_at = excluded.updated_at",
        {
            {"organization", organization_id   },
            {"kind",         wording.kind      },
            {"locale",       wording.locale    },
            {"subject",      wording.subject   },
            {"text",         wording.body_text },
            {"html",         wording.body_html },
            {"now",          wording.updated_at}
    }
    );
}

bool delete_mail_template(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& kind,
    const std::string& locale
) {
    return tx.execute(
               "DELETE FROM mail_template WHERE organization_id = :organization AND kind = :kind "
               "AND locale = :locale",
               {
                   {"organization", organization_id},
                   {"kind",         kind           },
                   {"locale",       locale         }
    }
           ) == 1;
}

std::vector<MailTemplate> mail_templates_of(
    Session& session, const std::string& organization_id, const std::string& kind
) {
    std::vector<MailTemplate> found;
    const std::string one_kind = kind.empty() ? "" : "AND kind = :kind ";
    for (const Row& row : session.select(
             "SELECT kind, locale, subject, body_text, body_html, updated_at FROM mail_template "
             "WHERE organization_id = :organization " +
                 one_kind + "ORDER BY kind, locale",
             {
                 {"organization", organization_id},
                 {"kind",         kind           }
    },
             6
         )) {
        found.push_back(
            {.kind = row.at(0).value(),
             .locale = row.at(1).value(),
             .subject = row.at(2).value(),
             .body_text = row.at(3).value(),
             .body_html = row.at(4).value(),
             .updated_at = row.at(5).value()}
        );
    }
    return found;
}

}  // namespace usher::store
