// Filters from anywhere: they are read, bound and evaluated, or refused with a SCIM error; and what
// was read can be written and read again.
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"
#include "usher/scim/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using namespace usher::scim;

const ResourceType& user_type() {
    static const Registry registry = Registry::load(embedded_schema_files());
    return *registry.find_type("User");
}

const Json& user() {
    static const Json resource = Json::parse(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "BJensen",
        "active": true, "name": {"familyName": "Jensen"},
        "emails": [{"value": "b@example.com", "type": "work", "primary": true}],
        "meta": {"lastModified": "2026-11-23T09:05:00.123Z"},
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "2"}}
    })");
    return resource;
}

void check(bool holds) {
    if (!holds) std::abort();
}

void read(std::string_view text, const FilterSyntax& syntax) {
    const Filter filter = parse_filter(text, syntax);
    check(parse_filter(to_text(filter), {.bare_words = true, .value_path_suffix = true}) == filter);
    const BoundFilter bound = bind(filter, user_type());
    const BoundFilter inverted = bind({Not{{filter}}}, user_type());
    check(matches(bound, user()) != matches(inverted, user()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const bool extended : {false, true}) {
        try {
            read(text, {.bare_words = extended, .value_path_suffix = extended});
        } catch (const Error& error) {
            check(error.type() == ScimType::invalid_filter || error.type() == ScimType::sensitive);
        }
    }
    return 0;
}
