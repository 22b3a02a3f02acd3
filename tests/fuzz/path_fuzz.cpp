// PATCH paths from anywhere: they are read and looked up, or refused with a SCIM error; and what
// was read can be written and read again.
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace usher::scim;

const ResourceType& user_type() {
    static const Registry registry = Registry::load(embedded_schema_files());
    return *registry.find_type("User");
}

void check(bool holds) {
    if (!holds) std::abort();
}

std::string written(const PatchPath& path) {
    if (path.selection.empty()) return path.attribute.text();
    const AttributePath attribute{path.attribute.schema, path.attribute.attribute, ""};
    const std::string& sub = path.attribute.sub_attribute;
    return attribute.text() + '[' + to_text(path.selection.front()) + ']' +
           (sub.empty() ? "" : '.' + sub);
}

void read(std::string_view text) {
    const PatchPath path = parse_patch_path(text, {.bare_words = true});
    check(parse_patch_path(written(path), {.bare_words = true}) == path);
    const BoundPath bound = require_path(path.attribute, user_type());
    check(resolve(parse_attribute_path(bound.text()), user_type()) == bound);
    if (path.selection.empty()) return;
    const BoundPath attribute{bound.schema, bound.extension, bound.attribute};
    (void)bind_selection(path.selection.front(), attribute);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        read({reinterpret_cast<const char*>(data), size});
    } catch (const Error& error) {
        check(
            error.type() == ScimType::invalid_path || error.type() == ScimType::invalid_filter ||
            error.type() == ScimType::sensitive
        );
    }
    return 0;
}
