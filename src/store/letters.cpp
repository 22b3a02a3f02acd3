#include "store/letters.hpp"

namespace usher::store {

bool letter_queued_since(
    Session& session, const std::string& organization_id, event::LetterKind kind, base::Time since
) {
    return session
        .find(
            "SELECT 1 FROM delivery WHERE organization_id = :organization AND kind = :kind "
            "AND created_at >= :since LIMIT 1",
            {
                {"organization", organization_id                  },
                {"kind",         std::string(event::name_of(kind))},
                {"since",        base::to_text(since)             }
    },
            1
        )
        .has_value();
}

}  // namespace usher::store
