// The OpenAPI 3.1 document of the admin API: made of the table of routes and schemas/api/*.json.
#pragma once

#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"

#include <span>
#include <string>

namespace usher::http {

/// The files of schemas/api: each a JSON object of schemas by name (JSON Schema 2020-12).
[[nodiscard]] std::span<const scim::SchemaFile> api_schema_files();

/// `public_url` is where the API is served, without a slash at its end.
[[nodiscard]] scim::Json openapi_document(const std::string& public_url);

}  // namespace usher::http
