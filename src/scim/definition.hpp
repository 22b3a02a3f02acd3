// One JSON value of a schema file. It knows where it stands, so that every complaint says so.
#pragma once

#include "usher/scim/schema.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::scim {

/// A view: the Json must outlive it. Each reading member throws what fail() throws if the value is
/// not of that kind.
class Definition {
  public:
    /// `place` is "file.json", then "file.json/attributes/3".
    Definition(const Json& value, std::string place) : value_(&value), place_(std::move(place)) {}

    /// Throws std::runtime_error: the place, then `what`.
    [[noreturn]] void fail(const std::string& what) const;

    /// An object in which no other keys than these stand.
    void require_only(std::span<const std::string_view> keys) const;

    [[nodiscard]] std::optional<Definition> find(std::string_view key) const;
    [[nodiscard]] Definition require(std::string_view key) const;
    [[nodiscard]] std::vector<Definition> elements() const;

    [[nodiscard]] bool is_array() const;
    [[nodiscard]] bool has(std::string_view key) const;

    [[nodiscard]] std::string text() const;  ///< of a string that is not empty
    [[nodiscard]] bool truth() const;

    /// The value under `key`, or what stands for it when the key is absent.
    [[nodiscard]] std::string text_or(std::string_view key, std::string_view absent) const;
    [[nodiscard]] bool truth_or(std::string_view key, bool absent) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;

  private:
    const Json* value_;
    std::string place_;
};

/// Compiles the definition of a schema (RFC 7643 §7).
[[nodiscard]] Schema read_schema(const Definition& definition);

/// Compiles the definition of a resource type (RFC 7643 §6, and Usher's own keys) against the
/// schemas that it names, which must outlive it.
[[nodiscard]] ResourceType read_resource_type(
    const Definition& definition, std::span<const std::unique_ptr<const Schema>> schemas
);

/// The schema called `urn`, in any letter case; nullptr if there is none.
[[nodiscard]] const Schema* find_schema(
    std::span<const std::unique_ptr<const Schema>> schemas, std::string_view urn
);

}  // namespace usher::scim
