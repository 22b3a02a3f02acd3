// PATCH from text to document: whatever comes in, the outcome is a settled document or an Error.
//
// The first byte chooses the dialect, the rest is the message.
#include "usher/scim/client_dialects.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/patch.hpp"
#include "usher/scim/validate.hpp"

#include <array>
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

const Json& document() {
    static const Json user = parse_json(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "userName": "bjensen", "name": {"givenName": "Barbara"}, "active": true,
        "emails": [{"value": "b@x.org", "type": "work", "primary": true},
                   {"value": "c@x.org", "type": "home"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "1"}}})"
    );
    return user;
}

void patch(std::string_view text, Dialect dialect) {
    Habits habits;
    const Json message = adapt_patch(parse_json(text), user_type(), dialect, habits);
    const Json result = apply_patch(document(), parse_patch(message, user_type()), user_type());
    if (settle(result, user_type()) != result) std::abort();
    (void)parse_json(to_text(result));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::array<Dialect, 4> dialects{
        Dialect::strict, Dialect::entra, Dialect::okta, Dialect::automatic};
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        patch(text, dialects.at(data[0] % dialects.size()));
    } catch (const Error&) {  // what a client gets
    }
    return 0;
}
