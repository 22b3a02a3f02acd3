// POST /Bulk (RFC 7644 §3.7): many operations in one request, each a unit of work of its own.
#pragma once

#include "directory/resources.hpp"

#include <cstddef>
#include <string>

namespace usher::directory {

/// Carries out a BulkRequest and returns the BulkResponse's text.
///
/// Operations run in order; one that refers to a bulkId which a later one defines waits for it
/// (B03). Where operations refer to each other in a circle, one is created without the reference,
/// which is put in when the other is there (B04); if it cannot do without (a required attribute),
/// it answers 409. failOnErrors stops after that many failures (B05); what was not carried out is
/// not in the response. Answers stand in the order of the request. Throws scim::Error only for a
/// request that is wrong as a whole (B08 and shape).
[[nodiscard]] std::string run_bulk(
    Resources& resources,
    const scim::Registry& registry,
    const scim::ServiceLimits& limits,
    Call& call,
    const scim::Json& body
);

}  // namespace usher::directory
