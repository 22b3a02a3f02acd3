// From what a client sent to the document that is stored (RFC 7643 §2, §3, §7; RFC 7644 §3.3,
// §3.5.1).
//
// A *document* is the canonical form of a resource: attribute names spelled as in the schema,
// nothing null or empty (R07), no `id`, no `meta`, no readOnly attribute; extension objects under
// their URN, and `schemas` first, listing the base schema and exactly the extensions present (R13).
// Values stay exactly as sent (EN17). It may hold `members` (where the type has them) and
// writeOnly attributes (`password`); the directory layer takes those out before it stores the rest.
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

namespace usher::scim {

/// What a body may get away with beyond the RFC; all off is strict. Set by client_dialects.
struct BodyRules {
    bool schemas_optional = false;  ///< `schemas` may be absent or lack the base URN (dialect auto)
    bool ignore_unknown = false;    ///< unknown attributes and schema URNs are dropped, not refused
};

/// The document for a POST. readOnly attributes and `meta`, `id` are ignored (C02, R04).
/// Throws Error::invalid_syntax (not an object; `schemas` missing or without the base URN; an
/// attribute that the schemas do not define; one attribute twice in different letter case),
/// Error::invalid_value (wrong type, a missing required attribute or extension (R14), two values
/// marked primary (R11)); each names the path.
[[nodiscard]] Json accept_new(
    const Json& body, const ResourceType& type, const BodyRules& rules = {}
);

/// The document for a PUT over `current`. As accept_new(); an immutable attribute that `current`
/// has must be equal (P03, Error::mutability) and is kept where `body` omits it; omitted readWrite
/// ones are cleared (P02); an omitted writeOnly one, even if required, is absent from the result
/// (P05).
[[nodiscard]] Json accept_replacement(
    const Json& current, const Json& body, const ResourceType& type, const BodyRules& rules = {}
);

/// Brings a document that PATCH has changed back into canonical form: drops unassigned values and
/// empty objects, recomputes `schemas`, checks required attributes (also of complex values) and
/// `primary`. Throws Error::invalid_value, or Error::mutability where a required attribute was
/// removed (H15).
[[nodiscard]] Json settle(Json document, const ResourceType& type);

/// Checks one value against its definition and returns it in canonical form: names spelled as in
/// the schema, readOnly sub-attributes and unassigned values dropped, equal values of a list (by
/// type and value) kept once (R12). `path` is for the error text. Returns null for an unassigned
/// value, and for one of which nothing is left. Throws as accept_new() does.
[[nodiscard]] Json accept_value(
    const Json& value,
    const Attribute& attribute,
    const std::string& path,
    const BodyRules& rules = {}
);

/// Whether `value` counts as unassigned: null, [], {} (RFC 7643 §2.5), and "", which identity
/// providers send to clear a value.
[[nodiscard]] bool unassigned(const Json& value);

}  // namespace usher::scim
