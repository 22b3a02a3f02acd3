// Checks derived from the server's schemas: each attribute in filters, in sorting and in
// projections (RFC 7644 §3.4.2.2, §3.4.2.3, §3.4.2.5).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"
#include "conformance/engine/sample.hpp"

#include <algorithm>

namespace usher::conformance::attribute_queries_checks {

namespace {

/// Sets the attribute in a body, extensions under their URN.
void put(Value& body, const PlacedAttribute& attribute, const Value& value) {
    if (!attribute.extension) return body.set(attribute.definition->name, value);
    auto inner = body[attribute.schema->id];
    inner.set(attribute.definition->name, value);
    body.set(attribute.schema->id, inner);
}

/// Every writable top-level attribute with a value; without those that the server refuses if
/// `careful`.
Value everything(Run& run, const TypeDefinition& type, bool careful) {
    Value all = Value::Object{};
    for (const auto& attribute : type.attributes()) {
        if (!attribute.definition->writable()) continue;
        const auto value = sample(run.session(), type, attribute);
        if (!value.present()) continue;
        Value alone = Value::Object{};
        put(alone, attribute, value);
        if (careful && run.post(type.endpoint, run.body_for(type, alone)).status() != 201) continue;
        put(all, attribute, careful ? sample(run.session(), type, attribute) : value);
    }
    return all;
}

/// A resource with every writable attribute that the server takes, made once for a type.
const Value& full(Run& run, const TypeDefinition& type) {
    auto& known = run.session().populations()["full " + type.name];
    if (!known.empty()) return known.front();
    const auto body = run.body_for(type, everything(run, type, false));
    const bool whole = run.post(type.endpoint, body).status() == 201;
    const auto made = run.make(type, everything(run, type, !whole));
    run.session().keep(Run::path(type, made));
    known.push_back(run.get(Run::path(type, made)).body);
    return known.front();
}

std::string upper(std::string text) {
    for (auto& letter : text)
        letter = static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
    return text;
}

bool finds(Run& run, const TypeDefinition& type, const std::string& filter, const Value& resource) {
    const auto& answer = run.search(type.endpoint, filter, "&count=200");
    const auto found = Run::ids(answer);
    if (std::ranges::find(found, resource["id"].text()) != found.end()) return true;
    // Others may match too, and come first.
    return answer.body["totalResults"].integer() > static_cast<std::int64_t>(found.size());
}

const Value& require_value(const Value& resource, const PlacedAttribute& attribute) {
    const auto& value = attribute.in(resource);
    if (value.unassigned()) throw Skip{"the server did not keep a value of it"};
    return value;
}

void add_filter(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    const auto& definition = *attribute.definition;
    suite.must(
        "pr:" + name,
        "RFC 7644 §3.4.2.2",
        "`pr` finds a resource that has the attribute.",
        [type, attribute](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& resource = full(run, type);
            require_value(resource, attribute);
            const auto filter =
                "id eq " + as_literal(resource["id"].text()) + " and " + attribute.path() + " pr";
            Run::expect(finds(run, type, filter, resource), "the resource was not found");
        }
    );
    if (definition.complex() || definition.multi_valued) return;
    suite.must(
        "eq:" + name,
        "RFC 7644 §3.4.2.2",
        "`eq` finds a resource by the attribute's value, and `ne` does not.",
        [type, attribute](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& resource = full(run, type);
            const auto value = to_text(require_value(resource, attribute));
            Run::expect(
                finds(run, type, attribute.path() + " eq " + value, resource),
                "eq did not find the resource"
            );
            if (attribute.parent != nullptr && attribute.parent->multi_valued) return;
            const auto other = "id eq " + as_literal(resource["id"].text()) + " and " +
                               attribute.path() + " ne " + value;
            Run::expect(Run::ids(run.search(type.endpoint, other)).empty(), "ne found it as well");
        }
    );
    const bool reference = attribute.parent != nullptr && attribute.parent->find("$ref") != nullptr;
    if (definition.type != "string" || reference) return;
    suite.must(
        "letter-case:" + name,
        "RFC 7643 §2.2",
        "Comparing minds letter case if, and only if, the attribute is caseExact.",
        [type, attribute](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& resource = full(run, type);
            const auto value = require_value(resource, attribute).text();
            const auto other = upper(value) == value ? lower(value) : upper(value);
            if (other == value) throw Skip{"its value has no letters"};
            const auto filter = "id eq " + as_literal(resource["id"].text()) + " and " +
                                attribute.path() + " eq " + as_literal(other);
            const bool found = !Run::ids(run.search(type.endpoint, filter)).empty();
            Run::expect(
                found != attribute.definition->case_exact,
                found ? "caseExact, but found in another letter case"
                      : "not caseExact, but not found in another letter case"
            );
        }
    );
}

void add_sort(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    suite.must(
        "sort:" + name,
        "RFC 7644 §3.4.2.3",
        "Sorting by the attribute answers all resources, or 400.",
        [type, attribute](Run& run) {
            run.require(run.features().sort, "sorting");
            full(run, type);
            const auto& answer =
                run.get(type.endpoint + "?count=3&sortBy=" + encoded(attribute.path()));
            if (answer.status() == 400) throw Deviation{"the server does not sort by it"};
            Run::expect(Run::expect_list(answer).size() > 0, "nothing was answered");
        }
    );
}

void add_projection(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    suite.must(
        "asked-for:" + name,
        "RFC 7644 §3.9",
        "`attributes` with the attribute shows it, and none that are not always returned.",
        [type, attribute](Run& run) {
            const auto& resource = full(run, type);
            require_value(resource, attribute);
            const auto& answer =
                run.get(Run::path(type, resource) + "?attributes=" + encoded(attribute.path()));
            Run::expect_status(answer, {200});
            Run::expect(!attribute.in(answer.body).unassigned(), "it is missing");
            Run::expect(answer.body["id"].present(), "id is missing, which is always returned");
            const auto& top =
                attribute.parent != nullptr ? attribute.parent->name : attribute.definition->name;
            for (const auto& other : type.attributes()) {
                if (other.definition->returned == "always") continue;
                if (other.extension == attribute.extension &&
                    lower(other.definition->name) == lower(top))
                    continue;
                Run::expect(
                    !other.in(answer.body).present(),
                    other.path() + " is there, though not asked for"
                );
            }
        }
    );
    if (attribute.definition->returned != "default") return;
    suite.must(
        "excluded:" + name,
        "RFC 7644 §3.9",
        "`excludedAttributes` leaves the attribute out, and nothing else.",
        [type, attribute](Run& run) {
            const auto& resource = full(run, type);
            require_value(resource, attribute);
            const auto& answer = run.get(
                Run::path(type, resource) + "?excludedAttributes=" + encoded(attribute.path())
            );
            Run::expect_status(answer, {200});
            Run::expect(!attribute.in(answer.body).present(), "it is still there");
            for (const auto& other : type.attributes()) {
                const bool same =
                    other.path() == attribute.path() ||
                    (attribute.parent != nullptr && other.definition == attribute.parent);
                if (!same && !other.in(resource).unassigned())
                    Run::expect(other.in(answer.body).present(), other.path() + " is gone as well");
            }
        }
    );
}

}  // namespace

void add(Suite& suite, const Target& target) {
    suite.topic("queries");
    for (const auto& type : target.types) {
        for (const auto& attribute : type.all_attributes()) {
            const auto& definition = *attribute.definition;
            if (definition.returned == "never" || definition.mutability == "writeOnly") continue;
            if (attribute.parent != nullptr && attribute.parent->returned == "never") continue;
            if (!definition.writable() ||
                (attribute.parent != nullptr && !attribute.parent->writable()))
                continue;
            const auto name = type.name + "." + attribute.path();
            add_filter(suite, type, attribute, name);
            if (!definition.complex()) add_sort(suite, type, attribute, name);
            if (attribute.parent == nullptr) add_projection(suite, type, attribute, name);
        }
    }
}

}  // namespace usher::conformance::attribute_queries_checks
