// What is shown of users beside their rows: read for a whole page at once, a statement for each
// kind of thing.
#pragma once

#include "store/database.hpp"
#include "store/invitations.hpp"
#include "store/people.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace usher::store {

/// A group of a user.
struct UserGroup {
    std::string id;
    std::string display;
    std::string kind;  ///< team, chat, area
    std::string role;  ///< empty: an indirect member has none
    bool direct = true;
};

/// Keyed by user id; who has nothing of it is left out.
struct UserFacts {
    std::map<std::string, std::vector<UserGroup>> groups;
    std::map<std::string, Invitation> invitations;  ///< the latest of each
    std::map<std::string, Person> people;
};

[[nodiscard]] UserFacts user_facts(
    Session& session, const std::string& organization_id, const std::vector<std::string>& user_ids
);

}  // namespace usher::store
