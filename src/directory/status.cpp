#include "directory/status.hpp"

#include "invitation/status.hpp"
#include "usher/scim/json.hpp"

namespace usher::directory {

bool shows_status(const scim::ResourceType& type) {
    return type.find_extension(user_extension_urn) != nullptr;
}

void splice_status(std::string& text, const store::StoredResource& user, std::string_view now) {
    // Inside a JSON string the quotes of this key would be escaped, so what is found is the key.
    const std::string key = ",\"" + std::string(user_extension_urn) + "\":{";
    std::string derived =
        "\"status\":\"" + std::string(name_of(invitation::status_of(user, now))) + "\"";
    const auto add_time = [&derived](std::string_view name, const store::Value& time) {
        if (time) derived += ",\"" + std::string(name) + "\":\"" + *time + "\"";
    };
    add_time("invitedAt", user.invited_at);
    add_time("joinedAt", user.joined_at);
    add_time("invitationExpiresAt", user.invitation_expires_at);
    derived += ",\"profileState\":\"" + user.profile_state + "\"";
    if (user.terms_version) {
        derived += ",\"termsVersion\":";
        scim::append_json_string(derived, *user.terms_version);
    }
    if (!text.ends_with("}}") || text.rfind(key) == std::string::npos) {
        text.pop_back();
        text += key + derived + "}}";
    } else {
        text.resize(text.size() - 2);
        text += "," + derived + "}}";
    }
}

}  // namespace usher::directory
