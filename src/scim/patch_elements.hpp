// The values of a multi-valued attribute as PATCH tells them apart (RFC 7643 §2.4, RFC 7644
// §3.5.2).
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace usher::scim {

/// Equality that does not mind the order of object keys.
[[nodiscard]] bool equivalent(const Json& left, const Json& right);

/// When two values of a multi-valued attribute are the same one.
class Identity {
  public:
    /// `by_value`: `value` alone decides (members of a group); otherwise `type` and `value` do, and
    /// where there is no `value`, everything.
    Identity(const Attribute& attribute, bool by_value);

    /// Equal texts are the same value.
    [[nodiscard]] std::string of(const Json& element) const;

    /// The identities under which `element` answers to a removal: with its type and without.
    [[nodiscard]] std::vector<std::string> answers_to(const Json& element) const;

  private:
    [[nodiscard]] std::string key(const Attribute* sub_attribute, const Json& element) const;

    const Attribute& attribute_;
    const Attribute* value_;
    const Attribute* type_;
};

/// Where each identity stands in a list: adding n values to n costs 2n lookups, not n².
class ElementIndex {
  public:
    ElementIndex(const Attribute& attribute, bool by_value, const Json& list);

    [[nodiscard]] const Attribute& attribute() const { return *attribute_; }

    [[nodiscard]] std::size_t size() const { return size_; }

    /// The place of the value that equals `element`; `list.size()` if it is appended now: the
    /// caller does so.
    [[nodiscard]] std::size_t place_of(const Json& element);

  private:
    const Attribute* attribute_;
    Identity identity_;
    std::unordered_map<std::string, std::size_t> places_;
    std::size_t size_ = 0;
};

/// The attribute's boolean `primary`; nullptr if it has none.
[[nodiscard]] const Attribute* primary_of(const Attribute& attribute);

/// Whether `element` is marked primary.
[[nodiscard]] bool is_primary(const Json& element);

/// Where exactly one element became primary, makes `primary` false in every other one (H11).
/// Several at once are the client's fault, which settle() refuses.
void demote_others(Json& list, const std::vector<std::size_t>& became_primary);

}  // namespace usher::scim
