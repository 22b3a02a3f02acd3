// People and groups as SCIM resources (RFC 7643 §4, §8), as an identity provider would send them.
#pragma once

#include "population/population.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace usher::bench {

using Json = nlohmann::json;

inline constexpr auto user_schema = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr auto group_schema = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline constexpr auto enterprise_schema =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
inline constexpr auto patch_schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Everything about `person` but the manager, whose id only the server knows.
[[nodiscard]] Json user_json(const Person& person);

/// The group without its members.
[[nodiscard]] Json group_json(const Group& group);

}  // namespace usher::bench
