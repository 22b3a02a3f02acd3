#include "desk/item.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

scim::Json text_or_null(const store::Value& text) {
    return text ? scim::Json(*text) : scim::Json(nullptr);
}

store::Value text_or_absent(const scim::Json& json) {
    return json.is_null() ? store::Value() : store::Value(json.get<std::string>());
}

}  // namespace usher::desk
