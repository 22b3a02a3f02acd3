#include "desk/password_policy.hpp"

#include "base/text.hpp"
#include "desk/common_passwords.hpp"
#include "directory/documents.hpp"
#include "invitation/matching.hpp"

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::FieldProblem;

/// Own names shorter than this occur in too many good passwords.
constexpr std::size_t shortest_name = 4;

FieldProblem fault(const char* code, const std::string& detail) {
    return {.pointer = "", .code = code, .detail = detail};
}

/// Characters, not bytes: a letter with an accent is one.
std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

/// How many of the kinds lower, upper, digit and other occur.
int kinds_in(std::string_view text) {
    bool lower = false;
    bool upper = false;
    bool digit = false;
    bool other = false;
    for (const char c : text) {
        if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (base::is_digit(c))
            digit = true;
        else
            other = true;
    }
    return static_cast<int>(lower) + static_cast<int>(upper) + static_cast<int>(digit) +
           static_cast<int>(other);
}

/// Without the digits and signs that people put at the end to please such a policy.
std::string_view stem_of(std::string_view folded) {
    while (!folded.empty()) {
        const char last = folded.back();
        const bool letter =
            (last >= 'a' && last <= 'z') || static_cast<unsigned char>(last) >= 0x80U;
        if (letter) break;
        folded.remove_suffix(1);
    }
    return folded;
}

bool is_own_name(std::string_view folded, const std::vector<std::string>& own_names) {
    return std::any_of(own_names.begin(), own_names.end(), [&](const std::string& name) {
        const std::string whole = base::fold_case(name);
        const std::string local = whole.substr(0, whole.find('@'));
        return (whole.size() >= shortest_name && (folded == whole || stem_of(folded) == whole)) ||
               (local.size() >= shortest_name && (folded == local || stem_of(folded) == local));
    });
}

}  // namespace

std::vector<std::string> own_names_of(const store::StoredResource& user) {
    const scim::Json document = directory::document_of(user);
    std::vector<std::string> names = invitation::keys_of(document, "").emails;
    names.push_back(document.value("userName", ""));
    return names;
}

std::optional<FieldProblem> password_fault(
    const base::Secret& password, const std::vector<std::string>& own_names
) {
    const std::string& text = password.reveal();
    const std::size_t length = length_of(text);
    if (length < shortest_password) {
        return fault(
            "too_short", "must have at least " + std::to_string(shortest_password) + " characters"
        );
    }
    if (text.size() > longest_password || text.find('\0') != std::string::npos) {
        return fault(
            "too_long", "must have at most " + std::to_string(longest_password) + " bytes"
        );
    }
    const std::string folded = base::fold_case(text);
    const std::string_view stem = stem_of(folded);
    // Digits and signs alone are what a guesser counts through.
    if (stem.empty() || is_common_password(folded) || is_common_password(stem)) {
        return fault("common", "is one of those that are tried first");
    }
    if (is_own_name(folded, own_names)) {
        return fault("own_name", "must not be the user name or the e-mail address");
    }
    if (length < plain_password && kinds_in(text) < 3) {
        return fault(
            "too_simple",
            "must have " + std::to_string(plain_password) +
                " characters, or mix small and capital letters, digits and signs"
        );
    }
    return std::nullopt;
}

void require_good_password(
    const base::Secret& password,
    const std::vector<std::string>& own_names,
    const std::string& pointer
) {
    auto wrong = password_fault(password, own_names);
    if (!wrong) return;
    throw invitation::Problem::invalid(pointer, wrong->code, "the password " + wrong->detail);
}

}  // namespace usher::desk
