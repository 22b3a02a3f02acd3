// A user as forms and the admin API name it, and as SCIM does (domain.md, "A user's fields"): one
// table, read in both directions.
#pragma once

#include "invitation/problem.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace usher::desk {

/// Of the extension that holds the manager and the employee number (RFC 7643, section 4.3).
inline constexpr const char* enterprise_urn =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Writes API `fields` (a JSON object: given_name, family_name, title, emails, ...) into a SCIM
/// `document`; null removes. `base` is the pointer under which problems are told ("" or
/// "/recipients/3"). Throws Problem with a FieldProblem for each key that is no field of a user or
/// does not fit: wrong type, an e-mail or phone that is none, an unknown time zone.
void write_fields(
    scim::Json& document,
    const scim::Json& fields,
    const std::string& region,
    const std::string& base = ""
);

/// The API fields of a stored document: every one of the table, absent ones null or [].
[[nodiscard]] scim::Json read_fields(const scim::Json& document);

/// The names of the fields that write_fields() takes.
[[nodiscard]] const std::vector<std::string_view>& field_names();

/// Throws Problem naming each of `required` (and given_name, family_name) that `document` lacks.
void require_fields(const scim::Json& document, const std::vector<std::string>& required);

/// A SCIM document of a user with this address and nothing else.
[[nodiscard]] scim::Json document_for_address(const std::string& email);

}  // namespace usher::desk
