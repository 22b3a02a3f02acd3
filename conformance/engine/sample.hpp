// Values to try a server with, made from its own attribute definitions.
#pragma once

#include "conformance/engine/session.hpp"

namespace usher::conformance {

/// A value that the definition allows and no other call has made, as it stands in a body (a list
/// for a multi-valued attribute). `other`: unlike the value without it also where values are
/// canonical. Absent where none can be made up, such as of a reference to an unknown type.
[[nodiscard]] Value sample(
    Session& session,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    bool other = false
);

/// The required attributes of one schema, as an object.
[[nodiscard]] Value required_part(
    Session& session, const TypeDefinition& type, const SchemaDefinition& schema
);

/// A JSON value that is of another type than the attribute's; absent if any would do.
[[nodiscard]] Value of_wrong_type(const AttributeDefinition& attribute);

}  // namespace usher::conformance
