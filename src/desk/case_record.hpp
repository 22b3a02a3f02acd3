// What linking two records changed, as it is kept for taking it back (identity_case.undo).
#pragma once

#include "store/database.hpp"
#include "store/merging.hpp"

#include <string>
#include <vector>

namespace usher::desk {

/// A value; JSON text at rest.
struct CaseRecord {
    std::string kept_id;
    std::string other_id;
    std::vector<store::MembershipOf> joined_groups;  ///< that the kept one was not in before
    std::vector<store::MembershipOf> other_groups;   ///< that the other one was in
    std::string role_before;                         ///< organization roles; equal: not changed
    std::string role_after;
    store::Value directory_id;  ///< of the other one, whose directory manages the kept one now
    std::vector<std::string> emails;  ///< values that the kept one got
    std::vector<std::string> phones;
    store::Value joined_at;  ///< the kept one's, if it was no member before
    bool password = false;   ///< the kept one has the other's
};

[[nodiscard]] std::string write_record(const CaseRecord& record);
/// Throws for text that write_record() did not make.
[[nodiscard]] CaseRecord read_record(const std::string& text);

}  // namespace usher::desk
