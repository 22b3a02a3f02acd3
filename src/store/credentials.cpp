#include "store/credentials.hpp"

namespace usher::store {

std::optional<std::string> password_hash_of(
    Session& session, const std::string& organization_id, const std::string& user_id
) {
    const auto row = session.find(
        "SELECT password_hash FROM credential "
        "WHERE organization_id = :organization AND user_id = :user",
        {
            {"organization", organization_id},
            {"user",         user_id        }
    },
        1
    );
    if (!row) return std::nullopt;
    return row->at(0);
}

}  // namespace usher::store
