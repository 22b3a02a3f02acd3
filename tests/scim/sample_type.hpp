// A resource type with an attribute of every kind, so that tests of paths, filters and keys need
// no schema files.
#pragma once

#include "usher/scim/schema.hpp"

namespace usher::test {

/// Endpoint /Samples. Base schema `urn:test:core:2.0:Sample`:
///  userName, nickName (case-exact), password (returned never), profileUrl (reference), active
///  (boolean), loginCount (integer), score (decimal), birth (dateTime), certificate (binary),
///  tags (strings), name {formatted, familyName, givenName},
///  emails {value, type, primary, $ref, secret (returned never)}.
/// Extension `urn:test:extension:work:2.0:Sample`: department, manager {value (case-exact), $ref}.
/// Extension `urn:test:extension:play:2.0:Sample`: department, sport.
[[nodiscard]] const scim::ResourceType& sample_type();

}  // namespace usher::test
