// How two values of an attribute compare: one key per value, and bytes decide.
//
// Filters, sorting, uniqueness and the attribute index all use these keys, so a filter means the
// same whether SQL or C++ evaluates it (RFC 7644 §3.4.2.2: comparison by attribute type, case
// sensitivity by caseExact; RFC 7643 §2.3). Equal keys are equal values; the order of the keys is
// the order of the values; for strings a key's substrings are the value's substrings.
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace usher::scim {

/// The key of `value` under `attribute`; nullopt where the value is unassigned (null, "", [], {})
/// or has another type than the attribute.
///  string, reference: as it is if caseExact, else NFC and case-folded. binary: as it is.
///  dateTime: UTC, fixed width, nanoseconds ("2011-05-13T04:42:34.000000000Z").
///  boolean: "true" / "false". integer, decimal: of any JSON number, a text whose byte order is the
///  numeric order.
[[nodiscard]] std::optional<std::string> comparison_key(
    const Attribute& attribute, const Json& value
);

/// Parses an xsd:dateTime (RFC 7643 §2.3.5; a missing offset counts as UTC) into the fixed-width
/// UTC text; nullopt if it is none. Leap seconds and 24:00:00 are accepted.
[[nodiscard]] std::optional<std::string> canonical_date_time(std::string_view text);

}  // namespace usher::scim
