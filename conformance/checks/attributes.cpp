// Checks derived from the server's schemas: what is written comes back, what is readOnly is not
// taken, what is of another type is refused (RFC 7643 §2.2, §2.3, §7).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"
#include "conformance/engine/sample.hpp"
#include "usher/scim/comparison.hpp"

#include <algorithm>

namespace usher::conformance::attributes_checks {

namespace {

/// The body's part that holds `value` for the attribute.
Value part(const PlacedAttribute& attribute, const Value& value) {
    auto inner = json(R"({"$1": "$2"})", attribute.definition->name, value);
    return attribute.extension ? json(R"({"$1": "$2"})", attribute.schema->id, inner) : inner;
}

bool is_shown(const AttributeDefinition& definition) {
    return definition.returned == "default" || definition.returned == "always";
}

/// Whether `shown` holds what was sent: servers may add sub-attributes (type, display, $ref), and
/// say an instant or a phone number in another way.
bool holds(const Value& shown, const Value& sent, const AttributeDefinition& definition) {
    if (sent.is_array()) {
        return std::ranges::all_of(sent.elements(), [&](const Value& one) {
            return std::ranges::any_of(shown.elements(), [&](const Value& other) {
                return holds(other, one, definition);
            });
        });
    }
    if (sent.is_object()) {
        return std::ranges::all_of(sent.members(), [&](const Member& member) {
            const auto* sub = definition.find(member.name);
            if (sub != nullptr && !is_shown(*sub)) return true;
            return holds(shown.find(member.name), member.value, sub != nullptr ? *sub : definition);
        });
    }
    if (definition.type == "dateTime") {
        const auto wanted = scim::canonical_date_time(sent.text());
        return wanted && wanted == scim::canonical_date_time(shown.text());
    }
    return shown == sent;
}

Value require_sample(Run& run, const TypeDefinition& type, const PlacedAttribute& attribute) {
    auto value = sample(run.session(), type, attribute);
    if (!value.present()) throw Skip{"no value for it could be made up"};
    return value;
}

void add_writable(Suite& suite, const TypeDefinition& type, const PlacedAttribute& attribute) {
    const auto name = type.name + "." + attribute.path();
    const auto& definition = *attribute.definition;
    if (is_shown(definition)) {
        suite.must(
            "written-and-read:" + name,
            "RFC 7643 §2.2",
            "What a client writes comes back as it was sent.",
            [type, attribute](Run& run) {
                const auto value = require_sample(run, type, attribute);
                const auto& answer =
                    run.post(type.endpoint, run.body_for(type, part(attribute, value)));
                Run::expect_status(answer, {201});
                const auto& read = run.get(Run::path(type, answer.body));
                Run::expect_status(read, {200});
                Run::expect(
                    holds(attribute.in(read.body), value, *attribute.definition),
                    "it is " + to_text(attribute.in(read.body)) + ", sent was " + to_text(value)
                );
            }
        );
    }
    suite.must(
        "wrong-type:" + name,
        "RFC 7643 §2.3",
        "A value of another type is refused: 400.",
        [type, attribute](Run& run) {
            const auto wrong = of_wrong_type(*attribute.definition);
            const auto& answer =
                run.post(type.endpoint, run.body_for(type, part(attribute, wrong)));
            if (answer.status() == 201 && attribute.in(answer.body).unassigned())
                throw Deviation{"it was dropped rather than refused"};
            Run::expect_status(answer, {400});
        }
    );
    if (definition.required && !attribute.extension) {
        suite.must(
            "required:" + name,
            "RFC 7643 §2.2",
            "A body without a required attribute is refused: 400.",
            [type, attribute](Run& run) {
                auto body = run.body_for(type);
                body.erase(attribute.definition->name);
                Run::expect_error(run.post(type.endpoint, body), 400, "invalidValue");
            }
        );
    }
    if (definition.returned == "never") {
        suite.must(
            "never-returned:" + name,
            "RFC 7643 §7",
            "What is returned `never` is in no answer, even if asked for.",
            [type, attribute](Run& run) {
                const auto made =
                    run.make(type, part(attribute, require_sample(run, type, attribute)));
                Run::expect(!attribute.in(made).present(), "the answer to POST has it");
                const auto& read =
                    run.get(Run::path(type, made) + "?attributes=" + encoded(attribute.path()));
                Run::expect(!attribute.in(read.body).present(), "GET has it");
            }
        );
    }
    if (definition.returned == "request") {
        suite.must(
            "only-on-request:" + name,
            "RFC 7643 §7",
            "What is returned on `request` comes if asked for, and not else.",
            [type, attribute](Run& run) {
                const auto made =
                    run.make(type, part(attribute, require_sample(run, type, attribute)));
                Run::expect(
                    !attribute.in(run.get(Run::path(type, made)).body).present(), "it comes unasked"
                );
                const auto& read =
                    run.get(Run::path(type, made) + "?attributes=" + encoded(attribute.path()));
                Run::expect(attribute.in(read.body).present(), "it does not come when asked for");
            }
        );
    }
    if (definition.uniqueness == "server" || definition.uniqueness == "global") {
        suite.must(
            "unique:" + name,
            "RFC 7643 §2.2",
            "A second resource with the value of a unique attribute is 409 `uniqueness`.",
            [type, attribute](Run& run) {
                const auto value = require_sample(run, type, attribute);
                run.make(type, part(attribute, value));
                const auto& again =
                    run.post(type.endpoint, run.body_for(type, part(attribute, value)));
                Run::expect_error(again, 409, "uniqueness", true);
            }
        );
    }
}

void add_canonical(Suite& suite, const TypeDefinition& type, const PlacedAttribute& attribute) {
    const auto& definition = *attribute.definition;
    if (definition.canonical_values.empty() || !definition.writable() ||
        attribute.parent == nullptr)
        return;
    if (!attribute.parent->multi_valued || attribute.parent->find("value") == nullptr) return;
    if (attribute.parent->find("$ref") != nullptr || !attribute.parent->writable()) return;
    suite.must(
        "canonical-values:" + type.name + "." + attribute.path(),
        "RFC 7643 §7",
        "Each canonical value is taken and comes back.",
        [type, attribute](Run& run) {
            PlacedAttribute whole = attribute;
            whole.definition = attribute.parent;
            whole.parent = nullptr;
            Value list = Value::Array{};
            for (const auto& canonical : attribute.definition->canonical_values) {
                auto element = require_sample(run, type, whole)[0];
                element.set(attribute.definition->name, canonical);
                element.erase("primary");
                list.append(element);
            }
            const auto made = run.make(type, part(whole, list));
            const auto& shown = whole.in(run.get(Run::path(type, made)).body);
            for (const auto& canonical : attribute.definition->canonical_values)
                Run::expect(
                    element_with(shown, attribute.definition->name, canonical).present(),
                    "\"" + canonical + "\" did not come back"
                );
        }
    );
}

void add_read_only(Suite& suite, const TypeDefinition& type, const PlacedAttribute& attribute) {
    if (attribute.definition->required) return;
    const auto name = type.name + "." + attribute.path();
    suite.must(
        "read-only-ignored:" + name,
        "RFC 7644 §3.3",
        "A readOnly attribute in the body of a POST is ignored.",
        [type, attribute](Run& run) {
            auto pretended = *attribute.definition;
            pretended.mutability = "readWrite";
            for (auto& sub : pretended.sub_attributes)
                sub.mutability = "readWrite";
            PlacedAttribute writable = attribute;
            writable.definition = &pretended;
            const auto value = sample(run.session(), type, writable, true);
            if (!value.present()) throw Skip{"no value for it could be made up"};
            const auto& answer =
                run.post(type.endpoint, run.body_for(type, part(attribute, value)));
            Run::prefer(answer.status() == 201, "it was refused rather than ignored");
            const auto& shown = attribute.in(run.get(Run::path(type, answer.body)).body);
            Run::expect(shown.unassigned() || shown != value, "the client's value was taken");
        }
    );
}

}  // namespace

void add(Suite& suite, const Target& target) {
    suite.topic("attributes");
    for (const auto& type : target.types) {
        for (const auto& attribute : type.attributes()) {
            if (attribute.definition->writable()) add_writable(suite, type, attribute);
            if (attribute.definition->mutability == "readOnly")
                add_read_only(suite, type, attribute);
        }
        for (const auto& attribute : type.all_attributes())
            add_canonical(suite, type, attribute);
    }
}

}  // namespace usher::conformance::attributes_checks
