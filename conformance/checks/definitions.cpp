// The server's attribute definitions themselves (RFC 7643 §2, §7), one check for each attribute.
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace usher::conformance::definitions_checks {

namespace {

using Words = std::set<std::string>;

const Words types{
    "string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"};
const Words mutabilities{"readOnly", "readWrite", "immutable", "writeOnly"};
const Words returns{"always", "never", "default", "request"};
const Words uniquenesses{"none", "server", "global"};

void expect_word(const Value& definition, const char* key, const Words& words, bool required) {
    const auto& value = definition[key];
    if (!value.present() && !required) throw Deviation{std::string("`") + key + "` is left out"};
    Run::expect(
        words.contains(value.text()),
        std::string(key) + " is " + (value.present() ? to_text(value) : "missing")
    );
}

void expect_boolean(const Value& definition, const char* key) {
    const auto& value = definition[key];
    if (!value.present()) throw Deviation{std::string("`") + key + "` is left out"};
    Run::expect(value.is_boolean(), std::string(key) + " is " + to_text(value));
}

/// ATTRNAME of RFC 7643 §2.1, and `$ref` (erratum 8924).
bool is_name(const std::string& name) {
    if (name == "$ref") return true;
    return !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
           std::ranges::all_of(name, [](char letter) {
               return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' ||
                      letter == '_';
           });
}

void expect_definition(const Value& definition, bool sub) {
    Run::expect(is_name(definition["name"].text()), "the name is " + to_text(definition["name"]));
    expect_word(definition, "type", types, true);
    const auto& type = definition["type"].text();
    Run::expect(!sub || type != "complex", "a complex attribute stands inside a complex one");
    if (type == "complex")
        Run::expect(
            definition["subAttributes"].size() > 0, "a complex attribute has no subAttributes"
        );
    const auto& mutability = definition["mutability"];
    const auto& returned = definition["returned"];
    if (mutability == Value("writeOnly"))
        Run::expect(!returned.present() || returned == Value("never"), "writeOnly, but returned");
    for (const auto* list : {"canonicalValues", "referenceTypes", "subAttributes"})
        Run::expect(
            !definition[list].present() || definition[list].is_array(),
            std::string(list) + " is no list"
        );
    expect_word(definition, "mutability", mutabilities, false);
    expect_word(definition, "returned", returns, false);
    expect_boolean(definition, "multiValued");
    expect_boolean(definition, "required");
    if (type == "string" || type == "reference") {
        expect_word(definition, "uniqueness", uniquenesses, false);
        expect_boolean(definition, "caseExact");
    }
    if (type == "reference")
        Run::prefer(definition["referenceTypes"].size() > 0, "a reference has no referenceTypes");
}

struct CoreFact {
    const char* urn;
    const char* path;
    const char* key;
    Value wanted;
    const char* section;
};

const std::vector<CoreFact>& core_facts() {
    static const std::vector<CoreFact> facts{
        {user_urn.data(),  "userName",         "required",    true,        "RFC 7643 §4.1.1"},
        {user_urn.data(),  "userName",         "uniqueness",  "server",    "RFC 7643 §4.1.1"},
        {user_urn.data(),  "userName",         "caseExact",   false,       "RFC 7643 §4.1.1"},
        {user_urn.data(),  "userName",         "multiValued", false,       "RFC 7643 §4.1.1"},
        {user_urn.data(),  "name",             "type",        "complex",   "RFC 7643 §4.1.1"},
        {user_urn.data(),  "active",           "type",        "boolean",   "RFC 7643 §4.1.1"},
        {user_urn.data(),  "password",         "mutability",  "writeOnly", "RFC 7643 §4.1.1"},
        {user_urn.data(),  "password",         "returned",    "never",     "RFC 7643 §4.1.1"},
        {user_urn.data(),  "emails",           "multiValued", true,        "RFC 7643 §4.1.2"},
        {user_urn.data(),  "emails",           "type",        "complex",   "RFC 7643 §4.1.2"},
        {user_urn.data(),  "phoneNumbers",     "multiValued", true,        "RFC 7643 §4.1.2"},
        {user_urn.data(),  "addresses",        "multiValued", true,        "RFC 7643 §4.1.2"},
        {user_urn.data(),  "groups",           "mutability",  "readOnly",  "RFC 7643 §4.1.2"},
        {user_urn.data(),  "x509Certificates", "multiValued", true,        "RFC 7643 §4.1.2"},
        {group_urn.data(), "members",          "multiValued", true,        "RFC 7643 §4.2"  },
        {group_urn.data(), "members",          "type",        "complex",   "RFC 7643 §4.2"  },
        {group_urn.data(), "displayName",      "type",        "string",    "RFC 7643 §4.2"  },
        {group_urn.data(), "members.value",    "mutability",  "immutable", "RFC 7643 §4.2"  },
    };
    return facts;
}

const AttributeDefinition& require_definition(const Run& run, const CoreFact& fact) {
    const auto* schema = run.target().raw_schemas.empty() ? nullptr : run.target().schema(fact.urn);
    if (schema == nullptr) throw Skip{"the server serves no such schema"};
    const std::string path = fact.path;
    const auto dot = path.find('.');
    const auto* found = schema->find(path.substr(0, dot));
    if (found != nullptr && dot != std::string::npos) found = found->find(path.substr(dot + 1));
    if (found == nullptr) throw Skip{"the server's schema leaves it out"};
    return *found;
}

}  // namespace

void add(Suite& suite, const Target& target) {
    suite.topic("schemas");
    for (const auto& schema : target.raw_schemas) {
        const auto id = schema["id"].text();
        suite.must(
            "schema:" + id,
            "RFC 7643 §7",
            "A schema has a URN as its id, a name and attributes.",
            [schema](Run&) {
                Run::expect(lower(schema["id"].text()).starts_with("urn:"), "the id is no URN");
                Run::expect(schema["attributes"].size() > 0, "it has no attributes");
                Run::prefer(schema["name"].is_text(), "it has no name");
            }
        );
        suite.must(
            "unique-names:" + id,
            "RFC 7643 §2.1",
            "No two attributes have one name (in any letter case).",
            [schema](Run&) {
                std::set<std::string> seen;
                for (const auto& attribute : schema["attributes"].elements())
                    Run::expect(
                        seen.insert(lower(attribute["name"].text())).second,
                        to_text(attribute["name"]) + " is there twice"
                    );
            }
        );
        for (const auto& attribute : schema["attributes"].elements()) {
            const auto name = id.substr(id.rfind(':') + 1) + "." + attribute["name"].text();
            suite.must(
                "definition:" + name,
                "RFC 7643 §7",
                "The definition uses the RFC's keywords, and says everything.",
                [attribute](Run&) { expect_definition(attribute, false); }
            );
            if (attribute["subAttributes"].size() == 0) continue;
            const bool recursive = lower(id).ends_with(":core:2.0:schema");
            suite.must(
                "sub-definitions:" + name,
                "RFC 7643 §7",
                "So do those of its sub-attributes; none is complex (erratum 8415) but in the "
                "schema of "
                "schemas.",
                [attribute, recursive](Run&) {
                    for (const auto& sub : attribute["subAttributes"].elements())
                        expect_definition(sub, !recursive);
                }
            );
        }
    }
    for (const auto& fact : core_facts()) {
        const auto name = std::string(fact.urn).substr(std::string(fact.urn).rfind(':') + 1) + "." +
                          fact.path + "." + fact.key;
        suite.must(
            "core:" + name,
            fact.section,
            "The core schema has " + name + " = " + to_text(fact.wanted) + ".",
            [fact](Run& run) {
                const auto& source = require_definition(run, fact).source;
                if (!source[fact.key].present())
                    throw Deviation{std::string(fact.key) + " is left out"};
                Run::expect_equal(source[fact.key], fact.wanted, fact.key);
            }
        );
    }
}

}  // namespace usher::conformance::definitions_checks
