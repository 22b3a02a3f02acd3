#include "desk/item.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

scim::Json text_or_null(const store::Value& text) {
    return text ? scim::Json(*text) : scim::Json(nullptr);
}

}  // namespace usher::desk
