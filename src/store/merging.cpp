#include "store/merging.hpp"

namespace usher::store {

std::vector<MembershipOf> memberships_of(
    Session& session, const std::string& organization_id, const std::string& member_id
) {
    std::vector<MembershipOf> memberships;
    session.each(
        "SELECT group_id, role FROM membership WHERE organization_id = :organization "
        "AND member_id = :member AND group_type = 'Group' ORDER BY group_id",
        {
            {"organization", organization_id},
            {"member",       member_id      }
    },
        2,
        [&](const Row& row) {
            memberships.push_back({.group_id = *row[0], .role = *row[1]});
            return true;
        }
    );
    return memberships;
}

bool has_password(
    Session& session, const std::string& organization_id, const std::string& user_id
) {
    return session
        .find(
            "SELECT 1 FROM credential WHERE organization_id = :organization AND user_id = :user",
            {
                {"organization", organization_id},
                {"user",         user_id        }
    },
            1
        )
        .has_value();
}

bool move_password(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& from,
    const std::string& to
) {
    return tx.execute(
               "UPDATE credential SET user_id = :to WHERE organization_id = :organization "
               "AND user_id = :from AND NOT EXISTS (SELECT 1 FROM credential c "
               "WHERE c.organization_id = :organization AND c.user_id = :to)",
               {
                   {"organization", organization_id},
                   {"from",         from           },
                   {"to",           to             }
    }
           ) == 1;
}

bool directory_exists(
    Session& session, const std::string& organization_id, const std::string& directory_id
) {
    return session
        .find(
            "SELECT 1 FROM directory WHERE organization_id = :organization AND id = :id "
            "AND deleted_at IS NULL",
            {
                {"organization", organization_id},
                {"id",           directory_id   }
    },
            1
        )
        .has_value();
}

}  // namespace usher::store
