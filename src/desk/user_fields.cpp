#include "desk/user_fields.hpp"

#include "desk/user_field_values.hpp"
#include "invitation/matching.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;

/// A text attribute at the top, or inside a complex attribute or extension.
template <const auto& outer, const auto& name>
Fault write_text(FieldTarget& to, const Json& value) {
    const std::string inside = outer;
    if (value.is_null()) {
        if (inside.empty()) {
            to.document.erase(std::string(name));
        } else {
            object_at(to.document, inside).erase(std::string(name));
        }
        return {};
    }
    if (Fault fault = text_fault(value); !fault.empty()) return fault;
    Json& target = inside.empty() ? to.document : object_at(to.document, inside);
    target[std::string(name)] = trimmed_text(value);
    return {};
}

template <const auto& outer, const auto& name>
Json read_text(const Json& document) {
    const std::string inside = outer;
    return inside.empty() ? value_at(document, std::string(name))
                          : value_at(document, inside, std::string(name));
}

constexpr char at_top[] = "";
constexpr char in_name[] = "name";
constexpr char in_enterprise[] = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
constexpr char in_usher[] = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
constexpr char user_name[] = "userName";
constexpr char given_name[] = "givenName";
constexpr char family_name[] = "familyName";
constexpr char display_name[] = "displayName";
constexpr char title[] = "title";
constexpr char department[] = "department";
constexpr char code[] = "employeeNumber";
constexpr char working_hours[] = "workingHours";
constexpr char locale[] = "preferredLanguage";

struct Field {
    std::string_view name;
    Fault (*write)(FieldTarget& to, const Json& value);
    Json (*read)(const Json& document);  ///< nullptr: shown as part of another field
};

/// A text at `outer`'s `name`.
template <const auto& outer, const auto& name>
constexpr Field text_field(std::string_view api_name) {
    return {.name = api_name, .write = write_text<outer, name>, .read = read_text<outer, name>};
}

constexpr std::array table{
    text_field<at_top, user_name>("user_name"),
    text_field<in_name, given_name>("given_name"),
    text_field<in_name, family_name>("family_name"),
    text_field<at_top, display_name>("display_name"),
    text_field<at_top, title>("title"),
    text_field<in_enterprise, department>("department"),
    Field{"manager",          write_manager,   read_manager  },
    Field{"locations",        write_locations, read_locations},
    text_field<in_enterprise, code>("code"),
    Field{"emails",           write_emails,    read_emails   },
    Field{"email",            write_email,     nullptr       },
    Field{"phones",           write_phones,    read_phones   },
    Field{"mobile",           write_mobile,    nullptr       },
    Field{"time_zone",        write_time_zone, read_time_zone},
    text_field<in_usher, working_hours>("working_hours"),
    Field{"tags",             write_tags,      read_tags     },
    Field{"consented_to_sms", write_consent,   read_consent  },
    text_field<at_top, locale>("locale"),
};

const Field* find_field(std::string_view name) {
    const auto* const found = std::find_if(table.begin(), table.end(), [&](const Field& field) {
        return field.name == name;
    });
    return found == table.end() ? nullptr : found;
}

bool is_set(const Json& document, const std::string& name) {
    if (name == "email") return !invitation::mail_address_of(document).empty();
    if (name == "mobile") return !read_phones(document).empty();
    const Field* field = find_field(name);
    return field != nullptr && field->read != nullptr && !field->read(document).empty();
}

}  // namespace

void write_fields(
    Json& document, const Json& fields, const std::string& region, const std::string& base
) {
    std::vector<invitation::FieldProblem> problems;
    FieldTarget to{.document = document, .region = region};
    for (const auto& [name, value] : fields.items()) {
        const std::string pointer = base + "/" + name;
        const Field* field = find_field(name);
        if (field == nullptr) {
            problems.push_back(
                {.pointer = pointer, .code = "unknown", .detail = name + " is no field of a user"}
            );
        } else if (Fault fault = field->write(to, value); !fault.empty()) {
            problems.push_back({.pointer = pointer, .code = "invalid", .detail = name + " " + fault}
            );
        }
    }
    if (!problems.empty()) throw invitation::Problem(std::move(problems));
}

Json read_fields(const Json& document) {
    Json fields = Json::object();
    for (const Field& field : table) {
        if (field.read != nullptr) fields[std::string(field.name)] = field.read(document);
    }
    return fields;
}

const std::vector<std::string_view>& field_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const Field& field : table)
            all.push_back(field.name);
        return all;
    }();
    return names;
}

void require_fields(const Json& document, const std::vector<std::string>& required) {
    std::vector<std::string> names{"given_name", "family_name"};
    names.insert(names.end(), required.begin(), required.end());
    std::vector<invitation::FieldProblem> missing;
    for (const std::string& name : names) {
        if (is_set(document, name)) continue;
        missing.push_back(
            {.pointer = "/" + name, .code = "required", .detail = name + " is required"}
        );
    }
    if (!missing.empty()) throw invitation::Problem(std::move(missing));
}

Json document_for_address(const std::string& email) {
    Json document;
    document["schemas"] = Json::array({"urn:ietf:params:scim:schemas:core:2.0:User"});
    document["userName"] = email;
    document["active"] = true;
    std::string no_region;
    FieldTarget to{.document = document, .region = no_region};
    (void)write_email(to, email);
    return document;
}

}  // namespace usher::desk
