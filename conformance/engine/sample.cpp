#include "conformance/engine/sample.hpp"

#include <algorithm>
#include <map>

namespace usher::conformance {

namespace {

constexpr const char* certificate =
    "MIIBdzCCAR2gAwIBAgIUQeJ0s1hGZ0m0b9b4c0v9yq3R3FAwCgYIKoZIzj0EAwIw";

/// Attributes whose text has a form that servers may look at, by path.
std::string formed(Session& session, const std::string& path, bool other) {
    static const std::map<std::string, std::pair<const char*, const char*>> fixed{
        {"locale",               {"en-US", "de-DE"}                                        },
        {"preferredlanguage",    {"en-US", "de-DE"}                                        },
        {"timezone",             {"Europe/Madrid", "America/New_York"}                     },
        {"addresses.country",    {"US", "DE"}                                              },
        {"addresses.postalcode", {"91608", "10115"}                                        },
        {"phonenumbers.value",   {"+12015550123", "+12015550199"}                          },
        {"profileurl",           {"https://example.org/a", "https://example.org/b"}        },
        {"photos.value",         {"https://example.org/a.png", "https://example.org/b.png"}},
    };
    const auto found = fixed.find(lower(path));
    if (found != fixed.end()) return other ? found->second.second : found->second.first;
    if (lower(path) == "username" || lower(path) == "emails.value")
        return session.unique("a") + "@example.org";
    if (lower(path) == "password") return "Xy7!" + session.unique("secret");
    return {};
}

/// Whether the element points to a resource: then its `value` is that resource's id.
const TypeDefinition* referenced(
    const Session& session, const std::vector<std::string>& reference_types
) {
    const auto& target = const_cast<Session&>(session).target();
    for (const auto& name : reference_types)
        if (const auto* type = target.type_named(name)) return type;
    return nullptr;
}

/// The id of a resource to refer to, made once for each type; empty if there can be none.
std::string referable(Session& session, const TypeDefinition& type) {
    auto& known = session.populations()["referable " + type.name];
    if (known.empty()) {
        Value body = json(R"({"schemas": ["$1"]})", type.schema->id);
        for (const auto& attribute : type.schema->attributes) {
            const PlacedAttribute placed{
                .schema = type.schema,
                .extension = false,
                .parent = nullptr,
                .definition = &attribute};
            const bool name = lower(attribute.name) == "username" ||
                              (lower(attribute.name) == "displayname" && attribute.required);
            if ((attribute.required && attribute.writable()) || name)
                body.set(attribute.name, sample(session, type, placed));
        }
        const auto answer = session.client().send(
            {.method = "POST", .path = type.endpoint, .headers = {}, .body = to_text(body)}
        );
        if (answer.status() == 201)
            session.keep(type.endpoint + "/" + encoded(answer.body["id"].text()));
        known.push_back(answer.body);
    }
    return known.front()["id"].text();
}

Value simple(
    Session& session, const AttributeDefinition& definition, const std::string& path, bool other
) {
    if (definition.type == "boolean" && lower(definition.name) == "primary") return true;
    const auto& canonical = definition.canonical_values;
    if (!canonical.empty()) return other ? canonical.back() : canonical.front();
    if (definition.type == "boolean") return !other;
    if (definition.type == "integer") return other ? 43 : 42;
    if (definition.type == "decimal") return other ? 2.5 : 1.5;
    if (definition.type == "dateTime")
        return other ? "2021-03-04T05:06:07Z" : "2020-01-02T03:04:05Z";
    if (definition.type == "binary") return std::string(certificate) + (other ? "AAAA" : "BBBB");
    if (const auto text = formed(session, path, other); !text.empty()) return text;
    if (definition.type == "reference")
        return referenced(session, definition.reference_types) != nullptr
                   ? Value()
                   : Value("https://example.org/" + session.unique("r"));
    if (lower(definition.name) == "type") return other ? "home" : "work";
    return session.unique(lower(definition.name).substr(0, 8));
}

Value complex(
    Session& session, const AttributeDefinition& definition, const std::string& path, bool other
) {
    Value element = Value::Object{};
    const auto* pointer = definition.find("$ref");
    const auto* type = pointer != nullptr ? referenced(session, pointer->reference_types) : nullptr;
    for (const auto& sub : definition.sub_attributes) {
        const auto name = lower(sub.name);
        if (!sub.writable() || name == "$ref") continue;
        // An empty list of canonical values: the server has not said which there are.
        if (sub.source["canonicalValues"].is_array() && sub.canonical_values.empty()) continue;
        if (type != nullptr) {
            if (name != "value") continue;
            const auto id = referable(session, *type);
            if (id.empty()) return {};
            element.set(sub.name, id);
            continue;
        }
        const auto value = simple(session, sub, path + "." + sub.name, other);
        if (value.present())
            element.set(sub.name, sub.multi_valued ? Value(Value::Array{value}) : value);
    }
    return element.size() == 0 ? Value() : element;
}

}  // namespace

Value sample(
    Session& session, const TypeDefinition&, const PlacedAttribute& attribute, bool other
) {
    const auto& definition = *attribute.definition;
    const auto path = attribute.parent != nullptr ? attribute.parent->name + "." + definition.name
                                                  : definition.name;
    auto value = definition.complex() ? complex(session, definition, path, other)
                                      : simple(session, definition, path, other);
    if (!value.present() || !definition.multi_valued) return value;
    return Value::Array{std::move(value)};
}

Value required_part(Session& session, const TypeDefinition& type, const SchemaDefinition& schema) {
    Value part = Value::Object{};
    for (const auto& definition : schema.attributes) {
        if (!definition.required || !definition.writable()) continue;
        const PlacedAttribute placed{
            .schema = &schema, .extension = true, .parent = nullptr, .definition = &definition};
        part.set(definition.name, sample(session, type, placed));
    }
    return part;
}

Value of_wrong_type(const AttributeDefinition& attribute) {
    const auto wrong = [&]() -> Value {
        if (attribute.complex()) return 17;
        if (attribute.type == "boolean") return "perhaps";
        if (attribute.type == "integer" || attribute.type == "decimal") return "many";
        if (attribute.type == "dateTime") return "yesterday";
        return json(R"({"wrong": "type"})");
    }();
    return attribute.multi_valued ? Value(Value::Array{wrong}) : wrong;
}

}  // namespace usher::conformance
