// Requests as identity providers send them, adapted and carried out, for the tests of the dialects.
#pragma once

#include "tests/scim/patching.hpp"
#include "usher/scim/client_dialects.hpp"
#include "usher/scim/validate.hpp"

namespace usher::test {

struct Adapted {
    scim::Json result;
    scim::Habits habits;
};

/// The document that `body` makes, and which habits that took.
inline Adapted created(const std::string& body, scim::Dialect dialect = scim::Dialect::entra) {
    scim::Habits habits;
    const scim::Json adapted = scim::adapt_resource(json(body), user_type(), dialect, habits);
    return {scim::accept_new(adapted, user_type(), scim::body_rules(dialect)), habits};
}

inline Adapted created_with(
    const std::string& attributes, scim::Dialect dialect = scim::Dialect::entra
) {
    return created(
        R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "bjensen", )" +
            attributes + "}",
        dialect
    );
}

inline Adapted adapted_patch(
    const std::string& operations,
    scim::Dialect dialect = scim::Dialect::entra,
    scim::Json document = babs(),
    const scim::ResourceType& type = user_type()
) {
    scim::Habits habits;
    const scim::Json message = scim::adapt_patch(patch_message(operations), type, dialect, habits);
    return {scim::apply_patch(std::move(document), scim::parse_patch(message, type), type), habits};
}

struct AdaptedFilter {
    std::string text;
    scim::Habits habits;
};

inline AdaptedFilter filtered(
    const std::string& text, scim::Dialect dialect = scim::Dialect::entra
) {
    scim::Habits habits;
    const scim::Filter filter = scim::adapt_filter(text, user_type(), dialect, habits);
    return {scim::to_text(filter), habits};
}

template <class Function>
std::optional<scim::ScimType> refused(const Function& function) {
    try {
        (void)function();
    } catch (const scim::Error& error) {
        return error.type();
    }
    return std::nullopt;
}

inline std::string manager_path() {
    return enterprise_urn + ":manager";
}

inline scim::Json managed() {
    scim::Json document = babs();
    document["schemas"].push_back(enterprise_urn);
    document[enterprise_urn] = json(R"({"manager": {"value": "26"}})");
    return document;
}

}  // namespace usher::test
