// Cases as a list (api.md, GET /cases).
#pragma once

#include "store/cases.hpp"
#include "store/listing.hpp"

namespace usher::store {

/// Fields: id, kind, state, user_id, other_user_id, directory_id, opened_at, closed_at.
[[nodiscard]] const ListSource& case_list();

struct CaseLine {
    IdentityCase about;
    Value user_name;  ///< how others see them, also after a deletion; nullopt: erased
    Value other_user_name;
};

/// A row of case_list().
[[nodiscard]] CaseLine read_case_line(const Row& row);

[[nodiscard]] std::optional<CaseLine> find_case_line(
    Session& session, const std::string& organization_id, const std::string& id
);

}  // namespace usher::store
