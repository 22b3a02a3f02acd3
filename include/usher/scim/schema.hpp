// Schemas and resource types as data (RFC 7643 §2.2, §6, §7), compiled once from schemas/*.json.
//
// Everything else in this library asks these values for facets: validation, filter typing, PATCH,
// projection and indexing know no attribute by name except the common ones (id, externalId,
// schemas, meta). A Registry is immutable after load() and safe to share between threads; the
// pointers that it hands out live as long as it does.
#pragma once

#include "usher/scim/json.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::scim {

enum class Type { string, boolean, decimal, integer, date_time, reference, binary, complex };
enum class Mutability { read_only, read_write, immutable, write_only };
enum class Returned { always, never, by_default, request };
enum class Uniqueness { none, server, global };

/// One attribute definition. Names compare without case (RFC 7643 §2.1).
struct Attribute {
    std::string name;
    Type type = Type::string;
    bool multi_valued = false;
    bool required = false;
    bool case_exact = false;
    Mutability mutability = Mutability::read_write;
    Returned returned = Returned::by_default;
    Uniqueness uniqueness = Uniqueness::none;
    std::string description;
    std::vector<std::string> canonical_values;
    std::vector<std::string> reference_types;
    std::vector<Attribute> sub_attributes;

    /// The sub-attribute called `name`, in any letter case; nullptr if there is none.
    [[nodiscard]] const Attribute* find(std::string_view sub_name) const;
};

struct Schema {
    std::string id;  ///< the URN
    std::string name;
    std::string description;
    std::vector<Attribute> attributes;

    [[nodiscard]] const Attribute* find(std::string_view name) const;
};

struct Extension {
    const Schema* schema;
    bool required = false;
};

/// A path that names an attribute of a resource type: what AttributePath becomes once it is found.
struct BoundPath {
    const Schema* schema = nullptr;        ///< nullptr for the common attributes (id, meta, ...)
    bool extension = false;                ///< `schema` is an extension of the type
    const Attribute* attribute = nullptr;  ///< never nullptr
    const Attribute* sub_attribute = nullptr;

    /// What is compared, sorted or set: the sub-attribute if there is one, else the attribute.
    [[nodiscard]] const Attribute& target() const {
        return sub_attribute ? *sub_attribute : *attribute;
    }

    /// The canonical spelling: `name.familyName`, `urn:...:User:manager.value`. The key of the
    /// attribute index.
    [[nodiscard]] std::string text() const;

    bool operator==(const BoundPath&) const = default;
};

/// Where an identity of an attribute must be unique; from the resource type's `indexed` list.
enum class UniqueWithin { nothing, organization, directory };

/// An attribute that the store keeps rows for, so that filters and sorting use an index.
struct IndexedPath {
    BoundPath path;
    UniqueWithin unique = UniqueWithin::nothing;
    bool per_directory = false;  ///< only the directory that wrote it may find it (externalId)
    std::string references;      ///< resource type whose deletion clears this value; or empty
};

/// One kind of resource (RFC 7643 §6) with what Usher adds to it in schemas/resource_types.json.
struct ResourceType {
    std::string id;
    std::string name;
    std::string endpoint;  ///< "/Users"
    std::string description;
    const Schema* schema = nullptr;
    std::vector<Extension> extensions;
    std::vector<IndexedPath> indexed;
    std::vector<BoundPath> display;  ///< first one set is how others show it (members.display)
    /// Multi-valued attribute held as membership rows, never in the document (Group: members).
    const Attribute* members = nullptr;
    /// readOnly attribute computed from memberships (User: groups).
    const Attribute* memberships = nullptr;
    /// Some attribute is returned `never` or `request`, so that the stored text cannot be sent
    /// unprojected. writeOnly attributes do not count: they are in no stored text.
    bool needs_projection = false;

    [[nodiscard]] const Extension* find_extension(std::string_view urn) const;
    [[nodiscard]] const IndexedPath* find_indexed(const BoundPath& path) const;
};

/// The attributes that every resource has (RFC 7643 §3.1): id, externalId, meta, schemas.
[[nodiscard]] std::span<const Attribute> common_attributes();

/// A named JSON text, as embedded in the binary or read from a folder.
struct SchemaFile {
    std::string name;
    std::string text;
};

/// The files of schemas/ as they were when the program was built.
[[nodiscard]] std::span<const SchemaFile> embedded_schema_files();

/// Reads each *.json of `folder`, in name order. Throws std::runtime_error naming an unreadable
/// one.
[[nodiscard]] std::vector<SchemaFile> read_schema_files(const std::string& folder);

class Registry {
  public:
    /// Compiles `files`. A file holds one definition or an array of them: schemas, known by their
    /// `attributes`, and resource types, known by their `endpoint`. A later definition replaces an
    /// earlier one with an equal id. Throws std::runtime_error naming file and place for broken
    /// JSON, unknown keywords, complex inside complex (erratum 8415), a schema, attribute or
    /// resource type that is referred to but not there, two types with one endpoint or name.
    static Registry load(std::span<const SchemaFile> files);

    Registry(Registry&&) noexcept;
    Registry& operator=(Registry&&) noexcept;
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
    ~Registry();

    [[nodiscard]] std::span<const ResourceType> resource_types() const;
    [[nodiscard]] const ResourceType* find_type(std::string_view name) const;
    /// `endpoint` as in the resource type ("/Users"), exact.
    [[nodiscard]] const ResourceType* find_endpoint(std::string_view endpoint) const;
    /// Every schema served, in the order of their files. URNs compare without case.
    [[nodiscard]] std::span<const std::unique_ptr<const Schema>> schemas() const;
    [[nodiscard]] const Schema* find_schema(std::string_view urn) const;

  private:
    struct Parts;
    explicit Registry(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace usher::scim
