#include "desk/user_field_values.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "desk/user_fields.hpp"
#include "directory/status.hpp"
#include "invitation/keys.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;

constexpr std::size_t longest_text = 256;
constexpr std::size_t most_values = 100;

Json entry_of(const std::string& value, const char* type) {
    Json entry;
    entry["value"] = value;
    entry["type"] = type;
    return entry;
}

/// The element `value` of a list such as emails: a text, or {value, type?, primary?}.
Fault read_element(const Json& element, const char* usual_type, Json& into) {
    const Json& value =
        element.is_object() && element.contains("value") ? element["value"] : element;
    if (Fault fault = text_fault(value); !fault.empty()) return "each entry " + fault;
    into = entry_of(trimmed_text(value), usual_type);
    if (!element.is_object()) return {};
    for (const auto& [key, given] : element.items()) {
        if (key == "type" && given.is_string()) {
            into["type"] = given;
        } else if (key == "primary" && given.is_boolean()) {
            into["primary"] = given;
        } else if (key != "value") {
            return "knows value, type and primary in an entry, not " + key;
        }
    }
    return {};
}

using Check = Fault (*)(const std::string& value, const std::string& region);

Fault email_fault(const std::string& value, const std::string&) {
    return invitation::email_key(value) ? "" : "holds " + value + ", which is no e-mail address";
}

Fault phone_fault(const std::string& value, const std::string& region) {
    if (invitation::phone_key(value, region)) return {};
    return "holds " + value + ", which is no phone number" +
           (region.empty() ? " with its country (+34…)" : "");
}

Fault write_list(
    FieldTarget& to, const char* name, const char* usual_type, const Json& value, Check check
) {
    if (value.is_null()) {
        to.document.erase(name);
        return {};
    }
    if (!value.is_array()) return "must be a list";
    if (value.size() > most_values) return "has too many entries";
    Json list = Json::array();
    for (const Json& element : value) {
        Json entry;
        if (Fault fault = read_element(element, usual_type, entry); !fault.empty()) return fault;
        if (Fault fault = check(entry["value"].get<std::string>(), to.region); !fault.empty()) {
            return fault;
        }
        list.push_back(std::move(entry));
    }
    to.document[name] = std::move(list);
    return {};
}

/// One address or number among others: it becomes the one of its type, and null removes that one.
Fault write_one(
    FieldTarget& to, const char* name, const char* type, const Json& value, Check check
) {
    Json list = value_at(to.document, name);
    if (!list.is_array()) list = Json::array();
    const auto is_of_type = [&](const Json& element) {
        return element.is_object() && element.value("type", "") == type;
    };
    const auto old = std::find_if(list.begin(), list.end(), is_of_type);
    if (value.is_null()) {
        if (old != list.end()) list.erase(old);
    } else {
        if (Fault fault = text_fault(value); !fault.empty()) return fault;
        if (Fault fault = check(trimmed_text(value), to.region); !fault.empty()) return fault;
        if (old != list.end()) {
            (*old)["value"] = trimmed_text(value);
        } else {
            list.push_back(entry_of(trimmed_text(value), type));
        }
    }
    to.document[name] = std::move(list);
    return {};
}

Json read_list(const Json& document, const char* name) {
    const Json list = value_at(document, name);
    return list.is_array() ? list : Json::array();
}

}  // namespace

Json& object_at(Json& document, const std::string& name) {
    Json& object = document[name];
    if (!object.is_object()) object = Json::object();
    return object;
}

Json value_at(const Json& document, const std::string& name) {
    const auto found = document.find(name);
    return found == document.end() ? Json(nullptr) : *found;
}

Json value_at(const Json& document, const std::string& outer, const std::string& name) {
    const auto object = document.find(outer);
    return object == document.end() || !object->is_object() ? Json(nullptr)
                                                            : value_at(*object, name);
}

Fault text_fault(const Json& value) {
    if (!value.is_string()) return "must be a text";
    const auto& text = value.get_ref<const std::string&>();
    if (base::trimmed(text).empty()) return "must not be empty";
    if (text.size() > longest_text) return "is longer than 256 bytes";
    const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    });
    return controls ? "must not hold control characters" : "";
}

std::string trimmed_text(const Json& value) {
    return std::string(base::trimmed(value.get_ref<const std::string&>()));
}

Fault write_emails(FieldTarget& to, const Json& value) {
    return write_list(to, "emails", "work", value, email_fault);
}

Fault write_phones(FieldTarget& to, const Json& value) {
    return write_list(to, "phoneNumbers", "work", value, phone_fault);
}

Fault write_email(FieldTarget& to, const Json& value) {
    return write_one(to, "emails", "work", value, email_fault);
}

Fault write_mobile(FieldTarget& to, const Json& value) {
    return write_one(to, "phoneNumbers", "mobile", value, phone_fault);
}

Json read_emails(const Json& document) {
    return read_list(document, "emails");
}

Json read_phones(const Json& document) {
    return read_list(document, "phoneNumbers");
}

Fault write_locations(FieldTarget& to, const Json& value) {
    if (value.is_null()) {
        to.document.erase("addresses");
        return {};
    }
    if (!value.is_array() || value.size() > most_values) return "must be a list of texts";
    Json list = Json::array();
    for (const Json& element : value) {
        if (Fault fault = text_fault(element); !fault.empty()) return "each entry " + fault;
        Json address;
        address["formatted"] = trimmed_text(element);
        address["type"] = "work";
        list.push_back(std::move(address));
    }
    to.document["addresses"] = std::move(list);
    return {};
}

Json read_locations(const Json& document) {
    Json shown = Json::array();
    for (const Json& address : read_list(document, "addresses")) {
        for (const char* part : {"formatted", "locality", "streetAddress"}) {
            if (address.contains(part)) {
                shown.push_back(address[part]);
                break;
            }
        }
    }
    return shown;
}

Fault write_tags(FieldTarget& to, const Json& value) {
    Json& extension = object_at(to.document, std::string(directory::user_extension_urn));
    if (value.is_null()) {
        extension.erase("tags");
        return {};
    }
    if (!value.is_array() || value.size() > most_values) return "must be a list of texts";
    Json tags = Json::array();
    for (const Json& element : value) {
        if (Fault fault = text_fault(element); !fault.empty()) return "each entry " + fault;
        if (std::find(tags.begin(), tags.end(), trimmed_text(element)) == tags.end()) {
            tags.push_back(trimmed_text(element));
        }
    }
    extension["tags"] = std::move(tags);
    return {};
}

Json read_tags(const Json& document) {
    const Json tags = value_at(document, std::string(directory::user_extension_urn), "tags");
    return tags.is_array() ? tags : Json::array();
}

Fault write_consent(FieldTarget& to, const Json& value) {
    Json& extension = object_at(to.document, std::string(directory::user_extension_urn));
    if (value.is_null()) {
        extension.erase("consentedToSms");
        return {};
    }
    if (!value.is_boolean()) return "must be true or false";
    extension["consentedToSms"] = value;
    return {};
}

Json read_consent(const Json& document) {
    const Json consent =
        value_at(document, std::string(directory::user_extension_urn), "consentedToSms");
    return consent.is_boolean() ? consent : Json(false);
}

Fault write_manager(FieldTarget& to, const Json& value) {
    Json& extension = object_at(to.document, enterprise_urn);
    if (value.is_null()) {
        extension.erase("manager");
        return {};
    }
    const Json& id = value.is_object() && value.contains("id") ? value["id"] : value;
    if (!id.is_string() || !base::is_id(id.get_ref<const std::string&>())) {
        return "must be the id of a user";
    }
    object_at(extension, "manager")["value"] = id;
    return {};
}

Json read_manager(const Json& document) {
    const Json manager = value_at(document, enterprise_urn, "manager");
    return manager.is_object() ? value_at(manager, "value") : Json(nullptr);
}

Fault write_time_zone(FieldTarget& to, const Json& value) {
    if (value.is_null()) {
        to.document.erase("timezone");
        return {};
    }
    if (Fault fault = text_fault(value); !fault.empty()) return fault;
    const std::string zone = trimmed_text(value);
    const bool plain = std::all_of(zone.begin(), zone.end(), [](char c) {
        return base::is_letter(c) || base::is_digit(c) || c == '/' || c == '_' || c == '-' ||
               c == '+';
    });
    if (!plain) return "must be a name of the IANA time zone database, such as Europe/Madrid";
    to.document["timezone"] = zone;
    return {};
}

Json read_time_zone(const Json& document) {
    return value_at(document, "timezone");
}

}  // namespace usher::desk
