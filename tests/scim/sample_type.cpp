#include "tests/scim/sample_type.hpp"

namespace usher::test {

using namespace scim;

namespace {

Attribute named(const char* name, Type type = Type::string) {
    Attribute attribute;
    attribute.name = name;
    attribute.type = type;
    return attribute;
}

Attribute case_exact(Attribute attribute) {
    attribute.case_exact = true;
    return attribute;
}

Attribute secret(Attribute attribute) {
    attribute.returned = Returned::never;
    return attribute;
}

Attribute multi_valued(Attribute attribute) {
    attribute.multi_valued = true;
    return attribute;
}

Attribute complex(const char* name, std::vector<Attribute> sub_attributes) {
    Attribute attribute = named(name, Type::complex);
    attribute.sub_attributes = std::move(sub_attributes);
    return attribute;
}

Schema core() {
    Schema schema;
    schema.id = "urn:test:core:2.0:Sample";
    schema.name = "Sample";
    schema.attributes = {
        named("userName"),
        case_exact(named("nickName")),
        secret(named("password")),
        named("profileUrl", Type::reference),
        named("active", Type::boolean),
        named("loginCount", Type::integer),
        named("score", Type::decimal),
        named("birth", Type::date_time),
        named("certificate", Type::binary),
        multi_valued(named("tags")),
        complex("name", {named("formatted"), named("familyName"), named("givenName")}),
        multi_valued(complex(
            "emails",
            {named("value"),
             named("type"),
             named("primary", Type::boolean),
             named("$ref", Type::reference),
             secret(named("secret"))}
        )),
    };
    return schema;
}

Schema extension(const char* id, std::vector<Attribute> attributes) {
    Schema schema;
    schema.id = id;
    schema.attributes = std::move(attributes);
    return schema;
}

/// Keeps the schemas that the type points to beside it.
struct Sample {
    Schema base = core();
    Schema work = extension(
        "urn:test:extension:work:2.0:Sample",
        {named("department"),
         complex("manager", {case_exact(named("value")), named("$ref", Type::reference)})}
    );
    Schema play =
        extension("urn:test:extension:play:2.0:Sample", {named("department"), named("sport")});
    ResourceType type;

    Sample() {
        type.id = type.name = "Sample";
        type.endpoint = "/Samples";
        type.schema = &base;
        type.extensions = {{.schema = &work}, {.schema = &play}};
    }
};

}  // namespace

const ResourceType& sample_type() {
    static const Sample sample;
    return sample.type;
}

}  // namespace usher::test
