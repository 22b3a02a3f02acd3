#include "invitation/group_role.hpp"

#include "usher/scim/json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::invitation {

bool is_group_role(std::string_view name) {
    constexpr std::size_t longest = 64;
    return !name.empty() && name.size() <= longest &&
           std::none_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

std::string default_role_of(const std::string& document_text) {
    constexpr const char* member = "member";
    constexpr const char* key = "defaultRole";
    // Most groups have none: their text is not parsed.
    if (document_text.find("\"defaultRole\"") == std::string::npos) return member;
    const scim::Json document = scim::parse_json(document_text);
    const auto extension = document.find(group_extension_urn);
    if (extension == document.end() || !extension->is_object()) return member;
    const auto role = extension->find(key);
    return role != extension->end() && role->is_string() ? role->get<std::string>() : member;
}

}  // namespace usher::invitation
