// Bodies for the tests of what POST, PUT and PATCH accept, and what they are refused with.
#pragma once

#include "tests/scim/served_types.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/validate.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test {

using scim::accept_new;
using scim::accept_replacement;
using scim::BodyRules;
using scim::Error;
using scim::parse_json;
using scim::to_text;

/// A user's body with more members: `R"("title": "x")"`.
inline Json user_body(const std::string& members) {
    return parse_json(
        R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                          "userName": "bjensen")" +
        (members.empty() ? "" : ", " + members) + "}"
    );
}

inline Json accept_user(const std::string& members, const BodyRules& rules = {}) {
    return accept_new(user_body(members), user_type(), rules);
}

/// "invalidValue: emails must be an array"
template <class Body>
std::string refusal(Body body) {
    try {
        body();
    } catch (const Error& error) {
        CHECK(error.status() == 400);
        return std::string(keyword(error.type())) + ": " + error.detail();
    }
    return "accepted";
}

inline std::string user_body_refusal(const std::string& members, const BodyRules& rules = {}) {
    return refusal([&] { return accept_user(members, rules); });
}

inline std::string body_refusal(const std::string& body, const BodyRules& rules = {}) {
    return refusal([&] { return accept_new(parse_json(body), user_type(), rules); });
}

/// One attribute "a" with these facets, and what becomes of it.
class Probe {
  public:
    explicit Probe(const std::string& facets)
        : registry_(registry_of(R"({"name": "a", )" + facets + "}")) {}

    [[nodiscard]] const ResourceType& type() const { return registry_.resource_types()[0]; }

    [[nodiscard]] static Json body(const std::string& value) {
        return parse_json(R"({"schemas": ["urn:test:Thing"], "a": )" + value + "}");
    }

    [[nodiscard]] std::string outcome(const std::string& value) const {
        return refusal([&] { return accept_new(body(value), type()); });
    }

    [[nodiscard]] std::string replace(const std::string& before, const std::string& after) const {
        const Json current = accept_new(body(before), type());
        std::string text;
        const std::string fault = refusal([&] {
            text = to_text(accept_replacement(current, body(after), type()).value("a", Json()));
        });
        return fault == "accepted" ? text : fault;
    }

  private:
    Registry registry_;
};

}  // namespace usher::test
