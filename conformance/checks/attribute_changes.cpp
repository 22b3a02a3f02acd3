// Checks derived from the server's schemas: each attribute under PUT and PATCH (RFC 7644 §3.5).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"
#include "conformance/engine/sample.hpp"

namespace usher::conformance::attribute_changes_checks {

namespace {

Value part(const PlacedAttribute& attribute, const Value& value) {
    auto inner = json(R"({"$1": "$2"})", attribute.definition->name, value);
    return attribute.extension ? json(R"({"$1": "$2"})", attribute.schema->id, inner) : inner;
}

struct Changed {
    Value resource;  ///< as created
    Value first, second;
};

/// A resource with the attribute, and another value for it; without one if `bare`.
Changed prepare(
    Run& run, const TypeDefinition& type, const PlacedAttribute& attribute, bool bare = false
) {
    Changed changed;
    changed.first = sample(run.session(), type, attribute);
    changed.second = sample(run.session(), type, attribute, true);
    if (!changed.first.present()) throw Skip{"no value for it could be made up"};
    changed.resource = run.make(type, bare ? Value() : part(attribute, changed.first));
    return changed;
}

/// What identifies a value: servers may add sub-attributes or render parts of it otherwise.
bool shows(const Value& shown, const Value& sent) {
    if (sent.is_array()) {
        for (const auto& one : sent.elements()) {
            bool found = false;
            for (const auto& other : shown.elements())
                found |= shows(other, one);
            if (!found) return false;
        }
        return true;
    }
    if (sent.is_object()) {
        if (sent["value"].present()) return shown["value"] == sent["value"];
        for (const auto& [name, value] : sent.members())
            if (shown.find(name) != value) return false;
        return true;
    }
    return shown == sent;
}

const Value read(
    Run& run, const TypeDefinition& type, const Value& resource, const PlacedAttribute& attribute
) {
    const auto& answer = run.get(Run::path(type, resource));
    Run::expect_status(answer, {200});
    return attribute.in(answer.body);
}

void expect_patched(const Exchange& answer) {
    Run::expect_status(answer, {200, 204});
}

void add_patch(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    const auto& definition = *attribute.definition;
    suite.must(
        "patch-replace:" + name,
        "RFC 7644 §3.5.2.3",
        "PATCH `replace` sets the attribute.",
        [type, attribute](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto changed = prepare(run, type, attribute);
            expect_patched(run.operate(
                Run::path(type, changed.resource), "replace", attribute.path(), changed.second
            ));
            const auto shown = read(run, type, changed.resource, attribute);
            Run::expect(
                shows(shown, changed.second),
                "it is " + to_text(shown) + ", sent was " + to_text(changed.second)
            );
        }
    );
    suite.must(
        "patch-add:" + name,
        "RFC 7644 §3.5.2.1",
        "PATCH `add` sets what was not there.",
        [type, attribute](Run& run) {
            run.require(run.features().patch, "PATCH");
            if (attribute.definition->required) throw Skip{"it is required, so it is always there"};
            const auto changed = prepare(run, type, attribute, true);
            expect_patched(run.operate(
                Run::path(type, changed.resource), "add", attribute.path(), changed.first
            ));
            const auto shown = read(run, type, changed.resource, attribute);
            Run::expect(
                shows(shown, changed.first),
                "it is " + to_text(shown) + ", sent was " + to_text(changed.first)
            );
        }
    );
    if (definition.required) {
        suite.must(
            "patch-remove-required:" + name,
            "RFC 7644 §3.5.2.2",
            "PATCH `remove` of a required attribute is refused.",
            [type, attribute](Run& run) {
                run.require(run.features().patch, "PATCH");
                const auto changed = prepare(run, type, attribute);
                Run::expect_refused(
                    run.operate(Run::path(type, changed.resource), "remove", attribute.path())
                );
                Run::expect(
                    !read(run, type, changed.resource, attribute).unassigned(),
                    "it is gone all the same"
                );
            }
        );
        return;
    }
    suite.must(
        "patch-remove:" + name,
        "RFC 7644 §3.5.2.2",
        "PATCH `remove` unassigns the attribute.",
        [type, attribute](Run& run) {
            run.require(run.features().patch, "PATCH");
            // Not the first canonical value: that may be the server's default.
            const auto value = sample(run.session(), type, attribute, true);
            if (!value.present()) throw Skip{"no value for it could be made up"};
            const auto made = run.make(type, part(attribute, value));
            expect_patched(run.operate(Run::path(type, made), "remove", attribute.path()));
            const auto shown = read(run, type, made, attribute);
            if (!shows(shown, value) || shown.unassigned()) return;
            const auto reason = "it is still " + to_text(shown);
            // A server may fill in what is not assigned, from other attributes for example.
            if (!attribute.in(run.make(type)).unassigned()) throw Deviation{reason};
            throw Failure{reason};
        }
    );
}

void add_put(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    suite.must(
        "put-replaces:" + name,
        "RFC 7644 §3.5.1",
        "PUT replaces the attribute.",
        [type, attribute](Run& run) {
            const auto changed = prepare(run, type, attribute);
            const auto body = run.body_for(type, part(attribute, changed.second));
            Run::expect_status(run.put(Run::path(type, changed.resource), body), {200});
            const auto shown = read(run, type, changed.resource, attribute);
            Run::expect(
                shows(shown, changed.second),
                "it is " + to_text(shown) + ", sent was " + to_text(changed.second)
            );
        }
    );
}

void add_immutable(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    suite.must(
        "immutable:" + name,
        "RFC 7644 §3.5",
        "An immutable attribute that has a value cannot get another: `mutability`.",
        [type, attribute](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto changed = prepare(run, type, attribute);
            Run::expect_error(
                run.operate(
                    Run::path(type, changed.resource), "replace", attribute.path(), changed.second
                ),
                400,
                "mutability"
            );
        }
    );
}

void add_read_only(
    Suite& suite,
    const TypeDefinition& type,
    const PlacedAttribute& attribute,
    const std::string& name
) {
    suite.must(
        "patch-read-only:" + name,
        "RFC 7644 §3.5.2",
        "PATCH of a readOnly attribute is refused: 400 `mutability`.",
        [type, attribute](Run& run) {
            run.require(run.features().patch, "PATCH");
            const auto made = run.make(type);
            const auto& definition = *attribute.definition;
            const auto value = definition.complex() ? json(R"([{"value": "x"}])") : Value("x");
            Run::expect_error(
                run.operate(Run::path(type, made), "replace", attribute.path(), value),
                400,
                "mutability"
            );
        }
    );
}

}  // namespace

void add(Suite& suite, const Target& target) {
    suite.topic("changes");
    for (const auto& type : target.types) {
        for (const auto& attribute : type.attributes()) {
            const auto& definition = *attribute.definition;
            const auto name = type.name + "." + attribute.path();
            if (definition.mutability == "readOnly") add_read_only(suite, type, attribute, name);
            if (definition.mutability == "immutable") add_immutable(suite, type, attribute, name);
            if (definition.mutability != "readWrite" || definition.returned != "default") continue;
            add_patch(suite, type, attribute, name);
            add_put(suite, type, attribute, name);
        }
    }
}

}  // namespace usher::conformance::attribute_changes_checks
