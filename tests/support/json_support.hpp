// JSON as tests write and read it: literals, the resources they send, what they look for in
// answers.
#pragma once

#include "usher/scim/json.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::test {

using scim::Json;
using Texts = std::vector<std::string>;

inline constexpr const char* user_urn = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr const char* group_urn = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline constexpr const char* enterprise_urn =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
inline constexpr const char* usher_user_urn =
    "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
inline constexpr const char* badge_urn = "urn:example:usher-tests:2.0:Badge";
inline constexpr const char* badge_owner_urn = "urn:example:usher-tests:2.0:BadgeOwner";

/// R"({"active": true})"_body
[[nodiscard]] Json operator""_body(const char* text, std::size_t size);

/// A User with `userName` and `schemas`, and what `more` holds on top.
[[nodiscard]] Json user(const std::string& user_name, const Json& more = Json::object());

/// The full User of RFC 7643 §8.2 and §8.3 without `id`, `groups`, `meta` and `manager`.
[[nodiscard]] Json full_user(const std::string& user_name);

/// A Group with the members of these ids.
[[nodiscard]] Json group(const std::string& display_name, const Texts& member_ids = {});

/// A Badge (tests/support/schemas) with its required extension, and `more` on top.
[[nodiscard]] Json badge(const std::string& name, const Json& more = Json::object());

/// `[{"value": id}, …]`
[[nodiscard]] Json members(const Texts& ids);

/// A SearchRequest of `parameters`.
[[nodiscard]] Json search_request(const Json& parameters);

/// What stands under `key` in each of `items`, as text, in order; elements without it are left out.
[[nodiscard]] Texts pluck(const Json& items, const std::string& key);

/// `texts` in byte order, for lists whose order does not matter.
[[nodiscard]] Texts sorted(Texts texts);

/// Whether `resource` has no value at `key` (RFC 7643 §2.5: absent, null and [] are one).
[[nodiscard]] bool lacks(const Json& resource, const std::string& key);

/// `resource` without `keys`.
[[nodiscard]] Json without(Json resource, const Texts& keys);

/// Whether `haystack` has everything that `needle` has, at any depth; lists have the same length.
[[nodiscard]] bool includes(const Json& haystack, const Json& needle);

/// Equal values, whatever the order of keys.
[[nodiscard]] bool same(const Json& left, const Json& right);

}  // namespace usher::test
