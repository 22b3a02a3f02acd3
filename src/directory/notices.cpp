#include "directory/notices.hpp"

#include "store/letters.hpp"
#include "store/people.hpp"

#include <nlohmann/json.hpp>

namespace usher::directory {

void tell_admins(store::Database& database, const Call& call, event::LetterKind kind) {
    constexpr std::chrono::hours once_in{24};
    database.change([&](store::Transaction& tx) {
        store::Outcome<bool> outcome{.value = true, .events = {}};
        if (store::letter_queued_since(tx, call.organization_id, kind, tx.now() - once_in)) {
            return outcome;
        }
        for (const char* role : {"founder", "account_admin"}) {
            for (const auto& id : store::members_of_role(tx, call.organization_id, role)) {
                outcome.letters.push_back({
                    .organization_id = call.organization_id,
                    .channel = event::Channel::mail,
                    .kind = kind,
                    .subject = {.kind = "organization", .id = call.organization_id},
                    .data = scim::to_text(scim::Json{{"user_id", id}                     }
                      )
                });
            }
        }
        return outcome;
    });
}

}  // namespace usher::directory
