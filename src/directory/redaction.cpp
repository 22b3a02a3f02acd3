#include "directory/redaction.hpp"

#include "base/text.hpp"
#include "usher/scim/json.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::directory {

namespace {

using scim::Json;

constexpr std::size_t longest_target = 2048;
constexpr std::string_view removed = "(removed)";
constexpr std::array<std::string_view, 4> secret_words{"passw", "secret", "token", "credential"};

bool names_secret(std::string_view text) {
    const std::string lower = base::ascii_lower(text);
    return std::any_of(secret_words.begin(), secret_words.end(), [&](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

/// An escape may spell a key's letters otherwise.
bool may_hold_secret(std::string_view body) {
    return names_secret(body) || body.find("\\u") != std::string_view::npos;
}

void remove_secrets(Json& value) {
    if (value.is_object()) {
        const auto path = value.find("path");
        const bool patched = path != value.end() && path->is_string() &&
                             names_secret(path->get_ref<const std::string&>());
        for (auto& [key, inner] : value.items()) {
            if (names_secret(key) || (patched && base::equal_ignoring_case(key, "value"))) {
                inner = removed;
            } else {
                remove_secrets(inner);
            }
        }
    } else if (value.is_array()) {
        for (Json& element : value)
            remove_secrets(element);
    }
}

/// Cut where a character ends.
std::string_view beginning_of(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return text.substr(0, most);
}

std::string storable(std::string text) {
    if (!base::valid_utf8(text)) {
        std::replace_if(
            text.begin(),
            text.end(),
            [](char c) { return static_cast<unsigned char>(c) > 0x7F; },
            '?'
        );
    }
    std::replace(text.begin(), text.end(), '\0', '?');
    return text;
}

}  // namespace

std::string bounded_body(std::string_view body) {
    if (body.size() <= longest_kept_body) return std::string(body);
    const std::string size = std::to_string(body.size()) + " bytes";
    if (may_hold_secret(body)) return "(" + size + ", not kept: too long to be looked through)";
    return std::string(beginning_of(body, longest_kept_body)) + "... (" + size + ")";
}

std::string without_secrets(std::string kept) {
    if (!may_hold_secret(kept)) return storable(std::move(kept));
    Json value = Json::parse(kept, nullptr, false);
    if (value.is_discarded()) {
        return "(" + std::to_string(kept.size()) +
               " bytes, not kept: no JSON to be looked through)";
    }
    remove_secrets(value);
    return storable(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string target_without_secrets(std::string_view target) {
    const auto question = target.find('?');
    std::string shown(target.substr(0, question));
    char separator = '?';
    while (question != std::string_view::npos && !target.empty()) {
        const auto start = target.find_first_of("?&");
        if (start == std::string_view::npos) break;
        target.remove_prefix(start + 1);
        const std::string_view parameter = target.substr(0, target.find('&'));
        const auto equals = parameter.find('=');
        const bool hidden = equals != std::string_view::npos && names_secret(parameter);
        shown += separator;
        shown += hidden ? parameter.substr(0, equals + 1) : parameter;
        if (hidden) shown += removed;
        separator = '&';
    }
    return storable(std::string(beginning_of(shown, longest_target)));
}

}  // namespace usher::directory
