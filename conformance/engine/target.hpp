// What discovery learned about the server under test: which types it has, what their attributes
// are, and what it says it can do. Checks derive from it, and are skipped by it.
#pragma once

#include "conformance/engine/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::conformance {

class Client;

/// One attribute as the server defines it (RFC 7643 §7); what it leaves out has the RFC's default.
struct AttributeDefinition {
    std::string name;
    std::string type = "string";
    bool multi_valued = false;
    bool required = false;
    bool case_exact = false;
    std::string mutability = "readWrite";
    std::string returned = "default";
    std::string uniqueness = "none";
    std::vector<std::string> canonical_values;
    std::vector<std::string> reference_types;
    std::vector<AttributeDefinition> sub_attributes;
    Value source;  ///< the definition as the server sent it

    [[nodiscard]] bool writable() const {
        return mutability == "readWrite" || mutability == "writeOnly" || mutability == "immutable";
    }

    [[nodiscard]] bool complex() const { return type == "complex"; }

    [[nodiscard]] const AttributeDefinition* find(std::string_view sub_name) const;
};

struct SchemaDefinition {
    std::string id;
    std::string name;
    std::vector<AttributeDefinition> attributes;

    [[nodiscard]] const AttributeDefinition* find(std::string_view name) const;
};

/// An attribute in its place: what a derived check is about.
struct PlacedAttribute {
    const SchemaDefinition* schema = nullptr;
    bool extension = false;
    const AttributeDefinition* parent = nullptr;  ///< nullptr for a top-level one
    const AttributeDefinition* definition = nullptr;

    /// As filters and paths have it: `name.familyName`, `urn:…:User:department`.
    [[nodiscard]] std::string path() const;

    /// The value in a resource: of the attribute, or of the sub-attribute in the first element.
    [[nodiscard]] const Value& in(const Value& resource) const;
};

struct TypeDefinition {
    std::string name;
    std::string endpoint;  ///< "/Users"
    const SchemaDefinition* schema = nullptr;
    std::vector<const SchemaDefinition*> extensions;
    std::vector<std::string> required_extensions;

    /// Top-level attributes of the schema and the extensions.
    [[nodiscard]] std::vector<PlacedAttribute> attributes() const;
    /// The same, and each complex one followed by its sub-attributes.
    [[nodiscard]] std::vector<PlacedAttribute> all_attributes() const;
};

/// What ServiceProviderConfig says. Without one, nothing is announced.
struct Features {
    bool patch = false;
    bool bulk = false;
    std::int64_t bulk_operations = 0;
    std::int64_t bulk_payload = 0;
    bool filter = false;
    std::int64_t filter_results = 0;
    bool change_password = false;
    bool sort = false;
    bool etag = false;
    bool cursor = false;
    bool index = true;
    std::int64_t max_page = 0;  ///< 0: not said
};

struct Target {
    Value service_provider_config;  ///< absent where the server has none
    Features features;
    std::vector<std::string> notes;  ///< what had to be assumed
    std::vector<Value> raw_schemas;
    std::vector<Value> raw_types;
    std::vector<SchemaDefinition> schemas;
    std::vector<TypeDefinition> types;

    [[nodiscard]] const SchemaDefinition* schema(std::string_view id) const;
    [[nodiscard]] const TypeDefinition* type_with_schema(std::string_view id) const;
    /// The types of the core schemas; nullptr where the server has none.
    [[nodiscard]] const TypeDefinition* users() const;
    [[nodiscard]] const TypeDefinition* groups() const;
    [[nodiscard]] const TypeDefinition* type_named(std::string_view name) const;
};

/// The server gave no answer at all: whoever runs the program has to look at the address.
struct Unreachable {
    std::string reason;
};

/// Reads the three discovery endpoints; what is missing or unreadable is taken from the RFC, with a
/// note. Throws Unreachable.
void discover(Client& client, Target& target);

inline constexpr std::string_view user_urn = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr std::string_view group_urn = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline constexpr std::string_view enterprise_urn =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
inline constexpr std::string_view list_urn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
inline constexpr std::string_view error_urn = "urn:ietf:params:scim:api:messages:2.0:Error";
inline constexpr std::string_view patch_urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
inline constexpr std::string_view search_urn =
    "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
inline constexpr std::string_view bulk_urn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
inline constexpr std::string_view bulk_response_urn =
    "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

}  // namespace usher::conformance
