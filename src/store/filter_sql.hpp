// Filters as SQL conditions over the attribute index (RFC 7644 §3.4.2.2).
//
// The condition is on the resource table's alias `r`; values are bound, never spliced. Where SQL
// cannot say all of a filter, the condition lets too many through, never too few, and says so: the
// rest is scim::matches(). A property test compares the two meanings.
#pragma once

#include "store/binder.hpp"
#include "usher/scim/filter.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <string>

namespace usher::store {

/// Whose eyes look: the organization's rows, with this directory's externalIds only.
struct Viewpoint {
    std::string organization_id;
    std::string directory_id;
};

struct Condition {
    std::string sql;    ///< "" means every resource of the type
    bool exact = true;  ///< false: matches() must look at what it lets through
};

/// `organization` and `type` are the placeholders under which `binder` has bound the two already.
struct ConditionScope {
    const Viewpoint& viewpoint;
    const scim::ResourceType& type;
    std::string organization;
    std::string type_name;
};

/// Whether what is kept for each directory (externalId) of `r` is the viewer's: another directory's
/// value is nobody's here.
[[nodiscard]] std::string is_of_viewer(const Viewpoint& viewpoint, Binder& binder);

[[nodiscard]] Condition to_sql(
    const scim::BoundFilter& filter, const ConditionScope& scope, Binder& binder
);

}  // namespace usher::store
