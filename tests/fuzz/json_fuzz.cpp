// Any bytes as a JSON text, and any JSON as the body of a User: what is accepted stays the same
// when it is rendered, read and accepted again.
#include "usher/scim/error.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"
#include "usher/scim/validate.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using namespace usher::scim;

void require(bool holds) {
    if (!holds) std::abort();
}

const ResourceType& user_type() {
    static const Registry registry = Registry::load(embedded_schema_files());
    return *registry.find_type("User");
}

void check_body(const Json& body) {
    const BodyRules lenient{.schemas_optional = true, .ignore_unknown = true};
    const Json document = accept_new(body, user_type(), lenient);
    require(accept_new(document, user_type()) == document);
    require(accept_replacement(document, document, user_type()) == document);
    require(settle(document, user_type()) == document);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const Json value = parse_json(text);
        require(json_fault(text).empty());
        require(parse_json(to_text(value)) == value);
        check_body(value);
    } catch (const Error& error) {
        require(error.status() == 400);
    }
    return 0;
}
