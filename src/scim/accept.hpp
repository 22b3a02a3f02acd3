// One value against its definition: what accept_new(), accept_replacement() and PATCH share.
#pragma once

#include "scim/place.hpp"
#include "usher/scim/schema.hpp"
#include "usher/scim/validate.hpp"

#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::scim {

/// Collects the members of one object (a body, an extension, a complex value) in the order sent.
class Members {
  public:
    Members(const Place& place, const BodyRules& rules) : place_(place), rules_(rules) {}

    /// A member that `attribute` defines, taken in canonical form if it is assigned and the client
    /// may write it. Throws Error::invalid_syntax when the attribute came before (R08).
    void take(const Attribute& attribute, const Json& value);

    /// A value that is in canonical form already, under a name that is new; null is not put.
    void put(const std::string& name, Json value);

    /// A member that nothing defines: refused, or ignored if the rules say so.
    void take_unknown(std::string_view name) const;

    [[nodiscard]] Json result() && { return std::move(result_); }

  private:
    const Place& place_;
    const BodyRules& rules_;
    std::vector<const Attribute*> seen_;
    Json result_ = Json::object();
};

/// See accept_value(), of which this is the body.
[[nodiscard]] Json accept(
    const Json& value, const Attribute& attribute, const Place& place, const BodyRules& rules
);

/// The object that an extension of a resource type has under its URN; null if nothing is in it.
/// Does not look for required attributes.
[[nodiscard]] Json accept_extension(
    const Json& value, const Schema& schema, const BodyRules& rules
);

/// Throws Error::invalid_value if a value of the `complex` attribute lacks a required part.
void check_required_parts(const Json& object, const Attribute& complex, const Place& place);

/// Keeps one of equal values (R12). Throws Error::invalid_value for two that are primary (R11).
void tidy_list(Json& list, const Attribute& attribute, const Place& place);

/// Appends a member whose name is known to be new: without the search for an equal one.
void append_member(Json& object, const std::string& name, Json value);

}  // namespace usher::scim
