// Documents (scim/validate.hpp) and the rows they are stored as.
#pragma once

#include "store/resources.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::directory {

/// The text to store: schemas, id, the attributes, and Usher's user extension last (see
/// splice_status()).
[[nodiscard]] std::string stored_text(
    scim::Json document, const std::string& id, const scim::ResourceType& type
);

/// The document of a stored row: without id.
[[nodiscard]] scim::Json document_of(const store::StoredResource& resource);

/// How others show the resource: the first of the type's display paths that is set, else "".
[[nodiscard]] std::string display_of(const scim::Json& document, const scim::ResourceType& type);

/// SCIM `active`: true unless the document says false.
[[nodiscard]] bool is_active(const scim::Json& document);

/// A password is never part of what is stored as document (U04).
void drop_password(scim::Json& document);

/// Takes the members out of a document: their ids. nullopt if `body`, which it was made from, did
/// not mention them: an absent key never means "nobody" (EN26).
[[nodiscard]] std::optional<std::vector<std::string>> take_members(
    scim::Json& document, const scim::Json& body, const scim::ResourceType& type
);

/// The ids in a members value: [{"value": id}, ...], one such object, or plain ids. Throws
/// scim::Error::invalid_value for an element without one.
[[nodiscard]] std::vector<std::string> ids_in(const scim::Json& members);

/// The value of `name` in an object, in any letter case; nullptr if it is not there.
[[nodiscard]] const scim::Json* find_ignoring_case(const scim::Json& object, std::string_view name);

/// The top-level names whose values differ, as a JSON array for an event's data: names only, no
/// values.
[[nodiscard]] std::string changed_attributes(const scim::Json& before, const scim::Json& after);

/// Removes every reference to `id` at `path` (a reference attribute such as manager.value). Returns
/// whether there was one.
bool remove_reference(scim::Json& document, const scim::BoundPath& path, const std::string& id);

}  // namespace usher::directory
