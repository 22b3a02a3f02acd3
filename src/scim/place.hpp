// Where in a body a value stands, for error details: a chain on the stack, since a text made for
// every value would cost more than the checks.
#pragma once

#include <string>
#include <string_view>

namespace usher::scim {

/// Refers to `outer` and `name`, which must outlive it.
struct Place {
    const Place* outer = nullptr;
    std::string_view name = {};  ///< attribute, sub-attribute or schema URN
    long element = -1;           ///< if not negative: this element of `outer`, without a name
    char joint = '.';            ///< before the names inside: ':' after a schema URN

    /// "emails[1].type", "urn:...:User:manager.value"
    [[nodiscard]] std::string text() const {
        const std::string before = outer ? outer->text() : std::string();
        if (element >= 0) return before + '[' + std::to_string(element) + ']';
        if (before.empty()) return std::string(name);
        return before + outer->joint + std::string(name);
    }
};

[[nodiscard]] inline Place place_of_element(const Place& list, long index) {
    return {.outer = &list, .name = {}, .element = index};
}

/// The place of what an extension holds.
[[nodiscard]] inline Place place_of_extension(std::string_view urn) {
    return {.outer = nullptr, .name = urn, .element = -1, .joint = ':'};
}

}  // namespace usher::scim
