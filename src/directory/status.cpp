#include "directory/status.hpp"

namespace usher::directory {

std::string_view status_of(const store::StoredResource& user) {
    if (!user.active) return "inactive";
    if (user.joined_at) return "active";
    return "registered";
}

bool shows_status(const scim::ResourceType& type) {
    return type.find_extension(user_extension_urn) != nullptr;
}

void splice_status(std::string& text, const store::StoredResource& user) {
    // Inside a JSON string the quotes of this key would be escaped, so what is found is the key.
    const std::string key = ",\"" + std::string(user_extension_urn) + "\":{";
    std::string derived = "\"status\":\"" + std::string(status_of(user)) + "\"";
    if (user.joined_at) derived += ",\"joinedAt\":\"" + *user.joined_at + "\"";
    if (!text.ends_with("}}") || text.rfind(key) == std::string::npos) {
        text.pop_back();
        text += key + derived + "}}";
    } else {
        text.resize(text.size() - 2);
        text += "," + derived + "}}";
    }
}

}  // namespace usher::directory
