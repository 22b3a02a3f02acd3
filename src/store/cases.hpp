// Cases: identities that a machine must not decide about (domain.md, "Matching").
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>

namespace usher::store {

struct IdentityCase {
    std::string id;
    std::string kind;  ///< possible_duplicate, ambiguous, conflict
    std::string state = "open";
    std::string user_id;          ///< who arrived
    std::string other_user_id;    ///< who was there
    std::string evidence = "{}";  ///< JSON: {"email": "a@example.org"}
    Value directory_id;
    Value connection_id;
    Value undo;  ///< JSON: what linking changed
    std::string opened_at;
    Value closed_at;
    std::optional<event::Party> closed_by;
};

inline constexpr const char* case_columns =
    "c.id, c.kind, c.state, c.user_id, c.other_user_id, c.evidence, c.directory_id, "
    "c.connection_id, c.undo, c.opened_at, c.closed_at, c.closed_by_kind, c.closed_by_id";
inline constexpr std::size_t case_column_count = 13;
[[nodiscard]] IdentityCase read_case(const Row& row, std::size_t first = 0);

/// Opens a case now. False: one about these two is open already.
[[nodiscard]] bool insert_case(
    Transaction& tx, const std::string& organization_id, const IdentityCase& opened
);

[[nodiscard]] std::optional<IdentityCase> find_case(
    Session& session, const std::string& organization_id, const std::string& id
);

/// `from` → `to` with `undo`. False: the case was not in `from`, nothing changed.
[[nodiscard]] bool move_case(
    Transaction& tx,
    const std::string& organization_id,
    const IdentityCase& moved,
    const std::string& to,
    const event::Party& by
);

/// A linked case is open again, as if nothing had been decided. False: it was not linked any more,
/// or one about the same two has been opened since.
[[nodiscard]] bool reopen_case(
    Transaction& tx, const std::string& organization_id, const std::string& id
);

/// Closes every open case about a user who is gone, as rejected.
void close_cases_of(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const event::Party& by
);

}  // namespace usher::store
