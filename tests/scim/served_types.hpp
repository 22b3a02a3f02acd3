// What the tests of the SCIM layer look schemas up in: the registry that the program serves.
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <string>

namespace usher::test {

inline const std::string user_urn = "urn:ietf:params:scim:schemas:core:2.0:User";
inline const std::string group_urn = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline const std::string usher_urn = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

using scim::Json;
using scim::Registry;
using scim::ResourceType;

inline const std::string enterprise_urn =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Compiled once from the embedded files.
const Registry& served_registry();

const ResourceType& user_type();
const ResourceType& group_type();

/// Compiles one schema "urn:test:Thing" of these attribute definitions (the members of a JSON
/// array), and a resource type "Thing" of it.
Registry registry_of(const std::string& attributes);

/// A sample of RFC 7643 section 8: tests/rfc/`name`.json.
Json rfc_sample(const std::string& name);

}  // namespace usher::test
