// Two records become one, and two again, inside a unit of work (desk/cases.hpp).
#pragma once

#include "desk/case_change.hpp"
#include "desk/case_record.hpp"
#include "desk/locked_user.hpp"
#include "desk/office.hpp"

namespace usher::desk {

/// What linking `other` into `kept` will change. Both are locked.
[[nodiscard]] CaseRecord plan_link(
    store::Transaction& tx,
    const Organization& organization,
    const LockedUser& kept,
    const LockedUser& other
);

/// Does what the plan says: `other` goes, `kept` gets what the other had.
void carry_out(
    CaseChange& change, const CaseRecord& plan, LockedUser& kept, const LockedUser& other
);

/// Takes from `kept` what it got, as far as it still has it. Comes before the other is back.
void take_from_kept(CaseChange& change, const CaseRecord& record, LockedUser& kept);

/// Gives the other, who is back, what went to `kept`.
void give_back(CaseChange& change, const CaseRecord& record);

}  // namespace usher::desk
