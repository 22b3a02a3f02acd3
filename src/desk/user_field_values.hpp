// How each kind of a user's field is read from the API into a SCIM document, and shown from it.
// user_fields.cpp has the table that names them.
#pragma once

#include "usher/scim/json.hpp"

#include <string>

namespace usher::desk {

/// What is wrong with a value, to stand after the field's name ("must be a text"); empty: nothing.
using Fault = std::string;

/// Where values are written to, and the region of phone numbers without a country.
struct FieldTarget {
    scim::Json& document;
    const std::string& region;
};

/// A text: not empty, no control characters, not too long.
[[nodiscard]] Fault text_fault(const scim::Json& value);
/// Of a value that has no text_fault().
[[nodiscard]] std::string trimmed_text(const scim::Json& value);
/// The object called `name`, made if need be.
[[nodiscard]] scim::Json& object_at(scim::Json& document, const std::string& name);
/// Null where there is none.
[[nodiscard]] scim::Json value_at(const scim::Json& document, const std::string& name);
[[nodiscard]] scim::Json value_at(
    const scim::Json& document, const std::string& outer, const std::string& name
);

// null removes.
[[nodiscard]] Fault write_emails(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_phones(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_email(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_mobile(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_locations(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_tags(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_consent(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_manager(FieldTarget& to, const scim::Json& value);
[[nodiscard]] Fault write_time_zone(FieldTarget& to, const scim::Json& value);
[[nodiscard]] scim::Json read_emails(const scim::Json& document);
[[nodiscard]] scim::Json read_phones(const scim::Json& document);
[[nodiscard]] scim::Json read_locations(const scim::Json& document);
[[nodiscard]] scim::Json read_tags(const scim::Json& document);
[[nodiscard]] scim::Json read_consent(const scim::Json& document);
[[nodiscard]] scim::Json read_manager(const scim::Json& document);
[[nodiscard]] scim::Json read_time_zone(const scim::Json& document);

}  // namespace usher::desk
