#include "tests/support/json_support.hpp"

#include <algorithm>

namespace usher::test {

Json operator""_body(const char* text, std::size_t size) {
    return Json::parse(std::string_view(text, size));
}

Json user(const std::string& user_name, const Json& more) {
    Json body{
        {"schemas",  {user_urn}},
        {"userName", user_name }
    };
    for (const auto& [key, value] : more.items()) {
        body[key] = value;
        if (key.starts_with("urn:")) {
            body["schemas"].push_back(key);
        }
    }
    return body;
}

Json full_user(const std::string& user_name) {
    auto body = R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "userName": "",
        "externalId": "701984",
        "name": {"formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen",
                 "givenName": "Barbara", "middleName": "Jane", "honorificPrefix": "Ms.",
                 "honorificSuffix": "III"},
        "displayName": "Babs Jensen",
        "nickName": "Babs",
        "profileUrl": "https://login.example.com/bjensen",
        "emails": [{"value": "bjensen@example.com", "type": "work", "primary": true},
                   {"value": "babs@jensen.org", "type": "home"}],
        "addresses": [{"streetAddress": "100 Universal City Plaza", "locality": "Hollywood",
                       "region": "CA", "postalCode": "91608", "country": "US",
                       "formatted": "100 Universal City Plaza\nHollywood, CA 91608 USA",
                       "type": "work", "primary": true},
                      {"streetAddress": "456 Hollywood Blvd", "locality": "Hollywood",
                       "region": "CA", "postalCode": "91608", "country": "US",
                       "formatted": "456 Hollywood Blvd\nHollywood, CA 91608 USA",
                       "type": "home"}],
        "phoneNumbers": [{"value": "tel:+1-555-555-5555", "type": "work"},
                         {"value": "tel:+1-555-555-4444", "type": "mobile"}],
        "ims": [{"value": "someaimhandle", "type": "aim"}],
        "photos": [{"value": "https://photos.example.com/profilephoto/F", "type": "photo"},
                   {"value": "https://photos.example.com/profilephoto/T", "type": "thumbnail"}],
        "userType": "Employee",
        "title": "Tour Guide",
        "preferredLanguage": "en-US",
        "locale": "en-US",
        "timezone": "America/Los_Angeles",
        "active": true,
        "entitlements": [{"value": "parking", "display": "Car park", "type": "place"}],
        "roles": [{"value": "guide", "display": "Guide", "type": "job", "primary": true}],
        "x509Certificates": [{"value": "MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAwTjELMAkGA1UE"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "employeeNumber": "701984", "costCenter": "4130", "organization": "Universal Studios",
            "division": "Theme Park", "department": "Tour Operations"}
    })"_body;
    body["userName"] = user_name;
    return body;
}

Json group(const std::string& display_name, const Texts& member_ids) {
    Json body{
        {"schemas",     {group_urn} },
        {"displayName", display_name}
    };
    if (!member_ids.empty()) {
        body["members"] = members(member_ids);
    }
    return body;
}

Json badge(const std::string& name, const Json& more) {
    Json body{
        {"schemas",       {badge_urn, badge_owner_urn}},
        {"name",          name                        },
        {badge_owner_urn, {{"owner", "Bo"}}           },
    };
    body.update(more);
    return body;
}

Json members(const Texts& ids) {
    auto list = Json::array();
    for (const auto& id : ids) {
        list.push_back(Json{
            {"value", id}
        });
    }
    return list;
}

Json search_request(const Json& parameters) {
    Json body{
        {"schemas", {"urn:ietf:params:scim:api:messages:2.0:SearchRequest"}}
    };
    body.update(parameters);
    return body;
}

Texts pluck(const Json& items, const std::string& key) {
    Texts found;
    for (const auto& item : items) {
        if (const auto at = item.find(key); at != item.end()) {
            found.push_back(at->is_string() ? at->get<std::string>() : at->dump());
        }
    }
    return found;
}

Texts sorted(Texts texts) {
    std::sort(texts.begin(), texts.end());
    return texts;
}

bool lacks(const Json& resource, const std::string& key) {
    const auto at = resource.find(key);
    return at == resource.end() || at->is_null() || (at->is_array() && at->empty());
}

Json without(Json resource, const Texts& keys) {
    for (const auto& key : keys) {
        resource.erase(key);
    }
    return resource;
}

bool includes(const Json& haystack, const Json& needle) {
    if (needle.is_array() && haystack.is_array()) {
        return std::equal(haystack.begin(), haystack.end(), needle.begin(), needle.end(), includes);
    }
    if (!needle.is_object() || !haystack.is_object()) {
        return haystack == needle;
    }
    return std::all_of(needle.items().begin(), needle.items().end(), [&](const auto& item) {
        const auto at = haystack.find(item.key());
        return at != haystack.end() && includes(*at, item.value());
    });
}

bool same(const Json& left, const Json& right) {
    return nlohmann::json(left) == nlohmann::json(right);
}

}  // namespace usher::test
